"""Guards: what things begin with, who their owner is, and what a copy of a namespace keeps to itself."""

from __future__ import annotations

from dataclasses import replace

import pytest
from aveva_samples import NUMBERED

from streamulator.core.messages import ANONYMOUS, Caller
from streamulator.core.problems import Forbidden
from streamulator.services.aveva.model.access.guards import Collection, Guard, Guards, trustee_of
from streamulator.services.aveva.model.access.lists import (
    EVERY_RIGHT,
    NOBODY,
    AccessEntry,
    AccessKind,
    AccessList,
    Right,
    Trustee,
    TrusteeKind,
)
from streamulator.services.aveva.model.access.roles import TenantRoles
from streamulator.services.aveva.model.namespace import Namespace, StreamDefinition

ROLES = TenantRoles("t")
ADMIN, VIEWER = (
    Caller(name.lower(), "client", frozenset({ROLES.by_name[name].id})) for name in ("Administrator", "Viewer")
)
STREAMS = Collection.STREAMS
CLOSED = AccessList(
    (AccessEntry(Trustee(TrusteeKind.ROLE, ROLES.by_name["Administrator"].id), AccessKind.ALLOWED, EVERY_RIGHT),)
)


@pytest.fixture
def guards():
    return Guards(ROLES.default)


def test_the_built_in_roles_have_the_rights_they_always_had():
    rights = {name: ROLES.default.rights_of([role.id]) for name, role in ROLES.by_name.items()}

    assert rights == {"Administrator": 31, "Contributor": 7, "Data Steward": 0, "Member": 1, "Viewer": 1}


def test_a_thing_begins_with_its_collections_list_and_keeps_it(guards):
    guards.add(STREAMS, "Old", NOBODY)
    guards.put(replace(guards.of(STREAMS), access=CLOSED), STREAMS)
    guards.add(STREAMS, "New", NOBODY)

    assert guards.of(STREAMS, "old").grants(VIEWER, Right.READ)
    assert not guards.of(STREAMS, "new").grants(VIEWER, Right.READ)
    assert guards.of(Collection.TYPES).grants(VIEWER, Right.READ), "another collection"


def test_what_is_not_there_is_guarded_by_its_collection(guards):
    guards.put(Guard(NOBODY, CLOSED), STREAMS)

    with pytest.raises(Forbidden, match="The client 'viewer' has no right to read stream 'Any'") as refused:
        guards.demand(VIEWER, Right.READ, STREAMS, "Any")
    assert refused.value.details == {"ClientId": "viewer", "StreamId": "Any"}
    guards.demand(ADMIN, Right.MANAGE, STREAMS, "Any")


def test_a_thing_of_the_same_name_begins_anew(guards):
    guards.add(STREAMS, "S", trustee_of(VIEWER, "t"))
    guards.put(replace(guards.of(STREAMS, "S"), access=CLOSED, version=7), STREAMS, "s")
    guards.remove(STREAMS, "s")
    guards.add(STREAMS, "S", NOBODY)

    assert guards.of(STREAMS, "S") == Guard(NOBODY, ROLES.default)


def test_an_owner_may_do_all_whatever_the_list_says():
    guard = Guard(trustee_of(VIEWER, "t"), CLOSED)

    assert guard.rights_of(VIEWER) == EVERY_RIGHT
    assert guard.rights_of(replace(VIEWER, id="another")) == 0
    assert guard.rights_of(replace(VIEWER, kind="user")) == 0, "a user of the same id is somebody else"


def test_where_nobody_is_asked_anybody_may_do_all():
    assert Guard(NOBODY, CLOSED).rights_of(ANONYMOUS) == EVERY_RIGHT
    assert trustee_of(ANONYMOUS, "t") is NOBODY


def test_a_client_of_the_id_that_nobody_has_is_no_owner_by_that_unless_it_is_one():
    assert Guard(NOBODY, CLOSED).rights_of(replace(VIEWER, id="")) == 0


def test_a_copy_and_its_original_do_not_share_what_is_changed(guards):
    guards.add(STREAMS, "S", NOBODY)
    copy = guards.fork()

    copy.put(Guard(NOBODY, CLOSED), STREAMS, "S")
    copy.put(Guard(NOBODY, CLOSED), STREAMS)
    copy.remove(STREAMS, "none")

    assert guards.of(STREAMS, "S") == guards.of(STREAMS) == Guard(NOBODY, ROLES.default)
    assert copy.of(STREAMS, "S").access is copy.of(STREAMS).access is CLOSED


def test_an_entity_tag_tells_versions_and_lists_apart_and_not_owners():
    first = Guard(NOBODY, CLOSED)

    assert first.etag == Guard(trustee_of(ADMIN, "t"), CLOSED).etag
    assert len({first.etag, replace(first, version=1).etag, replace(first, access=ROLES.default).etag}) == 3


class TestANamespace:
    """Guards come and go with what they guard."""

    @pytest.fixture
    def namespace(self):
        namespace = Namespace("n", guards=Guards(ROLES.default))
        namespace.get_or_create_type(replace(NUMBERED, id="T"), 1, owner=trustee_of(ADMIN, "t"))
        return namespace

    def owner_of(self, namespace, collection, id_):
        return namespace.guards.of(collection, id_).owner.id

    def test_whoever_makes_something_owns_it_and_whoever_finds_it_does_not(self, namespace):
        wanted = StreamDefinition("S", "T")
        namespace.get_or_create_stream(wanted, 1, owner=trustee_of(VIEWER, "t"))
        namespace.get_or_create_stream(wanted, 2, owner=trustee_of(ADMIN, "t"))
        namespace.create_or_update_stream(wanted, 3, owner=trustee_of(ADMIN, "t"))

        assert self.owner_of(namespace, STREAMS, "S") == "viewer"
        assert self.owner_of(namespace, Collection.TYPES, "T") == "administrator"

    def test_a_deleted_stream_leaves_no_owner_behind(self, namespace):
        namespace.create_or_update_stream(StreamDefinition("S", "T"), 1, owner=trustee_of(VIEWER, "t"))
        namespace.delete_stream("s")
        namespace.create_or_update_stream(StreamDefinition("S", "T"), 1)

        assert self.owner_of(namespace, STREAMS, "S") == NOBODY.id
