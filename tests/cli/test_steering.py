from __future__ import annotations

import json
import socket

import pytest
import requests
from click.testing import CliRunner

from streamulator.cli import main

NOTE = "/toy/notes/hello"


@pytest.fixture
def run(live):
    """Return a function that runs a command on the emulator and returns exit code, stdout and stderr."""

    def invoke(*arguments, **environment):
        environment = {"STREAMULATOR_URL": live.url, **environment}
        result = CliRunner().invoke(main, arguments, env=environment, catch_exceptions=False)
        return result.exit_code, result.stdout, result.stderr

    return invoke


def get(live, target=NOTE, **headers):
    return requests.get(live.url + target, headers=headers, timeout=10).status_code


class TestFaults:
    def test_are_armed_listed_and_disarmed(self, run, live):
        assert run("fault", "arm", "404", "--operation", "getNote", "--id", "gone", "--times", "1") == (0, "gone\n", "")
        assert [get(live), get(live)] == [404, 200]
        assert run("fault", "list") == (0, "gone: 404 on getNote: 2 calls fitted, 1 struck\n", "")
        assert run("fault", "disarm", "gone") == (0, "", "")
        assert run("fault", "list") == (0, "", "")

    def test_happen_in_turn(self, run, live):
        run("fault", "arm", "pass", "404", "--operation", "getNote")

        assert [get(live), get(live), get(live)] == [200, 404, 200]
        assert run("fault", "clear")[0] == 0

    def test_take_every_condition_there_is(self, run, emulator):
        options = (
            *("--service", "toy", "--operation", "putNote", "--method", "PUT"),
            *("--path", "/toy/**", "--header", "X-Test=a*", "--query", "q=1=2", "--body", "text"),
            *("--json", '{"text": "x"}', "--phase", "before", "--skip", "1", "--every", "2", "--times", "3"),
            *("--probability", "0.5", "--seed", "7", "--undocumented"),
        )

        code, out, _err = run("fault", "arm", "503", *options)

        assert code == 0
        assert emulator.world("default").plan.find(out.strip()).rule.described == {
            "effect": "503",
            "service": "toy",
            "operation": ["putNote"],
            "method": "PUT",
            "path": "/toy/**",
            "headers": {"X-Test": "a*"},
            "query": {"q": "1=2"},
            "body": "text",
            "json": {"text": "x"},
            "phase": "before",
            "skip": 1,
            "every": 2,
            "times": 3,
            "probability": 0.5,
            "seed": 7,
            "undocumented": True,
        }

    @pytest.mark.parametrize(
        ("options", "code", "words"),
        [
            (["503", "--operation", "getNote"], 1, "503 is not documented for getNote"),
            (["404", "--header", "X"], 2, "found 'X', expected NAME=PATTERN"),
            (["404", "--json", "{"], 2, "expected JSON"),
            (["404", "--times", "x"], 2, "'x' is not a valid integer"),
        ],
    )
    def test_that_cannot_be_are_refused(self, run, options, code, words):
        ended, out, err = run("fault", "arm", *options)

        assert (ended, out) == (code, "")
        assert words in err

    def test_belong_to_the_world_that_is_named(self, run, live):
        run("world", "create", "trial")
        run("fault", "arm", "404", "--operation", "getNote", "--world", "trial")

        assert (get(live), get(live, **{"X-Emulator-World": "trial"})) == (200, 404)
        assert run("fault", "list", STREAMULATOR_WORLD="trial")[1] != ""
        assert run("fault", "list", "--url", f"{live.url}/_worlds/trial")[1] != ""


class TestWorlds:
    def test_are_made_listed_and_removed(self, run, live):
        assert run("world", "create", "trial") == (0, f"{live.url}/_worlds/trial\n", "")
        assert run("world", "list")[1] == "default: 0 requests\ntrial: 0 requests\n"
        assert run("world", "delete", "trial")[0] == 0
        assert run("world", "list")[1] == "default: 0 requests\n"

    def test_are_kept_reset_and_taken_back(self, run, live):
        requests.delete(live.url + NOTE, timeout=10)
        assert run("world", "snapshot", "gone")[0] == 0
        assert run("world", "reset")[0] == 0
        assert get(live) == 200
        assert run("world", "restore", "gone")[0] == 0
        assert get(live) == 404

    def test_are_made_of_others_with_a_time_of_their_own(self, run, emulator):
        run("world", "create", "one", "--frozen-at", "2030-01-01T00:00:00Z", "--seed", "5")
        run("world", "snapshot", "kept", "--world", "one")
        run("world", "create", "two", "--copy", "one")
        run("world", "create", "three", "--snapshot", "kept")

        assert emulator.world("one").seed == 5
        times = [emulator.world(name).clock.frozen for name in ("one", "two", "three")]
        assert times == [times[0]] * 3 != [None] * 3

    def test_are_printed_as_fixtures(self, run, tmp_path):
        file = tmp_path / "kept.yaml"

        assert run("world", "export", "-o", str(file)) == (0, "", "")
        assert json.loads(file.read_text()) == json.loads(run("world", "export")[1])
        assert run("world", "export", "-o", str(tmp_path / "no" / "such"))[0] == 2

    def test_that_are_not_there_are_told_in_a_sentence(self, run):
        assert run("world", "delete", "nowhere")[::2] == (
            1,
            "404: There is no world 'nowhere'; there are: default. Create it first.\n",
        )


