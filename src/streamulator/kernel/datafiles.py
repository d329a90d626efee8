"""Data files that a fixture names: CSV with a header, or JSON lines; one record each, with its line."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from streamulator.core.messages import Json
from streamulator.kernel.fixtures import FixtureError


def records(file: Path) -> Iterator[tuple[int, Mapping[str, Json]]]:
    """Yield each record of a file with its line; an empty cell of a CSV is a member that is not there."""
    try:
        with file.open(encoding="utf-8-sig", newline="") as lines:  # spreadsheets write a byte order mark
            yield from _of_csv(file, lines) if file.suffix == ".csv" else _of_json_lines(file, lines)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise FixtureError(f"{file}: found {error}, expected a readable file in UTF-8.") from error


def _of_csv(file: Path, lines: Iterator[str]) -> Iterator[tuple[int, Mapping[str, Json]]]:
    reader = csv.reader(lines)
    header = next(reader, None)
    if not header or len(set(header)) < len(header):
        raise FixtureError(f"{file}:1: found {header!r}, expected a line of names, each once.")
    for cells in reader:
        if not cells:
            continue
        if len(cells) != len(header):
            found, expected = f"{len(cells)} cells", f"{len(header)}, one for each name in the first line"
            raise FixtureError(f"{file}:{reader.line_num}: found {found}, expected {expected}.")
        yield reader.line_num, {name: cell for name, cell in zip(header, cells, strict=True) if cell}


def _of_json_lines(file: Path, lines: Iterator[str]) -> Iterator[tuple[int, Mapping[str, Json]]]:
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise FixtureError(f"{file}:{number}: found {error}, expected a JSON object a line.") from error
        if not isinstance(record, dict):
            raise FixtureError(f"{file}:{number}: found {line.strip()[:60]!r}, expected a JSON object.")
        yield number, record
