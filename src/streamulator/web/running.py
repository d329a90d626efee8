"""From an emulator to a process that serves it: logging, signals, the beginning and the end."""

from __future__ import annotations

import gc
import json
import logging
import os
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import NoReturn

from streamulator.web.entrance import Entrance
from streamulator.web.server import Server

_RARELY = (50_000, 20, 100)  # a reply of ten thousand events is no reason to look for garbage a dozen times
_EXTRA = ("method", "path", "world", "operation", "status", "milliseconds")


class JsonLines(logging.Formatter):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        """Write a record; a line for a request has its members beside the message."""
        line = {"time": record.created, "level": record.levelname.lower(), "logger": record.name}
        line |= {name: getattr(record, name) for name in _EXTRA if hasattr(record, name)}
        line["message"] = record.getMessage()
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line)


def set_up_logging(form: str, level: str) -> None:
    """Send the emulator's log to stderr, as `text` or as `json` lines."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines() if form == "json" else logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    logging.basicConfig(level=level.upper(), handlers=[handler], force=True)


def listen(entrance: Entrance, host: str, port: int, announce: Callable[[str], None]) -> NoReturn:
    """Serve until SIGTERM or Ctrl-C, then end the process with 0; OSError when the port cannot be had.

    `announce` gets the base URL once requests are taken.
    """
    server = Server(entrance, host, port)
    entrance.emulator.wait = server.pause
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _stop)
    # What is loaded stays: the collector need not walk over a million events again and again.
    gc.freeze()
    gc.set_threshold(*_RARELY)
    gc.enable()
    announce(server.url)
    with suppress(SystemExit):
        server.run()
    server.close()
    logging.shutdown()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)  # freeing a million events one by one would only keep the caller waiting


def _stop(_number: int, _frame: object) -> NoReturn:
    raise SystemExit(0)
