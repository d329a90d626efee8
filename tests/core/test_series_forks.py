"""Copies of copies of a series, in tiny blocks, each against a plain list of its own, and in threads of their own."""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, invariant, rule

from streamulator.core import blocks as module
from streamulator.core.series import Series, ascending

small = st.integers(0, 60)
values = st.sampled_from([0.5, -0.0, 3, True, None, "text"])


class Forks(RuleBasedStateMachine):
    """Every series is what its model says, a sorted list that shares nothing, whatever is done to the others."""

    pairs = Bundle("pairs")
    keys = st.sets(small, max_size=30)

    def __init__(self):
        super().__init__()
        self.all = []
        self.usual = module.FULL, module.MOST
        module.FULL, module.MOST = 3, 6

    def teardown(self):
        module.FULL, module.MOST = self.usual

    def keep(self, series, model):
        self.all.append((series, model))
        return series, model

    @rule(target=pairs, keys=keys, value=values)
    def make(self, keys, value):
        model = [(key, (key, value)) for key in sorted(keys)]
        return self.keep(Series([key for key, _ in model], [row for _, row in model]), model)

    @rule(target=pairs, keys=keys, value=values)
    def make_of_columns(self, keys, value):
        ordered = sorted(keys)
        series = Series.of_columns(ordered, iter([ordered, [value] * len(keys)]))
        return self.keep(series, [(key, (key, value)) for key in ordered])

    @rule(target=pairs, pair=pairs)
    def fork(self, pair):
        return self.keep(pair[0].fork(), list(pair[1]))

    @rule(pair=pairs)
    def pack(self, pair):
        pair[0].pack()

    @rule(pair=pairs, keys=keys, value=values)
    def insert(self, pair, keys, value):
        series, model = pair
        held = dict(model)
        assert series.present(sorted(keys)) is bool(keys & held.keys())
        fresh = sorted(keys - held.keys())
        series.insert(fresh, [(key, value) for key in fresh])
        model[:] = sorted([*model, *((key, (key, value)) for key in fresh)], key=lambda item: item[0])

    @rule(pair=pairs, more=st.integers(1, 12), value=values)
    def append(self, pair, more, value):
        series, model = pair
        first = model[-1][0] + 1 if model else 0
        new = [(key, (key, value)) for key in range(first, first + more)]
        series.insert([key for key, _ in new], [row for _, row in new])
        model += new

    @rule(pair=pairs, keys=keys, value=values)
    def put(self, pair, keys, value):
        series, model = pair
        series.put(sorted(keys), [(key, value) for key in sorted(keys)])
        model[:] = sorted({**dict(model), **{key: (key, value) for key in keys}}.items())

    @rule(pair=pairs, places=st.lists(small), value=values)
    def replace(self, pair, places, value):
        series, model = pair
        held = [at for at in places if at < len(model)]
        series.replace(held, [(model[at][0], value) for at in held])
        for at in held:
            model[at] = model[at][0], (model[at][0], value)

    @rule(pair=pairs, places=st.lists(small))
    def remove(self, pair, places):
        series, model = pair
        held = [at for at in places if at < len(model)]
        series.remove(held)
        model[:] = [item for at, item in enumerate(model) if at not in held]

    @rule(pair=pairs, start=small, stop=small)
    def remove_range(self, pair, start, stop):
        series, model = pair
        series.remove_range(start, stop)
        del model[start : max(start, stop)]

    @rule(pair=consumes(pairs), keys=keys)
    def load(self, pair, keys):
        series, model = pair
        series.load(sorted(keys), [(key,) for key in sorted(keys)])
        model[:] = [(key, (key,)) for key in sorted(keys)]

    @rule(pair=pairs)
    def derive(self, pair):
        series, _model = pair
        series.derived.update(keys=series.keys, rows=series.rows)

    @rule(pair=pairs, start=small, stop=small)
    def cut(self, pair, start, stop):
        series, model = pair
        self.all.append((series.cut(start, stop), [row for _, row in model[start:stop]]))

    @rule(pair=pairs, key=small)
    def look(self, pair, key):
        series, model = pair
        keys = [one for one, _ in model]
        assert series.find(key) == (keys.index(key) if key in keys else -1)
        assert (series.left(key), series.right(key)) == (
            sum(one < key for one in keys),
            sum(one <= key for one in keys),
        )
        before = max((item for item in model if item[0] < key), default=None, key=lambda item: item[0])
        after = min((item for item in model if item[0] >= key), default=None, key=lambda item: item[0])
        assert series.around(key) == (before, after)

    @invariant()
    def every_series_is_its_model(self):
        for series, model in self.all:
            if not isinstance(series, Series):
                assert exactly(series) == exactly(model)  # a cut never changes
                continue
            assert list(series.items()) == model
            assert exactly(series.rows) == exactly([row for _, row in model])
            assert series.derived.get("keys", series.keys) == series.keys
            assert series.derived.get("rows", series.rows) == series.rows
            assert ascending(series.keys)
            assert len(series) == len(model)
            assert all(0 < len(block.keys) == len(block.rows) <= module.MOST for block in series._blocks.all)
            assert series._blocks.firsts == [block.keys[0] for block in series._blocks.all]


def exactly(rows):
    """Tell True from 1, 1 from 1.0, and 0.0 from -0.0."""
    return [repr(row) for row in rows]


TestForks = Forks.TestCase
TestForks.settings = settings(max_examples=100, stateful_step_count=40)


def test_copies_in_threads_of_their_own_never_see_one_another():
    keys = list(range(5_000))
    origin = Series.of_columns(keys, [keys, [float(key) for key in keys]])
    origin.replace([77, 4_000], [(77, None), (4_000, "x")])
    copies = [origin.fork() for _ in range(8)]

    def changed(number):
        """Do many things to a copy and to copies of it; return how often it was not what it should be."""
        dice = random.Random(number)  # noqa: S311  no secrets
        series, wrong = copies[number], 0
        model = {**{key: (key, float(key)) for key in keys}, 77: (77, None), 4_000: (4_000, "x")}
        for step in range(80):
            kept, expected = series.fork(), list(model.values()) if step % 20 == 0 else None
            key = dice.randrange(6_000)
            if key in model:
                series.remove([series.find(key)])
                del model[key]
            else:
                series.insert([key], [(key, number)])
                model = dict(sorted({**model, key: (key, number)}.items()))
            series.put([step], [(step, number)])
            model = dict(sorted({**model, step: (step, number)}.items()))
            wrong += series.rows != list(model.values()) or (expected is not None and kept.rows != expected)
        return wrong

    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(changed, range(8))) == [0] * 8
    assert origin.row(100) == (100, 100.0)
    assert (origin.keys, origin.row(77)) == (keys, (77, None))
