"""What is exported seeds the like of it: the same hash, the same answers, and the same text when exported again."""

from __future__ import annotations

from base64 import b64encode
from pathlib import Path
from urllib.parse import quote

import pytest
from aveva_http import Api, in_process
from still_worlds import Clock, emulator_with, still_world

from streamulator import resources
from streamulator.control import wire
from streamulator.core.ticks import TICKS_PER_HOUR
from streamulator.kernel.fixtures import FixtureError

DEFAULT = resources.folder("fixtures") / "mode.yaml"
WORLD = Path(__file__).with_name("world.yaml")
KEYS = ("v1.writer", "v1.demo-project", "v1.foreign", "v1.demo-other", "v1.jane", "v1.jane-reads", "v1.demo-user")
LIVE = "/homes/12/smartModules/live/streams"


@pytest.fixture
def reloaded(tmp_path):
    """Return a function that loads a world's export at the world's time, and sees to it that nothing is lost."""

    def reload(emulator, name):
        state, clock = emulator.export(name), Clock()
        text = wire.fixture(state)
        (tmp_path / "export.yaml").write_text(text, encoding="utf-8")
        clock.advance(emulator.world(name).clock.ticks() - clock.ticks())
        other = emulator_with(tmp_path / "export.yaml")
        with still_world(other, clock):
            again = other.export("test")
            assert wire.fixture(again) == text
            assert wire.state_hash(again) == wire.state_hash(state)
            return answers(other, "test")

    return reload


def answers(emulator, name):
    """Return all that lists and things answer to every key."""
    found = {}
    emulator.export(name)  # whereupon idle sessions are closed
    store = emulator.world(name).stores["mode"]
    for key in KEYS:
        api = Api(in_process(emulator, name), "", {"Authorization": f"ModeCloud {key}"})
        for target in ("/auth", "/userSession", "/homes", *targets(store)):
            answer = api.get(target)
            found[key, target] = answer.status, answer.body
    return found


def targets(store):
    for home in store.homes():
        yield from (f"/homes/{home.id}{below}" for below in ("", "/members", "/smartModules"))
        for module in home.project.modules:
            base = f"/homes/{home.id}/smartModules/{module}"
            yield from (f"{base}/{below}" for below in ("streams", "timeSeries", "collections"))
        for stream in home.all_streams():
            base = f"/homes/{home.id}/smartModules/{stream.module.id}/streams/{quote(stream.name, safe='')}"
            ends = "start=0&stop=4294967295"
            yield from (f"{base}{below}" for below in ("/status", f"/sessions?{ends}", f"/metadata?{ends}"))
            yield from (f"{base}/sessions/{one.id}" for one in stream.sessions())


def contents(emulator, name):
    """Return the bytes of all packets."""
    return {
        (home.id, stream.name, index): (packet.received, packet.content(index))
        for home in emulator.world(name).stores["mode"].homes()
        for stream in home.all_streams()
        for index, packet in zip(stream.packets.keys, stream.packets.rows, strict=True)
    }


@pytest.mark.parametrize("fixture", [DEFAULT, WORLD], ids=["default", "world"])
def test_fixtures_come_back_as_they_are(reloaded, fixture):
    emulator = emulator_with(fixture)
    with still_world(emulator, Clock()):
        before = answers(emulator, "test")

        after = reloaded(emulator, "test")

    assert after == before
    assert {status for status, _body in before.values()} == {200, 401, 403, 404}


def test_whatever_was_requested_comes_back(emulator, api, device, having, reloaded):
    def sent(*packets):
        return {"packets": [{**one, "data": b64encode(one["data"]).decode()} for one in packets], "device": 1234}

    cars = "/_emulator/mode/homes/12/smartModules/cardata/streams"
    answered = [
        device.post("/going/packets", sent({"index": 7, "data": b"\0\xff"}, {"data": b""})),
        device.post("/idle/session", {"device": 1235}),
        api.post(f"{cars}/open/session", {"device": 1235}),
        api.post(f"{cars}/pushed/packets", sent({"data": b"one"}, {"index": 4294967295, "data": b"last"})),
        api.put(f"{cars}/pushed/metadata/0", {"device": 1234, "content": {"deep": [1.5, None, {"1e5": "no"}]}}),
        api.post("/homes/12/smartModules/cardata/streams/modeCar/sessions", {"start": 901, "stop": 903}),
        api.put(f"{cars}/modeCar/metadata/901", {"device": 1235, "content": {"by": "hand"}}),
        api.delete("/homes/12/smartModules/cardata/streams/modeCar/sessions/late"),
        api.put(f"{cars}/modeCar/sessions/early/use", {}),
        api.delete(f"{cars}/modeCar/sessions/kept/use"),
        api.post("/homes", {"name": "New: 'home' \N{GRINNING FACE}"}),
        having("v1.jane").post("/homes", {"name": "Jane's"}),
        api.post("/homes/12/smartModules/tsdb/collections", {"id": "event:a", "timeZone": "Asia/Tokyo"}),
        having("v1.jane-reads").delete("/userSession"),
    ]
    failed = [(at, one.status, one.body) for at, one in enumerate(answered) if one.status >= 400]
    assert not failed
    before = answers(emulator, "test")

    assert reloaded(emulator, "test") == before


def test_a_stream_whose_packets_are_gone_is_known_as_far_as_it_came(emulator, clock, device, live, reloaded):
    data = {"index": 41, "data": ""}
    assert device.post("/going/packets", {"packets": [data], "device": 1234}).status == 204
    clock.pass_hours(3)
    before = answers(emulator, "test")

    after = reloaded(emulator, "test")

    assert live.get("/going/status").content["packetIndex"] == 41
    assert after == before


@pytest.mark.usefixtures("world")
def test_every_byte_comes_back(emulator, tmp_path):
    (tmp_path / "export.yaml").write_text(wire.fixture(emulator.export("test")), encoding="utf-8")

    other = emulator_with(tmp_path / "export.yaml")

    assert contents(other, "default") == contents(emulator, "test")


def test_the_default_fixture_has_the_same_hash_whenever_it_is_loaded():
    one, other = (emulator_with(DEFAULT) for _ in range(2))
    with still_world(one, Clock()), still_world(other, Clock()):
        other.world("test").clock.advance(TICKS_PER_HOUR)

        assert one.export("test")["mode"] == other.export("test")["mode"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("packets: [{index: 3, text: a}], highest: 2", "highest: Stream 's' has a packet 3."),
        ("lastReceived: 2026-01-01T00:00:00Z", "lastReceived: found"),
        ("packets: [{text: a}], openSession: {stop: 0}", "openSession.stop: found 0"),
        ("packets: [{text: a}], openSession: {start: 0, stop: 1}", "openSession.stop: found 1"),
        ("openSession: {lastActivity: noon}", "openSession.lastActivity: "),
    ],
)
def test_what_only_exports_say_is_checked_too(emulator_of, text, words):
    head = "mode: {projects: [{id: 1, smartModules: [{id: sds, type: sds}], homes: [{id: 1, name: a, streams: ["

    with pytest.raises(FixtureError) as mistake:
        emulator_of(f"{head}{{module: sds, name: s, {text}}}]}}]}}]}}")

    assert words in str(mistake.value)
