"""A stream against a model of it that is nothing but dictionaries, under whatever devices and the clock may do."""

from __future__ import annotations

from itertools import count

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from streamulator.core.messages import Caller
from streamulator.core.problems import Conflict, Missing, Refused
from streamulator.services.mode.model.modules import STREAM_DATA_STORE, SmartModule
from streamulator.services.mode.model.streams import Stream, span

TIMEOUT, RETENTION = 10, 100
OWNERS = [Caller("1", "device"), Caller("2", "device")]
indexes = st.one_of(st.none(), st.integers(0, 12))


class StreamMachine(RuleBasedStateMachine):
    """Does to a stream what is done to the model, and compares."""

    @initialize(timeout=st.sampled_from([None, TIMEOUT]), retention=st.sampled_from([None, RETENTION]))
    def begin(self, timeout, retention):
        self.stream = Stream(1, SmartModule("sds", STREAM_DATA_STORE, 0, timeout=timeout, retention=retention), "s")
        self.timeout, self.retention = timeout, retention
        self.now = 0
        self.ids = map(str, count())
        self.packets, self.metadata, self.sessions = {}, {}, {}
        self.highest = self.open = None
        self.copies = []

    def settle(self):
        if self.open and self.timeout and self.now >= self.open["last"] + self.timeout:
            self.end()
        if self.retention:
            self.packets = {at: one for at, one in self.packets.items() if one[0] > self.now - self.retention}
            self.metadata = {at: one for at, one in self.metadata.items() if one[0] > self.now - self.retention}
        self.stream.settle(self.now)

    def end(self):
        if self.open["indexes"]:
            self.sessions[self.open["id"]] = (min(self.open["indexes"]), max(self.open["indexes"]), self.open["owner"])
        self.open = None

    @rule(ticks=st.sampled_from([1, 9, 10, 11, 50, 100]))
    def wait(self, ticks):
        self.now += ticks

    @rule(owner=st.sampled_from(OWNERS), sent=st.lists(st.tuples(indexes, st.binary(max_size=2)), max_size=4))
    def push(self, owner, sent):
        self.settle()
        if self.open and self.open["owner"] != owner:
            with pytest.raises(Conflict):
                self.stream.push(sent, owner, self.now, lambda: next(self.ids))
            return
        self.open = self.open or {"id": None, "owner": owner, "indexes": set()}
        self.open["last"] = self.now
        for index, data in sent:
            own = index if index is not None else 0 if self.highest is None else self.highest + 1
            self.packets[own] = (self.now, data)
            self.highest = own if self.highest is None else max(self.highest, own)
            self.open["indexes"].add(own)
        self.stream.push(sent, owner, self.now, lambda: next(self.ids))
        self.open["id"] = self.stream.growing.id

    @rule(owner=st.sampled_from(OWNERS))
    def open_session(self, owner):
        self.settle()
        if self.open:
            with pytest.raises(Conflict):
                self.stream.open(owner, self.now, lambda: next(self.ids))
        else:
            self.stream.open(owner, self.now, lambda: next(self.ids))
            self.open = {"id": self.stream.growing.id, "owner": owner, "indexes": set(), "last": self.now}

    @rule()
    def close_session(self):
        self.settle()
        if self.open:
            self.stream.close()
            self.end()
        else:
            with pytest.raises(Missing):
                self.stream.close()

    @rule(index=st.integers(0, 12), source=st.sampled_from(OWNERS), word=st.text(max_size=2))
    def attach(self, index, source, word):
        self.settle()
        if index not in self.packets:
            with pytest.raises(Missing):
                self.stream.attach(index, {"word": word}, source, self.now)
            return
        received = self.metadata.get(index, (self.now,))[0]
        self.metadata[index] = (received, self.now, {"word": word}, source)
        if self.open and self.open["owner"] == source:
            self.open["last"] = self.now
        self.stream.attach(index, {"word": word}, source, self.now)

    @rule(start=st.integers(-1, 13), stop=st.integers(-1, 13))
    def add_session(self, start, stop):
        self.settle()
        if not 0 <= start <= stop or self.highest is None or stop > self.highest:
            with pytest.raises(Refused):
                self.stream.add_session(start, stop, OWNERS[0], "never")
            return
        id_ = next(self.ids)
        self.stream.add_session(start, stop, OWNERS[0], id_)
        self.sessions[id_] = (start, stop, OWNERS[0])

    @precondition(lambda self: self.sessions)
    @rule(which=st.integers(0, 100))
    def delete_session(self, which):
        self.settle()
        id_ = sorted(self.sessions)[which % len(self.sessions)]
        self.stream.use_session(id_, in_use=True)
        with pytest.raises(Conflict):
            self.stream.delete_session(id_)
        self.stream.use_session(id_, in_use=False)
        self.stream.delete_session(id_)
        del self.sessions[id_]

    @rule()
    def fork(self):
        """Go on with a copy, and see at the end that the original has not noticed."""
        self.settle()
        self.copies.append((self.stream, self.shown(self.stream)))
        self.stream = self.stream.fork()

    @rule(start=st.integers(-1, 13), stop=st.integers(-1, 13))
    def look(self, start, stop):
        self.settle()
        found = [
            (self.stream.packets.keys[at], *self.stream.packets.rows[at])
            for at in span(self.stream.packets, start, stop)
        ]
        assert found == [(at, *self.packets[at]) for at in sorted(self.packets) if start <= at <= stop]
        assert [index for index, _packet in self.stream.metadata_in(start, stop)] == [
            at for at in sorted(self.metadata) if start <= at <= stop
        ]
        wanted = set(range(start, stop + 1))
        found = [id_ for id_, (first, last, _by) in self.sessions.items() if wanted & set(range(first, last + 1))]
        found.sort(key=lambda id_: (*self.sessions[id_][:2], id_))
        assert [session.id for session in self.stream.sessions_in(start, stop)] == found

    @staticmethod
    def shown(stream):
        return (
            dict(zip(stream.packets.keys, stream.packets.rows, strict=True)),
            dict(zip(stream.metadata.keys, stream.metadata.rows, strict=True)),
            {one.id: (one.start, one.stop, one.author) for one in stream.sessions()},
            stream.highest,
            stream.growing,
        )

    @invariant()
    def agree(self):
        self.settle()
        packets, metadata, sessions, highest, growing = self.shown(self.stream)
        assert (packets, metadata, sessions, highest) == (self.packets, self.metadata, self.sessions, self.highest)
        assert (growing is None) == (self.open is None)
        if growing is not None:
            inside = self.open["indexes"]
            assert (growing.owner, growing.last) == (self.open["owner"], self.open["last"])
            assert (growing.start, growing.stop) == ((min(inside), max(inside)) if inside else (None, None))
            assert growing.start is None or growing.start <= highest
        assert self.stream.packets.keys == sorted(self.stream.packets.keys)

    def teardown(self):
        for stream, shown in getattr(self, "copies", ()):
            assert self.shown(stream) == shown


TestStream = StreamMachine.TestCase
