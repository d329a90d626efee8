"""One operation of a contract, compiled: what it takes and what it may answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice
from urllib.parse import unquote_to_bytes

from streamulator.contract import media
from streamulator.contract.members import Member
from streamulator.contract.parameter import MISSING, Parameter
from streamulator.contract.schema import Schema
from streamulator.contract.strangers import MOST, hint, strangers_in
from streamulator.contract.tolerance import Tolerance
from streamulator.core.messages import ANONYMOUS, NOTHING, Caller, Json, Part, Reply, Request, Shape
from streamulator.core.problems import Violation


@dataclass(slots=True)
class Call:
    """A request that keeps its contract: typed parameters under their declared names, and the parsed body.

    `given` are the query parameters that were sent, as opposed to those that have their default; `warnings` is what
    the caller does that the vendor would silently ignore; a strict call refuses it instead.
    """

    operation: Operation
    request: Request
    path: Mapping[str, str]
    query: dict[str, Json]
    headers: dict[str, Json]
    body: Json = NOTHING
    caller: Caller = ANONYMOUS
    warnings: list[str] = field(default_factory=list)
    strict: bool = False
    given: frozenset[str] = frozenset()

    @property
    def time_limit(self) -> float | None:
        """Return how many seconds the call may take; None where there is no limit."""
        limit = self.operation.time_limit
        return float(self.headers[limit]) if isinstance(limit, str) else limit

    def warn(self, complaint: str) -> None:
        """Note that the caller errs harmlessly; Violation when the call is strict."""
        if self.strict:
            raise Violation([complaint], "Mend the request, or run the emulator without --strict.")
        self.warnings.append(complaint)


@dataclass(frozen=True, slots=True)
class Answer:
    """One documented answer: schemas of the body by media type (none: no body), and of its headers."""

    bodies: Mapping[str, Schema]
    headers: Mapping[str, Parameter]

    def complaints(self, reply: Reply) -> list[str]:
        """Say how a reply differs from this answer; empty when it does not."""
        found = self._of_headers(reply.headers) if self.headers else []
        if reply.content is NOTHING and reply.flow is None:
            return [*found, "body: missing."] if self.bodies else found
        schema = self.bodies.get(reply.media_type)
        if schema is None:
            return [*found, f"body: of type {reply.media_type}; documented are {list(self.bodies) or 'none'}."]
        if reply.flow is not None:
            return found  # bytes that are not there yet, and whose type has no schema to hold them against
        for shape in (schema, reply.shape):
            if shape is not None and not shape.is_valid(reply.content):
                found += [f"body: {complaint}" for complaint in shape.complaints(reply.content)]
        return found

    def joined(self, reply: Reply) -> bytes | None:
        """Write a reply in parts, each of which is held against this answer once; None where anything is amiss."""
        schema = self.bodies.get(reply.media_type)
        if schema is None or self._of_headers(reply.headers):
            return None
        shapes = (schema,) if reply.shape is None else (schema, reply.shape)
        if not all(part.fits == shapes or _finish(part, shapes, reply.media_type) for part in reply.parts):
            return None
        return b"[%b]" % b",".join([part.body for part in reply.parts if part.body])

    def _of_headers(self, headers: Mapping[str, str]) -> list[str]:
        found: list[str] = []
        for name, header in self.headers.items():
            header.value(_present(headers.get(name)), found.append)
        return found


@dataclass(frozen=True, slots=True)
class Body:
    """What a request's body must be: one schema a media type."""

    required: bool
    schemas: Mapping[str, Schema]


