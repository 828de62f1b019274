"""The samples as PDFs say what they say as text."""

from pathlib import Path

import pytest

from conversion import understand
from extract import read_file
from samples import printing
from samples.make import REPORTS, samples
from samples.printing import PRINTED, print_all
from schemas.finding import Code, Severity
from schemas.report import Report
from tests.test_pdf_printed import facts_of

NAMES = [sample.name for sample in samples()]
PROGRAMS = ("libreoffice", "chromium")
CUT = ("odd_cells_2022-23_q3", "libreoffice")
"""One of its dates has a digit from another font, where LibreOffice cuts it: it is declined."""
LARGEST_BYTES = 100_000


def told(report: Report) -> set[tuple[Code, str]]:
    return {
        (finding.code, finding.ref)
        for finding in report.findings
        if finding.severity is not Severity.INFO
    }


@pytest.mark.parametrize("program", PROGRAMS)
@pytest.mark.parametrize("name", NAMES)
def test_a_printed_sample_is_the_report_of_its_text(name: str, program: str) -> None:
    text = understand(read_file(REPORTS / f"{name}.tsv")).report
    read = understand(read_file(PRINTED / f"{name}.{program}.pdf")).report
    first, second = facts_of(read), facts_of(text)
    differ = {key for key in {*first, *second} if first.get(key) != second.get(key)}
    assert len(differ) == ((name, program) == CUT)
    assert all(first[key] == ("invalid", None) for key in differ)
    assert read.accounting.leftover == text.accounting.leftover
    if (name, program) != CUT:
        assert told(text) <= told(read)
        assert {code for code, _ in told(read) - told(text)} <= {Code.LOW_CONFIDENCE}


def test_the_printed_samples_are_all_there_and_small() -> None:
    files = {path.name: path.stat().st_size for path in PRINTED.iterdir()}
    assert set(files) == {f"{name}.{program}.pdf" for name in NAMES for program in PROGRAMS}
    assert max(files.values()) <= LARGEST_BYTES


@pytest.mark.parametrize("missing", ["has_font", "libreoffice", "chromium"])
def test_what_is_missing_is_said(
    missing: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(printing, "has_font", lambda: missing != "has_font")
    for name in PROGRAMS:
        found = None if name == missing else name
        monkeypatch.setattr(printing, name, lambda found=found: found)
    asked: list[str] = []

    def printer(files: object, folder: object, *, tagged: bool = False) -> dict[str, bytes]:
        del files, folder, tagged
        asked.append("printed")
        return {}

    monkeypatch.setattr(printing, "print_by_libreoffice", printer)
    monkeypatch.setattr(printing, "print_by_chromium", printer)
    said = print_all(tmp_path)
    assert any("not installed" in line for line in said)
    assert len(asked) == (missing != "has_font")
