"""What every page works with: the folder, its index, its trail, its originals."""

from __future__ import annotations

import sqlite3
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from audit.decided import as_correction
from audit.entries import Entry
from audit.index import reading, refresh
from audit.insight import Insight
from audit.originals import Originals
from audit.trail import Trail, standing
from schemas.report import Arithmetic, Report


@dataclass(frozen=True, slots=True)
class Site:
    """One converted folder under review."""

    folder: Path
    insight: Insight
    originals: Originals
    trail: Trail
    reviewer: str
    """Who reviews, unless the page says another name."""

    @contextmanager
    def index(self) -> Generator[sqlite3.Connection]:
        """The index of what is published now."""
        refresh(self.folder)
        with reading(self.folder) as connection:
            yield connection

    def report(self, row: sqlite3.Row) -> Report:
        """The published report of a row of the index.

        Raises:
            OSError, pydantic.ValidationError: it is no longer there, or no report any more.
        """
        path = self.folder / row["path"]
        status = path.stat()
        return _parse(path, status.st_mtime_ns, status.st_size)

    def decisions(self, source_sha256: str) -> dict[str, Entry]:
        """The decisions that stand about a source, by key."""
        found = standing(self.trail.entries(source_sha256))
        return {key: entry for (_, key), entry in found.items()}

    def arithmetic(
        self, report: Report, decided: Mapping[str, Entry], trial: Entry | None = None
    ) -> Arithmetic:
        """The sums with all decisions applied, and with one that is only tried."""
        chosen = dict(decided)
        if trial:
            chosen[trial.key] = trial
        corrections = (as_correction(entry) for entry in chosen.values())
        return self.insight.reckon(report, tuple(one for one in corrections if one is not None))


@lru_cache(maxsize=4)
def _parse(path: Path, changed_ns: int, size: int) -> Report:
    """A report, kept while its file is the same."""
    del changed_ns, size
    return Report.model_validate_json(path.read_bytes())
