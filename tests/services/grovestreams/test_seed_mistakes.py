"""Fixtures that make no sense: each mistake is told with its file, its line, what was found and what was expected."""

from __future__ import annotations

import pytest
from grovestreams_samples import DEFINED, HEAD, generated, random

# What is put in the place of something in a fixture that is right, where that is noticed, and in which words.
MISTAKES = {
    "[Minutes, Months]": [
        ("[Minutes, Hours]", 10, "cycle[1]: found 'Hours', expected the name of a cycle that stands above (Minutes, "),
        ("[Weeks, Months]", 10, "cycle: The cycle 'Weeks' does not nest evenly in 'Months'"),
    ],
    "{path: /a}, {path: /a/b}": [
        ("{path: /a/b}", 11, "folders[0].path: found '/a', expected the name of a folder that stands above (/)"),
        ("{path: /a}, {path: /a}", 11, "folders[1].path: found '/a', expected a name that no other folder here has"),
        ("{path: a}", 11, "folders[0].path: found"),
    ],
    "{name: Plain}": [
        (
            "{name: Plain}, {name: Plain}",
            5,
            "units[1].name: found 'Plain', expected a name that no other unit",
        ),
        ("{name: Plain, booleanStyle: MAYBE}", 5, "booleanStyle: found"),
    ],
    "timeZoneId: UTC": [("timeZoneId: Nowhere", 14, "timeZoneId: There is no time zone 'Nowhere'")],
    "WEEK, numSizeTypesPerIntvl: 1": [
        ("CUSTOM, numSizeTypesPerIntvl: 1", 8, "cycles[1].intvlSizeType"),
        ("YEAR, numSizeTypesPerIntvl: 101", 8, "longer than a century"),
        ("WEEK, numSizeTypesPerIntvl: 0", 8, "numSizeTypesPerIntvl: found 0"),
    ],
    "name: Months,": [
        ("name: Months, referenceDate: 2012-02-30T00:00:00,", 9, "referenceDate: day is out of range"),
        ("name: Months, timeZoneId: Mars,", 9, "timeZoneId: There is no time zone 'Mars'"),
    ],
    "unit: Plain": [
        ("unit: Fancy", 16, "stream[0].unit: found 'Fancy', expected the name of a unit that stands above")
    ],
    "rdm_stream": [("intvl_stream", 16, "has no base cycle"), ("stream", 16, "streamType: found")],
    "DOUBLE": [
        ("REAL", 16, "valueType: found"),
        (f"STRING, {generated()}", 16, "samples.generate.data: found {'noise': {}}, expected steps"),
        (f"SHORT, {generated('{ramp: {from: 0, to: 100000}}')}", 16, "is no value of the type SHORT"),
    ],
    "id: s": [
        ("baseCycle: Hours", 16, "baseCycle: found 'Hours', expected the name of a cycle"),
        ("rollup_calendar: Other", 16, "rollup_calendar: found 'Other', expected the name of a rollup calendar"),
        ("rollup_calendar: Some", 16, "no intervals to roll up"),
        ("colour: red", 16, "the member 'colour'"),
        ("samples: [{time: 1, data: warm}]", 16, "samples[0]: Stream 'S': 'warm' is no value of the type DOUBLE"),
        ("samples: [{time: 1, data: 1}, {time: noon, data: 1}]", 16, "samples"),
        ("samples: [{time: 2012-02-30T00:00:00Z, data: 1}]", 16, "samples[0]: '2012-02-30T00:00:00Z' is not"),
        ("samples: {file: none.csv}", 16, "samples.file: found 'none.csv', expected the name of a file"),
        (generated(every="1"), 16, "samples.generate.every: found 1, expected a length of time"),
        (generated("{sine: {period: 0s}}"), 16, "samples.generate.data.sine.period: found '0s'"),
        (generated(start="2012-13-01T00:00:00Z"), 16, "generate.start: found '2012-13-01T00:00:00Z', expected a time"),
        ("updated: 2012-02-30T00:00:00Z", 16, "updated: '2012-02-30T00:00:00Z' is not"),
        ("derivation: {of: [{stream: T}]}", 16, "of[0].stream: found 'T', expected the name of a stream that stands"),
        ("derivation: {of: [{stream: S}]}", 16, "of[0].stream: found 'S', expected the name of a stream that stands"),
        (
            "derivation: {of: [{component: O, stream: S}]}",
            16,
            "of[0].component: found 'O', expected the name of a comp",
        ),
        ("derivation: {of: []}", 16, "derivation.of: found []"),
        ("samples: [], derivation: {of: [{stream: T}]}", 16, "stream[0]"),
    ],
    "[GET]": [("[PATCH]", 4, "actions[0]: found")],
    "apiKeys: [": [
        ("apiKeys: [{secret: key, rights: []}, ", 4, "apiKeys[1].secret: found 'key', expected a secret that no other"),
        ("members: [{user: nobody}]\n      apiKeys: [", 4, "members[0].user: found 'nobody', expected the email of a"),
    ],
    "grovestreams:\n": [
        ("grovestreams:\n  grants: [{code: a, client: b, user: c}]\n", 2, "grants[0].user: found 'c', expected the em"),
        ("grovestreams:\n  users: [&u {email: a, password: b}, *u]\n", 2, "users[1].email: found 'a', expected an em"),
    ],
}


