from __future__ import annotations

import re

import pytest

from streamulator.core import problems
from streamulator.core.problems import Broken, Missing, NotModified, Problem, Violation, WrongMethod

KINDS = [kind for kind in Problem.__subclasses__() if kind.__module__ == problems.__name__]


def test_the_docstring_draws_exactly_the_problems_that_exist():
    drawn = re.findall(r"^[├└]── (\w+)", problems.__doc__, re.MULTILINE)

    assert sorted(drawn) == sorted(kind.__name__ for kind in KINDS)


def test_a_problem_carries_why_how_to_mend_it_and_what_it_is_about():
    problem = Missing("There is no stream 'a'.", "Create it.", StreamId="a")

    assert (problem.reason, problem.resolution) == ("There is no stream 'a'.", "Create it.")
    assert problem.details == {"StreamId": "a"}
    assert str(problem) == problem.reason


def test_a_violation_lists_all_complaints_and_says_them_all():
    violation = Violation(["One thing.", "Another."], "Mend both.", Index="3")

    assert violation.complaints == ("One thing.", "Another.")
    assert violation.reason == "One thing. Another."
    assert violation.details == {"Index": "3"}


def test_a_broken_reply_lists_its_complaints():
    assert Broken(["a.", "b."]).complaints == ("a.", "b.")


def test_a_wrong_method_knows_the_right_ones():
    assert WrongMethod("No.", allowed=["GET", "PUT"]).allowed == ("GET", "PUT")


def test_what_is_not_modified_knows_its_tag():
    assert NotModified("Same.", etag='"1"').etag == '"1"'


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_problem_says_in_a_sentence_what_it_is(kind):
    assert kind.__doc__.strip().endswith(".")
