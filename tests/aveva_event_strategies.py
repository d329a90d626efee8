"""Hypothesis strategies for events that have a member of every type code."""

from __future__ import annotations

from base64 import b64encode

from hypothesis import strategies as st

from streamulator.core.ticks import LAST_TICK, format_moment, format_span, format_time
from streamulator.services.aveva.model.shape.codes import SdsTypeCode

GUIDS = st.uuids().map(str)
TICKS = st.one_of(st.sampled_from([0, 1, LAST_TICK]), st.integers(0, LAST_TICK))
FLOATS = st.one_of(
    st.sampled_from(["NaN", "Infinity", "-Infinity", -0.0, 5e-324]), st.floats(allow_nan=False, allow_infinity=False)
)
JSON_VALUES = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(-(2**63), 2**64 - 1),
        st.text(),
        st.floats(allow_nan=False, allow_infinity=False),
    ),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(), inner, max_size=3)),
    max_leaves=5,
)
PLAIN = {
    "Boolean": st.booleans(),
    "Char": st.characters(max_codepoint=0xFFFF, exclude_categories=("Cs",)),
    **{
        f"{sign}Int{bits}": st.integers(*((0, 2**bits - 1) if sign else (-(2 ** (bits - 1)), 2 ** (bits - 1) - 1)))
        for sign in ("", "U")
        for bits in (16, 32, 64)
    },
    "SByte": st.integers(-128, 127),
    "Byte": st.integers(0, 255),
    "Single": st.one_of(
        st.floats(width=32, allow_nan=False, allow_infinity=False), st.floats(-1e30, 1e30), st.just("NaN")
    ),
    "Double": FLOATS,
    "Decimal": st.floats(-7e28, 7e28),
    "DateTime": TICKS.map(format_time),
    "Guid": GUIDS,
    "DateTimeOffset": st.builds(format_moment, TICKS, st.integers(-840, 840)),
    "TimeSpan": st.integers(-(2**63), 2**63 - 1).map(format_span),
}
REFERENCES = {
    "String": st.one_of(st.none(), st.text()),
    "Version": st.one_of(
        st.none(),
        st.lists(st.integers(0, 2**31 - 1), min_size=2, max_size=4).map(lambda parts: ".".join(map(str, parts))),
    ),
}


def values_of(code):
    """Return what a member of a type code can be sent, None where the code says nothing of it."""
    name = code.name
    if name.endswith("Enum"):
        name = name.removesuffix("Enum")
    if name == "ByteArray":
        return st.one_of(st.none(), st.binary().map(lambda some: b64encode(some).decode()))
    if name.endswith("Array") and name != "Array":
        element = values_of(SdsTypeCode[name.removesuffix("Array")])
        return st.one_of(st.none(), st.lists(element, max_size=3))
    if name.startswith("Nullable"):
        return st.one_of(st.none(), PLAIN[name.removeprefix("Nullable")])
    if name in ("Array", "IList", "IEnumerable"):
        return st.one_of(st.none(), st.lists(JSON_VALUES, max_size=3))
    if name in ("Empty", "DBNull"):
        return JSON_VALUES
    known = (PLAIN | REFERENCES).get(name)
    return known if known is not None else st.one_of(st.none(), st.dictionaries(st.text(), JSON_VALUES, max_size=3))


POINT = {
    "Id": "Point",
    "SdsTypeCode": 1,
    "Properties": [{"Id": "X", "SdsType": {"SdsTypeCode": 14}}, {"Id": "Note", "SdsType": {"SdsTypeCode": 18}}],
}
POINTS = st.one_of(st.none(), st.fixed_dictionaries({}, optional={"X": FLOATS, "Note": st.text()}))
EVERY = {
    "Properties": [
        {"Id": "Key", "IsKey": True, "SdsType": {"SdsTypeCode": 16}},
        *({"Id": code.name, "SdsType": {"SdsTypeCode": int(code)}} for code in SdsTypeCode),
        {"Id": "Point", "SdsType": POINT},
        {"Id": "Points", "SdsType": {"SdsTypeCode": 401, "GenericArguments": [POINT]}},
        {"Id": "Named", "SdsType": {"SdsTypeCode": 402, "GenericArguments": [{"SdsTypeCode": 11}, POINT]}},
    ]
}
EVENTS = st.lists(
    st.fixed_dictionaries(
        {"Key": TICKS.map(format_time)},
        optional={
            **{code.name: values_of(code) for code in SdsTypeCode},
            "Point": POINTS,
            "Points": st.lists(POINTS, max_size=2),
            "Named": st.dictionaries(st.integers(-(2**63), 2**63 - 1).map(str), POINTS, max_size=2),
        },
    ),
    min_size=1,
    max_size=4,
    unique_by=lambda event: event["Key"],
)
