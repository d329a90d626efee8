"""Streams through stream views: what reads see, what a change of type leaves, and what it costs."""

from __future__ import annotations

import pytest
from aveva_samples import PAIRED, SIMPLE, STATE, at, five_events, ignore, key, member, type_of
from hypothesis import given
from hypothesis import strategies as st

from streamulator.core.problems import Conflict, Refused
from streamulator.services.aveva.model.filters.filters import compile_filter
from streamulator.services.aveva.model.reads import stored
from streamulator.services.aveva.model.reads.interpolation import values_at, values_between
from streamulator.services.aveva.model.reads.sampling import sampled
from streamulator.services.aveva.model.reads.stored import Pick, Window
from streamulator.services.aveva.model.reads.summaries import summaries
from streamulator.services.aveva.model.shape import readings
from streamulator.services.aveva.model.shape.codes import BoundaryType, ExtrapolationMode, InterpolationMode
from streamulator.services.aveva.model.shape.codes import SdsTypeCode as Code
from streamulator.services.aveva.model.shape.layout import Layout
from streamulator.services.aveva.model.streams.definition import Override
from streamulator.services.aveva.model.streams.metadata import NOBODY, Metadata
from streamulator.services.aveva.model.streams.stream import Stream
from streamulator.services.aveva.model.views.lens import Lens
from streamulator.services.aveva.model.views.view import SdsStreamView, SdsStreamViewProperty

WHOLE = type_of(key("Time", Code.DateTime), member("Measurement", Code.Int32), id="Whole")


def lens(source, target, *pairs, **nested):
    properties = tuple(SdsStreamViewProperty(*pair.split(">"), nested.get(pair.split(">")[0])) for pair in pairs)
    return Lens(SdsStreamView("View", source.id, target.id, properties=properties), Layout(source), Layout(target))


def stream_of(type_, *rows, **more):
    stream = Stream("Stream", Layout(type_), **more)
    stream.insert(rows)
    return stream


class TestReadingThroughAView:
    def test_events_have_the_shape_of_the_target(self):
        seen = lens(SIMPLE, WHOLE).through(five_events())

        assert (seen.id, seen.layout.type_id) == ("Simple", "Whole")
        assert stored.first(seen) == (at(12), 0)
        assert stored.last(seen) == (at(16), 40)
        assert stored.find_distinct(seen, at(13)) == [(at(13), 10)]
        assert stored.window(seen, Window(at(13), at(14)), Pick()) == [(at(13), 10), (at(14), 20)]

    def test_what_is_added_has_its_default(self):
        target = type_of(
            key("Time", Code.DateTime), member("Note", Code.String), member("State", STATE), member("Rate", Code.Double)
        )

        assert stored.last(lens(SIMPLE, target).through(five_events())) == (at(16), None, 0, 0.0)

    def test_what_cannot_be_converted_is_the_default(self):
        target = type_of(key("Time", Code.DateTime), member("State", STATE))

        assert stored.last(lens(SIMPLE, target, "Time>Time", "Measurement>State").through(five_events())) == (at(16), 0)

    def test_an_empty_stream_stays_empty(self):
        seen = lens(SIMPLE, WHOLE).through(Stream("Empty", Layout(SIMPLE)))

        assert stored.first(seen) is stored.last(seen) is None
        assert stored.filtered(seen, Pick()) == []

    def test_what_is_calculated_is_calculated_of_what_is_seen(self):
        source = type_of(key("Time", Code.DateTime), member("Measurement", Code.Double), id="Source")
        seen = lens(source, WHOLE).through(stream_of(source, (at(12), 0.4), (at(13), 1.4)))

        assert values_at(seen, [at(12, 30)]) == [(at(12, 30), 0)]  # half of 0 and 1, to even
        assert values_between(seen, at(12), at(13), 2) == [(at(12), 0), (at(13), 1)]

    def test_filters_speak_of_the_target(self):
        seen = lens(SIMPLE, WHOLE).through(five_events())
        pick = Pick(compile_filter("Measurement ge 20", seen.layout))

        assert stored.filtered(seen, pick) == [(at(14), 20), (at(15), 30), (at(16), 40)]

    def test_summaries_and_samples_are_of_what_is_seen(self):
        seen = lens(SIMPLE, WHOLE).through(five_events())
        (interval,) = summaries(seen, at(12), at(16))

        assert interval.figures["Maximum"] == {"Measurement": 40}
        assert sampled(seen, Window(at(12), at(16)), 1, ["measurement"]) == [(at(12), 0), (at(16), 40)]

    def test_the_read_characteristics_are_those_of_the_target_type(self):
        discrete = type_of(
            key("Time", Code.DateTime),
            member("Measurement", Code.Double),
            id="Discrete",
            interpolation_mode=InterpolationMode.Discrete,
        )
        own = {"interpolation_mode": InterpolationMode.StepwiseContinuousLeading}
        own |= {"extrapolation_mode": ExtrapolationMode.None_}
        stream = five_events(**own, overrides=(Override("Measurement", InterpolationMode.Discrete),))

        assert values_at(lens(SIMPLE, discrete).through(stream), [at(12, 30)]) == []
        assert values_at(lens(SIMPLE, WHOLE).through(stream), [at(11), at(12, 30)]) == [(at(11), 0), (at(12, 30), 5)]

    def test_a_widened_key_is_an_index_of_its_new_type(self):
        source, target = (type_of(key("N", code), id=code.name) for code in (Code.Int32, Code.Double))
        seen = lens(source, target).through(stream_of(source, (1,), (2,), (4,)))

        assert stored.find_distinct(seen, seen.layout.index("2")) == [(2.0,)]
        assert [type(row[0]) for row in values_at(seen, [2.0, 2.5])] == [float, float]
        page = stored.page(seen, Window(0.5, 9.0), Pick(count=2))
        assert (page.rows, page.resume) == ([(1.0,), (2.0,)], 2.0)

    def test_a_compound_key_in_another_order_sorts_the_events_anew(self):
        target = type_of(key("First", Code.Int32, order=1), key("Second", Code.String, order=0), id="Swapped")
        source = stream_of(PAIRED, ("b", 1, 0.0, None), ("a", 2, 0.0, None), ("c", 1, 0.0, None))

        seen = lens(PAIRED, target).through(source)

        assert stored.filtered(seen, Pick()) == [(2, "a"), (1, "b"), (1, "c")]
        assert seen.series.keys == [("a", 2), ("b", 1), ("c", 1)]

    def test_a_stream_of_another_type_is_refused(self):
        with pytest.raises(Refused) as refusal:
            lens(SIMPLE, WHOLE).through(stream_of(WHOLE))

        assert refusal.value.reason == (
            "Stream view 'View' is for streams of type 'Simple', and stream 'Stream' is of type 'Whole'."
        )
        assert refusal.value.resolution == "Use a stream view whose source is the stream's type."
        assert refusal.value.details == {"StreamId": "Stream", "StreamViewId": "View"}


