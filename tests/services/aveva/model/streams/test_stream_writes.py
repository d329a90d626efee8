"""Every write against a plain dictionary: the same events, the same refusals, and nothing half done."""

from __future__ import annotations

import pytest
from aveva_samples import NAMED, NUMBERED, PAIRED, ignore
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from streamulator.core.problems import Conflict, Missing, Refused
from streamulator.services.aveva.model.shape.layout import Layout
from streamulator.services.aveva.model.streams.stream import Stream

letters = st.text(alphabet="abc|", max_size=2)
numbers = st.integers(-5, 25)
values = st.integers(0, 3).map(float)
notes = st.none() | letters


class Refusal(Exception):
    """What the reference says instead of changing anything."""


class Writes(RuleBasedStateMachine):
    """One stream, the forks that were taken of it, and the dictionary that each of them should equal."""

    layout: Layout
    key_names: tuple[str, ...]
    sorts: st.SearchStrategy

    @initialize()
    def start(self):
        self.stream, self.model = Stream("s", self.layout), {}
        self.aside = []

    def drawn(self, data):
        return data.draw(st.lists(st.tuples(self.sorts, values, notes), max_size=25))

    def row(self, key, value, note):
        members = dict(zip(self.key_names, key if isinstance(key, tuple) else (key,), strict=True))
        return self.layout.row({"Value": value, "Note": note, **members}, ignore)

    def item(self, key, **members):
        return members | dict(zip(self.key_names, key if isinstance(key, tuple) else (key,), strict=True))

    def agree(self, kind, write, reference):
        changed = dict(self.model)
        try:
            reference(changed)
        except Refusal as refusal:
            with pytest.raises(kind) as problem:
                write()
            named = refusal.args[0]
        else:
            write()
            self.model = changed
            return
        assert problem.value.details["Index"] == self.layout.index_text(named)

    @rule(data=st.data())
    def insert(self, data):
        drawn = self.drawn(data)

        def reference(model):
            keys = [key for key, *_ in drawn]
            for n, key in enumerate(keys):
                if key in keys[:n]:
                    raise Refusal(next(key for key in keys if keys.count(key) > 1))
            for key in keys:
                if key in model:
                    raise Refusal(key)
            model.update({key: self.row(key, *rest) for key, *rest in drawn})

        self.agree(Conflict, lambda: self.stream.insert([self.row(*event) for event in drawn]), reference)

    @rule(data=st.data())
    def update(self, data):
        drawn = self.drawn(data)
        self.stream.update([self.row(*event) for event in drawn])
        for key, *rest in drawn:
            self.model[key] = self.row(key, *rest)

    @rule(data=st.data(), whole=st.booleans())
    def replace(self, data, whole):
        drawn = self.mostly_held(data, whole)

        def reference(model):
            for key, *rest in drawn:
                if key not in model:
                    raise Refusal(key)
                model[key] = self.row(key, *rest)

        self.agree(Missing, lambda: self.stream.replace([self.row(*event) for event in drawn]), reference)

    @rule(data=st.data(), whole=st.booleans(), select=st.sampled_from([None, ["value"], ["Note", "VALUE"]]))
    def patch(self, data, whole, select):
        drawn = self.mostly_held(data, whole)

        def reference(model):
            for key, value, _ in drawn:
                if key not in model:
                    raise Refusal(key)
                note = model[key][-1] if select is None or len(select) == 1 else None
                model[key] = self.row(key, value, note)

        items = [self.item(key, Value=value) for key, value, _ in drawn]
        self.agree(Missing, lambda: self.stream.patch(items, select, ignore), reference)

    @rule(data=st.data(), whole=st.booleans())
    def remove(self, data, whole):
        keys = [key for key, *_ in self.mostly_held(data, whole)]

        def reference(model):
            for key in keys:
                if key not in self.model:
                    raise Refusal(key)
                model.pop(key, None)

        self.agree(Missing, lambda: self.stream.remove(keys), reference)

    @rule(data=st.data())
    def remove_window(self, data):
        start, end = data.draw(self.sorts), data.draw(self.sorts)
        if start > end:
            with pytest.raises(Refused):
                self.stream.remove_window(start, end)
        else:
            self.stream.remove_window(start, end)
            self.model = {key: row for key, row in self.model.items() if not start <= key <= end}

    @rule(other_side=st.booleans())
    def fork(self, other_side):
        copy = self.stream.fork()
        kept, self.stream = (self.stream, copy) if other_side else (copy, self.stream)
        self.aside.append((kept, dict(self.model)))

    def mostly_held(self, data, whole):
        held = sorted(self.model)
        if whole and held:
            return data.draw(st.lists(st.tuples(st.sampled_from(held), values, notes), max_size=5))
        return self.drawn(data)[:3]

    @invariant()
    def all_streams_are_their_models_in_order(self):
        for stream, model in [*self.aside, (self.stream, self.model)]:
            assert stream.series.keys == sorted(model)
            assert stream.series.rows == [model[key] for key in sorted(model)]


class IntegerKeys(Writes):
    layout, key_names, sorts = Layout(NUMBERED), ("Order",), numbers


class TextKeys(Writes):
    layout, key_names, sorts = Layout(NAMED), ("Name",), letters.filter(bool)


class CompoundKeys(Writes):
    layout, key_names, sorts = Layout(PAIRED), ("First", "Second"), st.tuples(st.integers(0, 3), letters)


FEW = settings(max_examples=40, stateful_step_count=25, deadline=None)

TestIntegerKeys, TestTextKeys, TestCompoundKeys = IntegerKeys.TestCase, TextKeys.TestCase, CompoundKeys.TestCase
TestIntegerKeys.settings = TestTextKeys.settings = TestCompoundKeys.settings = FEW
