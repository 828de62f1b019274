"""run.json: what became of each input, and what a later run need not do again."""

from __future__ import annotations

import hashlib
import json
import os
import platform
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from importlib.metadata import version
from pathlib import Path
from time import monotonic
from typing import Literal, TextIO

from pydantic import JsonValue

from batch.entry import Entry, entry_json
from batch.tally import Tally

SCHEMA_VERSION = "1"
PACKAGES = (
    "bangla",
    "fonttools",
    "jsonschema-rs",
    "lxml",
    "onnxruntime",
    "opencv-python-headless",
    "playa-pdf",
    "pydantic",
    "pypdfium2",
    "pytesseract",
    "rapidfuzz",
    "regex",
)
"""Packages whose version may change an output."""

PROGRAM = ("checks", "conversion.py", "extract", "load", "normalize", "ogrogoti.py", "schemas")
"""Rooms and modules whose code or data may change an output."""

SUFFIXES = (".py", ".csv", ".toml", ".json", ".npz", ".onnx", ".traineddata")

Ended = Literal["finished", "interrupted"]


@cache
def program_hash(root: Path) -> str:
    """A hash over the program's code and data: a new version does all inputs again."""
    digest = hashlib.sha256()
    for name in PROGRAM:
        for path in sorted([root / name, *(root / name).rglob("*.*")]):
            if path.suffix in SUFFIXES:
                digest.update(path.relative_to(root).as_posix().encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()


@cache
def versions() -> dict[str, str]:
    """Of the packages."""
    return {name: version(name) for name in PACKAGES}


def fingerprint(root: Path, settings: Mapping[str, JsonValue]) -> str:
    """What, besides an input's bytes, decides its output."""
    chosen = json.dumps(dict(settings), sort_keys=True).encode()
    packages = json.dumps(versions(), sort_keys=True).encode()
    return hashlib.sha256(program_hash(root).encode() + chosen + packages).hexdigest()


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


@dataclass(frozen=True, slots=True)
class Head:
    """What is known when a run begins."""

    fingerprint: str
    settings: dict[str, JsonValue]
    started: str = field(default_factory=_now)


@dataclass(frozen=True, slots=True)
class End:
    """What is known when a run ends."""

    ended: Ended
    gone: Sequence[Entry]
    """Reports of earlier runs that stay although no input gives them now."""
    kept: Sequence[str]
    """Reports in the folder that no input of this run gave."""
    sealed: Mapping[str, str]
    """The tables and their hashes."""
    formats: Sequence[str]
    """Further formats in which the tables were written."""


def write_run_file(path: Path, head: Head, lines: Iterable[str], tally: Tally, end: End) -> None:
    """Write the whole file with flat memory, or leave the one that is there.

    Args:
        path: where to.
        head: what was known at the start.
        lines: the entry of each input as JSON, in the order of the inputs.
        tally: what came of them.
        end: what is known at the end.

    Raises:
        OSError: it cannot be written.
    """
    temporary = path.with_name(f".{path.name}.part")
    try:
        with temporary.open("w", encoding="utf-8") as out:
            _write(out, head, lines, tally, end)
            out.flush()
            os.fsync(out.fileno())
        temporary.replace(path)
        folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
    finally:
        temporary.unlink(missing_ok=True)


def _write(out: TextIO, head: Head, lines: Iterable[str], tally: Tally, end: End) -> None:
    out.write(_head_json(head)[:-2] + ',\n "inputs": [')
    separator = "\n  "
    for line in lines:
        out.write(separator + line)
        separator = ",\n  "
    tail: dict[str, JsonValue] = {
        "gone": [json.loads(entry_json(entry)) for entry in end.gone],
        "kept": [*end.kept],
        "sealed": dict(sorted(end.sealed.items())),
        "formats": [*end.formats],
        "ended": end.ended,
        "finished": _now(),
        "seconds": round(monotonic() - tally.start, 3),
        "counts": {"inputs": tally.n_done, **dict(sorted(tally.states.items()))},
        "findings": dict(sorted(tally.findings.items())),
        "slowest": {"file": tally.slowest[1], "seconds": round(tally.slowest[0], 3)},
    }
    out.write("\n ],\n" + json.dumps(tail, ensure_ascii=False, indent=1)[2:] + "\n")


def _head_json(head: Head) -> str:
    return json.dumps(
        {
            "schema_version": SCHEMA_VERSION,
            "started": head.started,
            "fingerprint": head.fingerprint,
            "settings": head.settings,
            "versions": {
                "ogrogoti": version("ogrogoti"),
                "python": platform.python_version(),
                **versions(),
            },
        },
        ensure_ascii=False,
        indent=1,
    )
