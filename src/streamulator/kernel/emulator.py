"""The running whole: services, worlds, and the way a request finds both."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from threading import Lock
from typing import Any

from streamulator.contract import media
from streamulator.contract.contract import Contract
from streamulator.contract.copies import Copies
from streamulator.contract.router import Found
from streamulator.contract.schema import Schema
from streamulator.core.clock import Clock, WallClock, WorldClock, pause
from streamulator.core.messages import DEFAULT_WORLD, Json, Reply, Request
from streamulator.core.problems import Conflict, Missing, Problem, Unroutable, some_of
from streamulator.faults.plan import Plan
from streamulator.kernel.arming import Offer, arm
from streamulator.kernel.coverage import Coverage
from streamulator.kernel.fixtures import FAULTS, Section, fixture_files, fixture_schema, read_fixtures
from streamulator.kernel.journal import Journal
from streamulator.kernel.pipeline import Conduct, Pipeline
from streamulator.kernel.problem_json import problem_reply
from streamulator.kernel.service import Service
from streamulator.kernel.tally import Past, Tally
from streamulator.kernel.world import World

_FIXTURES = "the fixtures"  # a name that no world can have


class Emulator:
    """All services over all worlds, on one set of paths."""

    def __init__(
        self,
        services: Iterable[Service],
        documents: Path,
        conduct: Conduct | None = None,
        copies: Copies | None = None,
    ) -> None:
        """Compile the contracts that the services name, from the folder `documents`; ValueError if one is unusable.

        `copies` spare reading again those that were read before.
        """
        self.conduct = conduct or Conduct()
        self.copies = copies or Copies()
        self.pipelines = [
            Pipeline(
                service, [Contract.load(documents / name, self.copies) for name in service.contracts], self.conduct
            )
            for service in services
        ]
        self.clock: Clock = WallClock()
        self.started = self.clock.ticks()
        self.wait: Callable[[float], None] = pause
        self.most_worlds, self.most_snapshots = 10_000, 1_000
        self.worlds: dict[str, World] = {}
        self.fixtures: list[Path] = []
        self.snapshots: dict[str, World] = {}
        self._past = Past()
        self._origin = World(_FIXTURES)
        self._mounts: dict[str, tuple[Pipeline, World | None]] = {}
        self._mounted_below: tuple[str, ...] = ()  # the prefixes, for the many paths that are below none
        self._lock = Lock()

    @property
    def ready(self) -> bool:
        """Tell whether the fixtures are loaded."""
        return DEFAULT_WORLD in self.worlds

    @property
    def contracts(self) -> list[Contract]:
        """Return every service's contracts."""
        return [contract for pipeline in self.pipelines for contract in pipeline.contracts]

    @property
    def mounted_contracts(self) -> list[Contract]:
        """Return the contracts of what is mounted beside the services."""
        return [contract for pipeline, _world in self._mounts.values() for contract in pipeline.contracts]

    def fixture_schema(self) -> Json:
        """Return the JSON Schema that fixture files are checked against."""
        return fixture_schema(
            {pipeline.service.name: pipeline.service.fixture_schema for pipeline in self.pipelines},
            {contract.name: contract.document for contract in [*self.contracts, *self.mounted_contracts]},
        )

    def load(self, fixtures: Sequence[Path]) -> None:
        """Seed the services from fixtures and open the world `default`; FixtureError if a fixture is off."""
        self.fixtures = fixture_files(fixtures)
        sections = read_fixtures(self.fixtures, Schema(self.fixture_schema()))
        origin = World(_FIXTURES, WorldClock(self._spend), self.conduct.seed)
        origin.stores = {
            pipeline.service.name: pipeline.service.seed(sections.get(pipeline.service.name, ()), origin.surroundings)
            for pipeline in self.pipelines
        }
        for section in sections.get(FAULTS, ()):
            self._arm_all(section, origin.plan)
        self._origin = origin
        self.worlds.clear()
        self.create_world(DEFAULT_WORLD)

    def mount(self, prefix: str, pipeline: Pipeline, store: Any = None) -> None:
        """Answer all paths below a prefix by one more pipeline.

        It has a world to itself, with the store that is given; without one it works in the world of each request.
        """
        world = None
        if store is not None:
            world = World(prefix)
            world.journal = Journal(most=0)  # nobody can ask for it
            world.stores = {pipeline.service.name: store}
        self._mounts[prefix] = (pipeline, world)
        self._mounts = dict(sorted(self._mounts.items(), key=lambda mount: len(mount[0]), reverse=True))
        self._mounted_below = tuple(self._mounts)

    def world(self, name: str) -> World:
        """Return a world; Missing when there is none of that name."""
        try:
            return self.worlds[name]
        except KeyError:
            known = some_of(sorted(self.worlds))
            raise Missing(f"There is no world '{name}'; there are: {known}.", "Create it first.") from None

    def offers(self) -> list[Offer]:
        """Return every operation with its service: what faults can strike."""
        return [
            (pipeline.service, operation)
            for pipeline in self.pipelines
            for contract in pipeline.contracts
            for operation in contract.operations
        ]

    def create_world(
        self, name: str, origin: World | None = None, *, seed: int | None = None, frozen: int | None = None
    ) -> World:
        """Make a world as the fixtures describe it, or as a copy of `origin`.

        Conflict when the name is taken, or when there are as many worlds as there may be.
        `seed` decides its ids where they are to be others than those of what it is made from, and at `frozen` its time
        stands still.
        """
        clock = None if frozen is None else WorldClock(self._spend, frozen=frozen)
        if origin is None:
            world = World(name, clock or WorldClock(self._spend), self.conduct.seed if seed is None else seed)
            world.begin(self._origin)
        else:
            world = origin.fork(name, seed=seed, clock=clock)
        with self._lock:
            if name in self.worlds:
                raise Conflict(f"There is a world '{name}' already.", "Choose another name, or reset that world.")
            if len(self.worlds) >= self.most_worlds:
                raise Conflict(f"There are {self.most_worlds} worlds, which is the most.", "Delete some.")
            self.worlds[name] = world
        return world

    def reset_world(self, name: str) -> None:
        """Take a world back to what the fixtures describe."""
        world = self.world(name)
        self._past.settle(world)
        self._past.retire(world.begin(self._origin))

    def delete_world(self, name: str) -> None:
        """Forget a world; Conflict for `default`, which is always there."""
        with self._lock:
            self.world(name)
            if name == DEFAULT_WORLD:
                raise Conflict(f"The world '{DEFAULT_WORLD}' is always there.", "Reset it instead.")
            world = self.worlds.pop(name)
        self._past.settle(world)
        self._past.retire(world.new_coverage())

    def coverage(self, name: str | None = None) -> Json:
        """Report what the traffic of a world has reached; without a name, that of all worlds there are and were."""
        seen = Coverage() if name is not None else self._past.coverage()
        for world in self._meant(name):
            with world.lock:
                seen.take(world.coverage)
        return seen.report(self.offers())

    def clear_coverage(self, name: str | None = None) -> None:
        """Forget what the traffic of a world has reached; without a name, that of all worlds there are and were."""
        for world in self._meant(name):
            world.new_coverage()
        if name is None:
            self._past.clear_coverage()

    def tally(self) -> Tally:
        """Sum up what all worlds there are and were have come to."""
        whole = self._past.tally()
        for world in self._meant(None):
            whole.add(world)
        return whole

    def export(self, name: str) -> dict[str, Json]:
        """Return the state of a world as the sections of a fixture."""
        world = self.world(name)
        with world.lock:
            return {
                pipeline.service.name: pipeline.service.export(world.stores[pipeline.service.name])
                for pipeline in self.pipelines
            }

    def snapshot(self, name: str) -> World:
        """Return a snapshot; Missing when there is none of that name."""
        try:
            return self.snapshots[name]
        except KeyError:
            known = some_of(sorted(self.snapshots))
            raise Missing(f"There is no snapshot '{name}'; there are: {known}.", "Take it first.") from None

    def take_snapshot(self, name: str, world: World) -> World:
        """Keep what a world is like now under a name, in place of what was kept there.

        Conflict when there are as many snapshots as there may be, and none of that name.
        """
        snapshot = world.fork(name)
        with self._lock:
            if name not in self.snapshots and len(self.snapshots) >= self.most_snapshots:
                raise Conflict(f"There are {self.most_snapshots} snapshots, which is the most.", "Delete some.")
            self.snapshots[name] = snapshot
        return snapshot

    def delete_snapshot(self, name: str) -> None:
        """Forget a snapshot; Missing when there is none of that name."""
        with self._lock:
            self.snapshot(name)
            del self.snapshots[name]

    def answer(self, request: Request) -> Reply:
        """Answer one request, whichever service and world it is for."""
        mounted, own = self._mounted(request.path)
        if mounted is not None and own is not None:
            return mounted.run(request, mounted.find(request.path), own)
        try:
            world = self.world(request.world)
        except Missing as problem:
            return _written(problem)
        if mounted is not None:
            return mounted.run(request, mounted.find(request.path), world)
        nearest: tuple[Found, Pipeline] | None = None
        for pipeline in self.pipelines:
            found = pipeline.find(request.path)
            if found.operations:
                return pipeline.run(request, found, world)
            if found.depth > (nearest[0].depth if nearest else 0):
                nearest = found, pipeline
        if nearest is None:
            return self._lost(request, world)
        found, pipeline = nearest
        return pipeline.run(request, found, world)

    def _meant(self, name: str | None) -> list[World]:
        """Return the world of a name; without one, all there are."""
        return list(self.worlds.values()) if name is None else [self.world(name)]

    def _spend(self, seconds: float) -> None:
        """Let time pass as whoever serves has arranged it."""
        self.wait(seconds)

    def _arm_all(self, section: Section, plan: Plan) -> None:
        for place, content in enumerate(section.data):
            try:
                arm(plan, content, self.offers())
            except Problem as problem:
                raise section.refusal((place,), problem.reason) from problem

    def _mounted(self, path: str) -> tuple[Pipeline | None, World | None]:
        """Return what is mounted at a path and the world it has to itself; the longest prefix comes first."""
        if not path.startswith(self._mounted_below):
            return None, None
        for prefix, mount in self._mounts.items():
            if path == prefix or path.startswith(f"{prefix}/"):
                return mount
        return None, None

    def _lost(self, request: Request, world: World) -> Reply:
        names = ", ".join(pipeline.service.name for pipeline in self.pipelines)
        problem = Unroutable(f"No service has the path {request.path}; the services are: {names}.")
        reply = _written(problem)
        with world.lock:
            entry = world.journal.open(request, world.clock.ticks())
            entry.close(reply, problem.reason)
            world.journal.add(entry)
            world.ledger.add("violation", None, problem.reason, entry.number)
        return reply


def _written(problem: Problem) -> Reply:
    reply = problem_reply(problem)
    return reply.with_body(media.written(reply.content, reply.media_type))
