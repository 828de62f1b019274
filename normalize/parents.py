"""Sections and activities: opened by an id, continued by text, repeated after page breaks."""

from __future__ import annotations

from normalize.drafts import ActivityDraft, SectionDraft
from normalize.filing import Filing, Slot
from normalize.furniture import is_banner
from normalize.ids import LEVELS, PrintedId, heading_number, printed_id
from normalize.joints import Part, join_parts
from normalize.notices import activity_repeats
from normalize.unicode_forms import link_key
from schemas.document import Cell

UNKNOWN = "?"
"""Stands in an id for what the document does not say."""

SERIAL_CHARS = 6
"""The longest serial number that was seen is `(১০).`."""

PARENTS = frozenset({"section", "section_weight", "activity"})


def take_serial(filing: Filing, cells: dict[str, Cell]) -> None:
    """Set aside the serial number of a row; anything longer in that column is left over."""
    serial = cells.pop("serial", None)
    if serial is None:
        return
    if len(serial.text.strip()) <= SERIAL_CHARS:
        filing.draft.mark(serial, "serial")
    else:
        filing.leave(serial)


def take_section(filing: Filing, cells: dict[str, Cell], own: PrintedId | None) -> SectionDraft:
    """The section of a row, opened if the row's ids name another one."""
    title, weight = cells.pop("section", None), cells.pop("section_weight", None)
    sections = filing.draft.sections
    current = sections[-1] if sections else None
    source = (
        (printed_id(title.text) if title else None)
        or (printed_id(cells["activity"].text) if "activity" in cells else None)
        or own
    )
    wanted = source.section if source else UNKNOWN
    if (
        current is None
        or (source and wanted != current.id)
        or (not source and _is_new(current, title, weight))
    ):
        current = SectionDraft(wanted, [], [])
        sections.append(current)
    if title:
        _put_title(filing, current.title, title, Slot(f"section:{current.id}", "title", SECTION))
    if weight:
        _put_weight(filing, current, weight)
    return current


SECTION, ACTIVITY = "section.title", "activity.title"


def _is_new(section: SectionDraft, title: Cell | None, weight: Cell | None) -> bool:
    """Whether a row without any id opens a section: it has a title and a weight of its own."""
    return bool(title and weight and section.title and section.weight) and not _same(
        title.text if title else "", join_parts(section.title)
    )


def _put_title(
    filing: Filing, parts: list[Part], cell: Cell, slot: Slot, *, own_row: bool = False
) -> None:
    """A title, its next piece, or the same title again."""
    if parts and _repeats(cell.text, join_parts(parts)):
        filing.draft.mark(cell, f"{slot.role}_repeat", slot.ref)
    elif parts and printed_id(cell.text):
        # another title under the same id
        filing.leave(cell)
    else:
        filing.add(parts, cell, slot, own_row=own_row)


def _repeats(text: str, title: str) -> bool:
    """Whether a text is a title again, with its id or without."""
    printed = printed_id(title)
    return _same(text, title) or (printed is not None and _same(text, title[printed.end :]))


def _put_weight(filing: Filing, section: SectionDraft, cell: Cell) -> None:
    slot = Slot(f"section:{section.id}", "weight", "section.weight")
    if section.weight and _same(cell.text, join_parts(section.weight)):
        filing.draft.mark(cell, f"{slot.role}_repeat", slot.ref)
    else:
        filing.add(section.weight, cell, slot)


def take_activity(filing: Filing, cells: dict[str, Cell], own: PrintedId | None) -> ActivityDraft:
    """The activity of a row, opened if the row's ids name another one."""
    section = filing.draft.sections[-1]
    title = cells.pop("activity", None)
    named = printed_id(title.text) if title else None
    current = section.activities[-1] if section.activities else None
    wanted = _activity_id(named, own, current)
    other = current is not None and _is_other(current, title, named, own)
    if current is None or other or wanted != current.id:
        current = ActivityDraft(_unknown_id(section) if other else wanted, [])
        section.activities.append(current)
    if title is None:
        return current
    ref = f"activity:{current.id}"
    if named and named.level >= LEVELS["indicator"]:
        filing.draft.mark(title, "activity.repeat", ref)
        copied = "indicator" in cells and _same(title.text, cells["indicator"].text)
        filing.draft.findings.append(activity_repeats(title, copied, current.id))
    else:
        _put_title(filing, current.title, title, Slot(ref, "title", ACTIVITY))
    return current


def _is_other(
    current: ActivityDraft, title: Cell | None, named: PrintedId | None, own: PrintedId | None
) -> bool:
    """Whether a row without any id opens an activity: only an id can show that it goes on."""
    return bool(title and current.title and current.indicators and not (named or own)) and not (
        _same(title.text if title else "", join_parts(current.title))
    )


def _unknown_id(section: SectionDraft) -> str:
    n_unknown = sum(UNKNOWN in activity.id for activity in section.activities)
    return f"{UNKNOWN}{n_unknown + 1 if n_unknown else ''}"


def _activity_id(
    named: PrintedId | None, own: PrintedId | None, current: ActivityDraft | None
) -> str:
    """The activity's own id, else what the indicator's id or the one above says."""
    if named and named.level == LEVELS["activity"]:
        return named.id
    if own and own.level >= LEVELS["activity"]:
        return own.activity
    if named and named.level >= LEVELS["indicator"]:
        return named.activity
    return current.id if current else UNKNOWN


def takes_heading(filing: Filing, cells: dict[str, Cell], own_width: int) -> bool:
    """Take a row of one cell that spans the table: a banner, or a section's heading.

    Args:
        filing: where the cells go.
        cells: the cells of the row, by role.
        own_width: how many cells the row has in all.
    """
    if own_width != 1 or len(cells) != 1:
        return False
    (role, cell), *_ = cells.items()
    if role not in ("serial", "section", "activity"):
        return False
    if is_banner(cell.text):
        filing.draft.mark(cell, "banner")
        return True
    number = heading_number(cell.text)
    if number is None or filing.draft.has_sections or role == "section":
        return False
    section = SectionDraft(number, [], [])
    filing.draft.sections.append(section)
    filing.start(section.title, cell, Slot(f"section:{number}", "title", SECTION))
    return True


def opens_parent(cells: dict[str, Cell]) -> bool:
    """Whether a section or an activity is named on a row of its own."""
    named = (printed_id(cells[role].text) for role in ("section", "activity") if role in cells)
    return any(named) and not set(cells) - PARENTS


def continue_parent(filing: Filing, role: str, cell: Cell) -> None:
    """A cell of the section's or the activity's column on a row that continues the one above."""
    section = filing.draft.sections[-1] if filing.draft.sections else None
    if section is None or not filing.join:
        filing.leave(cell)
    elif role == "section":
        slot = Slot(f"section:{section.id}", "title", SECTION)
        _put_title(filing, section.title, cell, slot, own_row=True)
    elif role == "section_weight":
        _put_weight(filing, section, cell)
    elif section.activities:
        last = section.activities[-1]
        slot = Slot(f"activity:{last.id}", "title", ACTIVITY)
        _put_title(filing, last.title, cell, slot, own_row=True)
    else:
        filing.leave(cell)


def _same(first: str, second: str) -> bool:
    return (link_key(first) or first.strip()) == (link_key(second) or second.strip())


def unknown_indicator(activity: ActivityDraft) -> str:
    """An id for an indicator that has none, apart from others of its activity."""
    n_unknown = sum(UNKNOWN in indicator.id for indicator in activity.indicators)
    return f"{activity.id}.{UNKNOWN}{n_unknown + 1 if n_unknown else ''}"
