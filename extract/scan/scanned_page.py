"""A straightened page and its grid in, its tables and lines with their texts out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from extract._cell_lines import Written
from extract._cell_tokens import Path
from extract._drawn import TextLine
from extract._lattice import Box, Lattice
from extract._page_blocks import Blocks, Paragraph, Table
from extract._text_trust import trust
from extract.scan.cell_ink import CellInk, Shared, share_ink
from extract.scan.decide import (
    Verdict,
    decide_dash,
    decide_number,
    decide_text,
    has_digits,
    is_number,
)
from extract.scan.engine import Engine, Kind, Picture, ReadText
from extract.scan.number_reader import Guess, NumberReader
from extract.scan.page_image import POINTS_PER_INCH, Gray
from extract.scan.page_script import PageScript
from extract.scan.repeated import Reading, Repeated
from extract.scan.spots import InkMap, Look, Spot, ink_of
from extract.scan.straighten import Straight
from extract.scan.word_boxes import word_extents
from extract.scan.writing_lines import InkLine
from extract.scan.written_lines import segments
from schemas.calibration import Calibration
from schemas.reading import BBox

NUMBER_LINES = 3
"""Lines of a numeric cell at most: a date in a narrow column is cut into three."""
NUMBER_WIDTH = 110.0
"""Points; the widest date of 12 pt print has 75, an amount with its commas 100."""
OUTER = 2
"""Numbers in the path of a cell: its table's and its own."""
MARGIN = 2.5
"""Points around the ink that a reader sees: it was trained with 1 to 5."""

Read = tuple[Sequence[InkLine], ReadText]
"""Lines of writing, and what they say."""


@dataclass(frozen=True, slots=True)
class Readers:
    """Who reads, and what is known of their mistakes."""

    text: Engine
    numbers: NumberReader
    calibration: Calibration


@dataclass(frozen=True, slots=True)
class ScannedPage:
    """What a page says, and the ink that says nothing."""

    blocks: Blocks
    """Boxes are in points of the page as it was scanned."""
    verdicts: Mapping[Path, Verdict]
    leftovers: tuple[BBox, ...]
    """Ink of no cell, line, rule or seal, in points of the page as it was scanned."""


def read_scan(
    straight: Straight,
    clean: Gray,
    tables: Sequence[Lattice],
    readers: Readers,
    repeated: Repeated,
) -> ScannedPage:
    """Read all cells of a page and the lines around its tables.

    Args:
        straight: the page.
        clean: the same picture without its rules.
        tables: its grid, in points of the straightened page.
        readers: of text and of numbers.
        repeated: what the pages before said, to which this one is added.
    """
    ink = ink_of(clean, straight.dpi)
    shared = share_ink(ink, tables)
    lines, loose = segments(shared.outside, ink)
    desk = _Desk(clean, ink, readers, repeated)
    verdicts = desk.cells(shared)
    told = desk.lines(lines)
    to_page = partial(_on_page, straight)
    items = [
        (line.top, Paragraph(_text_line(line, verdict.text, straight), _written(verdict)))
        for line, verdict in zip(lines, told, strict=True)
        if verdict.text
    ]
    placed: list[tuple[float, Paragraph | Table]] = [*items]
    for number, lattice in enumerate(tables):
        own = {path[1:]: _written(one) for path, one in verdicts.items() if path[0] == number}
        top = lattice.top * straight.dpi / POINTS_PER_INCH
        placed.append((top, Table(_moved(lattice, to_page), own, frozenset())))
    placed.sort(key=lambda item: item[0])
    blocks = Blocks(
        tuple(item for _, item in placed),
        tables[-1].columns if tables else (),
        trust(item.line for _, item in items),
    )
    leftovers = tuple(straight.to_page(_box(spot)) for spot in loose)
    return ScannedPage(blocks, verdicts, leftovers)


