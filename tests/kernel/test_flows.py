"""Bodies that are made while they are sent: guarded as far as they can be, counted, and given up by whoever closes."""

from __future__ import annotations

import pytest
from kernel.trial import PROBLEM, Trial, answering

from streamulator.core.messages import Flow, Reply
from streamulator.kernel.pipeline import Conduct

BYTES = "application/octet-stream"
DESCRIBED = {
    "200": {
        "description": "Bytes.",
        "headers": {"Age": {"required": True, "schema": {"type": "integer"}}},
        "content": {BYTES: {"schema": {"type": "string"}}},
    },
    "500": PROBLEM,
}


class Spring:
    """A flow that knows how much of it was made, and whether it was closed."""

    def __init__(self, *chunks):
        self.made, self.closed = 0, False
        self.flow = Flow(sum(map(len, chunks)), self._make(chunks))

    def _make(self, chunks):
        try:
            for chunk in chunks:
                self.made += 1
                yield chunk
        finally:
            self.closed = True


def trial_of(flow, media_type=BYTES, headers=None, conduct=None):
    reply = Reply(200, flow=flow, media_type=media_type, headers={"Age": "1"} if headers is None else headers)
    return Trial(answering(reply), it={"responses": DESCRIBED}, conduct=conduct)


def test_nothing_is_made_before_it_is_wanted():
    spring = Spring(b"a", b"bc")

    reply = trial_of(spring.flow).run()

    assert (reply.status, reply.body, reply.flow.length, spring.made) == (200, b"", 3, 0)
    assert list(reply.flow.chunks) == [b"a", b"bc"]
    assert spring.closed


def test_the_journal_counts_what_was_made():
    trial = trial_of(Spring(b"a", b"bc", b"d").flow)
    chunks = trial.run().flow.chunks

    assert trial.entry.reply_bytes == 0
    next(chunks)
    next(chunks)
    assert trial.entry.reply_bytes == 3


def test_closing_the_reply_closes_the_spring():
    spring = Spring(b"a", b"b")
    chunks = trial_of(spring.flow).run().flow.chunks

    next(chunks)
    chunks.close()

    assert (spring.made, spring.closed) == (1, True)


@pytest.mark.parametrize(
    ("wrong", "complaint"),
    [
        ({"media_type": "text/plain"}, f"body: of type text/plain; documented are ['{BYTES}']."),
        ({"headers": {}}, "header parameter 'Age': missing, and it is required."),
        ({"headers": {"Age": "old"}}, "header parameter 'Age': found \"old\", expected an integer."),
    ],
)
def test_what_can_be_held_against_the_contract_is(wrong, complaint):
    trial = trial_of(Spring(b"a").flow, **wrong)

    reply = trial.run()

    assert (reply.status, reply.flow) == (500, None)
    assert trial.findings() == [("broken", complaint)]


def test_a_breach_may_be_reported_only():
    trial = trial_of(Spring(b"a").flow, headers={}, conduct=Conduct(on_broken="report"))

    reply = trial.run()

    assert (reply.status, list(reply.flow.chunks)) == (200, [b"a"])
    assert [kind for kind, _complaint in trial.findings()] == ["broken"]


def test_a_flow_where_no_body_belongs_is_a_breach():
    trial = Trial(answering(Reply(204, flow=Spring(b"a").flow)), it={"responses": {"204": {"description": "None."}}})

    assert trial.run().status == 500
