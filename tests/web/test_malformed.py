"""What is not HTTP, or hardly: it is refused, or the connection ends, and the server goes on."""

from __future__ import annotations

import logging

import pytest
import requests
from raw_http import Connection, exchange

NOTE = b"/toy/notes/hello"
GET = b"GET " + NOTE + b" HTTP/1.1\r\nHost: a\r\n\r\n"
SMUGGLED = (
    b"PUT /toy/notes/smuggled HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
    b'Content-Length: 13\r\n\r\n{"text": "x"}'
)


@pytest.fixture(autouse=True)
def _still_answers(live):
    """Whatever a test did, the server must answer the next client."""
    yield
    assert exchange(live.port, GET).status == 200


def head(*lines, start=b"PUT /toy/notes/a HTTP/1.1"):
    return b"\r\n".join([start, b"Host: a", b"Content-Type: application/json", *lines, b"", b""])


def sent(live, data):
    """Send bytes; return the status of the answer and whether the connection ended after it, or None without one."""
    with Connection(live.port) as connection:
        connection.send(data)
        try:
            status = connection.answer().status
        except (EOFError, ConnectionResetError):
            return None, True
        return status, not connection.silent() and connection.ended()


def notes(live):
    return requests.get(f"{live.url}/_emulator/state", timeout=10).json()["toy"]["notes"]


class TestFraming:
    def test_by_both_length_and_chunks_ends_the_connection_after_the_answer(self, live):
        """RFC 9112 section 6.3: what follows may be smuggled, so nobody looks at it."""
        request = head(b"Transfer-Encoding: chunked", b"Content-Length: 4") + b'd\r\n{"text": "a"}\r\n0\r\n\r\n'
        with Connection(live.port) as connection:
            answer = connection.send(request + SMUGGLED).answer()

            assert (answer.status, answer.headers["connection"]) == (204, "close")
            assert connection.ended()
        assert notes(live) == ["a", "hello"]

    @pytest.mark.parametrize("version", [b"HTTP/1.0", b"HTTP/1.0\r\nConnection: keep-alive"])
    def test_by_chunks_before_http_1_1_ends_the_connection(self, live, version):
        """RFC 9112 section 6.1: a sender that does not know chunks cannot mean them."""
        request = head(b"Transfer-Encoding: chunked", start=b"PUT /toy/notes/a " + version) + b"0\r\n\r\n" + SMUGGLED

        assert sent(live, request) == (400, True)
        assert notes(live) == ["hello"]

    @pytest.mark.parametrize(
        "lines",
        [
            [b"Content-Length: +5"],
            [b"Content-Length: 5, 5"],
            [b"Content-Length: 5", b"Content-Length: 6"],
            [b"Content-Length: -1"],
            [b"Content-Length: 0x5"],
            [b"Content-Length: five"],
            [b"Content-Length: 5 5"],
            [b"Content-Length: " + b"9" * 5000],
            [b"Content-Length : 5"],
        ],
    )
    def test_by_a_doubtful_length_is_refused(self, live, lines):
        assert sent(live, head(*lines) + b"12345" + SMUGGLED) == (400, True)
        assert notes(live) == ["hello"]

    @pytest.mark.parametrize(
        "coding", [b"gzip", b"gzip, chunked", b"identity", b"chunked, identity", b"xchunked", b"\x0bchunked"]
    )
    def test_by_another_coding_is_refused(self, live, coding):
        status, ended = sent(live, head(b"Transfer-Encoding: " + coding) + b"0\r\n\r\n" + SMUGGLED)

        assert (status in {400, 501}, ended) == (True, True)
        assert notes(live) == ["hello"]

    @pytest.mark.parametrize(
        "chunks",
        [
            b"x\r\nabc\r\n0\r\n\r\n",
            b"-1\r\n\r\n",
            b"+5\r\nhello\r\n0\r\n\r\n",
            b"0x5\r\nhello\r\n",
            b"5\r\nhelloo\r\n0\r\n\r\n",
            b"\r\n\r\n",
            b"5 \r\nhello\r\n",
        ],
    )
    def test_by_broken_chunks_is_refused(self, live, chunks):
        assert sent(live, head(b"Transfer-Encoding: chunked") + chunks + SMUGGLED) == (400, True)
        assert notes(live) == ["hello"]


