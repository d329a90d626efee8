"""Which property a stream view takes for which: the vendor's printed maps, its rules, and what is refused."""

from __future__ import annotations

import pytest
from aveva_samples import PAIRED, SIMPLE, STATE, enumeration, key, member, type_of
from hypothesis import given
from hypothesis import strategies as st

from streamulator.core.problems import Refused
from streamulator.services.aveva.model.shape.codes import SdsTypeCode as Code
from streamulator.services.aveva.model.shape.types import all_properties
from streamulator.services.aveva.model.views.mapping import map_of
from streamulator.services.aveva.model.views.view import SdsStreamView, SdsStreamViewProperty

TIME = key("Time", Code.DateTime)
SIMPLE1 = type_of(TIME, member("State", STATE), member("Value", Code.Double), id="Simple1")
SIMPLE2 = type_of(TIME, member("Measurement", Code.Int32), member("State", STATE), id="Simple2")
SIMPLE3 = type_of(TIME, member("State", STATE), member("Value", Code.Int32), id="Simple3")


def view(source, target, *pairs, **nested):
    properties = tuple(SdsStreamViewProperty(*pair.split(">"), nested.get(pair.split(">")[0])) for pair in pairs)
    return SdsStreamView("View", source.id, target.id, properties=properties)


def mapped(source, target, *pairs, **nested):
    """Write a map as `Source>Target mode`, with nothing on the side where there is no property."""
    return said(map_of(view(source, target, *pairs, **nested), source, target))


def said(found):
    return [
        f"{part.source.id if part.source else ''}>{part.target.id if part.target else ''} {int(part.mode)}"
        for part in found.properties
    ]


class TestPrintedMaps:
    """The maps of the developer guide, Stream views, and of the page Stream Views."""

    def test_a_property_of_another_name_in_the_same_place(self):
        assert mapped(SIMPLE, SIMPLE1) == ["Time>Time 0", "State>State 0", "Measurement>Value 4"]

    def test_a_property_of_another_type_in_another_place(self):
        assert mapped(SIMPLE, SIMPLE2) == ["Time>Time 0", "State>State 0", "Measurement>Measurement 16"]

    def test_a_property_of_another_name_and_type(self):
        assert mapped(SIMPLE, SIMPLE3) == ["Time>Time 0", "State>State 0", "Measurement> 2", ">Value 1"]

    def test_what_the_service_cannot_map_by_itself_is_mapped_by_properties(self):
        found = mapped(SIMPLE, SIMPLE3, "Time>Time", "State>State", "Measurement>Value")

        assert found == ["Time>Time 0", "State>State 0", "Measurement>Value 20"]

    def test_a_view_with_properties_leaves_out_what_it_does_not_name_even_where_names_are_the_same(self):
        found = mapped(SIMPLE, SIMPLE3, "Time>Time", "Measurement>Value")

        assert found == ["Time>Time 0", "Measurement>Value 20", "State> 2", ">State 1"]


class TestAutomaticMapping:
    def test_it_goes_by_place_where_shapes_are_equal(self):
        waves = ("Tau", "Radians", "Sin")
        source = type_of(key("Order", Code.Int32), *(member(name, Code.Double) for name in waves))
        target = type_of(key("OrderTarget", Code.Int32), *(member(f"{name}Target", Code.Double) for name in waves))

        assert mapped(source, target) == [f"{name}>{name}Target 4" for name in ("Order", *waves)]

    def test_ids_have_no_case(self):
        target = type_of(key("TIME", Code.DateTime), member("state", STATE), member("MEASUREMENT", Code.Double))

        assert mapped(SIMPLE, target) == ["Time>TIME 0", "State>state 0", "Measurement>MEASUREMENT 0"]

    def test_a_name_goes_before_a_place(self):
        source = type_of(TIME, member("A", Code.Double), member("B", Code.Double))
        target = type_of(TIME, member("B", Code.Double), member("C", Code.Double))

        assert mapped(source, target) == ["Time>Time 0", "B>B 0", "A> 2", ">C 1"]

    def test_a_namesake_of_a_type_that_does_not_convert_is_none(self):
        source = type_of(TIME, member("A", Code.String), member("B", Code.Double))
        target = type_of(TIME, member("B", Code.String), member("A", Code.Double))

        assert mapped(source, target) == ["Time>Time 0", "A>B 4", "B>A 4"]

    def test_a_key_is_never_mapped_to_anything_but_a_key(self):
        source = type_of(TIME, member("Order", Code.Int32))
        target = type_of(TIME, key("Order", Code.Int32))

        with pytest.raises(Refused, match="The key 'Order' of the target type has no counterpart"):
            mapped(source, target)

    def test_properties_of_base_types_come_first(self):
        source = type_of(member("Value", Code.Double), id="Derived", base_type=type_of(TIME, id="Base"))
        target = type_of(TIME, member("Level", Code.Double))

        assert mapped(source, target) == ["Time>Time 0", "Value>Level 4"]

    def test_enumerations_are_mapped_whatever_their_members(self):
        target = type_of(TIME, member("State", enumeration(Code.NullableByteEnum, On=1)))

        assert mapped(SIMPLE, target) == ["Time>Time 0", "State>State 16", "Measurement> 2"]

    def test_objects_are_mapped_where_their_types_have_the_same_id(self):
        point, place = (type_of(member("X", Code.Double), id=id_) for id_ in ("Point", "Place"))
        source = type_of(TIME, member("At", point), member("By", point))
        target = type_of(TIME, member("At", place), member("By", point))

        assert mapped(source, target) == ["Time>Time 0", "By>By 0", "At> 2", ">At 1"]


