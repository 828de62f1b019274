"""The sample reports as Word files, and the real ones where they are at hand: the same report."""

from functools import cache
from pathlib import Path

import pytest

from conversion import understand
from extract import read_bytes, read_file
from samples import word_api, word_xml
from samples.blocks import blocks_of
from samples.make import REPORTS, samples, versions
from samples.sheet import Ink, Line
from samples.versions import Version
from samples.word_xml import Typist
from schemas.finding import Code
from schemas.report import Report
from tests.same_report import said, told

WORD = REPORTS.parent / "word"
SEEDS = Path(__file__).parent.parent.parent / "shared" / "seeds"
VERSIONS = {
    version.file: (sample.name, version) for sample in samples() for version in versions(sample)
}
HEADER_LINES = 4
REMARK_COLUMN = 13
"""Columns right of it are those of the small table in the remark of a row."""


@cache
def text_report(name: str) -> Report:
    return understand(read_file(REPORTS / f"{name}.tsv")).report


def test_the_folder_holds_the_versions_and_nothing_else() -> None:
    assert sorted(path.name for path in WORD.iterdir()) == sorted(VERSIONS)


@pytest.mark.parametrize(("name", "version"), VERSIONS.values(), ids=VERSIONS)
def test_the_script_makes_the_committed_bytes(name: str, version: Version) -> None:
    assert (WORD / version.file).read_bytes() == version.content, name


@pytest.mark.parametrize(("name", "version"), VERSIONS.values(), ids=VERSIONS)
def test_a_word_file_says_what_the_text_says(name: str, version: Version) -> None:
    text, report = text_report(name), understand(read_file(WORD / version.file)).report
    with_raw = not version.in_codes
    assert said(report, with_raw=with_raw) == said(text, with_raw=with_raw)
    assert told(report) == told(text)
    assert report.accounting.leftover == text.accounting.leftover
    if not version.one_table:
        assert report.accounting.roles == text.accounting.roles
    decoded = [one for one in report.findings if one.code is Code.ENCODING_REPAIRED]
    assert len(decoded) == version.in_codes


def lines_of(seed: Path) -> list[Line]:
    """The lines of a real report, told apart by what they hold."""
    lines: list[Line] = []
    n_headers = 0
    for text in seed.read_text(encoding="utf-8").split("\n"):
        cells = text.split("\t")
        inks = tuple(Ink(column, cell, "") for column, cell in enumerate(cells, 1) if cell.strip())
        if len(cells) == 1:
            lines.append(Line("title", inks) if inks else Line("blank"))
            continue
        n_headers = HEADER_LINES if cells[0] == "ক্রম" else n_headers
        nested = inks[0].column >= REMARK_COLUMN and not n_headers
        kind = "header" if n_headers else "nested" if nested else "row"
        n_headers = max(0, n_headers - 1)
        # a row that continues the one above starts no merged cell of its own
        kind = "rest" if kind == "row" and len(inks) < HEADER_LINES else kind
        lines.append(Line(kind, inks, len(cells)))
    return lines


SEED_TYPISTS = {
    "Nikosh": Typist("Nikosh"),
    "SutonnyMJ, old": Typist("SutonnyMJ", "old"),
    "SutonnyMJ, new": Typist("SutonnyMJ", "new"),
    "header marked": Typist("Nikosh", marks_header=True),
}


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the real reports are not here")
@pytest.mark.parametrize("seed", sorted(SEEDS.glob("*.txt")), ids=lambda path: path.name[:3])
@pytest.mark.parametrize("typist", SEED_TYPISTS.values(), ids=SEED_TYPISTS)
@pytest.mark.parametrize("maker", [word_xml, word_api], ids=["own XML", "python-docx"])
def test_a_real_report_as_word_file(seed: Path, typist: Typist, maker: object) -> None:
    if maker is word_api and typist.marks_header:
        pytest.skip("python-docx marks no header and no page")
    one_table = typist.marks_header
    blocks = blocks_of(lines_of(seed), one_table=one_table)
    make = word_xml.word_bytes if maker is word_xml else word_api.word_bytes
    text = understand(read_file(seed)).report
    report = understand(read_bytes("report.docx", make(blocks, typist))).report
    with_raw = typist.bijoy is None
    assert said(report, with_raw=with_raw) == said(text, with_raw=with_raw)
    assert told(report) == told(text)
    assert report.accounting.leftover == 0
