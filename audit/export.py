"""The trail as text that a person can read and cite."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from audit.entries import Entry, digest
from audit.shown import shown

RULE = "-" * 72
LINE_END = "\N{SYMBOL FOR NEWLINE}"


def as_text(entries: Iterable[Entry]) -> str:
    """All entries in order; each can be cited by its number and the first signs of its hash."""
    return "".join(f"{line}\n" for line in _lines(entries))


def _lines(entries: Iterable[Entry]) -> Iterator[str]:
    yield "Ogrogoti: trail of decisions. Each hash covers the entry and the hash before it."
    for entry in entries:
        yield RULE
        yield f"Entry {entry.n}   {entry.when}   {entry.kind}   by {_flat(entry.by)}"
        yield f"  report   {entry.report_id}"
        yield f"  source   {_flat(entry.source_file)}"
        yield f"  sha256   {entry.source_sha256}"
        yield f"  value    {_flat(entry.key)}{_places(entry)}"
        if entry.codes:
            yield f"  findings {', '.join(entry.codes)}"
        yield f"  read     {_quoted(entry.old_raw)} ({entry.old_state}: {_said(entry.old_value)})"
        if entry.kind == "correct":
            yield f"  now      {_quoted(entry.text)} ({entry.new_state}: {_said(entry.new_value)})"
        yield f"  why      {_quoted(entry.why)}"
        yield f"  before   {entry.previous}"
        yield f"  hash     {digest(entry.content())}"
    yield RULE


def _places(entry: Entry) -> str:
    spots = (f"page {at.page}, line {at.line}, column {at.column}" for at in entry.places)
    where = "; ".join(spots)
    return f" ({where})" if where else ""


def _quoted(text: str | None) -> str:
    return "nothing" if text is None else '"' + shown(text).replace("\n", "\n           ") + '"'


def _flat(text: str) -> str:
    """A name on one line: none of its signs can begin what looks like another entry."""
    return shown(text).replace("\n", LINE_END)


def _said(value: str | None) -> str:
    return "no value" if value is None else _flat(value)
