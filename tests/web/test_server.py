from __future__ import annotations

import gzip
import json
import socket
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import pytest
import requests
from raw_http import Connection, exchange
from serving import served

from streamulator.web.server import Server
from streamulator.web.thread import Serving

HOST = b"Host: a\r\n"
NOTE = b"/toy/notes/hello"


def get(path=NOTE, *headers):
    return b"GET %b HTTP/1.1\r\n%b%b\r\n" % (path, HOST, b"".join(line + b"\r\n" for line in headers))


def put(path, text, *headers):
    body = json.dumps({"text": text}).encode()
    lines = [b"Content-Type: application/json", b"Content-Length: %d" % len(body), *headers]
    return b"PUT %b HTTP/1.1\r\n%b%b\r\n" % (path, HOST, b"".join(line + b"\r\n" for line in lines)) + body


def chunked(path, *chunks, end=b"0\r\n\r\n", extra=b""):
    head = b"PUT %b HTTP/1.1\r\n%bContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n%b\r\n"
    return head % (path, HOST, extra) + b"".join(b"%x\r\n%b\r\n" % (len(one), one) for one in chunks) + end


@pytest.fixture(autouse=True)
def _still_answers(live):
    """Whatever a test did, the server must answer the next client."""
    yield
    assert exchange(live.port, get()).status == 200


def nothing(_environ, start_response):
    start_response("204 No Content", [])
    return []


def journal(live):
    entries = requests.get(f"{live.url}/_emulator/journal", timeout=10).json()["entries"]
    return [(entry["method"], entry["path"]) for entry in entries]


def test_headers_of_proxies_reach_the_application_as_they_were_sent():
    def told(environ, start_response):
        start_response("200 OK", [])
        return [environ.get("HTTP_X_FORWARDED_FOR", "").encode()]

    with served(told) as server:
        assert exchange(server.port, get(b"/", b"X-Forwarded-For: gateway 2")).body == b"gateway 2"


