"""Writes the generated page of the documentation anew: `make docs`."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner

from streamulator.cli import main

README = Path(__file__).resolve().parent.parent / "README.md"
OPERATIONS = README.with_name("docs") / "operations.md"
BEGIN, END = "<!-- operations: written by `make docs` -->", "<!-- end of operations -->"


def with_generated_parts(text: str) -> str:
    """Return the page's text with what is generated as it should be now."""
    table = CliRunner().invoke(main, ["operations"], catch_exceptions=False).output.strip()
    before, rest = text.split(BEGIN)
    return f"{before}{BEGIN}\n\n{table}\n\n{END}{rest.split(END)[1]}"


if __name__ == "__main__":
    OPERATIONS.write_text(with_generated_parts(OPERATIONS.read_text(encoding="utf-8")), encoding="utf-8")
