"""One decision: checked against what is published and what others decided, then an entry."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from audit import lists
from audit.entries import Conflict, Entry, Kind, Spot
from audit.published import written
from audit.shown import shown
from audit.site import Site
from schemas.reading import Reading, State

LONGEST_TEXT = 20_000
LONGEST_NAME = 120
LONGEST_REASON = 2_000

NO_READING = "none"
"""The state of a finding that is about no reading."""


Shape = TypeVar("Shape", bound=BaseModel)


class Asked(BaseModel):
    """What the page sends."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    key: str = Field(max_length=500)
    kind: Kind
    text: str | None = Field(default=None, max_length=LONGEST_TEXT)
    why: str = Field(default="", max_length=LONGEST_REASON)
    by: str = Field(min_length=1, max_length=LONGEST_NAME)


class Tried(BaseModel):
    """A text that is not decided yet."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    key: str = Field(max_length=500)
    text: str = Field(max_length=LONGEST_TEXT)


class Declined(Exception):
    """A decision that cannot be taken, with the HTTP status and a word for the page."""

    def __init__(
        self, status: int, word: str, **details: int | str | Mapping[str, str | None] | None
    ) -> None:
        """Keep what the answer says."""
        super().__init__(word)
        self.status = status
        self.word = word
        self.details = details


@dataclass(frozen=True, slots=True)
class Subject:
    """What a decision is about, as it is published and decided now."""

    row: sqlite3.Row
    key: str
    value: sqlite3.Row | None
    item: sqlite3.Row | None
    """What a finding says that is about no reading."""
    codes: tuple[str, ...]
    latest: Entry | None

    @property
    def etag(self) -> str:
        """Changes with the source, with what was read in it, and with every decision about it."""
        return etag(self.row, self.key, self.value, self.latest)


def etag(row: sqlite3.Row, key: str, value: sqlite3.Row | None, latest: Entry | None) -> str:
    """The version of one value: of its source, its reading and its last decision."""
    read = [value["raw"], value["state"], value["value"]] if value else None
    content = json.dumps([row["source_sha256"], key, read])
    count = latest.n if latest else 0
    return f'"{hashlib.sha256(content.encode()).hexdigest()[:16]}-{count}"'


def subject_of(site: Site, index: sqlite3.Connection, row: sqlite3.Row, key: str) -> Subject:
    """What is known about a key.

    Raises:
        Declined: 404, the report has no such value and no such finding.
    """
    value = lists.value(index, row["report"], key)
    codes = index.execute(
        "SELECT DISTINCT code FROM item WHERE report = ? AND key = ? AND code <> '' ORDER BY 1",
        (row["report"], key),
    ).fetchall()
    if value is None and not codes:
        raise Declined(404, "no-such-value")
    latest = site.trail.latest(row["source_sha256"], key)
    item = None if value else lists.item(index, row["report"], key)
    return Subject(row, key, value, item, tuple(code for (code,) in codes), latest)


def read_body(content: bytes, shape: type[Shape]) -> Shape:
    """The body of a request.

    Raises:
        Declined: 400 or 422.
    """
    try:
        asked = shape.model_validate_json(content)
    except ValidationError as error:
        raise Declined(422, "not-understood") from error
    for text in asked.model_dump().values():
        if isinstance(text, str) and "\x00" in text:
            raise Declined(422, "not-understood")
    return asked


def decide(
    site: Site, index: sqlite3.Connection, row: sqlite3.Row, asked: Asked, if_match: str | None
) -> Entry:
    """Add one decision to the trail.

    Raises:
        Declined: 404, 409 (the kind does not suit), 412 (somebody was first), 422, 428.
    """
    subject = subject_of(site, index, row, asked.key)
    if if_match is None:
        raise Declined(428, "version-missing")
    if if_match != subject.etag:
        raise _overtaken(subject, asked)
    _check(asked, subject)
    new = _reading(site, row, asked) if asked.kind == "correct" else None
    try:
        return site.trail.append(
            _entry(site, subject, asked, new), subject.latest.n if subject.latest else 0
        )
    except Conflict:
        later = subject_of(site, index, row, asked.key)
        raise _overtaken(later, asked) from None


def _check(asked: Asked, subject: Subject) -> None:
    if not asked.by.strip():
        raise Declined(422, "name-missing")
    if asked.kind == "withdraw" and (subject.latest is None or subject.latest.kind == "withdraw"):
        raise Declined(409, "nothing-to-withdraw")
    if asked.kind == "correct" and (subject.value is None or asked.text is None):
        raise Declined(409, "no-reading")
    if asked.kind in ("correct", "reject") and not asked.why.strip():
        raise Declined(422, "reason-missing")


def _reading(site: Site, row: sqlite3.Row, asked: Asked) -> Reading:
    """What the corrected text means; a text that means nothing in its column is declined."""
    try:
        new = site.insight.reread(site.report(row), asked.key, asked.text or "")
    except KeyError as error:
        raise Declined(404, "no-such-value") from error
    if new.state is State.INVALID:
        raise Declined(422, "not-a-value")
    return new


def _overtaken(subject: Subject, asked: Asked) -> Declined:
    """412 with both values: the one that stands now, and the one that was sent."""
    latest, value = subject.latest, subject.value
    stands = {
        "kind": latest.kind if latest else None,
        "by": shown(latest.by) if latest else None,
        "when": latest.when if latest else None,
        "text": shown(latest.text) if latest and latest.text is not None else None,
        "raw": shown(value["raw"]) if value else None,
        "value": shown(value["value"]) if value else None,
    }
    sent = {"kind": asked.kind, "by": shown(asked.by), "text": shown(asked.text)}
    return Declined(412, "overtaken", stands=stands, sent=sent, etag=subject.etag)


def _entry(site: Site, subject: Subject, asked: Asked, new: Reading | None) -> Entry:
    row, value = subject.row, subject.value
    standing = value or subject.item
    spots = (
        Spot(page, line, column, _box(bbox))
        for page, line, column, bbox in (lists.places(standing) if standing else ())
    )
    return Entry(
        kind=asked.kind,
        report_id=row["report_id"],
        source_file=row["source_file"],
        source_sha256=row["source_sha256"],
        key=asked.key,
        codes=subject.codes,
        places=tuple(spots),
        old_raw=value["raw"] if value else None,
        old_state=value["state"] if value else NO_READING,
        old_value=value["value"] if value else None,
        text=asked.text if asked.kind == "correct" else None,
        new_state=new.state.value if new else None,
        new_value=written(new) if new else None,
        by=asked.by.strip(),
        why=asked.why.strip(),
        program=site.insight.version,
    )


def _box(bbox: list[float] | None) -> tuple[float, float, float, float] | None:
    return (float(bbox[0]), float(bbox[1]), float(bbox[2]), float(bbox[3])) if bbox else None


def trial(site: Site, row: sqlite3.Row, tried: Tried) -> tuple[Reading, Entry]:
    """What a text would mean, and the decision that it would be.

    Raises:
        Declined: 404.
    """
    try:
        new = site.insight.reread(site.report(row), tried.key, tried.text)
    except KeyError as error:
        raise Declined(404, "no-such-value") from error
    kind: Literal["correct", "reject"] = "reject" if new.state is State.INVALID else "correct"
    with site.index() as index:
        value = lists.value(index, row["report"], tried.key)
    return new, Entry(
        kind=kind,
        report_id=row["report_id"],
        source_file="",
        source_sha256=row["source_sha256"],
        key=tried.key,
        codes=(),
        places=(),
        old_raw=value["raw"] if value else None,
        old_state="",
        old_value=None,
        text=tried.text,
        new_state=None,
        new_value=None,
        by="",
        why="",
    )
