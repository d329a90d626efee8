from __future__ import annotations

import pytest
from small_contracts import operation

from streamulator.core.messages import Reply

NOTE = {"type": "object", "required": ["text"], "properties": {"text": {"type": "string"}}}
OF_NOTE = {"description": "A note.", "content": {"application/json": {"schema": NOTE}}}


def complaints(reply, **answers):
    responses = {name.removeprefix("s"): answer for name, answer in answers.items()}
    return operation(responses=responses or {"200": OF_NOTE}).complaints(reply)


class AtMostThree:
    """A shape known only at run time: lists of three at most."""

    def is_valid(self, content, /):
        return len(content) <= 3

    def complaints(self, content, /):
        return [] if self.is_valid(content) else [f"{len(content)} members, at most 3."]


def test_a_reply_that_keeps_the_contract_has_no_complaints():
    assert complaints(Reply(200, {"text": "a"})) == []


def test_a_status_that_is_not_documented_is_named_with_those_that_are():
    assert complaints(Reply(418), s200=OF_NOTE, s404=OF_NOTE) == [
        "status 418: not documented for it, which has [200, 404]."
    ]


def test_a_body_that_does_not_fit_is_named_with_its_place():
    assert complaints(Reply(200, {"text": 1})) == ["body: text: found 1, expected a string."]


def test_a_body_where_none_is_documented_is_wrong():
    assert complaints(Reply(204, {"text": "a"}), s204={"description": "Done."}) == [
        "body: of type application/json; documented are none."
    ]


def test_no_body_where_one_is_documented_is_wrong():
    assert complaints(Reply(200)) == ["body: missing."]


def test_null_is_a_body():
    assert complaints(Reply(200, None)) == ["body: found null, expected an object."]


def test_a_body_of_another_media_type_is_wrong():
    assert complaints(Reply(200, {"text": "a"}, media_type="text/plain")) == [
        "body: of type text/plain; documented are ['application/json']."
    ]


@pytest.mark.parametrize(("content", "expected"), [([1, 2, 3], []), ([1] * 4, ["body: 4 members, at most 3."])])
def test_a_shape_counts_over_and_above_the_contract(content, expected):
    anything = {"description": "Any.", "content": {"application/json": {"schema": {}}}}

    assert complaints(Reply(200, content, shape=AtMostThree()), s200=anything) == expected


class TestHeaders:
    TAGGED = {  # noqa: RUF012  nobody changes it
        "description": "Done.",
        "headers": {
            "ETag": {"required": True, "schema": {"type": "string", "pattern": '^"[0-9a-f]+"$'}},
            "Location": {"schema": {"type": "string", "minLength": 1}},
        },
    }

    def test_that_fit_are_right(self):
        assert complaints(Reply(204, headers={"ETag": '"1f"', "Location": "/a"}), s204=self.TAGGED) == []

    def test_that_are_required_must_be_there(self):
        assert complaints(Reply(204), s204=self.TAGGED) == ["header parameter 'ETag': missing, and it is required."]

    def test_that_are_there_must_fit_required_or_not(self):
        found = complaints(Reply(204, headers={"ETag": "1f", "Location": ""}), s204=self.TAGGED)

        assert [complaint.partition(":")[0] for complaint in found] == [
            "header parameter 'ETag'",
            "header parameter 'Location'",
        ]

    def test_that_are_not_documented_do_no_harm(self):
        assert complaints(Reply(204, headers={"ETag": '"1"', "Operation-Id": "x"}), s204=self.TAGGED) == []

    def test_are_complained_of_together_with_the_body(self):
        both = {**OF_NOTE, "headers": {"ETag": {"required": True, "schema": {"type": "string"}}}}

        assert len(complaints(Reply(200, {"text": 1}), s200=both)) == 2

    @pytest.mark.parametrize(("value", "right"), [("5", True), ("05", False), ("soon", False), ("-1", False)])
    def test_may_be_numbers(self, value, right):
        late = {"description": "Later.", "headers": {"Retry-After": {"schema": {"type": "integer", "minimum": 0}}}}

        assert (complaints(Reply(503, headers={"Retry-After": value}), s503=late) == []) is right
