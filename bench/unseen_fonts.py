"""How right whole reports come out of PDFs in fonts that are not known.

    python -m bench.unseen_fonts FOLDER FONT.ttf[,KIN.ttf...]... [--report NAME]...

Prints the reports of tests/test_pdf_printed.py in each font by LibreOffice and Chromium, copies
them through Ghostscript and a PDF printer, which drop what tells the text, and reads each copy
twice: with all known glyphs, and without those of the font and its kin. What differs between the
two is wrong. A font has to be installed under the name that it gives itself. Files that FOLDER
holds already are read again, not written.
"""

from __future__ import annotations

import argparse
import logging
import resource
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import process_time
from unittest.mock import patch

from rapidfuzz.distance import Levenshtein

from bench.pdf_text import copies, without
from extract import _pdf_pages, read_bytes
from extract._fonttools import TTFont
from extract._glyph_table import KnownGlyphs, known_glyphs
from samples.html import html_bytes
from samples.printing import print_by_chromium, print_by_libreoffice, smaller
from samples.word_xml import Typist, word_bytes
from schemas.document import Cell, Document
from schemas.finding import Code
from tests.test_pdf_printed import blocks, texts

TOLD = frozenset({Code.LOW_CONFIDENCE, Code.READERS_DISAGREE, Code.CELL_LOST})

Spot = tuple[int, int, int, int]
"""Page, row, column of a cell, and which of several of that place it is."""


@dataclass(frozen=True, slots=True)
class Score:
    """One PDF read without its font, against the same one read with it."""

    numbers: int
    """Cells that are numbers, dates or dashes."""
    right_numbers: int
    letters: int
    wrong_letters: int
    cells: int
    told: int
    """Cells with a finding of doubt."""
    silent: int
    """Cells that differ and have none."""
    seconds: float
    """CPU for a page, Tesseract with it."""

    def __str__(self) -> str:
        """As a line of the table."""
        return (
            f"{self.right_numbers}/{self.numbers} {self.wrong_letters / max(1, self.letters):.2%} "
            f"{self.silent} {self.told}/{self.cells} {self.seconds:.2f}"
        )


def written(folder: Path, family: str, names: Sequence[str]) -> Iterator[tuple[str, Path]]:
    """Name of the writer, and what it wrote."""
    tag = family.replace(" ", "")
    if not (folder / f"{tag}-{names[-1]}-chromium.pdf").is_file():
        room = folder / tag
        room.mkdir(parents=True, exist_ok=True)
        typist = Typist(font=family)
        words = {name: smaller(word_bytes(blocks(name), typist)) for name in names}
        web = {name: html_bytes(blocks(name), typist) for name in names}
        for writer, files in (
            ("libreoffice", print_by_libreoffice(words, room)),
            ("chromium", print_by_chromium(web, room)),
        ):
            for name, content in files.items():
                (folder / f"{tag}-{name}-{writer}.pdf").write_bytes(content)
    for name in names:
        for writer in ("libreoffice", "chromium"):
            path = folder / f"{tag}-{name}-{writer}.pdf"
            for copy, rewrite in copies(path).items():
                again = folder / f"{tag}-{name}-{writer}-{copy}.pdf"
                if not again.is_file():
                    rewrite(again)
                yield f"{name} {writer}-{copy}", again


def score(content: bytes, without_font: KnownGlyphs) -> Score:
    """Read a PDF twice and compare its cells."""
    truth = spots(read_bytes("x.pdf", content))
    start = cpu()
    with patch.object(_pdf_pages, "known_glyphs", lambda: without_font):
        document = read_bytes("x.pdf", content)
    seconds = cpu() - start
    got = spots(document)
    doubted = {
        place for one in document.findings if one.code in TOLD for place in one.at if place.bbox
    }
    numbers = right = letters = wrong = told = silent = 0
    for spot in {*truth, *got}:
        want, cell = truth.get(spot), got.get(spot)
        is_told = cell is not None and (cell.at in doubted or UNREADABLE in cell.text)
        first, second = (plain(one.text) if one else "" for one in (want, cell))
        told += is_told
        silent += first != second and not is_told
        letters += len(first)
        wrong += Levenshtein.distance(first, second)
        if not any(sign.isalpha() for sign in first):
            numbers += 1
            right += first == second
    pages = max(1, len(document.pages))
    return Score(numbers, right, letters, wrong, len({*truth, *got}), told, silent, seconds / pages)


UNREADABLE = "\ufffd"


def spots(document: Document) -> Mapping[Spot, Cell]:
    """The cells by their places."""
    found: dict[Spot, Cell] = {}
    for cell in document.cells():
        at = 0
        while (spot := (cell.page, cell.line, cell.column, at)) in found:
            at += 1
        found[spot] = cell
    return found


def plain(text: str) -> str:
    """NFC without blanks and joiners: where lines end is layout."""
    bare = "".join(text.split()).replace("\u200c", "").replace("\u200d", "")
    return unicodedata.normalize("NFC", bare)


def cpu() -> float:
    """Seconds of this process and of those that it ran."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return process_time() + children.ru_utime + children.ru_stime


def main() -> None:
    """Write, read, compare, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("fonts", nargs="+")
    parser.add_argument(
        "--report", action="append", help="a name of a report; all if none is given"
    )
    asked = parser.parse_args()
    logging.disable(logging.CRITICAL)
    folder = asked.folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    print("font report writer numbers-right wrong-letters silent told/cells cpu-s/page")
    for fonts in asked.fonts:
        paths = [Path(name) for name in fonts.split(",")]
        known = known_glyphs()
        for path in paths:
            known = without(known, path)
        family = TTFont(str(paths[0]), lazy=True)["name"].getBestFamilyName() or paths[0].stem
        for writer, path in written(folder, family, asked.report or list(texts())):
            result = score(path.read_bytes(), known)
            print(family.replace(" ", ""), writer, result, flush=True)


if __name__ == "__main__":
    main()
