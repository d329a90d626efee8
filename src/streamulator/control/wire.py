"""How the emulator's own things look in JSON."""

from __future__ import annotations

from collections.abc import Mapping

from streamulator.contract.contract import Contract
from streamulator.core.messages import Json
from streamulator.core.ticks import format_time
from streamulator.faults.rule import Armed
from streamulator.kernel.journal import Entry
from streamulator.kernel.ledger import Finding
from streamulator.kernel.world import World


def world(one: World) -> Json:
    """Show a world."""
    return {"name": one.name, "created": format_time(one.created), "requests": one.journal.total}


def entry(one: Entry) -> Json:
    """Show an entry of the journal."""
    return {
        "number": one.number,
        "time": format_time(one.ticks),
        "method": one.method,
        "path": one.path,
        "query": [list(pair) for pair in one.query],
        "operation": one.operation,
        "status": one.status,
        "milliseconds": round(one.seconds * 1000, 3),
        "requestBytes": one.sent_bytes,
        "replyBytes": one.reply_bytes,
        "problem": one.problem,
        "faults": list(one.faults),
    }


def finding(one: Finding) -> Json:
    """Show a finding of the ledger."""
    return {
        "number": one.number,
        "kind": one.kind,
        "operation": one.operation,
        "complaint": one.complaint,
        "entry": one.entry,
    }


def fault(one: Armed) -> Json:
    """Show a rule with its counts."""
    return {
        "id": one.rule.id,
        "rule": one.rule.described,
        "operations": sorted({operation for _service, operation in one.targets}),
        "matched": one.matched,
        "fired": one.fired,
        "exhausted": one.exhausted,
    }


def document(contract: Contract, base_url: str) -> Json:
    """Show a contract in the list of documents."""
    return {
        "name": contract.name,
        "title": contract.title,
        "operations": len(contract.operations),
        "url": f"{base_url}/_emulator/openapi/{contract.name}",
    }


def here(content: Mapping[str, Json], base_url: str) -> Json:
    """Show a contract's document as one for the server that was asked, so that tools need no other address."""
    return {**content, "servers": [{"url": base_url}]} if "servers" in content else content


def text_here(contract: Contract, base_url: str) -> str:
    """Show a contract's text as one for the server that was asked."""
    text = contract.text
    for server in contract.document.get("servers", ()):
        text = text.replace(server["url"], base_url)
    return text
