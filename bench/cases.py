"""Scores the typed parsers over a file of cases: right, declined, or WRONG (a silent error).

    python -m bench.cases FILE.jsonl

Each line: id, cat, in, type, expect, note, and in2 for pairs. Exit code 1 if anything is WRONG.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from normalize.dates import parse_date, parse_dates
from normalize.fiscal import parse_fiscal_year, parse_period, parse_quarter
from normalize.numbers import parse_number
from normalize.percents import parse_percent
from normalize.unicode_forms import link_key, nfc
from normalize.values import parse
from schemas.reading import Parsed, Span, State

Case = dict[str, Any]
Parser = Callable[[str], Parsed]

_TYPED: dict[str, Parser] = {
    "number": parse_number,
    "percent": parse_percent,
    "date": parse_date,
    "dates": parse_dates,
    "period": parse_period,
    "fiscal_year": parse_fiscal_year,
    "quarter": parse_quarter,
}
_BY_CATEGORY: dict[str, tuple[Parser, ...]] = {
    "digits": (parse_number,),
    "number": (parse_number,),
    "suffix": (parse_number,),
    "words": (parse_number,),
    "percent": (parse_percent,),
    "date_num": (parse_date,),
    "date_text": (parse_date,),
    "date_bangla": (parse_date,),
    "date_list": (parse_date, parse_dates),
    "date_range": (parse_period,),
    "fiscal_year": (parse_fiscal_year,),
    "quarter": (parse_quarter,),
    "period": (parse_period,),
    "real_date": (parse_date,),
    "real_number": (parse_number,),
    "real_percent": (parse_percent,),
    "real_fy": (parse_fiscal_year,),
    "real_quarter": (parse_quarter,),
    "real_period": (parse_period,),
    "real_none": (parse_date, parse_number, parse_percent, parse_period, parse_quarter),
}
_NOTHING = {"no_target": "dash", "not_applicable": "not-applicable"}
_DECLINES = ("invalid", "abstain", "none")


@dataclass(frozen=True, slots=True)
class Score:
    """How one case went."""

    case: Case
    outcome: str
    got: str


def score(case: Case) -> Score:
    """Right, declined, or WRONG."""
    kind = case["type"]
    if kind == "same":
        pair = case["in"], case["in2"]
        got = [nfc(pair[0]) == nfc(pair[1]), link_key(pair[0]) == link_key(pair[1])]
        return Score(case, "right" if got == case["expect"] else "WRONG", str(got))
    if kind == "missing":
        parsed = parse(case["in"], "count")
        return Score(case, _grade(parsed.state is State.BLANK, parsed), repr(parsed))
    if kind in _NOTHING:
        parsed = parse(case["in"], "date")
        right = parsed.state is State.NONE and parsed.rule == _NOTHING[kind]
        return Score(case, _grade(right, parsed), repr(parsed))
    if kind in _DECLINES:
        parsers = _BY_CATEGORY.get(case["cat"], ())
        readings = [parser(case["in"]) for parser in parsers]
        taken = [one for one in readings if one.state is not State.INVALID]
        return Score(case, "WRONG" if taken or not readings else "right", repr(taken or readings))
    parsed = _TYPED[kind](case["in"])
    return Score(case, _grade(_equal(parsed, kind, case["expect"]), parsed), repr(parsed))


def _grade(right: bool, parsed: Parsed) -> str:
    if right:
        return "right"
    return "declined" if parsed.state is State.INVALID else "WRONG"


def _equal(parsed: Parsed, kind: str, expected: Any) -> bool:
    value = parsed.value
    if value is None:
        return False
    if kind in ("number", "percent"):
        return isinstance(value, int | Decimal) and value == Decimal(expected)
    if isinstance(value, Span):
        return [str(value.start), str(value.end)] == list(expected)
    if isinstance(value, tuple):
        return [str(part) for part in value] == [str(part) for part in expected]
    return str(value) == str(expected)


def read_cases(path: Path) -> tuple[Case, ...]:
    """The cases of a JSON-lines file."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return tuple(json.loads(line) for line in lines if line.strip())


def report(scores: Iterable[Score]) -> str:
    """A table by category, then every row that is not right."""
    rows = tuple(scores)
    by_category: dict[str, Counter[str]] = {}
    for row in rows:
        by_category.setdefault(row.case["cat"], Counter())[row.outcome] += 1
    lines = [f"{'category':<16}{'right':>7}{'declined':>10}{'WRONG':>7}"]
    total: Counter[str] = Counter()
    for name, counts in [*by_category.items()]:
        total += counts
        lines.append(_line(name, counts))
    lines.append(_line("all", total))
    for row in sorted(rows, key=lambda row: row.outcome):
        if row.outcome != "right":
            case = row.case
            lines.append(
                f"{row.outcome}: {case['id']} {case['in']!r} expected {case['type']}"
                f" {case['expect']!r}, got {row.got}"
            )
    return "\n".join(lines)


def _line(name: str, counts: Counter[str]) -> str:
    return f"{name:<16}{counts['right']:>7}{counts['declined']:>10}{counts['WRONG']:>7}"


def main(arguments: list[str]) -> int:
    """Prints the scores of each file."""
    wrong = False
    for name in arguments:
        scores = [score(case) for case in read_cases(Path(name))]
        print(report(scores))
        wrong = wrong or any(one.outcome == "WRONG" for one in scores)
    return int(wrong)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
