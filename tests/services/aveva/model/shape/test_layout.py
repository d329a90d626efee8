from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

import pytest
from aveva_samples import NAMED, NUMBERED, PAIRED, SIMPLE, at, enumeration, ignore, key, member, type_of
from hypothesis import given
from hypothesis import strategies as st

from streamulator.core.problems import Refused
from streamulator.core.ticks import LAST_TICK
from streamulator.services.aveva.model.shape.codes import InterpolationMode
from streamulator.services.aveva.model.shape.codes import SdsTypeCode as Code
from streamulator.services.aveva.model.shape.layout import ABSENT, Layout
from streamulator.services.aveva.model.shape.values import Moment

GUID = "5f0e5a2e-9c1c-4f3a-8f3e-0c7d5a3b1d2e"
LAYOUT = Layout(SIMPLE)


def refusal_of(action, *arguments):
    with pytest.raises(Refused) as refusal:
        action(*arguments)
    return refusal.value


def test_columns_are_the_members_of_the_base_type_and_then_the_types_own():
    layout = Layout(
        type_of(
            member("Value", Code.Double, uom="m", interpolation_mode=InterpolationMode.StepwiseContinuousLeading),
            base_type=type_of(key("Time", Code.DateTime), id="Base"),
            id="Derived",
        )
    )

    assert [(column.id, column.key, column.uom, column.mode) for column in layout.columns] == [
        ("Time", True, None, None),
        ("Value", False, "m", InterpolationMode.StepwiseContinuousLeading),
    ]
    assert (layout.type_id, layout.type_name, layout.key_columns, layout.axis) == ("Derived", "Derived", (0,), True)


def test_a_types_name_is_its_id_where_it_has_none():
    assert Layout(type_of(key("Time", Code.DateTime), name="A name")).type_name == "A name"


def test_no_layout_comes_of_a_type_without_a_key():
    assert "IsKey" in refusal_of(Layout, type_of(member("Value", Code.Double))).reason


@pytest.mark.parametrize(
    ("code", "axis"),
    [
        (Code.DateTime, True),
        (Code.DateTimeOffset, True),
        (Code.TimeSpan, True),
        (Code.Int32, True),
        (Code.Double, True),
        (Code.String, False),
        (Code.Guid, False),
        (Code.Boolean, False),
        (Code.Char, False),
    ],
)
def test_only_numbers_and_times_are_an_axis(code, axis):
    assert Layout(type_of(key("K", code))).axis is axis


def test_a_compound_key_is_no_axis():
    assert not Layout(PAIRED).axis


@pytest.mark.parametrize("name", ["Measurement", "measurement", "MEASUREMENT"])
def test_a_members_position_is_found_without_case(name):
    assert LAYOUT.position(name) == 2


def test_there_is_no_position_of_an_unknown_member():
    assert LAYOUT.position("Measure") is None


@pytest.mark.parametrize(
    ("event", "row"),
    [
        ({"Time": "2017-11-23T13:00:00Z", "State": 1, "Measurement": 2.5}, (at(13), 1, 2.5)),
        ({"measurement": "2.5", "TIME": "2017-11-23T13:00:00Z"}, (at(13), 0, 2.5)),
        ({"Time": "2017-11-23T13:00:00Z", "State": "warning"}, (at(13), 1, 0.0)),
        ({"Time": "2017-11-23T13:00:00Z"}, (at(13), 0, 0.0)),
        ({"Time": "0001-01-01T00:00:00Z"}, (0, 0, 0.0)),
    ],
)
def test_an_event_becomes_a_row_in_the_order_of_the_columns_with_defaults_for_what_is_missing(event, row):
    assert LAYOUT.row(event, ignore) == row


@pytest.mark.parametrize("last", [5, "5", 5.0, True, "", None, "warning", [5]])
@pytest.mark.parametrize("name", ["Time", "State", "Measurement"])
def test_how_the_names_are_spelt_makes_no_difference(name, last):
    event = {"Measurement": 2.5, "State": 1, "Time": "2017-11-23T13:00:00Z", name: last}
    shouted = {name.upper(): value for name, value in event.items()}

    def outcome(event):
        try:
            return LAYOUT.row(event, ignore)
        except Refused as problem:
            return problem.details, problem.reason

    assert outcome(event) == outcome(shouted)


def test_empty_text_is_part_of_a_key_but_no_key():
    assert Layout(PAIRED).key(Layout(PAIRED).row({"First": 1, "Second": ""}, ignore)) == (1, "")
    with pytest.raises(Refused, match="empty index"):
        Layout(NAMED).row({"Name": ""}, ignore)


def test_unknown_members_are_left_out_and_named_to_the_caller():
    unknown = []

    LAYOUT.row({"Time": "2017-11-23T13:00:00Z", "multiplier": 2, "Tim": 3}, unknown.append)

    assert unknown == ["multiplier", "Tim"]


