"""The published contract: the JSON Schema of a report, and the Table Schema of each table.

`python -m load.published` writes them into schemas/json/ from the types.
"""

from __future__ import annotations

import json
from typing import Any

from pydantic import JsonValue

from load.archive_findings import ARCHIVE_FIELDS, ARCHIVE_TABLE
from load.report_json import PUBLISHED
from load.rows import tables
from schemas.reading import State
from schemas.report import Report
from schemas.table import Field

Schema = dict[str, JsonValue]


def published() -> dict[str, Schema]:
    """The schemas by name: `report`, and the name of each table."""
    of_tables = {name: table_schema(table.FIELDS) for name, table in tables().items()}
    of_archive = {ARCHIVE_TABLE: table_schema(ARCHIVE_FIELDS)}
    return {"report": report_schema()} | of_tables | of_archive


def file_name(name: str) -> str:
    """The name of a schema's file in schemas/json/."""
    return "report.schema.json" if name == "report" else f"{name}.table.json"


def report_schema() -> Schema:
    """The JSON Schema of the report, with the rule that only state `value` has a value."""
    schema: dict[str, Any] = Report.model_json_schema(mode="serialization")
    schema["$defs"]["Reading"] |= {
        "if": {"properties": {"state": {"const": State.VALUE}}},
        "else": {"properties": {"value": {"type": "null"}}},
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **schema,
    }


def table_schema(fields: tuple[Field, ...]) -> Schema:
    """The Frictionless Table Schema of a table."""
    return {"fields": [_described(field) for field in fields], "missingValues": [""]}


def _described(field: Field) -> Schema:
    constraints: Schema = {}
    if field.required:
        constraints["required"] = True
    if field.pattern:
        constraints["pattern"] = field.pattern
    if field.enum:
        constraints["enum"] = [str(choice) for choice in field.enum]
    described: Schema = {"name": field.name, "type": field.type, "description": field.description}
    if constraints:
        described["constraints"] = constraints
    return described


def as_file(schema: Schema) -> bytes:
    """A schema as the content of its file."""
    return json.dumps(schema, indent=1, ensure_ascii=False).encode() + b"\n"


if __name__ == "__main__":
    for name, schema in published().items():
        (PUBLISHED / file_name(name)).write_bytes(as_file(schema))
