"""Word files: this reader beside python-docx's own walks, in one run.

The walk to compare with is the one over `row.cells`. The other one, by `table.cell(row, column)`,
finds all cells of the table anew for each cell: it is asked for small files, and one in a hundred.

    python -m bench.word [--files 1000] [--peer-all]

Files are made in memory. Times are CPU time of a whole process for each case, less that of a
process which only imports the reader, so that other work on the machine and the start do not
count; memory is the peak of that process. The tables of 1,000,000 cells take python-docx a minute
and most of a GiB: it is asked for them with --peer-all only.
"""

from __future__ import annotations

import argparse
import io
import os
import resource
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from time import process_time

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
MAIN_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
STYLES_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"

TYPES = (
    f'<Types xmlns="{PACKAGE}/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{MAIN_TYPE}"/>'
    f'<Override PartName="/word/styles.xml" ContentType="{STYLES_TYPE}"/></Types>'
)
RELS = (
    f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
    f'Type="{OFFICE}/{{}}" Target="{{}}"/></Relationships>'
)
STYLES = (
    f'<w:styles xmlns:w="{W}"><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Calibri" '
    'w:hAnsi="Calibri" w:cs="Vrinda"/></w:rPr></w:rPrDefault></w:docDefaults>'
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"/></w:styles>'
)
TEXTS = ("১.১.১", "সেবা সহজিকরণ ও ডিজিটাইজেশন", "তারিখ", "০৪/০৫/২০২৩", "১০", "-", "৮০%")
"""What stands in a cell of a form, by turns; each is made different by its row's number."""

BARE = "<w:tc><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>"
TYPED = (
    '<w:tc><w:tcPr><w:tcW w:w="1200" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>'
    '<w:p w:rsidR="00A1"><w:pPr><w:jc w:val="center"/><w:rPr><w:rFonts w:ascii="Nikosh" '
    'w:hAnsi="Nikosh" w:cs="Nikosh"/><w:sz w:val="20"/></w:rPr></w:pPr><w:r w:rsidR="00A2"><w:rPr>'
    '<w:rFonts w:ascii="Nikosh" w:hAnsi="Nikosh" w:cs="Nikosh"/><w:sz w:val="20"/>'
    '<w:szCs w:val="20"/></w:rPr><w:t>{}</w:t></w:r></w:p></w:tc>'
)


@dataclass(frozen=True, slots=True)
class Case:
    """A table, and how often it is read."""

    name: str
    rows: int
    columns: int
    cell: str
    has_styles: bool
    times: int = 1
    is_big: bool = False


CASES = (
    Case("2,000 rows, bare cells", 2_000, 13, BARE, has_styles=True),
    Case("2,000 rows, as Word types them", 2_000, 13, TYPED, has_styles=True),
    Case("files of a report's size, bare", 16, 13, BARE, has_styles=True, times=1_000),
    Case("files of a report's size, typed", 16, 13, TYPED, has_styles=True, times=1_000),
    Case("100,000 x 10", 100_000, 10, BARE, has_styles=False, is_big=True),
    Case("1,000,000 x 1", 1_000_000, 1, BARE, has_styles=False, is_big=True),
)


def main_part(case: Case) -> Iterator[bytes]:
    """The document of a case, piece by piece."""
    yield f'<w:document xmlns:w="{W}"><w:body><w:tbl><w:tblPr/><w:tblGrid>'.encode()
    yield b'<w:gridCol w:w="1200"/>' * case.columns + b"</w:tblGrid>"
    for row in range(case.rows):
        texts = (f"{TEXTS[column % len(TEXTS)]} {row}" for column in range(case.columns))
        yield f"<w:tr>{''.join(map(case.cell.format, texts))}</w:tr>".encode()
    yield b"</w:tbl><w:p/><w:sectPr/></w:body></w:document>"


