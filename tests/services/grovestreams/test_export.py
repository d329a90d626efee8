"""What is exported seeds the like of it: the same hash, the same answers, and the same text when exported again."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from aveva_http import Api, in_process
from grovestreams_samples import DEFINED, HEAD
from still_worlds import Clock, emulator_with, still_world

from streamulator import resources
from streamulator.control import wire

FIXTURE = resources.folder("fixtures") / "grovestreams.yaml"
EVER = "startDate=0&endDate=32503679999999"
ALL = "itemsByFolderPath=/&streamId=&streamName=&includeSubs=1"


@pytest.fixture
def reloaded(tmp_path):
    """Return a function that loads a world's export, sees to it that nothing is lost, and gives what that answers."""

    def reload(emulator, name):
        state = emulator.export(name)
        text = wire.fixture(state)
        (tmp_path / "export.yaml").write_text(text, encoding="utf-8")
        other = emulator_with(tmp_path / "export.yaml")
        again = other.export("default")
        assert wire.fixture(again) == text
        assert wire.state_hash(again) == wire.state_hash(state)
        with still_world(other, Clock()):
            return answers(other, "test")

    return reload


def answers(emulator, name):
    """Return all that lists and things answer to every key."""
    found = {}
    for organization in emulator.world(name).stores["grovestreams"].organizations.values():
        for key in organization.keys:
            api = Api(in_process(emulator, name), "/api", {"Cookie": f"api_key={key}"})
            for target in targets(organization):
                answer = api.get(target)
                found[organization.uid, key, target] = answer.status, answer.body
    return found


def targets(organization):
    yield from (f"/organization/{organization.uid}", "/unit", "/cycle", "/rollup_calendar", "/component", "/cr/comp")
    yield from (f"/stream_metadata?{ALL}", f"/feed?{EVER}&{ALL}", "/org_user")
    for component in organization.components.values():
        yield from (f"/component/{component.uid}", f"/component/{component.uid}/stream")
        for stream in component.streams:
            if component.id and stream.definition.id:
                ids = quote(component.id, safe=""), quote(stream.definition.id, safe="")
                yield "/comp/{}/stream/{}/last_value".format(*ids)


def test_the_default_fixture_comes_back_as_it_is(emulator, world, reloaded):
    before = answers(emulator, world.name)

    after = reloaded(emulator, world.name)

    assert after == before
    assert {200, 403} <= {status for status, _body in before.values()}


def test_whatever_was_requested_comes_back(emulator, world, api, nobody, reloaded):
    feed = {
        "componentId": "odd/\N{GRINNING FACE}: '",
        "stream": [{"streamId": "a", "time": [0, 5], "data": [1e300, -0.1]}],
    }
    sent = [
        api("PUT", "/feed?compId=scale&weight=12.5&time=1000"),
        api("PUT", "/feed?compId=new&compName=Newer&text=no&flag=true&number=7&time=32503679999999"),
        api("PUT", "/feed?compId=garage&light=1&time=0"),
        api("PUT", "/feed?compId=Spare+sensor&x=1"),
        api("PUT", "/feed?compId=cold-room&daily2=1&alarm=again&door=false"),
        api.put("/feed", {"feed": {"component": [feed]}}),
        nobody.post("/login", {"email": "wilma@gmailx.com", "password": "wilma-secret"}),
    ]
    assert [one.status for one in sent] == [200] * len(sent), [one.body for one in sent]
    before = answers(emulator, world.name)

    assert reloaded(emulator, world.name) == before


def test_a_code_that_was_redeemed_stays_so(emulator, world, reloaded):
    assert "grants" in emulator.export(world.name)["grovestreams"]

    world.stores["grovestreams"].tokens.redeem("demo-code", "demo-app", "")

    assert "grants" not in emulator.export(world.name)["grovestreams"]
    reloaded(emulator, world.name)


ODD = HEAD.replace("[GET]", "[GET, PUT]") + DEFINED[: DEFINED.index("        - name: Thing")].replace(
    "name: Plain", "name: No Symbol, symbol: x"
)
ODD += """\
        - name: Thing
          uid: 0e95694d-91ce-3034-92bf-4e724dd18882
          timeZoneId: US/Central
          stream:
            - {name: s, streamType: intvl_stream, baseCycle: Weeks, valueType: LONG, unit: No Symbol, samples: []}
            - {name: t, streamType: point_stream, valueType: STRING, unit: No Symbol}
            - name: d
              streamType: intvl_stream
              valueType: DOUBLE
              unit: No Symbol
              baseCycle: Weeks
              derivation: {of: [{stream: s, times: 0.1}], plus: 1}
        - id: other
          name: Other
          timeZoneId: UTC
          stream: [{name: s, streamType: rdm_stream, valueType: DOUBLE}]
"""


def test_names_that_were_taken_units_that_were_not_there_and_intervals_before_1970_come_back(emulator_of, reloaded):
    emulator = emulator_of(ODD)
    with still_world(emulator, Clock()) as world:
        api = Api(in_process(emulator, world.name), "/api", {"Cookie": "api_key=key"})
        uid = "0e95694d-91ce-3034-92bf-4e724dd18882"
        (organization,) = world.stores["grovestreams"].organizations.values()
        stream, *_others = organization.streams
        part = {"streamUid": stream, "time": [0], "data": [2**60 + 1]}
        named = {"streamId": "s", "time": [1], "data": ["1"]}
        answer = api.put("/feed", {"feed": {"component": [{"componentUid": uid, "stream": [part, named]}]}})
        assert answer.status == 200, answer.body
        assert api("PUT", "/feed?compId=Thing&s=5").status == 200
        assert api("PUT", "/feed?compId=other&s=5").status == 200
        uids = [stream.uid for component in organization.components.values() for stream in component.streams]
        assert len(set(uids)) == len(uids)
        before = answers(emulator, world.name)

        assert reloaded(emulator, world.name) == before


def test_the_default_fixture_has_the_same_hash_whenever_it_is_loaded():
    one, other = (emulator_with(FIXTURE).export("default")["grovestreams"] for _ in range(2))

    assert one == other
