"""run.json: what became of each input, and what a later run need not do again."""

from __future__ import annotations

import hashlib
import json
import platform
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from functools import cache
from importlib.metadata import version
from pathlib import Path
from time import monotonic
from typing import Literal, TextIO

from pydantic import JsonValue, TypeAdapter, ValidationError

from schemas.errors import InputError

RUN = "run.json"
SCHEMA_VERSION = "1"
PACKAGES = ("bangla", "pydantic", "rapidfuzz", "jsonschema-rs")
"""Packages whose version may change an output."""

ROOMS = ("checks", "extract", "load", "normalize", "schemas")
"""Rooms whose code or data may change an output."""

CONVERTED, UNCHANGED = "converted", "unchanged"


@dataclass(frozen=True, slots=True)
class Entry:
    """One input and its one state."""

    file: str
    state: str
    """converted, unchanged, rejected:<CODE> or failed:<CODE>."""
    sha256: str | None = None
    reason: str | None = None
    remedy: str | None = None
    report_id: str | None = None
    output: str | None = None
    """Path of the report within the output folder."""
    output_sha256: str | None = None
    findings: dict[str, int] = field(default_factory=dict[str, int])
    """How many, by severity."""
    seconds: float | None = None


_ENTRY = TypeAdapter(Entry)


@dataclass(frozen=True, slots=True)
class Earlier:
    """What the run before this one left."""

    fingerprint: str
    entries: dict[tuple[str, str], Entry]
    """Converted inputs by name and hash."""

    def find(self, fingerprint: str, name: str, sha256: str, folder: Path) -> Entry | None:
        """The entry of an input that need not be done again; its output is as it was left."""
        entry = self.entries.get((name, sha256)) if fingerprint == self.fingerprint else None
        if entry is None or entry.output is None:
            return None
        try:
            content = (folder / entry.output).read_bytes()
        except OSError:
            return None
        return entry if hashlib.sha256(content).hexdigest() == entry.output_sha256 else None


def read_earlier(folder: Path) -> Earlier:
    """The run file of a folder; a missing or broken one is as if nothing had been done."""
    try:
        content = json.loads((folder / RUN).read_bytes())
        entries = [_ENTRY.validate_python(entry) for entry in content["inputs"]]
        return Earlier(
            str(content["fingerprint"]),
            {
                (entry.file, entry.sha256): entry
                for entry in entries
                if entry.sha256 and entry.state in (CONVERTED, UNCHANGED)
            },
        )
    except (OSError, ValueError, KeyError, TypeError, ValidationError):
        return Earlier("", {})


@cache
def program_hash(root: Path) -> str:
    """A hash over the program's code and data: a new version does all inputs again."""
    digest = hashlib.sha256()
    for room in ROOMS:
        for path in sorted((root / room).rglob("*.*")):
            if path.suffix in (".py", ".csv", ".toml", ".json"):
                digest.update(path.relative_to(root).as_posix().encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()


def fingerprint(root: Path, settings: Mapping[str, JsonValue]) -> str:
    """What, besides an input's bytes, decides its output."""
    chosen = json.dumps(dict(settings), sort_keys=True).encode()
    versions = " ".join(f"{name}=={version(name)}" for name in PACKAGES)
    return hashlib.sha256(program_hash(root).encode() + chosen + versions.encode()).hexdigest()


class RunFile:
    """Writes run.json entry by entry, so that memory does not grow with the archive."""

    def __init__(self, out: TextIO, fingerprint: str, settings: Mapping[str, JsonValue]) -> None:
        """Begin the file."""
        self._out = out
        self._start = monotonic()
        self.states: Counter[str] = Counter()
        self.findings: Counter[str] = Counter()
        self._slowest: tuple[float, str] = (0.0, "")
        head = {
            "schema_version": SCHEMA_VERSION,
            "started": _now(),
            "fingerprint": fingerprint,
            "settings": dict(settings),
            "versions": {
                "ogrogoti": version("ogrogoti"),
                "python": platform.python_version(),
                **{name: version(name) for name in PACKAGES},
            },
        }
        self._out.write(json.dumps(head, ensure_ascii=False, indent=1)[:-2] + ',\n "inputs": [')

    def add(self, entry: Entry) -> None:
        """Write one entry."""
        separator = ",\n" if self.states else "\n"
        self._out.write(f"{separator}  {json.dumps(asdict(entry), ensure_ascii=False)}")
        self.states[entry.state] += 1
        self.findings.update(entry.findings)
        self._slowest = max(self._slowest, (entry.seconds or 0.0, entry.file))

    def finish(self, ended: Literal["finished", "interrupted"], kept: Iterator[str]) -> None:
        """Write the sums.

        Args:
            ended: how the run ended.
            kept: reports in the folder that no input of this run gave.
        """
        tail: dict[str, JsonValue] = {
            "kept": [*kept],
            "ended": ended,
            "finished": _now(),
            "seconds": round(monotonic() - self._start, 3),
            "counts": {"inputs": self.states.total(), **dict(sorted(self.states.items()))},
            "findings": dict(sorted(self.findings.items())),
            "slowest": {"file": self._slowest[1], "seconds": round(self._slowest[0], 3)},
        }
        self._out.write("\n ],\n" + json.dumps(tail, ensure_ascii=False, indent=1)[2:] + "\n")


def refused(name: str, sha256: str | None, trouble: InputError) -> Entry:
    """The entry of an input that was not converted."""
    return Entry(
        file=name,
        state=f"{trouble.outcome}:{trouble.code}",
        sha256=sha256,
        reason=trouble.reason,
        remedy=trouble.remedy,
    )


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
