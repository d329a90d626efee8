from __future__ import annotations

import pytest
from aveva_samples import NUMBERED
from hypothesis import given
from hypothesis import strategies as st

from streamulator.services.aveva.model.reads.joins import MERGES, Source, joined, merged
from streamulator.services.aveva.model.reads.stored import Pick, Window
from streamulator.services.aveva.model.shape.codes import BoundaryType, JoinMode
from streamulator.services.aveva.model.shape.layout import Layout
from streamulator.services.aveva.model.streams.stream import Stream

INNER, _, INTERPOLATED, _, RIGHT = JoinMode
EXACT, INSIDE, OUTSIDE, _ = BoundaryType
SIDE_BY_SIDE = [mode for mode in JoinMode if mode not in MERGES]
LAYOUT = Layout(NUMBERED)

keys = st.integers(0, 9)
readings = st.fixed_dictionaries(
    {
        "stored": st.dictionaries(keys, st.integers(0, 4)),
        "bounds": st.tuples(keys, keys).map(sorted),
        "boundary": st.sampled_from([EXACT, INSIDE, OUTSIDE]),
        "least": st.none() | st.integers(0, 4),
        "count": st.none() | st.integers(0, 5),
    }
)


def as_source(reading):
    stream = Stream("s", LAYOUT)
    stream.insert([(order, float(value), "stored") for order, value in reading["stored"].items()])
    test = None if (least := reading["least"]) is None else lambda row: row[1] >= least
    window = Window(*reading["bounds"], reading["boundary"], reading["boundary"])
    return Source(stream, window, Pick(test, count=reading["count"]))


def picked(reading):
    """List the indexes that a window reads of one stream."""
    stored, (start, end), boundary = sorted(reading["stored"]), reading["bounds"], reading["boundary"]
    if boundary is INSIDE:
        found = [one for one in stored if start < one < end]
    else:
        found = [one for one in stored if start <= one <= end]
    if boundary is OUTSIDE:
        found = [one for one in stored if one < start][-1:] + found + [one for one in stored if one > end][:1]
    found = [one for one in found if reading["least"] is None or reading["stored"][one] >= reading["least"]]
    return found if reading["count"] is None else found[: reading["count"]]


def interpolated(stored, index):
    """Return the event at an index: stored, on the line between two, or held."""
    if index in stored:
        return index, float(stored[index]), "stored"
    before, after = [one for one in stored if one < index], [one for one in stored if one > index]
    if before and after:
        low, high = max(before), min(after)
        share = (index - low) / (high - low)
        return index, pytest.approx(stored[low] + (stored[high] - stored[low]) * share), None
    if not stored:
        return None
    return index, float(stored[max(before) if before else min(after)]), "stored"


@given(st.lists(readings, min_size=1, max_size=4), st.sampled_from(SIDE_BY_SIDE))
def test_a_join_is_what_dictionaries_and_loops_make_of_it(read, mode):
    found = [picked(reading) for reading in read]
    rows = []
    for index in range(10):
        having = [index in indexes for indexes in found]
        if all(having) if mode is INNER else any(having):
            slots = []
            for reading, has in zip(read, having, strict=True):
                stored = interpolated(reading["stored"], index)
                slots.append(stored if has or mode is INTERPOLATED else None)
            rows.append(slots)

    assert joined([as_source(reading) for reading in read], mode) == rows


@given(st.lists(readings, min_size=1, max_size=4), st.sampled_from(sorted(MERGES)))
def test_a_merge_is_what_dictionaries_and_loops_make_of_it(read, mode):
    events = {}
    for reading in read:
        for index in picked(reading):
            if mode is RIGHT or index not in events:
                events[index] = (index, float(reading["stored"][index]), "stored")

    assert merged([as_source(reading) for reading in read], mode) == [events[index] for index in sorted(events)]
