"""One isolated world: every piece of state that a test could disturb."""

from __future__ import annotations

from threading import Lock

from streamulator.core.clock import WorldClock
from streamulator.core.ids import Ids
from streamulator.faults.plan import Plan
from streamulator.faults.retries import Retries
from streamulator.kernel.coverage import Coverage
from streamulator.kernel.journal import Journal
from streamulator.kernel.ledger import Ledger
from streamulator.kernel.service import Store, Surroundings


class World:
    """Stores, faults, journal, ledger, clock and ids under one name and one lock; no two worlds share any of them.

    What is fixed for good in a snapshot, or in the fixtures, is a world too: one that no request reaches.
    """

    def __init__(self, name: str, clock: WorldClock | None = None, seed: int | None = None) -> None:
        """Make an empty world; `seed` decides its ids, and the same ones come again whenever it starts over."""
        self.name = name
        self.seed = seed
        self.clock = clock or WorldClock()
        self.ids = Ids(seed)
        self.created = self.clock.ticks()
        self.lock = Lock()
        self.stores: dict[str, Store] = {}
        self.plan = Plan(name)
        self.coverage = Coverage()
        self._start = self.clock.fork()
        self._forget()

    @property
    def surroundings(self) -> Surroundings:
        """Return what the stores get of this world."""
        return Surroundings(self.clock, self.ids)

    def begin(self, origin: World) -> Coverage:
        """Start over from the state and faults of another world, and return what was reached until then.

        Time and ids are as at first, the journal is empty.
        """
        with self.lock:
            reached, self.coverage = self.coverage, Coverage()
            self.clock.adopt(self._start)
            self.ids = Ids(self.seed)
            self._take(origin)
            self._forget()
        return reached

    def fork(self, name: str, *, seed: int | None = None, clock: WorldClock | None = None) -> World:
        """Return a copy, whose journal begins; time and ids go on from here, unless they are to be others."""
        with self.lock:
            copy = World(name, clock or self.clock.fork(), self.seed if seed is None else seed)
            if seed is None:
                copy.ids = self.ids.fork()
            copy._take(self)
        return copy

    def restore(self, snapshot: World) -> None:
        """Go back to the state, the faults, the time and the ids of a snapshot; the journal goes on."""
        with self.lock:
            self.clock.adopt(snapshot.clock)
            self.ids = snapshot.ids.fork()
            self._take(snapshot)

    def clear_journal(self) -> None:
        """Empty journal and ledger, while everything else goes on."""
        with self.lock:
            self.journal.clear()
            self.ledger = Ledger()

    def new_coverage(self) -> Coverage:
        """Begin to count anew what is reached, and return what was reached until now."""
        with self.lock:
            reached, self.coverage = self.coverage, Coverage()
        return reached

    def _take(self, other: World) -> None:
        self.stores = {name: store.fork(self.surroundings) for name, store in other.stores.items()}
        self.plan = other.plan.fork(self.name)
        self.retries = Retries()

    def _forget(self) -> None:
        self.retries = Retries()
        self.journal = Journal()
        self.ledger = Ledger()
