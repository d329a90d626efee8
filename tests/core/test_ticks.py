from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from streamulator.core.ticks import (
    LAST_TICK,
    TICKS_PER_DAY,
    TICKS_PER_HOUR,
    TICKS_PER_SECOND,
    format_moment,
    format_span,
    format_time,
    format_time_full,
    parse_moment,
    parse_span,
    parse_time,
)

ORIGIN = datetime(1, 1, 1, tzinfo=UTC)
NOON = 636_470_352_000_000_000  # 2017-11-23T12:00:00Z

times = st.integers(0, LAST_TICK)
offsets = st.integers(-14 * 60, 14 * 60)
spans = st.integers(-(2**63), 2**63 - 1)


def reference(ticks):
    """Return the same instant as the standard library has it, without the last digit."""
    return ORIGIN + timedelta(days=ticks // TICKS_PER_DAY, microseconds=ticks % TICKS_PER_DAY // 10)


@pytest.mark.parametrize(
    ("text", "ticks"),
    [
        ("2017-11-23T12:00:00Z", NOON),
        ("2017-11-23T12:00:00z", NOON),
        ("2017-11-23t12:00:00Z", NOON),
        ("2017-11-23T12:00:00.0000000Z", NOON),
        ("2017-11-23T12:00:00.000Z", NOON),
        ("2017-11-23T12:00:00", NOON),
        ("2017-11-23T12:00:00.0000000", NOON),
        ("2017-11-23T12:00Z", NOON),
        ("2017-11-23T12:00", NOON),
        ("2017-11-23 12:00:00", NOON),
        ("2017-11-23 12:00:00Z", NOON),
        (" 2017-11-23T12:00:00Z ", NOON),
        ("2017-11-23T13:00:00+01:00", NOON),
        ("2017-11-23T13:00:00+0100", NOON),
        ("2017-11-23T13:00:00+01", NOON),
        ("2017-11-23T13:00:00 +01:00", NOON),
        ("2017-11-23T13:00:00 01:00", NOON),  # a bare + that a query turned into a blank
        ("2017-11-23T04:00:00-08:00", NOON),
        ("2017-11-23T12:00:00-00:00", NOON),
        ("2017-11-23T12:00:00 Z", NOON),
        ("2017-11-23", NOON - 12 * TICKS_PER_HOUR),
        ("2017-11-23T12:00:00.5Z", NOON + 5_000_000),
        ("2017-11-23T12:00:00.0000001Z", NOON + 1),
        ("2017-11-23T12:00:00.1234567", NOON + 1_234_567),
        ("2017-11-23T12:00:00.123456789Z", NOON + 1_234_567),  # beyond the seventh digit: cut off
        ("2017-11-23T12:00:00.123456789+00:00", NOON + 1_234_567),
        ("2026-11-20 23:55:01.123456", 639_308_157_011_234_560),
        ("2017-08-17T17:21:36.3494129Z", 636_385_872_963_494_129),
        ("0001-01-01T00:00:00.0000000", 0),
        ("9999-12-31T23:59:59.9999999", LAST_TICK),
        ("2024-02-29", parse_time("2024-03-01") - TICKS_PER_DAY),
    ],
)
def test_every_spelling_of_a_time_that_clients_send_is_read(text, ticks):
    assert parse_time(text) == ticks


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "Z",
        "noon",
        "1511445600",
        "2017",
        "2017-11",
        "2017-11-23T",
        "2017-11-23T12",
        "2017-13-01",
        "2017-11-31",
        "2023-02-29",
        "0000-01-01",
        "2017-11-23T24:00:00Z",
        "2017-11-23T12:60:00Z",
        "2017-11-23T12:00:60Z",
        "2017-11-23T12:00:00.Z",
        "2017-11-23T12:00:00,5Z",
        "2017-11-23T12:00:00Zulu",
        "2017-11-23T12:00:00+15:00",
        "2017-11-23T12:00:00+14:01",
        "2017-11-23T12:00:00+01:60",
        "2017-11-23T12:00:00++01:00",
        "2017-11-23Z",
        "2017-11-23 05",
        "2017-W47-4T12:00:00Z",
        "20171123T120000Z",
        "2017-11-23T120000.00Z",
        "2017-11-23T12:00+01:00Z",
        "2017-11-23T12:00:0٣Z",
        "2017-11-23T12:00:00.٣Z",
        "2017-11-23T12:00:00Z\n2017",
        "0001-01-01T00:00:00+01:00",
        "9999-12-31T23:59:59-01:00",
    ],
)
def test_what_is_no_time_is_refused_with_a_sentence_that_repeats_it(text):
    with pytest.raises(ValueError, match=r"ISO 8601|offset|years 1 to 9999") as refusal:
        parse_time(text)

    assert f"'{text}'" in str(refusal.value)


@given(times)
def test_a_time_survives_being_written_and_read(ticks):
    assert parse_time(format_time(ticks)) == ticks
    assert parse_time(format_time_full(ticks)) == ticks
    assert parse_moment(format_time(ticks)) == (ticks, 0)


