"""The catalogue of units: the two tables beside this file, read once, and who is meant by a name or an abbreviation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from unicodedata import normalize

from streamulator.core.problems import Missing

_TABLES = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit: a number of it, times `factor`, plus `offset`, is a number of its quantity's base unit."""

    id: str
    abbreviation: str
    quantity: str
    factor: float
    offset: float
    name: str


@dataclass(frozen=True, slots=True)
class Quantity:
    """What units measure; `dimensions` are the powers of the seven base quantities of the SI."""

    id: str
    dimensions: tuple[int, ...]
    base: Unit


class Catalogue:
    """All units and quantities, in the order of the vendor's tables; ids are compared without case."""

    def __init__(self, units: Iterable[Unit], quantities: Iterable[Quantity]) -> None:
        self._units = {unit.id.lower(): unit for unit in units}
        self._quantities = {quantity.id.lower(): quantity for quantity in quantities}
        self._spelt = {
            normalize("NFKC", text): unit
            for unit in self._units.values()
            for text in (unit.id, unit.name, unit.abbreviation)
        }

    def units(self) -> list[Unit]:
        """Return all units."""
        return list(self._units.values())

    def quantities(self) -> list[Quantity]:
        """Return all quantities."""
        return list(self._quantities.values())

    def unit(self, id_: str) -> Unit:
        """Return the unit of an id; Missing when there is none."""
        found = self._units.get(id_.lower())
        if found is None:
            raise Missing(f"There is no unit of measure '{id_}'.", "List the units that there are.", UomId=id_)
        return found

    def quantity(self, id_: str) -> Quantity:
        """Return the quantity of an id; Missing when there is none."""
        found = self._quantities.get(id_.lower())
        if found is None:
            raise Missing(f"There is no quantity '{id_}'.", "List the quantities that there are.", QuantityId=id_)
        return found

    def units_of(self, quantity: Quantity) -> list[Unit]:
        """Return the units of a quantity."""
        return [unit for unit in self.units() if unit.quantity == quantity.id]

    def unit_of(self, quantity: Quantity, id_: str) -> Unit:
        """Return the unit of an id; Missing when there is none, and when it measures something else."""
        found = self.unit(id_)
        if found.quantity != quantity.id:
            reason = f"The unit '{found.id}' is one of {found.quantity}, not of {quantity.id}."
            raise Missing(reason, "List the units of the quantity.", QuantityId=quantity.id, UomId=found.id)
        return found

    def spelt(self, text: str) -> Unit | None:
        """Return the unit that a name or an abbreviation stands for, in just this case: MW is no mW.

        Signs that look alike are taken for one another, as the vendor's pages write both µm and μm.
        """
        return self._spelt.get(normalize("NFKC", text))

    def like(self, text: str) -> str | None:
        """Return a name or abbreviation that may have been meant."""
        from difflib import get_close_matches  # noqa: PLC0415  only a client that misspells pays for it

        folded = {spelt.casefold(): spelt for spelt in reversed(self._spelt)}
        near = get_close_matches(normalize("NFKC", text).casefold()[:60], folded, 1, 0.6)
        return folded[near[0]] if near else None


@lru_cache(maxsize=1)
def catalogue() -> Catalogue:
    """Return the one catalogue; it never changes."""
    units = {}
    for id_, abbreviation, quantity, factor, *more in _rows("units.txt"):
        offset, name = (*more, "", "")[:2]
        units[id_] = Unit(id_, abbreviation, quantity, float(factor), float(offset or 0), name or id_)
    quantities = (
        Quantity(id_, tuple(map(int, powers.split())), units[base]) for id_, powers, base in _rows("quantities.txt")
    )
    return Catalogue(units.values(), quantities)


def _rows(name: str) -> Iterator[list[str]]:
    for line in (_TABLES / name).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield [cell.strip() for cell in line.split("|")]
