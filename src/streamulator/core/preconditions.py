"""Conditional requests as RFC 9110, section 13, defines them: entity tags, and whether a request may go on."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable
from enum import Enum
from typing import NamedTuple

from streamulator.core.problems import NotModified, PreconditionFailed


class Verdict(Enum):
    """What the conditions of a request come to."""

    PROCEED = "proceed"
    NOT_MODIFIED = "not modified"
    FAILED = "precondition failed"


class Tag(NamedTuple):
    """One entity tag: what stands between its quotes, and whether it is only a weak validator."""

    opaque: str
    weak: bool = False


class Conditions(NamedTuple):
    """The two header values as they were sent; None where the header is absent, repeats joined by a comma."""

    if_match: str | None = None
    if_none_match: str | None = None


ANY = "*"
_TAG = re.compile(r'(W/)?"([\x21\x23-\x7e\x80-\xff]*)"')
_GAP = re.compile(r"[ \t]*")


def state_tag(version: int, contents: object) -> str:
    """Return the strong entity tag, quotes included, of contents that JSON can say and of the times they were written.

    The count keeps A→B→A from looking untouched, and lets one of many writers of the same contents win; the digest
    keeps two worlds, or two things one after the other under one name, from having one tag for different contents.
    """
    written = json.dumps(contents, sort_keys=True).encode()
    return f'"{version}-{hashlib.sha256(written).hexdigest()[:16]}"'


def read_tags(header: str) -> tuple[Tag, ...] | None:
    """Read a list of entity tags; None when the text is no such list (`*` is not one either).

    Empty members are passed over, as section 5.6.1 asks of a recipient; a list of nothing is valid.
    """
    tags: list[Tag] = []
    place = 0
    while True:
        place = _past_gap(header, place)
        found = _TAG.match(header, place)
        if found is not None:
            tags.append(Tag(found[2], weak=found[1] is not None))
            place = _past_gap(header, found.end())
        if place == len(header):
            return tuple(tags)
        if header[place] != ",":
            return None
        place += 1


def judge(conditions: Conditions, etag: str | None, *, safe: bool, present: bool | None = None) -> Verdict:
    """Weigh the conditions in the order of section 13.2.2: If-Match first, then If-None-Match.

    `etag` is the current entity tag, None when nothing is there; `safe` is true for GET and HEAD. `present` is
    what `*` asks about, for a thing that carries a tag even while it is empty; left out, a tag means presence.

    A header that cannot be read fails closed: no tag can be said to match it, so If-Match fails; an unreadable
    If-None-Match stops an unsafe request, and is as good as none for a safe one, which then gets all.

    A request that would not succeed anyway (something is missing, the body is wrong) must not be judged here:
    section 13.2.1 lets its own error go first.
    """
    current = None if etag is None else _only(etag)
    there = etag is not None if present is None else present
    if conditions.if_match is not None and not _match_holds(conditions.if_match, current, there=there):
        return Verdict.FAILED
    if conditions.if_none_match is None or _none_match_holds(conditions.if_none_match, current, there=there, safe=safe):
        return Verdict.PROCEED
    return Verdict.NOT_MODIFIED if safe else Verdict.FAILED


def enforce(conditions: Conditions, etag: str | None, *, safe: bool, present: bool | None = None) -> None:
    """Raise NotModified or PreconditionFailed unless the request may go on; the arguments are those of `judge`."""
    verdict = judge(conditions, etag, safe=safe, present=present)
    if verdict is Verdict.NOT_MODIFIED:
        raise NotModified("What the caller has is still what is stored.", etag=etag or "")
    if verdict is Verdict.FAILED:
        sent = [
            f"{name}: {value}"
            for name, value in (("If-Match", conditions.if_match), ("If-None-Match", conditions.if_none_match))
            if value is not None
        ]
        raise PreconditionFailed(
            f"The condition {' and '.join(sent)} does not hold: the current entity tag is {etag or 'none'}.",
            "Read the resource again, decide anew, and repeat the request with the entity tag that was read.",
            ETag=etag or "",
        )


def _past_gap(text: str, place: int) -> int:
    gap = _GAP.match(text, place)
    return place if gap is None else gap.end()


def _only(etag: str) -> Tag:
    tags = read_tags(etag)
    if tags is None or len(tags) != 1:
        raise ValueError(f"{etag!r} is not one entity tag.")
    return tags[0]


def _match_holds(header: str, current: Tag | None, *, there: bool) -> bool:
    if header.strip(" \t") == ANY:
        return there
    return current is not None and any(_strongly_equal(tag, current) for tag in read_tags(header) or ())


def _none_match_holds(header: str, current: Tag | None, *, there: bool, safe: bool) -> bool:
    if header.strip(" \t") == ANY:
        return not there
    tags: Iterable[Tag] | None = read_tags(header)
    if tags is None:
        return safe
    return current is None or all(tag.opaque != current.opaque for tag in tags)


def _strongly_equal(one: Tag, other: Tag) -> bool:
    return one == other and not one.weak