@given(times, offsets)
def test_a_moment_keeps_its_instant_and_where_the_calendar_has_room_its_offset(ticks, offset):
    local = ticks + offset * 60 * TICKS_PER_SECOND

    assert parse_moment(format_moment(ticks, offset)) == (ticks, offset if 0 <= local <= LAST_TICK else 0)


@given(times)
def test_a_written_time_agrees_with_the_standard_library_and_is_as_short_as_it_can_be(ticks):
    text = format_time(ticks)

    assert datetime.fromisoformat(text[:26].rstrip("Z")).replace(tzinfo=UTC) == reference(ticks)
    assert text == text.replace("0Z", "Z") or "." not in text


@given(times)
def test_a_full_time_always_has_seven_digits(ticks):
    assert format_time_full(ticks)[-9] == "."
    assert len(format_time_full(ticks)) == len("0001-01-01T00:00:00.0000000Z")


@given(st.datetimes(), st.sampled_from(["T", " "]), st.sampled_from(["", "Z", "+00:00"]))
def test_what_the_standard_library_writes_is_read_as_the_same_instant(moment, separator, zone):
    ticks = parse_time(moment.isoformat(sep=separator) + zone)

    assert reference(ticks) == moment.replace(tzinfo=UTC)
    assert ticks % 10 == 0


@given(st.text(alphabet="0123456789-:TZ.+ Wz", max_size=30))
def test_any_text_is_either_a_time_or_a_value_error(text):
    try:
        ticks = parse_time(text)
    except ValueError:
        return
    assert 0 <= ticks <= LAST_TICK
    assert parse_moment(text)[0] == ticks


def test_times_order_as_their_full_texts_do():
    texts = ["2017-11-23T12:00:00.0000001Z", "2017-11-23T12:00:00.0000000Z", "0999-01-01T00:00:00.0000000Z"]

    assert sorted(texts) == [format_time_full(ticks) for ticks in sorted(map(parse_time, texts))]


@pytest.mark.parametrize(
    ("ticks", "offset", "text"),
    [
        (NOON, 0, "2017-11-23T12:00:00+00:00"),
        (NOON, 60, "2017-11-23T13:00:00+01:00"),
        (NOON + 1, -150, "2017-11-23T09:30:00.0000001-02:30"),
        (0, -60, "0001-01-01T00:00:00+00:00"),
    ],
)
def test_a_moment_is_written_with_its_own_offset(ticks, offset, text):
    assert format_moment(ticks, offset) == text


@pytest.mark.parametrize(
    ("text", "ticks"),
    [
        ("00:00:00", 0),
        ("01:02", 37_200_000_000),
        ("1:2:3", 37_230_000_000),
        ("00:00:00.0000001", 1),
        ("-00:00:00.5", -5_000_000),
        ("5", 5 * TICKS_PER_DAY),
        ("1.02:03:04.5", 937_845_000_000),
        ("-1.02:03:04.5000000", -937_845_000_000),
        ("10675199.02:48:05.4775807", 2**63 - 1),
        ("-10675199.02:48:05.4775808", -(2**63)),
        ("PT1H", TICKS_PER_HOUR),
        ("P1DT2H3.5S", TICKS_PER_DAY + 2 * TICKS_PER_HOUR + 35_000_000),
        ("PT90M", 90 * 60 * TICKS_PER_SECOND),
        ("-P2W", -14 * TICKS_PER_DAY),
        ("PT0S", 0),
    ],
)
def test_every_form_of_a_span_is_read(text, ticks):
    assert parse_span(text) == ticks


@pytest.mark.parametrize(
    "text",
    [
        "",
        "-",
        ".",
        "P",
        "PT",
        "P1DT",
        "P1Y",
        "P1M",
        "PT1.5H",
        "P99999999W",
        "one hour",
        "٣",
        "1.",
        "5.5",
        "1:",
        "1:2:3.",
        "24:00",
        "01:60",
        "01:00:60",
        "1:2:3.12345678",
        "10675199.02:48:05.4775808",
    ],
)
def test_what_is_no_span_is_refused_with_a_sentence_that_repeats_it(text):
    with pytest.raises(ValueError, match="time span") as refusal:
        parse_span(text)

    assert f"'{text}'" in str(refusal.value)


@given(spans)
def test_a_span_survives_being_written_and_read(ticks):
    assert parse_span(format_span(ticks)) == ticks


@pytest.mark.parametrize(
    ("ticks", "text"),
    [
        (0, "00:00:00"),
        (1, "00:00:00.0000001"),
        (-TICKS_PER_SECOND, "-00:00:01"),
        (TICKS_PER_DAY, "1.00:00:00"),
        (937_845_000_000, "1.02:03:04.5000000"),
    ],
)
def test_a_span_is_written_in_the_constant_form_of_dotnet(ticks, text):
    assert format_span(ticks) == text
