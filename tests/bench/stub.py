"""What one would write by hand in an hour: a Flask stub on Werkzeug's threaded server."""

from __future__ import annotations

import logging
import sys
from pathlib import Path

import orjson
from flask import Flask, Response, jsonify, request
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError
from werkzeug.serving import make_server

DATA = "/api/v1/Tenants/default/Namespaces/default/Streams/<stream>/Data"


def fixed(folder: Path) -> Flask:
    """Serve ready-made replies; nothing is checked or kept."""
    app = Flask("fixed")
    ready = {path.stem: path.read_bytes() for path in folder.glob("*.json")}

    @app.get(DATA)
    def read(stream: str) -> Response:
        return Response(ready[stream], mimetype="application/json")

    @app.post(DATA)
    def write(**_stream: str) -> Response:
        orjson.loads(request.get_data())
        return Response(status=204)

    return app


def checked(folder: Path) -> Flask:
    """Keep events in lists, and hold what comes and what goes against a JSON schema."""
    app = Flask("checked")
    app.json.sort_keys = False
    events = {path.stem: orjson.loads(path.read_bytes()) for path in folder.glob("*.json")}
    schema = Draft202012Validator(events.pop("events"))

    @app.errorhandler(ValidationError)
    def refuse(error: ValidationError) -> tuple[Response, int]:
        return jsonify(error=error.message), 400

    @app.get(DATA)
    def read(stream: str) -> Response | tuple[Response, int]:
        count = request.args.get("count", type=int)
        if count is None:
            return jsonify(error="count is no number"), 400
        found = [event for event in events[stream] if event["Time"] >= request.args["startIndex"]][:count]
        schema.validate(found)
        return jsonify(found)

    @app.post(DATA)
    def write(stream: str) -> Response:
        sent = request.get_json()
        schema.validate(sent)
        events[stream].extend(sent)
        return Response(status=204)

    return app


if __name__ == "__main__":
    way, files, port = sys.argv[1:]
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    make_server(
        "127.0.0.1", int(port), {"fixed": fixed, "checked": checked}[way](Path(files)), threaded=True
    ).serve_forever()
