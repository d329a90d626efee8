"""A reader of downloaded data packets that owes nothing to the library that writes them."""

from __future__ import annotations

from collections.abc import Iterator

_WIDTHS = {0xC4: 1, 0xC5: 2, 0xC6: 4, 0xD9: 1, 0xDA: 2, 0xDB: 4, 0xCC: 1, 0xCD: 2, 0xCE: 4, 0xCF: 8}


def packets_in(body: bytes) -> list[tuple[str, int, bytes]]:
    """Read the packets in a body: name of the stream, index, bytes; AssertionError for anything else in it."""
    values = list(_values(body))
    assert len(values) % 3 == 0, f"{len(values)} values are no whole packets"
    packets = list(zip(values[::3], values[1::3], values[2::3], strict=True))
    for name, index, data in packets:
        assert (type(name), type(index), type(data)) == (str, int, bytes)
    return packets


def _values(body: bytes) -> Iterator[str | int | bytes]:
    """Read MessagePack's texts, whole numbers and bytes, each in the shortest form that holds it."""
    at = 0
    while at < len(body):
        kind = body[at]
        if kind < 0x80:
            yield kind
            at += 1
            continue
        if 0xA0 <= kind <= 0xBF:
            start, width, number = at + 1, 0, kind & 0x1F
        else:
            width = _WIDTHS[kind]
            start = at + 1 + width
            assert start <= len(body), "the body ends within a head"
            number = int.from_bytes(body[at + 1 : start], "big")
            least = {1: 0, 2: 2**8, 4: 2**16, 8: 2**32}[width]
            assert number >= (2**7 if kind == 0xCC else 2**5 if kind == 0xD9 else least), "a form too long"
        if 0xCC <= kind <= 0xCF:
            yield number
            at = start
            continue
        data = body[start : start + number]
        assert len(data) == number, "the body ends within a value"
        yield data if kind in (0xC4, 0xC5, 0xC6) else data.decode()
        at = start + number