class _Desk:
    """Cuts a page into pictures and asks the readers."""

    def __init__(self, gray: Gray, ink: InkMap, readers: Readers, repeated: Repeated) -> None:
        self._gray, self._ink, self._readers, self._repeated = gray, ink, readers, repeated

    def cells(self, shared: Shared) -> dict[Path, Verdict]:
        inked = {path: cell for path, cell in shared.cells.items() if cell.look is not Look.BLANK}
        guesses = self._guesses(inked)
        # a lone dash is no text: readers of text see nothing there
        wordy = {path: cell for path, cell in inked.items() if cell.look is Look.WRITING}
        read = self._read_cells(wordy)
        texts = {
            path: (inked[path].lines, read[path])
            for path in wordy
            if not is_number(inked[path].look, guesses.get(path, ()), read[path])
        }
        words = self._words(texts)
        verdicts: dict[Path, Verdict] = {}
        for path, cell in inked.items():
            calibration = self._readers.calibration
            if cell.look is Look.DASH and path in guesses:
                verdicts[path] = decide_dash(
                    guesses[path][0],
                    sum(len(line.spots) for line in cell.lines),
                    overprinted=cell.overprinted,
                    calibration=calibration,
                )
            elif path in texts or path not in guesses:
                verdicts[path] = decide_text(
                    read.get(path, ReadText()),
                    words.get(path, {}),
                    overprinted=cell.overprinted,
                    calibration=calibration,
                )
            else:
                verdicts[path] = decide_number(
                    guesses[path], read[path], overprinted=cell.overprinted, calibration=calibration
                )
        return verdicts

    def lines(self, lines: Sequence[InkLine]) -> tuple[Verdict, ...]:
        """Lines outside of the tables."""
        read = self._read([(line,) for line in lines])
        texts: dict[Path, Read] = {
            (number,): ((line,), one)
            for number, (line, one) in enumerate(zip(lines, read, strict=True))
        }
        words = self._words(texts)
        return tuple(
            decide_text(
                one,
                words.get((number,), {}),
                overprinted=False,
                calibration=self._readers.calibration,
            )
            for number, one in enumerate(read)
        )

    def _guesses(self, cells: Mapping[Path, CellInk]) -> dict[Path, tuple[Guess, ...]]:
        asked = {
            path: cell.lines
            for path, cell in cells.items()
            if cell.lines
            and len(cell.lines) <= NUMBER_LINES
            and all(line.x1 - line.x0 <= self._ink.pixels(NUMBER_WIDTH) for line in cell.lines)
        }
        flat = [self._crop([line]) for lines in asked.values() for line in lines]
        alone = self._readers.numbers.read(flat, self._ink.dpi)
        answers = map(PageScript.of(alone).read_with, alone)
        return {path: tuple(next(answers) for _ in lines) for path, lines in asked.items()}

    def _read_cells(self, cells: Mapping[Path, CellInk]) -> dict[Path, ReadText]:
        """What the reader of text says; a header that is repeated is not read again."""
        crops = {path: self._crop(cell.lines) for path, cell in cells.items()}
        # those of other tables, and of tables inside of cells, are on no other page
        outer = [path for path in cells if len(path) == OUTER and path[0] == 0]
        told = {p: self._repeated.known(cells[p].box, crops[p], self._ink.dpi) for p in outer}
        read = {path: text for path, text in told.items() if text is not None}
        new = [path for path in cells if path not in read]
        read |= dict(zip(new, self._read([cells[path].lines for path in new]), strict=True))
        for path in outer:
            if told[path] is None:
                reading = Reading(crops[path], self._ink.dpi, read[path])
                self._repeated.learn(cells[path].box, reading)
        return read

    def _read(self, cells: Sequence[Sequence[InkLine]]) -> tuple[ReadText, ...]:
        if not cells:
            return ()
        return self._readers.text.read(
            [
                Picture(
                    self._crop(lines), self._ink.dpi, Kind.LINE if len(lines) == 1 else Kind.BLOCK
                )
                for lines in cells
            ]
        )

    def _words(self, texts: Mapping[Path, Read]) -> dict[Path, dict[tuple[int, int], Guess]]:
        """What the reader of numbers says to the words of texts that may be numbers."""
        places: list[tuple[Path, tuple[int, int]]] = []
        crops: list[Gray] = []
        for path, (lines, read) in texts.items():
            left = self._left(lines)
            if len(lines) != len(read.lines):
                # some line was not read, or one was read as two: nobody knows which words are where
                continue
            for number, (line, words) in enumerate(zip(lines, read.lines, strict=True)):
                boxes = [(left + word.box[0], left + word.box[2]) for word in words]
                extents = word_extents(line, boxes)
                for place, word in enumerate(words):
                    may_be_number = (number == place == 0) or has_digits(word.text)
                    if extents and may_be_number:
                        x0, x1 = extents[place]
                        places.append((path, (number, place)))
                        crops.append(self._cut(x0, line.top, x1, line.bottom))
        found: dict[Path, dict[tuple[int, int], Guess]] = {}
        guesses = self._readers.numbers.read(crops, self._ink.dpi)
        for (path, where), guess in zip(places, guesses, strict=True):
            found.setdefault(path, {})[where] = guess
        return found

    def _left(self, lines: Sequence[InkLine]) -> int:
        """The left edge of the picture of a cell."""
        return max(min(line.x0 for line in lines) - round(self._ink.pixels(MARGIN)), 0)

    def _crop(self, lines: Sequence[InkLine]) -> Gray:
        return self._cut(
            min(line.x0 for line in lines),
            min(line.top for line in lines),
            max(line.x1 for line in lines),
            max(line.bottom for line in lines),
        )

    def _cut(self, x0: int, top: int, x1: int, bottom: int) -> Gray:
        margin = round(self._ink.pixels(MARGIN))
        return self._gray[max(top - margin, 0) : bottom + margin, max(x0 - margin, 0) : x1 + margin]


def _written(verdict: Verdict) -> Written:
    return Written(verdict.text, sight=verdict.sight)


def _box(spot: Spot | InkLine) -> BBox:
    return float(spot.x0), float(spot.top), float(spot.x1), float(spot.bottom)


def _on_page(straight: Straight, box: BBox) -> BBox:
    """A box of the straightened page in points, as one of the page that was scanned."""
    return straight.to_page(straight.points(box))


def _text_line(line: InkLine, text: str, straight: Straight) -> TextLine:
    return TextLine(text, *straight.to_page(_box(line)))


def _moved(lattice: Lattice, to_page: Callable[[BBox], BBox]) -> Lattice:
    """A table with its cells where they stand on the scanned page."""

    def moved(box: Box) -> Box:
        x0, top, x1, bottom = to_page((box.x0, box.top, box.x1, box.bottom))
        inner = tuple(_moved(table, to_page) for table in box.inner)
        return replace(box, x0=x0, top=top, x1=x1, bottom=bottom, inner=inner)

    return replace(lattice, boxes=tuple(map(moved, lattice.boxes)))
