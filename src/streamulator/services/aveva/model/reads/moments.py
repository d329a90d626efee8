"""The statistics of summaries: figures of some values, plain and weighted.

The plain ones are gathered in one pass, each value moving the mean and the central moments (the update formulas of
Welford and Terriberry). The vendor's printed figures come from the same procedure, as their last digits show: summing
up first and dividing last differs from them in the tenth digit of a skewness.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import NamedTuple


class Figures(NamedTuple):
    """What summaries say of some values; NaN where a figure is 0/0."""

    total: float
    mean: float
    deviation: float
    population_deviation: float
    skewness: float
    kurtosis: float


class WeightedFigures(NamedTuple):
    """What summaries say of some values that do not count alike."""

    mean: float
    deviation: float
    population_deviation: float


def figures(values: Iterable[float]) -> Figures | None:
    """Return the figures of some values, None when there are none.

    The deviation divides by one less than their number, all else by their number; kurtosis is in excess of 3.
    """
    count, total, mean = 0, 0.0, 0.0
    second = third = fourth = 0.0  # sums of powers of the distances from the mean
    for value in values:
        count += 1
        total += value
        distance = value - mean
        step = distance / count
        squared = step * step
        spread = distance * step * (count - 1)
        fourth += spread * squared * (count * count - 3 * count + 3) + 6 * squared * second - 4 * step * third
        third += spread * step * (count - 2) - 3 * step * second
        second += spread
        mean += step
    if not count:
        return None
    return Figures(
        total,
        mean,
        math.sqrt(second / (count - 1)) if count > 1 else math.nan,
        math.sqrt(second / count),
        _ratio(math.sqrt(count) * third, second * math.sqrt(second)),
        _ratio(count * fourth, second * second) - 3,
    )


def weighted_figures(values: Sequence[tuple[float, float]]) -> WeightedFigures | None:
    """Return the figures of some values, each with its weight, None when no weight is above 0.

    The deviation corrects for the number of the values whose weight is not 0.
    """
    count = sum(1 for _, weight in values if weight)
    if not count:
        return None
    whole = sum(weight for _, weight in values)
    mean = sum(weight * value for value, weight in values) / whole
    variance = sum(weight * _square(value - mean) for value, weight in values) / whole
    corrected = math.sqrt(variance * count / (count - 1)) if count > 1 else math.nan
    return WeightedFigures(mean, corrected, math.sqrt(variance))


def _square(value: float) -> float:
    return value * value


def _ratio(above: float, below: float) -> float:
    return above / below if below else math.nan
