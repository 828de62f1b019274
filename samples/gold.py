"""What a reader must find in a sample: told by its description and damages, never by a reader."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from unicodedata import normalize

from samples.described import Activity, Indicator, Sample, Section
from samples.layout import field_of, readings
from samples.sheet import Sheet
from samples.written import BLANK, Value, Written

Json = str | int | float | bool | None | list["Json"] | dict[str, "Json"]

QUARTERS = {
    1: ("07-01", "09-30"),
    2: ("10-01", "12-31"),
    3: ("01-01", "03-31"),
    4: ("04-01", "06-30"),
}
SECOND_HALF = 3
"""The first quarter that lies in the second calendar year."""

COMPOSED = {"\u09af\u09bc": "\u09df", "\u09a1\u09bc": "\u09dc", "\u09a2\u09bc": "\u09dd"}
"""Three letters that NFC writes in two characters, and old keyboards in one."""


def dress(sample: Sample, text: str) -> str:
    """The text as this office's keyboard types it; else NFC, as most keyboards do."""
    text = normalize("NFC", text)
    if sample.composed:
        for pair, single in COMPOSED.items():
            text = text.replace(pair, single)
    return text


def gold_of(sample: Sample, sheet: Sheet) -> dict[str, Json]:
    """The truth of a sample."""
    truth = _Truth(sample, sheet)
    state, name = sample.organisation
    return {
        "source_file": f"{sample.name}.tsv",
        "plan_type": "egov_innovation",
        "title": dress(sample, " ".join(line for line in sample.titles if line.strip())),
        "organisation": {"state": state, "name": None if name is None else _plain(name)},
        "fiscal_year": sample.fiscal_year,
        "quarter": sample.quarter,
        "period": _period(sample),
        "sections": [truth.section(section) for section in sample.sections],
        "orphans": truth.orphans(),
        "signature": {
            part: truth.reading(f"signature.{part}")
            for part in ("date", "designation", "office", "name")
        },
        "accounting": _accounting(sheet),
        "clean": sample.clean,
        "findings": truth.findings(),
    }


class _Truth:
    """Reads what is left of the truth after the damages."""

    def __init__(self, sample: Sample, sheet: Sheet) -> None:
        self.sample = sample
        self.sheet = sheet

    def section(self, section: Section) -> Json:
        ref = f"section:{section.id}"
        activities = [
            activity
            for activity in section.activities
            if any(map(self._stands, activity.indicators))
        ]
        return {
            "id": section.id,
            "title": self.reading(f"{ref}/title"),
            "weight": self.reading(f"{ref}/weight"),
            "activities": [self.activity(activity) for activity in activities],
        }

    def activity(self, activity: Activity) -> Json:
        standing = filter(self._stands, activity.indicators)
        return {
            "id": activity.id,
            "title": self.reading(f"activity:{activity.id}/title"),
            "indicators": [self.indicator(indicator) for indicator in standing],
        }

    def indicator(self, indicator: Indicator) -> Json:
        ref = f"indicator:{indicator.key}"
        achieved = indicator.achieved
        return {
            "id": indicator.id,
            "text": self.reading(f"{ref}/text"),
            "unit": self.reading(f"{ref}/unit"),
            "weight": self.reading(f"{ref}/weight"),
            "targets": {
                band: self.reading(f"{ref}/targets/{band}") for band in self.sample.form.bands
            },
            "remark": self.reading(f"{ref}/remark"),
            "extra": {name: self.reading(f"{ref}/extra/{name}") for name in indicator.extra},
            "nested": [[self._written(cell) for cell in row] for row in indicator.nested],
            "achievement": _plain(achieved) if achieved is not None else None,
        }

    def reading(self, ref: str) -> Json:
        """What one reading must be."""
        return self._written(self.sheet.truth.get(ref, BLANK))

    def orphans(self) -> Json:
        """Rows of small tables that lost their indicator."""
        return [
            {
                "after": f"indicator:{orphan.after}",
                "before": f"indicator:{orphan.before}",
                "rows": [[self._written(cell) for cell in row] for row in orphan.rows],
            }
            for orphan in self.sheet.orphans
        ]

    def findings(self) -> Json:
        """Code and ref of all that must be told; of what is no mere information, nothing else."""
        found = {*self.sample.tells, *self.sheet.found, *self._of_cells(), *self._of_tables()}
        if len({line.width for line in self.sheet.lines if line.width > 1}) > 1:
            found.add(("column-count-varies", "report"))
        return [{"code": code, "ref": ref} for code, ref in sorted(found)]

    def _of_cells(self) -> list[tuple[str, str]]:
        return [
            (code, f"indicator:{indicator.id}/{field_of(role)}")
            for indicator in self._indicators()
            for role, written in readings(indicator, self.sample.form)
            for code in written.tells
        ]

    def _of_tables(self) -> list[tuple[str, str]]:
        owners = [
            *(f"indicator:{indicator.id}" for indicator in self._indicators() if indicator.nested),
            *(f"orphan:{number}" for number, _ in enumerate(self.sheet.orphans)),
        ]
        return [("nested-table", f"{owner}/nested_tables/0") for owner in owners]

    def _indicators(self) -> list[Indicator]:
        return [
            indicator
            for section in self.sample.sections
            for activity in section.activities
            for indicator in activity.indicators
            if self._stands(indicator)
        ]

    def _stands(self, indicator: Indicator) -> bool:
        return indicator.key not in self.sheet.gone

    def _written(self, written: Written) -> Json:
        raw = None if written.raw is None else dress(self.sample, written.raw)
        value = None if written.value is None else _plain(written.value)
        return {"raw": raw, "state": written.state, "value": value}


def _plain(value: Value) -> Json:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        return normalize("NFC", value)
    return float(value) if isinstance(value, Decimal) else value


def _period(sample: Sample) -> Json:
    year = int(sample.fiscal_year[:4]) + (sample.quarter >= SECOND_HALF)
    start, end = QUARTERS[sample.quarter]
    return {"start": f"{year}-{start}", "end": f"{year}-{end}"}


def _accounting(sheet: Sheet) -> Json:
    roles = Counter(ink.role for line in sheet.lines for ink in line.inks)
    listed: Mapping[str, Json] = dict(sorted(roles.items()))
    return {"cells": roles.total(), "roles": {**listed}, "leftover": roles["leftover"]}
