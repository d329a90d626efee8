"""Coverage as text: a table for the terminal, and Markdown for the summary of a job."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from streamulator.core.messages import Json

SEEN, BY_FAULT, UNSEEN, STRANGE = "", "*", "-", "?"
LEGEND = "-404: never answered; 503*: by a fault only; ?418: not documented"


def table(report: Json) -> str:
    """Write a report as lines for a terminal."""
    operations = report["operations"]
    width = max((len(one["operation"]) for one in operations), default=0)
    lines = [f"{one['operation']:<{width}}  {' '.join(_marks(one))}" for one in operations]
    return "\n".join([*lines, "", f"{LEGEND}", headline(report)])


def markdown(report: Json) -> str:
    """Write a report as Markdown."""
    lines = [f"## {headline(report)}", ""]
    for document, operations in by_document(report):
        lines += [f"### {document}", "", "| operation | answered | never answered | parameters never given |"]
        lines += ["|---|---|---|---|", *(_row(one) for one in operations), ""]
    return "\n".join(lines)


def headline(report: Json) -> str:
    """Say the figure in a sentence."""
    return f"{report['covered']} of {report['documented']} documented answers were seen: {report['percent']} %"


def by_document(report: Json) -> Iterator[tuple[str, list[Json]]]:
    """Yield the operations of a report with the document that they are in."""
    documents: dict[str, list[Json]] = {}
    for one in report["operations"]:
        documents.setdefault(one["document"], []).append(one)
    yield from documents.items()


def mark(answer: Json) -> str:
    """Say of an answer whether it was seen."""
    if not answer["count"]:
        return UNSEEN
    if not answer["documented"]:
        return STRANGE
    return BY_FAULT if answer["byFault"] == answer["count"] else SEEN


def telling(operation: Json) -> list[Json]:
    """Return the parameters that a call may do without; those of the path it always has, whatever their values."""
    return [one for one in operation["parameters"] if one["location"] != "path" or one["values"]]


def _marks(operation: Json) -> Iterator[str]:
    for answer in operation["answers"]:
        sign = mark(answer)
        yield f"{answer['status']}{sign}" if sign == BY_FAULT else f"{sign}{answer['status']}"


def _row(operation: Json) -> str:
    seen = [f"{one['status']}{mark(one)}" for one in operation["answers"] if one["count"]]
    unseen = [str(one["status"]) for one in operation["answers"] if not one["count"]]
    silent = [f"`{one['name']}`" for one in telling(operation) if not one["count"]]
    return f"| {operation['operation']} | {_listed(seen)} | {_listed(unseen)} | {_listed(silent)} |"


def _listed(words: Iterable[str]) -> str:
    return " ".join(words) or "none"
