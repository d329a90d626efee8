"""The one Flask application: pages for people are Flask's, everything else is the emulator's."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from streamulator.kernel.emulator import Emulator
from streamulator.web.entrance import Entrance
from streamulator.web.pages import Pages


class Application(Pages):
    """An emulator as the Flask application that tools and test clients know.

    Every request goes through the entrance that the server has too, before Flask builds a request context.
    """

    def __init__(self, emulator: Emulator, *, cors: str | None = None, admin_token: str | None = None) -> None:
        """Serve an emulator; `cors` and `admin_token` are as in Entrance."""
        super().__init__(emulator)
        self._entrance = Entrance(emulator, super().wsgi_app, cors=cors, admin_token=admin_token)

    def wsgi_app(self, environ: Any, start_response: Any) -> Iterable[bytes]:
        """Answer one request."""
        return self._entrance(environ, start_response)
