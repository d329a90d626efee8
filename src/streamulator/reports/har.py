"""A journal as an HTTP archive (HAR 1.2), for browsers and other tools that read those."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from http import HTTPStatus
from urllib.parse import urlencode

from streamulator.core.messages import Json


def archive(entries: Iterable[Json], base_url: str, version: str, comment: str) -> Json:
    """Make an archive of journal entries that are shown in full; `version` is that of the emulator."""
    creator = {"name": "streamulator", "version": version}
    shown = [_entry(one, base_url) for one in entries]
    return {"log": {"version": "1.2", "creator": creator, "entries": shown, "comment": comment}}


def _entry(one: Json, base_url: str) -> Json:
    milliseconds = one["milliseconds"]
    return {
        "startedDateTime": one["time"],
        "time": milliseconds,
        "request": _request(one, base_url),
        "response": _response(one),
        "cache": {},
        "timings": {"send": 0, "wait": milliseconds, "receive": 0},
        "comment": one["problem"] or "",
    }


def _request(one: Json, base_url: str) -> Json:
    query = urlencode([tuple(pair) for pair in one["query"]])
    shown = {
        "method": one["method"],
        "url": f"{base_url}{one['path']}" + (f"?{query}" if query else ""),
        "httpVersion": "HTTP/1.1",
        "cookies": [],
        "headers": _pairs(one["requestHeaders"]),
        "queryString": [{"name": name, "value": value} for name, value in one["query"]],
        "headersSize": -1,
        "bodySize": one["requestBytes"],
    }
    if one["requestBytes"]:
        media_type = one["requestHeaders"].get("content-type", "")
        shown["postData"] = {"mimeType": media_type, "text": one["requestBody"] or ""}
    return shown


def _response(one: Json) -> Json:
    status = one["status"]
    return {
        "status": status,
        "statusText": HTTPStatus(status).phrase if status in set(HTTPStatus) else "",
        "httpVersion": "HTTP/1.1",
        "cookies": [],
        "headers": _pairs(one["replyHeaders"]),
        "content": {
            "size": one["replyBytes"],
            "mimeType": one["replyHeaders"].get("Content-Type", ""),
            "text": one["replyBody"] or "",
        },
        "redirectURL": one["replyHeaders"].get("Location", ""),
        "headersSize": -1,
        "bodySize": one["replyBytes"],
    }


def _pairs(headers: Mapping[str, str]) -> list[Json]:
    return [{"name": name, "value": value} for name, value in headers.items()]
