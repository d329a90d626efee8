"""One way to draw everything: a throw of so many sides. Strategies made while drawing cost more than the drawing."""

from __future__ import annotations

from functools import cache

from hypothesis import strategies as st


class Dice:
    """What a composite draws with; the first of several options is what examples shrink to."""

    def __init__(self, draw):
        self._draw = draw

    def below(self, number):
        return self._draw(_throw(number))

    def one(self, options):
        return options[self.below(len(options))]

    def some(self, make, least, most):
        """Return a list of what a function makes, of a length drawn first."""
        return [make() for _ in range(least + self.below(most - least + 1))]

    def rarely(self, odds=20):
        """Say yes once in so many times."""
        return self.below(odds) == odds - 1

    def real(self):
        return self._draw(_REALS)


_REALS = st.floats(-1e6, 1e6).map(lambda number: round(number, 9))


@cache
def _throw(number):
    return st.integers(0, number - 1)
