"""Reports that an office suite saved in its old formats: the same report as the text."""

import subprocess
from functools import cache
from pathlib import Path

import pytest

from conversion import understand
from extract import read_bytes, read_file
from extract._libreoffice import PACKAGES, find_libreoffice
from samples.blocks import Block, blocks_of
from samples.make import REPORTS, samples, sheet_of
from samples.word_xml import Typist, word_bytes
from schemas.report import Report
from tests.same_report import said, told
from tests.test_word_reports import SEEDS, lines_of

pytestmark = pytest.mark.skipif(
    find_libreoffice() is None,
    reason=f"LibreOffice is not on this machine (Debian: {', '.join(PACKAGES.values())})",
)

SAMPLE = "pages_ministry_2023-24_q3"
REAL = {path.name[:3]: path for path in sorted(SEEDS.glob("*.txt"))}
TYPISTS = {"Nikosh": Typist("Nikosh"), "SutonnyMJ": Typist("SutonnyMJ", "old")}
CASES = [(name, font) for name in (SAMPLE, *REAL) for font in TYPISTS]


@cache
def blocks(name: str) -> tuple[Block, ...]:
    if name in REAL:
        return blocks_of(lines_of(REAL[name]))
    return blocks_of(sheet_of(next(one for one in samples() if one.name == name)).lines)


@cache
def text_report(name: str) -> Report:
    return understand(read_file(REAL.get(name, REPORTS / f"{name}.tsv"))).report


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All cases as Word files, and as an office suite saves these."""
    folder = tmp_path_factory.mktemp("saved")
    for name, font in CASES:
        (folder / f"{name}-{font}.docx").write_bytes(word_bytes(blocks(name), TYPISTS[font]))
    for suffix in ("doc", "odt", "rtf"):
        command = [str(find_libreoffice()), f"-env:UserInstallation=file://{folder}/profile"]
        command += ["--headless", "--convert-to", suffix, "--outdir", str(folder)]
        files = [str(path) for path in sorted(folder.glob("*.docx"))]
        subprocess.run([*command, *files], check=True, capture_output=True)
    return folder


@pytest.mark.parametrize("suffix", ["doc", "odt", "rtf"])
@pytest.mark.parametrize(("name", "font"), CASES)
def test_an_old_format_says_what_the_text_says(
    saved: Path, name: str, font: str, suffix: str
) -> None:
    content = (saved / f"{name}-{font}.{suffix}").read_bytes()
    report, text = understand(read_bytes(f"report.{suffix}", content)).report, text_report(name)
    with_raw = TYPISTS[font].bijoy is None
    assert said(report, with_raw=with_raw) == said(text, with_raw=with_raw)
    assert told(report) == told(text)
    assert report.accounting.leftover == 0
