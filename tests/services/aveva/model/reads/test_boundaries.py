from __future__ import annotations

import pytest
from aveva_samples import NUMBERED, at, five_events
from hypothesis import given
from hypothesis import strategies as st

from streamulator.core.problems import Refused
from streamulator.core.series import Series
from streamulator.services.aveva.model.reads.boundaries import RULES, check_order, lower, upper
from streamulator.services.aveva.model.shape.codes import BoundaryType
from streamulator.services.aveva.model.shape.layout import Layout

keys = st.integers(0, 20)


def test_every_boundary_type_has_a_rule():
    assert set(RULES) == set(BoundaryType)


@given(st.sets(keys), keys, st.sampled_from(BoundaryType))
def test_a_bound_lets_in_what_the_words_of_its_type_say(stored, bound, boundary):
    ordered = sorted(stored)
    series = Series(ordered, [(key,) for key in ordered])
    before, after = [key for key in ordered if key < bound], [key for key in ordered if key > bound]
    on = [bound] if bound in stored else []
    above = {BoundaryType.Inside: after, BoundaryType.Outside: before[-1:] + on + after}.get(boundary, on + after)
    below = {BoundaryType.Inside: before, BoundaryType.Outside: before + on + after[:1]}.get(boundary, before + on)

    assert ordered[lower(series, bound, boundary) :] == above
    assert ordered[: upper(series, bound, boundary)] == below


def test_a_window_may_be_a_single_index_but_not_run_backwards():
    layout = five_events().layout

    check_order(layout, at(13), at(13))
    check_order(layout, at(13), at(14))
    with pytest.raises(Refused, match="comes after") as refusal:
        check_order(Layout(NUMBERED), 5, 3)
    assert refusal.value.details == {"StartIndex": "5", "EndIndex": "3"}
