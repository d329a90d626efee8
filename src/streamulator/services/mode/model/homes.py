"""Homes: the members of each, and what its Smart Modules hold of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import Enum

from streamulator.core.problems import Conflict, Forbidden, Missing
from streamulator.services.mode.model.accounts import Project
from streamulator.services.mode.model.modules import STREAM_DATA_STORE, TIME_SERIES_DATABASE, SmartModule
from streamulator.services.mode.model.streams import Stream


class Role(Enum):
    """What a member is in a home; only an owner may add and remove members."""

    OWNER = "owner"
    MEMBER = "member"


@dataclass(frozen=True, slots=True)
class Member:
    """A user in a home, since when, and as what."""

    user: int
    since: int
    role: Role


@dataclass(frozen=True, slots=True)
class TimeSeries:
    """A time series, or a collection of several under one id, as far as it is described and not filled."""

    module: str
    id: str
    zone: str
    is_collection: bool = False


@dataclass(slots=True)
class Home:
    """One home of a project; its streams are known by name, which is unique in it."""

    id: int
    project: Project
    name: str
    created: int
    deactivated: bool = False
    members: dict[int, Member] = field(default_factory=dict)
    _streams: dict[str, Stream] = field(default_factory=dict)
    _series: dict[tuple[str, str], TimeSeries] = field(default_factory=dict)

    def fork(self) -> Home:
        """Return an independent copy."""
        return replace(
            self,
            members=self.members.copy(),
            _streams={name: stream.fork() for name, stream in self._streams.items()},
            _series=self._series.copy(),
        )

    def stream_data_store(self, id_: str) -> SmartModule:
        """Return a module that holds streams; Missing when there is none, Forbidden when it is suspended."""
        return _in_use(self._module(id_, STREAM_DATA_STORE))

    def time_series_database(self, id_: str) -> SmartModule:
        """Return a module that holds time series; Missing when there is none, Forbidden when it is suspended."""
        return _in_use(self._module(id_, TIME_SERIES_DATABASE))

    def streams(self, module: str) -> list[Stream]:
        """Return a module's streams by name."""
        own = self.stream_data_store(module)
        return sorted((one for one in self._streams.values() if one.module is own), key=lambda one: one.name)

    def all_streams(self) -> Iterable[Stream]:
        """Return the streams of all modules."""
        return self._streams.values()

    def stream(self, module: str, name: str) -> Stream:
        """Return a stream; Missing when the module has none of that name."""
        own, found = self.stream_data_store(module), self._streams.get(name)
        if found is None or found.module is not own:
            raise Missing(f"Module '{module}' of home {self.id} has no stream '{name}'.", "List them.", StreamName=name)
        return found

    def stream_or_new(self, module: str, name: str) -> Stream:
        """Return a stream, or one that is not kept yet; Conflict when another module has one of that name."""
        self.stream_data_store(module)
        return self.planned_stream(module, name)

    def planned_stream(self, module: str, name: str) -> Stream:
        """Do so in a suspended module too, which may have streams from before."""
        own, found = self._module(module, STREAM_DATA_STORE), self._streams.get(name)
        if found is not None and found.module is not own:
            reason = f"Home {self.id} has a stream '{name}' in module '{found.module.id}'."
            raise Conflict(reason, "Names are unique in a home: choose another.", StreamName=name)
        return found or Stream(self.id, own, name)

    def keep(self, stream: Stream) -> None:
        """Keep a stream, if it is not kept already."""
        self._streams[stream.name] = stream

    def time_series(self, module: str, *, collections: bool = False) -> list[TimeSeries]:
        """Return a module's time series, or its collections, in the order they were described."""
        own = self.time_series_database(module)
        return [one for one in self._series.values() if one.module == own.id and one.is_collection == collections]

    def all_time_series(self) -> Iterable[TimeSeries]:
        """Return the time series and collections of all modules, in the order they were described."""
        return self._series.values()

    def add_time_series(self, series: TimeSeries) -> TimeSeries:
        """Describe a time series or a collection; Conflict when the module has one of that id."""
        key = (self._module(series.module, TIME_SERIES_DATABASE).id, series.id)
        if key in self._series:
            raise Conflict(f"Module '{series.module}' has a time series '{series.id}'.", "Choose another id.")
        self._series[key] = series
        return series

    def _module(self, id_: str, kind: str) -> SmartModule:
        found = self.project.modules.get(id_)
        if found is None or found.kind != kind:
            why = "is no Smart Module here" if found is None else f"is a module of type {found.kind}, not {kind}"
            raise Missing(f"'{id_}' {why}.", "List the Smart Modules of the home.", ModuleId=id_)
        return found


def _in_use(module: SmartModule) -> SmartModule:
    if module.suspended:
        reason = f"Module '{module.id}' is suspended."
        raise Forbidden(reason, "Use another.", why="module suspended", ModuleId=module.id)
    return module
