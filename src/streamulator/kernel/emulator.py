"""The running whole: services, worlds, and the way a request finds both."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from threading import Lock
from typing import Any

from streamulator.contract import media
from streamulator.contract.contract import Contract
from streamulator.contract.schema import Schema
from streamulator.core.clock import Clock, WallClock
from streamulator.core.messages import DEFAULT_WORLD, Json, Reply, Request
from streamulator.core.problems import Conflict, Missing, Problem, Unroutable
from streamulator.kernel.fixtures import fixture_files, fixture_schema, read_fixtures
from streamulator.kernel.journal import LONGEST
from streamulator.kernel.pipeline import Conduct, Pipeline
from streamulator.kernel.problem_json import problem_reply
from streamulator.kernel.service import Service, Store, Surroundings
from streamulator.kernel.world import World


class Emulator:
    """All services over all worlds, on one set of paths."""

    def __init__(self, services: Iterable[Service], documents: Path, conduct: Conduct | None = None) -> None:
        """Compile the contracts that the services name, from the folder `documents`; ValueError if one is unusable."""
        self.conduct = conduct or Conduct()
        self.pipelines = [
            Pipeline(service, [Contract.load(documents / name) for name in service.contracts], self.conduct)
            for service in services
        ]
        self.clock: Clock = WallClock()
        self.started = self.clock.ticks()
        self.worlds: dict[str, World] = {}
        self.fixtures: list[Path] = []
        self._templates: dict[str, Store] = {}
        self._mounts: dict[str, tuple[Pipeline, World | None]] = {}
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
            {contract.name: contract.document for contract in self.contracts},
        )

    def load(self, fixtures: Sequence[Path]) -> None:
        """Seed the services from fixtures and open the world `default`; FixtureError if a fixture is off."""
        self.fixtures = fixture_files(fixtures)
        sections = read_fixtures(self.fixtures, Schema(self.fixture_schema()))
        origin = World("fixtures")
        self._templates = {
            pipeline.service.name: pipeline.service.seed(
                sections.get(pipeline.service.name, ()), Surroundings(origin.clock, origin.ids)
            )
            for pipeline in self.pipelines
        }
        self.worlds.clear()
        self.create_world(DEFAULT_WORLD)

    def mount(self, prefix: str, pipeline: Pipeline, store: Any = None) -> None:
        """Answer all paths below a prefix by one more pipeline.

        It has a world to itself, with the store that is given; without one it works in the world of each request.
        """
        world = None
        if store is not None:
            world = World(prefix)
            world.stores = {pipeline.service.name: store}
        self._mounts[prefix] = (pipeline, world)
        self._mounts = dict(sorted(self._mounts.items(), key=lambda mount: len(mount[0]), reverse=True))

    def world(self, name: str) -> World:
        """Return a world; Missing when there is none of that name."""
        try:
            return self.worlds[name]
        except KeyError:
            known = ", ".join(sorted(self.worlds))
            raise Missing(f"There is no world '{name}'; there are: {known}.", "Create it first.") from None

    def create_world(self, name: str) -> World:
        """Make a world as the fixtures describe it; Conflict when the name is taken."""
        world = World(name)
        world.populate(self._templates)
        with self._lock:
            if name in self.worlds:
                raise Conflict(f"There is a world '{name}' already.", "Choose another name, or reset that world.")
            self.worlds[name] = world
        return world

    def reset_world(self, name: str) -> None:
        """Take a world back to what the fixtures describe."""
        self.world(name).populate(self._templates)

    def delete_world(self, name: str) -> None:
        """Forget a world; Conflict for `default`, which is always there."""
        with self._lock:
            self.world(name)
            if name == DEFAULT_WORLD:
                raise Conflict(f"The world '{DEFAULT_WORLD}' is always there.", "Reset it instead.")
            del self.worlds[name]

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
        found, pipeline = max(
            ((candidate.find(request.path), candidate) for candidate in self.pipelines),
            key=lambda pair: (bool(pair[0].operations), pair[0].depth),
        )
        if found.operations or found.depth:
            return pipeline.run(request, found, world)
        return self._lost(request, world)

    def _mounted(self, path: str) -> tuple[Pipeline | None, World | None]:
        """Return what is mounted at a path and the world it has to itself; the longest prefix comes first."""
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
            entry.status, entry.reply_bytes, entry.problem = reply.status, len(reply.body), problem.reason[:LONGEST]
            world.journal.add(entry)
            world.ledger.add("violation", None, problem.reason, entry.number)
        return reply


def _written(problem: Problem) -> Reply:
    reply = problem_reply(problem)
    return reply.with_body(media.written(reply.content, reply.media_type))
