from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_contracts import contract, described, operation

from streamulator.core.messages import Request
from streamulator.core.problems import Violation

LENIENT = {"value-case": "ignore", "empty-query-value": "absent", "query-name-case": "ignore"}

FOREIGN_DIGITS = ["\uff11", "\u0663"]  # digits to Python, of other scripts
LONG = ["9" * 20, "9" * 5000]
MODE = {"type": ["integer", "string"], "enum": [0, 1, "Exact", "Inside"]}
NUMBERS = {"type": "array", "items": {"type": "integer"}, "maxItems": 3}


def query(schema, *, tolerance=None, **more):
    """Return a function that reads the values sent under the one query parameter `p`."""
    one = operation(tolerance, parameters=[{"name": "p", "in": "query", "schema": schema, **more}])
    return lambda *texts, name="p": one.admit(Request("POST", "/it", tuple((name, text) for text in texts)), {})


def read(schema, text, **more):
    return query(schema, **more)(text).query["p"]


def refused(schema, *texts, **more):
    with pytest.raises(Violation) as caught:
        query(schema, **more)(*texts)
    return " ".join(caught.value.complaints)


class TestIntegers:
    @pytest.mark.parametrize(
        ("text", "value"),
        [("0", 0), ("7", 7), ("-7", -7), ("9" * 19, 10**19 - 1), ("-0", 0), ("2147483648", 2**31)],
    )
    def test_are_read_in_their_plain_spelling(self, text, value):
        read_value = read({"type": "integer"}, text)

        assert (read_value, type(read_value)) == (value, int)

    @pytest.mark.parametrize(
        "text",
        [
            *FOREIGN_DIGITS,
            "+1",
            " 1",
            "1 ",
            "1_0",
            "01",
            "1.0",
            "1e3",
            "0x1",
            "--1",
            "-",
            "",
            "1\n",
            "\n1",
            *LONG,
            "true",
        ],
    )
    def test_are_refused_in_any_other_spelling(self, text):
        complaint = refused({"type": "integer"}, text)

        assert complaint.startswith("query parameter 'p': ")
        assert "expected an integer" in complaint

    @pytest.mark.parametrize("text", ["-1", "11"])
    def test_keep_their_bounds(self, text):
        assert f"found {text}, " in refused({"type": "integer", "minimum": 0, "maximum": 10}, text)

    @given(st.integers(-(10**19) + 1, 10**19 - 1))
    def test_come_back_as_they_were_sent(self, number):
        assert read_integer(str(number)).query["p"] == number

    @given(st.text(max_size=6))
    def test_are_read_from_nothing_but_digits(self, text):
        """What is accepted is what Python prints for it, so no spelling but one is read."""
        try:
            value = read_integer(text).query["p"]
        except Violation:
            return
        assert text in {str(value), f"-{value}"}


read_integer = query({"type": "integer"})


class TestNumbers:
    @pytest.mark.parametrize(
        ("text", "value"),
        [("1", 1.0), ("-1.5", -1.5), ("0.25", 0.25), ("1e3", 1000.0), ("1E-3", 0.001), ("2e+1", 20.0)],
    )
    def test_are_read(self, text, value):
        assert read({"type": "number"}, text) == value

    @pytest.mark.parametrize(
        "text", ["NaN", "Infinity", "-inf", "1e999", ".5", "5.", "1,5", "\uff11.5", "0x1p3", "1_0.0", ""]
    )
    def test_are_refused_where_they_are_no_json_numbers(self, text):
        assert "query parameter 'p'" in refused({"type": "number"}, text)


class TestBooleans:
    @pytest.mark.parametrize(("text", "value"), [("true", True), ("false", False)])
    def test_are_true_and_false(self, text, value):
        assert read({"type": "boolean"}, text) is value

    @pytest.mark.parametrize("text", ["True", "FALSE", "1", "0", "yes", "on", "", " true"])
    def test_are_nothing_else(self, text):
        assert "expected a boolean" in refused({"type": "boolean"}, text)

    @pytest.mark.parametrize(("text", "value"), [("True", True), ("FALSE", False), ("true", True)])
    def test_have_no_case_where_values_have_none(self, text, value):
        assert read({"type": "boolean"}, text, tolerance=LENIENT) is value


class TestEnumerations:
    @pytest.mark.parametrize(("text", "value"), [("0", 0), ("1", 1), ("Exact", "Exact"), ("Inside", "Inside")])
    def test_are_given_by_number_or_by_name(self, text, value):
        assert read(MODE, text) == value

    @pytest.mark.parametrize("text", ["exact", "INSIDE", "iNsIdE"])
    def test_have_a_case_unless_it_is_tolerated(self, text):
        assert "expected one of" in refused(MODE, text)
        assert read(MODE, text, tolerance=LENIENT) == text.capitalize()

    @pytest.mark.parametrize("text", ["2", "-1", "Outside", "00", "+1", "1.0", "Exact "])
    def test_hold_nothing_else(self, text):
        assert 'expected one of 0, 1, "Exact", "Inside"' in refused(MODE, text, tolerance=LENIENT)