class TestExplicitMapping:
    def test_what_cannot_be_converted_is_marked(self):
        assert mapped(SIMPLE, SIMPLE3, "Time>Time", "State>Value") == [
            "Time>Time 0",
            "State>Value 36",
            "Measurement> 2",
            ">State 1",
        ]

    def test_one_source_may_serve_several_targets(self):
        target = type_of(TIME, member("A", Code.Double), member("B", Code.Int32))

        found = mapped(SIMPLE, target, "Time>Time", "Measurement>A", "measurement>b")

        assert found == ["Time>Time 0", "Measurement>A 4", "Measurement>B 20", "State> 2"]

    def test_objects_of_different_types_are_mapped_by_views_of_their_own(self):
        source = type_of(TIME, member("At", type_of(member("X", Code.Double), member("Y", Code.Double), id="Point")))
        target = type_of(TIME, member("At", type_of(member("X", Code.Int32), member("Z", Code.Int32), id="Place")))
        inner = SdsStreamView("", "Point", "")

        found = map_of(view(source, target, "Time>Time", "At>At", At=inner), source, target)

        assert said(found) == ["Time>Time 0", "At>At 16"]
        assert said(found.properties[1].nested) == ["X>X 16", "Y> 2", ">Z 1"]

    @pytest.mark.parametrize(
        ("pairs", "words"),
        [
            (["Time>Time", "Speed>Value"], ["source type has no property 'Speed'"]),
            (["Time>Time", "State>Speed"], ["target type has no property 'Speed'"]),
            (["Time>Time", "Fast>Slow"], ["no property 'Fast'", "no property 'Slow'"]),
            (["Time>Time", "State>Value", "Measurement>value"], ["'Value' is mapped more than once"]),
            (["State>State"], ["key 'Time' of the target type has no counterpart", "key 'Time' of the source type"]),
        ],
    )
    def test_what_makes_no_sense_is_refused_with_all_that_is_wrong(self, pairs, words):
        with pytest.raises(Refused) as caught:
            mapped(SIMPLE, SIMPLE3, *pairs)

        assert all(word in caught.value.reason for word in words)
        assert caught.value.resolution == "Correct the definition of the stream view."
        assert caught.value.details == {"StreamViewId": "View"}

    @pytest.mark.parametrize(
        ("inner", "word"),
        [
            (SdsStreamView("", "Line", ""), "for type 'Line', and the property has 'Point'"),
            (SdsStreamView("", "", "Line"), "for type 'Line', and the property has 'Place'"),
            (SdsStreamView("", "", "", properties=(SdsStreamViewProperty("W", "Z"),)), "no property 'W'"),
        ],
    )
    def test_a_view_within_that_does_not_fit_is_refused(self, inner, word):
        source = type_of(TIME, member("At", type_of(member("X", Code.Double), id="Point")))
        target = type_of(TIME, member("At", type_of(member("Z", Code.Int32), id="Place")))

        with pytest.raises(Refused, match=word):
            mapped(source, target, "Time>Time", "At>At", At=inner)

    def test_all_that_is_wrong_is_said_in_the_order_of_the_definition(self):
        pairs = ("Time>Time", "Speed>Value", "State>Speed", "Measurement>Value")

        with pytest.raises(Refused) as caught:
            mapped(SIMPLE, SIMPLE3, *pairs, Measurement=SdsStreamView("", "", ""))

        assert caught.value.reason == (
            "Stream view 'View' cannot be used. The source type has no property 'Speed'. "
            "The target type has no property 'Speed'. The target property 'Value' is mapped more than once. "
            "The property 'Measurement' holds no objects, so that it can have no view of its own. "
            "The property 'Value' holds no objects, so that it can have no view of its own."
        )

    def test_members_of_enumerations_have_no_type_to_be_mapped_by(self):
        one, other = enumeration(On=1), enumeration(On=1, Off=0)

        assert mapped(one, other) == ["On> 2", ">On 1", ">Off 1"]

    def test_a_view_within_needs_objects(self):
        with pytest.raises(Refused, match="'Measurement' holds no objects"):
            mapped(SIMPLE, SIMPLE1, "Time>Time", "Measurement>Value", Measurement=SdsStreamView("", "", ""))


