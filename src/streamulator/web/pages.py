"""The pages that people open, by Flask."""

from __future__ import annotations

from html import escape

from flask import Flask

from streamulator import __version__
from streamulator.kernel.emulator import Emulator


class Pages(Flask):
    """What a person sees of an emulator."""

    def __init__(self, emulator: Emulator) -> None:
        """Show an emulator."""
        super().__init__("streamulator", static_folder=None)
        self.emulator = emulator
        self.add_url_rule("/", view_func=self.welcome)

    def welcome(self) -> str:
        """Tell a person who opens the base URL what is here."""
        rows = "".join(
            f"<li>{escape(contract.title)}: "
            f'<a href="/_emulator/openapi/{escape(contract.name)}">{escape(contract.name)}</a>, '
            f"{len(contract.operations)} operations</li>"
            for contract in self.emulator.contracts
        )
        links = " · ".join(
            f'<a href="/_emulator/{name}">{name}</a>' for name in ("info", "state", "journal", "ledger", "worlds")
        )
        return (
            f"<!doctype html><title>Streamulator</title><h1>Streamulator {__version__}</h1>"
            f"<p>A local emulator of stream-data APIs. Point a client at this address.</p>"
            f"<ul>{rows}</ul><p>Look inside: {links}</p>"
        )