def test_an_unknown_member_is_named_even_where_all_the_others_are_there():
    unknown = []
    event = {"Time": "2017-11-23T13:00:00Z", "State": 1, "Measurement": 2.5, "Tim": 3}

    assert LAYOUT.row(event, unknown.append) == (at(13), 1, 2.5)
    assert LAYOUT.partial(event, unknown.append) == [at(13), 1, 2.5]
    assert unknown == ["Tim", "Tim"]


def test_a_layout_knows_its_type():
    assert (LAYOUT.type, LAYOUT.type_id) == (SIMPLE, "Simple")


def test_any_mapping_is_an_event():
    assert LAYOUT.row(MappingProxyType({"Time": "2017-11-23T13:00:00Z"}), ignore) == (at(13), 0, 0.0)


@pytest.mark.parametrize(
    ("refused", "reason", "resolution"),
    [
        (
            lambda: LAYOUT.row([1], ignore),
            "An event is an object with members, not an array.",
            "Send events that fit the stream's type.",
        ),
        (
            lambda: LAYOUT.row({}, ignore),
            "Member 'Time' (DateTime): It is part of the key and missing.",
            "Send events that fit the stream's type.",
        ),
        (
            lambda: Layout(NAMED).row({"Name": None}, ignore),
            "Member 'Name' (String): Expected a value to order events by, found null.",
            "Send events that fit the stream's type.",
        ),
        (
            lambda: Layout(type_of(key("K", Code.Double))).row({"K": "NaN"}, ignore),
            "Member 'K' (Double): Expected a value to order events by, found nan.",
            "Send events that fit the stream's type.",
        ),
        (
            lambda: Layout(type_of(key("K", Code.Int32), replace(member("V", Code.Int32), type=None))),
            "The property 'V' has no SdsType.",
            "Correct the definition of the type.",
        ),
        (
            lambda: Layout(PAIRED).index("1"),
            "The index '1' does not have the 2 parts of the key of type 'Sample'.",
            "Send an index of the form First (Int32)|Second (String).",
        ),
    ],
)
def test_a_refusal_says_what_is_wrong_and_what_to_do(refused, reason, resolution):
    with pytest.raises(Refused) as refusal:
        refused()

    assert (refusal.value.reason, refusal.value.resolution) == (reason, resolution)


@pytest.mark.parametrize(
    ("event", "name", "words"),
    [
        ({"Time": "noon"}, "Time", ["'Time' (DateTime)", "'noon' is not"]),
        ({"Time": None}, "Time", ["found null"]),
        ({}, "Time", ["part of the key and missing"]),
        ({"Measurement": 1.0}, "Time", ["part of the key and missing"]),
        ({"Time": "2017-11-23", "measurement": "high"}, "Measurement", ["'Measurement' (Double)", "found 'high'"]),
        ({"Time": "2017-11-23", "State": "Broken"}, "State", ["Ok, Warning, Alarm", "found 'Broken'"]),
        ({"State": "Broken", "Measurement": "high"}, "State", ["found 'Broken'"]),
        ({"Time": "2017-11-23", "Measurement": "high", "State": 0}, "Measurement", ["found 'high'"]),
    ],
)
def test_a_member_that_cannot_be_read_is_refused_by_name_with_what_was_expected_and_found(event, name, words):
    problem = refusal_of(LAYOUT.row, event, ignore)

    assert problem.details == {"Member": name}
    assert all(word in problem.reason for word in words)


@pytest.mark.parametrize(
    ("code", "zero"),
    [(Code.Int32, 0), (Code.Double, 0.0), (Code.Boolean, False), (Code.TimeSpan, "00:00:00"), (Code.UInt64, 0)],
)
def test_a_key_that_may_be_0_is_0_when_it_is_left_out_as_reads_leave_it_out(code, zero):
    layout = Layout(type_of(key("K", code), member("V", Code.Double)))
    row = layout.row({"K": zero, "V": 5}, ignore)

    assert layout.terse(row) == {"V": 5.0}
    assert layout.row(layout.terse(row), ignore) == row


@pytest.mark.parametrize("code", [Code.DateTime, Code.DateTimeOffset, Code.Guid, Code.String, Code.Char])
def test_any_other_key_must_not_be_left_out(code):
    assert (
        "missing" in refusal_of(Layout(type_of(key("K", code), member("V", Code.Double))).row, {"V": 5}, ignore).reason
    )


@pytest.mark.parametrize("event", [None, 5, "text", [], [1]])
def test_an_event_is_an_object(event):
    assert "object" in refusal_of(LAYOUT.row, event, ignore).reason
    assert LAYOUT.readable_key(event) is None


@pytest.mark.parametrize(
    ("code", "sent"),
    [(Code.Double, "NaN"), (Code.Double, "Infinity"), (Code.Single, "-Infinity")],
)
def test_what_cannot_be_ordered_is_no_key(code, sent):
    layout = Layout(type_of(key("K", code)))

    assert refusal_of(layout.row, {"K": sent}, ignore).details == {"Member": "K"}
    assert refusal_of(layout.index, sent).details == {"Index": sent}


