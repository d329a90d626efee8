"""The shape of an emulated API: a record of what the kernel needs to know of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Protocol

from streamulator.contract.operation import Call, Operation
from streamulator.core.clock import Clock
from streamulator.core.ids import Ids
from streamulator.core.messages import Caller, Json, Reply, Request
from streamulator.core.problems import Problem
from streamulator.kernel.fixtures import Section


class Store(Protocol):
    """One service's state in one world."""

    def fork(self, surroundings: Surroundings) -> Store:
        """Return an independent copy for another world, cheaply: what is large is copied when it is written."""
        ...

    def describe(self) -> Json:
        """Say what is in the store, for people and for tests."""
        ...


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a store gets from its world: time and ids."""

    clock: Clock
    ids: Ids


Handler = Callable[[Call, Any], Reply]


@dataclass(frozen=True, slots=True)
class Levers:
    """What only a test may do to a service: contracts whose paths lie below `/_emulator/<name>`, and their handlers.

    The control API serves them, strictly and to anybody, in the world that the request is for.
    """

    contracts: Sequence[str]
    handlers: Mapping[str, Handler]


@dataclass(frozen=True, slots=True)
class Service:
    """One emulated API.

    `seed` makes a store from the sections that the fixtures hold for this service (none: an empty one);
    `authenticate` names the caller before the request is read further; `render` puts a problem into the vendor's
    error body. `fixture_schema` is the JSON Schema of a section; it may refer to a schema of a contract as
    `document.yaml#/components/schemas/Name`. `clients` are the settings that lead clients here; `levers` are there for
    tests alone. `export` turns a store into a section that seeds the like of it. `spell` writes the numbers that
    replies hold as Decimal, which is for those that the vendor's language spells in a way of its own.
    """

    name: str
    contracts: Sequence[str]
    seed: Callable[[Sequence[Section], Surroundings], Any]
    handlers: Mapping[str, Handler]
    authenticate: Callable[[Request, Operation, Mapping[str, str], Any], Caller]
    render: Callable[[Problem, Request, Ids], Reply]
    fixture_schema: Mapping[str, Json] = field(default_factory=lambda: {"type": "object"})
    clients: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    export: Callable[[Any], Json] = lambda store: store.describe()
    spell: Callable[[Decimal], str] = str
    levers: Levers | None = None

    def clients_at(self, url: str) -> dict[str, dict[str, str]]:
        """Return the settings of each of the vendor's clients that let it come to a URL."""
        return {
            name: {key: value.format(url=url) for key, value in settings.items()}
            for name, settings in self.clients.items()
        }
