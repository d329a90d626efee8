"""Copies of documents that were read before: their JSON is parsed forty times faster than their YAML."""

from __future__ import annotations

from hashlib import blake2b
from pathlib import Path

import orjson
import yaml

from streamulator import __version__
from streamulator.contract.yaml_text import Loader
from streamulator.core.ids import secret
from streamulator.core.messages import NOTHING, Json

_KEPT = 4  # copies of one document: other checkouts and other versions have their own
# What decides of which kind a plain word is: the same text is read the same by the same rules.
_RULES = "\n".join(
    [__version__, yaml.__version__]
    + [f"{tag} {rule.pattern}" for rules in Loader.yaml_implicit_resolvers.values() for tag, rule in rules]
)


class Copies:
    """Keeps documents in a folder, each by the text that it was read from; without a folder, none.

    Only documents that have proved usable as a whole belong here, so that nobody who finds one need try that again.
    What is not there, not readable or not whole is no copy, and a folder that cannot be written stays as it is: copies
    save time, and nothing depends on them.
    """

    def __init__(self, folder: Path | None = None, *, afresh: bool = False, rules: str = _RULES) -> None:
        """Keep what was read by some rules apart from what others read; `afresh` makes copies, and finds none."""
        self._folder = folder
        self._afresh = afresh
        self._rules = rules

    def of(self, name: str, text: str) -> Json:
        """Return what the text of a document says, NOTHING where there is no copy."""
        if self._folder is None or self._afresh:
            return NOTHING
        try:
            seal, _, body = self._file(self._folder, name, text).read_bytes().partition(b"\n")
            return orjson.loads(body) if seal == _seal(body) else NOTHING
        except (OSError, ValueError):
            return NOTHING

    def keep(self, name: str, text: str, document: Json) -> None:
        """Keep what the text of a document says, if JSON can say all of it, and forget the oldest of its copies."""
        if self._folder is None:
            return
        try:
            body = orjson.dumps(document)
            if repr(orjson.loads(body)) == repr(document):  # but for NaN and the like
                _write(self._file(self._folder, name, text), _seal(body) + b"\n" + body)
                _forget_oldest(self._folder, name)
        except (OSError, TypeError):  # a TypeError: numbers of more than 64 bits, names that are no text
            return

    def _file(self, folder: Path, name: str, text: str) -> Path:
        digest = blake2b(f"{self._rules}\n{text}".encode(), digest_size=16).hexdigest()
        return folder / f"{name}.{digest}.json"


def _seal(body: bytes) -> bytes:
    return blake2b(body, digest_size=16).hexdigest().encode()


def _write(file: Path, content: bytes) -> None:
    """Write a file that is there as a whole or not at all, whoever else writes it at the same time."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = file.with_name(f"{file.name}.{secret()}.draft")
    try:
        draft.write_bytes(content)
        draft.replace(file)
    finally:
        draft.unlink(missing_ok=True)


def _forget_oldest(folder: Path, name: str) -> None:
    copies = sorted(folder.glob(f"{name}.*.json"), key=lambda copy: copy.stat().st_mtime)
    for copy in copies[:-_KEPT]:
        copy.unlink(missing_ok=True)
