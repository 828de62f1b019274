"""What a file links to or carries along: listed, and never fetched, opened or run."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import NamedTuple

from extract._package import Package
from extract._word_desk import SHOWN, Desk
from schemas.catalog import vocabulary
from schemas.document import Cell, Region, Row
from schemas.finding import Code, Finding, Severity
from schemas.reading import Place

RELS = re.compile(r"(?:(.*)/)?_rels/(.*)\.rels")
NAMED = 3
"""How many targets a message names; the evidence has more."""

READ = frozenset(("header", "footer", "footnotes", "endnotes", "comments"))
"""Parts with text of the document; those that are missing are told."""


class Carried(NamedTuple):
    """One thing that the file links to or carries."""

    kind: str
    where: str
    """`inside` or `outside` the file."""
    target: str


@cache
def _wordings() -> Mapping[tuple[str, str], tuple[str, str]]:
    return {
        (row["kind"], row["where"]): (row["message"], row["message_bn"])
        for row in vocabulary("carried")
    }


def carried(package: Package, instructions: Iterable[str]) -> tuple[Carried, ...]:
    """Everything, each once, in a fixed order."""
    found = {*_of_parts(package), *map(_of_field, instructions)}
    return tuple(sorted(found))


def _of_parts(package: Package) -> Iterator[Carried]:
    for name in package.names():
        match = RELS.fullmatch(name)
        if match is None:
            continue
        for one in package.relationships(posixpath.join(match[1] or "", match[2])):
            if one.external:
                yield Carried(one.kind, "outside", one.target)
            elif one.kind in READ and one.target not in package:
                yield Carried("missing", "inside", one.target)
            elif (one.kind, "inside") in _wordings():
                yield Carried(one.kind, "inside", one.target)


def _of_field(instruction: str) -> Carried:
    kind, _, rest = instruction.partition(" ")
    return Carried(kind.upper(), "outside", rest)


def list_carried(
    found: Iterable[Carried], rows: list[Row], desk: Desk
) -> Iterator[tuple[Carried, Place]]:
    """Add a row on the first page for each; where it stands."""
    for one in found:
        cell = Cell(f"{one.kind}: {one.target}", 1, desk.next_line(), 1)
        desk.count_cells(1)
        rows.append(Row(cell.line, 1, (cell,), None, Region.PACKAGE))
        yield one, cell.at


def told(listed: Iterable[tuple[Carried, Place]]) -> Iterator[Finding]:
    """One finding for each kind that a person must know of."""
    groups: dict[tuple[str, str], list[tuple[str, Place]]] = {}
    for one, at in listed:
        groups.setdefault((one.kind, one.where), []).append((one.target, at))
    for (kind, where), entries in groups.items():
        known = _wordings()
        message, message_bn = known.get((kind, where)) or known["*", where]
        if not message:
            continue
        targets = [target for target, _ in entries]
        shown = ", ".join(targets[:NAMED]) + ("…" if len(targets) > NAMED else "")
        blanks = {"kind": kind, "targets": shown}
        yield Finding(
            code=Code.LEFTOVER_TEXT,
            severity=Severity.WARNING,
            message=message.format_map(blanks),
            message_bn=message_bn.format_map(blanks),
            ref="report",
            at=tuple(at for _, at in entries[:SHOWN]),
            evidence={"kind": kind, "targets": [*targets[:SHOWN]], "count": len(targets)},
        )
