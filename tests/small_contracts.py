"""Contracts small enough to be written inside a test, and requests that suit them."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from streamulator.contract.contract import Contract
from streamulator.contract.operation import Operation

ANY = {"application/json": {"schema": {}}}


def contract(paths: dict[str, Any], name: str = "small.yaml", **more: Any) -> Contract:
    """Compile a document with these paths; `more` is what else it holds."""
    document = {"openapi": "3.1.1", "info": {"title": "Small", "version": "1"}, "paths": paths, **more}
    with TemporaryDirectory() as folder:
        file = Path(folder) / name
        file.write_text(json.dumps(document), encoding="utf-8")
        return Contract.load(file)


def described(name: str = "it", **more: Any) -> dict[str, Any]:
    """Describe one operation that answers 200 with any JSON, unless `more` says otherwise."""
    return {"operationId": name, "responses": {"200": {"description": "Done.", "content": ANY}}, **more}


def operation(tolerance: dict[str, Any] | None = None, path: str = "/it", **more: Any) -> Operation:
    """Compile a document of one POST and return that operation."""
    extra = {"x-tolerance": tolerance} if tolerance else {}
    return contract({path: {"post": described(**more)}}, **extra).operations[0]


def taking(schema: dict[str, Any], media_type: str = "application/json", *, required: bool = True) -> dict[str, Any]:
    """Describe a request body of one media type."""
    return {"required": required, "content": {media_type: {"schema": schema}}}
