"""The arithmetic of a report as lines that are right, wrong or open."""

from __future__ import annotations

from audit.naming import item_name
from audit.shown import shown
from audit.words import Language, words
from schemas.report import Arithmetic


def sums(found: Arithmetic, language: Language) -> list[dict[str, str]]:
    """The arithmetic as lines, each right, wrong or open."""
    names = words(language)
    lines = [
        _sum(
            f"{names['row_section']} {one.id}",
            f"{_n(one.declared)} · Σ {_n(one.sum)}",
            None if one.difference is None else one.difference == 0,
        )
        for one in found.sections
    ]
    total = found.total
    right = None if total.declared_by_plan is None else total.declared_by_plan == total.sum
    lines.append(_sum(names["total"], f"{_n(total.declared_by_plan)} · Σ {_n(total.sum)}", right))
    lines.extend(
        _sum(
            shown(item_name(one.ref, "", language)),
            f"{_n(one.stated)} % · {one.formula} = {_n(one.recomputed)} %",
            one.agrees,
        )
        for one in found.percents
    )
    return lines


def _sum(name: str, text: str, right: bool | None) -> dict[str, str]:
    verdict = "open" if right is None else "right" if right else "wrong"
    return {
        "name": name,
        "text": text,
        "verdict": verdict,
        "mark": {"right": "✓", "wrong": "✗"}.get(verdict, "?"),
    }


def _n(value: object) -> str:
    return "?" if value is None else str(value)
