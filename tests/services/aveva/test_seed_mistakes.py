"""Fixtures that make no sense: each mistake is told with its file, its line, what was found and what was expected."""

from __future__ import annotations

import pytest

from streamulator import resources, services
from streamulator.kernel.emulator import Emulator
from streamulator.kernel.fixtures import FixtureError

# The numbers of the lines count: streams begin at line 14, what is in their events at 17.
HEAD = """\
aveva:
  tenants:
    - id: default
      open: true
      namespaces:
        - id: default
          types:
            - Id: Timed
              Properties:
                - {Id: Time, IsKey: true, SdsType: {SdsTypeCode: DateTime}}
                - {Id: Value, SdsType: {SdsTypeCode: Double}}
                - {Id: Small, SdsType: {SdsTypeCode: Int16}}
          streams:
"""
STREAM = "            - {{Id: S, TypeId: Timed, {}}}\n"
EVENTS = "            - Id: S\n              TypeId: Timed\n              events:\n"


@pytest.fixture(scope="module")
def emulator():
    return Emulator(services.discover(), resources.folder("openapi"))


@pytest.fixture
def complaint(emulator, tmp_path):
    """Return a function that loads a fixture and gives what is said against it, with the folder left out."""

    def load(text, **files):
        (tmp_path / "fixture.yaml").write_text(text)
        for name, content in files.items():
            (tmp_path / name.replace("__", ".")).write_text(content)
        with pytest.raises(FixtureError) as caught:
            emulator.load([tmp_path / "fixture.yaml"])
        return str(caught.value).replace(f"{tmp_path}/", "")

    return load


@pytest.mark.parametrize(
    ("streams", "line", "words"),
    [
        ("            - {Id: S, TypeId: Other}\n", 14, "streams[0].TypeId: Type 'Other' was not found"),
        (STREAM.format("Colour: red"), 14, "the member 'Colour' is unknown"),
        (STREAM.format("InterpolationMode: Smooth"), 14, "'Smooth'"),
        (STREAM.format("Indexes: [{SdsTypePropertyId: X}]"), 14, "no property 'X'"),
        (STREAM.format("PropertyOverrides: [{SdsTypePropertyId: X}]"), 14, "no property 'X'"),
        (STREAM.format("tags: [1]"), 14, "tags[0]: found 1, expected a string"),
        (STREAM.format("metadata: {a: 1}"), 14, "metadata.a: found 1, expected a string"),
        (
            STREAM.format("Name: a") + STREAM.format("Name: b"),
            15,
            "streams[1].Id: found 'S', expected an Id that no other",
        ),
        (
            STREAM.format("Name: a") + STREAM.format("Name: a").replace("S", "s"),
            15,
            "streams[1].Id: found 's', expected",
        ),
        ("            - {TypeId: Timed}\n", 14, "found no 'Id'"),
        ("            - {Id: a/b, TypeId: Timed}\n", 14, 'streams[0].Id: found "a/b"'),
    ],
)
def test_a_mistake_in_a_stream_is_told_with_its_line(complaint, streams, line, words):
    said = complaint(HEAD + streams)

    assert said.startswith(f"fixture.yaml:{line}: ")
    assert words in said


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("Id: Small", "Id: VALUE", 8, "'Value' is defined 2 times"),
        (
            "SdsTypeCode: Int16",
            "SdsTypeCode: Int15",
            8,
            "Properties[2].SdsType.SdsTypeCode: found 'Int15', expected one of",
        ),
        ("Id: Small,", "Id: Small, Key: true,", 8, "Properties[2]: the member 'Key' is unknown"),
        ("Id: Small, SdsType: {SdsTypeCode: Int16}", "Id: Small, SdsType: {Id: Other}", 8, "there is no type 'Other'"),
        ("IsKey: true, ", "", 14, "No property has IsKey set"),
        (
            "          streams",
            "            - {Id: timed}\n          streams",
            13,
            "types[1].Id: found 'timed', expected",
        ),
        ("      namespaces:\n", "      namespaces:\n        - {id: DEFAULT}\n", 7, "two namespaces 'default'"),
        (
            "    - id: default\n",
            "    - {id: Default, namespaces: []}\n    - id: default\n",
            4,
            "an id that no other tenant",
        ),
        ("open: true", "open: perhaps", 4, 'tenants[0].open: found "perhaps", expected'),
        ("open: true", "tokenLifetime: 0", 4, "tokenLifetime: found 0"),
        ("open: true", "closed: true", 4, "found the member 'closed'"),
        ("open: true", "clients: [{id: a, secret: b, roles: [King]}]", 4, "roles[0]: found 'King', expected one of"),
        (
            "open: true",
            "clients: [{id: a, secret: b, roles: []}, {id: a, secret: c, roles: []}]",
            4,
            "clients[1].id: found 'a', expected an id that no other client has",
        ),
        ("  tenants:", "  eventLimit: 0\n  tenants:", 2, "eventLimit: found 0"),
        ("id: default\n          types", "id: a/b\n          types", 6, 'namespaces[0].id: found "a/b"'),
    ],
)
def test_a_mistake_around_the_streams_is_told_with_its_line(complaint, old, new, line, words):
    text = HEAD + STREAM.format("Name: a")
    assert old in text

    said = complaint(text.replace(old, new, 1))

    assert said.startswith(f"fixture.yaml:{line}: "), said
    assert words in said


