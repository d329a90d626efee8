"""One stream: its packets by index, its metadata, its sessions, and the session that a device has open on it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from streamulator.core.messages import Caller, Json
from streamulator.core.problems import Conflict, Missing, Refused
from streamulator.core.series import Series
from streamulator.services.mode.model.modules import SmartModule
from streamulator.services.mode.model.packets import MOST_INDEX, MetadataPacket, Packet
from streamulator.services.mode.model.sessions import Growing, Session


class Stream:
    """A stream of one home and module.

    `highest` and `last_received` outlive the packets they come from. Whoever takes a stream from its store finds it as
    it is by the world's clock: idle sessions closed, old packets gone.
    """

    def __init__(self, home: int, module: SmartModule, name: str) -> None:
        self.home = home
        self.module = module
        self.name = name
        self.packets = Series()
        self.metadata = Series()
        self.highest: int | None = None
        self.last_received: int | None = None
        self.growing: Growing | None = None
        self._sessions: dict[str, Session] = {}
        self._oldest: int | None = None  # when the oldest of both kinds of packets came

    def fork(self) -> Stream:
        """Return an independent copy; packets are shared until one side writes."""
        copy = Stream(self.home, self.module, self.name)
        copy.packets, copy.metadata = self.packets.fork(), self.metadata.fork()
        copy.highest, copy.last_received = self.highest, self.last_received
        copy.growing, copy._oldest = self.growing, self._oldest
        copy._sessions = self._sessions.copy()
        return copy

    def settle(self, now: int) -> None:
        """Let pass what the clock has let pass: a session without activity ends, packets past their time go."""
        growing, timeout, retention = self.growing, self.module.timeout, self.module.retention
        if growing is not None and timeout is not None and now >= growing.last + timeout:
            self.close()
        if self._oldest is not None and retention is not None and self._oldest <= now - retention:
            self._forget(now - retention)

    def push(
        self, sent: Sequence[tuple[int | None, bytes]], owner: Caller, now: int, new_id: Callable[[], str]
    ) -> None:
        """Store packets that a device sends, in a session of its own; a packet without index follows the highest one.

        Of two packets with one index the later counts. Conflict when another owns the stream, or the indexes are used
        up.
        """
        growing = self._grown_by(owner, now, new_id)
        packets = {index: Packet(now, data) for index, data in self._numbered(sent)}
        if packets:
            first, last = min(packets), max(packets)
            start, stop = growing.start, growing.stop
            growing = replace(growing, start=first if start is None else min(start, first), stop=max(stop or 0, last))
        self.growing = growing
        self.load(packets)

    def load(self, packets: Mapping[int, Packet]) -> None:
        """Store packets, over those that stand there, whoever sent them."""
        if not packets:
            return
        _put(self.packets, packets)
        received = [packet.received for packet in packets.values()]
        self.highest = max(packets) if self.highest is None else max(self.highest, *packets)
        self.last_received = max(received) if self.last_received is None else max(self.last_received, *received)
        self._oldest = min(received) if self._oldest is None else min(self._oldest, *received)

    def load_series(self, packets: Series) -> None:
        """Take over a series as all the packets of a stream that has none."""
        self.packets = packets
        if len(packets):
            received = _arrivals(packets)
            self.highest, self.last_received, self._oldest = packets.key(-1), max(received), min(received)

    def outlive(self, highest: int, received: int) -> None:
        """Know of packets that are gone; Refused where there are higher ones."""
        if self.highest is not None and highest < self.highest:
            raise Refused(f"Stream '{self.name}' has a packet {self.highest}.", "Give no less as the highest.")
        self.highest, self.last_received = highest, received

    def open(self, owner: Caller, now: int, new_id: Callable[[], str]) -> None:
        """Make somebody the stream's owner, whose packets begin a session; Conflict when there is an owner."""
        if self.growing is not None:
            raise Conflict(f"Stream '{self.name}' has an open session.", "Close it first.", StreamName=self.name)
        self.growing = Growing(new_id(), owner, now)

    def close(self) -> Session | None:
        """End the open session, which becomes one that is kept if it has packets; Missing when none is open."""
        growing = self.growing
        if growing is None:
            raise Missing(f"Stream '{self.name}' has no open session.", "Open one first.", StreamName=self.name)
        self.growing = None
        if growing.start is None or growing.stop is None:
            return None
        return self.keep(Session(growing.id, growing.start, growing.stop, growing.owner))

    def attach(self, index: int, content: Mapping[str, Json], source: Caller, now: int) -> tuple[MetadataPacket, bool]:
        """Put metadata to a packet, in place of what is there; tell whether none was. Missing without the packet."""
        if self.packets.find(index) < 0:
            raise Missing(f"Stream '{self.name}' has no packet {index}.", "Push it first.", PacketIndex=str(index))
        at = self.metadata.find(index)
        received = now if at < 0 else self.metadata.row(at).received
        packet = MetadataPacket(received, now, content, source)
        if self.growing is not None and self.growing.owner == source:
            self.growing = replace(self.growing, last=now)
        self.load_metadata({index: packet})
        return packet, at < 0

    def load_metadata(self, packets: Mapping[int, MetadataPacket]) -> None:
        """Store metadata packets, over those that stand there."""
        _put(self.metadata, packets)
        received = [packet.received for packet in packets.values()]
        self._oldest = min([*received, *(() if self._oldest is None else (self._oldest,))], default=None)

    def metadata_in(self, start: int, stop: int) -> list[tuple[int, MetadataPacket]]:
        """Return the metadata of the packets in a range, with their indexes."""
        at = span(self.metadata, start, stop)
        return list(self.metadata.items(at.start, at.stop))

    def keep(self, session: Session) -> Session:
        """Keep a session as it is."""
        self._sessions[session.id] = session
        return session

    def add_session(self, start: int, stop: int, author: Caller, id_: str) -> Session:
        """Make a session of a range of packets that the stream has had; Refused for any other range."""
        if not 0 <= start <= stop:
            raise Refused(
                f"A session cannot go from {start} to {stop}.", "Give 0 or more as start, and no less as stop."
            )
        if self.highest is None or stop > self.highest:
            known = "none" if self.highest is None else f"{self.highest}"
            reason = f"A session cannot end with packet {stop}; the highest of stream '{self.name}' is {known}."
            raise Refused(reason, "Send a range of packets that the stream has.")
        return self.keep(Session(id_, start, stop, author))

    def session(self, id_: str) -> Session:
        """Return a session; Missing when there is none of that id."""
        try:
            return self._sessions[id_]
        except KeyError:
            raise Missing(
                f"Stream '{self.name}' has no session '{id_}'.", "List its sessions.", SessionId=id_
            ) from None

    def sessions(self) -> list[Session]:
        """Return all sessions that are kept, in order."""
        return sorted(self._sessions.values(), key=lambda session: session.order)

    def sessions_in(self, start: int, stop: int) -> list[Session]:
        """Return the sessions that count as lying in a range, in order."""
        return [session for session in self.sessions() if session.overlaps(start, stop)]

    def use_session(self, id_: str, *, in_use: bool) -> None:
        """Say whether a session is in use."""
        self.keep(replace(self.session(id_), in_use=in_use))

    def delete_session(self, id_: str) -> None:
        """Forget a session, not its packets; Conflict for one that is in use."""
        if self.session(id_).in_use:
            reason = f"Session '{id_}' is in use by another part of the system."
            raise Conflict(reason, "Wait until it is not.", why="session in use", SessionId=id_)
        del self._sessions[id_]

    def _grown_by(self, owner: Caller, now: int, new_id: Callable[[], str]) -> Growing:
        growing = self.growing or Growing(new_id(), owner, now)
        if growing.owner != owner:
            found = f"{growing.owner.kind} {growing.owner.id}"
            reason = f"Stream '{self.name}' is owned by {found}, not by {owner.kind} {owner.id}."
            raise Conflict(reason, "Close the session of its owner first.", StreamName=self.name)
        return replace(growing, last=now)

    def _numbered(self, sent: Sequence[tuple[int | None, bytes]]) -> list[tuple[int, bytes]]:
        following = 0 if self.highest is None else self.highest + 1
        numbered: list[tuple[int, bytes]] = []
        for index, data in sent:
            own = following if index is None else index
            if own > MOST_INDEX:
                raise Conflict(f"Stream '{self.name}' has no index above {MOST_INDEX}.", "Use lower ones.")
            numbered.append((own, data))
            following = max(following, own + 1)
        return numbered

    def _forget(self, end: int) -> None:
        for series in (self.packets, self.metadata):
            series.remove([at for at, received in enumerate(_arrivals(series)) if received <= end])
        self._oldest = min([*_arrivals(self.packets), *_arrivals(self.metadata)], default=None)


def span(series: Series, start: int, stop: int) -> range:
    """Return the positions of the indexes from one to another, both included."""
    return range(series.left(start), series.right(stop))


def _arrivals(series: Series) -> list[int]:
    """Return when each of some packets came, which stands first in both kinds of them."""
    return series.cut(0, len(series)).column(0)


def _put(series: Series, rows: Mapping[int, Packet] | Mapping[int, MetadataPacket]) -> None:
    indexes = sorted(rows)
    series.put(indexes, [rows[index] for index in indexes])
