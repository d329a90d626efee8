"""The server's loop: a thread that takes requests in and answers them itself, until an answer takes long."""

from __future__ import annotations

import logging
import select
from collections import deque
from collections.abc import Callable
from threading import Event, Lock, Thread, current_thread
from typing import Any, Protocol

from waitress import wasyncore

from streamulator.core.clock import pause, stopwatch

log = logging.getLogger(__name__)

_LONG = 0.005  # seconds after which others no longer wait for an answer
_QUIET = 20  # so often as long without a request, and nobody looks until the next one
_IDLE = 1.0  # seconds after which connections are looked through even if nothing happens
_MOST = 1_000  # threads that may be busy with long answers; beyond that, others wait after all
_GRACE = 0.05  # seconds that answers under way are given at the end
_A_MOMENT = 0.001  # seconds between two looks whether they are given

_poll: Callable[[float, dict[int, Any]], None] = wasyncore.poll2 if hasattr(select, "poll") else wasyncore.poll


class Task(Protocol):
    """A connection with a request that is to be answered, as waitress has it."""

    def service(self) -> None:
        """Answer the request."""
        ...

    def cancel(self) -> None:
        """Give it up."""
        ...


class Loop:
    """Leads through what happens on connections; `waitress` takes it for its dispatcher of tasks.

    To hand a request to another thread costs more than most answers do. So the thread that leads gives the answers too,
    and it is watched: when one takes long, or is made to wait, a new thread leads from there on, and the old one is
    away until its answer is given, and then at its end. A thread only ever loses the lead while it gives an answer.
    """

    def __init__(self, connections: dict[int, Any]) -> None:
        """Look after connections by their file descriptors; once there are none left, the loop ends."""
        self._connections = connections
        self._tasks: deque[Task] = deque()
        self._changing = Lock()  # guards who leads, who is away, and whether the leader is giving an answer
        self._leader: Thread | None = None
        self._away: set[Thread] = set()
        self._answering = False
        self._begun = 0  # answers, so that whoever watches can tell one from the next
        self._stirred = Event()
        self._over = Event()
        self._error: BaseException | None = None

    def run(self) -> None:
        """Appoint a leader and watch it until the loop is over; what goes wrong in the loop is raised here."""
        with self._changing:
            self._appoint()
        while not self._over.is_set():
            self._stirred.wait()
            self._watch()
        if self._error is not None:
            raise self._error

    def leads(self) -> bool:
        """Tell whether this thread leads: then it sees by itself what has changed, and nobody need wake it."""
        return current_thread() is self._leader

    def add_task(self, task: Task) -> None:
        """Have a request answered in its turn."""
        self._tasks.append(task)

    def pause(self, seconds: float) -> None:
        """Let the answer that this thread gives wait, and nobody else."""
        with self._changing:
            if self.leads():
                self._appoint()
        pause(seconds)

    def shutdown(self, cancel_pending: bool = True, _timeout: float = 0.0) -> bool:  # noqa: FBT001, FBT002  waitress's own signature
        """Stop leading, and give the answers under way a moment."""
        with self._changing:
            if self._leader is not None and self._answering:
                self._away.add(self._leader)
            self._leader = None
        until = stopwatch() + _GRACE
        while self._away and stopwatch() < until:
            pause(_A_MOMENT)
        while cancel_pending and self._tasks:
            self._tasks.popleft().cancel()
        return True

    def _watch(self) -> None:
        """Appoint another leader whenever one takes long; come back when it has been quiet for a while."""
        quiet, before = 0, self._begun
        while quiet < _QUIET and not self._over.wait(_LONG):
            begun = self._begun
            if begun != before:
                quiet, before = 0, begun
            elif self._answering:
                self._relieve(begun)
            else:
                quiet += 1
        self._stirred.clear()
        if self._begun != before or self._over.is_set():  # it was just too late to be noticed
            self._stirred.set()

    def _relieve(self, begun: int) -> None:
        """Have another lead, unless the answer that was begun then is given after all."""
        with self._changing:
            if self._answering and self._begun == begun:
                self._appoint()

    def _appoint(self) -> None:
        """Have a new thread lead, if there is one to be had."""
        if len(self._away) >= _MOST:
            return
        before, answering = self._leader, self._answering
        self._leader, self._answering = Thread(target=self._lead, name="loop", daemon=True), False
        if before is not None:
            self._away.add(before)
        try:
            self._leader.start()
        except RuntimeError:  # the machine has no thread left
            self._leader, self._answering = before, answering
            if before is None:
                raise
            self._away.discard(before)

    def _lead(self) -> None:
        me = current_thread()
        try:
            while self._connections and self._leader is me:
                _poll(0.0 if self._tasks else _IDLE, self._connections)
                for _ in range(len(self._tasks)):
                    if not self._answered(self._tasks.popleft(), me):
                        return
        except BaseException as error:  # noqa: BLE001  it is raised where `run` was called
            self._error = error
        finally:
            with self._changing:
                self._away.discard(me)
                if self._leader is me:
                    self._over.set()
                    self._stirred.set()

    def _answered(self, task: Task, me: Thread) -> bool:
        """Give an answer; tell whether this thread still leads."""
        self._begun += 1
        self._answering = True
        if not self._stirred.is_set():
            self._stirred.set()
        try:
            task.service()
        except Exception:
            log.exception("a request could not be answered")
        with self._changing:
            if self._leader is not me:
                return False
            self._answering = False
            return True
