"""A described sample in, its sheet out: merged cells as their first cell, as pasted tables are."""

from __future__ import annotations

from collections.abc import Iterator

from samples.described import Activity, Indicator, Sample, Section
from samples.forms import Form
from samples.sheet import Ink, Line, Sheet
from samples.written import Written

FIELDS = {"indicator": "text"}
"""Roles whose field in the report has another name."""


def lay_out(sample: Sample) -> Sheet:
    """The sheet of a sample before any damage."""
    form = sample.form
    body = tuple(_body(sample))
    ends = tuple(_end(sample, end) for end in sample.ends)
    lines = (*map(_title, sample.titles), *header_lines(form, "header"), *body, *ends)
    return Sheet(form, lines, dict(_truth(sample)))


def header_lines(form: Form, role: str, width: int = 0) -> tuple[Line, ...]:
    """The printed header."""
    return tuple(
        Line(
            "header",
            tuple(Ink(place, text, role) for place, text in enumerate(row, start=1) if text),
            max(len(form.roles), width),
        )
        for row in form.header
    )


def readings(indicator: Indicator, form: Form) -> Iterator[tuple[str, Written]]:
    """Role and text of the cells of an indicator."""
    yield "indicator", indicator.text
    yield "unit", indicator.unit
    yield "weight", indicator.weight
    for band, target in zip(form.bands, indicator.targets, strict=True):
        yield f"target.{band}", target
    yield "remark", indicator.remark
    for name, cell in indicator.extra.items():
        yield f"extra.{name}", cell


def field_of(role: str) -> str:
    """Where a role stands inside of its indicator in the report."""
    return FIELDS.get(role, role.replace("target.", "targets/").replace("extra.", "extra/"))


def _title(text: str) -> Line:
    return Line("title", (Ink(1, text, "title"),)) if text.strip() else Line("blank")


def _end(sample: Sample, end: tuple[str, Written] | None) -> Line:
    if end is None:
        return Line("blank")
    role, written = end
    return Line(
        "end", (Ink(sample.ends_column, written.raw or "", role, role),), sample.ends_column
    )


def _body(sample: Sample) -> Iterator[Line]:
    for section in sample.sections:
        for activity in section.activities:
            for indicator in activity.indicators:
                opens = activity is section.activities[0] and indicator is activity.indicators[0]
                yield from _rows(sample.form, section if opens else None, activity, indicator)


def _rows(
    form: Form, section: Section | None, activity: Activity, indicator: Indicator
) -> Iterator[Line]:
    inks: list[Ink] = []

    def put(role: str, text: str | None, ledger_role: str, ref: str = "") -> None:
        if text:
            inks.append(Ink(form.column(role), text, ledger_role, ref))

    first = indicator is activity.indicators[0]
    serial = (section.serial if section else "") or (activity.serial if first else "")
    put("serial", serial, "serial")
    if section:
        ref = f"section:{section.id}"
        put("section", section.title.raw, "section.title", f"{ref}/title")
        put("section_weight", section.weight.raw, "section.weight", f"{ref}/weight")
    if first:
        ref = f"activity:{activity.id}/title"
        put("activity", activity.title.raw, "activity.title", ref)
    for role, written in readings(indicator, form):
        ref = f"indicator:{indicator.key}/{field_of(role)}"
        put(role, written.raw, f"indicator.{FIELDS.get(role, role)}", ref)
    yield Line("row", tuple(inks), len(form.roles), indicator.key)
    for number, row in enumerate(indicator.nested, start=1):
        cells = enumerate(row, start=form.column("remark"))
        nested = tuple(
            Ink(column, cell.raw, "indicator.nested_table") for column, cell in cells if cell.raw
        )
        line = Line("nested", nested, len(form.roles), f"{indicator.key}#{number}")
        yield line.as_wide_as(len(form.roles))


def _truth(sample: Sample) -> Iterator[tuple[str, Written]]:
    for section in sample.sections:
        yield f"section:{section.id}/title", section.title
        yield f"section:{section.id}/weight", section.weight
        for activity in section.activities:
            yield f"activity:{activity.id}/title", activity.title
            for indicator in activity.indicators:
                for role, written in readings(indicator, sample.form):
                    yield f"indicator:{indicator.key}/{field_of(role)}", written
    for end in sample.ends:
        if end is not None:
            yield end
