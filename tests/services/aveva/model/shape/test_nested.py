from __future__ import annotations

import json

import jsonschema_rs
import pytest
from aveva_samples import STATE, at, enumeration, key, member, simple, type_of
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from streamulator.core.problems import Refused
from streamulator.services.aveva.model.shape.codes import SdsTypeCode as Code
from streamulator.services.aveva.model.shape.layout import Layout
from streamulator.services.aveva.model.shape.nested import Member, kind_of_type, members_of
from streamulator.services.aveva.model.shape.types import SdsType
from streamulator.services.aveva.model.shape.values import Moment, kind_of

BASE = type_of(member("At", Code.DateTime), id="Base")
POINT = type_of(member("X", Code.Double), member("State", STATE), base_type=BASE, id="Point")
BORN = "0001-01-01T00:00:00Z"


def collection(code, *held):
    return SdsType(code.name, code, generic_arguments=held)


def dictionary(keys, values):
    return collection(Code.IDictionary, simple(keys) if isinstance(keys, Code) else keys, values)


class TestObjects:
    KIND = kind_of_type(POINT)

    def test_the_members_of_the_base_type_come_first(self):
        assert [one.id for one in members_of(POINT)] == ["At", "X", "State"]
        assert members_of(BASE) == (Member("At", kind_of(Code.DateTime)),)

    @pytest.mark.parametrize(
        ("sent", "stored"),
        [
            (None, None),
            ({}, (0, 0.0, 0)),
            ({"x": "2.5", "STATE": "alarm", "Other": [1]}, (0, 2.5, 2)),
            ({"At": "2017-11-23T13:00:00Z"}, (at(13), 0.0, 0)),
        ],
    )
    def test_one_is_stored_as_a_row_is(self, sent, stored):
        assert self.KIND.read(sent) == stored

    @pytest.mark.parametrize(
        ("sent", "complaint"),
        [
            (5, "Expected an object or null, found 5."),
            ([], "Expected an object or null, found an array."),
            ({"x": "far"}, "Member 'X' (Double): Expected a number, found 'far'."),
            ({"X": 1, "state": None}, "Member 'State' (Int32Enum): Expected a member's name (Ok, Warning, Alarm)"),
        ],
    )
    def test_what_does_not_fit_is_refused_with_its_place(self, sent, complaint):
        with pytest.raises(ValueError) as refusal:  # noqa: PT011  the text is compared below
            self.KIND.read(sent)

        assert complaint in str(refusal.value)

    def test_it_is_shown_with_and_without_defaults(self):
        assert self.KIND.show((0, 2.5, 0)) == {"At": BORN, "X": 2.5, "State": 0}
        assert self.KIND.brief((0, 2.5, 0)) == {"X": 2.5}
        assert self.KIND.brief((0, 0.0, 0)) == {}
        assert self.KIND.show(None) is self.KIND.brief(None) is None

    def test_one_without_properties_carries_any_object(self):
        assert kind_of_type(type_of(id="Bare")) is kind_of(Code.Object)
        assert kind_of(Code.Object).read({"a": [1]}) == {"a": [1]}

    def test_it_tells_what_it_does_not_know_at_any_depth(self):
        kind = kind_of_type(
            type_of(
                member("One", POINT),
                member("Many", collection(Code.IList, POINT)),
                member("Named", dictionary(Code.String, POINT)),
                member("Plain", Code.Double),
            )
        )
        good = {"at": BORN, "X": 1}
        sent = {
            "one": {**good, "Y": 1},
            "Many": [good, None, {"Z": 1}],
            "Named": {"a": good, "b": None, "c": {"X": 1, "W": 1}},
            "Plain": 1,
            "Other": 1,
        }

        assert list(kind.strangers(sent)) == ["One.Y", "Many.Z", "Named.W", "Other"]
        assert list(kind.strangers({"Many": None, "Named": None})) == []
        assert list(kind.strangers(None)) == []


class TestCollections:
    @pytest.mark.parametrize("code", [Code.Array, Code.IList, Code.IEnumerable])
    def test_an_array_holds_what_its_generic_argument_says(self, code):
        kind = kind_of_type(collection(code, POINT))

        assert kind.code is code
        assert kind.read([{"X": 1}, None]) == ((0, 1.0, 0), None)
        assert kind.show(((0, 1.0, 0), None)) == [{"At": BORN, "X": 1.0, "State": 0}, None]
        assert kind.brief(((0, 1.0, 0), None)) == [{"X": 1.0}, None]
        with pytest.raises(ValueError, match=r"^Element 1: Member 'X' \(Double\): Expected a number, found 'far'.$"):
            kind.read([{}, {"X": "far"}])

    def test_arrays_may_hold_arrays(self):
        kind = kind_of_type(collection(Code.Array, collection(Code.IList, simple(Code.DateTimeOffset))))

        assert kind.read([["2017-11-23T13:00:00+01:00"], None]) == ((Moment(at(12), 60),), None)
        assert kind.show(((Moment(at(12), 60),), None)) == [["2017-11-23T13:00:00+01:00"], None]
        assert kind.brief is None
        with pytest.raises(ValueError, match=r"^Element 0: Element 1: Expected an ISO 8601"):
            kind.read([["2017-11-23", 5]])

    @pytest.mark.parametrize(
        ("keys", "good", "bad"),
        [
            (Code.Int32, "-5", "five"),
            (Code.Guid, "0" * 32, "0"),
            (STATE, "alarm", "Broken"),
        ],
    )
    def test_the_keys_of_a_dictionary_are_checked_and_kept_as_they_are(self, keys, good, bad):
        kind = kind_of_type(dictionary(keys, simple(Code.DateTime)))

        assert kind.read({good: "2017-11-23T13:00:00Z"}) == {good: at(13)}
        assert kind.show({good: at(13)}) == {good: "2017-11-23T13:00:00Z"}
        with pytest.raises(ValueError, match=r"^As a key: Expected"):
            kind.read({bad: "2017-11-23"})

    def test_the_values_of_a_dictionary_are_checked(self):
        kind = kind_of_type(dictionary(Code.String, POINT))

        assert kind.read({"a": {"x": 1}, "b": None}) == {"a": (0, 1.0, 0), "b": None}
        assert kind.brief({"a": (0, 1.0, 0)}) == {"a": {"X": 1.0}}
        assert kind.read(None) is kind.show(None) is kind.brief(None) is None
        with pytest.raises(ValueError, match=r"^Under 'b': Member 'X'"):
            kind.read({"a": {}, "b": {"X": "far"}})
        with pytest.raises(ValueError, match="Expected an object or null, found an array"):
            kind.read([])

    @pytest.mark.parametrize("code", [Code.Array, Code.IList, Code.IEnumerable, Code.IDictionary])
    def test_one_that_does_not_say_what_it_holds_carries_anything(self, code):
        assert kind_of_type(collection(code)) is kind_of(code)


