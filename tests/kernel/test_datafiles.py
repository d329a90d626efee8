from __future__ import annotations

import pytest

from streamulator.kernel.datafiles import records
from streamulator.kernel.fixtures import FixtureError


@pytest.fixture
def read(tmp_path):
    """Return a function that reads the records of a data file, given as text."""

    def read_text(text, name="data.csv"):
        file = tmp_path / name
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        return list(records(file))

    return read_text


class TestCsv:
    def test_has_a_record_a_line_under_the_names_of_the_first(self, read):
        assert read("Time,Level\n1,2.5\n2,3\n") == [
            (2, {"Time": "1", "Level": "2.5"}),
            (3, {"Time": "2", "Level": "3"}),
        ]

    def test_leaves_out_empty_cells(self, read):
        assert read("a,b,c\n1,,3\n,,\n") == [(2, {"a": "1", "c": "3"}), (3, {})]

    def test_passes_over_empty_lines_but_counts_them(self, read):
        assert read("a\n\n1\n\n\n2") == [(3, {"a": "1"}), (6, {"a": "2"})]

    def test_may_quote_commas_quotes_and_line_ends(self, read):
        assert read('a,b\n"1,5","say ""x""\nand y"\n2,3\n') == [
            (3, {"a": "1,5", "b": 'say "x"\nand y'}),
            (4, {"a": "2", "b": "3"}),
        ]

    @pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
    def test_may_end_its_lines_in_any_way(self, read, end):
        assert read(f"a{end}1{end}") == [(2, {"a": "1"})]

    def test_may_begin_with_a_byte_order_mark(self, read):
        assert read(b"\xef\xbb\xbfa\n1\n") == [(2, {"a": "1"})]

    def test_may_have_no_records(self, read):
        assert read("a,b\n") == []

    @pytest.mark.parametrize("text", ["", "\n", "a,b,a\n1,2,3\n"])
    def test_wants_names_in_its_first_line_each_once(self, read, text):
        with pytest.raises(FixtureError, match=r"data\.csv:1: found .*, expected a line of names, each once\."):
            read(text)

    @pytest.mark.parametrize("line", ["1", "1,2,3"])
    def test_wants_as_many_cells_as_names(self, read, line):
        with pytest.raises(FixtureError, match=r"data\.csv:3: found \d cells, expected 2, one for each name"):
            read(f"a,b\n1,2\n{line}\n")

    def test_wants_cells_of_a_bearable_size(self, read):
        with pytest.raises(FixtureError, match=r"data\.csv: found field larger than field limit"):
            read("a\n" + "x" * 200_000)


class TestJsonLines:
    def test_have_a_record_a_line(self, read):
        assert read('{"a": 1}\n\n{"a": [null]}', "data.jsonl") == [(1, {"a": 1}), (3, {"a": [None]})]

    def test_may_begin_with_a_byte_order_mark(self, read):
        assert read(b'\xef\xbb\xbf{"a": 1}\r\n', "data.jsonl") == [(1, {"a": 1})]

    @pytest.mark.parametrize("line", ["{", "a", "{'a': 1}", '{"a": 1},', "[" * 100_000])
    def test_want_json_on_every_line(self, read, line):
        with pytest.raises(FixtureError, match=r"data\.jsonl:2: found .*, expected a JSON object a line\."):
            read('{"a": 1}\n' + line, "data.jsonl")

    @pytest.mark.parametrize("line", ["[1]", "1", "null", '"a"'])
    def test_want_an_object_on_every_line(self, read, line):
        with pytest.raises(FixtureError, match=r"data\.jsonl:2: found .*, expected a JSON object\."):
            read('{"a": 1}\n' + line, "data.jsonl")


@pytest.mark.parametrize("name", ["data.csv", "data.jsonl"])
def test_a_file_that_is_no_utf_8_is_complained_of(read, name):
    with pytest.raises(FixtureError, match=f"{name}: found .*, expected a readable file in UTF-8"):
        read(b"a\n\xe4\n", name)


def test_a_file_that_is_not_there_is_complained_of(tmp_path):
    with pytest.raises(FixtureError, match="expected a readable file"):
        list(records(tmp_path / "none.csv"))


def test_records_come_one_by_one(tmp_path):
    """A mistake far down does not keep those before it from being read."""
    file = tmp_path / "data.csv"
    file.write_text("a\n1\n2,3\n", encoding="utf-8")
    found = records(file)

    assert next(found) == (2, {"a": "1"})
    with pytest.raises(FixtureError):
        next(found)
