"""One isolated world: every piece of state that a test could disturb."""

from __future__ import annotations

from collections.abc import Mapping
from threading import Lock

from streamulator.core.clock import Clock, WallClock
from streamulator.core.ids import Ids
from streamulator.kernel.journal import Journal
from streamulator.kernel.ledger import Ledger
from streamulator.kernel.service import Store, Surroundings


class World:
    """Stores, journal, ledger, clock and ids under one name and one lock; no two worlds share any of them."""

    def __init__(self, name: str, clock: Clock | None = None, ids: Ids | None = None) -> None:
        self.name = name
        self.surroundings = Surroundings(clock or WallClock(), ids or Ids())
        self.created = self.clock.ticks()
        self.lock = Lock()
        self.stores: dict[str, Store] = {}
        self.journal = Journal()
        self.ledger = Ledger()

    @property
    def clock(self) -> Clock:
        """Return the world's own time."""
        return self.surroundings.clock

    @property
    def ids(self) -> Ids:
        """Return the world's own stream of ids."""
        return self.surroundings.ids

    def populate(self, stores: Mapping[str, Store]) -> None:
        """Start over from copies of these stores, with an empty journal and ledger."""
        with self.lock:
            self.stores = {name: store.fork(self.surroundings) for name, store in stores.items()}
            self.journal = Journal()
            self.ledger = Ledger()