class TestNestedObjects:
    POINT = type_of(member("X", Code.Double), member("Y", Code.Double), member("Kind", STATE), id="Point")
    PLACE = type_of(member("kind", STATE), member("X", Code.Int32), member("Since", Code.DateTime), id="Place")

    @pytest.fixture
    def convert(self):
        source = type_of(key("N", Code.Int32), member("At", self.POINT), id="Source")
        target = type_of(key("N", Code.Int32), member("At", self.PLACE), id="Target")
        through = lens(source, target, "N>N", "At>At", At=SdsStreamView("", "", ""))

        def convert(value):
            stream = Stream("Stream", Layout(source))
            stream.insert(stream.rows([{"N": 1, "At": value}], ignore))
            seen = through.through(stream)
            return seen.layout.full(stored.first(seen))["At"]

        return convert

    BORN = "0001-01-01T00:00:00Z"

    @pytest.mark.parametrize(
        ("value", "expected"),
        [
            ({"X": 2.5, "Y": 1, "Kind": 2}, {"kind": 2, "X": 2, "Since": BORN}),
            ({"x": "3.6", "KIND": "Warning"}, {"kind": 1, "X": 4, "Since": BORN}),
            ({}, {"kind": 0, "X": 0, "Since": BORN}),
            (None, None),
        ],
    )
    def test_they_are_reshaped_too(self, convert, value, expected):
        assert convert(value) == expected

    @pytest.mark.parametrize(("value", "expected"), [({"X": 2.5}, {}), (None, None)])
    def test_one_without_properties_takes_over_nothing(self, value, expected):
        source = type_of(key("N", Code.Int32), member("At", self.POINT), id="Source")
        target = type_of(key("N", Code.Int32), member("At", type_of(id="Bare")), id="Target")
        stream = Stream("Stream", Layout(source))
        stream.insert(stream.rows([{"N": 1, "At": value}], ignore))

        seen = lens(source, target, "N>N", "At>At", At=SdsStreamView("", "", "")).through(stream)

        assert stored.first(seen) == (1, expected)


