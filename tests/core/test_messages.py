from __future__ import annotations

import pytest

from streamulator.core.messages import ANONYMOUS, NOTHING, Caller, Reply, Request


def test_nothing_is_false_but_is_not_none_or_an_empty_text():
    assert not NOTHING
    assert NOTHING is not None
    assert NOTHING != ""
    assert repr(NOTHING) == "NOTHING"


def test_a_reply_has_no_content_unless_it_is_given_and_null_is_content():
    assert Reply(204).content is NOTHING
    assert Reply(200, None).content is None


def test_writing_the_body_of_a_reply_keeps_all_the_rest():
    class Any:
        def is_valid(self, _content, /):
            return True

    reply = Reply(201, {"a": 1}, {"Location": "/a"}, Any(), "application/problem+json")

    written = reply.with_body(b"...")

    assert written.body == b"..."
    assert (written.status, written.content, written.headers) == (reply.status, reply.content, reply.headers)
    assert (written.shape, written.media_type) == (reply.shape, reply.media_type)


def test_the_headers_that_replies_share_cannot_be_changed():
    with pytest.raises(TypeError):
        Reply(200).headers["Location"] = "/a"


def test_a_request_is_for_the_default_world_unless_it_says_otherwise():
    request = Request("GET", "/a")

    assert (request.world, request.query, dict(request.headers), request.body) == ("default", (), {}, b"")


def test_nobody_is_an_anonymous_caller_without_roles():
    assert Caller("") == ANONYMOUS
    assert ANONYMOUS.roles == frozenset()


@pytest.mark.parametrize(("value", "member"), [(Reply(200), "status"), (Caller("a"), "id")])
def test_values_cannot_be_changed(value, member):
    with pytest.raises(AttributeError):
        setattr(value, member, "other")


@pytest.mark.parametrize(
    ("base_url", "world", "expected"),
    [
        ("http://host", "default", "http://host"),
        ("http://host", "trial", "http://host/_worlds/trial"),
        ("http://host/_worlds/trial", "trial", "http://host/_worlds/trial"),
        ("http://host/_worlds/default", "default", "http://host/_worlds/default"),
        ("http://host", "a b/c", "http://host/_worlds/a%20b%2Fc"),
        ("http://host/_worlds/a%20b%2Fc", "a b/c", "http://host/_worlds/a%20b%2Fc"),
    ],
)
def test_the_way_back_leads_to_the_same_world_without_a_header(base_url, world, expected):
    assert Request("GET", "/a", base_url=base_url, world=world).way_back == expected
