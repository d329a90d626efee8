from __future__ import annotations

import pytest
import yaml

from streamulator.contract.yaml_text import Loader


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
