"""The conditions of RFC 9110, section 13, as a table."""

from __future__ import annotations

import pytest

from streamulator.core.preconditions import ANY, Conditions, Tag, Verdict, enforce, judge, read_tags, state_tag
from streamulator.core.problems import NotModified, PreconditionFailed

GO, SAME, FAIL = Verdict.PROCEED, Verdict.NOT_MODIFIED, Verdict.FAILED
A, B, WEAK_A = '"a"', '"b"', 'W/"a"'

# what is stored, If-Match, If-None-Match, verdict for GET and HEAD, verdict for the rest
TABLE = [
    # no condition
    (A, None, None, GO, GO),
    (None, None, None, GO, GO),
    # If-Match alone
    (A, A, None, GO, GO),
    (A, B, None, FAIL, FAIL),
    (None, A, None, FAIL, FAIL),
    (A, ANY, None, GO, GO),
    (None, ANY, None, FAIL, FAIL),
    (A, " * ", None, GO, GO),
    (A, '"b", "a"', None, GO, GO),
    (A, '"b","c"', None, FAIL, FAIL),
    (A, '"b" , ,\t"a",', None, GO, GO),
    (A, '"A"', None, FAIL, FAIL),
    ('"x,y"', '"x,y"', None, GO, GO),
    ('"x,y"', '"x", "y"', None, FAIL, FAIL),
    ('""', '""', None, GO, GO),
    # If-Match compares strongly: a weak tag on either side never matches
    (A, WEAK_A, None, FAIL, FAIL),
    (WEAK_A, A, None, FAIL, FAIL),
    (WEAK_A, WEAK_A, None, FAIL, FAIL),
    (A, 'W/"a", "a"', None, GO, GO),
    # If-Match that cannot be read never matches
    (A, "", None, FAIL, FAIL),
    (A, "a", None, FAIL, FAIL),
    (A, '"a', None, FAIL, FAIL),
    (A, 'w/"a"', None, FAIL, FAIL),
    (A, '"a" "b"', None, FAIL, FAIL),
    (A, '"a", b', None, FAIL, FAIL),
    (A, '*, "a"', None, FAIL, FAIL),
    (A, '"a b"', None, FAIL, FAIL),
    (None, "a", None, FAIL, FAIL),
    # If-None-Match alone
    (A, None, A, SAME, FAIL),
    (A, None, B, GO, GO),
    (None, None, A, GO, GO),
    (A, None, ANY, SAME, FAIL),
    (None, None, ANY, GO, GO),
    (A, None, '"b", "a"', SAME, FAIL),
    (A, None, '"b", "c"', GO, GO),
    # If-None-Match compares weakly
    (A, None, WEAK_A, SAME, FAIL),
    (WEAK_A, None, A, SAME, FAIL),
    (WEAK_A, None, WEAK_A, SAME, FAIL),
    (A, None, 'W/"b"', GO, GO),
    # If-None-Match that cannot be read: all for a reader, nothing for a writer
    (A, None, "a", GO, FAIL),
    (A, None, '*, "a"', GO, FAIL),
    (None, None, '"a', GO, FAIL),
    (A, None, "", GO, GO),
    # both: If-Match first
    (A, A, A, SAME, FAIL),
    (A, A, B, GO, GO),
    (A, B, A, FAIL, FAIL),
    (A, B, B, FAIL, FAIL),
    (A, ANY, A, SAME, FAIL),
    (A, ANY, ANY, SAME, FAIL),
    (None, A, B, FAIL, FAIL),
    (None, ANY, ANY, FAIL, FAIL),
    (A, "a", B, FAIL, FAIL),
    (A, A, WEAK_A, SAME, FAIL),
]


@pytest.mark.parametrize(("stored", "if_match", "if_none_match", "reading", "writing"), TABLE)
def test_the_conditions_come_to_one_verdict(stored, if_match, if_none_match, reading, writing):
    conditions = Conditions(if_match, if_none_match)

    assert judge(conditions, stored, safe=True) is reading
    assert judge(conditions, stored, safe=False) is writing


@pytest.mark.parametrize(
    ("conditions", "verdict"),
    [
        (Conditions(if_match=ANY), FAIL),
        (Conditions(if_none_match=ANY), GO),
        (Conditions(if_match=A), GO),
        (Conditions(if_none_match=A), FAIL),
    ],
)
def test_a_thing_may_have_a_tag_while_nothing_is_in_it(conditions, verdict):
    assert judge(conditions, A, safe=False, present=False) is verdict


@pytest.mark.parametrize(
    ("header", "tags"),
    [
        ('"a"', (Tag("a"),)),
        ('W/"a", "b"', (Tag("a", weak=True), Tag("b"))),
        (",,", ()),
        ("", ()),
        ('"caf\xe9"', (Tag("caf\xe9"),)),
        ('"\u20ac"', None),
        ("*", None),
        ('"a"; "b"', None),
    ],
)
def test_a_list_of_tags_is_read(header, tags):
    assert read_tags(header) == tags


def test_a_long_header_is_read_in_one_go():
    assert read_tags('"a",' * 20_000) == (Tag("a"),) * 20_000
    assert read_tags('"' * 20_001) is None


def test_a_tag_of_our_own_must_be_one():
    with pytest.raises(ValueError, match="not one entity tag"):
        judge(Conditions(if_match=A), "a", safe=True)


def test_enforcing_says_what_was_sent_and_what_is_current():
    enforce(Conditions(if_match=A), A, safe=False)
    with pytest.raises(
        PreconditionFailed, match='If-Match: "b" does not hold: the current entity tag is "a"'
    ) as failed:
        enforce(Conditions(if_match=B), A, safe=False)
    with pytest.raises(NotModified) as same:
        enforce(Conditions(if_none_match=A), A, safe=True)

    assert failed.value.details == {"ETag": A}
    assert same.value.etag == A


def test_a_state_has_one_strong_tag_and_another_state_another():
    tags = {state_tag(version, contents) for version in (0, 1) for contents in ({"a": 1}, {"a": 2}, [], None)}

    assert len(tags) == 8
    assert all(read_tags(tag) == (Tag(tag[1:-1]),) for tag in tags)
    assert state_tag(3, {"a": 1, "b": 2}) == state_tag(3, {"b": 2, "a": 1})
