"""Runs of pytest inside of tests, with the plugin in them."""

from __future__ import annotations

from importlib.metadata import entry_points

import pytest

INSTALLED = any(one.name == "streamulator" for one in entry_points(group="pytest11"))
NEEDED = () if INSTALLED else ("-p", "streamulator.pytest_plugin")


@pytest.fixture
def run(pytester, monkeypatch):
    """Return a function that runs pytest on a file: in this process, or with options in one of its own."""
    monkeypatch.delenv("STREAMULATOR_URL", raising=False)
    pytester.makefile(".yaml", small="aveva: {tenants: [{id: small, open: true, namespaces: [{id: only}]}]}\n")
    helper = """
        import urllib.error, urllib.request
        TANK = "/api/v1/Tenants/default/Namespaces/default/Streams/Tank/Data/Last"
        def get(place, path=TANK):
            try:
                with urllib.request.urlopen(place + path) as answer:
                    return answer.status
            except urllib.error.HTTPError as error:
                with error:
                    return error.code
    """
    pytester.makepyfile(calls=helper)
    pytester.syspathinsert()

    def runs(text, *options, ini=""):
        pytester.makeini(f"[pytest]\naddopts = --strict-markers -p no:randomly\n{ini}")
        pytester.makepyfile(f"from calls import TANK, get\nimport pytest\n{text}")
        start = pytester.runpytest_subprocess if options else pytester.runpytest_inprocess
        return start(*NEEDED, *options)

    return runs
