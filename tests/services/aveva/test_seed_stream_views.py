"""Stream views in fixtures, and what is said against those that make no sense."""

from __future__ import annotations

import pytest

from streamulator.kernel.fixtures import FixtureError

# The numbers of the lines count: stream views begin at line 11.
HEAD = """\
aveva:
  tenants:
    - id: default
      open: true
      namespaces:
        - id: default
          types:
            - {Id: A, Properties: [{Id: N, IsKey: true, SdsType: {SdsTypeCode: Int32}}]}
            - {Id: B, Properties: [{Id: M, IsKey: true, SdsType: {SdsTypeCode: Int64}}]}
          streamViews:
"""
FITTING = "            - {Id: V, SourceTypeId: A, TargetTypeId: B, Properties: [{SourceId: N, TargetId: M}]}\n"


def test_a_view_of_a_fixture_is_there(emulator_of):
    store = emulator_of(HEAD + FITTING).worlds["default"].stores["aveva"]
    namespace = store.namespace("default", "default")

    assert [view.id for view in namespace.views.all()] == ["V"]
    assert namespace.references("A")["SdsStreamView"] == 1
    assert store.describe()["tenants"][0]["namespaces"][0]["streamViews"] == ["V"]


@pytest.mark.parametrize(
    ("views", "line", "words"),
    [
        ("            - {Id: V, SourceTypeId: A, TargetTypeId: C}\n", 11, "Type 'C' was not found"),
        ("            - {Id: V, SourceTypeId: A}\n", 11, "found no 'TargetTypeId'"),
        ("            - {SourceTypeId: A, TargetTypeId: A}\n", 11, "found no 'Id'"),
        ("            - {Id: a/b, SourceTypeId: A, TargetTypeId: A}\n", 11, 'streamViews[0].Id: found "a/b"'),
        ("            - {Id: V, SourceTypeId: A, TargetTypeId: B}\n", 11, "The key 'M' of the target type"),
        (
            "            - {Id: V, SourceTypeId: A, TargetTypeId: A, Colour: red}\n",
            11,
            "the member 'Colour' is unknown",
        ),
        (FITTING.replace("N,", "X,"), 11, "The source type has no property 'X'"),
        (
            FITTING.replace("TargetId: M}", "TargetId: M, SdsStreamView: {Id: Nothing}}"),
            11,
            "Stream view 'Nothing' was not found",
        ),
        (FITTING + FITTING.replace("V", "v"), 12, "streamViews[1].Id: found 'v', expected an Id that no other"),
        (FITTING + FITTING.replace("V", "W").replace("N,", "X,"), 12, "streamViews[1]: Stream view 'W' cannot be used"),
    ],
)
def test_a_mistake_is_told_with_its_line(emulator_of, views, line, words):
    with pytest.raises(FixtureError) as caught:
        emulator_of(HEAD + views)

    assert f".yaml:{line}: " in str(caught.value)
    assert words in str(caught.value)
