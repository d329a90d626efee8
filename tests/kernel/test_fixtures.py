from __future__ import annotations

import json

import pytest

from streamulator.contract.schema import Schema
from streamulator.kernel.fixtures import FixtureError, fixture_files, fixture_schema, read_fixtures

NOTES = {
    "type": "object",
    "properties": {
        "notes": {"type": "object", "additionalProperties": {"type": "string"}},
        "list": {"type": "array", "items": {"type": "object", "properties": {"id": {"type": "integer"}}}},
        "any": {},
    },
    "additionalProperties": False,
}
SCHEMA = Schema(fixture_schema({"toy": NOTES, "other": NOTES}, {}))


@pytest.fixture
def write(tmp_path):
    """Return a function that writes a fixture file and returns its path."""

    def write_file(text, name="one.yaml"):
        file = tmp_path / name
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        return file

    return write_file


@pytest.fixture
def read(write):
    """Return a function that reads the sections of fixture files, given as texts."""
    return lambda *texts: read_fixtures([write(text, f"{at}.yaml") for at, text in enumerate(texts)], SCHEMA)


def complaint(caught):
    """Return what was said, with the folder taken off."""
    return "\n".join(line.rpartition("/")[2] for line in str(caught.value).splitlines())


class TestSections:
    def test_are_gathered_by_service_over_all_files(self, read):
        sections = read("toy: {notes: {a: x}}\nother: {}", "toy: {notes: {b: y}}")

        assert {name: [one.data for one in found] for name, found in sections.items()} == {
            "toy": [{"notes": {"a": "x"}}, {"notes": {"b": "y"}}],
            "other": [{}],
        }

    def test_say_which_line_a_mistake_is_on(self, read):
        (section,) = read("# first\n\ntoy:\n  notes:\n    a: x\n    b: y\n  list:\n    - id: 1\n\n    - {id: 2}\n")[
            "toy"
        ]

        for place, line in (
            ((), 3),
            (("notes",), 4),
            (("notes", "b"), 6),
            (("list", 1), 10),
            (("list", 1, "id"), 10),
            (("list", 7), 7),
            (("notes", "none"), 4),
            (("notes", "a", "deeper"), 5),
        ):
            assert f"0.yaml:{line}: " in str(section.mistake(place, "x", "y"))

    def test_say_where_what_was_found_and_what_was_expected(self, read):
        (section,) = read("toy:\n  list:\n    - id: 1\n")["toy"]

        mistake = section.mistake(("list", 0, "id"), 1, "something else")

        assert str(mistake).endswith("0.yaml:3: toy.list[0].id: found 1, expected something else.")

    def test_pass_on_what_a_model_says(self, read):
        (section,) = read("toy: {notes: {}}")["toy"]

        assert str(section.refusal(("notes",), "It is taken.")).endswith("0.yaml:1: toy.notes: It is taken.")

    def test_find_data_files_beside_their_own(self, read, write):
        beside = write("", "data.csv")
        (section,) = read("toy: {any: data.csv}")["toy"]

        assert section.beside("data.csv", ("any",)) == beside

    @pytest.mark.parametrize("name", ["none.csv", "..", "", "a\0b"])
    def test_complain_of_data_files_that_are_not_there(self, read, name):
        (section,) = read("toy: {any: data.csv}")["toy"]

        with pytest.raises(FixtureError, match=r"0\.yaml:1: toy.any: found .*, expected the name of a file in "):
            section.beside(name, ("any",))


class TestWhatAuthorsLike:
    def test_may_stand_under_names_of_their_own(self, read):
        sections = read("x-shared: &notes {a: x}\nx-more: [1, 2]\ntoy: {notes: *notes}")

        assert [one.data for one in sections["toy"]] == [{"notes": {"a": "x"}}]
        assert list(sections) == ["toy"]

    def test_may_be_merged(self, read):
        text = "x-a: &a {a: x, b: y}\ntoy:\n  notes: {<<: *a, b: z}"

        assert read(text)["toy"][0].data == {"notes": {"a": "x", "b": "z"}}

    def test_may_be_merged_at_the_top(self, read):
        assert read("x-a: &a {toy: {}}\n<<: *a")["toy"][0].data == {}

    def test_may_hold_times_as_text(self, read):
        assert read("toy: {any: 2026-01-01T00:00:00.1234567Z}")["toy"][0].data == {
            "any": "2026-01-01T00:00:00.1234567Z"
        }

    def test_may_begin_with_a_byte_order_mark(self, read):
        assert read(b"\xef\xbb\xbftoy: {}")["toy"][0].data == {}

    def test_may_be_nothing(self, read):
        assert read("") == read("# only a comment\n") == {}


