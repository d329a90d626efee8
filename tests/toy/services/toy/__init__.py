"""A fourth service for the tests: notes under ids, in about fifty lines."""

from __future__ import annotations

from streamulator.core.messages import ANONYMOUS, Reply
from streamulator.core.problems import Missing
from streamulator.kernel.problem_json import problem_reply
from streamulator.kernel.service import Service


class Store:
    """Notes by id."""

    def __init__(self, notes):
        self.notes = dict(notes)

    def fork(self, _surroundings):
        return Store(self.notes)

    def describe(self):
        return {"notes": sorted(self.notes)}

    def note(self, note_id):
        if note_id not in self.notes:
            raise Missing(f"There is no note '{note_id}'.", "Put it first.")
        return self.notes[note_id]


def get_note(call, store):
    return Reply(200, {"text": store.note(call.path["noteId"])})


def put_note(call, store):
    store.notes[call.path["noteId"]] = call.body["text"]
    return Reply(204)


def delete_note(call, store):
    store.note(call.path["noteId"])
    del store.notes[call.path["noteId"]]
    return Reply(204)


service = Service(
    name="toy",
    contracts=("toy.yaml",),
    seed=lambda sections, _surroundings: Store({k: v for one in sections for k, v in one.data["notes"].items()}),
    handlers={"getNote": get_note, "putNote": put_note, "deleteNote": delete_note},
    authenticate=lambda _request, _operation, _path, _store: ANONYMOUS,
    export=lambda store: {"notes": dict(sorted(store.notes.items()))},
    render=lambda problem, _request, _ids: problem_reply(problem),
)
