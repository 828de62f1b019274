"""What stands beside the cells of a sheet: text boxes, comments, page headers, foreign parts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from extract._package import Package
from extract._sheet import parse_reference
from extract._sheet_strings import local, plain, text_of
from extract._xml import Element
from schemas.document import Region, Run

MARGIN_CODE = re.compile(
    r'&(?:(?P<part>[LCR])|(?P<amp>&)|"[^"]*"|[0-9]{1,3}|K[0-9A-Fa-f]{6}|[A-Za-z])'
)
"""Codes of page headers and footers (ECMA-376 18.3.1.39): where a part begins, fonts, fields."""

MARGIN_PARTS = "LCR"

CARRIED = {
    "vbaProject": "macros",
    "oleObject": "embedded file",
    "package": "embedded file",
    "control": "control",
    "connections": "data connection",
    "externalLink": "link to a workbook",
    "image": "picture",
    "xlMacrosheet": "macros",
    "xlIntlMacrosheet": "macros",
}
"""What a relationship carries along, by its kind."""

HARMLESS = ("hyperlink", "picture")
"""Told in the ledger and not in a finding."""


@dataclass(frozen=True, slots=True)
class Aside:
    """A text that stands in no cell."""

    text: str
    region: Region
    row: int
    """The sheet's row that it is anchored at, from 1; 0 if at none."""
    column: int = 1
    runs: tuple[Run, ...] = ()


@dataclass(frozen=True, slots=True)
class Foreign:
    """Something that the package points to or carries, and that is never opened."""

    what: str
    target: str

    @property
    def harmless(self) -> bool:
        """Whether no one has to be told."""
        return self.what in HARMLESS


def sheet_asides(package: Package, part: str) -> Iterator[Aside]:
    """Text boxes and comments of a sheet, in the order of the file."""
    for link in package.relationships(part):
        if link.external or link.target not in package:
            continue
        if link.kind == "drawing":
            yield from _boxes(package, link.target)
        elif link.kind == "comments":
            yield from _comments(package, link.target)


def has_pictures(package: Package, part: str) -> bool:
    """Whether pictures are laid over a sheet."""
    return any(
        inner.kind == "image"
        for link in package.relationships(part)
        if link.kind == "drawing" and not link.external
        for inner in package.relationships(link.target)
    )


def _boxes(package: Package, part: str) -> Iterator[Aside]:
    stream = package.stream(part)
    for anchor in stream.children(stream.root):
        stream.complete(anchor)
        row, column = _anchor(anchor)
        for paragraph in _paragraphs(anchor):
            runs = tuple(_runs(paragraph))
            if text := "".join(run.text for run in runs).strip():
                fonts = any(run.font for run in runs)
                yield Aside(text, Region.BODY, row, column, _stripped(runs) if fonts else ())


def _anchor(anchor: Element) -> tuple[int, int]:
    for corner in anchor:
        if local(corner) == "from":
            numbers = {local(part): (part.text or "").strip() for part in corner}
            row, column = numbers.get("row", ""), numbers.get("col", "")
            if row.isdecimal() and column.isdecimal() and len(row) < 8 and len(column) < 6:  # noqa: PLR2004  places of the grid
                return int(row) + 1, int(column) + 1
    return 0, 1


def _paragraphs(element: Element) -> Iterator[Element]:
    for child in element:
        match local(child):
            case "Fallback":
                # the same text again, for programs that do not know the first form
                continue
            case "p":
                yield child
            case _:
                yield from _paragraphs(child)


def _runs(paragraph: Element) -> Iterator[Run]:
    for child in paragraph:
        match local(child):
            case "r" | "fld":
                text = "".join(part.text or "" for part in child if local(part) == "t")
                yield Run(text, _font(child))
            case "br":
                yield Run("\n")
            case _:
                pass


def _font(run: Element) -> str | None:
    for properties in run:
        if local(properties) == "rPr":
            for font in properties:
                name = font.get("typeface") or ""
                # a name with a plus is a place in the theme
                if local(font) == "latin" and name and not name.startswith("+"):
                    return name
    return None


def _stripped(runs: tuple[Run, ...]) -> tuple[Run, ...]:
    """The runs of a text without the blanks around it."""
    kept = [run for run in runs if run.text]
    while kept and not kept[0].text.strip():
        del kept[0]
    while kept and not kept[-1].text.strip():
        del kept[-1]
    if kept:
        kept[0] = Run(kept[0].text.lstrip(), kept[0].font)
        kept[-1] = Run(kept[-1].text.rstrip(), kept[-1].font)
    return tuple(kept)


def _comments(package: Package, part: str) -> Iterator[Aside]:
    stream = package.stream(part)
    for branch in stream.children(stream.root):
        if local(branch) != "commentList":
            continue
        for comment in stream.children(branch):
            stream.complete(comment)
            row, column = parse_reference(comment.get("ref") or "") or (0, 1)
            for child in comment:
                if local(child) == "text" and (text := plain(text_of(child))).strip():
                    yield Aside(text, Region.COMMENT, row, column)


def margin_texts(margins: list[tuple[bool, str]]) -> Iterator[Aside]:
    """Page headers and footers as left, middle and right; their fields and fonts are left out."""
    for is_header, coded in margins:
        parts: dict[str, str] = {part: "" for part in MARGIN_PARTS}
        part, at = "C", 0
        for match in MARGIN_CODE.finditer(coded):
            parts[part] += coded[at : match.start()] + ("&" if match["amp"] else "")
            part, at = match["part"] or part, match.end()
        parts[part] += coded[at:]
        region = Region.HEADER if is_header else Region.FOOTER
        for column, text in enumerate(parts.values(), start=1):
            if text.strip():
                yield Aside(text.strip(), region, 0, column)


def foreign_parts(package: Package) -> Iterator[Foreign]:
    """Addresses outside of the package, and parts in it that are no part of a sheet."""
    seen: set[Foreign] = set()
    for name in ("", *package.names()):
        if name.endswith(".rels"):
            continue
        for link in package.relationships(name):
            if link.external:
                found = Foreign(link.kind, link.target)
            elif link.kind in CARRIED:
                found = Foreign(CARRIED[link.kind], link.target)
            else:
                continue
            if found not in seen:
                seen.add(found)
                yield found