class TestChangingTheType:
    def test_events_are_reshaped_and_can_be_written_on(self):
        changed = lens(SIMPLE, WHOLE).changed(five_events(), 7)
        changed.insert([(at(17), 50)])

        assert changed.type.id == "Whole"
        assert changed.modified == 7
        assert changed.series.rows == [(at(12 + n), 10 * n) for n in range(6)]

    def test_keys_take_their_new_type(self):
        source, target = (type_of(key("N", code), id=code.name) for code in (Code.Int32, Code.Double))

        changed = lens(source, target).changed(stream_of(source, (1,), (2,)), 0)

        assert [type(number) for number in changed.series.keys] == [float, float]

    def test_indexes_and_overrides_go_and_all_else_stays(self):
        metadata = Metadata()
        metadata.replace({"Site": "North"}, NOBODY, 0)
        stream = five_events(
            name="Five",
            description="Hours",
            interpolation_mode=InterpolationMode.StepwiseContinuousLeading,
            extrapolation_mode=ExtrapolationMode.Forward,
            overrides=(Override("Measurement", InterpolationMode.Discrete, "bar"),),
            indexes=("Measurement",),
            tags=["hourly"],
            metadata=metadata,
            created=3,
        )

        changed = lens(SIMPLE, WHOLE).changed(stream, 7)

        assert (changed.overrides, changed.indexes) == ((), ())
        assert changed.metadata.values() == {"Site": "North"}
        for name in ("id", "name", "description", "interpolation_mode", "extrapolation_mode", "tags", "created"):
            assert getattr(changed, name) == getattr(stream, name)

    def test_the_old_stream_and_its_copies_stay_as_they_were(self):
        stream = five_events()
        copy = stream.fork()

        lens(SIMPLE, WHOLE).changed(stream, 7).remove_window(at(12), at(14))

        assert stream.series.rows == copy.series.rows == five_events().series.rows

    def test_a_stream_of_another_type_is_a_conflict(self):
        with pytest.raises(Conflict, match="for streams of type 'Simple'"):
            lens(SIMPLE, WHOLE).changed(stream_of(WHOLE), 0)

    def test_a_mode_that_the_new_type_does_not_allow_is_refused(self):
        discrete = type_of(*WHOLE.properties, id="Discrete", interpolation_mode=InterpolationMode.Discrete)
        stream = five_events(interpolation_mode=InterpolationMode.Continuous)

        with pytest.raises(Refused, match="type 'Discrete' is Discrete"):
            lens(SIMPLE, discrete).changed(stream, 0)

        assert stream.type.id == "Simple"


@pytest.mark.parametrize("packed", [False, True])
def test_a_read_reshapes_what_it_touches_and_nothing_else(packed):
    stream = stream_of(SIMPLE, *((tick, 0, float(tick)) for tick in range(100_000)))
    if packed:
        stream.series.pack()
    through, reshaped = lens(SIMPLE, WHOLE), []
    reshape = through._reshape
    through._reshape = lambda row: reshaped.append(row) or reshape(row)
    seen = through.through(stream)

    list(stored.window(seen, Window(500, 509, BoundaryType.Outside, BoundaryType.Outside), Pick()))
    values_at(seen, [700, 90_000])
    stored.last(seen)

    assert [row[0] for row in reshaped] == [*range(499, 511), 699, 700, 89_999, 90_000, 99_999]


# A reference: reads of a stream whose events were all reshaped beforehand, one by one.

CODES = st.sampled_from([Code.Double, Code.Int32, Code.NullableDouble, Code.Single, Code.String])
NAMES = st.sampled_from(["A", "B", "C", "D"])
SHAPES = st.dictionaries(NAMES, CODES, max_size=4)
VALUES = {
    Code.Double: st.floats(-1e12, 1e12),
    Code.Single: st.floats(-1e6, 1e6, width=32).map(readings.single),
    Code.Int32: st.integers(-(2**31), 2**31 - 1),
    Code.NullableDouble: st.none() | st.floats(-1e12, 1e12),
    Code.String: st.none() | st.text(max_size=3),
}


def shape_type(name, members, code=Code.Int32):
    return type_of(key("N", code), *(member(part, kind) for part, kind in members.items()), id=name)


@given(st.data(), SHAPES, SHAPES)
def test_a_stream_through_a_view_reads_like_one_that_has_the_target_type(data, old, new):
    source, target = shape_type("Old", old), shape_type("New", new, Code.Int64)
    row = st.tuples(st.integers(0, 30), *(VALUES[code] for code in old.values()))
    stream = stream_of(source, *data.draw(st.lists(row, max_size=12, unique_by=lambda one: one[0])))
    through = lens(source, target)
    seen, reference = through.through(stream), through.changed(stream, 0)

    start, end = sorted(data.draw(st.tuples(st.integers(-2, 32), st.integers(-2, 32))))
    boundary = data.draw(st.sampled_from(BoundaryType))
    pick = Pick(None, data.draw(st.integers(0, 3)), data.draw(st.none() | st.integers(0, 9)), data.draw(st.booleans()))
    bounds = Window(start, end, boundary, boundary)

    assert stored.window(seen, bounds, pick) == stored.window(reference, bounds, pick)
    assert stored.values_in_range(seen, start, pick, boundary) == stored.values_in_range(
        reference, start, pick, boundary
    )
    assert values_between(seen, start, end, 7) == values_between(reference, start, end, 7)
    assert summaries(seen, start, end, 2) == summaries(reference, start, end, 2)
    assert all(layout_fits(seen.layout, event) for event in stored.filtered(seen, Pick()))


def layout_fits(layout, row):
    """Tell whether a row reads back as it is shown."""
    return layout.row(layout.full(row), ignore) == row
