"""Small reports of coverage, as the emulator writes them."""

from __future__ import annotations

from streamulator.reports.coverage import summed


def answer(status, count=0, *, by_fault=0, documented=True, media_type="application/json"):
    return {
        "status": status,
        "mediaType": media_type,
        "documented": documented,
        "count": count,
        "byFault": by_fault,
    }


def parameter(name, count=0, location="query", **values):
    shown = [{"value": one, "count": n} for one, n in values.items()]
    return {"location": location, "name": name, "count": count, "values": shown}


def operation(name, *answers, parameters=(), document="one.yaml", service="one"):
    return {
        "service": service,
        "document": document,
        "operation": name,
        "method": "GET",
        "path": f"/{name}",
        "answers": list(answers),
        "parameters": list(parameters),
    }


MIXED = summed(
    [
        operation(
            "getIt",
            answer(200, 3),
            answer(404),
            answer(503, 2, by_fault=2),
            answer(418, 1, documented=False),
            parameters=[
                parameter("itId", location="path"),
                parameter("kind", 6, location="path", big=6, small=0),
                parameter("order", 2, up=2, down=0),
                parameter("limit"),
                parameter("Accept-Words", location="header"),
                parameter("body.Kind", 1, location="body", A=0, B=1),
            ],
        ),
        operation("putIt", answer(204, media_type=""), document="two.yaml", service="two"),
    ]
)