class TestLists:
    def test_gather_all_values_in_order(self):
        assert query(NUMBERS)("3", "1", "3").query["p"] == [3, 1, 3]

    def test_may_hold_one_value(self):
        assert query(NUMBERS)("3").query["p"] == [3]

    def test_name_the_value_that_does_not_fit(self):
        assert "query parameter 'p': [1]: found \"b\", expected an integer." in refused(NUMBERS, "1", "b")

    def test_keep_their_length(self):
        assert "expected at most" in refused(NUMBERS, *"1234")

    def test_are_absent_where_none_is_sent(self):
        assert query(NUMBERS)().query["p"] is None

    def test_of_enumerations_have_no_case_where_values_have_none(self):
        schema = {"type": "array", "items": {"enum": ["Mean", "Total"]}}

        assert query(schema, tolerance=LENIENT)("mean", "TOTAL").query["p"] == ["Mean", "Total"]


class TestAbsence:
    def test_gives_the_default(self):
        call = query({"type": "integer", "default": 100})()

        assert call.query["p"] == 100
        assert call.given == frozenset()

    def test_without_a_default_is_none(self):
        assert query({"type": "integer"})().query["p"] is None

    def test_of_what_is_required_is_a_violation(self):
        assert refused({"type": "integer"}, required=True) == "query parameter 'p': missing, and it is required."

    def test_is_told_apart_from_sending_the_default(self):
        assert query({"type": "integer", "default": 100})("100").given == {"p"}


class TestEmptyValues:
    def test_are_values_as_a_rule(self):
        assert read({"type": "string"}, "") == ""
        assert "expected an integer" in refused({"type": "integer"}, "")

    def test_may_be_taken_for_absent(self):
        call = query({"type": "integer", "default": 5}, tolerance=LENIENT)("")

        assert (call.query["p"], call.given) == (5, frozenset())

    def test_taken_for_absent_are_missed_where_a_value_is_required(self):
        assert "missing" in refused({"type": "string"}, "", tolerance=LENIENT, required=True)

    def test_are_kept_where_the_parameter_allows_them(self):
        call = query({"type": "string"}, tolerance=LENIENT, allowEmptyValue=True)("")

        assert (call.query["p"], call.given) == ("", {"p"})


class TestRepeats:
    def test_of_a_single_value_are_refused(self):
        assert refused({"type": "string"}, "a", "a") == "query parameter 'p': given 2 times, and it takes one value."

    def test_in_another_case_are_repeats_where_names_have_none(self):
        one = operation(LENIENT, parameters=[{"name": "p", "in": "query", "schema": {"type": "string"}}])

        with pytest.raises(Violation, match="given 2 times"):
            one.admit(Request("POST", "/it", (("p", "a"), ("P", "b"))), {})

    def test_that_are_empty_do_not_count_where_empty_is_absent(self):
        assert query({"type": "string"}, tolerance=LENIENT)("", "a").query["p"] == "a"


class TestNames:
    @pytest.mark.parametrize(
        ("name", "warnings"),
        [
            ("selectExpression", []),
            ("select", ["query parameter 'select': deprecated; it is 'selectExpression' now."]),
        ],
    )
    def test_may_have_been_others_formerly(self, name, warnings):
        one = operation(parameters=[
            {"name": "selectExpression", "in": "query", "x-former-names": ["select"], "schema": {"type": "string"}}
        ])  # fmt: skip

        call = one.admit(Request("POST", "/it", ((name, "a"),)), {})

        assert (call.query, call.given, call.warnings) == ({"selectExpression": "a"}, {"selectExpression"}, warnings)

    def test_that_are_deprecated_are_warned_of(self):
        declared = {"name": "p", "in": "query", "deprecated": True, "schema": {"type": "string"}}

        call = operation(parameters=[declared]).admit(Request("POST", "/it", (("p", "a"),)), {})

        assert call.warnings == ["query parameter 'p': deprecated."]

    def test_have_a_case_unless_it_is_tolerated(self):
        assert query({"type": "string"})("a", name="P").query["p"] is None
        assert query({"type": "string"}, tolerance=LENIENT)("a", name="P").query["p"] == "a"


class TestHeadersAndPaths:
    def test_headers_are_found_whatever_their_case(self):
        one = operation(parameters=[{"name": "X-Count", "in": "header", "schema": {"type": "integer"}}])

        assert one.admit(Request("POST", "/it", headers={"x-count": "3"}), {}).headers == {"X-Count": 3}
        with pytest.raises(Violation, match=r'header parameter .X-Count.: found "a", expected an integer\.'):
            one.admit(Request("POST", "/it", headers={"x-count": "a"}), {})

    def test_values_in_a_path_are_checked_but_stay_text(self):
        one = operation(path="/it/{n}", parameters=[
            {"name": "n", "in": "path", "required": True, "schema": {"type": "integer", "maximum": 9}}
        ])  # fmt: skip

        assert one.admit(Request("POST", "/it/7"), {"n": "7"}).path == {"n": "7"}
        with pytest.raises(Violation, match=r"path parameter 'n': found 10, expected 9 or less\."):
            one.admit(Request("POST", "/it/10"), {"n": "10"})


def test_references_in_a_parameter_are_followed():
    schemas = {"Kind": {"enum": ["A"]}, "Kinds": {"type": "array", "items": {"$ref": "#/components/schemas/Kind"}}}
    declared = {"name": "p", "in": "query", "schema": {"$ref": "#/components/schemas/Kinds"}}
    small = contract(
        {"/it": {"post": described(parameters=[{"$ref": "#/components/parameters/p"}])}},
        components={"schemas": schemas, "parameters": {"p": declared}},
    )

    assert small.operations[0].admit(Request("POST", "/it", (("p", "A"),)), {}).query == {"p": ["A"]}