def test_a_client_that_two_tenants_have_is_told(complaint):
    client = "{id: c, secret: s, roles: []}"
    said = complaint(
        f"aveva:\n  tenants:\n    - {{id: a, namespaces: [], clients: [{client}]}}\n"
        f"    - {{id: b, namespaces: [], clients: [{client}]}}\n"
    )

    assert said.startswith("fixture.yaml:4: aveva.tenants[1].clients[0].id: found 'c'")


@pytest.mark.parametrize(
    ("third", "words"),
    [
        ("{Time: noon}", "Member 'Time' (DateTime): 'noon' is not an ISO 8601 date"),
        ("{Time: 2020-01-03, Value: warm}", "Member 'Value' (Double): Expected a number, found 'warm'"),
        ("{Time: 2020-01-03, Small: 99999}", "Member 'Small' (Int16): Expected Int16"),
        ("{Time: 2020-01-03, Pressure: 1}", "The type has no member 'Pressure'"),
        ("{Value: 1}", "'Time'"),
        ("{Time: 2020-01-01}", "The index 2020-01-01T00:00:00.0000000Z stands more than once"),
        ("5", "found 5, expected an object"),
    ],
)
def test_a_listed_event_that_does_not_fit_is_told_with_its_line(complaint, third, words):
    listed = "".join(f"                - {event}\n" for event in ("{Time: 2020-01-01}", "{Time: 2020-01-02}", third))

    said = complaint(HEAD + EVENTS + listed)

    assert said.startswith("fixture.yaml:1"), said
    assert words in said
    if third != "5":
        assert said.startswith("fixture.yaml:19: aveva.tenants[0].namespaces[0].streams[0].events[2]: ")


@pytest.mark.parametrize(
    ("name", "content", "line", "words"),
    [
        (
            "d__csv",
            "Time,Value\n2020-01-01,1\n2020-01-02,warm\n",
            3,
            "Member 'Value' (Double): Expected a number, found 'warm'",
        ),
        ("d__csv", 'Time,Value\n2020-01-01,1\n2020-01-02,"wa\nrm"\n', 4, "Member 'Value' (Double)"),
        ("d__csv", "Time,Value\n2020-01-01,1\n\n2020-01-02,1,2\n", 4, "found 3 cells, expected 2"),
        ("d__csv", "Time,Pressure\n2020-01-01,1\n", 2, "The type has no member 'Pressure'"),
        ("d__csv", "Time,Time\n2020-01-01,1\n", 1, "each once"),
        ("d__csv", "Time,Value\n2020-01-01,1\n2020-01-02,1\n2020-01-01,4\n", 4, "stands more than once"),
        ("d__csv", "Value\n1\n", 2, "'Time'"),
        ("d__csv", "", 1, "expected a line of names"),
        ("d__jsonl", '{"Time":"2020-01-01"}\n\n{"Time":"x"}\n', 3, "'x' is not an ISO 8601 date"),
        ("d__jsonl", '{"Time":"2020-01-01"}\n[1]\n', 2, "found '[1]', expected a JSON object"),
        ("d__jsonl", '{"Time":"2020-01-01"}\n{"Time":\n', 2, "expected a JSON object a line"),
    ],
)
def test_an_event_in_a_file_that_does_not_fit_is_told_with_the_files_own_line(complaint, name, content, line, words):
    file = name.replace("__", ".")

    said = complaint(f"{HEAD}{EVENTS}                file: {file}\n", **{name: content})

    assert said.startswith(f"{file}:{line}: "), said
    assert words in said


