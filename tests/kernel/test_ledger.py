from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from streamulator.kernel.ledger import KINDS, LONGEST, Ledger


@given(st.lists(st.sampled_from(KINDS), max_size=30), st.integers(1, 10))
def test_the_newest_are_kept_and_the_totals_count_on(kinds, most):
    ledger = Ledger(most)
    for number, kind in enumerate(kinds, 1):
        ledger.add(kind, "it", f"complaint {number}", number * 10)

    assert ledger.totals == {kind: kinds.count(kind) for kind in KINDS}
    assert ledger.dropped == max(0, len(kinds) - most)
    expected = list(enumerate(kinds, 1))[ledger.dropped :]
    assert [(one.number, one.kind, one.entry) for one in ledger.findings()] == [
        (number, kind, number * 10) for number, kind in expected
    ]
    for kind in KINDS:
        assert ledger.findings(kind) == [one for one in ledger.findings() if one.kind == kind]


def test_an_empty_ledger_counts_nothing_of_every_kind():
    assert dict(Ledger().totals) == {"violation": 0, "broken": 0, "warning": 0}


def test_a_finding_says_what_was_wrong_where():
    ledger = Ledger()

    ledger.add("warning", None, "Odd.", 7)

    (finding,) = ledger.findings()
    assert (finding.kind, finding.operation, finding.complaint, finding.entry) == ("warning", None, "Odd.", 7)
    with pytest.raises(AttributeError):
        finding.complaint = "Other."


def test_a_very_long_complaint_is_kept_in_part():
    ledger = Ledger()

    ledger.add("violation", "it", "x" * 10**6, 1)

    assert len(ledger.findings()[0].complaint) == LONGEST
