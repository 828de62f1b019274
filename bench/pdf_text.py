"""How right the text of digital PDFs is, by producer and font.

    python -m bench.pdf_text FOLDER LINES.txt FONT.ttf... [--unseen]

Writes LINES with every font by every producer that this machine has (LibreOffice, Chromium,
WeasyPrint, Typst, each also through Ghostscript and PostScript, and the project's Office-like
writer) and prints the share of wrong characters against LINES. Files that FOLDER holds already
are read again, not written. With --unseen each font is taken out of the known glyphs first;
its glyphs are then learnt from pictures of its words, where Tesseract is installed.
"""

from __future__ import annotations

import argparse
import html
import shutil
import subprocess
import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import process_time
from typing import Any

from rapidfuzz.distance import Levenshtein

from extract._drawn import Way
from extract._fonttools import TTFont
from extract._glyph_symbols import symbols
from extract._glyph_table import KnownGlyphs, known_glyphs
from extract._glyph_teacher import PictureTeacher
from extract._pdf_pages import drawn_pages
from extract._text_lines import text_lines
from extract.glyph_database import table_of
from samples.pdf_writer import Mapping, write_pdf

DIGITS = frozenset("০১২৩৪৫৬৭৮৯0123456789")


@dataclass(frozen=True, slots=True)
class Score:
    """One PDF against the lines that were written."""

    wrong: float
    """Share of characters, without spaces."""
    wrong_spaced: float
    wrong_digits: int
    doubtful: float
    """Share of tokens by likeness or unread."""
    silent: int
    """Wrong words in which no token is doubtful."""
    ms_a_page: float


def plain(text: str) -> str:
    """NFC without zero-width characters."""
    return unicodedata.normalize("NFC", text.replace("\u200c", "").replace("\u200d", ""))


def measure(content: bytes, gold: Sequence[str], known: KnownGlyphs) -> Score:
    """Read a PDF and compare; the time is that of this process alone, without Tesseract's."""
    start = process_time()
    pages = list(drawn_pages(content, known, PictureTeacher()))
    lines = [line for page in pages for line in text_lines(page.tokens)]
    seconds = process_time() - start
    tokens = [token for page in pages for token in page.tokens if token.text.strip()]
    got = " ".join(plain(line.text) for line in lines)
    want = " ".join(plain(line) for line in gold)
    bare_got, bare_want = "".join(got.split()), "".join(want.split())
    digits = Counter(bare_want)
    digits.subtract(Counter(bare_got))
    doubtful = sum(token.way in (Way.NEAREST, Way.UNREAD) for token in tokens)
    return Score(
        Levenshtein.distance(bare_got, bare_want) / len(bare_want),
        Levenshtein.distance(" ".join(got.split()), " ".join(want.split())) / len(want),
        sum(abs(digits[digit]) for digit in DIGITS),
        doubtful / max(1, len(tokens)),
        _silent(lines, want.split()),
        seconds / max(1, len(pages)) * 1000,
    )


def _silent(lines: Sequence[Any], words: Sequence[str]) -> int:
    """Words that nobody wrote and of which every token is held for sure."""
    known = set(words)
    wrong = 0
    for line in lines:
        doubts = [way in (Way.NEAREST, Way.UNREAD) for text, _, way in line.runs for _ in text]
        at = 0
        for word in line.text.split(" "):
            sure = not any(doubts[at : at + len(word)])
            wrong += sure and bool(word) and plain(word) not in known
            at += len(word) + 1
    return wrong


def covered(lines: Sequence[str], font: Path) -> list[str]:
    """The lines that a font has all characters of."""
    characters = {chr(code) for code in TTFont(str(font), lazy=True).getBestCmap()}
    return [line for line in lines if characters.issuperset(line)]


def page_html(lines: Sequence[str], font: Path, family: str) -> str:
    """A page with one paragraph a line."""
    body = "".join(f"<p>{html.escape(line)}</p>" for line in lines)
    return (
        '<meta charset="utf-8"><style>'
        f'@font-face{{font-family:"{family}";src:url("{font.as_uri()}")}}'
        f'body{{font-family:"{family}";font-size:10pt}}p{{margin:0 0 2pt}}</style>{body}'
    )