class TestMistakes:
    @pytest.mark.parametrize(
        ("text", "line", "words"),
        [
            ("toy:\n  notes:\n    a: 1\n", 3, "toy.notes.a: found 1, expected a string"),
            ("\ntoy:\n  list:\n    - id: 1\n    - id: x\n", 5, 'toy.list[1].id: found "x", expected an integer'),
            ("toy: 1\n", 1, "toy: found 1, expected an object"),
            ("toy:\n  nots: {}\n", 2, "toy.nots: found the member 'nots', expected none but 'notes'"),
            ("x-a: 1\n\ntoy: {}\nmode: {}\n", 4, "mode: found the member 'mode', expected none but 'toy', 'other'."),
            ("- toy\n", 1, 'found ["toy"], expected an object'),
            ("just words\n", 1, 'found "just words", expected an object'),
            ("~\n", 1, "found null, expected an object"),
            ("toy: {any: .nan}\ntoy2: 1\n", 2, "found the member 'toy2'"),
        ],
    )
    def test_against_the_schema_are_told_with_their_line(self, read, text, line, words):
        with pytest.raises(FixtureError) as caught:
            read(text)

        assert complaint(caught).startswith(f"0.yaml:{line}: ")
        assert words in complaint(caught)

    def test_are_all_told_at_once(self, read):
        with pytest.raises(FixtureError) as caught:
            read("toy:\n  notes:\n    a: 1\n    b: 2\n")

        assert [line.partition(" ")[0] for line in complaint(caught).splitlines()] == ["0.yaml:3:", "0.yaml:4:"]

    @pytest.mark.parametrize(
        ("text", "line"),
        [
            ("toy: {}\nother: {}\ntoy: {}\n", 3),
            ("toy:\n  notes:\n    a: x\n    b: y\n    'a': z\n", 5),
            ("toy:\n  list:\n  - {id: 1}\n  - {id: 2,\n     id: 3}\n", 5),
            ("x-a: {b: 1, b: 2}\n", 1),
        ],
    )
    def test_include_names_that_stand_twice(self, read, text, line):
        with pytest.raises(
            FixtureError, match=rf"0\.yaml:{line}: found '\w+' a second time, expected each name once\."
        ):
            read(text)

    @pytest.mark.parametrize("name", ["1", "1.5", "no", "~", "true", "[a]", "{a: b}", "? [a, b]\n  "])
    def test_include_names_that_are_no_text(self, read, name):
        with pytest.raises(FixtureError, match=r"0\.yaml:2: found .* as a name, expected text; put it in quotes\."):
            read(f"toy:\n  {name}: x\n")

    @pytest.mark.parametrize(
        ("text", "line"),
        [
            ("toy: [\n", 2),
            ("toy: {a: b\nc: d\n", 2),
            ("a: b: c\n", 1),
            ("toy: *nobody\n", 1),
            ("toy:\n\t- a\n", 2),
            ("toy: {}\n---\nother: {}\n", 2),
            ("toy: 'open\n", 2),
        ],
    )
    def test_include_what_is_no_plain_yaml(self, read, text, line):
        with pytest.raises(FixtureError, match=rf"0\.yaml:{line}: found .*, expected YAML\."):
            read(text)

    @pytest.mark.parametrize(
        "value",
        [
            "!!set {a, b}",
            "!!binary aGVsbG8=",
            "!!timestamp 2026-01-01",
            "!secret x",
            "!!python/name:os.getcwd x",
            "[=]",
        ],
    )
    def test_include_what_json_cannot_say(self, read, value):
        with pytest.raises(
            FixtureError, match=r"0\.yaml:2: found a value tagged .*, expected what JSON can say as well"
        ):
            read(f"toy:\n  any: {value}\n")

    @pytest.mark.parametrize("text", [b"\xff\xfe\xff", b"toy: \xe4\n", b"toy: \x00\n", b"\x01"])
    def test_include_what_cannot_be_read(self, read, text):
        with pytest.raises(FixtureError, match=r"0\.yaml.*: found .*, expected (a readable file in UTF-8|YAML)\."):
            read(text)

    @pytest.mark.parametrize("value", ["9" * 5000, "!!bool abc", "!!float abc", ":".join(["59"] * 5000) + ".5"])
    def test_include_values_that_are_not_what_they_are_said_to_be(self, read, value):
        with pytest.raises(FixtureError, match=r"0\.yaml: found .*, expected values that can be read\."):
            read(f"toy: {{any: {value}}}")

    @pytest.mark.parametrize(
        ("text", "line", "words"),
        [
            (f"toy:\n  any: {'[' * 3_000}{']' * 3_000}\n", 2, "found more than 200 levels, one within the other"),
            (f'{{"toy":\n{{"any": {"[" * 3_000}{"]" * 3_000}}}}}', 2, "found more than 200 levels"),
            ("toy:\n  any: &any\n    - *any\n", 2, "found an alias within what it stands for, expected an end"),
            (
                "x-0: &n0 [x, x]\n"
                + "".join(f"x-{n}: &n{n} [{', '.join([f'*n{n - 1}'] * 10)}]\n" for n in range(1, 20))
                + "toy: {any: *n19}\n",
                8,
                "found aliases that stand for 31,111,111 values, expected 10,000,000 at most",
            ),
        ],
        ids=["deep", "deep JSON", "endless", "many"],
    )
    def test_include_what_goes_beyond_all_bounds(self, read, text, line, words):
        with pytest.raises(FixtureError) as caught:
            read(text)

        assert complaint(caught).startswith(f"0.yaml:{line}: {words}")


