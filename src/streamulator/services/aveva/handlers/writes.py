"""The writes of the page Stream Data; each changes all its events or none."""

from __future__ import annotations

from collections.abc import Callable

from streamulator.contract.operation import Call
from streamulator.core.messages import Reply
from streamulator.services.aveva.handlers.forms import is_interval
from streamulator.services.aveva.handlers.places import stream_of
from streamulator.services.aveva.model.store import Store


def insert_values(call: Call, store: Store) -> Reply:
    """Add events where none stand."""
    stream = stream_of(call, store)
    stream.insert(stream.rows(call.body, stranger(call)))
    return Reply(204)


def update_values(call: Call, store: Store) -> Reply:
    """Put events, over those that stand there; without allowCreate only over those."""
    stream = stream_of(call, store)
    rows = stream.rows(call.body, stranger(call))
    if call.query["allowCreate"] is False:
        stream.replace(rows)
    else:
        stream.update(rows)
    return Reply(204)


def patch_values(call: Call, store: Store) -> Reply:
    """Change the selected members of events that stand there."""
    expression = call.query["selectExpression"]
    fields = [name.strip() for name in expression.split(",")] if expression else None
    stream_of(call, store).patch(call.body, fields, stranger(call))
    return Reply(204)


def remove_values(call: Call, store: Store) -> Reply:
    """Take out the events at some indexes, or between two."""
    stream = stream_of(call, store)
    layout = stream.layout
    if is_interval(call):
        stream.remove_window(layout.index(call.query["startIndex"]), layout.index(call.query["endIndex"]))
    else:
        stream.remove([layout.index(text) for text in call.query["index"]])
    return Reply(204)


def stranger(call: Call) -> Callable[[str], None]:
    """Warn of members that the type does not know, once each: a thousand events tend to err alike."""
    seen: set[str] = set()

    def warn(name: str) -> None:
        if name not in seen:
            seen.add(name)
            call.warn(f"event: the member '{name[:60]}' is not in the stream's type.")

    return warn