class TestKeys:
    @pytest.mark.parametrize(
        ("source", "target", "pairs", "word"),
        [
            (SIMPLE, type_of(key("Order", Code.Int32)), [], "key 'Order' of the target type has no counterpart"),
            (SIMPLE, type_of(key("Value", Code.Double)), ["Measurement>Value"], "'Measurement', which is no key"),
            (type_of(key("N", Code.Int64)), type_of(key("N", Code.Int32)), [], "from Int64 into Int32 without loss"),
            (PAIRED, type_of(key("First", Code.Int32)), [], "key 'Second' of the source type is not mapped to a key"),
            (type_of(key("N", Code.String)), type_of(key("N", Code.Int32)), ["N>N"], "String into Int32"),
        ],
    )
    def test_two_events_may_not_come_to_share_an_index(self, source, target, pairs, word):
        with pytest.raises(Refused, match=word):
            mapped(source, target, *pairs)

    def test_every_key_without_a_counterpart_is_named(self):
        with pytest.raises(Refused) as caught:
            mapped(SIMPLE, PAIRED, "State>Value")

        assert "The key 'First' of the target type" in caught.value.reason
        assert "The key 'Second' of the target type" in caught.value.reason

    def test_a_key_may_be_widened_and_renamed(self):
        source, target = type_of(key("N", Code.Int32)), type_of(key("Number", Code.Int64))

        assert mapped(source, target, "N>Number") == ["N>Number 20"]

    def test_compound_keys_may_change_their_order(self):
        target = type_of(key("First", Code.Int32, order=1), key("Second", Code.String, order=0))

        assert mapped(PAIRED, target)[:2] == ["Second>Second 0", "First>First 0"]


NAMES = st.sampled_from(["A", "b", "C", "D", "e"])
CODES = st.sampled_from([Code.Double, Code.Int32, Code.NullableDouble, Code.String, Code.Boolean])
TYPES = st.dictionaries(NAMES, CODES, max_size=5).map(
    lambda members: type_of(TIME, *(member(name, code) for name, code in members.items()))
)


@given(TYPES, TYPES)
def test_every_property_of_either_type_is_accounted_for_once(source, target):
    found = map_of(view(source, target), source, target).properties

    assert sorted(part.source.id for part in found if part.source) == sorted(p.id for p in all_properties(source))
    assert sorted(part.target.id for part in found if part.target) == sorted(p.id for p in all_properties(target))
    assert [part.source is None for part in found] == sorted(part.source is None for part in found)


@given(TYPES)
def test_a_type_is_mapped_to_itself_with_nothing_to_do(type_):
    assert all(
        part.mode == 0 and part.source == part.target for part in map_of(view(type_, type_), type_, type_).properties
    )


@given(TYPES, TYPES)
def test_what_is_mapped_automatically_is_mapped_the_same_when_it_is_spelt_out(source, target):
    automatic = map_of(view(source, target), source, target)
    pairs = [f"{part.source.id}>{part.target.id}" for part in automatic.properties if part.source and part.target]

    assert map_of(view(source, target, *pairs), source, target) == automatic
