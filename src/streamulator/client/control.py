"""The control API of one world, as a Python object."""

from __future__ import annotations

from http import HTTPStatus
from types import TracebackType
from typing import Any, Literal, Self
from urllib.parse import unquote

from streamulator.client.calls import Caller, word
from streamulator.client.errors import ControlError
from streamulator.client.faults import Faults
from streamulator.client.journal import Journal
from streamulator.client.records import Health, Info, Ledger, Outcome, Snapshot, World
from streamulator.client.time import Clock, Moment, written
from streamulator.client.transports import SocketTransport, Transport

DEFAULT = "default"
_WORLDS = "/_worlds/"


class Control:
    """Steers one world of an emulator, and the emulator itself."""

    def __init__(self, place: str | Transport, world: str | None = None, *, token: str | None = None) -> None:
        """Reach an emulator by its base URL, which may be that of a world, or by a transport."""
        if isinstance(place, str):
            base, _, named = place.rstrip("/").partition(_WORLDS)
            world = world or unquote(named.partition("/")[0]) or DEFAULT
            place = SocketTransport(base)
        self._caller = Caller(place, world or DEFAULT, token)
        self.world = self._caller.world
        self.faults = Faults(self._caller)
        self.clock = Clock(self._caller)
        self.journal = Journal(self._caller)

    def __repr__(self) -> str:
        return f"Control({self.url!r})"

    @property
    def transport(self) -> Transport:
        """Return how the emulator is reached."""
        return self._caller.transport

    @property
    def url(self) -> str:
        """Return the address that a client of an emulated API is to be given, so that it comes to this world."""
        base = self.transport.url
        return base if self.world == DEFAULT else f"{base}{_WORLDS}{word(self.world)}"

    def in_world(self, name: str) -> Control:
        """Return the control of another world, whether there is one or not yet."""
        return Control(self.transport, name, token=self._caller.token)

    def health(self) -> Health:
        """Tell that the emulator lives."""
        return Health.of(self._caller("GET", "/health"))

    def ready(self) -> bool:
        """Tell whether the fixtures are loaded."""
        try:
            return bool(self._caller("GET", "/ready")["ready"])
        except ControlError as error:
            if error.status == HTTPStatus.SERVICE_UNAVAILABLE:
                return False
            raise

    def info(self) -> Info:
        """Describe the emulator."""
        return Info.of(self._caller("GET", "/info"))

    def worlds(self) -> list[World]:
        """Return all worlds."""
        return [World.of(one) for one in self._caller("GET", "/worlds")]

    def create_world(
        self,
        name: str,
        *,
        world: str | None = None,
        snapshot: str | None = None,
        seed: int | None = None,
        frozen_at: Moment | None = None,
    ) -> Control:
        """Make a world as the fixtures, another world or a snapshot have it; return its control.

        It is made at its own address: of several processes, that is where its calls will go.
        """
        wanted = {"name": name, "world": world, "snapshot": snapshot, "seed": seed}
        wanted["frozenAt"] = None if frozen_at is None else written(frozen_at)
        given = {key: value for key, value in wanted.items() if value is not None}
        self._caller("POST", "/worlds", given, place=f"{_WORLDS}{word(name)}")
        return self.in_world(name)

    def delete_world(self) -> None:
        """Remove this world."""
        self._caller("DELETE", f"/worlds/{word(self.world)}")

    def reset(self) -> None:
        """Start this world over from the fixtures."""
        self._caller("POST", "/reset")

    def snapshots(self) -> list[Snapshot]:
        """Return all snapshots, of whatever world."""
        return [Snapshot.of(one) for one in self._caller("GET", "/snapshots")]

    def snapshot(self, name: str) -> Snapshot:
        """Keep what this world is like now under a name."""
        return Snapshot.of(self._caller("PUT", f"/snapshots/{word(name)}"))

    def restore(self, name: str) -> None:
        """Take this world back to a snapshot."""
        self._caller("POST", f"/snapshots/{word(name)}/restore")

    def delete_snapshot(self, name: str) -> None:
        """Forget a snapshot."""
        self._caller("DELETE", f"/snapshots/{word(name)}")

    def state(self) -> dict[str, Any]:
        """Say what each service holds."""
        return dict(self._caller("GET", "/state"))

    def state_hash(self) -> str:
        """Return a hash of all that the services hold."""
        return str(self._caller("GET", "/state/hash")["hash"])

    def export(self) -> str:
        """Return what the services hold as the text of a fixture."""
        return self._caller.raw("GET", "/state/fixture").decode()

    def ledger(self, kind: Literal["violation", "broken", "warning"] | None = None) -> Ledger:
        """Return what was wrong, of one kind or of all."""
        return Ledger.of(self._caller("GET", "/ledger", query={"kind": kind}))

    def outcome(self) -> Outcome:
        """Return what a test asks of its world at the end, at one go: the ledger, and the faults it armed in vain."""
        return Outcome.of(self._caller("GET", "/outcome"))

    def coverage(self, *, everywhere: bool = False) -> dict[str, Any]:
        """Report what of the contracts this world's traffic has reached, or that of all worlds there are and were."""
        return dict(self._caller("GET", "/coverage", query={"all": "true"} if everywhere else None))

    def clear_coverage(self, *, everywhere: bool = False) -> None:
        """Forget what this world's traffic has reached, or that of all worlds."""
        self._caller("DELETE", "/coverage", query={"all": "true"} if everywhere else None)

    def close(self) -> None:
        """Let go of connections that are kept."""
        self.transport.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self.close()
