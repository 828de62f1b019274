"""An output of ours that does not keep the published contract; it is never moved into place."""

from __future__ import annotations

from schemas.errors import InputFailed, Refusal


class OutputInvalid(InputFailed):
    """The program's own fault: the input is told as failed, and tried again by a later version."""

    def __init__(self, where: str, what: str) -> None:
        """Name the place, such as `/sections/0/weight/value` or `findings.csv, severity`."""
        super().__init__(
            Refusal.TOOL_FAILED,
            f"The output breaks its own contract at {where}: {what}.",
            "Nothing was written for this input. Please report it as a fault of the program.",
        )
        self.where = where
        self.what = what

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), (self.where, self.what)
