"""The shapes of plug-in modules: a new format, check or output is one file with one of these."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Protocol, runtime_checkable

from schemas.archive import Archive
from schemas.document import Document, Ledger, SourceFile
from schemas.finding import Code, Finding
from schemas.report import Report
from schemas.table import Field, Scalar


class Ocr(StrEnum):
    """When pictures of pages are read."""

    AUTO = "auto"
    """Where a page has no text that can be used."""
    NEVER = "never"
    ALWAYS = "always"
    """Also where a page has a text layer."""


def _silent() -> None:
    """Nobody waits for a page."""


@dataclass(frozen=True, slots=True)
class Looking:
    """How pages are to be looked at."""

    ocr: Ocr = Ocr.AUTO
    page_done: Callable[[], None] = _silent
    """Called after each page: who waits then knows that the work goes on."""


@runtime_checkable
class Reader(Protocol):
    """A module of `extract/` that reads one format."""

    NAME: str

    def sniff(self, name: str, head: bytes) -> int:
        """Bid from 0 (cannot read it) to 100 (surely mine), from a name and the first bytes."""
        ...

    def read(self, source: SourceFile, content: bytes) -> Document:
        """Read the whole file. Raises InputRejected or InputFailed."""
        ...


@runtime_checkable
class LookingReader(Protocol):
    """A reader that also reads pictures of pages."""

    def look(self, source: SourceFile, content: bytes, looking: Looking) -> Document:
        """Read the whole file. Raises InputRejected or InputFailed."""
        ...


@runtime_checkable
class Check(Protocol):
    """A module of `checks/` that looks at one report."""

    CODES: tuple[Code, ...]

    def check(self, report: Report) -> Iterable[Finding]:
        """Yield what a person must be told about the report."""
        ...


@runtime_checkable
class ArchiveCheck(Protocol):
    """A module of `checks/` that looks at many reports together."""

    ARCHIVE_CODES: tuple[Code, ...]

    def check_archive(self, archive: Archive) -> Iterable[tuple[str, Finding]]:
        """Yield what a person must be told, each with the `report_id` that it is about."""
        ...


@runtime_checkable
class Table(Protocol):
    """A module of `load/` that lays reports out as rows; one CSV per quarter comes of it."""

    NAME: str
    FIELDS: tuple[Field, ...]

    def rows(self, report: Report, ledger: Ledger) -> Iterable[tuple[Scalar, ...]]:
        """Yield the rows of one report, in the order of FIELDS; the first field is `report_id`."""
        ...


@runtime_checkable
class Format(Protocol):
    """A module of `load/` that writes the finished tables of a quarter in another file format."""

    FORMAT: str

    def write(self, tables: Mapping[str, Path], folder: Path) -> tuple[Path, ...]:
        """Write from the CSV of each table into the folder; the files that were written."""
        ...
