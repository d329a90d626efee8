"""Bodies on the wire: content encodings undone, JSON and forms parsed, JSON written."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable
from decimal import Decimal
from typing import Any
from urllib.parse import parse_qsl

import orjson

from streamulator.core.messages import Json
from streamulator.core.problems import TooLarge, Violation

Spelling = Callable[[Any], orjson.Fragment]

FORM = "application/x-www-form-urlencoded"

# The sizes that AVEVA documents for its own bodies (28.6 MiB sent, 190 MiB inflated) serve all services.
MOST_SENT = 30_000_000
MOST_INFLATED = 200_000_000

_WINDOWS = {"gzip": 31, "x-gzip": 31, "deflate": 47}
DEEPEST = 200  # levels; well below what the writer and Python itself can bear
_ESCAPES = re.compile(rb"\\.")
_STRINGS = re.compile(rb'"[^"]*"')
_NOT_MARKS = bytes(set(range(256)) - set(b'[]{}"'))
_ONE_KIND = bytes.maketrans(b"{}", b"[]")


def decoded(body: bytes, encoding: str) -> bytes:
    """Undo a request's Content-Encoding; bodies that are empty have none, whatever the header says."""
    if len(body) > MOST_SENT:
        raise _too_large(len(body), MOST_SENT)
    encoding = encoding.strip().lower()
    if not body or encoding in {"", "identity"}:
        return body
    if encoding not in _WINDOWS:
        raise Violation([f"Content-Encoding: '{encoding}' is not known here."], "Send gzip, deflate or no encoding.")
    try:
        return _inflated(body, encoding)
    except zlib.error as error:
        raise Violation([f"body: not valid {encoding} data ({error})."], "Compress the whole body.") from error


def _inflated(body: bytes, encoding: str) -> bytes:
    inflater = zlib.decompressobj(_WINDOWS[encoding])
    try:
        plain = inflater.decompress(body, MOST_INFLATED + 1)
    except zlib.error:
        if encoding != "deflate":
            raise
        inflater = zlib.decompressobj(-15)  # many senders of "deflate" leave out the zlib header
        plain = inflater.decompress(body, MOST_INFLATED + 1)
    if len(plain) > MOST_INFLATED:
        raise _too_large(len(plain), MOST_INFLATED)
    if not inflater.eof:
        raise zlib.error("it ends too early")
    if inflater.unused_data:
        raise zlib.error("something follows its end")
    return plain


def parsed_json(body: bytes) -> Json:
    """Parse strict JSON: UTF-8, no NaN, no numbers out of range, no lone surrogates, no bottomless nesting."""
    try:
        content = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise Violation([f"body: not valid JSON: {error}."], "Send one JSON value in UTF-8.") from error
    if body.count(b"[") + body.count(b"{") > DEEPEST and _too_deep(body):
        raise Violation([f"body: nested more than {DEEPEST} levels deep."], "Send flatter JSON.")
    return content


def parsed_form(body: bytes) -> dict[str, str]:
    """Parse a form; of a repeated field the first value counts."""
    try:
        pairs = parse_qsl(body.decode(), keep_blank_values=True, errors="strict", max_num_fields=1000)
    except ValueError as error:
        raise Violation([f"body: not a valid form: {error}."], "Send URL-encoded fields in UTF-8.") from error
    return dict(reversed(pairs))


def written(content: Json, media_type: str, spelling: Spelling | None = None) -> bytes:
    """Write a reply's content; TypeError when it is not JSON, but for what `spelling` knows."""
    if isinstance(content, str) and not media_type.endswith("json"):
        return content.encode()
    return orjson.dumps(content, spelling)


def spelling(spell: Callable[[Decimal], str]) -> Spelling:
    """Make what writes a Decimal as a vendor does; other numbers, which are no such case, do not even meet it."""

    def fragment(value: Any) -> orjson.Fragment:
        if isinstance(value, Decimal):
            return orjson.Fragment(spell(value))
        raise TypeError(f"{type(value).__name__} is no JSON")

    return fragment


def _too_deep(body: bytes) -> bool:
    # Peel the innermost brackets off, level by level; on a valid document only depth can leave some over.
    # Brackets in texts do not count; most texts have none, and are two quotes side by side once all else is gone.
    marks = (_ESCAPES.sub(b"", body) if b"\\" in body else body).translate(_ONE_KIND, _NOT_MARKS)
    brackets = _STRINGS.sub(b"", marks.replace(b'""', b""))
    for _ in range(DEEPEST):
        if not brackets:
            return False
        brackets = brackets.replace(b"[]", b"")
    return bool(brackets)


def _too_large(found: int, most: int) -> TooLarge:
    return TooLarge(f"The body has {found} bytes or more; at most {most} are taken.", "Send it in several requests.")
