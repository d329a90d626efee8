"""YAML as the contracts and fixtures use it: safe, fast, and with dates that stay text as in JSON."""

from __future__ import annotations

import yaml

_Fast: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Loader(_Fast):  # type: ignore[valid-type,misc]  # the C loader where it is built in, else the pure one
    """A safe loader that leaves dates alone: a `datetime` would lose the seventh digit of a second."""


Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
