"""The measure: plain Flask routes on the emulator's own server, which know their answers beforehand."""

from __future__ import annotations

import sys
from pathlib import Path

import orjson
from flask import Flask, Response, request

from streamulator.web.server import Server

JSON = "application/json"


def application(folder: Path) -> Flask:
    """Serve the replies that the emulator gave, ready-made; the largest is dumped anew each time; bodies are parsed."""
    app = Flask("bare")
    ready = {path.stem: path.read_bytes() for path in folder.glob("*.json")}
    rows = {name: orjson.loads(body) for name, body in ready.items()}

    @app.get("/ready/<name>")
    def read(name: str) -> Response:
        return Response(ready[name], mimetype=JSON)

    @app.get("/dumped/<name>")
    def dump(name: str) -> Response:
        return Response(orjson.dumps(rows[name]), mimetype=JSON)

    @app.post("/parsed")
    def parse() -> Response:
        orjson.loads(request.get_data())
        return Response(status=204)

    return app


if __name__ == "__main__":
    server = Server(application(Path(sys.argv[1])), "127.0.0.1", 0)
    Path(sys.argv[2]).write_text(server.url, encoding="utf-8")
    server.run()
