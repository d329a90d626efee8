"""From fixtures to a store: users, what they allow clients, and organizations."""

from __future__ import annotations

from collections.abc import Sequence

from streamulator.core.ids import named_guid
from streamulator.core.messages import Json
from streamulator.kernel.fixtures import Place, Section
from streamulator.kernel.service import Surroundings
from streamulator.services.grovestreams.model.access import ApiKey, Member, Right, User
from streamulator.services.grovestreams.model.organization import Organization
from streamulator.services.grovestreams.model.sessions import Grant
from streamulator.services.grovestreams.model.store import Store
from streamulator.services.grovestreams.seed_components import Components
from streamulator.services.grovestreams.seed_definitions import Definitions
from streamulator.services.grovestreams.seed_names import moment_at


def seed(sections: Sequence[Section], surroundings: Surroundings) -> Store:
    """Make a store of what the fixtures hold; FixtureError, with file and line, for what makes no sense."""
    store = Store.empty(surroundings)
    for section in sections:
        seeder = _Seeder(section, store)
        store.limited = section.data.get("rateLimits", store.limited)
        store.sessions.timeout = section.data.get("sessionTimeout", store.sessions.timeout)
        for at, content in enumerate(section.data.get("users", ())):
            seeder.user(content, ("users", at))
        for at, content in enumerate(section.data.get("grants", ())):
            seeder.grant(content, ("grants", at))
        for at, content in enumerate(section.data["organizations"]):
            seeder.organization(content, ("organizations", at))
    return store


class _Seeder:
    """Puts into a store what one section describes."""

    def __init__(self, section: Section, store: Store) -> None:
        self._section = section
        self._store = store
        self._now = moment_at(section, section.data, ("dated",), store.now())

    def user(self, content: Json, place: Place) -> None:
        email = content["email"]
        if email in self._store.users:
            raise self._section.mistake((*place, "email"), email, "an email that no other user has")
        uid = content.get("uid") or named_guid(f"user/{email}")
        names = content.get("firstName", ""), content.get("lastName", "")
        self._store.users[email] = User(uid, email, content["password"], *names)

    def grant(self, content: Json, place: Place) -> None:
        code = content["code"]
        if code in self._store.tokens.codes:
            raise self._section.mistake((*place, "code"), code, "a code that no other grant has")
        user = self._user(content, place)
        self._store.tokens.codes[code] = Grant(content["client"], content.get("secret", ""), user)

    def organization(self, content: Json, place: Place) -> None:
        section = self._section
        defined = Definitions(section, content, place, self._now)
        organization = Organization(
            uid=content.get("uid") or named_guid(f"organization/{content['name']}"),
            name=content["name"],
            public=content.get("public", False),
            limited=content.get("rateLimits", self._store.limited),
            signed_up=moment_at(section, content, (*place, "signupDate"), self._now),
            address=content.get("address", {}),
            members=[self._member(one, (*place, "members", at)) for at, one in enumerate(content.get("members", ()))],
            keys={key.secret: key for key in self._keys(content.get("apiKeys", ()), (*place, "apiKeys"))},
            units={unit.uid.lower(): unit for unit in defined.units.all()},
            cycles={cycle.uid.lower(): cycle for cycle in defined.cycles.all()},
            calendars={calendar.uid.lower(): calendar for calendar in defined.calendars.all()},
            folders={folder.path: folder for folder in defined.folders.all()},
        )
        if organization.uid.lower() in self._store.organizations:
            raise section.mistake((*place, "uid"), organization.uid, "a uid that no other organization has")
        self._store.organizations[organization.uid.lower()] = organization
        components = Components(section, defined, self._now)
        for at, one in enumerate(content.get("components", ())):
            here = (*place, "components", at)
            with section.at(here):
                organization.add(components.component(one, here))

    def _member(self, content: Json, place: Place) -> Member:
        owner, role = content.get("isOwner", False), content.get("role", "EDITOR")
        return Member(self._user(content, place), owner, content.get("affiliation", ""), role)

    def _user(self, content: Json, place: Place) -> User:
        email, users = content["user"], self._store.users
        if email not in users:
            known = ", ".join(users) or "none yet"
            raise self._section.mistake((*place, "user"), email, f"the email of a user that stands above ({known})")
        return users[email]

    def _keys(self, keys: Sequence[Json], place: Place) -> list[ApiKey]:
        made: list[ApiKey] = []
        for at, one in enumerate(keys):
            secret = one["secret"]
            if self._store.key(secret) or any(key.secret == secret for key in made):
                raise self._section.mistake((*place, at, "secret"), secret, "a secret that no other key has")
            rights = [Right(tuple(r["resource"].strip("/").split("/")), frozenset(r["actions"])) for r in one["rights"]]
            made.append(ApiKey(secret, one.get("name", secret), tuple(rights)))
        return made
