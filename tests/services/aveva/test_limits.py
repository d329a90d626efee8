"""How many events one read may touch, in an emulator whose limit is five."""

from __future__ import annotations

import pytest
from aveva_http import Api, in_process

FIXTURE = """
aveva:
  eventLimit: 5
  tenants:
    - id: default
      open: true
      namespaces:
        - id: default
          types:
            - Id: Numbered
              Properties:
                - {Id: Order, IsKey: true, SdsType: {SdsTypeCode: Int32}}
                - {Id: Value, SdsType: {SdsTypeCode: Double}}
          streams:
            - Id: Numbered
              TypeId: Numbered
              events: {generate: {start: 1, every: 1, count: 9, values: {Value: {ramp: {from: 1, to: 9}}}}}
"""
DATA = "/Streams/Numbered/Data"


@pytest.fixture(scope="module")
def few(emulator_of):
    return Api(in_process(emulator_of(FIXTURE), "default"))


@pytest.mark.parametrize(
    "read",
    [
        "?startIndex=1&endIndex={0}",
        "?startIndex=1&count={0}",
        "?startIndex=9&reversed=true&count={0}",
        "?startIndex=1&count={0}&filter=Value gt 0",
        "?startIndex=1&endIndex=9&continuationToken=&count={0}",
        "/Interpolated?startIndex=1&endIndex=9&count={0}",
        "/Summaries?startIndex=1&endIndex={0}",
        "/Sampled?startIndex=1&endIndex={0}&intervals=2&sampleBy=Value",
        "/Transform?startIndex=1&endIndex={0}",
    ],
)
def test_a_read_has_to_touch_fewer_events_than_the_limit(few, read):
    assert few.get(DATA + read.format(4)).status == 200
    answer = few.get(DATA + read.format(5))

    assert answer.status == 400
    assert answer.content["Error"] == "The request is not valid."
    assert answer.content["Reason"] == "Exceeded the maximum return count of 5 events."
    assert answer.content["Resolution"] == "Reduce query size and resubmit the request."


def test_so_many_indexes_may_be_asked_for_at_once(few):
    indexes = "index=1&index=2&index=3&index=4"

    assert few.get(f"{DATA}/Interpolated?{indexes}").status == 200
    assert few.get(f"{DATA}/Interpolated?{indexes}&index=5").status == 400


def test_a_higher_limit_holds_for_calculated_events_too(emulator_of):
    many = Api(in_process(emulator_of(FIXTURE.replace("eventLimit: 5", "eventLimit: 250002")), "default"))

    assert len(many.get(f"{DATA}/Interpolated?startIndex=1&endIndex=9&count=250001").content) == 250_001
    assert many.get(f"{DATA}/Interpolated?startIndex=1&endIndex=9&count=250002").status == 400


def test_events_that_a_filter_leaves_out_count(few):
    assert few.get(f"{DATA}?filter=Value gt 8").status == 400
    assert few.get(f"{DATA}?startIndex=1&endIndex=9&filter=Value gt 8").status == 400


def test_events_that_are_skipped_count(few):
    assert few.get(f"{DATA}?startIndex=1&skip=4&count=1").status == 400


def test_one_event_can_always_be_read(few):
    assert few.get(f"{DATA}?index=7").content == [{"Order": 7, "Value": 7}]
    assert few.get(f"{DATA}/Last").content == {"Order": 9, "Value": 9}
