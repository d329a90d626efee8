"""Makes generated requests meaningful: what they name is in the default fixtures, and what they send fits it.

Schemathesis draws what a schema allows, and no schema says which index a stream's key can read. So most of its
requests would be refused at the door. Steering exchanges what cannot fit, and leaves alone what does already, what a
coverage case is about, and every part that is wrong on purpose. Whatever it does depends on the request alone, so
that a request is steered in the same way again.
"""

from __future__ import annotations

from tests.fuzz import steering_bodies, steering_grovestreams, steering_mode, steering_queries
from tests.fuzz.drafts import Draft

QUERIES = {**steering_queries.QUERIES, **steering_mode.QUERIES, **steering_grovestreams.QUERIES}
BODIES = {**steering_bodies.BODIES, **steering_mode.BODIES, **steering_grovestreams.BODIES}

FAULTS = ("listFaults", "armFault", "disarmFaults", "getFault", "disarmFault")  # each in a world that may not be there


def steer(draft: Draft) -> None:
    """Make a draft meaningful, in place."""
    steering_mode.find_place(draft)
    if draft.headers is not None and draft.chance.random() < (0.85 if draft.operation in FAULTS else 0.7):
        for name in ("If-Match", "If-None-Match", "X-Emulator-World"):
            if name != draft.about and not str(draft.headers.get(name, "")).startswith('"'):
                draft.headers.pop(name, None)
    if draft.query is not None:
        QUERIES.get(draft.operation, _leave)(draft)
    if draft.body is not None:
        BODIES.get(draft.operation, _leave)(draft)


def _leave(_draft: Draft) -> None:
    pass
