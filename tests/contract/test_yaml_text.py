from __future__ import annotations

import pytest
import yaml

from streamulator.contract.media import DEEPEST
from streamulator.contract.yaml_text import Excess, Loader, parsed


def read(text):
    return yaml.load(text, Loader=Loader)  # noqa: S506  the loader that is tested


@pytest.mark.parametrize("text", ["2026-01-01", "2026-01-01T00:00:00.1234567Z", "2026-01-01 00:00:00.1234567 +1"])
def test_dates_stay_text_to_their_last_digit(text):
    assert read(f"a: {text}") == {"a": text}


@pytest.mark.parametrize(
    ("text", "value"), [("1", 1), ("1.5", 1.5), ("true", True), ("~", None), ('"1"', "1"), ("[a, b]", ["a", "b"])]
)
def test_all_else_is_read_as_usual(text, value):
    assert read(text) == value


@pytest.mark.parametrize(
    ("text", "value"), [("1e5", 1e5), ("-1.5E+300", -1.5e300), ("1e-7", 1e-7), ("1e5x", "1e5x"), ("01e5", "01e5")]
)
def test_numbers_are_those_of_json(text, value):
    assert read(text) == value


def test_other_loaders_keep_their_dates():
    assert yaml.safe_load("2026-01-01") != "2026-01-01"


def test_no_code_is_run():
    with pytest.raises(yaml.YAMLError):
        read("!!python/object/apply:os.getcwd []")


def nested(opening, levels):
    """Write a text of so many levels; the innermost holds a scalar."""
    closing = {"[": "]", "{a: ": "}", "- ": "", "? ": "", "a:\n": ""}[opening]
    if opening == "a:\n":
        return "".join(f"{' ' * level}a:\n" for level in range(levels)) + " " * levels + "b"
    return opening * levels + "b" + closing * levels


class TestDepth:
    @pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "a:\n"])
    def test_has_a_bound(self, opening):
        parsed(nested(opening, DEEPEST))
        with pytest.raises(Excess, match="more than 200 levels"):
            parsed(nested(opening, DEEPEST + 1))

    @pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? "])
    @pytest.mark.parametrize("levels", [3_000, 200_000])
    def test_far_beyond_it_is_refused_as_well(self, opening, levels):
        with pytest.raises(Excess, match="more than 200 levels"):
            parsed(nested(opening, levels))

    def test_counts_what_aliases_repeat(self):
        deep = f"- &a {'[' * 100}{']' * 100}\n"

        parsed(f"{deep}- {'[' * 99}*a{']' * 99}")
        with pytest.raises(Excess, match="more than 200 levels"):
            parsed(f"{deep}- {'[' * 100}*a{']' * 100}")

    def test_does_not_grow_with_length(self):
        assert len(parsed("- [a, {b: c}]\n" * 20_000)) == 20_000


class TestAliases:
    def test_repeat_what_they_stand_for(self):
        assert parsed("a: &a [1]\nb: *a\nc: {<<: {d: 1}}") == {"a": [1], "b": [1], "c": {"d": 1}}

    @pytest.mark.parametrize("text", ["&a [*a]", "&a {b: *a}", "&a {<<: *a}", "[&a [&b [*a], *b]]"])
    def test_have_an_end(self, text):
        with pytest.raises(Excess, match="an alias within what it stands for"):
            parsed(text)

    @pytest.mark.parametrize(("first", "again"), [("[x, x]", "[%s]"), ("{a: 1}", "{<<: [%s]}")])
    def test_do_not_grow_without_bound(self, first, again):
        lines = [f"n0: &n0 {first}"]
        lines += [f"n{n}: &n{n} {again % ', '.join([f'*n{n - 1}'] * 10)}" for n in range(1, 30)]

        with pytest.raises(Excess, match=r"aliases that stand for [0-9,]+ values") as caught:
            parsed("\n".join(lines))
        assert caught.value.problem_mark.line in {6, 7}

    def test_leave_room_for_what_is_large_without_them(self):
        lines = ["n0: &n0 [x, x]"] + [f"n{n}: &n{n} [{', '.join([f'*n{n - 1}'] * 10)}]" for n in range(1, 5)]

        assert len(parsed("\n".join(lines))["n4"]) == 10


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("!!bool abc", "not what its tag says"),
        (":".join(["59"] * 20_000) + ".5", "not what its tag says"),
        ("!!int abc", "invalid literal"),
        ("1" * 5_000, "4300 digits"),
    ],
)
def test_a_value_that_cannot_be_read_is_refused(text, reason):
    with pytest.raises(ValueError, match=reason):
        parsed(text)


@pytest.mark.parametrize(("text", "value"), [("", None), ("# nothing", None), ("abc", "abc"), ("~", None), ("[]", [])])
def test_a_text_may_say_little(text, value):
    assert parsed(text) == value
