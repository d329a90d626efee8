"""Many events at once are answered in parts, some of which are kept with their series; nobody must be able to tell."""

from __future__ import annotations

import gzip
from collections.abc import Iterator

import orjson
import pytest
from aveva_http import Api, in_process
from aveva_samples import NUMBERED
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, rule
from small_contracts import operation

from streamulator.services.aveva.model.reads import stored
from streamulator.services.aveva.model.reads.stored import Pick, Window
from streamulator.services.aveva.model.shape.codes import BoundaryType
from streamulator.services.aveva.model.shape.layout import Layout
from streamulator.services.aveva.model.streams.stream import Stream
from streamulator.services.aveva.wire import events
from streamulator.services.aveva.wire.events import wire_of
from streamulator.web.app import Application

LAYOUT = Layout(NUMBERED)
CONTRACT = operation()  # answers with any JSON, so that the shape of the reply decides
LOTS = """
aveva:
  tenants:
    - id: default
      open: true
      namespaces:
        - id: default
          types:
            - Id: Reading
              Properties:
                - {Id: Order, IsKey: true, SdsType: {SdsTypeCode: Int32}}
                - {Id: Value, SdsType: {SdsTypeCode: Double}}
          streams:
            - Id: Lots
              TypeId: Reading
              events: {generate: {start: 1, every: 1, count: 2000, values: {Value: {ramp: {from: 0, to: 300}}}}}
"""
DATA = "/Streams/Lots/Data"
MANY = f"{DATA}?startIndex=100&count=1500"


def body_of(reply):
    """Return what goes out for a reply."""
    return CONTRACT.joined(reply) if reply.parts else orjson.dumps(reply.content)


class Reads(RuleBasedStateMachine):
    """Streams, copies and writes in any order; whatever is read must be what its rows say now."""

    streams = Bundle("streams")
    small = st.integers(0, 60)

    @rule(target=streams, keys=st.sets(small, min_size=20))
    def make(self, keys):
        stream = Stream("Numbered", LAYOUT)
        stream.insert([(key, key / 4, None) for key in keys])
        return stream

    @rule(target=streams, stream=streams)
    def fork(self, stream):
        return stream.fork()

    @rule(stream=streams, keys=st.sets(small, max_size=20), value=st.floats(allow_nan=False))
    def put(self, stream, keys, value):
        stream.update([(key, value, "new") for key in keys])

    @rule(stream=streams, low=small, size=st.integers(0, 5))
    def remove(self, stream, low, size):
        stream.remove_window(low, low + size)

    @rule(stream=streams, start=small, count=small, skip=st.integers(0, 9), back=st.booleans(), verbose=st.booleans())
    def read_a_range(self, stream, start, count, skip, back, verbose):
        rows = stored.values_in_range(stream, start, Pick(skip=skip, count=count, descending=back))
        self.agree(stream, rows, verbose=verbose)

    @rule(stream=streams, start=small, size=small, kind=st.sampled_from(BoundaryType), verbose=st.booleans())
    def read_a_window(self, stream, start, size, kind, verbose):
        self.agree(stream, stored.window(stream, Window(start, start + size, kind, kind), Pick()), verbose=verbose)

    def agree(self, stream, rows, *, verbose):
        reply = wire_of(LAYOUT).many(rows, verbose=verbose)
        assert body_of(reply) == orjson.dumps(list(map(LAYOUT.full if verbose else LAYOUT.terse, rows)))
        assert len(stream.series.derived.get("parts", ())) <= events._MOST_KEPT
        at = stream.series.left(LAYOUT.key(rows[0])) if rows else 0
        in_place = rows == stream.series.rows[at : at + len(rows)]
        assert bool(reply.parts) is (in_place and len(rows) >= events._IN_PARTS)


class TestReads(Reads.TestCase):
    settings = settings(max_examples=40, stateful_step_count=30, deadline=None)

    @pytest.fixture(autouse=True, scope="class")
    @staticmethod
    def small_chunks() -> Iterator[None]:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(events, "_CHUNK", 4)
            patch.setattr(events, "_IN_PARTS", 5)
            patch.setattr(events, "_MOST_KEPT", 8)
            yield