@pytest.mark.parametrize(
    ("name", "words"), [("none.csv", "found 'none.csv', expected the name of a file"), ("a.txt", 'found "a.txt"')]
)
def test_a_file_that_is_not_there_is_told(complaint, name, words):
    said = complaint(f"{HEAD}{EVENTS}                file: {name}\n")

    assert said.startswith("fixture.yaml:17: ")
    assert words in said


RULE = {"start": "2020-01-01", "every": "1m", "count": "3", "values": "{Value: {noise: {}}}"}  # lines 18 to 21


@pytest.mark.parametrize(
    ("changed", "value", "words"),
    [
        ("start", "noon", "start: found 'noon', expected an index of the type DateTime"),
        ("start", "5", "start: found 5, expected an index of the type DateTime"),
        ("every", "5", "every: found 5, expected a length of time"),
        ("every", "0s", "every: found '0s', expected a step above 0"),
        ("every", "soon", "every: found 'soon', expected a length of time"),
        ("count", "-1", "count: found -1, expected 0 or more"),
        ("count", "many", 'count: found "many", expected an integer'),
        (
            "values",
            "{Pressure: {noise: {}}}",
            "values.Pressure: found 'Pressure', expected one of the members Value, Small",
        ),
        ("values", "{Time: {noise: {}}}", "values.Time: found 'Time', expected one of"),
        ("values", "{Value: {noise: {}}, VALUE: {noise: {}}}", "values.VALUE: found 'VALUE'"),
        ("values", "{Value: {saw: {period: 5s}}}", "found the member 'saw', expected none but"),
        ("values", "{Value: {sine: {}}}", "values.Value.sine: found no 'period'"),
        ("values", "{Value: {sine: {period: 0s}}}", "values.Value.sine.period: found '0s', expected a length above 0"),
        ("values", "{Value: {sine: {period: 5}}}", "values.Value.sine.period: found 5, expected a length of time"),
        ("values", "{Value: {steps: {values: [], every: 1m}}}", "values.Value.steps.values: found []"),
        ("values", "{Value: {steps: {values: [1], every: 0s}}}", "values.Value.steps.every: found '0s'"),
        ("values", "{Small: {steps: {values: [a], every: 1m}}}", "values that fit Int16"),
        ("values", "{Small: {ramp: {from: 0, to: 100000}}}", "values that fit Int16"),
        ("values", "{Value: [{steps: {values: [x], every: 1m}}, {noise: {}}]}", "values that fit Double"),
        ("gaps", "[{every: 1m, for: 2m}]", "expected a length above that of the gap"),
        ("gaps", "[{every: 1m}]", "gaps[0]"),
        ("late", "{every: 0, by: 1m}", "late.every: found 0"),
        ("late", "{every: 2, by: soon}", "late.by: found 'soon', expected a length of time"),
    ],
)
def test_a_rule_that_does_not_fit_is_told_with_its_line(complaint, changed, value, words):
    rule = RULE | {changed: value}
    lines = "".join(f"                  {name}: {text}\n" for name, text in rule.items())

    said = complaint(f"{HEAD}{EVENTS}                generate:\n{lines}")

    assert said.startswith(f"fixture.yaml:{18 + list(rule).index(changed)}: "), said
    assert words in said


def test_a_series_that_leaves_its_axis_is_told(complaint):
    rule = "{start: 9999-12-31T23:59:00, every: 1m, count: 3}"

    assert "stay within the type DateTime" in complaint(f"{HEAD}{EVENTS}                generate: {rule}\n")


@pytest.mark.parametrize(("key", "code"), [("Name", "String"), ("Flag", "Boolean"), ("Id", "Guid")])
def test_a_series_needs_an_axis(complaint, key, code):
    text = HEAD.replace("Id: Time, ", f"Id: {key}, ").replace("DateTime", code)

    said = complaint(f"{text}{EVENTS}                generate: {{start: a, every: 1, count: 2}}\n")

    assert f"expected a single key of numbers or times, but the key is {key}" in said
