"""What kind of number a text is, by its form, and whether it is one at all."""

from __future__ import annotations

import re

from schemas.calibration import FieldKind

DATE = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})")
ID = re.compile(r"[\[(]?\d{1,2}(?:[.]\d{1,2}){1,3}[\])]?|[\[(]\d{1,2}[\])]")
PERCENT = re.compile(r"\d+(?:[.]\d+)?%")
PLAIN = re.compile(r"\d+(?:,\d{2,3})*(?:[.]\d+)?|\d{4}-\d{2}(?:\d{2})?")
"""A count, an amount, or a fiscal year."""
LAST_DAY, LAST_MONTH = 31, 12


def kind_of(text: str) -> FieldKind:
    """What kind of number a text is, by its form."""
    bare = text.replace(" ", "")
    if DATE.fullmatch(bare):
        return FieldKind.DATE
    if ID.fullmatch(bare):
        return FieldKind.ID
    if PERCENT.fullmatch(bare):
        return FieldKind.PERCENT
    return FieldKind.NUMBER


def is_well_formed(text: str) -> bool:
    """Whether a text is a whole date of the calendar, an id, a percentage or a number."""
    bare = text.replace(" ", "")
    if found := DATE.fullmatch(bare):
        return 0 < int(found[1]) <= LAST_DAY and 0 < int(found[3]) <= LAST_MONTH
    if bare.startswith(("[", "(")) != bare.endswith(("]", ")")):
        return False
    return any(form.fullmatch(bare) for form in (ID, PERCENT, PLAIN))
