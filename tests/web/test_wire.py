from __future__ import annotations

import gzip
from io import BytesIO

import pytest

from streamulator.core.messages import NOTHING, Reply, Request
from streamulator.web.wire import request_of, respond


def environ(path="/a", **more):
    """Return what a server would hand over for a GET; names with one leading underscore stand for `wsgi.…`."""
    given = {
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": "",
        "PATH_INFO": path,
        "QUERY_STRING": "",
        "SERVER_NAME": "emulator",
        "SERVER_PORT": "5590",
        "wsgi.url_scheme": "http",
        "wsgi.input": BytesIO(),
    }
    return {**given, **more}


def path_of(**more):
    return request_of(environ(**more)).path


class TestPaths:
    @pytest.mark.parametrize("name", ["REQUEST_URI", "RAW_URI"])
    @pytest.mark.parametrize(
        ("target", "path"),
        [
            ("/a%2Fb/c", "/a%2Fb/c"),
            ("/a%20b?q=1", "/a%20b"),
            ("/a?b?c", "/a"),
            ("/a#part", "/a"),
            ("/a//b/", "/a//b/"),
            ("//a", "/a"),
            ("/%00%zz%ff", "/%00%zz%ff"),
            ("http://host:80/a%2Fb?q", "/a%2Fb"),
            ("http://host", "/"),
            ("http://host?q=1", "/"),
            ("*", "/"),
        ],
    )
    def test_are_taken_as_they_were_sent(self, name, target, path):
        assert path_of(path="/decoded", **{name: target}) == path

    @pytest.mark.parametrize(
        ("decoded", "path"),
        [
            ("/a b", "/a%20b"),
            ("/\xc3\xbc", "/%C3%BC"),
            ("/a\nb", "/a%0Ab"),
            ("/100%", "/100%25"),
            ("", "/"),
            ("/a;b", "/a%3Bb"),
        ],
    )
    def test_are_quoted_again_where_the_server_keeps_only_the_decoded_one(self, decoded, path):
        assert path_of(path=decoded) == path

    def test_include_where_the_application_is_mounted(self):
        assert path_of(path="/b", SCRIPT_NAME="/a") == "/a/b"


class TestWorlds:
    def test_are_the_default_one_unless_something_is_said(self):
        request = request_of(environ())

        assert (request.world, request.base_url) == ("default", "http://emulator:5590")

    def test_are_named_by_a_header(self):
        request = request_of(environ(HTTP_X_EMULATOR_WORLD="trial"))

        assert (request.world, request.path, request.base_url) == ("trial", "/a", "http://emulator:5590")

    @pytest.mark.parametrize(
        ("target", "world", "path", "base"),
        [
            ("/_worlds/trial/a%2Fb", "trial", "/a%2Fb", "/_worlds/trial"),
            ("/_worlds/trial", "trial", "/", "/_worlds/trial"),
            ("/_worlds/trial/", "trial", "/", "/_worlds/trial"),
            ("/_worlds/two%20words/a", "two words", "/a", "/_worlds/two%20words"),
            ("/_worlds/%C3%BC/a", "ü", "/a", "/_worlds/%C3%BC"),
            ("/_worlds//a", "default", "/a", "/_worlds/"),
            ("/_worlds/trial//a//b", "trial", "/a//b", "/_worlds/trial"),
            ("/_worlds", "default", "/_worlds", ""),
            ("/_worldsx/a", "default", "/_worldsx/a", ""),
            ("/a/_worlds/trial", "default", "/a/_worlds/trial", ""),
            ("http://host/_worlds/trial/a", "trial", "/a", "/_worlds/trial"),
        ],
    )
    def test_are_named_by_the_base_url(self, target, world, path, base):
        request = request_of(environ(REQUEST_URI=target))

        assert (request.world, request.path) == (world, path)
        assert request.base_url == f"http://emulator:5590{base}"

    def test_of_the_base_url_win_over_the_header(self):
        request = request_of(environ(REQUEST_URI="/_worlds/one/a", HTTP_X_EMULATOR_WORLD="other"))

        assert request.world == "one"

    def test_have_the_address_that_the_client_used(self):
        request = request_of(environ(HTTP_HOST="localhost:1234", **{"wsgi.url_scheme": "https"}))

        assert request.base_url == "https://localhost:1234"


class TestQueries:
    @pytest.mark.parametrize(
        ("text", "pairs"),
        [
            ("", ()),
            ("a=1&b=2&a=3", (("a", "1"), ("b", "2"), ("a", "3"))),
            ("a=&b&=c&&", (("a", ""), ("b", ""), ("", "c"))),
            ("a=b+c%2Bd%20e", (("a", "b c+d e"),)),
            ("a=1;b=2", (("a", "1;b=2"),)),
            ("a=%C3%BC%26%3D", (("a", "ü&="),)),
            ("a=%ff&b=%zz", (("a", "\ufffd"), ("b", "%zz"))),
            ("a%3Db=c=d", (("a=b", "c=d"),)),
            ("a=1%0A2%00", (("a", "1\n2\0"),)),
        ],
    )
    def test_are_decoded_in_order(self, text, pairs):
        assert request_of(environ(QUERY_STRING=text)).query == pairs


