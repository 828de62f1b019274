"""Every finding has its words, its page in the documentation, and something that raises it."""

from __future__ import annotations

import re
import string
import unicodedata
from pathlib import Path

import pytest

from checks import checks
from schemas.catalog import vocabulary
from schemas.finding import Code, Severity
from tests.unit.checks_cases import CASES

DOCUMENTATION = Path(__file__).parents[1] / "docs" / "findings.md"
RAISED_WHILE_READING = {
    Code.ROW_JOINED,
    Code.HEADER_REPEATED,
    Code.HEADER_NOT_REPEATED,
    Code.COLUMN_COUNT_VARIES,
    Code.CELL_SHIFTED,
    Code.LEFTOVER_TEXT,
    Code.UNKNOWN_COLUMN,
    Code.ACTIVITY_REPEATS_INDICATOR,
    Code.ID_LEVEL,
    Code.PERIOD_CONTRADICTION,
    Code.ORGANISATION_INFERRED,
    Code.DIGITS_MIXED,
    Code.ENCODING_REPAIRED,
}
RAISED_BY_OTHER_FORMATS = {Code.TEXT_LAYER_UNUSABLE, Code.READERS_DISAGREE, Code.PAGE_UNREAD}
RAISED_BETWEEN_REPORTS = {
    Code.TARGET_CHANGED,
    Code.CUMULATIVE_FELL,
    Code.REMARK_COPIED,
    Code.REPORT_MISSING,
    Code.REPORT_SUPERSEDED,
    Code.TEMPLATE_DEVIATION,
    Code.CORRECTED,
}


@pytest.mark.parametrize("code", list(Code))
def test_code_is_documented(code: Code) -> None:
    text = DOCUMENTATION.read_text("utf-8")
    (section,) = re.findall(rf"^### {code}$\n(.+?)(?=^##|\Z)", text, re.MULTILINE | re.DOTALL)
    row = next(row for row in vocabulary("findings") if row["code"] == code)
    assert f"**{row['severity']}**" in section
    assert row["remedy"] in section


@pytest.mark.parametrize("code", list(Code))
def test_code_is_worded(code: Code) -> None:
    (row,) = [row for row in vocabulary("findings") if row["code"] == code]
    assert row["severity"] in {severity.value for severity in Severity}
    assert all(row[column] for column in ("message", "message_bn", "remedy", "source"))
    assert unicodedata.is_normalized("NFC", row["message_bn"])
    english, bangla = (_blanks(row[column]) for column in ("message", "message_bn"))
    assert {name.removesuffix("_bn") for name in bangla} <= english | {"ref"}


def _blanks(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


def test_every_code_has_one_home() -> None:
    of_checks = {code for check in checks() for code in check.CODES}
    homes = (of_checks, RAISED_WHILE_READING, RAISED_BY_OTHER_FORMATS, RAISED_BETWEEN_REPORTS)
    assert set().union(*homes) == set(Code)
    assert sum(map(len, homes)) == len(Code)


def test_every_check_has_a_case_for_each_of_its_codes() -> None:
    of_checks = {code for check in checks() for code in check.CODES}
    assert {case.code for case in CASES} == of_checks
