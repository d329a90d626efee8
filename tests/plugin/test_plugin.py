from __future__ import annotations

import socket

import pytest
from serving import served

from streamulator.client import Control
from streamulator.pytest_plugin import _name
from streamulator.web.app import Application
from streamulator.web.assembly import assemble
from streamulator.web.thread import EmulatorServing


@pytest.fixture
def elsewhere():
    """Serve an emulator that the tests inside do not start themselves."""
    with EmulatorServing(assemble()) as serving:
        yield serving


def test_each_test_has_a_world_to_itself(run):
    result = run("""
import json, urllib.request
SCRATCH = "/api/v1/Tenants/default/Namespaces/default/Streams"
@pytest.mark.parametrize("number", range(3))
def test_it(streamulator, streamulator_server, number):
    assert len(streamulator.control.worlds()) == 2
    assert streamulator.url == f"{streamulator_server.url}/_worlds/{streamulator.world}"
    assert get(streamulator.url) == 200
    assert streamulator.journal.total() == 1
    assert streamulator_server.control.journal.total() == 0
    before = streamulator.control.state_hash()
    streamulator.snapshot("kept")
    request = urllib.request.Request(f"{streamulator.url}{SCRATCH}/Tank", method="DELETE")
    urllib.request.urlopen(request).close()
    assert get(streamulator.url) == 404
    streamulator.restore("kept")
    assert streamulator.control.state_hash() == before
def test_at_the_end_no_world_is_left(streamulator_server):
    assert [world.name for world in streamulator_server.control.worlds()] == ["default"]
""")

    result.assert_outcomes(passed=4)


def test_the_settings_of_each_vendors_clients_lead_to_the_world(run):
    result = run("""
def test_it(streamulator):
    assert streamulator.aveva["adh"]["Resource"] == streamulator.url
    assert streamulator.aveva["eds"]["TenantId"] == "default"
    with pytest.raises(AttributeError, match="services are .*aveva"):
        streamulator.nobody
""")

    result.assert_outcomes(passed=1)


class TestTheMarker:
    def test_says_how_the_world_begins(self, run):
        result = run("""
@pytest.mark.streamulator(frozen_at="2030-01-01T00:00:00Z", seed=3,
                          faults=[{"effect": "503", "operation": "getLastValue", "times": 1}])
def test_it(streamulator):
    assert streamulator.clock.now() == "2030-01-01T00:00:00Z"
    assert [get(streamulator.url), get(streamulator.url)] == [503, 200]
    (fault,) = streamulator.faults.all()
    assert fault.fired == 1
""")

        result.assert_outcomes(passed=1)

    def test_may_ask_for_other_fixtures(self, run):
        result = run("""
def ids(streamulator):
    return [one["id"] for one in streamulator.control.state()["aveva"]["tenants"]]
@pytest.mark.streamulator(fixtures="small.yaml")
def test_one(streamulator):
    assert ids(streamulator) == ["small"]
    assert get(streamulator.url, "/api/v1/Tenants/small/Namespaces/only/Streams") == 200
@pytest.mark.streamulator(fixtures=["small.yaml"])
def test_two(streamulator):
    assert ids(streamulator) == ["small"]
def test_three(streamulator):
    assert "default" in ids(streamulator)
""")

        result.assert_outcomes(passed=3)

    def test_of_a_test_adds_to_that_of_its_class(self, run):
        result = run("""
@pytest.mark.streamulator(frozen_at="2030-01-01T00:00:00Z", seed=1)
class TestThem:
    @pytest.mark.streamulator(frozen_at="2031-01-01T00:00:00Z")
    def test_it(self, streamulator):
        assert streamulator.clock.now() == "2031-01-01T00:00:00Z"
    def test_that(self, streamulator):
        assert streamulator.clock.now() == "2030-01-01T00:00:00Z"
""")

        result.assert_outcomes(passed=2)

    @pytest.mark.parametrize("asked", ["nothing=1", "'small.yaml'", "fail_on='everything'", "unfired='maybe'"])
    def test_is_read_strictly(self, run, asked):
        result = run(f"""
@pytest.mark.streamulator({asked})
def test_it(streamulator):
    pass
""")

        result.assert_outcomes(errors=1)
        result.stdout.fnmatch_lines(["*UsageError: *test_it*streamulator(fixtures=None*"])