class TestTheJournal:
    def test_is_printed_a_line_a_call(self, run, live):
        get(live)
        get(live, f"{NOTE}s")

        lines = run("journal", "show")[1].splitlines()

        assert lines[0] == f"1 GET {NOTE} 200 getNote"
        assert lines[1].startswith(f"2 GET {NOTE}s 404 getNote: There is no note")
        assert run("journal", "show", "--after", "1")[1].splitlines() == lines[1:]
        assert run("journal", "show", "--limit", "1")[1].splitlines() == lines[1:]

    def test_is_printed_as_json_too(self, run, live):
        get(live)

        assert json.loads(run("journal", "show", "--json")[1])["operation"] == "getNote"


class TestCoverage:
    def test_is_that_of_all_worlds_unless_one_is_named(self, run, live):
        run("world", "create", "trial")
        get(live, **{"X-Emulator-World": "trial"})

        assert run("coverage", "show")[1].endswith("1 of 8 documented answers were seen: 12.5 %\n")
        assert run("coverage", "show", "--world", "default")[1].endswith("0 of 8 documented answers were seen: 0.0 %\n")

    def test_of_files_is_added_up(self, run, live, tmp_path):
        one, other = tmp_path / "one.json", tmp_path / "other.json"
        get(live)
        assert run("coverage", "merge", "-o", str(one))[0] == 0
        requests.delete(f"{live.url}/_emulator/coverage?all=true", timeout=10)
        get(live, f"{NOTE}s")
        run("coverage", "merge", "-o", str(other))

        merged = json.loads(run("coverage", "merge", str(one), str(other))[1])

        assert (merged["covered"], merged["documented"]) == (2, 8)

    @pytest.mark.parametrize(
        ("form", "sign"),
        [("show", "getNote "), ("html", "<!doctype html>"), ("junit", "<?xml "), ("markdown", "## 1 of 8")],
    )
    def test_has_many_forms(self, run, live, form, sign):
        get(live)

        assert run("coverage", form)[1].startswith(sign)

    def test_below_what_is_wanted_is_a_failure(self, run, live):
        get(live)

        assert run("coverage", "show", "--min", "12.5")[0] == 0
        code, out, err = run("coverage", "show", "--min", "12.6")
        assert (code, err) == (1, "1 of 8 documented answers were seen: 12.5 %, expected 12.6 %\n")
        assert out != ""

    def test_is_that_of_some_services_where_those_are_named(self, run, live):
        get(live)

        assert "100.0 %" in run("coverage", "show", "--service", "nobody")[1]
        assert "12.5 %" in run("coverage", "show", "--service", "toy")[1]

    @pytest.mark.parametrize("text", ["", "[]", "{}", '{"operations": [1]}'])
    def test_of_files_that_are_none_is_told_in_a_sentence(self, run, tmp_path, text):
        file = tmp_path / "report.json"
        file.write_text(text)

        code, _out, err = run("coverage", "show", str(file))

        assert (code, err.startswith(f"{file}: found no report")) == (2, True)

    def test_of_files_that_are_not_there_is_told_in_a_sentence(self, run, tmp_path):
        assert run("coverage", "show", str(tmp_path / "none"))[0] == 2


@pytest.mark.parametrize(("url", "words"), [("http://127.0.0.1:PORT", "no emulator answers: "), ("nowhere", "url: ")])
def test_an_emulator_that_is_not_there_is_told_in_a_sentence(run, url, words):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        url = url.replace("PORT", str(listener.getsockname()[1]))

    code, out, err = run("world", "list", "--url", url)

    assert (code, out) == (2, "")
    assert err.startswith(words)


class TestWhatIsSoughtInTheJournal:
    def test_is_printed_where_it_is_found(self, run, live):
        get(live, **{"X-Test": "abc"})
        get(live, f"{NOTE}s")

        found = run("journal", "find", "--operation", "getNote", "--status", "200", "--header", "X-Test=a*")

        assert found == (0, f"1 GET {NOTE} 200 getNote\n", "")
        assert run("journal", "find", "--status", "200", "--status", "404")[1].count("\n") == 2

    def test_is_a_failure_where_it_is_not(self, run):
        assert run("journal", "find", "--operation", "getNote") == (1, "", "no call fits\n")

    def test_is_handed_out_as_an_archive(self, run, live):
        get(live)

        assert len(json.loads(run("journal", "har")[1])["log"]["entries"]) == 1
