"""Entity tags of metadata, and requests that are only meant for the state they name (RFC 9110, section 13)."""

from __future__ import annotations

import pytest

METADATA = "/Streams/Simple/Metadata"
STALE = '"stale"'
CONTENT = {"PUT": {"Site": "South"}, "PATCH": [{"op": "replace", "path": "/Site", "value": "South"}]}


@pytest.fixture
def etag(api):
    return api.get(METADATA).headers["etag"]


def write(api, method, stream="Simple", content=None, **headers):
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    target = f"/Streams/{stream}/Metadata"
    if method == "DELETE":
        return api(method, target, headers=sent)
    return api(method, target, CONTENT[method] if content is None else content, headers=sent)


class TestEntityTags:
    def test_it_is_strong_and_stays_while_nothing_is_written(self, api, etag):
        assert etag.startswith('"')
        assert api.get(METADATA).headers["etag"] == etag

    @pytest.mark.parametrize("method", ["PUT", "PATCH"])
    def test_a_write_answers_the_new_one(self, api, etag, method):
        answer = write(api, method)

        assert answer.headers["etag"] != etag
        assert api.get(METADATA).headers["etag"] == answer.headers["etag"]

    def test_one_state_never_has_the_tag_of_an_earlier_one(self, api, etag):
        there = {"Site": "North", "Area": "Pump house"}
        later = [api.put(METADATA, content).headers["etag"] for content in ({}, there, {}, there)]

        assert len({etag, *later}) == 5

    def test_a_refused_write_leaves_it(self, api, etag):
        assert api.put(METADATA, {"a": 1}).status == 400
        assert api.patch(METADATA, [{"op": "remove", "path": "/Nothing"}]).status == 409

        assert api.get(METADATA).headers["etag"] == etag


class TestReads:
    @pytest.mark.parametrize("form", ["{}", "W/{}", '"other", {}', "*"])
    def test_who_has_the_current_state_gets_nothing(self, api, etag, form):
        answer = api.get(METADATA, If_None_Match=form.format(etag))

        assert (answer.status, answer.body, answer.headers["etag"]) == (304, b"", etag)

    def test_who_has_another_state_gets_the_current_one(self, api):
        assert api.get(METADATA, If_None_Match=STALE).status == 200

    def test_a_state_that_is_asked_for_and_gone_is_a_failed_precondition(self, api, etag):
        assert api.get(METADATA, If_Match=etag).status == 200
        assert api.get(METADATA, If_Match=STALE).status == 412


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
class TestWrites:
    @pytest.mark.parametrize("form", ["{}", '"other", {}', "*"])
    def test_one_for_the_current_state_is_done(self, api, etag, method, form):
        assert write(api, method, If_Match=form.format(etag)).status in (200, 204)

        assert api.get(METADATA).content.get("Site") != "North"

    @pytest.mark.parametrize("form", [STALE, "W/{}", "", "{0}{0}", "no quotes"])
    def test_one_for_another_state_is_not(self, api, etag, method, form):
        answer = write(api, method, If_Match=form.format(etag))

        assert answer.status == 412
        assert answer.content["Parameters"] == {"ETag": etag}
        assert (api.get(METADATA).content["Site"], api.get(METADATA).headers["etag"]) == ("North", etag)

    def test_the_second_with_the_same_tag_fails(self, api, etag, method):
        assert write(api, method, If_Match=etag).status in (200, 204)
        assert write(api, "PUT", If_Match=etag).status == 412

    def test_one_that_must_not_meet_the_current_state(self, api, etag, method):
        assert write(api, method, If_None_Match=etag).status == 412
        assert write(api, method, If_None_Match="*").status == 412
        assert write(api, method, If_None_Match=STALE).status in (200, 204)

    def test_a_missing_stream_is_not_found_whatever_the_condition(self, api, method):
        assert write(api, method, stream="Nowhere", If_Match=STALE).status == 404
        assert write(api, method, stream="Nowhere", If_Match="*").status == 404


class TestOrderOfEvaluation:
    @pytest.mark.parametrize(
        ("method", "content", "status"),
        [
            ("PUT", {"a": 1}, 400),
            ("PATCH", [{"op": "paint", "path": "/Site"}], 400),
            ("PATCH", [{"op": "remove", "path": "/Nothing"}], 409),
        ],
    )
    def test_a_write_that_fails_by_itself_fails_so(self, api, method, content, status):
        assert write(api, method, content=content, If_Match=STALE).status == status

    def test_a_token_comes_first(self, locked):
        assert write(locked, "PUT", If_Match=STALE).status == 401

    def test_if_match_is_judged_before_if_none_match(self, api, etag):
        assert api.get(METADATA, If_Match=STALE, If_None_Match=etag).status == 412


class TestEmptyMetadata:
    def test_a_star_takes_an_empty_dictionary_for_absent(self, api):
        assert write(api, "PUT", stream="Empty", If_Match="*").status == 412
        assert write(api, "PUT", stream="Empty", If_None_Match="*").status == 200
        assert write(api, "PUT", stream="Empty", If_None_Match="*").status == 412

    def test_it_has_a_tag_all_the_same(self, api):
        tag = api.get("/Streams/Empty/Metadata").headers["etag"]

        assert write(api, "PUT", stream="Empty", If_Match=tag).status == 200
