"""Times as the platform prints them."""

from __future__ import annotations

from streamulator.core.ticks import format_time_full


def show_time(ticks: int) -> str:
    """Show a time in UTC with milliseconds, which are there even when they are 0: `2015-04-21T00:16:22.381Z`."""
    return f"{format_time_full(ticks)[:-5]}Z"
