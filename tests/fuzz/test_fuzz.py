"""A short run of `make fuzz` on every contract, and proof that it finds what is broken."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from fuzz.run import ROOT, Plan, fuzz, main

# The documents, and how many of their operations the chains of the stateful phase must reach at least.
CHAINED = {
    "aveva-access": 8,
    "aveva-bulk": 3,
    "aveva-companion": 8,
    "aveva-stream-data": 5,
    "aveva-stream-views": 3,
    "aveva-streams-metadata": 3,
    "aveva-units": 5,
    "control": 5,
    "control-coverage": 1,
    "control-faults": 2,
    "control-journal": 2,
    "control-state": 2,
    "control-mode": 4,
    "mode-companion": 5,
    "mode-stream-data-store": 5,
    "grovestreams-companion": 8,
    "grovestreams-stream-metadata": 2,
}


@pytest.mark.parametrize("document", CHAINED)
def test_a_short_run_finds_nothing(document):
    outcome = fuzz(document, Plan(seed=None, max_examples=10, source=ROOT / "src"))
    assert outcome.complaints == [], outcome.output
    assert outcome.served["served"] > outcome.served["fits"] / 2, f"{outcome}: hardly anything meaningful was asked"
    assert len(outcome.linked) >= CHAINED[document], f"{outcome}: the stateful phase did hardly anything"


def copied(place: Path, file: str, old: str, new: str) -> Path:
    """Copy the emulator with one text in one file exchanged; return its `src`."""
    for folder in ("src", "openapi", "fixtures"):
        shutil.copytree(ROOT / folder, place / folder, ignore=shutil.ignore_patterns("__pycache__"))
    text = (place / file).read_text()
    assert text.count(old) == 1, f"{file} has {old!r} {text.count(old)} times: mend this test"
    (place / file).write_text(text.replace(old, new))
    return place / "src"


@pytest.mark.parametrize(
    ("document", "options", "file", "old", "new", "found"),
    [
        pytest.param(
            "aveva-streams-metadata",
            "examples",
            "src/streamulator/services/aveva/handlers/metadata.py",
            'return Reply(200, stream_of(call, store).metadata.value(call.path["key"]))',
            "raise KeyError(call.path)",
            ("ST101", "wrote to stderr", "answers with 500", "in its ledger"),
            id="a handler that fails",
        ),
        pytest.param(
            "aveva-streams-metadata",
            "examples",
            "src/streamulator/services/aveva/handlers/metadata.py",
            'return Reply(200, stream_of(call, store).metadata.value(call.path["key"]))',
            "return Reply(200, 1)",
            ("ST101", "wrote to stderr", "answers with 500", "in its ledger"),
            id="a reply that breaks the contract",
        ),
        pytest.param(
            "aveva-companion",
            "coverage --include-operation-id replaceTags",
            "openapi/aveva-companion.yaml",
            "      maxItems: 1000\n      items:\n        type: string\n        maxLength: 1000\n",
            "      maxItems: 1000\n      items:\n        type: string\n        maxLength: 2000\n",
            ("ST201",),
            id="a contract that takes more than the published one",
        ),
        pytest.param(
            "control-journal",
            "coverage",
            "openapi/control-journal.yaml",
            "            maximum: 10000\n",
            "            maximum: 1000\n",
            ("ST202",),
            id="a contract that takes less than the published one",
        ),
        pytest.param(
            "aveva-stream-data",
            "fuzzing",
            "src/streamulator/services/aveva/handlers/forms.py",
            "        return Form.FIND_DISTINCT\n",
            '        raise _refused("No.", "Never.")\n',
            ("fitting_requests_are_served",),
            id="a refusal that nothing stored calls for",
        ),
        pytest.param(
            "aveva-stream-data",
            "coverage",
            "openapi/aveva-stream-data.yaml",
            "        maximum: 249998\n      example: 4\n",
            "        maximum: 2500\n      example: 4\n",
            ("contract_and_server_agree",),
            id="a refusal of what the published contract takes, where 400 may be right",
        ),
    ],
)
def test_what_is_broken_is_found(tmp_path, document, options, file, old, new, found):
    source = copied(tmp_path, file, old, new)
    outcome = fuzz(document, Plan(seed=1, max_examples=20, source=source, more=("--phases", *options.split())))
    for sign in found:
        assert any(sign in complaint for complaint in outcome.complaints), (sign, outcome.complaints)


def test_an_emulator_that_does_not_start_is_an_error(tmp_path):
    source = copied(tmp_path, "openapi/control.yaml", "openapi: 3.1.1\n", "openapi: [\n")
    with pytest.raises(RuntimeError, match=r"control\.yaml"):
        fuzz("control", Plan(seed=1, max_examples=1, source=source))


def test_a_document_that_is_not_there_is_a_usage_error(capsys):
    with pytest.raises(SystemExit):
        main(["aveva-everything"])
    assert "no such document: aveva-everything" in capsys.readouterr().err