@dataclass(frozen=True, slots=True)
class Operation:
    """One method on one path, named by its operationId; `path` is the template as documented.

    `time_limit` is how many seconds a call may take. Where the caller may say so it is the name of the header; such an
    operation only reads, so that it can be given up at any time. `aliases` are other templates that lead to the same
    operation, with the same parameters in the same order. `rest` takes what a query has under names that nobody
    declares. `schemes` are the security schemes that let somebody in, none where everybody may come; `credentials` are
    the names in a query under which the document has credentials.
    """

    id: str
    method: str
    path: str
    document: str
    parameters: Mapping[str, Sequence[Parameter]]  # by location
    enumerated: Mapping[str, Sequence[Parameter]]  # likewise, those that take one of some values
    names: Mapping[str, Parameter]  # query parameters by their names, former ones too, as they are compared
    body: Body | None
    answers: Mapping[int, Answer]
    tolerance: Tolerance
    summary: str = ""
    header_keys: frozenset[str] = frozenset()  # what is declared of a request's headers
    members: tuple[Member, ...] = ()  # of the body, those that take one of some values
    aliases: Sequence[str] = ()
    time_limit: str | float | None = None
    rest: Parameter | None = None
    schemes: frozenset[str] = frozenset()
    credentials: frozenset[str] = frozenset()
    deprecated: bool = False

    @property
    def can_be_given_up(self) -> bool:
        """Tell whether a call that has been carried out may still end as if it had not."""
        return isinstance(self.time_limit, str)

    def path_values(self, values: Sequence[str]) -> dict[str, str]:
        """Give the values that the router found in a path their names."""
        return dict(zip(names_in(self.path), values, strict=True))

    def admit(self, request: Request, path: Mapping[str, str], *, strict: bool = False) -> Call:
        """Turn a request into a call, with the values of its path by name; Violation with all that is wrong with it.

        What is merely odd becomes a warning of the call, or is refused as well when `strict`.
        """
        complaints: list[str] = []
        warnings: list[str] = complaints if strict else []
        if self.deprecated:
            warnings.append(f"{self.id}: deprecated.")
        for parameter in self.parameters["path"]:
            parameter.value((path[parameter.name],), complaints.append)
        if "%" in request.path and not _is_text(request.path):
            complaints.append("path: found escaped bytes that are no text in UTF-8, expected UTF-8, percent-encoded.")
        texts, strangers = self._texts(request.query, warnings)
        query = {
            parameter.name: parameter.value(texts.get(parameter.name, ()), complaints.append)
            if parameter.required or parameter.name in texts
            else parameter.default
            for parameter in self.parameters["query"]
        }
        if self.rest is not None:
            query[self.rest.name] = self.rest.checked(strangers, complaints.append)
        elif strangers:
            self._warn_of(strangers, warnings)
        headers = {
            parameter.name: parameter.value(_present(request.headers.get(parameter.key)), complaints.append)
            if parameter.required or parameter.key in request.headers
            else parameter.default
            for parameter in self.parameters["header"]
        }
        body = NOTHING if self.body is None else self._content(self.body, request, complaints, warnings)
        if complaints:
            raise Violation(complaints, f"Send what {self.id} in {self.document} describes.")
        return Call(self, request, path, query, headers, body, warnings=warnings, strict=strict, given=frozenset(texts))

    def joined(self, reply: Reply) -> bytes | None:
        """Write a reply in parts; None where it breaks the contract, of which `complaints` has the words."""
        answer = self.answers.get(reply.status)
        return None if answer is None else answer.joined(reply)

    def complaints(self, reply: Reply) -> list[str]:
        """Say how a reply of ours breaks the contract; empty when it does not."""
        answer = self.answers.get(reply.status)
        if answer is None:
            return [f"status {reply.status}: not documented for {self.id}, which has {sorted(self.answers)}."]
        return answer.complaints(reply)

    def _texts(
        self, sent: Sequence[tuple[str, str]], warnings: list[str]
    ) -> tuple[dict[str, list[str]], dict[str, str]]:
        """Gather what was sent under each declared name, and what under names that nobody declares."""
        texts: dict[str, list[str]] = {}
        strangers: dict[str, str] = {}
        for name, text in sent:
            declared = self.names.get(name.lower() if self.tolerance.query_name_case else name)
            if declared is None:
                if name and name not in self.credentials:
                    strangers[name] = text
            elif text or declared.keeps_empty:
                texts.setdefault(declared.name, []).append(text)
                if declared.former_names or declared.deprecated:
                    warnings += filter(None, [declared.outdated(name)])
        return texts, strangers

    def _warn_of(self, strangers: Mapping[str, str], warnings: list[str]) -> None:
        known = [parameter.name for parameter in self.parameters["query"]]
        warnings += [_unknown(name[:60], known) for name in list(strangers)[:MOST]]
        if len(strangers) > MOST:
            warnings.append(f"query: {len(strangers) - MOST} more names that are no parameters here.")

    def _content(self, expected: Body, request: Request, complaints: list[str], warnings: list[str]) -> Json:
        try:
            sent = media.decoded(request.body, request.headers.get("content-encoding", ""))
        except Violation as violation:
            complaints += violation.complaints
            return NOTHING
        if not sent:
            if expected.required:
                complaints.append(f"body: {MISSING}")
            return NOTHING
        media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        schema = expected.schemas.get(media_type)
        if schema is None:
            if not self.tolerance.media_type:
                complaints.append(f"body: of type '{media_type}'; expected {', '.join(expected.schemas)}.")
                return NOTHING
            media_type, schema = next(iter(expected.schemas.items()))
        try:
            content = media.parsed_form(sent) if media_type == media.FORM else media.parsed_json(sent)
        except Violation as violation:
            complaints += violation.complaints
            return NOTHING
        if not schema.is_valid(content):
            complaints += [f"body: {complaint}" for complaint in schema.complaints(content)]
        elif self.tolerance.unknown_members and media_type != media.FORM:  # in forms OAuth lets them pass
            warnings += islice(strangers_in(schema.source, content), MOST)
        return content


@lru_cache(maxsize=1024)
def names_in(path: str) -> tuple[str, ...]:
    """Return the names of the parameters in a path template."""
    return tuple(word[1:-1] for word in path.split("/") if word.startswith("{"))


def _finish(part: Part, shapes: tuple[Shape, ...], media_type: str) -> bool:
    """Hold a part against shapes and write it; tell whether it is fit to be sent."""
    items = part.make()
    try:
        if not all(shape.is_valid(items) for shape in shapes):
            return False
        part.body = media.written(items, media_type)[1:-1]
    except (TypeError, ValueError):
        return False
    part.fits = shapes
    return True


def _is_text(path: str) -> bool:
    try:
        unquote_to_bytes(path).decode()
    except UnicodeError:
        return False
    return True


def _present(value: str | None) -> Sequence[str]:
    return () if value is None else (value,)


def _unknown(name: str, known: Iterable[str]) -> str:
    return f"query parameter '{name}': not a parameter of this operation.{hint(name, known)}"
