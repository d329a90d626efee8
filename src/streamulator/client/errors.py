"""What the client raises when the emulator refuses."""

from __future__ import annotations

from collections.abc import Sequence


class ControlError(Exception):
    """A refusal: the status, the sentence that says why, and all that was wrong with the request."""

    def __init__(self, status: int, detail: str, errors: Sequence[str] = ()) -> None:
        """Keep what the emulator said."""
        super().__init__(status, detail, tuple(errors))
        self.status = status
        self.detail = detail
        self.errors = tuple(errors)

    def __str__(self) -> str:
        return "\n".join([f"{self.status}: {self.detail}", *(f"- {error}" for error in self.errors)])
