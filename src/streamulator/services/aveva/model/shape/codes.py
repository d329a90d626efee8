"""The enumerations of the Sequential Data Store, with the numbers the vendor gives them."""

from __future__ import annotations

from enum import IntEnum, IntFlag


class SdsTypeCode(IntEnum):
    """What a type or a property holds."""

    Empty = 0
    Object = 1
    DBNull = 2
    Boolean = 3
    Char = 4
    SByte = 5
    Byte = 6
    Int16 = 7
    UInt16 = 8
    Int32 = 9
    UInt32 = 10
    Int64 = 11
    UInt64 = 12
    Single = 13
    Double = 14
    Decimal = 15
    DateTime = 16
    String = 18
    Guid = 19
    DateTimeOffset = 20
    TimeSpan = 21
    Version = 22
    NullableBoolean = 103
    NullableChar = 104
    NullableSByte = 105
    NullableByte = 106
    NullableInt16 = 107
    NullableUInt16 = 108
    NullableInt32 = 109
    NullableUInt32 = 110
    NullableInt64 = 111
    NullableUInt64 = 112
    NullableSingle = 113
    NullableDouble = 114
    NullableDecimal = 115
    NullableDateTime = 116
    NullableGuid = 119
    NullableDateTimeOffset = 120
    NullableTimeSpan = 121
    BooleanArray = 203
    CharArray = 204
    SByteArray = 205
    ByteArray = 206
    Int16Array = 207
    UInt16Array = 208
    Int32Array = 209
    UInt32Array = 210
    Int64Array = 211
    UInt64Array = 212
    SingleArray = 213
    DoubleArray = 214
    DecimalArray = 215
    DateTimeArray = 216
    StringArray = 218
    GuidArray = 219
    DateTimeOffsetArray = 220
    TimeSpanArray = 221
    VersionArray = 222
    Array = 400
    IList = 401
    IDictionary = 402
    IEnumerable = 403
    SdsType = 501
    SdsTypeProperty = 502
    SdsStreamView = 503
    SdsStreamViewProperty = 504
    SdsStreamViewMap = 505
    SdsStreamViewMapProperty = 506
    SdsStream = 507
    SdsStreamIndex = 508
    SdsTable = 509
    SdsColumn = 510
    SdsValues = 511
    SdsObject = 512
    SByteEnum = 605
    ByteEnum = 606
    Int16Enum = 607
    UInt16Enum = 608
    Int32Enum = 609
    UInt32Enum = 610
    Int64Enum = 611
    UInt64Enum = 612
    NullableSByteEnum = 705
    NullableByteEnum = 706
    NullableInt16Enum = 707
    NullableUInt16Enum = 708
    NullableInt32Enum = 709
    NullableUInt32Enum = 710
    NullableInt64Enum = 711
    NullableUInt64Enum = 712


class InterpolationMode(IntEnum):
    """How a value between two stored events comes about."""

    Continuous = 0
    StepwiseContinuousLeading = 1
    StepwiseContinuousTrailing = 2
    Discrete = 3
    ContinuousNullableLeading = 4
    ContinuousNullableTrailing = 5


class ExtrapolationMode(IntEnum):
    """On which sides of the stored data values are held."""

    All = 0
    None_ = 1
    Forward = 2
    Backward = 3


class SearchMode(IntEnum):
    """Which stored event near an index is found."""

    Exact = 0
    ExactOrNext = 1
    Next = 2
    ExactOrPrevious = 3
    Previous = 4


class BoundaryType(IntEnum):
    """Which events at or near a bound belong to a read."""

    Exact = 0
    Inside = 1
    Outside = 2
    ExactOrCalculated = 3


class JoinMode(IntEnum):
    """How the events of several streams are put side by side, or into one row."""

    Inner = 0
    Outer = 1
    Interpolated = 2
    MergeLeft = 3
    MergeRight = 4


class StreamViewMode(IntFlag):
    """What a stream view does to one property; several add up."""

    None_ = 0
    FieldAdd = 1
    FieldRemove = 2
    FieldRename = 4
    FieldMove = 8
    FieldConversion = 16
    InvalidFieldConversion = 32
