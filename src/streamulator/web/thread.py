"""An emulator served by a thread of this process: started on a free port, and stopped at once."""

from __future__ import annotations

from threading import Thread
from types import TracebackType
from typing import Self

from streamulator.kernel.emulator import Emulator
from streamulator.web.entrance import Entrance
from streamulator.web.server import Server

_PATIENCE = 10.0  # seconds


class Serving:
    """A server that runs in a thread; `url` is where."""

    def __init__(self, server: Server) -> None:
        """Run a server that is bound already."""
        self.server = server
        self.url = server.url
        self._stopped = False
        self._thread = Thread(target=server.run, name="streamulator", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End the thread and give the port back; a second time does nothing."""
        if self._stopped:
            return
        self._stopped = True
        self.server.end()
        self._thread.join(_PATIENCE)
        if self._thread.is_alive():
            raise TimeoutError(f"The server at {self.url} did not end within {_PATIENCE:g} seconds.")
        self.server.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self.stop()


class EmulatorServing(Serving):
    """An emulator that a thread serves; `application` is the same one for calls without a socket."""

    def __init__(self, emulator: Emulator, host: str = "127.0.0.1", port: int = 0, *, cors: str | None = None) -> None:
        """Serve an emulator, on a free port unless one is named; OSError when it cannot be had."""
        self.emulator = emulator
        self.application = Entrance(emulator, cors=cors)
        server = Server(self.application, host, port)
        emulator.wait = server.pause
        super().__init__(server)