def producers(folder: Path, lines: Sequence[str], font: Path) -> dict[str, Callable[[Path], None]]:
    """Ways to write the lines that this machine has; each is given the path of its PDF."""
    tables = TTFont(str(font), lazy=True)
    family = tables["name"].getBestFamilyName() or font.stem
    page = folder / f"{font.stem}.html"
    page.write_text(page_html(lines, font, family), encoding="utf-8")
    document = folder / f"{font.stem}.fodt"
    document.write_text(_flat_document(lines, family), encoding="utf-8")
    markup = folder / f"{font.stem}.typ"
    quoted = "\n\n".join("#" + _typst_text(line) for line in lines)
    markup.write_text(f'#set text(font: "{family}", size: 10pt)\n{quoted}\n', encoding="utf-8")

    def office(mapping: Mapping) -> Callable[[Path], None]:
        def write(path: Path) -> None:
            names = symbols(tables) if mapping is Mapping.HONEST else {}
            meanings = {
                tables.getGlyphID(name): text.replace("\ue000", "র্") for name, text in names.items()
            }
            path.write_bytes(write_pdf(lines, font, mapping, meanings=meanings))

        return write

    def libreoffice(path: Path) -> None:
        _run("soffice", "--headless", "--convert-to", "pdf", "--outdir", folder, document)
        (folder / f"{font.stem}.pdf").rename(path)

    found: dict[str, Callable[[Path], None]] = {
        f"office-{mapping}": office(mapping) for mapping in Mapping
    }
    if shutil.which("soffice"):
        found["libreoffice"] = libreoffice
    if shutil.which("chromium"):
        found["chromium"] = lambda path: _run(
            "chromium",
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--no-pdf-header-footer",
            f"--print-to-pdf={path}",
            page.as_uri(),
        )
    if shutil.which("weasyprint"):
        found["weasyprint"] = lambda path: _run("weasyprint", page, path)
    if shutil.which("typst"):
        found["typst"] = lambda path: _run("typst", "compile", markup, path)
    return found


def copies(path: Path) -> dict[str, Callable[[Path], None]]:
    """The same PDF as Ghostscript and a PDF printer write it again."""
    found: dict[str, Callable[[Path], None]] = {}
    if shutil.which("gs"):
        found["gs"] = lambda out: _run_gs("pdfwrite", path, out)

        def printed(out: Path) -> None:  # through poppler, as printing to a PDF printer does
            page = out.with_suffix(".ps")
            _run("pdftops", path, page)
            _run_gs("pdfwrite", page, out)

        found["ps"] = printed
    return found


def _run(*command: str | Path) -> None:
    subprocess.run([str(part) for part in command], check=True, capture_output=True)


def _run_gs(device: str, path: Path, out: Path) -> None:
    _run("gs", "-q", "-dBATCH", "-dNOPAUSE", "-dSAFER", f"-sDEVICE={device}", f"-o{out}", path)


def _typst_text(line: str) -> str:
    return '"' + line.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _flat_document(lines: Sequence[str], family: str) -> str:
    paragraphs = "".join(
        f'<text:p text:style-name="P">{html.escape(line)}</text:p>' for line in lines
    )
    urn = "urn:oasis:names:tc:opendocument:xmlns"
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document xmlns:office="{urn}:office:1.0" '
        f'xmlns:text="{urn}:text:1.0" xmlns:style="{urn}:style:1.0" '
        f'xmlns:fo="{urn}:xsl-fo-compatible:1.0" office:version="1.2" '
        'office:mimetype="application/vnd.oasis.opendocument.text"><office:automatic-styles>'
        '<style:style style:name="P" style:family="paragraph"><style:text-properties '
        f'fo:font-size="10pt" style:font-size-complex="10pt" fo:font-family="{family}" '
        f'style:font-family-complex="{family}"/></style:style></office:automatic-styles>'
        f"<office:body><office:text>{paragraphs}</office:text></office:body></office:document>"
    )


def without(glyphs: KnownGlyphs, font: Path) -> KnownGlyphs:
    """The known glyphs less those of a font."""
    return glyphs.without(table_of([font]).keys)


def main() -> None:
    """Write, read, compare, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("lines", type=Path)
    parser.add_argument("fonts", type=Path, nargs="+")
    parser.add_argument("--unseen", action="store_true")
    asked = parser.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    lines = asked.lines.read_text(encoding="utf-8").splitlines()
    print("font producer wrong% wrong-spaced% digits doubtful% silent ms/page")
    glyphs = known_glyphs()
    for font in asked.fonts:
        drawable = covered(lines, font)
        known = without(glyphs, font) if asked.unseen else glyphs
        for name, write in producers(asked.folder, drawable, font.resolve()).items():
            path = asked.folder / f"{font.stem}-{name}.pdf"
            _report(font.stem, name, path, write, drawable, known)
            for copy, rewrite in copies(path).items() if path.is_file() else ():
                again = asked.folder / f"{font.stem}-{name}-{copy}.pdf"
                _report(font.stem, f"{name}-{copy}", again, rewrite, drawable, known)


def _report(
    font: str,
    name: str,
    path: Path,
    write: Callable[[Path], None],
    lines: Sequence[str],
    known: KnownGlyphs,
) -> None:
    try:
        if not path.is_file():
            write(path)
    except (subprocess.CalledProcessError, OSError) as error:
        print(font, name, "not written:", error)
        return
    score = measure(path.read_bytes(), lines, known)
    print(
        f"{font} {name} {score.wrong:.3%} {score.wrong_spaced:.3%} {score.wrong_digits}"
        f" {score.doubtful:.2%} {score.silent} {score.ms_a_page:.0f}",
        flush=True,
    )


if __name__ == "__main__":
    main()
