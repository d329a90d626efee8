"""What is wrong with a fixture of MODE is said with its place."""

from __future__ import annotations

import pytest

from streamulator.kernel.fixtures import FixtureError

SDS = "smartModules: [{id: sds, type: sds}, {id: two, type: sds}, {id: tsdb, type: tsdb}]"


def mistake(emulator_of, text):
    with pytest.raises(FixtureError) as caught:
        emulator_of(f"mode: {{projects: [{text}]}}")
    return str(caught.value).partition(": ")[2]


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("packets: [{text: a, hex: ff}]", "packets[0]: The packet has ['text', 'hex'] of text, hex and base64"),
        ("packets: [{index: 1}]", "packets[0]: The packet has none of text"),
        ("packets: [{index: 1, text: a}, {index: 1, text: b}]", "packets[1]: The index is 1; expected one"),
        ("packets: [{index: 4294967295, text: a}, {text: b}]", "packets[1]: The index is 4294967296; expected one"),
        ("packets: [{base64: '?'}]", "packets[0]: "),
        ("packets: [{text: a, received: soon}]", "packets[0]: 'soon' is not an ISO 8601"),
        ("packets: {file: nowhere.csv}", "packets.file: found 'nowhere.csv'"),
        ("packets: {generate: {count: 2, size: 1, interval: 5}}", "packets"),
        ("packets: {generate: {count: 2, size: 1, interval: soon}}", "packets.generate.interval: found 'soon'"),
        ("packets: {generate: {start: 4294967295, count: 2, size: 1}}", "packets.generate.count: found 2"),
        ("packets: {generate: {count: 100000, size: 1, interval: 36500d}}", "generate.interval: found '36500d'"),
        ("packets: {generate: {count: 2, size: 1, interval: 36501d}}", "generate.interval: found '36501d'"),
        ("packets: {generate: {count: 2}}", "packets"),
        ("packets: {generate: {count: 2, samples: {each: 1, signal: {sine: {period: 0}}}}}", "signal.sine.period"),
        ("packets: {generate: {count: 2, samples: {each: 1, signal: {ramp: {from: 0, to: 1.0e+39}}}}}", "signal"),
        ("sessions: [{id: a, start: 0, stop: 0}]", "sessions[0]: A session cannot end with packet 0"),
        ("packets: [{text: a}], sessions: [&s {id: a, start: 0, stop: 0}, *s]", "sessions[1].id: found 'a'"),
        ("packets: [{text: a}], sessions: [{id: a, start: 1, stop: 0}]", "sessions[0]: A session cannot go from 1"),
        ("packets: [{text: a}], openSession: {start: 1}", "openSession.start: found 1"),
        ("metadata: [&m {packetIndex: 1, content: {}}, *m]", "metadata[1].packetIndex: found 1"),
        ("metadata: [{packetIndex: 1, content: {}, updated: soon}]", "metadata[0].updated: 'soon'"),
        ("metadata: [{packetIndex: 1, content: {}, source: {type: user}}]", "metadata[0].source"),
    ],
)
def test_a_mistake_in_a_stream_is_named_with_its_place(emulator_of, text, complaint):
    stream = f"{{module: sds, name: s, {text}}}"

    found = mistake(emulator_of, f"{{id: 1, {SDS}, homes: [{{id: 1, name: a, streams: [{stream}]}}]}}")

    assert found.startswith("mode.projects[0].homes[0].streams[0]")
    assert complaint in found


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("members: [{user: 5}]", "members[0].user: found 5"),
        ("streams: [{module: other, name: s}]", "streams[0].module: 'other' is no Smart Module"),
        ("streams: [{module: tsdb, name: s}]", "'tsdb' is a module of type tsdb, not sds"),
        ("streams: [{module: sds, name: s}, {module: two, name: s}]", "streams[1].name: found 's'"),
        ("timeSeries: [{module: sds, id: s}]", "timeSeries[0]: 'sds' is a module of type sds, not tsdb"),
        ("timeSeries: [&t {module: tsdb, id: s}, *t]", "timeSeries[1]: Module 'tsdb' has a time series 's'"),
        ("creationTime: soon", "creationTime: 'soon'"),
    ],
)
def test_a_mistake_in_a_home_is_named_with_its_place(emulator_of, text, complaint):
    found = mistake(emulator_of, f"{{id: 1, {SDS}, homes: [{{id: 1, name: a, {text}}}]}}")

    assert found.startswith("mode.projects[0].homes[0]")
    assert complaint in found


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("{id: 1}, {id: 1}", "[1].id: found 1, expected one that no other has as its id"),
        ("{id: 1, keys: [{name: a, key: k}], devices: [{id: 1, key: k}]}", "devices[0].key: found 'k'"),
        ("{id: 1, devices: [{id: 1, home: 2}]}", "devices[0].home: found 2"),
        ("{id: 1, homes: [{id: 2, name: a}]}, {id: 3, devices: [{id: 1, home: 2}]}", "devices[0].home: found 2"),
        ("{id: 1, homes: [{id: 1, name: a}, {id: 1, name: b}]}", "homes[1].id: found 1"),
        ("{id: 1, smartModules: [{id: -x, type: sds}]}", 'smartModules[0].id: found "-x"'),
        ("{id: 1, smartModules: [&m {id: sds, type: sds}, *m]}", "smartModules[1].id: found 'sds'"),
        ("{id: 1, smartModules: [{id: sds, type: sds, streamTimeout: soon}]}", "[0].streamTimeout: found 'soon'"),
        ("{id: 1, smartModules: [{id: sds, type: sds, creationTime: soon}]}", "[0].creationTime: 'soon'"),
        ("{id: 1, users: [{id: 1, name: a}, {id: 1, name: b}]}", "users[1].id: found 1"),
        ("{id: 1, loginLasts: x}", "loginLasts: found 'x'"),
    ],
)
def test_a_mistake_in_a_project_is_named_with_its_place(emulator_of, text, complaint):
    assert complaint in mistake(emulator_of, text)
