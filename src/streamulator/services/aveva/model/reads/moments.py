"""The statistics of summaries: figures of some values, plain and weighted.

The plain ones are gathered in one pass, each value moving the mean and the central moments (the update formulas of
Welford and Terriberry). The vendor's printed figures come from the same procedure, as their last digits show: summing
up first and dividing last differs from them in the tenth digit of a skewness.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from operator import mul
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
    values = list(values)
    count, mean = 0, 0.0
    second = third = fourth = 0.0  # sums of powers of the distances from the mean
    for count, value in enumerate(values, 1):  # the last count is the number of values
        distance = value - mean
        step = distance / count
        spread = distance * step * (count - 1)
        fourth += step * (step * (spread * (count * (count - 3) + 3) + 6 * second) - 4 * third)
        third += step * (spread * (count - 2) - 3 * second)
        second += spread
        mean += step
    if not count:
        return None
    return Figures(
        sum(values, 0.0),
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
    weights = [weight for _, weight in values]
    count = len(weights) - weights.count(0)
    if not count:
        return None
    whole = sum(weights)
    plain = [value for value, _ in values]
    mean = sum(map(mul, plain, weights)) / whole
    mean = min(max(mean, min(plain)), max(plain))  # where rounding took it beyond: the mean of equal values is theirs
    variance = sum([weight * (distance := value - mean) * distance for value, weight in values]) / whole
    corrected = math.sqrt(variance * count / (count - 1)) if count > 1 else math.nan
    return WeightedFigures(mean, corrected, math.sqrt(variance))


def _ratio(above: float, below: float) -> float:
    return above / below if below else math.nan
