"""What happens to a report on its way into a text file: each damage changes lines and truth."""

from __future__ import annotations

from dataclasses import dataclass, replace

from samples.layout import header_lines
from samples.sheet import Ink, Line, Orphan, Sheet
from samples.written import LOST, Written

IN_TABLE = ("row", "nested", "rest", "total")


@dataclass(frozen=True, slots=True)
class PageBreak:
    """A blank line, with or without the header again; from here on rows may be wider."""

    before: str
    """Key of the row that begins the page."""
    header: bool = True
    width: int = 0
    foot: str = ""
    """A page number at the end of the page before."""
    title: str = ""
    """A title line that is printed again."""

    def __call__(self, sheet: Sheet) -> Sheet:
        """Break the page."""
        place = sheet.place_of(self.before)
        wide = max(self.width, len(sheet.form.roles))
        foot = Line("furniture", (Ink(1, self.foot, "page_number"),))
        title = Line("furniture", (Ink(1, self.title, "title_repeat"),))
        new = (
            *((foot,) if self.foot else ()),
            Line("blank"),
            *((title,) if self.title else ()),
            *(header_lines(sheet.form, "header_repeat", wide) if self.header else ()),
        )
        rows = (
            line.as_wide_as(wide) if line.kind in IN_TABLE else line for line in sheet.lines[place:]
        )
        code = "header-repeated" if self.header else "header-not-repeated"
        return replace(sheet, lines=(*sheet.lines[:place], *new, *rows)).told((code, "report"))


@dataclass(frozen=True, slots=True)
class Wider:
    """The rows of the first page have empty columns at their end."""

    width: int

    def __call__(self, sheet: Sheet) -> Sheet:
        """Widen all rows."""
        return replace(sheet, lines=tuple(line.as_wide_as(self.width) for line in sheet.lines))


@dataclass(frozen=True, slots=True)
class Cut:
    """A cell that goes on behind the next page break, or whose rest is lost there."""

    ref: str
    after: str
    """The last words before the break."""
    rest_lost: bool = False

    def __call__(self, sheet: Sheet) -> Sheet:
        """Cut the cell in two."""
        place, ink = sheet.place_of_ink(self.ref)
        line = sheet.lines[place]
        first, rest = _split(ink.text, self.after)
        cut = tuple(replace(one, text=first) if one is ink else one for one in line.inks)
        sheet = sheet.with_line(place, replace(line, inks=cut))
        if self.rest_lost:
            whole = sheet.truth[self.ref]
            value = str(whole.value).removesuffix(rest).rstrip()
            cut_off = replace(whole, raw=first, value=value)
            return sheet.changed(self.ref, cut_off).told(("text-truncated", self.ref))
        following = sheet.lines[place + 1 :]
        gap = next(at for at, one in enumerate(following) if one.kind == "blank")
        start = next(at for at, one in enumerate(following) if at > gap and one.kind in IN_TABLE)
        there = place + 1 + start
        piece = replace(ink, text=rest.strip())
        width = sheet.lines[there].width
        if sheet.lines[there].kind == "rest":
            grown = replace(sheet.lines[there], inks=(*sheet.lines[there].inks, piece))
            sheet = sheet.with_line(there, grown)
        else:
            sheet = sheet.with_new_lines(there, Line("rest", (piece,), width))
        return sheet.told(("row-joined", self.ref))


@dataclass(frozen=True, slots=True)
class SplitTitle:
    """The merged cell of an activity, of which the second half stands beside a later row."""

    activity: str
    after: str
    beside: str

    def __call__(self, sheet: Sheet) -> Sheet:
        """Move the second half."""
        ref = f"activity:{self.activity}/title"
        place, ink = sheet.place_of_ink(ref)
        line = sheet.lines[place]
        first, rest = _split(ink.text, self.after)
        cut = tuple(replace(one, text=first) if one is ink else one for one in line.inks)
        sheet = sheet.with_line(place, replace(line, inks=cut))
        there = sheet.place_of(self.beside)
        other = sheet.lines[there]
        grown = replace(other, inks=(*other.inks, replace(ink, text=rest.strip())))
        return sheet.with_line(there, grown).told(("row-joined", ref))


@dataclass(frozen=True, slots=True)
class Shift:
    """A cell that is gone, and all right of it one column to the left."""

    key: str
    field: str

    def __call__(self, sheet: Sheet) -> Sheet:
        """Lose the cell."""
        ref = f"indicator:{self.key}/{self.field}"
        place, lost = sheet.place_of_ink(ref)
        line = sheet.lines[place]
        inks = tuple(
            replace(ink, column=ink.column - 1) if ink.column > lost.column else ink
            for ink in line.inks
            if ink is not lost
        )
        moved = sheet.with_line(place, replace(line, inks=inks))
        return moved.changed(ref, LOST).told(("cell-shifted", ref))


@dataclass(frozen=True, slots=True)
class RepeatIndicator:
    """An activity cell that holds a copy of the indicator beside it."""

    key: str

    def __call__(self, sheet: Sheet) -> Sheet:
        """Copy the cell."""
        place, text = sheet.place_of_ink(f"indicator:{self.key}/text")
        line = sheet.lines[place]
        copy = Ink(sheet.form.column("activity"), text.text, "activity.repeat")
        told = ("activity-repeats-indicator", f"indicator:{self.key}")
        return sheet.with_line(place, replace(line, inks=(*line.inks, copy))).told(told)


@dataclass(frozen=True, slots=True)
class LoseRow:
    """A row that is gone, with the merged cells that begin in it."""

    key: str
    tells: tuple[tuple[str, str], ...]
    rows_kept: tuple[tuple[Written, ...], ...] = ()
    """The end of its small table, which is still there."""
    between: tuple[str, str] = ("", "")

    def __call__(self, sheet: Sheet) -> Sheet:
        """Lose the row."""
        lost = sheet.lines[sheet.place_of(self.key)]
        n_lines = sum(line.owner == self.key for line in sheet.lines)
        kept_from = n_lines - len(self.rows_kept)
        lines = tuple(
            self._orphaned(line)
            for line in sheet.lines
            if line.owner != self.key or ("#" in line.key and self._number(line) >= kept_from)
        )
        for ink in lost.inks:
            if ink.ref.startswith(("section:", "activity:")):
                sheet = sheet.changed(ink.ref, LOST)
        orphan = Orphan(*self.between, self.rows_kept)
        return replace(
            sheet,
            lines=lines,
            gone=sheet.gone | {self.key},
            orphans=(*sheet.orphans, orphan) if self.rows_kept else sheet.orphans,
        ).told(*self.tells)

    def _number(self, line: Line) -> int:
        return int(line.key.partition("#")[2])

    def _orphaned(self, line: Line) -> Line:
        if line.owner != self.key:
            return line
        inks = tuple(replace(ink, role="orphan.nested_table") for ink in line.inks)
        return replace(line, inks=inks)


@dataclass(frozen=True, slots=True)
class Total:
    """A row that adds up the rows above."""

    after: str
    cells: tuple[tuple[str, str], ...]
    """Role of the column, and text."""

    def __call__(self, sheet: Sheet) -> Sheet:
        """Put the row in."""
        inks = tuple(Ink(sheet.form.column(role), text, "total") for role, text in self.cells)
        total = Line("total", inks, len(sheet.form.roles))
        return sheet.with_new_lines(sheet.place_of(self.after) + 1, total)


def _split(text: str, after: str) -> tuple[str, str]:
    end = text.index(after) + len(after)
    return text[:end], text[end:]
