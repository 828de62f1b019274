"""Every reading of a report by a key of its own, and a report with some of them replaced."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from itertools import chain
from typing import NamedTuple

from schemas.finding import Code, Finding
from schemas.reading import Reading, State
from schemas.report import Activity, Indicator, NestedTable, Orphan, Report, Section, Signature

Visit = Callable[[str, Reading], Reading]
"""Takes a key and its reading, and gives the reading that stands there afterwards."""


class Leaf(NamedTuple):
    """A reading and its name.

    The key is the ref that findings use, with `#2` behind the owner where an id stands twice:
    `indicator:2.2.5#2/targets/100`.
    """

    key: str
    reading: Reading

    @property
    def ref(self) -> str:
        """What a finding calls it."""
        return ref_of(self.key)


def ref_of(key: str) -> str:
    """The ref that a finding uses for a key: the same without the count."""
    owner, slash, field = key.partition("/")
    return owner.partition("#")[0] + slash + field


def leaves(report: Report) -> tuple[Leaf, ...]:
    """All readings of a report, row by row."""
    found: list[Leaf] = []

    def note(key: str, reading: Reading) -> Reading:
        found.append(Leaf(key, reading))
        return reading

    rewrite(report, note)
    return tuple(found)


def key_for(found: tuple[Leaf, ...], finding: Finding) -> str | None:
    """The key of what a finding is about; None if that is no reading.

    Where an id stands twice the finding's first place decides, or that a cell is lost there; else
    the first of them.
    """
    same = [leaf for leaf in found if leaf.ref == finding.ref]
    first = finding.at[:1]
    there = (leaf for leaf in same if first and first[0] in leaf.reading.at)
    is_lost = finding.code is Code.CELL_LOST
    lost = (leaf for leaf in same if is_lost and leaf.reading.state is State.LOST)
    leaf = next(chain(there, lost, same), None)
    return leaf.key if leaf else None


def rewrite(report: Report, visit: Visit) -> Report:
    """The report with every reading replaced by what `visit` gives for it."""
    walk = _Walk(visit, Counter())
    return report.model_copy(
        update={
            "title": visit("report/title", report.title),
            "sections": tuple(map(walk.section, report.sections)),
            "orphans": tuple(walk.orphan(*item) for item in enumerate(report.orphans)),
            "signature": walk.signature(report.signature),
        }
    )


@dataclass(frozen=True, slots=True)
class _Walk:
    visit: Visit
    seen: Counter[str]

    def _fields(self, owner: str) -> Callable[[str, Reading], Reading]:
        self.seen[owner] += 1
        count = self.seen[owner]
        return partial(_named, self.visit, owner if count == 1 else f"{owner}#{count}")

    def section(self, one: Section) -> Section:
        of = self._fields(f"section:{one.id}")
        return one.model_copy(
            update={
                "title": of("title", one.title),
                "weight": of("weight", one.weight),
                "activities": tuple(map(self.activity, one.activities)),
            }
        )

    def activity(self, one: Activity) -> Activity:
        of = self._fields(f"activity:{one.id}")
        return one.model_copy(
            update={
                "title": of("title", one.title),
                "indicators": tuple(map(self.indicator, one.indicators)),
            }
        )

    def indicator(self, one: Indicator) -> Indicator:
        of = self._fields(f"indicator:{one.id}")
        return one.model_copy(
            update={
                "text": of("text", one.text),
                "unit": of("unit", one.unit),
                "weight": of("weight", one.weight),
                "targets": {band: of(f"targets/{band}", it) for band, it in one.targets.items()},
                "remark": of("remark", one.remark),
                "extra": {name: of(f"extra/{name}", it) for name, it in one.extra.items()},
                "nested_tables": _tables(of, one.nested_tables),
            }
        )

    def orphan(self, number: int, one: Orphan) -> Orphan:
        of = self._fields(f"orphan:{number}")
        return one.model_copy(
            update={
                "nested_tables": _tables(of, one.nested_tables),
                "cells": tuple(of(f"cells/{index}", it) for index, it in enumerate(one.cells)),
            }
        )

    def signature(self, one: Signature) -> Signature:
        of = self._fields("signature")
        return Signature(
            date=of("date", one.date),
            designation=of("designation", one.designation),
            office=of("office", one.office),
            name=of("name", one.name),
        )


def _named(visit: Visit, owner: str, field: str, reading: Reading) -> Reading:
    return visit(f"{owner}/{field}", reading)


def _tables(
    of: Callable[[str, Reading], Reading], tables: tuple[NestedTable, ...]
) -> tuple[NestedTable, ...]:
    return tuple(
        NestedTable(
            header=_row(of, f"nested_tables/{index}/header", table.header),
            rows=tuple(
                _row(of, f"nested_tables/{index}/rows/{number}", row)
                for number, row in enumerate(table.rows)
            ),
        )
        for index, table in enumerate(tables)
    )


def _row(
    of: Callable[[str, Reading], Reading], field: str, row: tuple[Reading, ...]
) -> tuple[Reading, ...]:
    return tuple(of(f"{field}/{column}", cell) for column, cell in enumerate(row))
