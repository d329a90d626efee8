"""The pytest plugin: a world for each test, and tests that fail for what went wrong in theirs."""

from __future__ import annotations

import os
import re
import zlib
from collections.abc import Generator, Iterator, Mapping, Sequence
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from streamulator.client import Clock, Control, Faults, Journal, Ledger, Snapshot
    from streamulator.client.time import Moment
    from streamulator.web.thread import EmulatorServing

KINDS = ("violation", "broken", "warning")
UNFIRED = ("fail", "ignore")
_SHOWN = 50  # calls that the report of a failing test shows
_MOST = 64  # characters of a world's name
_MARK = """streamulator(fixtures=None, faults=(), fail_on=(), unfired="fail", frozen_at=None, seed=None): \
how the test's world begins, and what in it makes the test fail besides replies that break their contract."""


class Place:
    """An emulator that tests may use: `url` is where it is, `control` steers its default world."""

    def __init__(self, control: Control) -> None:
        """Take an emulator by its control."""
        self.control = control
        self.url = control.url


class Bench:
    """A world for one test.

    The settings of a vendor's clients are in the attribute that has the service's name: `bench.aveva["adh"]`.
    """

    def __init__(self, control: Control) -> None:
        """Offer a world by its control; `url` is what clients of the emulated APIs are given."""
        self.control = control
        self.url = control.url
        self.world = control.world
        self.faults: Faults = control.faults
        self.clock: Clock = control.clock
        self.journal: Journal = control.journal

    def snapshot(self, name: str) -> Snapshot:
        """Keep what the world is like now under a name."""
        return self.control.snapshot(name)

    def restore(self, name: str) -> None:
        """Take the world back to a snapshot."""
        self.control.restore(name)

    def ledger(self) -> Ledger:
        """Return what was wrong."""
        return self.control.ledger()

    def __getattr__(self, name: str) -> Mapping[str, Mapping[str, str]]:
        """Return the settings of the clients of a service, by the client's name."""
        from streamulator import services  # noqa: PLC0415  only a test that wants them pays for it

        known = {service.name: service for service in services.discover()}
        if name not in known:
            raise AttributeError(f"{name!r} is neither an attribute nor a service; services are {', '.join(known)}")
        return known[name].clients_at(self.url)


class _Wishes:
    """What the marker and the settings ask for."""

    def __init__(self, item: pytest.Item) -> None:
        asked: dict[str, Any] = {}
        for mark in reversed(list(item.iter_markers("streamulator"))):  # the test's own come last
            asked |= mark.kwargs
            if mark.args:
                raise pytest.UsageError(f"{item.nodeid}: the marker streamulator takes keywords only: {_MARK}")
        configured = item.config
        self.own_fixtures = _paths(asked.pop("fixtures", ()), configured)
        self.faults: Sequence[Mapping[str, Any]] = asked.pop("faults", ())
        self.fail_on = {"broken", *_several(configured.getini("streamulator_fail_on"))}
        self.fail_on |= set(_several(asked.pop("fail_on", ())))
        self.unfired: str = asked.pop("unfired", configured.getini("streamulator_unfired") or "fail")
        self.frozen_at: Moment | None = asked.pop("frozen_at", None)
        self.seed: int | None = asked.pop("seed", None)
        if asked or self.fail_on - set(KINDS) or self.unfired not in UNFIRED:
            raise pytest.UsageError(f"{item.nodeid}: the marker or the settings ask for what there is not: {_MARK}")


class _Watch:
    """What is asked of a test's world when the test has run."""

    def __init__(self, bench: Bench, wishes: _Wishes) -> None:
        self.bench = bench
        self._wishes = wishes
        self._settled = False

    def complaints(self) -> list[str]:
        """Say what makes the test fail."""
        outcome = self.bench.control.outcome()
        self._settled = not outcome.unfired
        found = outcome.ledger.entries
        wrongs = [str(finding) for finding in found if finding.kind in self._wishes.fail_on][:_SHOWN]
        if outcome.unfired and self._wishes.unfired == "fail":
            idle = [fault for fault in self.bench.faults.all() if fault.id in outcome.unfired]
            wrongs += [f"an armed fault struck nothing: {fault}" for fault in idle]
        return wrongs

    def settle(self) -> None:
        """Disarm what struck nothing: it was judged, and is not to be judged again by whoever runs the tests."""
        if not self._settled:
            for id_ in self.bench.control.outcome().unfired:
                self.bench.faults.disarm(id_)

    def story(self) -> str:
        """Tell the calls, a line each."""
        entries = self.bench.journal.entries(limit=_SHOWN)
        earlier = [f"({entries[0].number - 1} earlier calls)"] if entries and entries[0].number > 1 else []
        return "\n".join([*earlier, *map(str, entries)]) or "none"


