"""A namespace: types, streams and stream views that keep each other whole, and copies that do not disturb it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from aveva_samples import NUMBERED, SIMPLE, key, member, type_of

from streamulator.core.problems import Conflict, Missing, Problem, Refused
from streamulator.services.aveva.model.namespace import Namespace, Region, StreamDefinition
from streamulator.services.aveva.model.shape.codes import ExtrapolationMode, InterpolationMode, SdsTypeCode
from streamulator.services.aveva.model.streams.definition import Override
from streamulator.services.aveva.model.views.view import SdsStreamView

BASE = type_of(key("Time", SdsTypeCode.DateTime), id="Base")
INNER = type_of(member("X", SdsTypeCode.Double), id="Inner")
OUTER = type_of(member("At", INNER), id="Outer", base_type=BASE)
SAID = {
    "name": "Main tank",
    "description": "behind the hall",
    "interpolation_mode": InterpolationMode.StepwiseContinuousLeading,
    "extrapolation_mode": ExtrapolationMode.Forward,
    "overrides": (Override("Measurement", InterpolationMode.Discrete),),
    "indexes": ("Measurement",),
}
TANK = StreamDefinition("Tank", "Simple", **SAID)
VIEW = SdsStreamView("View", "Simple", "Base")


@pytest.fixture
def namespace():
    made = Namespace("main", "the first", Region("eu", "Europe"))
    for type_ in (SIMPLE, BASE):
        made.get_or_create_type(type_, 3)
    return made


def test_a_namespace_says_who_it_is_and_lies_here_unless_told_otherwise():
    made = Namespace("main")

    assert (made.id, made.description, made.region) == ("main", None, Region("local", "Local"))
    assert (made.types(), made.streams(), made.views.all()) == ([], [], [])


@pytest.mark.parametrize(
    ("act", "kind", "reason", "resolution", "details"),
    [
        (
            lambda of: of.type("Gone"),
            Missing,
            "Type 'Gone' was not found in namespace 'main'.",
            "Create the type first, or list the types there are.",
            {"TypeId": "Gone"},
        ),
        (
            lambda of: of.get_or_create_type(replace(SIMPLE, id="simple", description="other"), 9),
            Conflict,
            "Type 'Simple' exists with another definition, and types cannot be changed. It differs in description.",
            "Create the new definition under another Id.",
            {"TypeId": "Simple"},
        ),
        (
            lambda of: of.delete_type("simple"),
            Conflict,
            "Type 'Simple' cannot be deleted while 1 SdsStream and 1 SdsStreamView refer to it.",
            "Delete what refers to the type first.",
            {"TypeId": "Simple"},
        ),
        (
            lambda of: of.stream("Gone"),
            Missing,
            "Stream 'Gone' was not found in namespace 'main'.",
            "Create the stream first, or list the streams there are.",
            {"StreamId": "Gone"},
        ),
        (
            lambda of: of.get_or_create_stream(replace(TANK, id="TANK", description="elsewhere"), 9),
            Conflict,
            "Stream 'Tank' exists with another definition.",
            "Update it with PUT, or choose another Id.",
            {"StreamId": "Tank"},
        ),
        (
            lambda of: of.create_or_update_stream(replace(TANK, type_id="BASE"), 9),
            Refused,
            "Stream 'Tank' has the type 'Simple', which an update cannot change to 'BASE'.",
            "Keep the TypeId, or delete the stream first.",
            {"StreamId": "Tank"},
        ),
    ],
)
def test_a_refusal_says_what_is_wrong_and_what_to_do(namespace, act, kind, reason, resolution, details):
    namespace.get_or_create_stream(TANK, 5)
    namespace.get_or_create_view(VIEW, 5)

    with pytest.raises(Problem) as refusal:
        act(namespace)

    assert type(refusal.value) is kind
    assert (refusal.value.reason, refusal.value.resolution) == (reason, resolution)
    assert refusal.value.details == details
    assert [one.id for one in namespace.types()] == ["Enum", "Simple", "Base"]
    assert namespace.stream("Tank").modified == 5


class TestTypes:
    def test_a_new_one_is_found_by_its_id_without_case_and_has_its_dates(self, namespace):
        made, new = namespace.get_or_create_type(NUMBERED, 7)

        assert new is True
        assert (made.id, made.created, made.modified) == (NUMBERED.id, 7, 7)
        assert namespace.type("SAMPLE") is namespace.find_type("sAMPLE") is made
        assert namespace.types()[-1] is made

    def test_the_same_one_again_is_the_one_that_is_there(self, namespace):
        stored = namespace.type("Simple")

        assert namespace.get_or_create_type(replace(SIMPLE, id="SIMPLE"), 9) == (stored, False)
        assert (stored.created, stored.modified) == (3, 3)

    def test_one_that_makes_no_sense_is_refused(self, namespace):
        with pytest.raises(Refused, match="has no SdsType"):
            namespace.get_or_create_type(type_of(replace(member("A", SdsTypeCode.Double), type=None), id="Bad"), 3)

        assert namespace.find_type("Bad") is None

    def test_what_names_one_itself_is_counted_by_kind(self, namespace):
        namespace.get_or_create_type(INNER, 3)
        namespace.get_or_create_type(OUTER, 3)
        namespace.get_or_create_type(type_of(member("All", OUTER), id="Around"), 3)
        namespace.get_or_create_stream(StreamDefinition("s", "outer"), 3)
        namespace.get_or_create_stream(StreamDefinition("t", "Outer"), 3)
        namespace.get_or_create_view(VIEW, 3)

        assert namespace.references("OUTER") == {"SdsStream": 2, "SdsStreamView": 0, "SdsType": 1}
        assert namespace.references("Inner") == {"SdsStream": 0, "SdsStreamView": 0, "SdsType": 1}
        assert namespace.references("base") == {"SdsStream": 0, "SdsStreamView": 1, "SdsType": 1}
        assert namespace.references("Around") == {"SdsStream": 0, "SdsStreamView": 0, "SdsType": 0}

    def test_one_that_nothing_refers_to_goes_and_may_come_back_another(self, namespace):
        namespace.get_or_create_stream(StreamDefinition("s", "base"), 3)
        namespace.delete_stream("s")

        namespace.delete_type("BASE")
        assert namespace.find_type("Base") is None
        namespace.get_or_create_type(replace(BASE, properties=NUMBERED.properties), 9)

        assert namespace.get_or_create_stream(StreamDefinition("s", "base"), 9)[0].layout.columns[0].id == "Order"

    def test_one_that_was_never_used_goes_as_well(self, namespace):
        namespace.delete_type("simple")

        assert [one.id for one in namespace.types()] == ["Enum", "Base"]


class TestStreams:
    def test_a_new_one_is_what_was_said_of_it(self, namespace):
        made, new = namespace.get_or_create_stream(TANK, 7)

        assert new is True
        assert namespace.stream("TANK") is made
        assert namespace.streams() == [made]
        assert (made.id, made.type, made.created, made.modified) == ("Tank", namespace.type("Simple"), 7, 7)
        assert {name: getattr(made, name) for name in SAID} == SAID

    @pytest.mark.parametrize(
        "again",
        [
            TANK,
            replace(TANK, id="TANK", type_id="SIMPLE"),
        ],
    )
    def test_the_same_one_again_is_the_one_that_is_there(self, namespace, again):
        made, _ = namespace.get_or_create_stream(TANK, 7)

        assert namespace.get_or_create_stream(again, 9) == (made, False)
        assert made.modified == 7

    @pytest.mark.parametrize(("first", "second"), [(None, "TANK"), ("tank", None), ("Tank", ""), ("", None)])
    def test_a_missing_name_stands_for_the_id(self, namespace, first, second):
        namespace.get_or_create_stream(StreamDefinition("Tank", "Simple", name=first), 7)

        assert namespace.get_or_create_stream(StreamDefinition("Tank", "Simple", name=second), 9)[1] is False

    @pytest.mark.parametrize("name", SAID)
    def test_any_difference_is_a_conflict(self, namespace, name):
        namespace.get_or_create_stream(TANK, 7)
        default = getattr(StreamDefinition("Tank", "Simple"), name)

        with pytest.raises(Conflict):
            namespace.get_or_create_stream(replace(TANK, **{name: default}), 9)

    def test_another_type_is_one_too(self, namespace):
        namespace.get_or_create_stream(StreamDefinition("Tank", "Simple"), 7)

        with pytest.raises(Conflict):
            namespace.get_or_create_stream(StreamDefinition("Tank", "Base"), 9)

    def test_an_update_leaves_type_events_and_date_of_birth(self, namespace):
        made, new = namespace.create_or_update_stream(TANK, 5)
        assert (new, made.created, made.modified) == (True, 5, 5)
        made.insert([(1, 0, 2.0)])

        updated, new = namespace.create_or_update_stream(StreamDefinition("TANK", "SIMPLE", name="Other"), 9)

        assert new is False
        assert namespace.stream("tank") is updated
        assert namespace.streams() == [updated]
        assert (updated.id, updated.name, updated.description) == ("Tank", "Other", None)
        assert (updated.created, updated.modified) == (5, 9)
        assert updated.series.rows == [(1, 0, 2.0)]

    def test_streams_of_one_type_share_its_layout(self, namespace):
        one, other = (namespace.get_or_create_stream(StreamDefinition(name, "simple"), 3)[0] for name in "ab")

        assert one.layout is other.layout
        assert one.metadata is not other.metadata

    def test_one_of_a_type_that_is_not_there_is_missing_its_type(self, namespace):
        with pytest.raises(Missing, match="Type 'Gone'"):
            namespace.get_or_create_stream(StreamDefinition("s", "Gone"), 3)

        assert namespace.streams() == []

    def test_one_that_was_deleted_is_gone(self, namespace):
        namespace.get_or_create_stream(TANK, 3)

        namespace.delete_stream("TANK")

        assert namespace.streams() == []
        with pytest.raises(Missing):
            namespace.delete_stream("Tank")


class TestStreamViews:
    def test_one_is_made_of_types_that_are_there(self, namespace):
        lens, new = namespace.get_or_create_view(replace(VIEW, source_type_id="simple", target_type_id="BASE"), 7)

        assert new is True
        assert (lens.map.source.id, lens.map.target.id, lens.view.created) == ("Simple", "Base", 7)
        assert namespace.create_or_update_view(replace(VIEW, name="other"), 9).view.modified == 9
        for missing in (replace(VIEW, source_type_id="Gone"), replace(VIEW, target_type_id="Gone")):
            with pytest.raises(Missing, match="Type 'Gone'"):
                namespace.get_or_create_view(missing, 7)

    def test_one_that_is_not_there_is_missing_in_the_namespace(self, namespace):
        with pytest.raises(Missing, match="in namespace 'main'"):
            namespace.views.lens("View")

    def test_one_may_change_the_type_of_a_stream(self, namespace):
        namespace.get_or_create_view(VIEW, 7)
        namespace.get_or_create_stream(StreamDefinition("Tank", "Simple"), 7)[0].insert([(1, 0, 2.0)])

        namespace.change_type("TANK", "VIEW", 9)

        changed = namespace.stream("Tank")
        assert namespace.streams() == [changed]
        assert (changed.type.id, changed.series.rows, changed.modified) == ("Base", [(1,)], 9)


def test_copies_do_not_see_each_others_changes(namespace):
    namespace.get_or_create_stream(TANK, 3)
    namespace.get_or_create_view(VIEW, 3)

    copy = namespace.fork()

    assert (copy.id, copy.description, copy.region) == ("main", "the first", Region("eu", "Europe"))
    assert copy.types() == namespace.types()
    assert copy.stream("Tank").layout is namespace.stream("Tank").layout
    assert copy.get_or_create_stream(StreamDefinition("t", "Simple"), 3)[0].layout is namespace.stream("Tank").layout
    copy.stream("Tank").insert([(1, 0, 2.0)])
    copy.views.delete("View")
    copy.delete_stream("t")
    copy.get_or_create_type(NUMBERED, 3)
    assert namespace.stream("Tank").series.rows == []
    assert [view.id for view in namespace.views.all()] == ["View"]
    assert namespace.find_type("Sample") is None
    assert len(namespace.streams()) == 1
