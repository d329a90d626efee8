"""What an organization of a fixture defines once: units, cycles, rollup calendars and folders."""

from __future__ import annotations

from datetime import datetime

from streamulator.core.ids import named_guid
from streamulator.core.messages import Json
from streamulator.kernel.fixtures import Place, Section
from streamulator.services.grovestreams.model.components import ROOT, Folder
from streamulator.services.grovestreams.model.cycles import Calendar, Cycle, zone_of
from streamulator.services.grovestreams.model.units import Unit
from streamulator.services.grovestreams.seed_names import Names, moment_at

_REFERENCE = "2012-01-01T00:00:00"  # of all cycles that the vendor prints


class Definitions:
    """Reads one organization's definitions; `now` in milliseconds since 1970."""

    def __init__(self, section: Section, content: Json, place: Place, now: int) -> None:
        self._section = section
        self._home = content["name"]
        self.units: Names[Unit] = Names(section, "unit")
        self.cycles: Names[Cycle] = Names(section, "cycle")
        self.calendars: Names[Calendar] = Names(section, "rollup calendar")
        self.folders: Names[Folder] = Names(section, "folder")
        for at, one in enumerate(content.get("units", ())):
            self._unit(one, (*place, "units", at))
        for at, one in enumerate(content.get("cycles", ())):
            self._cycle(one, (*place, "cycles", at))
        for at, one in enumerate(content.get("rollupCalendars", ())):
            self._calendar(one, (*place, "rollupCalendars", at))
        folders = content.get("folders", ())
        if all(one["path"] != ROOT for one in folders):
            self.folders.add(ROOT, Folder(self.uid({}, "folder", ROOT), ROOT, now), place)
        for at, one in enumerate(folders):
            self._folder(one, (*place, "folders", at), now)

    def uid(self, content: Json, *names: str) -> str:
        """Return the uid that something has, or one made of its names."""
        return str(content.get("uid") or named_guid("/".join((self._home, *names))))

    def _unit(self, content: Json, place: Place) -> None:
        name = content["name"]
        unit = Unit(
            uid=self.uid(content, "unit", name),
            name=name,
            symbol=content.get("symbol", ""),
            id=content.get("id", ""),
            number_format=content.get("numberFormat", "0,000.00"),
            boolean_style=content.get("booleanStyle", "TRUE_FALSE"),
            symbol_location=content.get("symbolLocation", "AFTER"),
        )
        self.units.add(name, unit, (*place, "name"))

    def _cycle(self, content: Json, place: Place) -> None:
        name, zone = content["name"], content.get("timeZoneId", "")
        if zone:
            with self._section.at((*place, "timeZoneId")):
                zone_of(zone)
        try:
            reference = datetime.fromisoformat(content.get("referenceDate", _REFERENCE))
        except ValueError as error:
            raise self._section.refusal((*place, "referenceDate"), str(error)) from error
        with self._section.at(place):
            cycle = Cycle(
                uid=self.uid(content, "cycle", name),
                name=name,
                description=content.get("description", ""),
                size=content["intvlSizeType"],
                count=content["numSizeTypesPerIntvl"],
                reference=reference,
                zone=zone,
            )
        self.cycles.add(name, cycle, (*place, "name"))

    def _calendar(self, content: Json, place: Place) -> None:
        name = content["name"]
        cycles = tuple(self.cycles.get(one, (*place, "cycle", at)) for at, one in enumerate(content["cycle"]))
        with self._section.at((*place, "cycle")):
            uid = self.uid(content, "rollup calendar", name)
            calendar = Calendar(uid, name, content.get("description", ""), cycles)
        self.calendars.add(name, calendar, (*place, "name"))

    def _folder(self, content: Json, place: Place, now: int) -> None:
        path = content["path"]
        created = moment_at(self._section, content, (*place, "created"), now)
        folder = Folder(self.uid(content, "folder", path), path, created)
        if folder.parent is not None:
            self.folders.get(folder.parent, (*place, "path"))
        self.folders.add(path, folder, (*place, "path"))
