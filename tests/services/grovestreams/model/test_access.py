"""Rights of API keys by resource, and of members by role."""

from __future__ import annotations

import pytest

from streamulator.services.grovestreams.model.access import ApiKey, Member, Right, User

FRED = User("uid", "fred@gmailx.com", "secret", "Fred", "Flinstone")


def key(rights):
    return ApiKey(
        "secret",
        "key",
        tuple(Right(tuple(resource.split("/")), frozenset(actions.split())) for resource, actions in rights.items()),
    )


def may(rights, action, resource):
    return key(rights).may(action, resource.split("/"))


@pytest.mark.parametrize(
    ("rights", "action", "resource", "allowed"),
    [
        ({"*": "GET PUT POST DELETE"}, "DELETE", "unit/a", True),
        ({"*": ""}, "GET", "unit", False),
        ({}, "GET", "unit", False),
        ({"*": "GET"}, "PUT", "unit", False),
        ({"unit": "GET"}, "GET", "unit/a", True),  # children inherit
        ({"unit/a": "GET"}, "GET", "unit", False),  # parents do not
        ({"unit/a": "GET"}, "GET", "unit/b", False),
        ({"component": "GET", "component/a": "GET PUT"}, "PUT", "component/a/stream", True),  # children override
        ({"component": "GET PUT", "component/a": ""}, "GET", "component/a", False),
        ({"component/*/feed": "PUT"}, "PUT", "component/*/feed", True),
        ({"component/*/feed": "PUT"}, "PUT", "component/a/feed", True),
        ({"component/*/feed": "PUT"}, "GET", "component/*/feed", False),
        ({"component/a/feed": "PUT"}, "PUT", "component/*/feed", False),  # one component is not any
        ({"*": "GET", "unit": ""}, "GET", "unit", False),  # a word says more than a star
        ({"component/*": "", "component/a": "GET"}, "GET", "component/a/stream", True),
        ({"units": "GET"}, "GET", "unit", False),
    ],
)
def test_the_closest_resource_decides(rights, action, resource, allowed):
    assert may(rights, action, resource) is allowed


@pytest.mark.parametrize(("role", "actions"), [("EDITOR", ["GET", "PUT", "DELETE"]), ("VIEWER", ["GET"]), ("NONE", [])])
def test_a_role_allows_what_its_name_says(role, actions):
    assert [action for action in ("GET", "PUT", "DELETE") if Member(FRED, role=role).may(action)] == actions


def test_a_name_is_whole_without_needless_blanks():
    assert (FRED.full_name, User("", "", "", "Guest", "").full_name) == ("Fred Flinstone", "Guest")
