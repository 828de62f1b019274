"""What was achieved, as far as the remark says it."""

from __future__ import annotations

from dataclasses import dataclass

from schemas.reading import Reading
from schemas.report import Derived, Period


@dataclass(frozen=True, slots=True)
class Context:
    """What the rest of the report says about all its remarks."""

    period: Period
    signed: Reading
    scores: bool = False


def derive(
    unit: Reading,
    text: Reading,
    remark: Reading,
    targets: dict[str, Reading],
    weight: Reading,
    context: Context,
) -> Derived | None:
    """Interpret one remark."""
    return None
