"""The terms of a search: which part of an object a term looks at, and what it takes for a match."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from streamulator.core.problems import Refused

PLAIN, ESCAPED, QUOTED, WILD, SCOPE = ".", "e", "q", "*", ":"

_METADATA = "metadata/"
_BOTH_ENDS = 2


class Fields(NamedTuple):
    """What a search looks at in a stream, a type or a stream view.

    `properties` are the ids and names of a type's properties; the sources and targets are a view's types.
    """

    id: str
    name: str | None = None
    description: str | None = None
    type_id: str | None = None
    tags: Sequence[str] = ()
    metadata: Mapping[str, str] = {}
    properties: Sequence[str] = ()
    sources: Sequence[str] = ()
    targets: Sequence[str] = ()


class Word(NamedTuple):
    """One word of a query, unescaped, with a mark for each character and the column it starts in.

    The marks are PLAIN, ESCAPED and QUOTED for what stands for itself, WILD for `*` and SCOPE for `:`.
    """

    text: str
    marks: str
    column: int

    @property
    def quoted(self) -> bool:
        """Tell whether any of it stood in quotes, which makes it match whole values instead of tokens."""
        return QUOTED in self.marks

    def part(self, stretch: slice) -> Word:
        """Return a stretch of the word as one of its own."""
        return self._replace(text=self.text[stretch], marks=self.marks[stretch])


Test = Callable[[str], bool]
Term = Callable[[Fields], bool]
_Values = Callable[[Fields], Iterable[str]]


def term_of(word: Word) -> Term:
    """Compile one word; Refused for a wildcard where the vendor does not support one."""
    colon = word.marks.find(SCOPE)
    if colon <= 0:
        return _term(_everything, word)
    return _term(_scope(word.part(slice(colon))), word.part(slice(colon + 1, None)))


def _term(values: _Values, word: Word) -> Term:
    if word.text and set(word.marks) == {WILD}:
        return lambda fields: any(True for _ in values(fields))
    tests = _whole_tests(word) if word.quoted else _token_tests(word)
    pieces = _folded if word.quoted else _tokens
    return lambda fields: any(test(piece) for value in values(fields) for piece in pieces(value) for test in tests)


def _scope(word: Word) -> _Values:
    name = word.text.casefold()
    if WILD in word.marks:
        (of_key,) = _whole_tests(word)
        return lambda fields: [value for key, value in fields.metadata.items() if of_key(key.casefold())]
    if name.startswith(_METADATA):
        name = name.removeprefix(_METADATA)
        return lambda fields: _metadata(fields, name)
    field = _FIELDS.get(name)
    if field is None:
        return lambda fields: _metadata(fields, name)
    return lambda fields: [*field(fields), *_metadata(fields, name)]


def _metadata(fields: Fields, name: str) -> list[str]:
    return [value for key, value in fields.metadata.items() if key.casefold() == name]


def _given(*values: str | None) -> list[str]:
    return [value for value in values if value is not None]


_FIELDS: Mapping[str, _Values] = {
    "id": lambda fields: (fields.id,),
    "typeid": lambda fields: _given(fields.type_id),
    "name": lambda fields: _given(fields.name),
    "description": lambda fields: _given(fields.description),
    "tags": lambda fields: fields.tags,
    "properties": lambda fields: fields.properties,
    "sourcetypeid": lambda fields: fields.sources,
    "targettypeid": lambda fields: fields.targets,
}


def _everything(fields: Fields) -> list[str]:
    return [
        *_given(fields.id, fields.type_id, fields.name, fields.description),
        *fields.tags,
        *fields.metadata.values(),
        *fields.properties,
        *fields.sources,
        *fields.targets,
    ]


def _folded(value: str) -> tuple[str]:
    return (value.casefold(),)


def _tokens(value: str) -> Iterator[str]:
    """Split at blanks; a token counts with and without the punctuation at its end."""
    for token in value.casefold().split():
        yield token
        if not token[-1].isalnum():
            bare = _bare(token)
            if bare != token:
                yield bare


def _bare(token: str) -> str:
    return next((token[:end] for end in range(len(token), 0, -1) if not _punctuates(token[end - 1])), token)


def _punctuates(letter: str) -> bool:
    return unicodedata.category(letter)[0] in "PS"


def _whole_tests(word: Word) -> list[Test]:
    """Compile a word that has to match a whole text."""
    wilds = [place for place, mark in enumerate(word.marks) if mark == WILD]
    text = word.text.casefold()
    if not wilds:
        return [text.__eq__]
    last = len(word.marks) - 1
    if wilds == [0] and last:
        return [_ends(word.text[1:])]
    if wilds == [last]:
        return [_starts(word.text[:-1])]
    if wilds == [0, last]:
        return [_contains(word.text[1:-1])]
    if len(wilds) >= _BOTH_ENDS or word.quoted:
        raise Refused(
            f"The term '{word.text}' in column {word.column} of the query has a wildcard where none is supported.",
            "Use * once in a term (l*g, log*, *log), or at both of its ends (*log*); outside of quotes, at their ends.",
            Column=str(word.column),
        )
    return [_between(word.text[: wilds[0]], word.text[wilds[0] + 1 :])]


def _token_tests(word: Word) -> list[Test]:
    """Compile a word that has to match one token.

    Punctuation at the end of a term is not part of it, and neither is punctuation before a wildcard at the end
    (`Device!*` finds "Device"); clients count on `Device.*` to find "Device.1" as well, so that the term as it stands
    finds, too.
    """
    end = len(word.marks.removesuffix(WILD))
    letters = (at for at in range(end, 0, -1) if word.marks[at - 1] != PLAIN or not _punctuates(word.text[at - 1]))
    bare = next(letters, 0)
    if bare == end or set(word.marks[:bare]) <= {WILD}:
        return _whole_tests(word)
    return [*_whole_tests(word), *_whole_tests(word.part(slice(bare)))]


def _starts(text: str) -> Test:
    head = text.casefold()
    return lambda value: value.startswith(head)


def _ends(text: str) -> Test:
    tail = text.casefold()
    return lambda value: value.endswith(tail)


def _contains(text: str) -> Test:
    core = text.casefold()
    return lambda value: core in value


def _between(start: str, end: str) -> Test:
    head, tail = start.casefold(), end.casefold()
    shortest = len(head) + len(tail)
    return lambda value: len(value) >= shortest and value.startswith(head) and value.endswith(tail)
