from __future__ import annotations

import json
import subprocess
import sys

import pytest
import yaml
from conformance.documents import FOLDER, NAMES
from hypothesis import given
from hypothesis import strategies as st

from streamulator.contract.contract import Contract
from streamulator.contract.copies import Copies
from streamulator.contract.yaml_text import Loader
from streamulator.core.messages import NOTHING, Request
from streamulator.core.problems import Violation

TEXT = json.dumps({
    "openapi": "3.1.1",
    "info": {"title": "t", "version": "1"},
    "paths": {"/a": {"get": {
        "operationId": "it",
        "parameters": [{"name": "n", "in": "query", "schema": {"type": "integer", "maximum": 5}}],
        "responses": {"204": {"description": "Done."}},
    }}},
})  # fmt: skip
OURS = "aveva-stream-data.yaml"


@pytest.fixture
def folder(tmp_path):
    """Return where copies are kept, which nobody has made yet."""
    return tmp_path / "some" / "where"


@pytest.fixture
def document(tmp_path):
    """Return the path of a small document."""
    file = tmp_path / "small.yaml"
    file.write_text(TEXT, encoding="utf-8")
    return file


def parsed(text):
    return yaml.load(text, Loader=Loader)  # noqa: S506  the loader that contracts are read by


class TestWhatIsKept:
    @pytest.mark.parametrize("name", NAMES)
    def test_is_each_of_our_documents_to_the_last_bit(self, folder, name):
        text = (FOLDER / name).read_text(encoding="utf-8")

        Copies(folder).keep(name, text, parsed(text))

        assert repr(Copies(folder).of(name, text)) == repr(parsed(text))  # so with order, 1 and 1.0, true and 1

    @given(
        content=st.recursive(
            st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
            lambda part: st.lists(part) | st.dictionaries(st.text() | st.integers(), part),
        )
    )
    def test_is_kept_exactly_or_not_at_all(self, tmp_path_factory, content):
        copies = Copies(tmp_path_factory.mktemp("copies"))

        copies.keep("any.yaml", "", content)

        found = copies.of("any.yaml", "")
        assert found is NOTHING or repr(found) == repr(content)

    @pytest.mark.parametrize(
        ("text", "is_kept"),
        [
            ("a: 18446744073709551615", True),
            ("a: -9223372036854775808", True),
            ("{b: 1, a: 1.0, c: -0.0, d: 1e300}", True),
            ('{a: "1", b: 2026-01-01}', True),
            ("a: 18446744073709551616", False),
            ("a: .nan", False),
            ("a: .inf", False),
            ("1: a", False),
            ("~: a", False),
        ],
    )
    def test_is_what_json_can_say(self, folder, text, is_kept):
        Copies(folder).keep("odd.yaml", text, parsed(text))

        assert repr(Copies(folder).of("odd.yaml", text)) == repr(parsed(text) if is_kept else NOTHING)

    def test_is_found_by_name_text_and_rules(self, folder):
        Copies(folder, rules="these").keep("a.yaml", "text", [1])

        assert Copies(folder, rules="these").of("a.yaml", "text") == [1]
        assert Copies(folder, rules="these").of("b.yaml", "text") is NOTHING
        assert Copies(folder, rules="these").of("a.yaml", "text ") is NOTHING
        assert Copies(folder, rules="others").of("a.yaml", "text") is NOTHING
        assert Copies(folder).of("a.yaml", "text") is NOTHING

    def test_is_not_looked_for_afresh_but_made_all_the_same(self, folder):
        Copies(folder, afresh=True).keep("a.yaml", "text", [1])

        assert Copies(folder, afresh=True).of("a.yaml", "text") is NOTHING
        assert Copies(folder).of("a.yaml", "text") == [1]

    def test_is_nothing_without_a_folder(self, tmp_path, monkeypatch):
        monkeypatch.chdir(tmp_path)

        Copies().keep("a.yaml", "text", [1])

        assert Copies().of("a.yaml", "text") is NOTHING
        assert list(tmp_path.iterdir()) == []

    def test_are_the_last_few_of_each_document(self, folder):
        copies = Copies(folder)
        for number in range(10):
            copies.keep("a.yaml", str(number), number)
            copies.keep("a-b.yaml", "text", "b")

        assert copies.of("a.yaml", "9") == 9
        assert copies.of("a.yaml", "0") is NOTHING
        assert copies.of("a-b.yaml", "text") == "b"
        assert len(list(folder.iterdir())) < 10


