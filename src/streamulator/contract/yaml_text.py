"""YAML as the contracts and fixtures use it: safe, fast, and with dates that stay text as in JSON."""

from __future__ import annotations

import re

import yaml

_Fast: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Loader(_Fast):  # type: ignore[valid-type,misc]  # the C loader where it is built in, else the pure one
    """A safe loader that leaves dates alone, and reads every number that JSON has.

    A `datetime` would lose the seventh digit of a second; and to YAML 1.1 `1e5` is a text.
    """


Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
Loader.add_implicit_resolver(
    "tag:yaml.org,2002:float", re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?[eE][+-]?[0-9]+$"), list("-0123456789")
)