@pytest.mark.parametrize(
    ("old", "new", "line", "words"), [(old, *mistake) for old, mistakes in MISTAKES.items() for mistake in mistakes]
)
def test_a_mistake_is_told_with_its_line(complaint, old, new, line, words):
    text = HEAD + DEFINED + random("id: s")
    assert old in text

    said = complaint(text.replace(old, new, 1))

    assert said.startswith(f"fixture.yaml:{line}: "), said
    assert words in said


def test_a_code_that_stands_twice_is_told(complaint):
    grants = "  users: [{email: a, password: b}]\n  grants: [&g {code: a, client: b, user: a}, *g]\n"

    assert "a code that no other grant has" in complaint(HEAD + grants)


@pytest.mark.parametrize(
    ("second", "line", "words"),
    [
        (
            "name: Thing, timeZoneId: UTC",
            17,
            "components[1].name: found 'Thing', expected a name that no other component",
        ),
        (
            "name: Other, timeZoneId: UTC, folder: /c",
            17,
            "components[1].folder: found '/c', expected the name of a folder",
        ),
        ("name: Other, timeZoneId: UTC, uid: 0e95694d-91ce-3034-92bf-4e724dd18882", 17, "more than one '0e95694d"),
        ("name: Other, timeZoneId: UTC, created: 2012-02-30T00:00:00Z", 17, "created: '2012-02-30T00:00:00Z' is not"),
    ],
)
def test_mistakes_between_components_are_told_too(complaint, second, line, words):
    text = HEAD + DEFINED + random("uid: 0e95694d-91ce-3034-92bf-4e724dd18882")
    third = "        - {name: Third, timeZoneId: UTC, uid: 0e95694d-91ce-3034-92bf-4e724dd18882}\n"

    said = complaint(f"{text}        - {{{second}}}\n{third}")

    assert said.startswith(f"fixture.yaml:{line}: "), said
    assert words in said


def test_streams_of_one_id_or_uid_in_a_component_are_told(complaint):
    one = random("id: s")
    other = one.replace("name: S", "name: T")

    assert "stream[1].id: found 's', expected a name that no other stream" in complaint(HEAD + DEFINED + one + other)


def test_a_stream_of_texts_cannot_be_calculated_with(complaint):
    text = random("id: a").replace("DOUBLE", "STRING")
    derived = random("id: b, derivation: {of: [{stream: a}]}").replace("name: S", "name: T")

    said = complaint(HEAD + DEFINED + text + derived)

    assert "derivation.of[0].stream: found 'a stream of the type STRING', expected one of numbers" in said


@pytest.mark.parametrize(
    ("file", "content", "place"),
    [
        ("data.csv", "time,data\n1,2\n2,warm\n", "data.csv:3: Stream 'S': 'warm' is no value of the type DOUBLE"),
        ("data.csv", "time,value\n1,2\n", "data.csv:2: found the members time, value, expected time and data"),
        ("data.csv", "data\n1\n", "data.csv:2: found the members data, expected time and data"),
        ("data.jsonl", '{"time": "noon", "data": 1}\n', "data.jsonl:1: 'noon' is not an ISO 8601 date"),
    ],
)
def test_mistakes_in_a_file_are_told_with_its_line(complaint, file, content, place):
    text = HEAD + DEFINED + random(f"samples: {{file: {file}}}")

    assert complaint(text, **{file.replace(".", "__"): content}).startswith(place)


def test_two_organizations_of_one_uid_are_told(complaint):
    again = "".join(HEAD.splitlines(keepends=True)[2:]).replace("key,", "other,")

    assert "expected a uid that no other organization has" in complaint(HEAD + again)