class TestConnections:
    def test_are_kept_for_the_next_request(self, live):
        with Connection(live.port) as connection:
            for number in range(20):
                assert connection.send(put(b"/toy/notes/a", str(number))).answer().status == 204
                assert connection.send(get(b"/toy/notes/a")).answer().body == b'{"text":"%d"}' % number

    @pytest.mark.parametrize(
        ("request_", "status"),
        [
            (get(), 200),
            (get(b"/toy/notes/none"), 404),
            (get(b"/nobody"), 404),
            (put(b"/toy/notes/a", "x"), 204),
            (put(b"/toy/notes/a", "x" * 1000), 400),
            (chunked(b"/toy/notes/a", b'{"text": "x"}'), 204),
            (b"POST %b HTTP/1.1\r\n%bContent-Length: 5\r\n\r\n12345" % (NOTE, HOST), 405),
        ],
    )
    def test_are_kept_after_any_answer(self, live, request_, status):
        with Connection(live.port) as connection:
            assert connection.send(request_).answer().status == status
            assert connection.silent()
            assert connection.send(get()).answer().status == 200

    def test_are_kept_after_head(self, live):
        with Connection(live.port) as connection:
            connection.send(b"HEAD %b HTTP/1.1\r\n%b\r\n" % (NOTE, HOST))
            assert connection.answer(bodiless=True).status == 405
            assert connection.send(get()).answer().status == 200

    def test_carry_pipelined_requests_answered_in_order(self, live):
        with Connection(live.port) as connection:
            connection.send(b"".join(put(b"/toy/notes/a", str(n)) + get(b"/toy/notes/a") for n in range(50)))

            for number in range(50):
                assert connection.answer().status == 204
                assert connection.answer().body == b'{"text":"%d"}' % number

    def test_carry_pipelined_requests_that_come_byte_by_byte(self, live):
        with Connection(live.port) as connection:
            connection.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            for byte in get() + put(b"/toy/notes/a", "x") + get(b"/toy/notes/a"):
                connection.send(bytes([byte]))

            assert [connection.answer().status for _ in range(3)] == [200, 204, 200]

    @pytest.mark.parametrize(
        "request_", [get(NOTE, b"Connection: close"), put(b"/toy/notes/a", "x", b"Connection: close")]
    )
    def test_are_closed_on_demand(self, live, request_):
        with Connection(live.port) as connection:
            answer = connection.send(request_ + get()).answer()

            assert answer.headers["connection"] == "close"
            assert connection.ended()

    def test_of_http_1_0_are_closed_unless_they_are_to_be_kept(self, live):
        with Connection(live.port) as connection:
            assert connection.send(b"GET %b HTTP/1.0\r\n\r\n" % NOTE).answer().status == 200
            assert connection.ended()
        with Connection(live.port) as connection:
            for _ in range(2):
                answer = connection.send(b"GET %b HTTP/1.0\r\nConnection: keep-alive\r\n\r\n" % NOTE).answer()
                assert (answer.status, answer.headers["connection"]) == (200, "Keep-Alive")

    def test_that_are_idle_keep_nobody_waiting(self, live):
        with ExitStack() as stack:
            idle = [stack.enter_context(Connection(live.port)) for _ in range(200)]
            for connection in idle[::2]:
                assert connection.send(get()).answer().status == 200

            with ThreadPoolExecutor(8) as pool:
                statuses = list(pool.map(lambda _: exchange(live.port, get()).status, range(40)))

            assert statuses == [200] * 40
            assert [connection.send(get()).answer().status for connection in idle] == [200] * 200

    def test_with_half_a_request_keep_nobody_waiting(self, live):
        halves = (b"G", b"GET " + NOTE, get()[:-2], put(b"/toy/notes/a", "x")[:-1], chunked(b"/toy/notes/a", end=b""))
        with ExitStack() as stack:
            for half in halves * 20:
                stack.enter_context(Connection(live.port)).send(half)

            assert exchange(live.port, get()).status == 200
        assert journal(live) == [("GET", NOTE.decode())]

    def test_that_go_away_in_the_middle_do_no_harm(self, live):
        for part in (b"", b"GET", get()[:-1], get(), put(b"/toy/notes/a", "x" * 50)[:-20]):
            with Connection(live.port) as connection:
                connection.send(part)

    def test_that_do_not_read_their_answers_keep_nobody_waiting(self, live):
        with Connection(live.port) as connection:
            for _ in range(200):
                connection.send(get(b"/_emulator/openapi/control.yaml"))

            assert exchange(live.port, get()).status == 200

    def test_are_served_side_by_side(self, live):
        def many(number):
            with Connection(live.port) as connection:
                path = b"/toy/notes/" + b"abcdefghijklmnop"[number : number + 1] * 3
                for turn in range(20):
                    assert connection.send(put(path, f"{number}-{turn}")).answer().status == 204
                    assert connection.send(get(path)).answer().body == b'{"text":"%d-%d"}' % (number, turn)
            return True

        with ThreadPoolExecutor(16) as pool:
            assert all(pool.map(many, range(16)))


