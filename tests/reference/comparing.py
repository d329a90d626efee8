"""The comparison: one stream in the emulator and in the model, and every answer of the one held against the other's."""

from __future__ import annotations

from math import isclose
from typing import Any

from aveva_http import Api
from reference import writing
from reference.asking import Ask, answer
from reference.drawing import Drawn
from reference.figures import Interval
from reference.kinds import INTEGERS, REALS, comparable, default, plain
from reference.reads import Page
from reference.stream import Refusal, Stream

DATA = "/Streams/Stream/Data"
EVERYTHING = Ask("GET", query={"filter": writing.ALWAYS, "count": 10_000}, verbose=True)
SUMMARY_TYPES = (
    "Count",
    "Minimum",
    "Maximum",
    "Range",
    "Total",
    "Mean",
    "StandardDeviation",
    "PopulationStandardDeviation",
    "WeightedMean",
    "WeightedStandardDeviation",
    "WeightedPopulationStandardDeviation",
    "Skewness",
    "Kurtosis",
)


def created(api, stream: Stream):
    """Make the emulator hold a stream as the model does, events and all."""
    made = api.post("/Types/Type", writing.type_of(stream, "Type"))
    assert made.status == 201, made.content
    made = api.post("/Streams/Stream", writing.definition_of(stream, "Stream", "Type"))
    assert made.status == 201, made.content
    put = api("POST", DATA, body=writing.body(stream, Ask("POST", body=stream.events)))
    assert put.status == 204, put.content


def compare(api: Api, stream: Stream, ask: Ask):
    """Ask both, and fail where they differ; return what the emulator answered."""
    headers = {"Content-Type": "application/json", **({"Accept-Verbosity": "verbose"} if ask.verbose else {})}
    target = writing.target(stream, ask)
    reply = api(ask.method, f"{DATA}{target}", body=writing.body(stream, ask), headers=headers)
    said = f"{ask.method} {target} {writing.body(stream, ask).decode()}: {reply.status} {reply.body.decode()}"
    expected = answer_or_refusal(stream, ask)
    if isinstance(expected, Refusal):
        assert reply.status == expected.status, f"expected {expected.status} of {said}"
        _check_culprit(stream, expected, reply.content, said)
    elif ask.method == "GET":
        assert reply.status == 200, said
        _Shown(stream, ask, said).check(expected, reply.content)
    else:
        assert (reply.status, reply.body) == (204, b""), said
    return reply


def answer_or_refusal(stream, ask):
    try:
        return answer(stream, ask)
    except Refusal as refusal:
        return refusal


def compare_all(api, drawn: Drawn):
    """Compare all that is stored."""
    compare(api, drawn.stream, EVERYTHING)


def _check_culprit(stream, refusal, content, said):
    """A write that is refused for an event says which (page Stream Data: "the streamId and index")."""
    assert content["Error"], said
    if refusal.indexes:
        assert content["Parameters"]["StreamId"] == "Stream", said
        culprits = {writing.index(stream, index) for index in refusal.indexes}
        assert content["Parameters"]["Index"] in culprits, f"expected one of {culprits} in {said}"


class _Shown:
    """How one answer has to look."""

    def __init__(self, stream: Stream, ask: Ask, said: str) -> None:
        self.stream = stream
        self.ask = ask
        self.verbose = ask.verbose
        self.said = said

    def check(self, expected: Any, content: Any) -> None:
        if isinstance(expected, Page):
            self._page(expected, content)
        elif isinstance(expected, dict):
            self._event(expected, content)
        elif expected is None:
            assert content is None, self.said
        else:
            assert len(content) == len(expected), f"expected {len(expected)} of {self.said}"
            for one, shown in zip(expected, content, strict=True):
                self._interval(one, shown) if isinstance(one, Interval) else self._event(one, shown)

    def _page(self, page, content):
        self.check(page.events, content["Results"])
        token = None if page.token is None else writing.index(self.stream, page.token)
        assert content.get("ContinuationToken") == token, f"expected {token} of {self.said}"
        assert ("ContinuationToken" in content) is (self.verbose or token is not None), self.said

    def _event(self, event, content):
        shown = {one.id: one for one in self.stream.properties if one.id in content}
        assert list(content) == list(shown), self.said
        for one in self.stream.properties:
            standard = writing.shown_value(one.code, default(one.code))
            found = content.get(one.id, standard)
            expected = writing.shown_value(one.code, event[one.id])
            assert self._same(one, found, expected), f"expected {one.id} {expected!r}, found {found!r} in {self.said}"
            assert (one.id in shown) is (self.verbose or found != standard), self.said

    def _same(self, one, found, expected):
        if plain(one.code) in REALS and isinstance(expected, float) and isinstance(found, float | int):
            precision = 1e-6 if plain(one.code) == "Single" else 1e-12
            return isclose(found, expected, rel_tol=precision, abs_tol=precision * self._largest(one))
        return found == expected and isinstance(found, bool) is isinstance(expected, bool)

    def _largest(self, one):
        """Return the size of what was added and subtracted to calculate a property's values."""
        if plain(one.code) not in (*REALS, *INTEGERS, "Boolean"):
            return 0
        values = [event[one.id] for event in self.stream.events if comparable(event[one.id])]
        if self.stream.key == [one]:
            values += [part for given in self.ask.query.values() if type(given) is tuple for part in given]
        return max((abs(float(value)) for value in values), default=0)

    def _interval(self, interval, content):
        for name, event in (("Start", interval.start), ("End", interval.end)):
            if event is None:
                assert content.get(name) is None, self.said
                assert (name in content) is self.verbose, self.said
            else:
                self._event(event, content[name])
        assert tuple(content["Summaries"]) == SUMMARY_TYPES, self.said
        for name in SUMMARY_TYPES:
            found, expected = content["Summaries"][name], interval.figures.get(name, {})
            assert list(found) == list(expected), f"expected {name} of {list(expected)} in {self.said}"
            for id_, value in expected.items():
                spread = interval.figures.get("PopulationStandardDeviation", {}).get(id_, 0)
                same = self._alike(name, self.stream.property(id_), found[id_], value, spread)
                assert same, f"expected {name} {id_} {value!r} in {self.said}"

    def _alike(self, name, one, found, expected, spread):
        """Compare figures; where next to nothing is divided by next to nothing, anything will do."""
        largest = self._largest(one)
        if name in ("Skewness", "Kurtosis"):
            return spread <= 1e-2 * largest or isclose(found, expected, rel_tol=1e-4, abs_tol=1e-4)
        if expected == "NaN":
            return found == "NaN"
        if expected == spread == 0 and len({event[one.id] for event in self.stream.events} - {None}) == 1:
            return found == 0  # of what never changes this is exactly so
        number = len(self.stream.events) + 2 if name == "Total" else 1
        precision = 1e-6 if plain(one.code) == "Single" else 1e-9
        return isclose(found, expected, rel_tol=precision, abs_tol=precision * largest * number)
