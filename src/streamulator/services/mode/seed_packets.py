"""Packets from a fixture: listed, from a data file, or generated."""

from __future__ import annotations

import binascii
import struct
from base64 import b64decode
from collections.abc import Callable, Iterable
from typing import Any

from streamulator.core.messages import Json
from streamulator.core.series import Series
from streamulator.core.ticks import LAST_TICK, parse_time
from streamulator.kernel import generate
from streamulator.kernel.datafiles import records
from streamulator.kernel.fixtures import FixtureError, Section
from streamulator.services.mode.model.packets import MOST_INDEX, Noise, Packet
from streamulator.services.mode.model.streams import Stream
from streamulator.services.mode.seed_values import Place, length_in, time_in

_FORMS: dict[str, Callable[[str], bytes]] = {
    "text": str.encode,
    "hex": bytes.fromhex,
    "base64": lambda text: b64decode(text, validate=True),
}
_GREATEST_FLOAT = 3.4028234663852886e38


def load_packets(stream: Stream, content: Json, section: Section, place: Place, now: int) -> None:
    """Put a fixture's packets into a stream that has none; FixtureError for what makes no sense."""
    if isinstance(content, list):
        _load(stream, [((*place, at), one) for at, one in enumerate(content)], now, section.refusal)
    elif "file" in content:
        file = section.beside(content["file"], (*place, "file"))
        _load(stream, records(file), now, lambda line, reason: FixtureError(f"{file}:{line}: {reason}"))
    else:
        here, rule = (*place, "generate"), content["generate"]
        try:
            stream.load_series(_generated(rule, _arrivals(section, rule, here, now)))
        except generate.RuleError as error:
            raise section.mistake((*here, *error.member.split(".")), error.found, error.expected) from error


def _load(
    stream: Stream, listed: Iterable[tuple[Any, Json]], now: int, complain: Callable[[Any, str], FixtureError]
) -> None:
    packets: dict[int, Packet] = {}
    following = 0
    for place, one in listed:
        try:
            index = int(one.get("index", following))
            packet = Packet(parse_time(one["received"]) if "received" in one else now, _bytes_of(one))
        except (ValueError, TypeError, binascii.Error) as error:
            raise complain(place, str(error)) from error
        if not 0 <= index <= MOST_INDEX or index in packets:
            raise complain(place, f"The index is {index}; expected one from 0 to {MOST_INDEX} that stands once.")
        packets[index] = packet
        following = index + 1
    stream.load(packets)


def _bytes_of(content: Json) -> bytes:
    forms = [name for name in _FORMS if name in content]
    if len(forms) != 1:
        raise ValueError(f"The packet has {forms or 'none'} of text, hex and base64; expected one of them.")
    (form,) = forms
    return _FORMS[form](content[form])


def _generated(rule: Json, arrival: Callable[[int], int]) -> Series:
    start, every = rule.get("start", 0), rule.get("every", 1)
    axis = generate.axis({**rule, "every": every}, start, timed=False)
    if axis.places and axis.places[-1] > MOST_INDEX:
        raise generate.RuleError("count", rule["count"], f"so few that the last index is at most {MOST_INDEX}")
    arrivals = [arrival((place - start) // every) for place in axis.places]
    if "size" in rule:
        noise = Noise(rule.get("seed", 0), rule["size"])
        data: list[bytes | Noise] = [noise] * len(arrivals)
    else:
        data = list(_sampled(rule["samples"], axis, every))
    return Series.of_columns(axis.places, [arrivals, data], Packet._make)


def _sampled(rule: Json, axis: generate.Axis, every: int) -> Iterable[bytes]:
    """Write a signal, so many numbers a packet: a period of 1 is one packet long where every index has one."""
    each = rule["each"]
    fine = [offset + every * number / each for offset in axis.offsets for number in range(each)]
    try:
        numbers = generate.signal(rule["signal"], generate.Axis(fine, fine, timed=False))
    except generate.RuleError as error:
        raise generate.RuleError(f"samples.signal.{error.member}", error.found, error.expected) from error
    if numbers and max(map(abs, numbers)) > _GREATEST_FLOAT:
        raise generate.RuleError("samples.signal", rule["signal"], "numbers that fit floats of 32 bits")
    return (struct.pack(f"<{each}f", *numbers[at : at + each]) for at in range(0, len(numbers), each))


def _arrivals(section: Section, rule: Json, place: Place, now: int) -> Callable[[int], int]:
    """Return when the packet of a number came."""
    step = length_in(section, rule, "interval", place) or 0
    last = step * (rule["count"] - 1)
    first = time_in(section, rule, "received", place, now - last)
    if not 0 <= first <= first + last <= LAST_TICK:
        raise section.mistake((*place, "interval"), rule.get("interval"), "one that keeps all packets in the calendar")
    return lambda number: first + step * number