def make(case: Case) -> bytes:
    """The file of a case."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        archive.writestr("_rels/.rels", RELS.format("officeDocument", "word/document.xml"))
        if case.has_styles:
            archive.writestr("word/_rels/document.xml.rels", RELS.format("styles", "styles.xml"))
            archive.writestr("word/styles.xml", STYLES)
        with archive.open("word/document.xml", "w") as part:
            for piece in main_part(case):
                part.write(piece)
    return buffer.getvalue()


def read_ours(content: bytes) -> int:
    """How many cells this reader finds."""
    from extract import word
    from schemas.document import SourceFile

    document = word.read(SourceFile("a.docx", "0" * 64, len(content), ""), content)
    return sum(len(row.cells) for page in document.pages for row in page.rows)


def read_peer(content: bytes) -> int:
    """How many cells python-docx finds."""
    import docx

    document = docx.Document(io.BytesIO(content))
    rows = (row for table in document.tables for row in table.rows)
    return sum(bool(cell.text) for row in rows for cell in row.cells)


def read_peer_by_place(content: bytes) -> int:
    """The same by `table.cell`."""
    import docx

    document = docx.Document(io.BytesIO(content))
    return sum(
        bool(table.cell(row, column).text)
        for table in document.tables
        for row in range(len(table.rows))
        for column in range(len(table.columns))
    )


BY_PLACE = "table.cell"
READERS = {"ours": read_ours, "python-docx": read_peer, BY_PLACE: read_peer_by_place}
BY_PLACE_SHARE = 100
"""Of so many files one is read by `table.cell`."""


def work(reader: str, path: Path, times: int) -> None:
    """In a child: read, and print cells, CPU seconds and peak MiB."""
    read = READERS[reader]
    content = path.read_bytes()
    small = make(Case("small", 1, 1, BARE, has_styles=True))
    read(small)
    start = process_time()
    cells = sum(read(content) for _ in range(times))
    spent = process_time() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(cells, spent, peak)


def measure(reader: str, path: Path, times: int) -> tuple[int, float, float]:
    """Cells, CPU seconds and peak MiB of a child that reads the file so often."""
    arguments = [sys.executable, "-m", "bench.word", "--child", reader, str(path), str(times)]
    done = subprocess.run(arguments, stdout=subprocess.PIPE, check=True, env=os.environ)
    cells, spent, peak = done.stdout.split()
    return int(cells), float(spent), float(peak)


def main() -> None:
    """Print one row for each case."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=1_000)
    parser.add_argument("--peer-all", action="store_true")
    parser.add_argument("--child", nargs=3, metavar=("READER", "FILE", "TIMES"))
    chosen = parser.parse_args()
    if chosen.child:
        reader, path, times = chosen.child
        work(reader, Path(path), int(times))
        return
    print(
        f"{'':34}{'ours':>9}{'us/cell':>9}{'MiB':>6}{'docx':>9}{'us/cell':>9}{'MiB':>6}{'times':>7}"
    )
    for case in CASES:
        times = chosen.files if case.times > 1 else 1
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "case.docx")
            path.write_bytes(make(case))
            cells, spent, peak = measure("ours", path, times)
            line = f"{case.name:34}{spent:8.2f}s{spent / cells * 1e6:9.1f}{peak:6.0f}"
            if chosen.peer_all or not case.is_big:
                others, longer, more = measure("python-docx", path, times)
                if others != cells:
                    raise SystemExit(f"{case.name}: {cells} cells here, {others} there")
                line += f"{longer:8.2f}s{longer / cells * 1e6:9.1f}{more:6.0f}{longer / spent:7.1f}"
            print(line, flush=True)
            if case.times > 1:
                few = max(1, times // BY_PLACE_SHARE)
                others, longer, more = measure(BY_PLACE, path, few)
                each = longer / others * 1e6
                print(
                    f"{f'  {few} of them by table.cell':58}{longer:8.2f}s{each:9.1f}{more:6.0f}"
                    f"{each / (spent / cells * 1e6):7.1f}",
                    flush=True,
                )


if __name__ == "__main__":
    main()
