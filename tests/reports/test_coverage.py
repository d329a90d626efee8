from __future__ import annotations

from copy import deepcopy

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reports.reports import MIXED, answer, operation, parameter

from streamulator.reports.coverage import merged, missing, only, summed

counts = st.integers(0, 3)
reports = st.lists(
    st.builds(
        lambda name, status, count, struck, given, up: operation(
            name, answer(status, count + struck, by_fault=struck), parameters=[parameter("q", given, up=up)]
        ),
        st.sampled_from("abc"),
        st.sampled_from([200, 404]),
        counts,
        counts,
        counts,
        counts,
    ),
    max_size=3,
    unique_by=lambda one: one["operation"],
).map(summed)


def in_order(report):
    """Return a report's operations without the order they came in."""
    ordered = deepcopy(report)
    ordered["operations"].sort(key=lambda one: one["operation"])
    return ordered


def test_the_figure_counts_documented_answers_only():
    assert (MIXED["covered"], MIXED["documented"], MIXED["percent"]) == (2, 4, 50.0)


def test_nothing_documented_is_all_covered():
    assert summed([])["percent"] == 100.0


def test_what_is_missing_is_named():
    assert missing(MIXED) == ["getIt 404", "putIt 204"]


@pytest.mark.parametrize(("services", "names"), [([], ["getIt", "putIt"]), (["two"], ["putIt"]), (["none"], [])])
def test_a_report_may_be_about_some_services(services, names):
    assert [one["operation"] for one in only(MIXED, services)["operations"]] == names


def test_merging_adds_counts_of_answers_parameters_and_values():
    one = summed([operation("a", answer(200, 1), parameters=[parameter("q", 1, up=1)])])
    other = summed([operation("a", answer(200, 2, by_fault=1), answer(404, 1), parameters=[parameter("q", 2, up=2)])])

    (found,) = merged([one, other])["operations"]

    assert found["answers"] == [answer(200, 3, by_fault=1), answer(404, 1)]
    assert found["parameters"] == [parameter("q", 3, up=3)]


def test_parameters_of_the_same_name_elsewhere_are_others():
    one = summed([operation("a", answer(200, 1), parameters=[parameter("q", 1)])])
    other = summed([operation("a", answer(200, 1), parameters=[parameter("q", 2, location="header")])])

    (found,) = merged([one, other])["operations"]

    assert found["parameters"] == [parameter("q", 1), parameter("q", 2, location="header")]


def test_a_report_that_says_no_locations_tells_of_queries():
    old = summed([operation("a", answer(200, 1), parameters=[{"name": "q", "count": 1, "values": []}])])
    new = summed([operation("a", answer(200, 1), parameters=[parameter("q", 2), parameter("q", 4, location="header")])])

    for reports in ([old, new], [new, old]):
        (found,) = merged(reports)["operations"]
        assert found["parameters"] == [parameter("q", 3), parameter("q", 4, location="header")]
    assert merged([old])["operations"][0]["parameters"] == [parameter("q", 1)]


def test_operations_of_the_same_name_in_other_documents_are_others():
    reports = [summed([operation("a", answer(200, 1), document=name)]) for name in ("one.yaml", "two.yaml")]

    assert [one["document"] for one in merged(reports)["operations"]] == ["one.yaml", "two.yaml"]


@given(reports, reports)
def test_the_order_of_merging_does_not_matter(one, other):
    assert in_order(merged([one, other])) == in_order(merged([other, one]))


@given(reports, reports, reports)
def test_merging_step_by_step_is_merging_at_once(one, two, three):
    assert merged([merged([one, two]), three]) == merged([one, two, three])


@given(reports, reports)
def test_merging_changes_nothing_that_it_is_given(one, other):
    before = deepcopy([one, other])

    merged([one, other])

    assert [one, other] == before


@given(st.lists(reports, max_size=3))
def test_what_one_report_has_covered_all_have(several):
    whole = merged(several)

    assert whole["covered"] <= whole["documented"]
    assert not set(missing(whole)) - {text for report in several for text in missing(report)}
