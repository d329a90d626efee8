from __future__ import annotations

import pytest

from streamulator.core import problems
from streamulator.core.problems import Broken, Missing, NotModified, Problem, Throttled, Violation, WrongMethod
from streamulator.kernel.problem_json import problem_reply

KINDS = [kind for kind in Problem.__subclasses__() if kind.__module__ == problems.__name__]


def of(kind):
    match kind.__name__:
        case "WrongMethod":
            return WrongMethod("No.", allowed=["GET"])
        case "NotModified":
            return NotModified("Same.", etag='"1"')
        case "Violation" | "Broken":
            return kind(["No."])
        case "Struck":
            return kind(503, "No.")
    return kind("No.")


@pytest.mark.parametrize("kind", KINDS)
def test_every_problem_has_a_reply(kind):
    reply = problem_reply(of(kind))

    assert 300 < reply.status < 600
    if reply.status != 304:
        assert reply.media_type == "application/problem+json"
        assert reply.content["status"] == reply.status


def test_a_reply_says_what_rfc_9457_wants():
    assert problem_reply(Missing("There is no 'a'.", "Create it.")).content == {
        "type": "about:blank",
        "title": "Not Found",
        "status": 404,
        "detail": "There is no 'a'. Create it.",
    }


@pytest.mark.parametrize("kind", [Violation, Broken])
def test_all_complaints_are_listed(kind):
    assert problem_reply(kind(["One.", "Two."])).content["errors"] == ["One.", "Two."]


def test_a_throttled_call_says_when_to_come_again():
    assert problem_reply(Throttled("No.", seconds=90)).headers == {"Retry-After": "90"}


def test_a_wrong_method_says_which_are_right():
    assert problem_reply(WrongMethod("No.", allowed=["GET", "PUT"])).headers == {"Allow": "GET, PUT"}


def test_what_is_not_modified_has_its_tag_and_no_body():
    reply = problem_reply(NotModified("Same.", etag='"1"'))

    assert (reply.status, reply.headers, bool(reply.content)) == (304, {"ETag": '"1"'}, False)


def test_a_service_may_have_problems_of_its_own_kind():
    class NoSuchStream(Missing):
        pass

    class Odd(Problem):
        pass

    assert problem_reply(NoSuchStream("No.")).status == 404
    assert problem_reply(Odd("No.")).status == 500
