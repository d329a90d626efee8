"""A stream's metadata: values, change data, entity tags, conditions, forks."""

from __future__ import annotations

import pytest
from aveva_samples import ANNA, ROBOT, metadata_of, the_state

from streamulator.core.preconditions import Conditions
from streamulator.core.problems import Missing, NotModified, PreconditionFailed, Refused
from streamulator.services.aveva.model.streams.metadata import NOBODY, ChangeData, Metadata


class TestReading:
    def test_a_new_stream_has_none(self):
        assert Metadata().values() == {}
        assert Metadata().entries() == {}

    def test_a_value_is_found_by_its_exact_key(self):
        metadata = metadata_of(Country="Canada")

        assert metadata.value("Country") == "Canada"
        with pytest.raises(Missing) as missing:
            metadata.value("country")
        assert missing.value.details == {"Key": "country"}


class TestReplacing:
    def test_nothing_is_merged_and_every_key_gets_new_change_data(self):
        metadata = metadata_of(Region="North", Country="Canada")

        metadata.replace({"Country": "Canada", "City": "Toronto"}, ROBOT, 200)

        assert metadata.values() == {"Country": "Canada", "City": "Toronto"}
        assert {entry.change for entry in metadata.entries().values()} == {ChangeData(200, ROBOT)}

    @pytest.mark.parametrize("value", [None, 1, True, 1.5, [], {}])
    def test_a_value_that_is_no_text_is_refused_and_nothing_changes(self, value):
        metadata = metadata_of(a="1")
        before = the_state(metadata)

        with pytest.raises(Refused, match="'bad' holds"):
            metadata.replace({"good": "x", "bad": value}, ROBOT, 200)

        assert the_state(metadata) == before

    @pytest.mark.parametrize("body", [None, [], "text", 3])
    def test_what_is_no_dictionary_is_refused(self, body):
        with pytest.raises(Refused, match="dictionary of texts"):
            Metadata().replace(body, NOBODY, 0)


class TestEntityTags:
    def test_it_is_a_strong_quoted_text(self):
        etag = metadata_of(a="1").etag

        assert etag.startswith('"')
        assert etag.endswith('"')
        assert etag.count('"') == 2

    @pytest.mark.parametrize(
        "write",
        [
            lambda metadata: metadata.replace({"a": "1"}, ANNA, 100),
            lambda metadata: metadata.patch([], ANNA, 100),
            lambda metadata: metadata.patch([{"op": "add", "path": "/b", "value": "2"}], ANNA, 100),
            lambda metadata: metadata.clear(),
        ],
    )
    def test_it_changes_with_every_write(self, write):
        metadata = metadata_of(a="1")
        before = metadata.etag

        write(metadata)

        assert metadata.etag != before

    def test_coming_back_to_the_same_values_is_not_taken_for_untouched(self):
        metadata = metadata_of(a="A")
        first = metadata.etag
        metadata.replace({"a": "B"}, ANNA, 101)
        metadata.replace({"a": "A"}, ANNA, 102)

        assert metadata.etag != first

    def test_reading_does_not_change_it(self):
        metadata = metadata_of(a="1")
        before = metadata.etag
        metadata.values()["a"] = "changed outside"

        assert metadata.etag == before
        assert metadata.value("a") == "1"

    def test_any_text_can_be_digested(self):
        assert metadata_of(a="\ud800", b="\u20ac").etag.isascii()


class TestConditions:
    def test_one_of_many_writers_with_one_tag_wins(self):
        metadata = Metadata()
        seen = Conditions(if_match=metadata.etag)
        won = 0
        for _ in range(50):
            try:
                metadata.check(seen, safe=False)
            except PreconditionFailed:
                continue
            metadata.replace({"a": "same"}, ANNA, 100)
            won += 1

        assert won == 1

    def test_a_reader_who_is_up_to_date_is_told_so(self):
        metadata = metadata_of(a="1")

        with pytest.raises(NotModified) as same:
            metadata.check(Conditions(if_none_match=metadata.etag), safe=True)
        assert same.value.etag == metadata.etag

    def test_a_star_asks_whether_there_is_anything(self):
        full, empty = metadata_of(a="1"), Metadata()

        full.check(Conditions(if_match="*"), safe=False)
        empty.check(Conditions(if_none_match="*"), safe=False)
        with pytest.raises(PreconditionFailed):
            full.check(Conditions(if_none_match="*"), safe=False)
        with pytest.raises(PreconditionFailed):
            empty.check(Conditions(if_match="*"), safe=False)


def test_clearing_removes_all_and_may_be_repeated():
    metadata = metadata_of(a="1")

    metadata.clear()
    metadata.clear()

    assert metadata.values() == {}


def test_a_fork_and_its_origin_do_not_see_each_others_writes():
    origin = metadata_of(a="1")
    fork = origin.fork()
    assert the_state(fork) == the_state(origin)

    fork.patch([{"op": "remove", "path": "/a"}], ROBOT, 200)
    origin.replace({"b": "2"}, ROBOT, 300)

    assert fork.values() == {}
    assert origin.values() == {"b": "2"}
    assert fork.etag != origin.etag
