"""From fixtures to a store: samples in their three forms, and what may be left out."""

from __future__ import annotations

import pytest
from grovestreams_samples import DEFINED, HEAD, MINUTE, generated, interval, random


class TestSamples:
    def dates(self, seeded, text, **files):
        (stream,) = seeded(HEAD + DEFINED + text, **files)
        return stream["startDate"], stream["endDate"]

    @pytest.mark.parametrize(
        "samples",
        [
            "samples: [{time: 60000, data: 1}, {time: 180000, data: 2}]",
            "samples: [{time: 1970-01-01T00:03:30Z, data: '2'}, {time: '1970-01-01T01:01:59+01:00', data: 1e0}]",
            "samples: [{time: 60000, data: 1}, {time: 180000, data: 2}, {time: 240000, data: null}]",
            "samples: {file: data.csv}",
            "samples: {file: data.jsonl}",
            generated(start="60000", every="2m", count="2"),
            generated("{ramp: {from: 0, to: 1}}", start="1970-01-01T00:01:30Z", every="30s", count="5"),
        ],
    )
    def test_are_listed_in_files_or_generated(self, seeded, samples):
        files = {
            "data__csv": "time,data\n1970-01-01T00:01:00Z,1\n180000,2\n240000,\n",
            "data__jsonl": '{"time": 60000, "data": 1}\n{"time": "1970-01-01T00:03:00Z", "data": "2"}\n',
        }

        assert self.dates(seeded, interval(samples), **files) == (MINUTE, 4 * MINUTE)

    @pytest.mark.parametrize(
        ("kind", "signal"),
        [
            ("INTEGER", "{noise: {}}"),
            ("BOOLEAN", "{steps: {values: [true, false], every: 1m}}"),
            ("STRING", "[{steps: {values: [a, b], every: 1m}}]"),
        ],
    )
    def test_are_generated_for_every_type(self, seeded, kind, signal):
        assert self.dates(seeded, random(generated(signal)).replace("DOUBLE", kind)) == (0, 9000)

    def test_may_have_gaps_and_come_late(self, seeded):
        rule = (
            "{start: 0, every: 1s, count: 10, gaps: [{from: 0s, for: 2s}], late: {every: 8, by: 5s}, data: {noise: {}}}"
        )

        assert self.dates(seeded, random(f"samples: {{generate: {rule}}}")) == (2000, 14000)


def test_uids_are_made_of_names_and_stay_the_same(seeded):
    text = HEAD + DEFINED + random("id: s")

    (one,), (other,) = seeded(text), seeded(text)

    assert one == other
    assert one["uid"][14] == "3"


def test_several_files_make_one_store(blank, tmp_path):
    (tmp_path / "1.yaml").write_text(HEAD + "  users: [{email: a, password: b}]\n")
    (tmp_path / "2.yaml").write_text(
        HEAD.replace("Home", "Away").replace("key,", "other,") + "      members: [{user: a}]\n"
    )

    blank.load([tmp_path])

    store = blank.world("default").stores["grovestreams"]
    assert [one.name for one in store.organizations_of(store.users["a"])] == ["Away"]
