"""The components of an organization in a fixture, with their streams and samples."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from streamulator.core.messages import Json
from streamulator.kernel.fixtures import Place, Section
from streamulator.services.grovestreams.model.components import ROOT, Component
from streamulator.services.grovestreams.model.cycles import zone_of
from streamulator.services.grovestreams.model.feeds import Source
from streamulator.services.grovestreams.model.streams import Bounds, Chart, Definition, Derivation, Filling, Stream
from streamulator.services.grovestreams.model.units import PLAIN
from streamulator.services.grovestreams.model.values import is_numeric
from streamulator.services.grovestreams.seed_definitions import Definitions
from streamulator.services.grovestreams.seed_names import Names, moment_at
from streamulator.services.grovestreams.seed_samples import load_samples
from streamulator.services.grovestreams.wire.metadata import DERIVATIONS, STREAM_TYPES

_KINDS = {word: kind for kind, word in STREAM_TYPES.items()}
_DERIVATIONS = {word: derivation for derivation, word in DERIVATIONS.items()}

_Thing = TypeVar("_Thing")


class Components:
    """Reads one organization's components; `now` in milliseconds since 1970."""

    def __init__(self, section: Section, defined: Definitions, now: int) -> None:
        self._section = section
        self._defined = defined
        self._now = now
        self._streams: Names[Names[Stream]] = Names(section, "component")

    def component(self, content: Json, place: Place) -> Component:
        """Read a component; it may refer to what was defined, and to the streams of those read before it."""
        key, folder = content.get("id") or content["name"], content.get("folder", ROOT)
        self._defined.folders.get(folder, (*place, "folder"))
        with self._section.at((*place, "timeZoneId")):
            zone = zone_of(content["timeZoneId"])
        component = Component(
            uid=self._defined.uid(content, "component", key),
            id=content.get("id", ""),
            name=content["name"],
            zone=zone,
            folder=folder,
            created=moment_at(self._section, content, (*place, "created"), self._now),
            description=content.get("description", ""),
        )
        streams: Names[Stream] = Names(self._section, "stream")
        _name(self._streams, key, streams, content, place)
        for at, one in enumerate(content.get("stream", ())):
            here = (*place, "stream", at)
            stream = self._stream(component, key, one, here)
            self._fill(stream, one, key, here)
            _name(streams, one.get("id") or one["name"], stream, one, here)
            component.add(stream)
        return component

    def _stream(self, component: Component, home: str, content: Json, place: Place) -> Stream:
        defined = self._defined
        derivation = content.get("derivation", {}).get("type", "FROM_EXPRESSION")
        with self._section.at(place):
            definition = Definition(
                uid=defined.uid(content, "stream", home, content.get("id") or content["name"]),
                id=content.get("id", ""),
                name=content["name"],
                kind=_KINDS[content["streamType"]],
                value_type=content["valueType"],
                unit=defined.units.find(content.get("unit"), (*place, "unit")) or PLAIN,
                cycle=defined.cycles.find(content.get("baseCycle"), (*place, "baseCycle")),
                calendar=defined.calendars.find(content.get("rollup_calendar"), (*place, "rollup_calendar")),
                description=content.get("description", ""),
                derivation=_DERIVATIONS[derivation] if "derivation" in content else Derivation.NONE,
                rollup_method=content.get("rollupMethod", "AVG"),
                device_right=content.get("devicePermType", "NONE"),
                bounds=_bounds(content.get("constraints", {})),
                filling=_filling(content.get("gap_filling", {})),
                chart=_chart(content.get("visuals", {})),
            )
        return Stream(definition, component)

    def _fill(self, stream: Stream, content: Json, home: str, place: Place) -> None:
        section = self._section
        updated = moment_at(section, content, (*place, "updated"), self._now)
        if "samples" in content:
            load_samples(stream, content["samples"], section, (*place, "samples"), updated)
        if "derivation" in content:
            rule, here = content["derivation"], (*place, "derivation", "of")
            sources = [self._source(one, home, (*here, at)) for at, one in enumerate(rule["of"])]
            stream.derive(sources, rule.get("plus", 0))

    def _source(self, content: Json, home: str, place: Place) -> Source:
        component = self._streams.get(content.get("component", home), (*place, "component"))
        origin = component.get(content["stream"], (*place, "stream"))
        kind = origin.definition.value_type
        if not is_numeric(kind):
            raise self._section.mistake((*place, "stream"), f"a stream of the type {kind}", "one of numbers")
        return Source(origin, content.get("times", 1.0))


def _name(names: Names[_Thing], key: str, thing: _Thing, content: Json, place: Place) -> None:
    """Name a component or a stream; one with a uid can do without a name of its own."""
    if "uid" in content:
        names.add_known(content["uid"], key, thing)
    else:
        names.add(key, thing, (*place, "id" if "id" in content else "name"))


def _bounds(content: Mapping[str, Json]) -> Bounds:
    return Bounds(
        least=content.get("min", 0),
        most=content.get("max", 0),
        handler=content.get("minMaxHandlerType", "NO_MIN_MAX"),
        gap_percent=content.get("rollupPercentSetToGap", 100),
    )


def _filling(content: Mapping[str, Json]) -> Filling:
    return Filling(content.get("maxGapsToFill", 0), content.get("gapFillType", "NONE"))


def _chart(content: Mapping[str, Json]) -> Chart:
    return Chart(
        kind=content.get("defaultChartType", "LINE_CHART"),
        bounded=content.get("hasAxisMinMax", False),
        least=content.get("chartAxisMin", 0),
        most=content.get("chartAxisMax", 0),
        offset=content.get("offset", 0),
        multiplier=content.get("multiplier", 1),
    )
