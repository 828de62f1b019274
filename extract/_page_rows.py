"""Tables and lines of a page as rows of a document, counted through from its beginning."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from extract._cell_lines import Written
from extract._cell_tokens import Path
from extract._drawn import TextLine
from extract._lattice import Box, Lattice
from extract._page_blocks import Blocks, Paragraph, Table
from extract.tab_text import INK
from schemas.document import Cell, Layout, Page, Row
from schemas.finding import Code, Finding, Severity, report_finding
from schemas.reading import BBox, Place

NOTHING = Written("")
CROSSING = 0.9
"""Judged, not measured: the word's first letter tells its cell, and that was never seen to fail."""
AS_RUNNING_TEXT = 0.5
"""Judged, not measured: of a page with more lines than any table only the text is sure."""


@dataclass(slots=True)
class Counter:
    """Where the document has got to."""

    line: int = 0
    table: int = 0
    findings: list[Finding] = field(default_factory=list[Finding])

    def next_line(self) -> int:
        """The number of the next row."""
        self.line += 1
        return self.line


def page_of(blocks: Blocks, number: int, counter: Counter) -> Page:
    """The rows of a page; the counter goes on counting."""
    rows: list[Row] = []
    if blocks.is_drawing:
        counter.findings.append(
            report_finding(
                Code.LOW_CONFIDENCE,
                f"page:{number}",
                evidence={"reason": "it has more lines than any table; none was looked for"},
                confidence=f"{AS_RUNNING_TEXT:.2f}",
            )
        )
    if blocks.tags_differ:
        counter.findings.append(
            report_finding(
                Code.LOW_CONFIDENCE,
                f"page:{number}",
                evidence={"reason": "its tags tell of a table whose cells do not stand so"},
                confidence=f"{AS_RUNNING_TEXT:.2f}",
            )
        )
    for item in blocks.items:
        if isinstance(item, Paragraph):
            rows += _paragraph(item, number, counter)
        else:
            if not item.lattice.goes_on or counter.table == 0:
                counter.table += 1
            rows += _Filling(item, number, counter).rows(item.lattice, ())
    return Page(number, tuple(rows))


def _paragraph(item: Paragraph, page: int, counter: Counter) -> Iterator[Row]:
    written = item.written
    if INK.search(written.text):
        line = counter.next_line()
        layout = Layout(bbox=_rounded(item.line), runs=written.runs, sight=written.sight)
        cell = Cell(written.text, page, line, 1, "", layout)
        _tell_doubt(cell, written, counter)
        yield Row(line, 1, (cell,))


def _rounded(place: TextLine | Box) -> BBox:
    return (
        _hundredths(place.x0),
        _hundredths(place.top),
        _hundredths(place.x1),
        _hundredths(place.bottom),
    )


@lru_cache(maxsize=1024)
def _hundredths(points: float) -> float:
    """Rounded; cells that share a border share the number, which is a tenth of their memory."""
    return round(points, 2)


class _Filling:
    """Puts the texts of one table into its cells."""

    def __init__(self, table: Table, page: int, counter: Counter) -> None:
        self._table, self._page, self._counter = table, page, counter

    def rows(self, lattice: Lattice, above: Path) -> tuple[Row, ...]:
        """The rows of a table, or of one inside of the cell that the path leads to."""
        starting: dict[int, list[tuple[int, Box]]] = {}
        for number, box in enumerate(lattice.boxes):
            starting.setdefault(box.rows[0], []).append((number, box))
        rows: list[Row] = []
        for row in range(lattice.n_rows):
            line = self._counter.next_line()
            cells = [
                cell
                for number, box in starting.get(row, [])
                if (cell := self._cell(box, line, (*above, number)))
            ]
            rows.append(Row(line, lattice.width, tuple(cells), self._counter.table))
        return tuple(rows)

    def _cell(self, box: Box, line: int, path: Path) -> Cell | None:
        written = self._table.texts.get(path, NOTHING)
        text = written.text if INK.search(written.text) else ""
        inner = [self.rows(table, (*path, number)) for number, table in enumerate(box.inner)]
        tables = tuple(rows for rows in inner if any(row.cells for row in rows))
        if not text and not tables:
            return None
        layout = Layout(
            column_span=box.columns[1] - box.columns[0],
            row_span=box.rows[1] - box.rows[0],
            bbox=_rounded(box),
            runs=written.runs if text else (),
            tables=tables,
            sight=written.sight,
        )
        cell = Cell(text, self._page, line, box.columns[0] + 1, "", layout)
        _tell_doubt(cell, written, self._counter)
        if path in self._table.crossing:
            self._counter.findings.append(_crossing(cell))
        return cell


def _tell_doubt(cell: Cell, written: Written, counter: Counter) -> None:
    counter.findings.extend(_unsure(cell))
    if written.n_doubtful:
        length = max(len(written.text), written.n_doubtful)
        counter.findings.append(
            _doubt(cell.at, 1 - written.n_doubtful / length, {"guessed": written.n_doubtful})
        )


def _unsure(cell: Cell) -> Iterator[Finding]:
    """What two readers of a picture do not agree on, and ink that none could read."""
    sight = cell.layout.sight
    if sight is None:
        return
    ref = f"cell:{cell.line}/{cell.column}"
    if sight.lost:
        yield report_finding(
            Code.CELL_LOST,
            ref,
            at=(cell.at,),
            evidence={"reason": "something is written there, and no reader could read it"},
            role="unreadable",
        )
    for taken, other in sight.disputes:
        yield report_finding(
            Code.READERS_DISAGREE,
            ref,
            severity=Severity.ERROR if sight.undecided else None,
            at=(cell.at,),
            candidates=(taken, other),
            evidence={"confidence": sight.confidence},
            first=taken,
            second=other,
        )


def _crossing(cell: Cell) -> Finding:
    return _doubt(cell.at, CROSSING, {"reason": "a word is drawn beyond the border of its cell"})


def _doubt(at: Place, confidence: float, evidence: dict[str, str | int]) -> Finding:
    return report_finding(
        Code.LOW_CONFIDENCE,
        f"cell:{at.line}/{at.column}",
        at=(at,),
        evidence={**evidence},
        confidence=f"{confidence:.2f}",
    )
