"""The trail: decisions in a SQLite file that only grows, and an anchor file beside it.

An entry counts once its line is in the anchor file; a killed server loses at most the one that
nobody was told of.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import sqlite3
from collections.abc import Generator, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO, NamedTuple

from audit.entries import FIRST, Conflict, Entry, digest, parse_entry

FOLDER = ".audit"
TRAIL = "trail.sqlite"
ANCHOR = "anchor.txt"
WAIT_SECONDS = 20

TABLE = (
    "CREATE TABLE entry (n INTEGER PRIMARY KEY, source_sha256 TEXT NOT NULL, key TEXT NOT NULL, "
    "kind TEXT NOT NULL, content TEXT NOT NULL, hash TEXT NOT NULL) STRICT"
)
SCHEMA = (
    TABLE,
    "CREATE INDEX entry_by_key ON entry (source_sha256, key, n)",
    "CREATE TRIGGER entry_is_not_changed BEFORE UPDATE ON entry "
    "BEGIN SELECT RAISE(ABORT, 'the trail only grows'); END",
    "CREATE TRIGGER entry_is_not_removed BEFORE DELETE ON entry "
    "BEGIN SELECT RAISE(ABORT, 'the trail only grows'); END",
    "CREATE TRIGGER entry_is_the_next BEFORE INSERT ON entry "
    "WHEN NEW.n <> (SELECT coalesce(max(n), 0) + 1 FROM entry) "
    "BEGIN SELECT RAISE(ABORT, 'the trail only grows'); END",
)


Decided = Mapping[str, str | None]
"""Keys with the raw text that was decided about; None for a finding that is about no reading."""


class Head(NamedTuple):
    """The last entry of a trail: what an auditor notes in a book of his own."""

    n: int
    hash: str


class Link(NamedTuple):
    """A row of the trail as it is stored."""

    n: int
    source_sha256: str
    key: str
    kind: str
    content: str
    hash: str


def trail_path(folder: Path) -> Path:
    """Where the trail of an output folder lies."""
    return folder / FOLDER / TRAIL


def anchor_path(folder: Path) -> Path:
    """Where the anchor file of an output folder lies."""
    return folder / FOLDER / ANCHOR


@contextmanager
def opened(path: Path) -> Generator[sqlite3.Connection]:
    """A connection to a trail that is there; it is closed afterwards.

    Raises:
        sqlite3.Error: it is no trail.
    """
    uri = f"{path.absolute().as_uri()}?mode=rw"
    with closing(
        sqlite3.connect(uri, uri=True, timeout=WAIT_SECONDS, isolation_level=None)
    ) as connection:
        connection.execute("PRAGMA synchronous = FULL")
        yield connection


class Trail:
    """The trail of an output folder, for several writers at once."""

    def __init__(self, folder: Path) -> None:
        """Name the trail; nothing is made before the first entry."""
        self.path = trail_path(folder)
        self.anchor = anchor_path(folder)

    def append(self, entry: Entry, expected: int, now: datetime | None = None) -> Entry:
        """Add a decision, if nobody decided about the same value in between.

        Args:
            entry: the decision; its number, time and link are filled in here.
            expected: the number of the last entry about that value, 0 if there was none.
            now: the time, if not this machine's.

        Raises:
            Conflict: there is a later one.
        """
        self.path.parent.mkdir(exist_ok=True)
        when = (now or datetime.now(UTC)).strftime("%Y-%m-%dT%H:%M:%SZ")
        with self.anchor.open("ab+") as anchor:
            fcntl.flock(anchor, fcntl.LOCK_EX)
            self._make()
            with opened(self.path) as connection:
                connection.execute("BEGIN IMMEDIATE")
                latest = _latest(connection, entry.source_sha256, entry.key)
                if (latest.n if latest else 0) != expected:
                    connection.execute("ROLLBACK")
                    raise Conflict(latest)
                head = _head(connection)
                added = replace(entry, when=when).linked(head.n + 1, head.hash)
                content = added.content()
                row = (added.n, added.source_sha256, added.key, added.kind, content)
                connection.execute(
                    "INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?)", (*row, digest(content))
                )
                connection.execute("COMMIT")
            add_anchor(anchor, Head(added.n, digest(content)), self.path)
        return added

    def _make(self) -> None:
        if self.path.exists():
            return
        # under another name first: who is killed here leaves no trail rather than half of one
        part = self.path.with_suffix(".part")
        part.unlink(missing_ok=True)
        with closing(sqlite3.connect(part, isolation_level=None)) as connection:
            connection.execute("BEGIN")
            for statement in SCHEMA:
                connection.execute(statement)
            connection.execute("COMMIT")
        part.replace(self.path)

    def entries(self, source_sha256: str | None = None) -> tuple[Entry, ...]:
        """All entries in order, or those about one source.

        Raises:
            ValueError: one of them is no entry.
        """
        if not self.path.exists():
            return ()
        chosen = "" if source_sha256 is None else "WHERE source_sha256 = ?"
        bound = () if source_sha256 is None else (source_sha256,)
        with opened(self.path) as connection:
            rows = connection.execute(f"SELECT content FROM entry {chosen} ORDER BY n", bound)  # noqa: S608  # fixed text
            return tuple(parse_entry(content) for (content,) in rows)

    def latest(self, source_sha256: str, key: str) -> Entry | None:
        """The last entry about one value."""
        if not self.path.exists():
            return None
        with opened(self.path) as connection:
            return _latest(connection, source_sha256, key)

    def decided(self, sources: Iterable[str]) -> dict[str, Decided]:
        """What a decision stands about, for each of some sources."""
        found: dict[str, Decided] = {}
        if not self.path.exists():
            return found
        with opened(self.path) as connection:
            for source in sources:
                rows = connection.execute(
                    "SELECT key, kind, json_extract(content, '$.old_raw') FROM entry "
                    "WHERE source_sha256 = ? ORDER BY n",
                    (source,),
                )
                last = {key: (kind, raw) for key, kind, raw in rows}
                found[source] = {
                    key: raw for key, (kind, raw) in last.items() if kind != "withdraw"
                }
        return found

    def decided_slots(self) -> dict[str, frozenset[str]]:
        """The sources decided about for each slot: an office, a plan and a quarter."""
        found: dict[str, frozenset[str]] = {}
        if not self.path.exists():
            return found
        with opened(self.path) as connection:
            rows = connection.execute(
                "SELECT source_sha256, content FROM entry "
                "WHERE n IN (SELECT max(n) FROM entry GROUP BY source_sha256)"
            ).fetchall()
        for source, content in rows:
            slot = parse_entry(content).report_id.rpartition("-")[0]
            found[slot] = found.get(slot, frozenset()) | {source}
        return found

    def head(self) -> Head:
        """The last entry."""
        if not self.path.exists():
            return Head(0, FIRST)
        with opened(self.path) as connection:
            return _head(connection)


def standing(entries: tuple[Entry, ...]) -> dict[tuple[str, str], Entry]:
    """The decision that holds for each value, by source and key; withdrawn ones are none."""
    last = {(entry.source_sha256, entry.key): entry for entry in entries}
    return {which: entry for which, entry in last.items() if entry.kind != "withdraw"}


def raws(decisions: Mapping[str, Entry]) -> Decided:
    """What some decisions were made about."""
    return {key: entry.old_raw for key, entry in decisions.items()}


def links(connection: sqlite3.Connection) -> Iterator[Link]:
    """The rows as they are stored, unproved."""
    columns = ", ".join(Link._fields)
    for row in connection.execute(f"SELECT {columns} FROM entry ORDER BY n"):  # noqa: S608  # fixed text
        yield Link(*row)


def add_anchor(anchor: BinaryIO, head: Head, path: Path) -> None:
    """Write what the trail is now: last number, its hash, and the hash of the file."""
    with path.open("rb") as content:
        whole = hashlib.file_digest(content, "sha256").hexdigest()
    anchor.seek(0)
    # a line without an end was being written when a server was killed
    anchor.truncate(anchor.read().rfind(b"\n") + 1)
    anchor.write(f"{head.n} {head.hash} {whole}\n".encode())
    anchor.flush()
    os.fsync(anchor.fileno())


def _latest(connection: sqlite3.Connection, source_sha256: str, key: str) -> Entry | None:
    row = connection.execute(
        "SELECT content FROM entry WHERE source_sha256 = ? AND key = ? ORDER BY n DESC LIMIT 1",
        (source_sha256, key),
    ).fetchone()
    return parse_entry(row[0]) if row else None


def _head(connection: sqlite3.Connection) -> Head:
    row = connection.execute("SELECT n, hash FROM entry ORDER BY n DESC LIMIT 1").fetchone()
    return Head(*row) if row else Head(0, FIRST)