class TestBodies:
    def test_may_come_in_chunks(self, live):
        with Connection(live.port) as connection:
            connection.send(chunked(b"/toy/notes/a", b'{"te', b'xt": ', b'"in chunks"}') + get(b"/toy/notes/a"))

            assert connection.answer().status == 204
            assert connection.answer().body == b'{"text":"in chunks"}'

    @pytest.mark.parametrize("end", [b"0\r\n\r\n", b"0\r\nX-Trailer: 1\r\n\r\n", b"00;a=b\r\n\r\n"])
    def test_in_chunks_may_end_in_several_ways(self, live, end):
        assert exchange(live.port, chunked(b"/toy/notes/a", b'{"text": "x"}', end=end)).status == 204

    def test_may_be_compressed(self, live):
        body = gzip.compress(b'{"text": "compressed"}')
        headers = {"Content-Encoding": "gzip", "Content-Type": "application/json"}

        requests.put(f"{live.url}/toy/notes/a", data=body, headers=headers, timeout=10)

        assert requests.get(f"{live.url}/toy/notes/a", timeout=10).json() == {"text": "compressed"}

    def test_may_wait_to_be_asked_for(self, live):
        request = put(b"/toy/notes/a", "waited for", b"Expect: 100-continue")
        head, _, body = request.partition(b"\r\n\r\n")
        with Connection(live.port) as connection:
            assert connection.send(head + b"\r\n\r\n").answer().status == 100
            assert connection.send(body).answer().status == 204
            assert connection.send(get(b"/toy/notes/a")).answer().body == b'{"text":"waited for"}'

    def test_that_nobody_wants_are_read_all_the_same(self, live):
        with Connection(live.port) as connection:
            connection.send(b"POST /nobody HTTP/1.1\r\n%bContent-Length: 1000000\r\n\r\n" % HOST + bytes(10**6) + get())

            assert [connection.answer().status for _ in range(2)] == [404, 200]

    def test_of_an_unbearable_size_are_refused_before_they_come(self, live):
        request = b"PUT %b HTTP/1.1\r\n%bContent-Length: 999999999999\r\n\r\n" % (NOTE, HOST)

        assert exchange(live.port, request).status == 413


class TestAnswers:
    def test_without_a_body_have_no_length(self, live):
        answer = exchange(live.port, put(b"/toy/notes/a", "x"))

        assert answer.status == 204
        assert not {"content-length", "content-type", "transfer-encoding"} & answer.headers.keys()

    def test_may_be_compressed(self, live):
        with Connection(live.port) as connection:
            answer = connection.send(get(NOTE, b"Accept-Encoding: gzip")).answer()
            assert answer.headers["content-encoding"] == "gzip"
            assert gzip.decompress(answer.body) == b'{"text":"Good morning"}'
            assert connection.send(get()).answer().status == 200

    def test_do_not_say_what_the_server_is_made_of(self, live):
        assert exchange(live.port, get()).headers["server"] == "Streamulator"


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "0.0.0.0", ""])  # noqa: S104  what is tested
def test_a_server_is_where_its_url_says(host):
    with served(nothing, host) as server:
        assert requests.get(server.url, timeout=10).status_code == 204
        assert server.url == f"http://{'localhost' if host == 'localhost' else '127.0.0.1'}:{server.port}"


@pytest.mark.parametrize("host", ["::1", "::"])
def test_a_server_may_listen_on_ipv6(host):
    try:
        socket.create_server(("::1", 0), family=socket.AF_INET6).close()
    except OSError:
        pytest.skip("this machine has no IPv6")

    with served(nothing, host) as server:
        assert server.url == f"http://[::1]:{server.port}"
        assert requests.get(server.url, timeout=10).status_code == 204


def test_all_addresses_of_a_host_get_the_same_port(monkeypatch):
    """A name such as "localhost" may have several; a client takes any of them."""
    real = socket.getaddrinfo

    def several(host, *more, **named):
        hosts = ("127.0.0.1", "127.0.0.2", "127.0.0.1") if host == "localhost" else (host,)
        return [place for one in hosts for place in real(one, *more, **named)]

    monkeypatch.setattr(socket, "getaddrinfo", several)
    server = Server(nothing, "localhost", 0)
    monkeypatch.undo()
    with Serving(server):
        for host in ("127.0.0.1", "127.0.0.2"):
            assert requests.get(f"http://{host}:{server.port}", timeout=10).status_code == 204


@pytest.mark.parametrize("host", ["no.such.host.invalid", "256.0.0.1"])
def test_a_host_that_does_not_exist_is_an_os_error(host):
    with pytest.raises(OSError, match=r"."):
        Server(nothing, host, 0)


def test_a_port_in_use_is_an_os_error(live):
    with pytest.raises(OSError, match="in use"):
        Server(nothing, "127.0.0.1", live.port)


def test_a_port_is_free_again_once_the_server_is_closed():
    server = Server(nothing, "127.0.0.1", 0)
    server.close()

    Server(nothing, "127.0.0.1", server.port).close()
