"""Plan files: what a form asks of everybody who fills it in that year, where that is known."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from schemas.reading import Contract, Number, State, Value, dated

PLANS = Path(__file__).with_name("plans")


class PlanSection(Contract):
    """কর্মসম্পাদন ক্ষেত্র as the form prints it."""

    id: str
    title: str | None = None
    weight: int | Number | None = None
    """Points that the form declares; None where it declares none."""


class PlanIndicator(Contract):
    """কর্মসম্পাদন সূচক as the form prints it."""

    id: str
    id_printed: str | None = None
    """Where the form itself prints another id by mistake."""
    concept: str
    """What is measured, in words that stay the same over the years."""
    activity: str | None = None
    """Title of the activity without its id; None where the wording is not known undamaged."""
    text: str | None = None
    """None where the wording is not known undamaged."""
    unit: str | None = None
    """As printed; None where the form prints none."""
    weight: int | Number
    targets: dict[str, str] = Field(default_factory=dict[str, str])
    """As printed, by band; a band whose target is not known is left out."""


class ExpectedTarget(Contract):
    """One target cell of an example."""

    raw: str | None
    state: State
    value: Annotated[Value | None, BeforeValidator(dated)] = None


class Expected(Contract):
    """What must be read from one row of an example."""

    unit: str
    weight: int | Number
    targets: dict[str, ExpectedTarget]


class PlanExample(Contract):
    """A small report in the layout of the plan, made up for tests."""

    about: str
    text: str
    """Tab-separated, with the header lines as that form prints them."""
    expects: dict[str, Expected]
    """By indicator id."""


class Plan(Contract):
    """The form of one plan type, level and fiscal year."""

    name: str
    """The stem of its file."""
    plan_type: str
    fiscal_year: str
    level: str
    covers: tuple[str, ...] = ()
    """Further levels whose offices fill in the same form."""
    status: Literal["official", "observed"]
    """`official`: taken from the form itself; `observed`: from one report, so a hypothesis."""
    source: str
    total: int | Number
    bands: tuple[str, ...]
    sections: tuple[PlanSection, ...] = ()
    errors: tuple[str, ...] = ()
    """Mistakes that the form itself holds, and what is not known of it."""
    indicators: tuple[PlanIndicator, ...]
    examples: tuple[PlanExample, ...] = ()

    def indicator(self, id: str) -> PlanIndicator | None:
        """The indicator of that id; None if the plan has none."""
        return next((indicator for indicator in self.indicators if indicator.id == id), None)

    def sum_of(self, section_id: str) -> int | Decimal:
        """The weights of a section's indicators, added up."""
        return sum(one.weight for one in self.indicators if one.id.split(".")[0] == section_id)

    def measure(self, concept: str) -> PlanIndicator | None:
        """The indicator that measures the concept; None if the plan has none."""
        return next((one for one in self.indicators if one.concept == concept), None)


def _read(path: Path) -> Plan:
    fields = tomllib.loads(path.read_text("utf-8"), parse_float=Decimal)
    return Plan.model_validate({**fields, "name": path.stem})


@cache
def plans() -> tuple[Plan, ...]:
    """All plan files, by name.

    Raises:
        pydantic.ValidationError: a plan file lacks something or has something unknown.
    """
    return tuple(_read(path) for path in sorted(PLANS.glob("*.toml")))


@cache
def plan_for(plan_type: str, fiscal_year: str | None, level: str) -> Plan | None:
    """The plan that a report follows.

    A report of unknown level has one only where all offices of that year fill in the same form.
    """
    of_year = [
        plan for plan in plans() if plan.plan_type == plan_type and plan.fiscal_year == fiscal_year
    ]
    if level == "unknown":
        return of_year[0] if len(of_year) == 1 else None
    return next((plan for plan in of_year if level in (plan.level, *plan.covers)), None)


def year_before(plan: Plan) -> Plan | None:
    """The plan of the same type and level one fiscal year earlier."""
    start = int(plan.fiscal_year[:4]) - 1
    return plan_for(plan.plan_type, f"{start}-{(start + 1) % 100:02}", plan.level)
