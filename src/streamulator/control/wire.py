"""How the emulator's own things look in JSON."""

from __future__ import annotations

import json
import re
from codecs import getincrementaldecoder
from collections.abc import Mapping
from hashlib import sha256

from streamulator.contract import media
from streamulator.contract.contract import Contract
from streamulator.core.clock import TICKS_PER_SECOND, WorldClock
from streamulator.core.messages import Json
from streamulator.core.problems import Violation
from streamulator.core.redaction import shown_headers, shown_query, shown_text
from streamulator.core.ticks import format_time, parse_time
from streamulator.faults.rule import Armed
from streamulator.kernel.journal import Entry
from streamulator.kernel.ledger import Finding, Kind, Ledger
from streamulator.kernel.sought import Verdict
from streamulator.kernel.world import World

_ODD = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
_NESTING = {dict, list}


def ticks_of(content: Mapping[str, Json], member: str) -> int | None:
    """Read a time, None where there is none; Violation for one that RFC 3339 can say and no clock can show."""
    if member not in content:
        return None
    try:
        return parse_time(content[member])
    except ValueError as error:
        raise Violation([f"body.{member}: {error}"]) from error


def world(one: World) -> Json:
    """Show a world."""
    return {"name": one.name, "created": format_time(one.created), "requests": one.journal.total}


def snapshot(one: World) -> Json:
    """Show a snapshot."""
    return {"name": one.name, "taken": format_time(one.created)}


def clock(one: WorldClock) -> Json:
    """Show a world's time and how it goes on."""
    mode = "real" if one.real else "running" if one.frozen is None else "frozen"
    offset = one.offset / TICKS_PER_SECOND if one.frozen is None else None
    return {"now": format_time(one.ticks()), "mode": mode, "offsetSeconds": offset}


def state_hash(state: Mapping[str, Json]) -> Json:
    """Show the hashes of some state: of each service's part, and of those hashes."""
    services = {name: _hash(part) for name, part in sorted(state.items())}
    return {"hash": _hash(services), "services": services}


def fixture(state: Mapping[str, Json]) -> str:
    """Write state as a fixture. The text is JSON, which is YAML as well, and read and written many times faster.

    What holds nothing but plain values stands in one line. Characters that YAML breaks lines at, or knows not, are
    escaped: they stand in texts only.
    """
    return _ODD.sub(lambda found: f"\\u{ord(found[0]):04x}", _laid_out(state, "\n")) + "\n"


def _text_of(content: Json) -> str:
    return media.written(content, "application/json").decode()


def _laid_out(content: Json, line: str) -> str:
    parts = content.values() if isinstance(content, Mapping) else content if isinstance(content, list) else ()
    if _NESTING.isdisjoint(map(type, parts)):
        return _text_of(content)
    deeper = f"{line} "
    if isinstance(content, Mapping):
        named = (f"{_text_of(name)}: {_laid_out(part, deeper)}" for name, part in content.items())
        return f"{{{deeper}{f',{deeper}'.join(named)}{line}}}"
    return f"[{deeper}{f',{deeper}'.join([_laid_out(part, deeper) for part in content])}{line}]"


def entry(one: Entry, *, full: bool) -> Json:
    """Show an entry of the journal, in full with headers and bodies; credentials are hidden."""
    return {
        "number": one.number,
        "time": format_time(one.ticks),
        "method": one.method,
        "path": one.path,
        "query": shown_query(one.query),
        "service": one.service,
        "operation": one.operation,
        "status": one.status,
        "milliseconds": round(one.seconds * 1000, 3),
        "requestBytes": one.sent_bytes,
        "replyBytes": one.reply_bytes,
        "problem": one.problem,
        "faults": list(one.faults),
        **(_insides(one) if full else {}),
    }


def verdict(one: Verdict) -> Json:
    """Show whether a claim holds."""
    near = [{"entry": number, "differs": differences} for number, differences in one.near]
    return {"holds": one.holds, "found": one.found, "reason": one.reason, "nearMisses": near}


def ledger(one: Ledger, kind: Kind | None = None) -> Json:
    """Show a ledger: its findings of one kind or of all, and the totals."""
    findings = [finding(found) for found in one.findings(kind)]
    return {"entries": findings, "totals": dict(one.totals), "dropped": one.dropped}


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


def _hash(content: Json) -> str:
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return f"sha256:{sha256(canonical.encode()).hexdigest()}"


def _insides(one: Entry) -> Json:
    reply_type = {"Content-Type": one.reply_type} if one.reply_body else {}
    return {
        "requestHeaders": shown_headers({name: value for name, value in one.headers.items() if value}),
        "requestBody": _text(one.body, one.sent_bytes),
        "replyHeaders": shown_headers({**one.reply_headers, **reply_type}),
        "replyBody": _text(one.reply_body, one.reply_bytes),
    }


def _text(body: bytes, length: int) -> str | None:
    """Read what is kept of a body of some length, which may end within a letter; None where it is no text."""
    try:
        return shown_text(getincrementaldecoder("utf-8")().decode(body, final=len(body) == length))
    except UnicodeDecodeError:
        return None