def test_text_that_is_null_is_no_key():
    assert refusal_of(Layout(NAMED).row, {"Name": None}, ignore).details == {"Member": "Name"}


def test_a_partial_row_has_absent_where_the_event_has_nothing():
    assert LAYOUT.partial({"Time": "2017-11-23T13:00:00Z", "state": 2}, ignore) == [at(13), 2, ABSENT]
    assert repr(ABSENT) == "ABSENT"


def test_a_key_that_may_be_0_may_be_left_out_of_a_partial_row_too():
    assert Layout(NUMBERED).partial({"Value": 1.0}, ignore) == [0, 1.0, ABSENT]


def test_the_key_of_an_event_is_known_even_where_other_members_are_wrong():
    assert LAYOUT.readable_key({"time": "2017-11-23T13:00:00Z", "Measurement": "x"}) == at(13)
    assert LAYOUT.readable_key({"Time": "x", "Measurement": 1.0}) is None
    assert LAYOUT.readable_key({"Measurement": 1.0}) is None


@pytest.mark.parametrize(
    ("type_", "row", "expected", "text"),
    [
        (SIMPLE, (at(13), 0, 0.0), at(13), "2017-11-23T13:00:00.0000000Z"),
        (NUMBERED, (-5, 0.0, None), -5, "-5"),
        (NAMED, ("a|b", 0.0, None), "a|b", "a|b"),
        (PAIRED, ("b", 1, 0.0, None), (1, "b"), "1|b"),
        (type_of(key("K", Code.DateTimeOffset)), (Moment(at(13), 60),), at(13), "2017-11-23T13:00:00.0000000Z"),
        (type_of(key("K", Code.Boolean)), (True,), True, "true"),
        (type_of(key("K", Code.TimeSpan)), (10_000_000,), 10_000_000, "00:00:01"),
        (type_of(key("K", Code.Guid)), (GUID,), GUID, GUID),
        (type_of(key("K", Code.Double)), (1e22,), 1e22, "1e+22"),
        (
            type_of(key("A", Code.DateTimeOffset), key("B", Code.Boolean)),
            (Moment(at(13), -60), False),
            (at(13), False),
            "2017-11-23T13:00:00.0000000Z|false",
        ),
    ],
)
def test_a_key_is_taken_from_a_row_and_written_so_that_it_reads_back(type_, row, expected, text):
    layout = Layout(type_)

    assert layout.key(row) == expected
    assert layout.index_text(expected) == text
    assert layout.index(text) == expected
    assert layout.key(layout.blank(expected)) == expected


@given(st.integers(0, LAST_TICK), st.integers(-(2**31), 2**31 - 1), st.text(alphabet="ab |/é"))
def test_any_key_survives_being_written_into_a_url(ticks, number, text):
    layout = Layout(type_of(key("A", Code.DateTime), key("B", Code.Int32)))

    assert layout.index(layout.index_text((ticks, number))) == (ticks, number)
    assert Layout(NAMED).index(Layout(NAMED).index_text(text)) == text


@pytest.mark.parametrize(
    ("type_", "text", "words"),
    [
        (SIMPLE, "noon", ["'noon'", "Time (DateTime)"]),
        (SIMPLE, "", ["''", "Time (DateTime)"]),
        (SIMPLE, "2017-11-23|2017-11-23", ["Time (DateTime)"]),
        (NUMBERED, "1.5", ["'1.5'", "Order (Int32)"]),
        (PAIRED, "1", ["the 2 parts", "'Sample'"]),
        (PAIRED, "1|b|c", ["the 2 parts"]),
        (PAIRED, "b|1", ["First (Int32)|Second (String)", "found 'b'"]),
    ],
)
def test_an_index_that_does_not_fit_the_key_is_refused_with_the_form_it_should_have(type_, text, words):
    problem = refusal_of(Layout(type_).index, text)

    assert problem.details == {"Index": text}
    assert all(word in problem.reason for word in words)
    assert "(" in problem.resolution


def test_a_blank_row_has_the_key_and_defaults():
    assert LAYOUT.blank(at(13)) == (at(13), 0, 0.0)
    assert Layout(PAIRED).blank((1, "b")) == ("b", 1, 0.0, None)


def test_an_enumerations_members_are_read_by_name_whatever_their_integer_type():
    layout = Layout(
        type_of(key("K", Code.Int32), member("State", enumeration(Code.NullableByteEnum, Low=0, High="255")))
    )

    assert layout.row({"K": 1, "State": "high"}, ignore) == (1, 255)
    assert layout.row({"K": 1, "State": ""}, ignore) == (1, None)
    assert layout.row({"K": 1}, ignore) == (1, None)
