"""What AVEVA's Python clients see of the time that a read may take, on a clock that hurries."""

from __future__ import annotations

import pytest
from adh_sample_library_preview import EDSClient, SdsError
from serving import served

from streamulator import resources, services
from streamulator.core.clock import TICKS_PER_SECOND, WorldClock
from streamulator.kernel.emulator import Emulator
from streamulator.kernel.world import World
from streamulator.web.app import Application


class Hurried(WorldClock):
    """A clock on which twenty seconds pass whenever it is looked at."""

    def __init__(self):
        super().__init__(frozen=0)

    def ticks(self):
        self.advance(20 * TICKS_PER_SECOND)
        return super().ticks()


@pytest.fixture(scope="module")
def slow():
    """Come in where every call takes long; a read has forty seconds behind it at its end."""
    emulator = Emulator(services.discover(), resources.folder("openapi"))
    emulator.load([resources.folder("fixtures")])
    world = World("default", clock=Hurried())
    world.begin(emulator._origin)
    emulator.worlds["default"] = world
    with served(Application(emulator)) as server:
        yield EDSClient("v1", server.url)


@pytest.mark.parametrize("seconds", [None, 30, 39])
def test_a_read_that_takes_longer_than_it_may_raises_the_clients_error(slow, seconds):
    slow.request_timeout = seconds

    with pytest.raises(SdsError) as refusal:
        slow.Streams.getWindowValues("default", "Wave", "10", "12")

    assert refusal.value.StatusCode == 408
    assert refusal.value.Error == "The operation timed out."
    assert refusal.value.Reason == f"The operation took longer than {seconds or 30} seconds."
    assert refusal.value.OperationId


def test_five_minutes_are_enough(slow):
    slow.request_timeout = 300

    assert len(slow.Streams.getWindowValues("default", "Wave", "10", "12")) == 3


def test_writes_are_not_given_up_whatever_the_client_says(slow):
    slow.request_timeout = 1

    slow.Streams.insertValues("default", "Wave", '[{"Order": 900, "Sine": 1}]')

    slow.request_timeout = 300
    assert slow.Streams.getLastValue("default", "Wave")["Order"] == 900
