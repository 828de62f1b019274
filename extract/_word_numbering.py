"""The labels of list paragraphs: they are printed, and stand nowhere in the text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from extract._word_list_numbers import written
from extract._word_names import KIND, VAL, WHOLE, attribute, both, child, children, is_on, number
from extract._word_styles import NOTHING_SAID, RunProperties, read_run
from extract._xml import Element, Stream

ABSTRACT_ID = both("abstractNumId")
NUM_ID = both("numId")
LEVEL = both("ilvl")
FORMAT = both("format")

LEVELS = 9
START_LIMIT = 32_767
"""The most that Word's dialog takes."""
LABEL_LIMIT_CHARS = 64
"""A level's pattern is cut here: no printed label comes near, and a file may hold any length."""
PLACE = re.compile("%([1-9])")
SUFFIXES = {"tab": "\t", "space": " ", "nothing": ""}


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list counts."""

    start: int = 0
    numbers: str = "decimal"
    sample: str = ""
    """The first numbers of a `custom` format, as the file writes them out."""
    pattern: str = ""
    suffix: str = "\t"
    restart: int | None = None
    """Begins anew after this level, from 1; 0 for never, None after any higher one."""
    is_legal: bool = False
    run: RunProperties = NOTHING_SAID
    """How the label looks."""
    style: str | None = None
    """The paragraph style that stands for this level."""


@dataclass(frozen=True, slots=True)
class Override:
    """What a list changes in the pattern that it is based on."""

    level: Level | None
    start: int | None


@dataclass(frozen=True, slots=True)
class Label:
    """What is printed before a paragraph."""

    text: str
    suffix: str
    run: RunProperties
    unknown: str = ""
    """A number format that is not known; it was written with plain digits."""


@dataclass(frozen=True, slots=True)
class Lists:
    """All lists of a document, as they stand in the file."""

    patterns: Mapping[str, Mapping[int, Level]]
    links: Mapping[str, str]
    """Patterns that are defined by a list style, by their id."""
    lists: Mapping[int, tuple[str, Mapping[int, Override]]]


def read_lists(stream: Stream) -> Lists:
    """The numbering part."""
    patterns: dict[str, Mapping[int, Level]] = {}
    links: dict[str, str] = {}
    lists: dict[int, tuple[str, Mapping[int, Override]]] = {}
    for element in stream.children(stream.root):
        stream.complete(element)
        kind = KIND.get(element.tag)
        if kind == "abstractNum":
            pattern_id = attribute(element, ABSTRACT_ID) or ""
            patterns[pattern_id] = dict(_levels(element))
            linked = child(element, "numStyleLink")
            if linked is not None:
                links[pattern_id] = attribute(linked, VAL) or ""
        elif kind == "num":
            list_id, based_on = attribute(element, NUM_ID) or "", child(element, "abstractNumId")
            if WHOLE.fullmatch(list_id) and based_on is not None:
                overrides = dict(_overrides(element))
                lists[int(list_id)] = attribute(based_on, VAL) or "", overrides
    return Lists(patterns, links, lists)


def _levels(element: Element) -> Iterator[tuple[int, Level]]:
    for each in children(element, "lvl"):
        yield _level_number(each), _level(each)


def _level_number(element: Element) -> int:
    text = attribute(element, LEVEL) or ""
    return int(text) if text in ("0", "1", "2", "3", "4", "5", "6", "7", "8") else 0


def _overrides(element: Element) -> Iterator[tuple[int, Override]]:
    for each in children(element, "lvlOverride"):
        level, start = child(each, "lvl"), child(each, "startOverride")
        yield (
            _level_number(each),
            Override(
                _level(level) if level is not None else None,
                number(start, 0, START_LIMIT) if start is not None else None,
            ),
        )


def _level(element: Element) -> Level:
    level = Level()
    for each in element:
        value = attribute(each, VAL) or ""
        kind = KIND.get(each.tag)
        if kind == "rPr":
            level = replace(level, run=read_run(each))
        elif kind == "start":
            level = replace(level, start=number(each, 0, START_LIMIT) or 0)
        elif kind == "numFmt":
            level = _with_format(level, each)
        elif kind == "AlternateContent":
            # Word writes formats newer than 2007 so, `custom` above all
            found = next((x for y in children(each, "Choice") for x in children(y, "numFmt")), None)
            level = _with_format(level, found) if found is not None else level
        elif kind == "lvlText":
            level = replace(level, pattern=value[:LABEL_LIMIT_CHARS])
        elif kind == "pStyle":
            level = replace(level, style=value)
        else:
            level = _with_rule(level, kind, each)
    return level


def _with_rule(level: Level, kind: str | None, element: Element) -> Level:
    if kind == "suff":
        return replace(level, suffix=SUFFIXES.get(attribute(element, VAL) or "", "\t"))
    if kind == "lvlRestart":
        return replace(level, restart=number(element, 0, LEVELS))
    if kind == "isLgl":
        return replace(level, is_legal=is_on(element))
    return level


def _with_format(level: Level, element: Element) -> Level:
    sample = (attribute(element, FORMAT) or "").partition(",")[0].strip()
    return replace(level, numbers=attribute(element, VAL) or "decimal", sample=sample)


class Numbering:
    """Counts the paragraphs of each list in the order in which they are met."""

    def __init__(
        self, lists: Callable[[], Lists], list_of_style: Callable[[str], int | None]
    ) -> None:
        """Take ways to the lists, for when the first is met, and to the list of a list style."""
        self._read = lists
        self._list_of_style = list_of_style
        self._counts: dict[str, list[int | None]] = {}
        self._started: set[tuple[int, int]] = set()

    @cached_property
    def _lists(self) -> Lists:
        return self._read()

    def label(self, list_id: int, level: int | None, style: str | None) -> Label | None:
        """The label of the next paragraph of a list; None if there is no such list.

        Args:
            list_id: which list.
            level: from 0; None for the level that `style` stands for.
            style: the paragraph style that named the list, if it was one.
        """
        pattern_id, overrides = self._lists.lists.get(list_id, ("", {}))
        pattern_id = self._linked(pattern_id)
        levels = self._lists.patterns.get(pattern_id)
        if levels is None:
            return None
        if level is None:
            level = next((n for n, each in levels.items() if style and each.style == style), 0)
        used = {**levels, **{n: each.level for n, each in overrides.items() if each.level}}
        found = used.get(level)
        if found is None:
            return None
        counts = self._counts.setdefault(pattern_id, [None] * LEVELS)
        override = overrides.get(level)
        if override and override.start is not None and (list_id, level) not in self._started:
            self._started.add((list_id, level))
            counts[level] = override.start
        else:
            before = counts[level]
            counts[level] = found.start if before is None else before + 1
        _restart(counts, level, used)
        return _label(found, counts, used)

    def _linked(self, pattern_id: str) -> str:
        style = self._lists.links.get(pattern_id)
        list_id = self._list_of_style(style) if style else None
        return self._lists.lists.get(list_id, (pattern_id, {}))[0] if list_id else pattern_id


def _restart(counts: list[int | None], level: int, levels: Mapping[int, Level]) -> None:
    for above in range(level):
        if counts[above] is None:
            counts[above] = levels[above].start if above in levels else None
    for below in range(level + 1, LEVELS):
        after = levels[below].restart if below in levels else None
        if level < (below if after is None else after):
            counts[below] = None


def _label(level: Level, counts: list[int | None], levels: Mapping[int, Level]) -> Label:
    unknown = ""

    def put(match: re.Match[str]) -> str:
        nonlocal unknown
        place = int(match.group(1)) - 1
        count, other = counts[place], levels.get(place)
        if count is None or other is None:
            return ""
        text = "" if other.numbers == "bullet" else _shown(count, other, level.is_legal)
        if text is None:
            unknown = other.numbers
            return str(count)
        return text

    return Label(PLACE.sub(put, level.pattern), level.suffix, level.run, unknown)


def _shown(count: int, level: Level, is_legal: bool) -> str | None:
    # legal numbering turns all but leading zeros into plain digits (17.9.4)
    plain = is_legal and level.numbers != "decimalZero"
    return written(count, "decimal" if plain else level.numbers, level.sample)
