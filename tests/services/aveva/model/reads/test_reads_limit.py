from __future__ import annotations

from collections.abc import Sequence

import pytest
from aveva_samples import NUMBERED, at, five_events

from streamulator.core.problems import Refused
from streamulator.core.series import Series
from streamulator.services.aveva.model.reads import stored
from streamulator.services.aveva.model.reads.stored import EVENT_LIMIT, Pick, Window
from streamulator.services.aveva.model.shape.layout import Layout
from streamulator.services.aveva.model.streams.stream import Stream

UP, DOWN = Pick(), Pick(descending=True)


def above(number):
    return lambda row: row[2] > number


@pytest.mark.parametrize("predicate", [None, lambda _: True])
@pytest.mark.parametrize(
    ("read", "limit", "refused"),
    [
        (stored.filtered, 5, True),
        (stored.filtered, 6, False),
        (lambda stream, pick: stored.window(stream, Window(at(13), at(15)), pick), 3, True),
        (lambda stream, pick: stored.window(stream, Window(at(13), at(15)), pick), 4, False),
        (lambda stream, pick: stored.values_in_range(stream, at(12), pick), 5, True),
    ],
)
def test_a_read_touches_fewer_events_than_the_limit(predicate, read, limit, refused):
    if not refused:
        assert read(five_events(), Pick(predicate, limit=limit))
        return
    with pytest.raises(Refused) as refusal:
        read(five_events(), Pick(predicate, limit=limit))
    assert refusal.value.reason == f"Exceeded the maximum return count of {limit} events."
    assert refusal.value.resolution == "Reduce query size and resubmit the request."


@pytest.mark.parametrize(
    ("pick", "refused"),
    [
        (Pick(count=2, limit=3), False),
        (Pick(count=3, limit=3), True),
        (Pick(skip=1, count=2, limit=3), True),  # events that are skipped are touched
        (Pick(lambda _: False, count=1, limit=4), True),  # and so are those that a filter leaves out
        (Pick(lambda _: False, count=1, limit=6), False),
        (Pick(above(15), count=1, limit=4), False),
        (Pick(above(15), count=1, limit=3), True),
    ],
)
def test_what_is_skipped_and_filtered_out_counts_towards_the_limit(pick, refused):
    stream = five_events()
    if refused:
        with pytest.raises(Refused, match="Exceeded"):
            stored.values_in_range(stream, at(12), pick)
    else:
        stored.values_in_range(stream, at(12), pick)


def test_looking_one_event_ahead_never_exceeds_the_limit():
    stream = five_events()

    assert stored.page(stream, Window(at(12), at(16)), Pick(count=2, limit=3)).resume == at(13)
    page = stored.page(stream, Window(at(12), at(16)), Pick(lambda row: row[2] < 5, count=1, limit=3))
    assert page == ([(at(12), 0, 0.0)], at(12))
    assert stored.page(stream, Window(at(12), at(16)), Pick(lambda row: row[2] < 5, count=1, limit=6)).resume is None


def test_the_limit_is_a_quarter_of_a_million_unless_the_caller_says_otherwise():
    assert Pick().limit == EVENT_LIMIT == 250_000


def test_once_there_are_enough_no_further_event_is_tried():
    tried = []
    pick = Pick(lambda row: bool(tried.append(row)) or row[2] > 5, count=2)

    assert len(stored.filtered(five_events(), pick)) == 2
    assert len(tried) == 3


class Counted(Sequence):
    """Rows that count how many of them are handed out."""

    handed_out = 0

    def __init__(self, rows):
        self.rows = rows

    def __len__(self):
        return len(self.rows)

    def __getitem__(self, place):
        found = self.rows[place]
        Counted.handed_out += len(found) if isinstance(place, slice) else 1
        return found


@pytest.mark.parametrize(
    "read",
    [
        lambda stream: stored.window(stream, Window(500_000, 500_099), UP),
        lambda stream: stored.window(stream, Window(500_000, 500_099), DOWN),
        lambda stream: stored.values_in_range(stream, 500_000, Pick(count=100)),
        lambda stream: stored.values_in_range(stream, 500_000, Pick(count=100, descending=True)),
        lambda stream: stored.page(stream, Window(0, 999_999), Pick(count=100), 500_000).rows,
        lambda stream: stored.page(stream, Window(0, 999_999), Pick(count=100, descending=True), 500_000).rows,
        lambda stream: stored.filtered(stream, Pick(skip=100_000, count=100)),
    ],
)
def test_a_read_of_a_hundred_in_a_million_touches_a_hundred(read, million):
    Counted.handed_out = 0

    assert len(list(read(million))) == 100

    assert 100 <= Counted.handed_out <= 101  # a page looks for the key that the next one goes on after


def test_events_as_they_are_stored_know_where_they_stand():
    stream = five_events()

    cut = stored.window(stream, Window(at(13), at(15)), UP)

    assert (cut.start, len(cut)) == (1, 3)
    assert cut.derived is stream.series.derived


@pytest.fixture(scope="module")
def million():
    stream = Stream("s", Layout(NUMBERED))
    row = (0, 0.0, None)
    series = Series(range(1_000_000), [row] * 1_000_000)
    stream.series = series.seen(Counted)
    return stream