@pytest.fixture(scope="module")
def lots(emulator_of):
    return emulator_of(LOTS)


@pytest.fixture
def api(lots):
    lots.reset_world("default")
    return Api(in_process(lots, "default"))


def series_of(emulator, world="default"):
    return emulator.worlds[world].stores["aveva"].stream("default", "default", "Lots").series


@pytest.fixture(params=["non-verbose", "verbose"])
def read(request, api):
    """Return a function that reads many events at once."""
    return lambda target=MANY, api=api: api.get(target, Accept_Verbosity=request.param)


def one_by_one(read, target, first, size):
    """Read as `many` does, in requests too small for parts."""
    return [event for at in range(first, first + size, 100) for event in read(f"{target}={at}&count=100").content]


class TestManyEvents:
    def test_are_the_same_as_few_at_a_time_time_and_again(self, read):
        answers = [read() for _ in range(3)]

        assert [answer.status for answer in answers] == [200] * 3
        assert {answer.body for answer in answers} == {orjson.dumps(one_by_one(read, f"{DATA}?startIndex", 100, 1500))}

    def test_show_what_was_written_since(self, read, api):
        before = read().content
        api.put(DATA, [{"Order": 700, "Value": -5}])
        api.delete(f"{DATA}?index=800")

        after = read(f"{DATA}?startIndex=100&endIndex=1599").content

        assert after == [
            {**event, "Value": -5} if event["Order"] == 700 else event for event in before if event["Order"] != 800
        ]

    def test_of_one_world_do_not_show_what_is_written_in_another(self, read, api, lots):
        before = read().body
        lots.create_world("other")
        other = Api(in_process(lots, "other"))
        try:
            assert read(api=other).body == before
            other.put(DATA, [{"Order": 700, "Value": -5}])
            changed = read(api=other).body

            assert changed != before
            assert read().body == before
            api.put(DATA, [{"Order": 700, "Value": -6}])
            assert read(api=other).body == changed
        finally:
            lots.delete_world("other")

    def test_are_counted_in_the_journal(self, read, lots):
        answer = read()

        assert lots.worlds["default"].journal.entries()[-1].reply_bytes == len(answer.body)

    def test_are_the_same_for_operations_of_another_document(self, read):
        assert read(MANY.replace("/Data", "/Data/Transform")).body == read().body

    def test_leave_only_whole_chunks_behind(self, read, lots):
        series_of(lots).derived.clear()

        read()

        assert sorted(number for _show, number in series_of(lots).derived["parts"]) == [1, 2, 3, 4, 5]

    def test_are_written_once_until_something_changes(self, read, api, lots):
        read()
        kept = dict(series_of(lots).derived["parts"])
        assert all(part.body for part in kept.values())

        read()
        assert series_of(lots).derived["parts"] == kept

        api.put(DATA, [{"Order": 700, "Value": -5}])
        read()
        assert not set(series_of(lots).derived["parts"].values()) & set(kept.values())

    def test_travel_compressed(self, api, lots):
        client = Application(lots).test_client()
        target = f"{api._place}{MANY}"

        packed = client.get(target, headers={"Accept-Encoding": "gzip"})

        assert packed.headers["Content-Encoding"] == "gzip"
        assert gzip.decompress(packed.data) == client.get(target).data == api.get(MANY).body


def test_an_event_that_breaks_the_contract_is_loud_each_time_it_is_asked_for(lots, api):
    series = series_of(lots)
    series.replace([700], [("text", 1.0)])  # what no request could bring about

    answers = [api.get(MANY) for _ in range(3)]

    assert [answer.status for answer in answers] == [500] * 3
    complaints = {finding.complaint for finding in lots.worlds["default"].ledger.findings("broken")}
    assert len(lots.worlds["default"].ledger.findings("broken")) == 3
    assert all("[601].Order: " in complaint for complaint in complaints)
    assert api.get(f"{DATA}?startIndex=1000&count=900").status == 200
