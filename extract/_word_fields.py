"""Fields: their results are text, their instructions are not, and some reach out of the file."""

from __future__ import annotations

from dataclasses import dataclass, field

from extract._word_names import VAL, attribute, child, children, is_on, number
from extract._xml import Element

OUTSIDE = frozenset(
    (
        "DDE", "DDEAUTO", "LINK", "INCLUDETEXT", "INCLUDEPICTURE", "INCLUDE", "IMPORT", "RD",
        "DATABASE", "HYPERLINK",
    )
)  # fmt: skip
"""Fields whose result comes from, or leads to, somewhere else."""

CHECKED = "\u2612"
UNCHECKED = "\u2610"


@dataclass(slots=True)
class Field:
    """A field whose end has not come yet."""

    start: int
    """How many pieces the paragraph had before it."""
    instruction: list[str] = field(default_factory=list[str])
    has_result: bool = False
    shown: str = ""
    """What a form field prints without having it as text: the chosen entry, or the box."""


def begin(element: Element, start: int) -> Field:
    """The field that begins with a mark."""
    form = child(element, "ffData")
    return Field(start, shown=_shown(form) if form is not None else "")


def _shown(form: Element) -> str:
    box, entries = child(form, "checkBox"), child(form, "ddList")
    if box is not None:
        state = child(box, "checked")
        if state is None:
            state = child(box, "default")
        return CHECKED if state is not None and is_on(state) else UNCHECKED
    if entries is not None:
        chosen = child(entries, "result")
        if chosen is None:
            chosen = child(entries, "default")
        names = [attribute(entry, VAL) or "" for entry in children(entries, "listEntry")]
        place = number(chosen, 0, len(names)) if chosen is not None else 0
        return names[place] if place is not None and place < len(names) else ""
    return ""


def reach_outside(instruction: str, told: list[str]) -> None:
    """Note the instruction if its field is one of those that reach outside."""
    words = instruction.split(None, 1)
    if words and words[0].upper() in OUTSIDE:
        told.append(" ".join(instruction.split()))
