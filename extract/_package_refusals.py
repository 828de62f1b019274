"""How an Office Open XML package is refused, in words that say what to do."""

from __future__ import annotations

from schemas.errors import InputRejected, Refusal


def encrypted() -> InputRejected:
    """The refusal of a package that needs a password."""
    return InputRejected(
        Refusal.ENCRYPTED,
        "The file is encrypted.",
        "Open it with its password and save it without one.",
    )


def unsafe(what: str) -> InputRejected:
    """The refusal of a package that no office program writes so."""
    return InputRejected(
        Refusal.ZIP_UNSAFE,
        f"The package is not as Office writes it: {what}.",
        "Open and save it in Word if you trust where it comes from.",
    )


def bomb(what: str) -> InputRejected:
    """The refusal of a package that unpacks to more than is read."""
    return InputRejected(
        Refusal.ZIP_BOMB,
        f"The package swells beyond all measure: {what}.",
        "This is no report; leave the file out.",
    )
