from __future__ import annotations

import gzip
import json
import zlib
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from streamulator.contract import media
from streamulator.contract.media import decoded, parsed_form, parsed_json, spelling, written
from streamulator.core.problems import TooLarge, Violation

texts = st.text('[]{}"\\a', max_size=5)
documents = st.recursive(
    texts, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3), max_leaves=30
)


def raw_deflate(data):
    compressor = zlib.compressobj(wbits=-15)
    return compressor.compress(data) + compressor.flush()


PACK = {"gzip": gzip.compress, "x-gzip": gzip.compress, "deflate": zlib.compress, "deflate raw": raw_deflate}


class TestContentEncodings:
    @pytest.mark.parametrize("encoding", PACK)
    @pytest.mark.parametrize("plain", [b"{}", b"a" * 100_000, bytes(range(256)) * 50])
    def test_are_undone(self, encoding, plain):
        """`deflate` means zlib's wrapper, and many senders leave that out."""
        assert decoded(PACK[encoding](plain), encoding.partition(" ")[0]) == plain

    @pytest.mark.parametrize("header", ["GZIP", " gzip ", "Gzip"])
    def test_have_no_case(self, header):
        assert decoded(gzip.compress(b"{}"), header) == b"{}"

    @pytest.mark.parametrize("header", ["", "identity", "Identity"])
    def test_may_be_none(self, header):
        assert decoded(b"plain", header) == b"plain"

    @pytest.mark.parametrize("header", ["br", "zstd", "gzip, gzip", "nonsense"])
    def test_that_nobody_knows_are_refused(self, header):
        with pytest.raises(Violation, match="is not known here"):
            decoded(b"anything", header)

    @pytest.mark.parametrize("header", ["gzip", "br"])
    def test_of_nothing_are_nothing(self, header):
        assert decoded(b"", header) == b""

    @pytest.mark.parametrize("encoding", PACK)
    def test_cut_short_are_refused(self, encoding):
        whole = PACK[encoding](b"some words, and then some more")

        for length in range(1, len(whole)):
            with pytest.raises(Violation, match="not valid"):
                decoded(whole[:length], encoding.partition(" ")[0])

    @pytest.mark.parametrize("encoding", PACK)
    def test_followed_by_something_else_are_refused(self, encoding):
        with pytest.raises(Violation, match="not valid"):
            decoded(PACK[encoding](b"{}") + PACK[encoding](b"{}"), encoding.partition(" ")[0])

    @pytest.mark.parametrize("encoding", ["gzip", "deflate"])
    def test_that_a_body_does_not_have_are_refused(self, encoding):
        with pytest.raises(Violation, match=f"not valid {encoding} data"):
            decoded(b'{"plain": "text"}', encoding)

    def test_with_a_damaged_checksum_are_refused(self):
        damaged = bytearray(gzip.compress(b"some words"))
        damaged[-5] ^= 1

        with pytest.raises(Violation, match="not valid gzip data"):
            decoded(bytes(damaged), "gzip")


class TestSizes:
    @pytest.mark.parametrize("encoding", ["", "gzip"])
    def test_of_what_is_sent_are_limited(self, encoding, monkeypatch):
        monkeypatch.setattr(media, "MOST_SENT", 10)

        assert decoded(b"a" * 10, "") == b"a" * 10
        with pytest.raises(TooLarge, match="11 bytes or more; at most 10 are taken"):
            decoded(b"a" * 11, encoding)

    @pytest.mark.parametrize("encoding", PACK)
    def test_of_what_it_becomes_are_limited(self, encoding, monkeypatch):
        monkeypatch.setattr(media, "MOST_INFLATED", 1000)
        header = encoding.partition(" ")[0]

        assert len(decoded(PACK[encoding](b"a" * 1000), header)) == 1000
        with pytest.raises(TooLarge, match="1001 bytes or more; at most 1000 are taken"):
            decoded(PACK[encoding](b"a" * 1_000_000), header)

    def test_of_a_bomb_are_never_reached(self, monkeypatch):
        """Only as much is inflated as is needed to know that it is too much."""
        monkeypatch.setattr(media, "MOST_INFLATED", 1000)
        asked = []
        make = zlib.decompressobj

        class Inflater:
            def __init__(self, bits):
                self.inner = make(bits)

            def decompress(self, data, most):
                asked.append(most)
                return self.inner.decompress(data, most)

        monkeypatch.setattr(media.zlib, "decompressobj", Inflater)
        with pytest.raises(TooLarge):
            decoded(gzip.compress(bytes(10**7)), "gzip")

        assert asked == [1001]


