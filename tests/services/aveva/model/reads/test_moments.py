"""The statistics behind summaries where rounding could hide a mistake."""

from __future__ import annotations

import math

import pytest

from streamulator.services.aveva.model.reads.moments import figures


@pytest.mark.parametrize("value", [1e-20, -3e-300, 5e-324, 1e100])
def test_the_mean_of_one_value_is_that_value_to_the_last_digit(value):
    (total, mean, deviation, population_deviation, *_) = figures([value])

    assert (total, mean, population_deviation) == (value, value, 0)
    assert math.isnan(deviation)
