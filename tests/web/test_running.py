from __future__ import annotations

import json
import logging
import signal
import sys
from contextlib import ExitStack
from time import perf_counter

import pytest
import requests
from raw_http import Connection
from serving import PATIENCE, started

from streamulator.web.running import JsonLines


class TestJsonLines:
    @staticmethod
    def line(record):
        text = JsonLines().format(record)
        assert "\n" not in text
        return json.loads(text)

    def test_hold_what_was_logged(self):
        line = self.line(
            logging.makeLogRecord({"name": "a.b", "levelname": "WARNING", "msg": "%s\n%s", "args": (1, "ü")})
        )

        assert (line["level"], line["logger"], line["message"]) == ("warning", "a.b", "1\nü")
        assert line["time"] > 0

    def test_hold_the_members_of_a_request(self):
        members = {"method": "GET", "path": "/a", "world": "w", "operation": None, "status": 200, "milliseconds": 0.5}

        line = self.line(logging.makeLogRecord({"msg": "x", "other": 1, **members}))

        assert {name: line[name] for name in members} == members
        assert "other" not in line

    def test_hold_tracebacks(self):
        try:
            1 / 0  # noqa: B018  it is to fail
        except ZeroDivisionError:
            record = logging.makeLogRecord({"msg": "x", "exc_info": sys.exc_info()})

        assert "ZeroDivisionError" in self.line(record)["exception"]


class TestTheEnd:
    @staticmethod
    def seconds_to_end(process, number):
        begun = perf_counter()
        process.send_signal(number)
        code = process.wait(PATIENCE)
        seconds = perf_counter() - begun
        assert code == 0, process.stderr.read()
        return seconds

    @pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
    def test_comes_quickly_and_quietly_when_it_is_asked_for(self, number):
        with started() as (process, url, _first):
            assert requests.get(f"{url}/_emulator/ready", timeout=10).status_code == 200

            assert self.seconds_to_end(process, number) < 1
            assert "Traceback" not in process.stderr.read()

    def test_does_not_wait_for_clients(self):
        with started() as (process, url, _first), ExitStack() as stack:
            port = int(url.rpartition(":")[2])
            for half in (b"", b"GET / HTTP/1.1\r\n", b"PUT /a HTTP/1.1\r\nContent-Length: 5\r\n\r\n1") * 10:
                stack.enter_context(Connection(port)).send(half)

            assert self.seconds_to_end(process, signal.SIGTERM) < 1

    def test_gives_the_port_back(self):
        with started() as (process, url, _first):
            process.terminate()
            process.wait(PATIENCE)
        with started(STREAMULATOR_PORT=url.rpartition(":")[2]) as again:
            assert again.url == url
