"""What the runs before this one left, and what of it need not be done again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Protocol

from pydantic import TypeAdapter, ValidationError

from batch.entry import CONVERTED, Entry, entry_from
from batch.journal import read_journal
from batch.labels import Labels

RUN = "run.json"

Key = tuple[str, str]
"""An input's name, and its hash."""


class Rows(Protocol):
    """Rows of reports that wait to be brought into the tables."""

    def holds(self, output: str) -> bool:
        """Whether the rows of a report are among them."""
        ...

    def touches(self, quarter: str) -> bool:
        """Whether any rows of a quarter are among them."""
        ...


@dataclass(slots=True)
class Earlier:
    """Reports that lie in an output folder, and the inputs they came from."""

    folder: Path
    entries: dict[Key, Entry] = field(default_factory=dict[Key, Entry])
    current: set[Key] = field(default_factory=set[Key])
    """Those that this version of the program made with these settings."""
    waiting: set[Key] = field(default_factory=set[Key])
    """Those whose rows were not yet in the tables when the run was killed."""
    sealed: dict[str, str] = field(default_factory=dict[str, str])
    """The tables and their hashes."""
    formats: tuple[str, ...] = ()
    """Further formats in which the tables were written."""
    _intact: dict[str, bool] = field(default_factory=dict[str, bool])

    def find(self, name: str, sha256: str, labels: Labels, rows: Rows) -> Entry | None:
        """The entry of an input that need not be done again: all that came of it is as it was.

        What was rejected is not tried again: the fault is in its bytes.

        Args:
            name: the input's name.
            sha256: its hash.
            labels: what is known of it today beside its content.
            rows: those that wait to be brought into the tables.
        """
        key = (name, sha256)
        entry = self.entries.get(key)
        if entry is None or key not in self.current:
            return None
        if not entry.output:
            return entry
        if labels_for(labels, entry.unsaid) != entry.labels:
            return None
        if not rows.holds(entry.output) and (
            key in self.waiting or not self._is_intact(entry.output, rows)
        ):
            return None
        return entry if hash_of(self.folder / entry.output) == entry.output_sha256 else None

    def _is_intact(self, output: str, rows: Rows) -> bool:
        """Whether the tables beside a report are as they were left."""
        quarter = parent_of(output)
        if quarter not in self._intact:
            tables = {path: sha for path, sha in self.sealed.items() if parent_of(path) == quarter}
            # where rows wait a merge may have been cut short: it replaces each table as a whole
            merging = rows.touches(quarter)
            self._intact[quarter] = bool(tables) and all(
                (found := hash_of(self.folder / path)) == sha256 or (merging and found is not None)
                for path, sha256 in tables.items()
            )
        return self._intact[quarter]


def labels_for(labels: Labels, unsaid: Iterable[str]) -> Labels:
    """Those labels that tell what a document leaves unsaid."""
    return {key: labels[key] for key in unsaid if key in labels}


def read_earlier(folder: Path, fingerprint: str) -> Earlier:
    """The run file of a folder, and the journal of a run that was killed.

    A missing or broken one is as if nothing had been done.
    """
    earlier = Earlier(folder)
    _read_run_file(earlier, fingerprint)
    _read_journal(earlier, fingerprint)
    return earlier


_HASHES = TypeAdapter(dict[str, str])


def parent_of(path: str) -> str:
    """The folder of a path within the output."""
    return PurePosixPath(path).parent.as_posix()


def hash_of(path: Path) -> str | None:
    """The hash of a file; None if it cannot be read."""
    try:
        with path.open("rb") as content:
            return hashlib.file_digest(content, "sha256").hexdigest()
    except OSError:
        return None


def _read_run_file(earlier: Earlier, fingerprint: str) -> None:
    try:
        content = json.loads((earlier.folder / RUN).read_bytes())
        entries = [entry_from(entry) for entry in (*content["inputs"], *content.get("gone", ()))]
        sealed = {str(path): str(sha256) for path, sha256 in content["sealed"].items()}
        formats = tuple(str(name) for name in content["formats"])
        current = content["fingerprint"] == fingerprint
    except (OSError, ValueError, KeyError, TypeError, AttributeError, ValidationError):
        return
    for entry in entries:
        _learn(earlier, entry, current=current)
    earlier.sealed, earlier.formats = sealed, formats


def _read_journal(earlier: Earlier, fingerprint: str) -> None:
    current = False
    for line in read_journal(earlier.folder):
        if "fingerprint" in line:
            current = line["fingerprint"] == fingerprint
        elif "sealed" in line:
            with suppress(ValidationError):
                earlier.sealed = _HASHES.validate_python(line["sealed"])
                earlier.waiting.clear()
        else:
            with suppress(ValidationError):
                key = _learn(earlier, entry_from(line), current=current)
                if key and line["state"] == CONVERTED:
                    earlier.waiting.add(key)


def _learn(earlier: Earlier, entry: Entry, *, current: bool) -> Key | None:
    if not entry.sha256 or not (entry.output or entry.is_final):
        return None
    key = (entry.file, entry.sha256)
    earlier.entries[key] = entry
    (earlier.current.add if current and entry.is_final else earlier.current.discard)(key)
    return key
