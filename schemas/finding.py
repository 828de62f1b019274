"""Findings: what a person must be told about a document."""

from __future__ import annotations

from enum import StrEnum
from functools import cache

from pydantic import JsonValue

from schemas.catalog import vocabulary
from schemas.reading import Contract, Place, Value


class Severity(StrEnum):
    """How much a finding matters to someone who uses the data."""

    ERROR = "error"
    """Something is lost or wrong in the source; do not use the value without a look."""
    WARNING = "warning"
    """Something is odd and should be looked at."""
    INFO = "info"
    """Something was done or seen that is normal, and is told all the same."""


class Code(StrEnum):
    """Every finding that the program can raise; told in docs/findings.md, never renamed."""

    ROW_LOST = "row-lost"
    ID_GAP = "id-gap"
    ID_DUPLICATE = "id-duplicate"
    ID_LEVEL = "id-level"
    SECTION_WEIGHT_MISMATCH = "section-weight-mismatch"
    PLAN_TOTAL_MISMATCH = "plan-total-mismatch"
    CELL_SHIFTED = "cell-shifted"
    CELL_LOST = "cell-lost"
    TEXT_TRUNCATED = "text-truncated"
    TEXT_DUPLICATE = "text-duplicate"
    ACTIVITY_REPEATS_INDICATOR = "activity-repeats-indicator"
    ROW_JOINED = "row-joined"
    HEADER_REPEATED = "header-repeated"
    HEADER_NOT_REPEATED = "header-not-repeated"
    COLUMN_COUNT_VARIES = "column-count-varies"
    NESTED_TABLE = "nested-table"
    NESTED_ROW_INCOMPLETE = "nested-row-incomplete"
    LEFTOVER_TEXT = "leftover-text"
    UNKNOWN_COLUMN = "unknown-column"
    DATE_INVALID = "date-invalid"
    DATE_OUTSIDE_YEAR = "date-outside-year"
    DATE_AFTER_PERIOD = "date-after-period"
    NUMBER_INVALID = "number-invalid"
    UNIT_MISSING = "unit-missing"
    UNIT_MISMATCH = "unit-mismatch"
    TARGET_HOLE = "target-hole"
    TARGETS_NOT_MONOTONIC = "targets-not-monotonic"
    DIGITS_MIXED = "digits-mixed"
    TEXT_SUSPECT = "text-suspect"
    ENCODING_REPAIRED = "encoding-repaired"
    TEXT_LAYER_UNUSABLE = "text-layer-unusable"
    LOW_CONFIDENCE = "low-confidence"
    READERS_DISAGREE = "readers-disagree"
    ORGANISATION_MISSING = "organisation-missing"
    ORGANISATION_INFERRED = "organisation-inferred"
    PERIOD_MISSING = "period-missing"
    PERIOD_CONTRADICTION = "period-contradiction"
    SIGNATURE_MISSING = "signature-missing"
    PAGE_UNREAD = "page-unread"
    ACHIEVEMENT_NOT_STATED = "achievement-not-stated"
    ACHIEVEMENT_AMBIGUOUS = "achievement-ambiguous"
    ACHIEVEMENT_QUARTER_ONLY = "achievement-quarter-only"
    PERCENT_DISAGREES = "percent-disagrees"
    TARGET_CHANGED = "target-changed"
    CUMULATIVE_FELL = "cumulative-fell"
    REMARK_COPIED = "remark-copied"
    REPORT_MISSING = "report-missing"
    REPORT_SUPERSEDED = "report-superseded"
    TEMPLATE_DEVIATION = "template-deviation"
    CORRECTED = "corrected"


class Finding(Contract):
    """One thing that a person must be told, with its place and, where there is any, the proof."""

    code: Code
    severity: Severity
    message: str
    message_bn: str
    ref: str = ""
    """What it is about: `indicator:2.2.5/targets/100`, `section:1`, `report`."""
    at: tuple[Place, ...] = ()
    candidates: tuple[Value, ...] = ()
    evidence: dict[str, JsonValue] | None = None


@cache
def _wording(code: Code) -> tuple[Severity, str, str]:
    for row in vocabulary("findings"):
        if row["code"] == code:
            return Severity(row["severity"]), row["message"], row["message_bn"]
    raise KeyError(f"vocab/findings.csv has no row for {code}")


def report_finding(
    code: Code,
    ref: str = "",
    *,
    at: tuple[Place, ...] = (),
    candidates: tuple[Value, ...] = (),
    evidence: dict[str, JsonValue] | None = None,
    severity: Severity | None = None,
    **words: object,
) -> Finding:
    """A finding with its two messages, filled from vocab/findings.csv with `words` and `ref`.

    Raises:
        KeyError: a message has a blank that `words` does not fill.
    """
    usual, message, message_bn = _wording(code)
    blanks = {"ref": ref, **words}
    return Finding(
        code=code,
        severity=severity or usual,
        message=message.format_map(blanks),
        message_bn=message_bn.format_map(blanks),
        ref=ref,
        at=at,
        candidates=candidates,
        evidence=evidence,
    )
