"""The one Flask application: pages for people are Flask's, everything else is the emulator's."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import Any

from flask import Flask

from streamulator import __version__
from streamulator.kernel.emulator import Emulator
from streamulator.web.entrance import Entrance


class Application(Flask):
    """An emulator as the Flask application that tools and test clients know.

    Every request goes through the entrance that the server has too, before Flask builds a request context.
    """

    def __init__(self, emulator: Emulator, *, cors: str | None = None, admin_token: str | None = None) -> None:
        """Serve an emulator; `cors` and `admin_token` are as in Entrance."""
        super().__init__("streamulator", static_folder=None)
        self.emulator = emulator
        self._entrance = Entrance(emulator, self.pages, cors=cors, admin_token=admin_token)
        self.add_url_rule("/", view_func=self.welcome)

    def wsgi_app(self, environ: Any, start_response: Any) -> Iterable[bytes]:
        """Answer one request."""
        return self._entrance(environ, start_response)

    def pages(self, environ: Any, start_response: Any) -> Iterable[bytes]:
        """Answer a request for a page."""
        return super().wsgi_app(environ, start_response)

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
