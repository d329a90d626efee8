"""Which of its forms a read is asked in, and how it is asked: parameters that only make sense together."""

from __future__ import annotations

from enum import Enum

from streamulator.contract.operation import Call
from streamulator.core.problems import Refused
from streamulator.services.aveva.model.filters.filters import compile_filter
from streamulator.services.aveva.model.filters.syntax import FORMER_FUNCTIONS, former_functions_in, names_in
from streamulator.services.aveva.model.reads.stored import Pick, Predicate, Window
from streamulator.services.aveva.model.shape.codes import BoundaryType
from streamulator.services.aveva.model.shape.layout import Layout
from streamulator.services.aveva.model.store import Store
from streamulator.services.aveva.wire.members import read_enumeration


class Form(Enum):
    """The four ways of List Values, by the parameters that make them (aveva-stream-data#List Values)."""

    FIND_DISTINCT = "index"
    WINDOW = "startIndex and endIndex"
    RANGE = "startIndex"
    FILTERED = "filter"


def form_of(call: Call) -> Form:
    """Tell which form is asked for; Refused for parameters that fit none, or two."""
    given = call.given
    if "index" in given:
        _refuse_beside(call, "index", ("startIndex", "endIndex", "filter"))
        _refuse_token(call)
        return Form.FIND_DISTINCT
    if "startIndex" in given:
        if "endIndex" in given:
            if "count" in given and "continuationToken" not in given:
                raise _refused(
                    "A window with count also needs continuationToken, empty for the first page.",
                    "Add continuationToken, or leave out count.",
                )
            return Form.WINDOW
        _refuse_token(call)
        return Form.RANGE
    if "filter" in given and "endIndex" not in given:
        _refuse_token(call)
        return Form.FILTERED
    raise _refused(
        f"The parameters {sorted(given)} ask for no events.",
        "Give index, or startIndex with or without endIndex, or filter.",
    )


def is_interval(call: Call) -> bool:
    """Tell whether startIndex and endIndex are given rather than index; Refused for half of it, none, and both."""
    if "index" in call.given:
        _refuse_beside(call, "index", ("startIndex", "endIndex"))
        return False
    if not {"startIndex", "endIndex"} <= call.given:
        raise _refused(
            f"The parameters {sorted(call.given)} name no events.", "Give index, or both of startIndex and endIndex."
        )
    return True


def boundaries(call: Call) -> tuple[BoundaryType, BoundaryType]:
    """Return the boundary types of start and end: their own where given, else the common one, else Exact."""
    given = call.given & {"startBoundaryType", "endBoundaryType"}
    if len(given) == 1:
        (one,) = given
        other = ({"startBoundaryType", "endBoundaryType"} - given).pop()
        raise _refused(f"{one} is given without {other}.", "Give both, or boundaryType for both.")
    common = call.query["boundaryType"]
    start, end = (common, common) if not given else (call.query["startBoundaryType"], call.query["endBoundaryType"])
    return _boundary(start, "startBoundaryType"), _boundary(end, "endBoundaryType")


def window_of(call: Call, layout: Layout) -> Window:
    """Return the window between startIndex and endIndex."""
    return Window(layout.index(call.query["startIndex"]), layout.index(call.query["endIndex"]), *boundaries(call))


def pick_of(call: Call, store: Store, layout: Layout, *, count: int | None) -> Pick:
    """Return what a read takes of the events it walks over."""
    predicate, skip, backwards = predicate_of(call, layout), call.query["skip"], bool(call.query["reversed"])
    named = map(layout.position, names_in(call.query["filter"])) if predicate else ()
    columns = frozenset(at for at in named if at is not None) if predicate else None
    return Pick(predicate, skip, count, backwards, store.event_limit, columns)


def predicate_of(call: Call, layout: Layout) -> Predicate | None:
    """Return the filter as a predicate over rows, None without one."""
    return filter_of(call, "query parameter 'filter'", call.query["filter"], layout)


def filter_of(call: Call, place: str, text: str | None, layout: Layout) -> Predicate | None:
    """Return a filter as a predicate over rows, None without one, with a warning of what only former pages have."""
    if not text:
        return None
    predicate = compile_filter(text, layout)
    for name in former_functions_in(text):
        call.warn(f"{place}: the function {name}: deprecated; it is '{FORMER_FUNCTIONS[name]}' now.")
    return predicate


def table_headers(call: Call) -> bool | None:
    """Tell whether the table that is asked for has a row of headings; None where none is asked for."""
    form = call.query["form"]
    return None if form is None else form != "table"


def refuse_table(call: Call, what: str) -> None:
    """Refuse a table of what cannot be one."""
    if call.query["form"] is not None:
        raise _refused(f"There are no tables of {what}, but form is '{call.query['form']}'.", "Leave out form.")


def _boundary(value: int | str | None, name: str) -> BoundaryType:
    return BoundaryType.Exact if value is None else read_enumeration(value, BoundaryType, name)


def _refuse_token(call: Call) -> None:
    if call.query["continuationToken"]:
        raise _refused("continuationToken is given without a window.", "Give startIndex and endIndex with it.")


def _refuse_beside(call: Call, name: str, others: tuple[str, ...]) -> None:
    mixed = [other for other in others if other in call.given]
    if mixed:
        raise _refused(f"{name} cannot be combined with {' and '.join(mixed)}.", "Choose one form of the request.")


def _refused(reason: str, resolution: str) -> Refused:
    return Refused(reason, resolution)