class TestFiles:
    def test_end_in_yaml_or_yml(self, tmp_path):
        for name in ("b.yml", "a.yaml", "c.txt"):
            (tmp_path / name).touch()

        assert [file.name for file in fixture_files([tmp_path])] == ["a.yaml", "b.yml"]

    def test_are_expected_in_a_folder_that_is_named(self, tmp_path):
        with pytest.raises(FixtureError, match="found a folder without fixtures"):
            fixture_files([tmp_path])

    def test_of_a_folder_are_taken_in_order(self, write, tmp_path):
        second, first = write("", "b.yaml"), write("", "a.yaml")
        write("", "a.csv")

        assert fixture_files([tmp_path]) == [first, second]

    def test_are_taken_in_the_order_they_are_given(self, write):
        one, two = write("", "one.yml"), write("", "two.txt")

        assert fixture_files([two, one]) == [two, one]

    def test_that_are_not_there_are_complained_of(self, tmp_path):
        with pytest.raises(FixtureError, match="none: found no such file or folder, expected a fixture"):
            fixture_files([tmp_path / "none"])

    def test_that_went_away_are_complained_of(self, tmp_path):
        with pytest.raises(FixtureError, match="expected a readable file"):
            read_fixtures([tmp_path / "none.yaml"], SCHEMA)


def test_a_service_may_refer_to_the_schemas_of_a_contract():
    schemas = {"Id": {"type": "string"}, "Ids": {"type": "array", "items": {"$ref": "#/components/schemas/Id"}}}
    documents = {"a.yaml": {"components": {"schemas": schemas}}}
    schema = Schema(fixture_schema({"toy": {"$ref": "a.yaml#/components/schemas/Ids"}}, documents))

    assert schema.is_valid({"toy": ["a"]})
    assert schema.complaints({"toy": ["a", 1]}) == ["toy[1]: found 1, expected a string."]


class TestFixturesInJson:
    def test_are_read_as_json(self, read):
        odd = "\x7f\u2028\N{GRINNING FACE}"
        text = json.dumps({"toy": {"notes": {"n" * 2000: odd}, "any": [1e22, -0.0, 2**64 - 1, "1e5"]}})
        (section,) = read(text)["toy"]

        assert section.data == {"notes": {"n" * 2000: odd}, "any": [1e22, -0.0, 2**64 - 1, "1e5"]}
        assert str(section.mistake(("any",), 1, "another")).endswith("0.yaml:1: toy.any: found 1, expected another.")

    def test_say_which_line_a_mistake_is_on(self, read):
        (section,) = read('{\n "toy": {\n  "list": [\n   {"id": 1},\n   {"id": 2}\n  ]\n }\n}')["toy"]

        assert str(section.mistake(("list", 1, "id"), 2, "3")).endswith(":5: toy.list[1].id: found 2, expected 3.")
        with pytest.raises(FixtureError) as caught:
            read('{\n "toy": {\n  "list": [\n   {"id": "x"}\n  ]\n }\n}')
        assert complaint(caught).startswith("0.yaml:4: toy.list[0].id: ")

    @pytest.mark.parametrize(
        "text",
        ['{"toy": {},\n "toy": {}}', '{"toy": {"any": "\\ud800"}}'],
        ids=["a name twice", "half a character"],
    )
    def test_are_refused_for_what_yaml_refuses(self, read, text):
        with pytest.raises(FixtureError):
            read(text)
