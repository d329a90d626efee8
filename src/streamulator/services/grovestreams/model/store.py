"""The service's state in one world: users and organizations, who is in just now, and how often they came."""

from __future__ import annotations

from dataclasses import dataclass

from streamulator.core.clock import UNIX_EPOCH_TICKS
from streamulator.core.messages import Json
from streamulator.core.problems import Missing
from streamulator.kernel.service import Surroundings
from streamulator.services.grovestreams.model.access import ApiKey, User
from streamulator.services.grovestreams.model.limits import Limits
from streamulator.services.grovestreams.model.organization import Organization
from streamulator.services.grovestreams.model.sessions import Sessions, Tokens

TIMEOUT = 1_800  # seconds without a call after which a session ends, unless a fixture says otherwise
_TICKS = 10_000  # in a millisecond


@dataclass(slots=True, eq=False)
class Store:
    """All that one world knows; `limited` tells whether calls without a token are counted."""

    surroundings: Surroundings
    users: dict[str, User]  # by email
    organizations: dict[str, Organization]  # by uid in lower case
    sessions: Sessions
    tokens: Tokens
    limits: Limits
    limited: bool = False

    @classmethod
    def empty(cls, surroundings: Surroundings) -> Store:
        """Return a store that knows nobody yet."""
        return cls(surroundings, {}, {}, Sessions(TIMEOUT), Tokens(), Limits())

    def fork(self, surroundings: Surroundings) -> Store:
        """Return an independent copy for another world, in which nobody has called yet."""
        organizations = {uid: one.fork() for uid, one in self.organizations.items()}
        sessions, tokens = self.sessions.fork(), self.tokens.fork()
        return Store(surroundings, self.users, organizations, sessions, tokens, Limits(), self.limited)

    def now(self) -> int:
        """Return the world's time in milliseconds since 1970."""
        return (self.surroundings.clock.ticks() - UNIX_EPOCH_TICKS) // _TICKS

    def organization(self, uid: str) -> Organization:
        """Return an organization; Missing when it is not there."""
        found = self.organizations.get(uid.lower())
        if found is None:
            raise Missing(f"There is no organization '{uid}'.", "Log in: the answer lists yours.")
        return found

    def organizations_of(self, user: User) -> list[Organization]:
        """Return the organizations that a user belongs to."""
        return [one for one in self.organizations.values() if one.member(user.uid)]

    def key(self, secret: str) -> tuple[Organization, ApiKey] | None:
        """Return the key of a secret, with the organization it is for, or None."""
        return next(((one, one.keys[secret]) for one in self.organizations.values() if secret in one.keys), None)

    def describe(self) -> Json:
        """Say what there is: per organization the components with their streams and the extent of their samples."""
        return {"organizations": [_of_organization(one) for one in self.organizations.values()]}


def _of_organization(organization: Organization) -> Json:
    return {
        "uid": organization.uid,
        "name": organization.name,
        "units": [unit.name for unit in organization.units.values()],
        "cycles": [cycle.name for cycle in organization.cycles.values()],
        "rollupCalendars": [calendar.name for calendar in organization.calendars.values()],
        "folders": list(organization.folders),
        "components": [
            {
                "uid": component.uid,
                "id": component.id,
                "folder": component.folder,
                "streams": [
                    {"uid": stream.uid, "id": stream.definition.id, **stream.extent._asdict()}
                    for stream in component.streams
                ],
            }
            for component in organization.components.values()
        ],
    }