class TestFixedSize:
    LAYOUT = Layout(type_of(key("Key", Code.String, fixed_size=3), member("Note", Code.String, fixed_size=2)))

    @pytest.mark.parametrize("note", [None, "", "a", "ab", "😀"])
    def test_a_text_may_be_as_long_and_shorter(self, note):
        assert self.LAYOUT.row({"Key": "abc", "Note": note}, print) == ("abc", note)

    @pytest.mark.parametrize(("note", "size"), [("abc", 3), ("a😀", 3), ("😀😀", 4)])
    def test_a_longer_one_is_refused(self, note, size):
        with pytest.raises(Refused) as refusal:
            self.LAYOUT.row({"Key": "a", "Note": note}, print)

        assert f"Expected text of at most 2 characters, found {size}: '{note}'." in refusal.value.reason
        assert refusal.value.details == {"Member": "Note"}

    def test_the_bounds_of_a_read_may_be_longer(self):
        assert self.LAYOUT.index("zzzzz") == "zzzzz"

    def test_it_is_for_texts_alone(self):
        assert Layout(type_of(key("Key", Code.Int32, fixed_size=1))).row({"Key": 12345}, print) == (12345,)


def test_an_event_warns_of_what_the_objects_in_it_do_not_know():
    layout = Layout(type_of(key("K", Code.Int32), member("Inner", POINT), member("Value", Code.Double)))
    told = []

    layout.row({"K": 1, "Inner": {"X": 1, "Y": 2}, "Value": 1}, told.append)
    layout.row({"k": 1, "inner": {"Z": 2}, "Other": 1}, told.append)
    layout.partial({"K": 1, "Inner": {"W": 1}}, told.append)

    assert told == ["Inner.Y", "Other", "inner.Z", "Inner.W"]


# Random types, with values that fit them.

VALUES = {
    simple(Code.Double): st.floats(),
    simple(Code.Int32): st.integers(-5, 5),
    simple(Code.String): st.none() | st.text(max_size=3),
    simple(Code.NullableDateTime): st.none() | st.just(at(13)),
    simple(Code.ByteArray): st.none() | st.binary(max_size=3),
    simple(Code.CharArray): st.none() | st.lists(st.sampled_from("ab")).map(tuple),
    STATE: st.integers(0, 3),
    enumeration(Code.NullableByteEnum, Low=0): st.none() | st.integers(0, 255),
}


def bigger(pairs):
    """Make collections and objects of types and their values."""

    def object_of(parts):
        members = [member(f"P{at}", type_) for at, (type_, _values) in enumerate(parts)]
        return type_of(*members), st.none() | st.tuples(*(values for _type, values in parts))

    def list_of(pair):
        return collection(Code.IList, pair[0]), st.none() | st.lists(pair[1], max_size=3).map(tuple)

    def dictionary_of(pair):
        keys = st.text(max_size=2)
        return dictionary(Code.String, pair[0]), st.none() | st.dictionaries(keys, pair[1], max_size=3)

    return st.lists(pairs, min_size=1, max_size=3).map(object_of) | pairs.map(list_of) | pairs.map(dictionary_of)


PAIRS = st.recursive(st.sampled_from(list(VALUES.items())), bigger, max_leaves=6)
OBJECTS = st.lists(PAIRS, min_size=1, max_size=3)


@given(st.data(), PAIRS)
def test_what_is_shown_fits_the_schema_and_reads_back_with_and_without_defaults(data, pair):
    type_, values = pair
    stored, kind = data.draw(values), kind_of_type(type_)

    for show in (kind.show, kind.brief or kind.show):
        sent = json.loads(json.dumps(show(stored) if show else stored, allow_nan=False))
        assert repr(kind.read(sent)) == repr(stored)
        assert Draft202012Validator(kind.schema).is_valid(sent)
        assert jsonschema_rs.Draft202012Validator(dict(kind.schema)).is_valid(sent)
    assert not list(kind.strangers(sent) if kind.strangers else ())


@given(st.data(), OBJECTS)
def test_without_defaults_an_object_lacks_these_and_nothing_else(data, parts):
    type_ = type_of(*(member(f"P{at}", type_) for at, (type_, _values) in enumerate(parts)))
    stored = tuple(data.draw(values) for _type, values in parts)

    shown = kind_of_type(type_).brief(stored)

    defaults = {one.id: value == one.kind.default for one, value in zip(members_of(type_), stored, strict=True)}
    assert {name: name not in shown for name in defaults} == defaults
