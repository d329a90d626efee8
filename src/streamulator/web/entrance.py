"""Where requests come in, by WSGI: the emulator answers them, and Flask those of people who open a page."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property
from typing import Any

from streamulator.kernel.emulator import Emulator
from streamulator.web.cors import is_preflight, permit, with_leave
from streamulator.web.door import turned_away
from streamulator.web.mishaps import befall
from streamulator.web.wire import Environ, StartResponse, request_of, respond

Wsgi = Callable[[Any, Any], Iterable[bytes]]


class Entrance:
    """An emulator behind WSGI.

    Its paths, methods and errors are its contracts' business; what is left for Flask's own routing are the pages that
    people open, and until somebody does, Flask is not even imported: that takes as long as all the emulator's code.
    """

    def __init__(
        self, emulator: Emulator, pages: Wsgi | None = None, *, cors: str | None = None, admin_token: str | None = None
    ) -> None:
        """Serve an emulator.

        `cors` is the origin whose pages may call it, `*` any, None no other than its own; `admin_token` is what the
        control API wants to see, where it wants to see something.
        """
        self.emulator = emulator
        self._given = pages
        self._cors = cors
        self._admin_token = admin_token

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        if self._cors is not None:
            if is_preflight(environ):
                return permit(environ, self._cors, start_response)
            start_response = with_leave(self._cors, start_response)
        if environ.get("PATH_INFO") == "/":
            return self._pages(environ, start_response)
        request = request_of(environ)
        refusal = turned_away(request, self._admin_token) if self._admin_token else None
        reply = refusal or self.emulator.answer(request)
        if reply.mishap:
            return befall(environ, reply, reply.mishap, start_response)
        return respond(request, reply, start_response)

    @cached_property
    def _pages(self) -> Wsgi:
        if self._given is not None:
            return self._given
        from streamulator.web.pages import Pages  # noqa: PLC0415  only who opens a page pays for Flask

        return Pages(self.emulator).wsgi_app
