"""Events that lie in columns, in tiny blocks, read like those that lie in rows."""

from __future__ import annotations

import pytest
from aveva_samples import key, member, type_of
from hypothesis import given, settings
from hypothesis import strategies as st

from streamulator.core import blocks
from streamulator.core.columns import Columns
from streamulator.core.problems import Refused
from streamulator.services.aveva.model.filters.filters import compile_filter
from streamulator.services.aveva.model.reads import stored
from streamulator.services.aveva.model.reads.interpolation import values_at, values_between
from streamulator.services.aveva.model.reads.sampling import sampled
from streamulator.services.aveva.model.reads.stored import Pick, Window
from streamulator.services.aveva.model.reads.summaries import summaries
from streamulator.services.aveva.model.shape.codes import BoundaryType
from streamulator.services.aveva.model.shape.codes import SdsTypeCode as Code
from streamulator.services.aveva.model.shape.layout import Layout
from streamulator.services.aveva.model.streams.stream import Stream

MIXED = type_of(
    key("N", Code.Int32),
    member("A", Code.Double),
    member("B", Code.NullableInt64),
    member("C", Code.String),
    member("D", Code.Boolean),
    id="Mixed",
)
ROW = st.tuples(
    st.integers(0, 60),
    st.sampled_from([-1.5, -0.0, 0.0, 2.0, 7.25, float("inf")]),
    st.sampled_from([None, 0, 1, 5]) | st.just(3),
    st.sampled_from([None, "", "x"]),
    st.booleans(),
)
FILTERS = ["A gt 0", "A gt 0 and B lt 4", "N ge 30", "C eq 'x' or D", "not (B eq 3)", "A ge 1e300", "N ge 0"]


@pytest.fixture(autouse=True)
def blocks_are_small(monkeypatch):
    monkeypatch.setattr(blocks, "FULL", 20)
    monkeypatch.setattr(blocks, "MOST", 40)


def outcome(read, stream):
    """Return what a read gives, or how it is refused."""
    try:
        return repr(read(stream))
    except Refused as problem:
        return problem.reason


@settings(max_examples=40)
@given(st.data())
def test_every_read_gives_the_same_of_both(data):
    rows = data.draw(st.lists(ROW, min_size=20, max_size=60, unique_by=lambda row: row[0]))
    plain = Stream("Stream", Layout(MIXED))
    plain.insert(rows)
    packed = plain.fork()
    packed.series.pack()
    assert any(isinstance(block.rows, Columns) for block in packed.series._blocks.all)

    start, end = sorted(data.draw(st.tuples(st.integers(-2, 62), st.integers(-2, 62))))
    boundaries = data.draw(st.tuples(st.sampled_from(BoundaryType), st.sampled_from(BoundaryType)))
    bounds = Window(start, end, *boundaries)
    text = data.draw(st.none() | st.sampled_from(FILTERS))
    predicate = compile_filter(text, plain.layout) if text else None
    count, limit = data.draw(st.none() | st.integers(0, 70)), data.draw(st.just(1000) | st.integers(1, 40))
    pick = Pick(predicate, data.draw(st.integers(0, 5)), count, data.draw(st.booleans()), limit)

    for read in (
        lambda stream: list(stored.window(stream, bounds, pick)),
        lambda stream: list(stored.filtered(stream, pick)),
        lambda stream: list(stored.values_in_range(stream, start, pick, boundaries[0])),
        lambda stream: list(stored.page(stream, bounds, pick).rows),
        lambda stream: sampled(stream, bounds, 3, ["A", "B"], predicate, limit=limit),
        lambda stream: summaries(stream, start, end, 3, predicate, limit=limit),
        lambda stream: values_between(stream, start, end, 9),
        lambda stream: values_at(stream, range(start, end)),
    ):
        assert outcome(read, packed) == outcome(read, plain)


@settings(max_examples=40)
@given(st.data())
def test_a_filter_whose_columns_are_known_finds_the_same(data):
    rows = data.draw(st.lists(ROW, min_size=20, max_size=60, unique_by=lambda row: row[0]))
    stream = Stream("Stream", Layout(MIXED))
    stream.insert(rows)
    if data.draw(st.booleans()):
        stream.series.pack()
    text, columns = data.draw(
        st.sampled_from([("A gt 0", {1}), ("A gt 0 and B lt 4", {1, 2}), ("N ge 58", {0}), ("C eq 'x' or D", {3, 4})])
    )
    bounds = Window(*sorted(data.draw(st.tuples(st.integers(-2, 62), st.integers(-2, 62)))))
    skip, backwards = data.draw(st.integers(0, 5)), data.draw(st.booleans())
    limit = data.draw(st.just(1000) | st.integers(1, 40))
    pick = Pick(compile_filter(text, stream.layout), skip, None, backwards, limit)
    known = Pick(compile_filter(text, stream.layout), skip, None, backwards, limit, frozenset(columns))

    for read in (
        lambda pick: lambda stream: list(stored.window(stream, bounds, pick)),
        lambda pick: lambda stream: list(stored.filtered(stream, pick)),
    ):
        assert outcome(read(known), stream) == outcome(read(pick), stream)
