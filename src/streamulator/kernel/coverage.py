"""What of the contracts the traffic of a world has reached: answers, parameters, and the values of enumerations."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from streamulator.contract.members import Member
from streamulator.contract.operation import Answer, Call, Operation
from streamulator.contract.parameter import Parameter
from streamulator.core.messages import Json, Reply
from streamulator.kernel.service import Service
from streamulator.reports.coverage import summed

NO_BODY = ""  # the media type of an answer that has none


class Coverage:
    """Counts, which can be added up over worlds. Guarded by the world's lock."""

    def __init__(self) -> None:
        self._answers: Counter[tuple[str, int, str, bool]] = Counter()
        self._given: Counter[tuple[str, str, frozenset[str]]] = Counter()
        self._values: Counter[tuple[str, str, str, Json]] = Counter()

    def add(self, operation: Operation, call: Call | None, reply: Reply, *, struck: bool) -> None:
        """Count one call and how it was answered; `struck` says that a fault had a hand in it."""
        self._answers[operation.id, reply.status, reply.media_type if reply.body else NO_BODY, struck] += 1
        if call is None:
            return
        self._given[operation.id, "query", call.given] += 1
        for parameter in operation.enumerated["query"]:
            if parameter.name in call.given:
                self._values[operation.id, "query", parameter.name, call.query[parameter.name]] += 1
        sent = operation.header_keys.intersection(call.request.headers)
        if sent:
            self._given[operation.id, "header", sent] += 1
            for parameter in operation.enumerated["header"]:
                if parameter.key in sent:
                    self._values[operation.id, "header", parameter.name, call.headers[parameter.name]] += 1
        if operation.members or operation.enumerated["path"]:  # few operations have any
            self._look_into(operation, call)

    def _look_into(self, operation: Operation, call: Call) -> None:
        unheard: list[str] = []
        for parameter in operation.enumerated["path"]:
            value = parameter.value((call.path[parameter.name],), unheard.append)
            self._values[operation.id, "path", parameter.name, value] += 1
        for member in operation.members:
            values = member.values(call.body)
            if values:
                self._given[operation.id, "body", frozenset((member.name,))] += 1
            for value in values:
                self._values[operation.id, "body", member.name, value] += 1

    def take(self, other: Coverage) -> None:
        """Add the counts of another world."""
        self._answers += other._answers
        self._given += other._given
        self._values += other._values

    def report(self, offers: Iterable[tuple[Service, Operation]]) -> Json:
        """Hold the counts against what is documented, operation by operation."""
        operations = [self._of_operation(service, operation) for service, operation in offers]
        return summed(operations)

    def _of_operation(self, service: Service, operation: Operation) -> Json:
        return {
            "service": service.name,
            "document": operation.document,
            "operation": operation.id,
            "method": operation.method,
            "path": operation.path,
            "answers": list(self._of_answers(operation)),
            "parameters": list(self._of_parameters(operation)),
        }

    def _of_answers(self, operation: Operation) -> Iterator[Json]:
        documented = {
            (status, media_type) for status, answer in operation.answers.items() for media_type in _media_types(answer)
        }
        met = {(status, media_type) for name, status, media_type, _ in self._answers if name == operation.id and status}
        for status, media_type in sorted(documented | met):
            plain, struck = (self._answers[operation.id, status, media_type, by_fault] for by_fault in (False, True))
            yield {
                "status": status,
                "mediaType": media_type,
                "documented": (status, media_type) in documented,
                "count": plain + struck,
                "byFault": struck,
            }

    def _of_parameters(self, operation: Operation) -> Iterator[Json]:
        given: dict[str, Counter[str]] = {place: Counter() for place in ("query", "header", "body")}
        calls = 0
        for (id_, place, names), count in self._given.items():
            if id_ == operation.id:
                given[place].update(dict.fromkeys(names, count))
                calls += count if place == "query" else 0
        for one in operation.parameters["path"]:
            yield self._of_parameter(operation, "path", one, calls)
        for one in operation.parameters["query"]:
            yield self._of_parameter(operation, "query", one, given["query"][one.name])
        for one in operation.parameters["header"]:
            yield self._of_parameter(operation, "header", one, given["header"][one.key])
        for member in operation.members:
            yield self._of_parameter(operation, "body", member, given["body"][member.name])

    def _of_parameter(self, operation: Operation, place: str, parameter: Parameter | Member, count: int) -> Json:
        seen = ((value, self._values[operation.id, place, parameter.name, value]) for value in parameter.enumeration)
        return {
            "location": place,
            "name": parameter.name,
            "count": count,
            "values": [{"value": value, "count": count} for value, count in seen],
        }


def _media_types(answer: Answer) -> Iterable[str]:
    return answer.bodies or (NO_BODY,)