class TestJson:
    @pytest.mark.parametrize(
        ("text", "value"),
        [
            ("null", None),
            (" [1, 2.5, -0, true] \r\n", [1, 2.5, 0, True]),
            ('{"ä": "\\u00fc\\ud83d\\ude00"}', {"ä": "ü😀"}),
            ('"\\u0000"', "\0"),
            ("1e308", 1e308),
            ("1e-400", 0.0),
            ("18446744073709551615", 2**64 - 1),
            ("-9223372036854775808", -(2**63)),
            ('{"a": 1, "a": 2}', {"a": 2}),
        ],
    )
    def test_is_read(self, text, value):
        """Of a name that stands twice the last one counts, as nearly everywhere."""
        assert parsed_json(text.encode()) == value

    @pytest.mark.parametrize(
        "body",
        [
            b"NaN",
            b"-Infinity",
            b"[1, Infinity]",
            b"1e400",
            b"-1e400",
            b'{"a": 1e309}',
            b"9" * 5000,
            b"-" + b"9" * 5000,
            b"\xef\xbb\xbf1",
            '{"a": 1}'.encode("utf-16"),
            '{"a": 1}'.encode("utf-16-le"),
            '{"a": 1}'.encode("utf-32"),
            b'"\xff"',
            b'"\xed\xa0\x80"',
            b'"\\ud800"',
            b'"\\udc00\\ud800"',
            b'"a\nb"',
            b"'a'",
            b"[1,]",
            b"{a: 1}",
            b"01",
            b"+1",
            b".5",
            b"1.",
            b"0x1",
            b"1 2",
            b"// 1",
            b"nul",
            b" ",
            b"\0",
            b"1\0",
            b"[" * 100_000,
            b'{"a":' * 100_000,
            b"[" * 1500 + b"]" * 1500,
        ],
        ids=lambda body: repr(body[:24]),
    )
    def test_is_refused_where_it_is_no_strict_json(self, body):
        with pytest.raises(Violation, match=r"^body: "):
            parsed_json(body)

    @pytest.mark.parametrize(("opening", "closing"), [(b"[", b"]"), (b'{"a":', b"}"), (b'[{"a":[', b"]}]")])
    def test_may_be_two_hundred_levels_deep_and_no_deeper(self, opening, closing):
        levels = opening.count(b"[") + opening.count(b"{")
        most = 200 // levels
        one_more = b"[" * (201 - most * levels)

        parsed_json(opening * most + b"1" + closing * most)
        with pytest.raises(Violation, match="nested more than 200 levels deep"):
            parsed_json(one_more + opening * most + b"1" + closing * most + b"]" * len(one_more))

    @pytest.mark.parametrize(
        "text", ["[" * 300, "{" * 300, '\\"[' * 300, "\\\\" + "[" * 300, '"' * 300 + "{[" * 100, "ü[" * 300]
    )
    def test_may_hold_any_number_of_brackets_in_texts(self, text):
        document = {"a": text, text: [text, {"b": text}]}

        assert parsed_json(json.dumps(document, ensure_ascii=False).encode()) == document

    def test_may_be_wide(self):
        assert len(parsed_json(b"[" + b"[]," * 100_000 + b"{}]")) == 100_001

    @given(documents, st.integers(1, 12))
    def test_depth_is_that_of_the_document_whatever_its_texts_say(self, document, most):
        body = json.dumps(document).encode()
        kept = media.DEEPEST
        media.DEEPEST = most
        try:
            accepted = parsed_json(body) == document
        except Violation:
            accepted = False
        finally:
            media.DEEPEST = kept

        assert accepted == (depth(document) <= most)


def depth(document):
    if isinstance(document, dict):
        document = list(document.values())
    return 1 + max(map(depth, document), default=0) if isinstance(document, list) else 0


class TestForms:
    def test_are_read(self):
        assert parsed_form(b"grant_type=client_credentials&client_id=a+b&secret=%C3%BC%26&empty=") == {
            "grant_type": "client_credentials",
            "client_id": "a b",
            "secret": "ü&",
            "empty": "",
        }

    def test_count_the_first_of_a_repeated_field(self):
        assert parsed_form(b"a=1&b=2&a=3") == {"a": "1", "b": "2"}

    @pytest.mark.parametrize("body", [b"\xff=1", b"a=%ff", b"a=1&" * 2000], ids=["not UTF-8", "%ff", "too many"])
    def test_are_refused_where_they_cannot_be_read(self, body):
        with pytest.raises(Violation, match="not a valid form"):
            parsed_form(body)


class TestWriting:
    def test_writes_json_compactly_in_utf_8(self):
        assert written({"a": ["ü", 1.5, None]}, "application/json") == '{"a":["ü",1.5,null]}'.encode()

    @pytest.mark.parametrize(
        ("media_type", "body"),
        [("application/yaml", b"a: 1"), ("text/plain", b"a: 1"), ("application/json", b'"a: 1"')],
    )
    def test_writes_text_as_it_is_where_it_is_no_json(self, media_type, body):
        assert written("a: 1", media_type) == body

    def test_spells_a_decimal_as_it_is_told(self):
        spelt = spelling(lambda number: f"{number:.1E}")

        assert written({"a": Decimal(1500), "b": [Decimal(2), 1e9]}, "application/json", spelt) == (
            b'{"a":1.5E+3,"b":[2.0E+0,1000000000.0]}'
        )

    def test_refuses_what_is_no_decimal_either(self):
        with pytest.raises(TypeError):
            written({1, 2}, "application/json", spelling(str))

    @pytest.mark.parametrize("content", [{1, 2}, 2**70, {1: 2}, "\ud800", object()])
    def test_refuses_what_is_no_json(self, content):
        with pytest.raises(TypeError):
            written(content, "application/problem+json")
