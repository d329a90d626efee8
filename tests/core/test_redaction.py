from __future__ import annotations

import pytest

from streamulator.core.redaction import _NAMES, HIDDEN, shown, shown_headers, shown_query, shown_text


@pytest.mark.parametrize("name", ["Authorization", "cookie", "Set-Cookie", "api_key", "session", "client_secret"])
def test_credentials_are_hidden_by_their_names_in_any_case(name):
    assert shown(name, "s3cret") == HIDDEN


def test_all_else_is_shown():
    assert shown("index", "1") == "1"
    assert shown_headers({"Host": "a", "Authorization": ""}) == {"Host": "a", "Authorization": ""}
    assert shown_query([("filter", "token eq 1"), ("token", "x")]) == [["filter", "token eq 1"], ["token", HIDDEN]]


@pytest.mark.parametrize("name", sorted(_NAMES))
@pytest.mark.parametrize("written", [str.lower, str.upper, str.title])
@pytest.mark.parametrize("about", ["plain", "größe"])
def test_every_name_is_known_in_every_text(name, written, about):
    name = written(name)

    assert shown_text(f'{{"{about}": 1, "{name}": "s3cret"}}') == f'{{"{about}": 1, "{name}": "(hidden)"}}'
    assert shown_text(f"/{about}?{name}=s3cret&b=1") == f"/{about}?{name}=(hidden)&b=1"


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ('{"access_token": "a\\"b", "expires_in": 3}', '{"access_token": "(hidden)", "expires_in": 3}'),
        ("client_id=me&client_secret=x&scope=a", "client_id=me&client_secret=(hidden)&scope=a"),
        ("client_secret=x", "client_secret=(hidden)"),
        ("http://a/b?session=x&c=d", "http://a/b?session=(hidden)&c=d"),
        ('{"Level": 2}', '{"Level": 2}'),
    ],
)
def test_texts_lose_their_credentials_only(text, safe):
    assert shown_text(text) == safe
