"""The client by both of its transports, of the same emulator."""

from __future__ import annotations

import pytest

from streamulator.client import Control, SocketTransport, WsgiTransport
from streamulator.web.app import Application


@pytest.fixture(params=["socket", "wsgi"])
def transport(request, emulator):
    if request.param == "wsgi":
        yield WsgiTransport(Application(emulator))
    else:
        found = SocketTransport(request.getfixturevalue("live").url)
        yield found
        found.close()


@pytest.fixture
def control(transport):
    return Control(transport)