class TestCopiesThatAreNone:
    @pytest.mark.parametrize("spoil", [
        lambda _content: b"",
        lambda content: content[:20],
        lambda content: content[:-1],
        lambda content: content + b" ",
        lambda content: content.replace(b'"maximum":5', b'"maximum":9'),
        lambda content: content.partition(b"\n")[2],
        lambda _content: b"\xff\n\xff",
    ])  # fmt: skip
    def test_are_not_used_and_made_again(self, folder, document, spoil):
        Contract.load(document, Copies(folder))
        (file,) = folder.iterdir()
        whole = file.read_bytes()
        file.write_bytes(spoil(whole))

        again = Contract.load(document, Copies(folder))

        assert again.document == json.loads(TEXT)
        assert file.read_bytes() == whole

    def test_may_be_anything(self, folder, document):
        Contract.load(document, Copies(folder))
        (file,) = folder.iterdir()
        file.unlink()
        file.mkdir()

        assert Contract.load(document, Copies(folder)).document == json.loads(TEXT)
        assert [one.name for one in folder.iterdir()] == [file.name]  # no draft is left

    def test_are_not_missed_where_the_folder_can_be_neither_read_nor_made(self, tmp_path, document):
        taken = tmp_path / "taken"
        taken.write_text("a file", encoding="utf-8")

        for folder in (taken, taken / "below"):
            assert Contract.load(document, Copies(folder)).document == json.loads(TEXT)
        assert taken.read_text(encoding="utf-8") == "a file"


class TestContracts:
    def test_from_a_copy_are_those_of_the_document(self, folder):
        loaded = Contract.load(FOLDER / OURS, Copies(folder))
        copied = Contract.load(FOLDER / OURS, Copies(folder))

        assert repr(copied.document) == repr(loaded.document)
        assert (copied.name, copied.title, copied.version, copied.text) == (
            loaded.name, loaded.title, loaded.version, loaded.text
        )  # fmt: skip
        assert [(one.id, one.path, set(one.answers)) for one in copied.operations] == [
            (one.id, one.path, set(one.answers)) for one in loaded.operations
        ]

    def test_from_a_copy_check_as_others_do(self, folder, document):
        Contract.load(document, Copies(folder))
        (operation,) = Contract.load(document, Copies(folder)).operations

        assert operation.admit(Request("GET", "/a", (("n", "5"),)), {}).query == {"n": 5}
        with pytest.raises(Violation, match="found 6, expected 5 or less"):
            operation.admit(Request("GET", "/a", (("n", "6"),)), {})

    def test_that_cannot_be_used_are_refused_each_time(self, folder, document):
        document.write_text(TEXT.replace('"integer"', '"text"'), encoding="utf-8")

        for _ in range(2):
            with pytest.raises(ValueError, match=r"^small\.yaml is not a usable OpenAPI document: "):
                Contract.load(document, Copies(folder))
        assert not folder.exists()

    def test_are_read_anew_once_the_document_has_changed(self, folder, document):
        Contract.load(document, Copies(folder))
        document.write_text(TEXT.replace('"t"', '"other"'), encoding="utf-8")

        assert Contract.load(document, Copies(folder)).title == "other"

    def test_are_loaded_by_several_processes_at_once(self, folder):
        script = (
            "import sys; from pathlib import Path; from streamulator.contract.contract import Contract; "
            "from streamulator.contract.copies import Copies; "
            "sys.stdin.readline(); "  # so that they begin together
            "print(len([Contract.load(Path(sys.argv[1]), Copies(Path(sys.argv[2]))) for _ in range(5)]))"
        )
        loading = [
            subprocess.Popen(
                [sys.executable, "-c", script, str(FOLDER / OURS), str(folder)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
            for _ in range(4)
        ]

        for process in loading:
            process.stdin.write("\n")
            process.stdin.flush()
        assert [process.communicate(timeout=60)[0] for process in loading] == ["5\n"] * 4
        text = (FOLDER / OURS).read_text(encoding="utf-8")
        assert repr(Copies(folder).of(OURS, text)) == repr(parsed(text))
        assert len(list(folder.iterdir())) == 1
