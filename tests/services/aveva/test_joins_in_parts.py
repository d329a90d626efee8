"""Large joins are answered in parts that are kept with their streams; nobody must be able to tell."""

from __future__ import annotations

import orjson
import pytest
from aveva_http import Api, in_process

from streamulator.services.aveva.wire import joins

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
            - Id: Ones
              TypeId: Reading
              events: {generate: {start: 1, every: 1, count: 1500, values: {Value: {ramp: {from: 0, to: 300}}}}}
            - Id: Twos
              TypeId: Reading
              events: {generate: {start: 0, every: 2, count: 900, values: {Value: {ramp: {from: 9, to: 10}}}}}
"""
JOIN = "/Bulk/Streams/Data/Joins?streams=Ones,Twos&count=9999&joinMode="
MODES = ["Inner", "Outer", "Interpolated", "MergeLeft", "MergeRight"]


@pytest.fixture(scope="module")
def lots(emulator_of):
    return emulator_of(LOTS)


@pytest.fixture
def api(lots):
    """The streams as they were, and nothing kept with them: resets share what is kept as they share events."""
    lots.reset_world("default")
    for stream in ("Ones", "Twos"):
        series_of(lots, stream).derived.clear()
    return Api(in_process(lots, "default"))


@pytest.fixture(params=["non-verbose", "verbose"])
def read(request, api):
    """Return a function that joins the two streams, or a window of them."""

    def read(mode, start=0, end=2000, api=api):
        answer = api.get(f"{JOIN}{mode}&startIndex={start}&endIndex={end}", Accept_Verbosity=request.param)
        assert answer.status == 200, answer.body
        return answer.body

    return read


def series_of(emulator, stream):
    return emulator.worlds["default"].stores["aveva"].stream("default", "default", stream).series


def kept(emulator):
    """Return the joins that are kept with the stream that comes first in them."""
    return series_of(emulator, "Ones").derived.get("joins", {})


def write(api, stream, value=-1):
    """Write to an index that both streams have, and to one that only this stream has."""
    indexes = {"Ones": (800, 801), "Twos": (800, 1600)}[stream]
    assert api.put(f"/Streams/{stream}/Data", [{"Order": index, "Value": value} for index in indexes]).status == 204


def in_windows(read, mode):
    """Read in requests too small for parts."""
    return [row for start in range(0, 2001, 100) for row in orjson.loads(read(mode, start, start + 99))]


@pytest.mark.parametrize("mode", MODES)
class TestALargeJoin:
    def test_is_the_same_as_small_ones_time_and_again(self, read, mode):
        bodies = {read(mode) for _ in range(3)}

        assert bodies == {orjson.dumps(in_windows(read, mode))}

    def test_is_written_once_until_something_changes(self, read, lots, mode):
        read(mode)
        (versions_and_reply,) = kept(lots).values()
        read(mode)

        assert list(kept(lots).values()) == [versions_and_reply]
        assert all(part.body for part in versions_and_reply[1].parts)

    @pytest.mark.parametrize("stream", ["Ones", "Twos"])
    def test_shows_what_was_written_to_any_of_its_streams_since(self, read, api, mode, stream):
        before = read(mode)
        write(api, stream)
        after = read(mode)

        assert after != before
        assert after == orjson.dumps(in_windows(read, mode))

    @pytest.mark.parametrize("stream", ["Ones", "Twos"])
    def test_of_one_world_does_not_show_what_is_written_in_another(self, read, api, lots, mode, stream):
        before = read(mode)
        lots.create_world("other")
        other = Api(in_process(lots, "other"))
        try:
            assert read(mode, api=other) == before
            write(other, stream)
            changed = read(mode, api=other)

            assert changed != before
            assert read(mode) == before
            write(api, stream, -2)
            assert read(mode) not in (before, changed)
            assert read(mode, api=other) == changed
        finally:
            lots.delete_world("other")


def test_joins_are_kept_apart_by_all_that_they_depend_on(api):
    targets = [
        *(f"{JOIN}{mode}&startIndex=0&endIndex=2000" for mode in MODES),
        f"{JOIN}Outer&startIndex=5&endIndex=2000",
        f"{JOIN}Outer&startIndex=5&endIndex=2000&boundaryType=Outside",
        f"{JOIN}Outer&startIndex=5&endIndex=2000&startBoundaryType=1&endBoundaryType=0",
        f"{JOIN}Outer&startIndex=0&endIndex=1700",
        f"{JOIN.replace('Ones,Twos', 'Ones')}Outer&startIndex=0&endIndex=2000",
        f"{JOIN.replace('Ones,Twos', 'Ones,Ones')}Outer&startIndex=0&endIndex=2000",
        f"{JOIN.replace('Ones,Twos', 'Twos,Ones')}Outer&startIndex=0&endIndex=2000",
        f"{JOIN.replace('9999', '700')}Outer&startIndex=0&endIndex=2000",
    ]

    first = [api.get(target).body for target in targets]

    assert [api.get(target).body for target in targets] == first
    assert len(set(first)) == len(targets)


def test_a_join_with_a_filter_is_never_kept(api, lots):
    answers = [api.get(f"{JOIN}Outer&startIndex=0&endIndex=2000&filter=Value ge {n}").content for n in (0, 100, 0)]

    assert answers[0] == answers[2] != answers[1]
    assert kept(lots) == {}


def test_small_joins_and_tables_are_not_kept(api, lots):
    assert api.get(f"{JOIN}Outer&startIndex=0&endIndex=50").status == 200
    assert api.get(f"{JOIN}MergeLeft&startIndex=0&endIndex=2000&form=table").status == 200

    assert kept(lots) == {}


def test_only_so_many_parts_are_kept(api, lots, monkeypatch):
    monkeypatch.setattr(joins, "_MOST_KEPT", 30)
    for end in range(1500, 1510):
        assert api.get(f"{JOIN}Outer&startIndex=0&endIndex={end}").status == 200

        found = kept(lots)
        assert found
        assert sum(len(reply.parts) for _versions, reply in found.values()) <= 30


def test_a_join_by_post_finds_what_one_by_get_has_left(api, lots):
    window = {"StartIndex": "0", "EndIndex": "2000", "Count": 9999}
    by_get = api.get(f"{JOIN}Outer&startIndex=0&endIndex=2000").body
    left = dict(kept(lots))

    by_post = api.post(
        "/Bulk/Streams/Data/Joins?joinMode=outer", [{"StreamId": name, "Options": window} for name in ("Ones", "Twos")]
    )

    assert by_post.body == by_get
    assert kept(lots) == left != {}


def test_an_event_that_breaks_the_contract_is_loud_each_time(api, lots):
    stream = lots.worlds["default"].stores["aveva"].stream("default", "default", "Twos")
    stream.series.replace([400], [("text", 1.0)])  # what no request could bring about

    answers = [api.get(f"{JOIN}Outer&startIndex=0&endIndex=500") for _ in range(2)]
    broken = [api.get(f"{JOIN}MergeRight&startIndex=0&endIndex=2000") for _ in range(2)]

    assert [answer.status for answer in answers] == [200] * 2
    assert [answer.status for answer in broken] == [500] * 2