class TestHeaders:
    def test_have_names_in_lower_case(self):
        headers = request_of(environ(HTTP_IF_MATCH='"1"', CONTENT_TYPE="a/b")).headers

        assert headers == {"if-match": '"1"', "content-type": "a/b"}

    def test_say_nothing_of_a_media_type_that_was_not_sent(self):
        assert request_of(environ()).headers["content-type"] == ""


class TestBodies:
    def test_are_as_long_as_they_say(self):
        more = {"CONTENT_LENGTH": "3", "wsgi.input": BytesIO(b"123456")}

        assert request_of(environ(**more)).body == b"123"

    @pytest.mark.parametrize("length", [{}, {"CONTENT_LENGTH": ""}])
    def test_without_a_length_are_read_to_their_end_where_they_have_one(self, length):
        more = {"wsgi.input": BytesIO(b"123"), **length}

        assert request_of(environ(**more, **{"wsgi.input_terminated": True})).body == b"123"

    def test_without_length_or_end_are_not_waited_for(self):
        class Endless:
            def read(self, *_arguments):
                raise AssertionError("would wait for ever")

        assert request_of(environ(**{"wsgi.input": Endless()})).body == b""


def answer(reply, method="GET", accept=None):
    """Return status line, headers and body as they would go on the wire."""
    said = []
    headers = {} if accept is None else {"accept-encoding": accept}
    body = respond(Request(method, "/a", headers=headers), reply, lambda *line: said.append(line))
    ((status, sent),) = said
    assert len({name for name, _ in sent}) == len(sent)
    return status, dict(sent), b"".join(body)


TEXT = Reply(200, "x", {"ETag": '"1"'}, body=b'"x"')


class TestReplies:
    def test_are_put_on_the_wire(self):
        assert answer(TEXT) == (
            "200 OK",
            {"ETag": '"1"', "Content-Type": "application/json", "Content-Length": "3"},
            b'"x"',
        )

    @pytest.mark.parametrize("status", [204, 304])
    def test_without_a_body_say_nothing_of_one(self, status):
        assert answer(Reply(status, NOTHING, {"ETag": '"1"'}), accept="gzip")[1:] == ({"ETag": '"1"'}, b"")

    @pytest.mark.parametrize("status", [200, 202, 302])
    def test_that_could_have_a_body_and_have_none_say_so(self, status):
        assert answer(Reply(status))[1:] == ({"Content-Length": "0"}, b"")

    def test_to_head_have_the_headers_of_a_body_and_no_body(self):
        _status, headers, body = answer(TEXT, "HEAD")

        assert (headers["Content-Length"], body) == ("3", b"")

    @pytest.mark.parametrize(("status", "line"), [(412, "412 Precondition Failed"), (299, "299 Unknown")])
    def test_have_a_reason_phrase(self, status, line):
        assert answer(Reply(status))[0] == line


class TestCompression:
    @pytest.mark.parametrize(
        "accept",
        ["gzip", "gzip, deflate, br", "deflate, gzip;q=1.0, *;q=0.5", "br;q=1,gzip ; q=0.001", "identity, GZIP, gzip"],
    )
    def test_is_used_where_it_is_taken(self, accept):
        _status, headers, body = answer(TEXT, accept=accept)

        assert (headers["Content-Encoding"], headers["Vary"]) == ("gzip", "Accept-Encoding")
        assert headers["Content-Length"] == str(len(body))
        assert gzip.decompress(body) == b'"x"'

    @pytest.mark.parametrize(
        "accept",
        [None, "", "identity", "deflate, br", "gzip;q=0", "gzip; q=0.000, deflate", "x-gzipped", "*;q=0", "notgzip"],
    )
    def test_is_not_used_where_it_is_not(self, accept):
        _status, headers, body = answer(TEXT, accept=accept)

        assert "Content-Encoding" not in headers
        assert body == b'"x"'

    @pytest.mark.parametrize("status", [400, 404, 500, 503])
    def test_is_not_used_for_errors(self, status):
        _status, headers, body = answer(Reply(status, "x", body=b'"x"'), accept="gzip")

        assert ("Content-Encoding" in headers, body) == (False, b'"x"')


def test_a_request_knows_the_address_it_came_from():
    assert request_of(environ(REMOTE_ADDR="127.0.0.9")).sender == "127.0.0.9"
    assert request_of(environ()).sender == ""
