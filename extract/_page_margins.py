"""Running heads and page numbers: lines that stand at the same place on several pages."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from schemas.document import Page, Region, Row

MARGIN_SHARE = 0.12
"""Of the height of a page, above and below: A4's usual margins are 6 to 12 %."""
SAME_PLACE = 4.0
"""Points by which a line's place differs: a page number grows by a digit."""
NUMBER = re.compile(r"\W{0,2}\d{1,4}(?:\s?[/|]\s?\d{1,4})?\W{0,2}")
DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class _Outer:
    """A line in a margin."""

    page: int
    row: Row
    region: Region
    x0: float
    top: float
    x1: float

    @property
    def text(self) -> str:
        return self.row.cells[0].text

    def stands_as(self, other: _Outer) -> bool:
        """Whether another page has it at the same place."""
        return (
            self.page != other.page
            and abs(self.top - other.top) <= SAME_PLACE
            and min(abs(self.x0 - other.x0), abs(self.x1 - other.x1)) <= SAME_PLACE
        )


def with_margins(pages: Sequence[Page], heights: Mapping[int, float]) -> tuple[Page, ...]:
    """The pages with their running heads and page numbers set apart from the body.

    A line above the text that all pages repeat stays in the body on the first of them: it may be
    the report's title.

    Args:
        pages: all pages of a document.
        heights: of each page, in points.
    """
    alike: dict[tuple[Region, str], list[_Outer]] = defaultdict(list)
    for page in pages:
        for outer in _outer_lines(page, heights.get(page.number, 0.0)):
            alike[outer.region, DIGITS.sub("0", outer.text)].append(outer)
    regions: dict[int, Region] = {}
    for (region, _), lines in alike.items():
        numbers = [line for line in lines if NUMBER.fullmatch(line.text)]
        again = [line for line in lines if any(line.stands_as(other) for other in lines)]
        for line in (*numbers, *again[1 if region is Region.HEADER else 0 :]):
            regions[line.row.line] = region
    return tuple(
        replace(
            page,
            rows=tuple(
                replace(row, region=regions[row.line]) if row.line in regions else row
                for row in page.rows
            ),
        )
        for page in pages
    )


def _outer_lines(page: Page, height: float) -> Iterator[_Outer]:
    """The lines in the margins of a page, above and below all tables."""
    boxes = [
        cell.layout.bbox
        for row in page.rows
        if row.table is not None
        for cell in row.cells
        if cell.layout.bbox
    ]
    first = min((box[1] for box in boxes), default=height)
    last = max((box[3] for box in boxes), default=0.0)
    for row in page.rows:
        if row.table is not None or row.region is not Region.BODY or not row.cells:
            continue
        box = row.cells[0].layout.bbox
        if box is None:
            continue
        x0, top, x1, bottom = box
        if bottom <= min(MARGIN_SHARE * height, first + SAME_PLACE):
            yield _Outer(page.number, row, Region.HEADER, x0, top, x1)
        elif top >= max((1 - MARGIN_SHARE) * height, last - SAME_PLACE):
            yield _Outer(page.number, row, Region.FOOTER, x0, top, x1)
