"""A report as JSON, proved against the published schema before it is moved into place."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

from pydantic import TypeAdapter
from pydantic_core import PydanticSerializationError, from_json

import schemas
from load.invalid import OutputInvalid
from schemas.report import Report

PUBLISHED = Path(schemas.__file__).with_name("json")
"""The folder of the published schemas; load/published.py writes it from the types."""

_REPORT = TypeAdapter(Report)

UNPLACED = "unplaced"
"""The folder of reports whose year or quarter is not stated: they are never guessed."""


def dump(report: Report) -> bytes:
    """The report as UTF-8 JSON, fields in the order of the model.

    Raises:
        OutputInvalid: a text is no valid Unicode.
    """
    try:
        content = _REPORT.dump_json(report, indent=1) + b"\n"
    except (PydanticSerializationError, UnicodeEncodeError) as error:
        raise OutputInvalid("/", str(error)) from error
    return content


def output_path(report: Report) -> str:
    """Where the report belongs within the output folder, with `/` between the parts."""
    year, quarter = report.fiscal_year.label, report.period.quarter
    folder = f"{year}/Q{quarter}" if year and quarter else UNPLACED
    return f"{folder}/{report.report_id}.json"


def parse(content: bytes) -> Report:
    """The report that a JSON file holds.

    Raises:
        pydantic.ValidationError: it is no report, with every fault and its place.
    """
    return Report.model_validate_json(content)


def validate(content: bytes) -> None:
    """Prove a JSON file against the published JSON Schema.

    Raises:
        OutputInvalid: with the place of the first fault as a JSON pointer.
    """
    try:
        document = from_json(content, allow_inf_nan=False)
    except ValueError as error:
        raise OutputInvalid("/", str(error)) from error
    fault = _prover()(document)
    if fault is not None:
        raise OutputInvalid(*fault)


@cache
def _prover() -> Callable[[object], tuple[str, str] | None]:
    # takes 29 ms of CPU to import, which --help should not pay
    import jsonschema_rs

    schema = from_json((PUBLISHED / "report.schema.json").read_bytes())
    validator = jsonschema_rs.validator_for(schema, validate_formats=True)

    def prove(document: object) -> tuple[str, str] | None:
        if validator.is_valid(document):
            return None
        error = next(iter(validator.iter_errors(document)))
        return _pointer(error.instance_path), error.message

    return prove


def _pointer(path: list[str | int] | tuple[str | int, ...]) -> str:
    return "/" + "/".join(str(step) for step in path)
