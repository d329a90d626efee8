"""One isolated world: every piece of state that a test could disturb."""

from __future__ import annotations

from collections.abc import Mapping
from threading import Lock

from streamulator.core.clock import WorldClock
from streamulator.core.ids import Ids
from streamulator.faults.plan import Plan
from streamulator.faults.retries import Retries
from streamulator.kernel.journal import Journal
from streamulator.kernel.ledger import Ledger
from streamulator.kernel.service import Store, Surroundings


class World:
    """Stores, faults, journal, ledger, clock and ids under one name and one lock; no two worlds share any of them."""

    def __init__(self, name: str, clock: WorldClock | None = None, seed: int | None = None) -> None:
        """Make an empty world; `seed` decides its ids, and the same ones come again whenever it starts over."""
        self.name = name
        self.seed = seed
        self.clock = clock or WorldClock()
        self.ids = Ids(seed)
        self._start = self.clock.fork()
        self.created = self.clock.ticks()
        self.lock = Lock()
        self.stores: dict[str, Store] = {}
        self.plan = Plan(name)
        self.retries = Retries()
        self.journal = Journal()
        self.ledger = Ledger()

    @property
    def surroundings(self) -> Surroundings:
        """Return what the stores get of this world."""
        return Surroundings(self.clock, self.ids)

    def populate(self, stores: Mapping[str, Store], plan: Plan | None = None) -> None:
        """Start over from copies of these stores and faults: time and ids as at first, journal and ledger empty."""
        with self.lock:
            self.clock.adopt(self._start)
            self.ids = Ids(self.seed)
            self.stores = {name: store.fork(self.surroundings) for name, store in stores.items()}
            self.plan = plan.fork(self.name) if plan else Plan(self.name)
            self.retries = Retries()
            self.journal = Journal()
            self.ledger = Ledger()
