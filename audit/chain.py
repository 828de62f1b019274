"""Proves a trail again from its values: every bent, dropped, swapped or cut-off entry is named."""

from __future__ import annotations

import hashlib
import re
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from audit.entries import FIRST, digest, parse_entry
from audit.trail import (
    FOLDER,
    SCHEMA,
    TRAIL,
    Head,
    Link,
    add_anchor,
    anchor_path,
    links,
    opened,
    trail_path,
)

ANCHORED = re.compile(r"([1-9][0-9]*) ([0-9a-f]{64}) ([0-9a-f]{64})")
UNANCHORED = "Tail not anchored: entry"
IN_ORDER = "PRAGMA integrity_check(1)"

KEEP = "Keep this folder as it is, and compare the trail with the heads that were written down."
LOOK = "Look at the entry: the clock of that machine was set back, the order of entries stands."


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong with a trail, and what to do about it."""

    what: str
    remedy: str = KEEP
    entry: int | None = None
    """The number of the first entry that it touches."""
    where: str = f"{FOLDER}/{TRAIL}"
    """Within the output folder."""


class Anchored(NamedTuple):
    """A line of the anchor file."""

    n: int
    hash: str
    file_sha256: str


@dataclass(frozen=True, slots=True)
class Proof:
    """What a look at a trail gave."""

    n: int
    hash: str
    faults: tuple[Fault, ...]
    notes: tuple[Fault, ...] = ()
    """What is odd, and no sign of bending: a clock that was set back."""


def prove(folder: Path, anchor: Path | None = None) -> Proof:
    """Everything that is wrong with the trail of an output folder; nothing is changed.

    Args:
        folder: the output folder.
        anchor: the anchor file, if not the one beside the trail.
    """
    path, anchor = trail_path(folder), anchor or anchor_path(folder)
    if not path.is_file():
        missing = anchor.is_file() and anchor.stat().st_size > 0
        gone = Fault("The trail is gone: its anchor file knows entries.", entry=1)
        return Proof(0, FIRST, (gone,) if missing else ())
    try:
        with opened(path) as connection:
            # a sign that was bent is a sign all the same, so that its entry can be named
            connection.text_factory = _as_found
            damage = [*_structure(connection)]
            rows, torn = _readable(connection)
    except (sqlite3.Error, OverflowError) as error:
        return Proof(0, FIRST, (Fault(f"The trail cannot be read: {error}.", entry=1),))
    hashes, broken, notes = _walk(rows)
    if torn and not broken:
        first = len(rows) + 1
        broken = [Fault(f"Entry {first} and later ones cannot be read: {torn}.", entry=first)]
    if damage:
        return Proof(len(hashes), FIRST, (*broken, *damage))
    faults = [*_anchored(path, anchor, hashes, sound=not broken), *broken]
    head = (len(hashes), hashes[-1]) if hashes else (0, FIRST)
    return Proof(*head, tuple(faults), tuple(notes))


def _as_found(text: bytes) -> str:
    return text.decode("utf-8", "surrogateescape")


def _readable(connection: sqlite3.Connection) -> tuple[list[Link], str]:
    """The rows up to the first that SQLite cannot read, and why it cannot."""
    rows: list[Link] = []
    try:
        rows.extend(links(connection))
    except (sqlite3.Error, OverflowError) as error:
        return rows, str(error)
    return rows, ""


def _structure(connection: sqlite3.Connection) -> Iterator[Fault]:
    """The file is a whole database with exactly the table and triggers of a trail."""
    ((sound,),) = connection.execute(IN_ORDER).fetchall()
    if sound != "ok":
        yield Fault(f"The trail's file is damaged: {sound}", entry=1)
        return
    found = {row[0] for row in connection.execute("SELECT sql FROM sqlite_master")}
    if found != set(SCHEMA):
        yield Fault("The trail's table or its triggers were changed.", entry=1)


def _walk(rows: list[Link]) -> tuple[list[str], list[Fault], list[Fault]]:
    """The hashes of all entries, computed anew, up to the first that is bent."""
    hashes: list[str] = []
    notes: list[Fault] = []
    previous, when = FIRST, ""
    for number, link in enumerate(rows, start=1):
        trouble = _trouble(link, number, previous)
        if trouble:
            return hashes, [Fault(f"Entry {number}: {trouble}.", entry=number)], notes
        entry = parse_entry(link.content)
        if entry.when < when:
            said = f"Entry {number} of {entry.when} follows one of {when}."
            notes.append(Fault(said, LOOK, number))
        previous, when = digest(link.content), max(when, entry.when)
        hashes.append(previous)
    return hashes, [], notes


def _trouble(link: Link, number: int, previous: str) -> str | None:
    try:
        entry = parse_entry(link.content)
    except ValueError as error:
        return f"its content was changed ({error})"
    if link.n != number:
        return f"it is missing, and {link.n} stands in its place"
    if digest(link.content) != link.hash:
        return "its content was changed"
    if entry.previous != previous or entry.n != number:
        return "it does not follow the entry before: one was changed, dropped or moved"
    if (entry.source_sha256, entry.key, entry.kind) != (link.source_sha256, link.key, link.kind):
        return "its columns were changed"
    return None


def _anchored(path: Path, anchor: Path, hashes: list[str], *, sound: bool) -> Iterator[Fault]:
    """What the anchor file knows of the trail, line by line; the first contradiction is told.

    Of a chain that breaks off only the entries before are held against it: one of them may be the
    first that was bent, as an entry that was put before all others is.
    """
    try:
        known = _read_anchor(anchor)
    except (OSError, ValueError) as error:
        if sound and hashes:
            yield Fault(f"Tail not anchored: the anchor file cannot be used ({error}).", entry=1)
        return
    contradiction = _contradiction(known, hashes, sound=sound)
    if contradiction:
        yield contradiction
    if contradiction or not sound or not hashes:
        return
    last = known[-1].n if known else 0
    if last < len(hashes):
        yield Fault(f"{UNANCHORED} {last + 1} and later ones.", entry=last + 1)
    elif _file_hash(path) != known[-1].file_sha256:
        yield Fault("The trail's file was changed outside of its entries.", entry=last)


def _contradiction(known: list[Anchored], hashes: list[str], *, sound: bool) -> Fault | None:
    for one in known:
        if one.n > len(hashes):
            first = len(hashes) + 1
            said = f"Entry {first} and later ones are cut off: the anchor knows {one.n}."
            return Fault(said, entry=first) if sound else None
        if hashes[one.n - 1] != one.hash:
            return Fault(f"Entry {one.n} is not the one that was anchored.", entry=one.n)
    return None


def _file_hash(path: Path) -> str:
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def _read_anchor(path: Path) -> list[Anchored]:
    found: list[Anchored] = []
    # what follows the last line end was being written when a server was killed
    whole, _, _ = path.read_bytes().decode("ascii").rpartition("\n")
    for line in whole.splitlines():
        match = ANCHORED.fullmatch(line)
        if match is None or (found and int(match[1]) <= found[-1].n):
            raise ValueError(f"line {len(found) + 1} is no line of an anchor file")
        found.append(Anchored(int(match[1]), match[2], match[3]))
    return found


def anchor_again(folder: Path) -> Proof:
    """Anchor entries that a killed server had written and not anchored; nothing else is mended.

    Such a tail can only be what was added while the server died: the chain up to the anchor stands,
    and every entry behind it follows.
    """
    found = prove(folder)
    tail = len(found.faults) == 1 and found.faults[0].what.startswith(UNANCHORED)
    if not tail:
        return found
    with anchor_path(folder).open("ab+") as anchor:
        add_anchor(anchor, Head(found.n, found.hash), trail_path(folder))
    return prove(folder)