class TestATestFails:
    def test_when_an_armed_fault_struck_nothing(self, run):
        result = run("""
def test_it(streamulator):
    streamulator.faults.arm(503, operation="getFirstValue", id="never")
    get(streamulator.url)
def test_that(streamulator):
    streamulator.faults.arm(503, operation="getFirstValue")
    streamulator.faults.clear()
@pytest.mark.streamulator(unfired="ignore")
def test_other(streamulator):
    streamulator.faults.arm(503, operation="getFirstValue")
""")

        result.assert_outcomes(failed=1, passed=2)
        result.stdout.fnmatch_lines(
            [
                "an armed fault struck nothing: never: 503 on getFirstValue: 0 calls fitted, 0 struck",
                "*calls in world test-it-*",
                "1 GET /api/v1/*/Tank/Data/Last 200 getLastValue",
            ]
        )

    def test_for_violations_and_warnings_where_that_is_asked(self, run):
        text = """
def test_it(streamulator):
    get(streamulator.url, "/api/v1/Tenants/default/Namespaces/default/Streams?count=x")
def test_that(streamulator):
    get(streamulator.url, TANK + "?unknown=1")
@pytest.mark.streamulator(fail_on="warning")
def test_other(streamulator):
    get(streamulator.url, TANK + "?unknown=1")
"""

        run(text).assert_outcomes(passed=2, failed=1)
        result = run(text, ini="streamulator_fail_on = violation")
        result.assert_outcomes(passed=1, failed=2)
        result.stdout.fnmatch_lines(["violation in call 1, listStreams: *"])

    def test_for_a_reply_that_breaks_its_contract(self, run):
        result = run("""
def test_it(streamulator, streamulator_server, monkeypatch):
    from streamulator.services.aveva import service
    from streamulator.core.messages import Reply
    monkeypatch.setitem(service.handlers, "getLastValue", lambda call, store: Reply(299))
    assert get(streamulator.url) == 500
""")

        result.assert_outcomes(failed=1)
        result.stdout.fnmatch_lines(["broken in call 1, getLastValue: *"])

    def test_and_shows_what_happened_in_its_world(self, run):
        result = run("""
def test_it(streamulator):
    for _ in range(60):
        get(streamulator.url)
    assert False
""")

        result.assert_outcomes(failed=1)
        result.stdout.fnmatch_lines(["(10 earlier calls)", "11 GET * 200 getLastValue", "60 GET * 200 getLastValue"])


def test_settings_name_fixtures_for_all(run):
    result = run(
        """
def test_it(streamulator):
    assert [one["id"] for one in streamulator.control.state()["aveva"]["tenants"]] == ["small"]
""",
        ini="streamulator_fixtures = small.yaml",
    )

    result.assert_outcomes(passed=1)


