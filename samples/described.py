"""A sample as data: what the office wanted to say, in which form, and what happened to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from samples.forms import Form
from samples.sheet import Sheet
from samples.written import BLANK, UNITS, Value, Written, bn, dash, number

Damage = Callable[[Sheet], Sheet]
Told = tuple[str, str]
"""Code and ref of a finding."""


@dataclass(frozen=True, slots=True)
class Indicator:
    """A row of the table."""

    id: str
    """As printed, with Latin digits."""
    text: Written
    unit: Written
    weight: Written
    targets: tuple[Written, ...]
    remark: Written
    achieved: Value | None
    """What the remark states plainly; None if it does not."""
    extra: dict[str, Written]
    nested: tuple[tuple[Written, ...], ...]
    """A table inside the remark: its header, then its rows."""
    key: str
    """The id, unless the form prints one id twice."""


@dataclass(frozen=True, slots=True)
class Activity:
    """An activity with its rows."""

    id: str
    title: Written
    indicators: tuple[Indicator, ...]
    serial: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A section with its activities; forms of field offices print neither title nor weight."""

    id: str
    title: Written
    weight: Written
    activities: tuple[Activity, ...]
    serial: str = ""


@dataclass(frozen=True, slots=True)
class Sample:
    """A report and its truth."""

    name: str
    shows: str
    """What it is there for, for the table in the README."""
    form: Form
    titles: tuple[str, ...]
    """Lines above the table; an empty one is a blank line."""
    organisation: tuple[str, str | None]
    """State, and name."""
    fiscal_year: str
    quarter: int
    sections: tuple[Section, ...]
    ends: tuple[tuple[str, Written] | None, ...] = ()
    """Role and text of each line below the table; None is a blank line."""
    ends_column: int = 1
    """The column in which those lines stand."""
    damages: tuple[Damage, ...] = ()
    tells: tuple[Told, ...] = ()
    """Findings about more than one cell."""
    clean: bool = False
    """Nothing above information may be raised."""
    charset: str = "utf-8"
    newline: str = "\n"
    final_newline: bool = True
    composed: bool = False
    """Whether letters with a dot below are typed as one character, as old keyboards do."""


@dataclass(frozen=True, slots=True)
class _Printed:
    id: str
    text: str

    def with_id(self) -> Written:
        return Written(f"[{bn(self.id)}] {self.text}", self.text)


def section(
    id: str, title: str | None, weight: int | None, *activities: Activity, serial: str | None = None
) -> Section:
    """A section; its serial number is that of its id if the form prints the section."""
    printed = title is not None
    return Section(
        id,
        _Printed(id, title).with_id() if title is not None else BLANK,
        number(weight) if weight is not None else BLANK,
        activities,
        serial=serial if serial is not None else bn(id) * printed,
    )


def activity(id: str, title: str | Written, *indicators: Indicator, serial: str = "") -> Activity:
    """An activity, its title with or without the id printed before it."""
    written = _Printed(id, title).with_id() if isinstance(title, str) else title
    return Activity(id, written, indicators, serial)


def indicator(
    id: str,
    text: str | Written,
    unit: str | Written,
    weight: int | Written,
    targets: tuple[Written, ...],
    remark: str | Written = BLANK,
    *,
    achieved: Value | None = None,
    extra: dict[str, Written] | None = None,
    nested: tuple[tuple[Written, ...], ...] = (),
    key: str = "",
) -> Indicator:
    """A row; texts are given without their id, and `-` is a remark that is a dash."""
    return Indicator(
        id=id,
        text=_Printed(id, text).with_id() if isinstance(text, str) else text,
        unit=Written(unit, UNITS[unit]) if isinstance(unit, str) else unit,
        weight=number(weight) if isinstance(weight, int) else weight,
        targets=targets,
        remark=said(remark) if isinstance(remark, str) else remark,
        achieved=achieved,
        extra=extra or {},
        nested=nested,
        key=key or id,
    )


def said(remark: str, *tells: str) -> Written:
    """A remark, or any other running text."""
    return dash(remark) if set(remark) == {"-"} else Written(remark, remark.strip(), tells=tells)


@dataclass(frozen=True, slots=True)
class Filled:
    """What an office writes into a row of its plan, and what it writes otherwise than the plan."""

    remark: Written
    achieved: Value | None = None
    text: str | None = None
    unit: Written | None = None
    weight: Written | None = None
    targets: tuple[Written, ...] | None = None
    extra: dict[str, Written] | None = None
    nested: tuple[tuple[Written, ...], ...] = ()

    def into(self, row: Indicator) -> Indicator:
        """The row as the office filled it in."""
        return replace(
            row,
            remark=self.remark,
            achieved=self.achieved,
            text=_Printed(row.id, self.text).with_id() if self.text else row.text,
            unit=self.unit or row.unit,
            weight=self.weight or row.weight,
            targets=self.targets or row.targets,
            extra=self.extra or {},
            nested=self.nested,
        )


def told(
    remark: str | Written,
    achieved: Value | None = None,
    *,
    text: str | None = None,
    unit: Written | None = None,
    weight: Written | None = None,
    targets: tuple[Written, ...] | None = None,
    extra: dict[str, Written] | None = None,
    nested: tuple[tuple[Written, ...], ...] = (),
) -> Filled:
    """A remark with the achievement that it states plainly, and what differs from the plan."""
    written = said(remark) if isinstance(remark, str) else remark
    return Filled(written, achieved, text, unit, weight, targets, extra, nested)


def fill(plan: tuple[Section, ...], rows: Mapping[str, Filled]) -> tuple[Section, ...]:
    """The plan with every row filled in.

    Raises:
        KeyError: a row is not filled in.
    """
    return tuple(
        replace(
            part,
            activities=tuple(
                replace(one, indicators=tuple(rows[row.key].into(row) for row in one.indicators))
                for one in part.activities
            ),
        )
        for part in plan
    )


def retitled(plan: tuple[Section, ...], titles: Mapping[str, str]) -> tuple[Section, ...]:
    """The plan with other titles for some activities."""
    return tuple(
        replace(
            part,
            activities=tuple(
                replace(one, title=_Printed(one.id, titles[one.id]).with_id())
                if one.id in titles
                else one
                for one in part.activities
            ),
        )
        for part in plan
    )


def without_sections(plan: tuple[Section, ...]) -> tuple[Section, ...]:
    """The plan as forms print it that have no columns for sections."""
    return tuple(replace(part, title=BLANK, weight=BLANK, serial="") for part in plan)
