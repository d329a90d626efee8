"""Folders of components, which the vendor calls nodes, and their paths."""

from __future__ import annotations

from collections.abc import Mapping

from streamulator.core.messages import Json
from streamulator.services.grovestreams.model.components import Folder
from streamulator.services.grovestreams.model.organization import Organization

_TOP = "Components"  # what the folder that holds all others is called


def read_path(path: str) -> str:
    """Read a path that begins with the name of the folder that holds all others, or does not."""
    words = path.strip("/").split("/")
    return "/".join(words[1:] if words[0] == _TOP else words)


def show_folder(folder: Folder, organization: Organization, query: Mapping[str, Json]) -> Json:
    """Show a folder; its path and what is in it only where the query asks for them."""
    counts, path = query["childCounts"], query["fullPath"]
    below = sum(one.parent == folder.path for one in organization.folders.values())
    inside = sum(one.folder == folder.path for one in organization.components.values())
    return {
        "id": "",
        "uid": folder.uid,
        "text": folder.name or _TOP,
        **({"folderCount": below} if counts else {}),
        "parentUid": "" if folder.parent is None else organization.folder(folder.parent).uid,
        "modDate": folder.created,
        "iconUrl": "",
        **({"fullPath": folder.path} if path else {}),
        **({"itemCount": inside} if counts else {}),
        "type": "cr_node",
        "crDate": folder.created,
    }