def test_an_emulator_that_runs_already_is_used(run, elsewhere, monkeypatch):
    text = """
def test_it(streamulator, streamulator_server):
    assert get(streamulator.url) == 200
@pytest.mark.streamulator(fixtures="small.yaml")
def test_that(streamulator):
    pass
"""
    monkeypatch.setenv("STREAMULATOR_URL", elsewhere.url)
    result = run(text.replace("assert get", f"assert streamulator_server.url == '{elsewhere.url}'; assert get"))

    result.assert_outcomes(passed=1, skipped=1)
    control = Control(elsewhere.url)
    assert control.coverage(everywhere=True)["covered"] == 1
    assert [world.name for world in control.worlds()] == ["default"]
    control.close()


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("http://127.0.0.1:{port}", "*Connection refused*"),
        ("nonsense", "*url: found 'nonsense', expected http://host:port*"),
        ("{elsewhere}/toy", "*404: *"),
    ],
)
def test_an_emulator_that_is_not_there_is_told_in_a_sentence(run, elsewhere, monkeypatch, url, said):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    monkeypatch.setenv("STREAMULATOR_URL", url.format(port=port, elsewhere=elsewhere.url))
    result = run("""
def test_it(streamulator):
    pass
def test_that():
    pass
""")

    result.assert_outcomes(errors=1, passed=1)
    result.stdout.fnmatch_lines([f"STREAMULATOR_URL=*: no emulator to use: {said} Start one there, or unset it."])
    result.stdout.no_fnmatch_line("*Traceback*")


class Counting:
    """An application that counts the requests for another."""

    def __init__(self, application):
        self.application = application
        self.asked = []

    def __call__(self, environ, start_response):
        self.asked.append(f"{environ['REQUEST_METHOD']} {environ['PATH_INFO']}")
        return self.application(environ, start_response)


def test_a_test_costs_three_requests_of_its_own(run, monkeypatch):
    counting = Counting(Application(assemble()))
    with served(counting) as server:
        monkeypatch.setenv("STREAMULATOR_URL", server.url)
        result = run("""
def test_it(streamulator):
    pass
""")

    result.assert_outcomes(passed=1)
    assert [one.partition("-")[0] for one in counting.asked] == [
        "GET /_emulator/info",  # once in a run
        "POST /_worlds/test",  # -…/_emulator/worlds
        "GET /_emulator/outcome",
        "DELETE /_emulator/worlds/test",
    ]


def test_what_was_judged_is_not_judged_again_and_what_was_not_is(run, elsewhere, monkeypatch):
    monkeypatch.setenv("STREAMULATOR_URL", elsewhere.url)
    result = run("""
@pytest.fixture
def late(streamulator):
    yield
    streamulator.faults.arm(503, operation="getLastValue", id="late")
def test_fails_by_itself(streamulator):
    streamulator.faults.arm(503, operation="getLastValue", id="first")
    assert False
def test_fails_for_the_fault(streamulator):
    streamulator.faults.arm(503, operation="getLastValue", id="second")
@pytest.mark.streamulator(unfired="ignore")
def test_does_not_mind(streamulator):
    streamulator.faults.arm(503, operation="getLastValue", id="third")
def test_arms_when_it_is_over(streamulator, late):
    pass
""")

    result.assert_outcomes(passed=2, failed=2)
    assert [rule for _world, rule in elsewhere.emulator.tally().unfired] == ["late"]


@pytest.mark.parametrize("shared", [False, True])
def test_workers_of_xdist_have_an_emulator_each_unless_one_runs_already(run, elsewhere, monkeypatch, shared):
    pytest.importorskip("xdist")
    if shared:
        monkeypatch.setenv("STREAMULATOR_URL", elsewhere.url)
    result = run(
        """
@pytest.mark.parametrize("number", range(8))
def test_it(streamulator, number):
    assert get(streamulator.url) == 200
    assert streamulator.journal.total() == 1
""",
        "-n2",
    )

    result.assert_outcomes(passed=8)
    found = elsewhere.emulator.coverage()["operations"]
    assert sum(answer["count"] for one in found for answer in one["answers"]) == (8 if shared else 0)


@pytest.mark.parametrize("nodeid", ["a.py::test_it[ü/1]", "a.py::TestIt::" + "test_" * 40, "a.py::test_", "::-[]"])
def test_worlds_are_named_after_their_tests(nodeid):
    name = _name(nodeid)

    assert name == _name(nodeid) != _name(nodeid + "x")
    assert len(name) <= 61
    assert name.replace("-", "").isalnum()
    assert name[0].isalnum()
