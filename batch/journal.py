"""What a run has done so far, line by line: a run that is killed is taken up from here."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Self

from batch.entry import Entry, entry_from, entry_json

JOURNAL = ".run.jsonl"
"""Inside the output folder, until a run file has taken its place."""


class Journal:
    """Entries in the order in which they come, each found again by where it stands."""

    def __init__(self, folder: Path, fingerprint: str) -> None:
        """Go on after what an earlier run has left, without what a kill has torn at its end."""
        self._path = folder / JOURNAL
        self._handle = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        self._end = _whole_bytes(self._handle)
        os.ftruncate(self._handle, self._end)
        self._append(json.dumps({"fingerprint": fingerprint}))

    def __enter__(self) -> Self:
        """Close it at the end of the block; it stays where it is."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        os.close(self._handle)

    def add(self, entry: Entry) -> int:
        """Keep an entry; where it stands."""
        return self._append(entry_json(entry))

    def seal(self, files: Mapping[str, str]) -> None:
        """Say that all entries so far are in the tables, whose hashes these are."""
        self._append(json.dumps({"sealed": dict(files)}))
        os.fsync(self._handle)

    def line(self, at: int) -> str:
        """The entry that stands there, as JSON."""
        with os.fdopen(os.dup(self._handle), "rb") as lines:
            lines.seek(at)
            return lines.readline().decode("utf-8").rstrip("\n")

    def entry(self, at: int) -> Entry:
        """The entry that stands there."""
        return entry_from(json.loads(self.line(at)))

    def remove(self) -> None:
        """Take it away, when a run file has all of it."""
        self._path.unlink(missing_ok=True)

    def _append(self, line: str) -> int:
        start = self._end
        view = memoryview(f"{line}\n".encode())
        try:
            while view:
                n_written = os.pwrite(self._handle, view, self._end)
                view, self._end = view[n_written:], self._end + n_written
        except OSError:
            self._end = start
            raise
        return start


def _whole_bytes(handle: int) -> int:
    """Up to the last line end."""
    with os.fdopen(os.dup(handle), "rb") as lines:
        lines.seek(0)
        return sum(len(line) for line in lines if line.endswith(b"\n"))


def read_journal(folder: Path) -> Iterator[Mapping[str, object]]:
    """The lines that an earlier run has left, up to one that is torn."""
    try:
        with (folder / JOURNAL).open("rb") as lines:
            for line in lines:
                content = json.loads(line)
                if not isinstance(content, dict) or not line.endswith(b"\n"):
                    return
                yield content
    except (OSError, ValueError):
        return
