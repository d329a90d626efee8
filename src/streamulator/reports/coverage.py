"""Coverage reports added up: over operations into a figure, over files into one report."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from streamulator.core.messages import Json

_OF_OLD = {"location": "query"}  # what reports that said no location told of


def summed(operations: Sequence[Json]) -> Json:
    """Put a report together of its operations' parts: how many of the documented answers were seen."""
    documented = [answer for one in operations for answer in one["answers"] if answer["documented"]]
    covered = sum(1 for answer in documented if answer["count"])
    percent = round(100 * covered / len(documented), 1) if documented else 100.0
    return {"percent": percent, "covered": covered, "documented": len(documented), "operations": list(operations)}


def merged(reports: Iterable[Json]) -> Json:
    """Add reports up, of whatever workers and worlds they are.

    Parameters without a location are those of a query: reports used to tell of no others.
    """
    operations: dict[tuple[str, str], Json] = {}
    for report in reports:
        for one in report["operations"]:
            key = (one["document"], one["operation"])
            placed = {**one, "parameters": [{**_OF_OLD, **parameter} for parameter in one["parameters"]]}
            operations[key] = _both(operations[key], placed) if key in operations else placed
    return summed(list(operations.values()))


def missing(report: Json) -> list[str]:
    """Name the documented answers that were not seen."""
    return [
        f"{one['operation']} {answer['status']}"
        for one in report["operations"]
        for answer in one["answers"]
        if answer["documented"] and not answer["count"]
    ]


def only(report: Json, services: Sequence[str]) -> Json:
    """Return the part of a report that is about some services; of all, where none is named."""
    return summed([one for one in report["operations"] if not services or one["service"] in services])


def _both(one: Json, other: Json) -> Json:
    answers = _added(one["answers"], other["answers"], ("status", "mediaType"), ("count", "byFault"))
    parameters = _added(one["parameters"], other["parameters"], ("location", "name"), ("count",))
    return {**one, "answers": sorted(answers, key=lambda a: (a["status"], a["mediaType"])), "parameters": parameters}


def _added(ones: list[Json], others: list[Json], keys: tuple[str, ...], counts: tuple[str, ...]) -> list[Json]:
    """Add up the counts of entries that have the same keys, and of what their values have."""
    found = {tuple(one[key] for key in keys): one for one in ones}
    for other in others:
        key = tuple(other[name] for name in keys)
        one = found.get(key)
        if one is None:
            found[key] = other
        else:
            found[key] = {**one, **{name: one[name] + other[name] for name in counts}}
            if "values" in one:
                found[key]["values"] = _added(one["values"], other["values"], ("value",), ("count",))
    return list(found.values())
