"""The Frictionless descriptor of an output folder: every table with schema, size and hash."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from pathlib import Path

from pydantic import JsonValue

from load.archive_findings import ARCHIVE_FIELDS, ARCHIVE_FILE
from load.atomic import replace_file
from load.published import table_schema
from load.rows import tables
from schemas.table import Field

FILE = "datapackage.json"


def describe(out: Path, hashes: Mapping[Path, str] | None = None) -> bytes:
    """The content of datapackage.json for the tables that an output folder holds now.

    Args:
        out: the folder.
        hashes: of tables that were written just now, to spare reading them again.
    """
    known = hashes or {}
    resources: list[JsonValue] = [
        _resource(out, path, tables()[path.stem].FIELDS, known.get(path))
        for path in find_tables(out)
    ]
    archive = out / ARCHIVE_FILE
    if archive.is_file():
        resources.append(_resource(out, archive, ARCHIVE_FIELDS, None))
    descriptor: JsonValue = {
        "profile": "tabular-data-package",
        "name": "ogrogoti",
        "title": "Progress reports",
        "resources": resources,
    }
    return json.dumps(descriptor, indent=1, ensure_ascii=False).encode() + b"\n"


def write_datapackage(out: Path, hashes: Mapping[Path, str] | None = None) -> Path:
    """Write datapackage.json, unless it says the same already; `hashes` as in `describe`.

    Raises:
        OutputUnusable: it cannot be written.
    """
    path, content = out / FILE, describe(out, hashes)
    if not path.is_file() or path.read_bytes() != content:
        with replace_file(path) as handle:
            handle.write(content)
    return path


def find_tables(out: Path) -> tuple[Path, ...]:
    """The CSV files of the quarters, sorted; hidden folders are not looked into."""
    names = {f"{name}.csv" for name in tables()}
    return tuple(
        sorted(
            path
            for folder, _, files in os.walk(out)
            for path in (Path(folder, name) for name in names.intersection(files))
            if not is_hidden(path.relative_to(out))
        )
    )


def is_hidden(path: Path) -> bool:
    """Whether a path within the output leads through a hidden folder or names a hidden file."""
    return any(part.startswith(".") for part in path.parts)


def _resource(
    out: Path, path: Path, fields: tuple[Field, ...], digest: str | None
) -> dict[str, JsonValue]:
    place = path.relative_to(out)
    if digest is None:
        with path.open("rb") as content:
            digest = hashlib.file_digest(content, "sha256").hexdigest()
    return {
        "profile": "tabular-data-resource",
        "name": "-".join(place.with_suffix("").parts).lower(),
        "path": place.as_posix(),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"lineTerminator": "\r\n", "doubleQuote": True},
        "bytes": path.stat().st_size,
        "hash": f"sha256:{digest}",
        "schema": table_schema(fields),
    }
