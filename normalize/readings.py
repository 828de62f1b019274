"""Cells of one field in, a `Reading` out: raw, value, state and places travel together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import lru_cache

from normalize.dashes import is_dash
from normalize.ids import printed_id
from normalize.joints import Part, join_parts, join_raw
from normalize.lexicon import find_word
from normalize.unicode_forms import nfc
from normalize.values import Kind, parse
from schemas.document import PLAIN, Sight
from schemas.finding import Code, Finding, Severity, report_finding
from schemas.reading import Parsable, Parsed, Place, Reading, State, Value

DISPLACED = 0.8
"""Confidence of a target beside a lost cell, while it is not proved which of them was lost.

Judged, not measured. The last one possible is taken to be the lost one, as in the one case seen."""

HEAVIEST = 100
"""No weight is above the 100 points of the whole agreement (guideline 2021-22, p. 10)."""

DOUBTS = {"digits-mixed", "letter-for-digit"}
NEARLY_SURE = 0.9
"""From here on a reading needs no look: a word behind a date, a number in words."""

BLANK = Reading(raw=None, state=State.BLANK)
LOST = Reading(raw=None, state=State.LOST)


def places_of(parts: Sequence[Part]) -> tuple[Place, ...]:
    """Where the parts stand, each with what joins it to the one before."""
    if len(parts) == 1:
        return (parts[0].cell.at,)
    return tuple(
        replace(part.cell.at, join=part.joint.join)
        if part.joint and part.joint.join
        else part.cell.at
        for part in parts
    )


def _texts_of(parts: Sequence[Part]) -> tuple[str, str]:
    """What the parts say, and what the source holds for it."""
    if len(parts) == 1:
        cell = parts[0].cell
        return cell.text, cell.raw
    return join_parts(parts), join_raw(parts)


def said_in(reading: Reading, parts: Sequence[Part]) -> str | None:
    """The text of a remark as its facts count it: raw, or its value where raw is legacy codes."""
    if any(part.cell.layout.codes is not None for part in parts):
        return reading.value if isinstance(reading.value, str) else None
    return reading.raw


def sight_of(parts: Sequence[Part]) -> Sight | None:
    """How sure the parts are together; None where all of them were typed."""
    if len(parts) == 1 and parts[0].cell.layout is PLAIN:
        return None
    sights = [part.cell.layout.sight for part in parts]
    known = [sight for sight in sights if sight is not None]
    if not known:
        return None
    return Sight(
        min(sight.confidence for sight in known),
        tuple(dispute for sight in known for dispute in sight.disputes),
        undecided=any(sight.undecided for sight in known),
        lost=all(sight.lost for sight in known),
    )


def as_seen(reading: Reading, parts: Sequence[Part], kinds: tuple[Kind, ...] = ()) -> Reading:
    """A reading with what is known of how sure its picture was read.

    Args:
        reading: what the text says.
        parts: the pieces of the cell.
        kinds: as what another reader's text is to be understood; as text if there is none.
    """
    sight = sight_of(parts)
    if sight is None:
        return reading
    changed: dict[str, object] = {"confidence": min(reading.confidence, sight.confidence)}
    if sight.lost:
        return reading.model_copy(update={**changed, "state": State.LOST, "value": None})
    if kinds and sight.disputes:
        others = [_parse_as(other, kinds) for _, other in sight.disputes]
        values = [value for _, value, _ in others if value is not None]
        known = [] if reading.value is None else [reading.value]
        changed["candidates"] = tuple(dict.fromkeys([*known, *reading.candidates, *values]))
    if sight.undecided and reading.state is not State.BLANK:
        changed |= {"state": State.INVALID, "value": None}
    return reading.model_copy(update=changed)


def text_reading(
    parts: Sequence[Part], *, absent: Reading = BLANK, bare: State = State.BLANK
) -> Reading:
    """Text in NFC, without the id that it begins with and without outer blanks.

    Args:
        parts: the pieces of the cell.
        absent: what to return where there is no cell.
        bare: the state of a cell that holds an id and nothing else.
    """
    if not parts:
        return absent
    text, raw = _texts_of(parts)
    if is_dash(text):
        return as_seen(Reading(raw=raw, state=State.NONE, at=places_of(parts)), parts)
    printed = printed_id(text)
    value = nfc(text[printed.end :] if printed else text).strip()
    if not value:
        return Reading(raw=raw, state=bare, at=places_of(parts))
    return as_seen(Reading(raw=raw, state=State.VALUE, value=value, at=places_of(parts)), parts)


def prose_reading(parts: Sequence[Part], *, absent: Reading = BLANK) -> Reading:
    """Text in NFC as it stands: a remark may well begin with something like an id."""
    if not parts:
        return absent
    text, raw = _texts_of(parts)
    if is_dash(text):
        return as_seen(Reading(raw=raw, state=State.NONE, at=places_of(parts)), parts)
    value = nfc(text).strip()
    state = State.VALUE if value else State.BLANK
    return as_seen(Reading(raw=raw, state=state, value=value or None, at=places_of(parts)), parts)


def unit_reading(parts: Sequence[Part], *, absent: Reading = BLANK) -> Reading:
    """One of date, count, percent, amount, text; an unknown unit is invalid, never a default."""
    reading = text_reading(parts, absent=absent)
    if reading.state is not State.VALUE or reading.raw is None:
        return reading
    unit = find_word("units", "unit", join_parts(parts))
    if unit is None:
        return as_seen(Reading(raw=reading.raw, state=State.INVALID, at=reading.at), parts)
    return as_seen(Reading(raw=reading.raw, state=State.VALUE, value=unit, at=reading.at), parts)


def typed_reading(
    parts: Sequence[Part], kinds: tuple[Kind, ...], *, absent: Reading = BLANK
) -> tuple[Reading, Parsed | None]:
    """A number, a percent or a date: the first kind that takes the text decides.

    Args:
        parts: the pieces of the cell.
        kinds: kinds of `normalize.values.parse`, the likeliest first.
        absent: what to return where there is no cell.
    """
    if not parts:
        return absent, None
    text, raw = _texts_of(parts)
    parsed, value, candidates = _parse_as(text, kinds)
    reading = Reading(
        raw=raw,
        state=parsed.state,
        value=value,
        candidates=candidates,
        confidence=parsed.confidence,
        at=places_of(parts),
    )
    return as_seen(reading, parts, kinds), parsed


def weight_reading(
    parts: Sequence[Part], *, absent: Reading = BLANK
) -> tuple[Reading, Parsed | None]:
    """A weight; a number that no form can print is invalid, and its own candidate."""
    reading, parsed = typed_reading(parts, ("number",), absent=absent)
    value = reading.value
    if isinstance(value, int | Decimal) and not 0 <= value <= HEAVIEST:
        odd = {"state": State.INVALID, "value": None, "candidates": (value,)}
        return reading.model_copy(update=odd), None
    return reading, parsed


@lru_cache(maxsize=4096)
def _parse_as(raw: str, kinds: tuple[Kind, ...]) -> tuple[Parsed, Value | None, tuple[Value, ...]]:
    """What the first kind says that takes the text, else what the first of all says."""
    tries = [parse(raw, kinds[0])]
    while tries[-1].state is State.INVALID and len(tries) < len(kinds):
        tries.append(parse(raw, kinds[len(tries)]))
    parsed = tries[0] if tries[-1].state is State.INVALID else tries[-1]
    value = as_value(parsed.value) if parsed.state is State.VALUE else None
    candidates = (as_value(item) for item in parsed.candidates)
    return parsed, value, tuple(item for item in candidates if item is not None)


def target_kinds(unit: Reading) -> tuple[Kind, ...]:
    """What a target under a unit may be. A date stays a date under a unit that counts.

    The official form of 2021-22 prints dates under the unit for counts (guideline p. 73, 2.2.5):
    the date is read, and the contradiction is a finding.
    """
    match unit.value:
        case "date":
            return ("date",)
        case "percent":
            return ("percent", "date")
        case "count":
            return ("count", "percent", "date")
        case "amount":
            return ("amount", "percent", "date")
        case "text":
            return ("date", "percent", "number", "text")
        case _:
            return ("date", "percent", "number")


def as_value(value: Parsable | None) -> Value | None:
    """A parsed value as it stands in a reading; a stretch of days becomes `start/end`."""
    if value is None or isinstance(value, int | Decimal | date | str):
        return value
    if isinstance(value, tuple):
        return ", ".join(str(item) for item in value)
    return f"{value.start.isoformat()}/{value.end.isoformat()}"


def doubts(reading: Reading, parsed: Parsed | None, ref: str) -> list[Finding]:
    """What was repaired in order to read a value."""
    if parsed is None or not parsed.flags or parsed.state is not State.VALUE:
        return []
    mixed = DOUBTS & set(parsed.flags)
    sure = not mixed and parsed.confidence >= NEARLY_SURE
    return [
        report_finding(
            Code.DIGITS_MIXED if mixed else Code.LOW_CONFIDENCE,
            ref,
            severity=Severity.INFO if sure else None,
            at=reading.at,
            candidates=reading.candidates,
            evidence={"raw": reading.raw, "flags": list(parsed.flags), "rule": parsed.rule},
            raw=reading.raw,
            confidence=reading.confidence,
        )
    ]
