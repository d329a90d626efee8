"""What an access list comes to for the roles of a caller."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from streamulator.core.problems import Refused
from streamulator.services.aveva.model.access.lists import (
    EVERY_RIGHT,
    AccessEntry,
    AccessKind,
    AccessList,
    Right,
    Trustee,
    TrusteeKind,
)

ALLOWED, DENIED = AccessKind.ALLOWED, AccessKind.DENIED
MANAGED = AccessEntry(Trustee(TrusteeKind.ROLE, "managers"), ALLOWED, EVERY_RIGHT)


def entry(role, kind, rights):
    return AccessEntry(Trustee(TrusteeKind.ROLE, role), kind, rights)


def access(*entries):
    return AccessList((MANAGED, *entries))


def test_a_role_has_what_all_its_entries_allow():
    found = access(entry("a", ALLOWED, Right.READ), entry("a", ALLOWED, Right.DELETE), entry("b", ALLOWED, Right.WRITE))

    assert found.rights_of(["a"]) == Right.READ | Right.DELETE
    assert found.rights_of(["a", "b"]) == Right.READ | Right.DELETE | Right.WRITE
    assert found.rights_of(["c"]) == found.rights_of([]) == Right.NONE


@pytest.mark.parametrize("order", [1, -1])
def test_what_one_role_is_denied_all_lack(order):
    entries = [entry("a", ALLOWED, EVERY_RIGHT), entry("b", DENIED, Right.WRITE)][::order]

    assert access(*entries).rights_of(["a", "b"]) == EVERY_RIGHT & ~Right.WRITE
    assert access(*entries).rights_of(["a"]) == EVERY_RIGHT


def test_ids_of_roles_are_compared_without_case():
    assert access(entry("ABC", ALLOWED, Right.READ)).rights_of(["abc"]) == Right.READ


@pytest.mark.parametrize("kind", [TrusteeKind.USER, TrusteeKind.CLIENT])
def test_a_trustee_that_is_no_role_is_refused(kind):
    with pytest.raises(Refused, match=f"'x' is a {kind.name.lower()}"):
        access(AccessEntry(Trustee(kind, "x"), ALLOWED, Right.READ))


@pytest.mark.parametrize(
    "entries",
    [(), (entry("a", ALLOWED, Right.READ | Right.WRITE | Right.DELETE | Right.SHARE),), (entry("a", DENIED, 8),)],
)
def test_a_list_that_nobody_could_change_again_is_refused(entries):
    with pytest.raises(Refused, match="nobody could change it again"):
        AccessList(entries)


ROLES = st.sampled_from(["a", "b", "c"])
ENTRIES = st.builds(entry, ROLES, st.sampled_from(AccessKind), st.integers(0, EVERY_RIGHT))


@given(st.lists(ENTRIES), st.frozensets(ROLES))
def test_a_right_is_had_when_some_role_is_allowed_it_and_none_is_denied_it(entries, roles):
    found = access(*entries).rights_of(roles)

    mine = [one for one in entries if one.trustee.id in roles]
    for right in (1, 2, 4, 8, 16):
        allowed = any(one.rights & right for one in mine if one.kind is ALLOWED)
        denied = any(one.rights & right for one in mine if one.kind is DENIED)
        assert bool(found & right) == (allowed and not denied)