_WATCH = pytest.StashKey[_Watch]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Declare the settings."""
    parser.addini("streamulator_fixtures", "Fixture files or folders [built in].", type="args", default=[])
    parser.addini("streamulator_fail_on", f"Findings that fail a test: {', '.join(KINDS)}.", type="args", default=[])
    parser.addini("streamulator_unfired", "Whether a fault that struck nothing fails a test: fail or ignore.")


def pytest_configure(config: pytest.Config) -> None:
    """Declare the marker."""
    config.addinivalue_line("markers", _MARK)


class _Emulators:
    """The emulators of this process, one for each set of fixtures, started when they are asked for."""

    def __init__(self) -> None:
        self._places: dict[tuple[Path, ...], Place] = {}
        self._servings: list[EmulatorServing] = []

    def having(self, fixtures: tuple[Path, ...]) -> Place:
        """Return the emulator with some fixtures."""
        if fixtures not in self._places:
            self._places[fixtures] = self._started(fixtures)
        return self._places[fixtures]

    def close(self) -> None:
        """Stop them all."""
        for serving in self._servings:
            serving.stop()

    def _started(self, fixtures: tuple[Path, ...]) -> Place:
        from streamulator.client import Control, WsgiTransport  # noqa: PLC0415  only tests that use it pay for it
        from streamulator.web.assembly import assemble  # noqa: PLC0415  as above
        from streamulator.web.thread import EmulatorServing  # noqa: PLC0415  as above

        serving = EmulatorServing(assemble(fixtures))
        self._servings.append(serving)
        return Place(Control(WsgiTransport(serving.application, url=serving.url)))


@pytest.fixture(scope="session")
def _streamulator_emulators() -> Iterator[_Emulators]:
    emulators = _Emulators()
    yield emulators
    emulators.close()


@pytest.fixture(scope="session")
def streamulator_server(_streamulator_emulators: _Emulators, pytestconfig: pytest.Config) -> Iterator[Place]:
    """Offer the emulator at STREAMULATOR_URL; without that, one that a thread of this process serves."""
    url = os.environ.get("STREAMULATOR_URL")
    if not url:
        yield _streamulator_emulators.having(_paths(pytestconfig.getini("streamulator_fixtures"), pytestconfig))
        return
    from streamulator.client import Control, ControlError  # noqa: PLC0415  only tests that use it pay for it

    try:
        control = Control(url, token=os.environ.get("STREAMULATOR_ADMIN_TOKEN"))
        control.info()
    except (OSError, ValueError, ControlError) as error:
        pytest.fail(
            f"STREAMULATOR_URL={url}: no emulator to use: {error}. Start one there, or unset it.", pytrace=False
        )
    with control:
        yield Place(control)


@pytest.fixture
def streamulator(
    request: pytest.FixtureRequest, streamulator_server: Place, _streamulator_emulators: _Emulators
) -> Iterator[Bench]:
    """Offer a world that this test has to itself."""
    item: pytest.Item = request.node
    wishes = _Wishes(item)
    place = streamulator_server
    if wishes.own_fixtures:
        if os.environ.get("STREAMULATOR_URL"):
            pytest.skip("fixtures of its own need an emulator in this process, and STREAMULATOR_URL names another")
        place = _streamulator_emulators.having(wishes.own_fixtures)
    control = _new_world(place.control, _name(item.nodeid), wishes)
    for rule in wishes.faults:
        control.faults.arm_rule(rule)
    bench = Bench(control)
    item.stash[_WATCH] = watch = _Watch(bench, wishes)
    yield bench
    watch.settle()
    control.delete_world()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    """Let a test that went well fail for what went wrong in its world."""
    yield
    watch = item.stash.get(_WATCH, None)
    complaints = watch.complaints() if watch else []
    if complaints:
        pytest.fail("\n".join(complaints), pytrace=False)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Show what happened in the world of a test that failed."""
    report = yield
    watch = item.stash.get(_WATCH, None)
    if watch and call.when == "call" and report.failed:
        report.sections.append((f"calls in world {watch.bench.world}", watch.story()))
    return report


def _new_world(control: Control, name: str, wishes: _Wishes) -> Control:
    from streamulator.client import ControlError  # noqa: PLC0415  only tests that use it pay for it

    for number in range(1, 100):  # another run against the same emulator may have the name, or have left it behind
        tried = name if number == 1 else f"{name[: _MOST - 3]}-{number}"
        try:
            return control.create_world(tried, seed=wishes.seed, frozen_at=wishes.frozen_at)
        except ControlError as error:
            if error.status != HTTPStatus.CONFLICT:
                raise
    raise RuntimeError(f"All names like {name} are taken; remove worlds that are left over.")


def _name(nodeid: str) -> str:
    """Name a world after its test, so that whatever is left to chance in it is the same in every run."""
    words = re.sub(r"[^A-Za-z0-9]+", "-", nodeid.rpartition("::")[2]).strip("-")[:40]
    return f"{words}-{zlib.crc32(nodeid.encode()):08x}".lstrip("-")


def _several(given: str | Sequence[str]) -> Sequence[str]:
    return [given] if isinstance(given, str) else given


def _paths(given: Any, config: pytest.Config) -> tuple[Path, ...]:
    several = [given] if isinstance(given, str | Path) else given
    return tuple((config.rootpath / one).resolve() for one in several)