class TestRequestLines:
    @pytest.mark.parametrize(
        "line",
        [
            b"get /toy/notes/hello HTTP/1.1",
            b"GET /toy/notes/hello HTTP/1.1 x",
            b"GET  /toy/notes/hello HTTP/1.1",
            b"GET /toy/notes/hello HTTP/11",
            b"GET /toy/notes/hello http/1.1",
            b"GET",
            b"GET\t/toy/notes/hello\tHTTP/1.1",
            b"GE\x00T /toy/notes/hello HTTP/1.1",
            b"/toy/notes/hello",
            b"GET /toy/notes/\xc3\xbc HTTP/1.1",
            b"GET http://[ HTTP/1.1",
            b"GET http://[::1 HTTP/1.1",
            b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
            b"\xff\xfe\xfd",
        ],
    )
    def test_that_are_none_are_refused(self, live, line):
        assert sent(live, line + b"\r\nHost: a\r\n\r\n") == (400, True)

    @pytest.mark.parametrize(
        ("target", "status"),
        [
            (b"http://elsewhere:1/toy/notes/hello", 200),
            (b"http://elsewhere", 404),
            (b"//toy/notes/hello", 200),
            (b"/toy/notes/hello#part", 200),
            (b"/toy/notes/hell%6f", 200),
            (b"/toy//notes/hello", 404),
            (b"/toy/notes/hello/", 404),
            (b"/toy/notes%2Fhello", 404),
            (b"/toy/notes/%00", 400),
            (b"/toy/notes/a%00", 400),
            (b"/toy/notes/a%0A", 400),
            (b"/toy/notes/%0D%0AX-Injected:%201", 400),
            (b"/toy/notes/%ff%fe", 400),
            (b"/toy/notes/%zz", 400),
            (b"/toy/notes/%", 400),
            (b"/toy/notes/..%2F..%2Fetc", 400),
            (b"/toy/notes/" + b"a" * 50_000, 400),
            (b"/" + b"a/" * 50_000, 404),
            (b"/%00", 404),
            (b"/%zz/%ff", 404),
            (b"*", 404),
            (b"/toy/notes/hello?%00=%ff&=&&;%zz", 200),
            (b"/toy/notes/hello?" + b"a=b&" * 10_000, 200),
            (b"/_worlds/%00/toy/notes/hello", 404),
            (b"/_worlds/%ff/toy/notes/hello", 404),
            (b"/_worlds/default/toy/notes/hello", 200),
        ],
    )
    def test_with_odd_targets_are_answered(self, live, target, status):
        answer = exchange(live.port, b"GET " + target + b" HTTP/1.1\r\nHost: a\r\n\r\n")

        assert answer.status == status
        assert "x-injected" not in answer.headers

    @pytest.mark.parametrize("method", [b"OPTIONS", b"TRACE", b"CONNECT", b"QUERY", b"FOO-BAR", b"X" * 1000])
    def test_with_odd_methods_are_answered(self, live, method):
        answer = exchange(live.port, method + b" " + NOTE + b" HTTP/1.1\r\nHost: a\r\n\r\n")

        assert (answer.status, answer.headers["allow"]) == (405, "DELETE, GET, PUT")

    def test_without_a_version_are_answered_and_the_connection_ends(self, live):
        assert sent(live, b"GET " + NOTE + b"\r\n\r\n") == (200, True)

    def test_after_empty_lines_are_answered(self, live):
        with Connection(live.port) as connection:
            connection.send(b"\r\n\r\n" + GET + b"\r\n" + GET)

            assert [connection.answer().status for _ in range(2)] == [200, 200]


class TestHeaders:
    @pytest.mark.parametrize(
        "line", [b"no colon", b": no name", b"a b: c", b"a\x00: b", b"a: b\x00", b"a: b\rc", b"a: b\nc"]
    )
    def test_that_are_none_are_refused(self, live, line):
        assert sent(live, b"GET " + NOTE + b" HTTP/1.1\r\nHost: a\r\n" + line + b"\r\n\r\n") == (400, True)

    @pytest.mark.parametrize("size", [2**20, 2 * 2**20])
    def test_of_an_unbearable_size_are_refused(self, live, size):
        """What was sent and not read may make the machine throw the answer away; then the connection has ended."""
        status, ended = sent(live, b"GET " + NOTE + b" HTTP/1.1\r\nX: " + b"a" * size + b"\r\n\r\n")

        assert (status in {431, None}, ended) == (True, True)

    def test_of_a_bearable_size_are_taken(self, live):
        lines = b"".join(b"X-%d: %s\r\n" % (number, b"a" * 1000) for number in range(500))

        assert exchange(live.port, b"GET " + NOTE + b" HTTP/1.1\r\nHost: a\r\n" + lines + b"\r\n").status == 200

    @pytest.mark.parametrize(
        "line", [b"X-Emulator-World: \xff", b"X-Emulator-World: " + b"a" * 1000, b"X-Emulator-World: no where"]
    )
    def test_may_name_worlds_that_cannot_be(self, live, line):
        assert exchange(live.port, b"GET " + NOTE + b" HTTP/1.1\r\nHost: a\r\n" + line + b"\r\n\r\n").status == 404

    def test_may_say_anything_about_bodies_and_encodings(self, live):
        for lines in (
            [b"Content-Encoding: br"],
            [b"Content-Encoding: gzip"],
            [b"Content-Type: \xff"],
            [b"Accept: \x7f"],
            [b"Accept-Encoding: gzip;q=x,,;;"],
            [b"Expect: something"],
            [b"Upgrade: h2c", b"Connection: Upgrade"],
        ):
            body = b'{"text": "x"}'
            status = exchange(live.port, head(b"Content-Length: %d" % len(body), *lines) + body).status
            assert status in {204, 400}, lines


def test_nothing_of_all_this_is_logged_as_a_failure(live, caplog):
    caplog.set_level(logging.WARNING)

    for data in (
        b"GET http://[ HTTP/1.1\r\n\r\n",
        b"\x00" * 100 + b"\r\n\r\n",
        head(b"Content-Length: " + b"9" * 5000),
    ):
        assert sent(live, data) == (400, True)

    assert caplog.records == []
