"""The one Flask application: pages for people are Flask's, everything else is the emulator's."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import Any

from flask import Flask

from streamulator import __version__
from streamulator.kernel.emulator import Emulator
from streamulator.web.cors import is_preflight, permit, with_leave
from streamulator.web.door import turned_away
from streamulator.web.mishaps import befall
from streamulator.web.wire import Environ, StartResponse, request_of, respond


class Application(Flask):
    """An emulator behind WSGI.

    The emulator's paths, methods and errors are its contracts' business, so they are answered before Flask builds a
    request context; what is left for Flask's own routing are the pages that people open.
    """

    def __init__(self, emulator: Emulator, *, cors: str | None = None, admin_token: str | None = None) -> None:
        """Serve an emulator.

        `cors` is the origin whose pages may call it, `*` any, None no other than its own; `admin_token` is what the
        control API wants to see, where it wants to see something.
        """
        super().__init__("streamulator", static_folder=None)
        self.emulator = emulator
        self._cors = cors
        self._admin_token = admin_token
        self.add_url_rule("/", view_func=self.welcome)

    def wsgi_app(self, environ: Any, start_response: Any) -> Iterable[bytes]:
        """Answer one request."""
        if self._cors is not None:
            if is_preflight(environ):
                return permit(environ, self._cors, start_response)
            start_response = with_leave(self._cors, start_response)
        if environ.get("PATH_INFO") == "/":
            return super().wsgi_app(environ, start_response)
        return self.emulate(environ, start_response)

    def emulate(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Let the emulator answer."""
        request = request_of(environ)
        refusal = turned_away(request, self._admin_token) if self._admin_token else None
        reply = refusal or self.emulator.answer(request)
        if reply.mishap:
            return befall(environ, reply, reply.mishap, start_response)
        return respond(request, reply, start_response)

    def welcome(self) -> str:
        """Tell a person who opens the base URL what is here."""
        rows = "".join(
            f"<li>{escape(contract.title)}: "
            f'<a href="/_emulator/openapi/{escape(contract.name)}">{escape(contract.name)}</a>, '
            f"{len(contract.operations)} operations</li>"
            for contract in self.emulator.contracts
        )
        links = " · ".join(
            f'<a href="/_emulator/{name}">{name}</a>' for name in ("info", "state", "journal", "ledger", "worlds")
        )
        return (
            f"<!doctype html><title>Streamulator</title><h1>Streamulator {__version__}</h1>"
            f"<p>A local emulator of stream-data APIs. Point a client at this address.</p>"
            f"<ul>{rows}</ul><p>Look inside: {links}</p>"
        )
