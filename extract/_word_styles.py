"""Which font a stretch of text has, and whether it is hidden, through all layers of styles.

Layers, the later ones over the earlier: document defaults, table style, paragraph style, character
style, the run itself; each style over those it is based on. Formats that a table style gives to
single rows or columns are left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import NamedTuple

from extract._word_made import make_run
from extract._word_names import DRAWING, KIND, TYPE, VAL, attribute, both, child, is_on, number
from extract._xml import Element, Stream
from schemas.document import Run

STYLE_ID = both("styleId")
DEFAULT = both("default")

# Attributes of w:rFonts by slot, the theme's name first: where both stand, it wins.
SLOTS = {
    "ascii": ("asciiTheme", "ascii"),
    "hansi": ("hAnsiTheme", "hAnsi"),
    "cs": ("cstheme", "cs"),
}

# Word writes these in the font for complex scripts. What stands between two of them and looks the
# same in every font stays with them, else a date would be five runs. Nothing is tried twice (`++`).
_BANGLA = "[\u0590-\u0dff\u200c\u200d]"
COMPLEX = re.compile(f"({_BANGLA}++(?:[\\s.,:/-]++{_BANGLA}++)*+)")

BASED_ON_LIMIT = 32
"""Word allows chains of 11; a longer one is a circle."""

SCRIPT = "Beng"


class Fonts(NamedTuple):
    """The font for ASCII, for other letters, and for complex scripts such as Bangla."""

    ascii: str | None = None
    hansi: str | None = None
    cs: str | None = None


NO_FONTS = Fonts()


# compared by identity: each is made once and looked up often
@dataclass(frozen=True, slots=True, eq=False)
class Format:
    """What decides on the reading of a run."""

    fonts: Fonts = NO_FONTS
    hidden: bool = False
    is_complex: bool = False
    """All of the run is in the font for complex scripts."""

    def runs(self, text: str) -> list[Run]:
        """The text, cut where its font changes."""
        latin, other, bangla = self.fonts
        other, bangla = other or latin, bangla or latin
        if self.is_complex or latin == other == bangla:
            return [make_run(text, bangla)]
        if text.isascii():
            return [make_run(text, latin)]
        found: list[Run] = []
        is_bangla = False  # every second part is one of COMPLEX
        for part in COMPLEX.split(text):
            if is_bangla:
                found.append(make_run(part, bangla))
            elif part:
                found.append(make_run(part, latin if part.isascii() else other))
            is_bangla = not is_bangla
        return found


class RunProperties(NamedTuple):
    """What a run says of its own look."""

    style: str | None = None
    fonts: tuple[tuple[str, str], ...] = ()
    hidden: bool | None = None
    is_complex: bool = False


NOTHING_SAID = RunProperties()


def read_run(properties: Element) -> RunProperties:
    """What a `w:rPr` says that matters here."""
    style: str | None = None
    fonts: tuple[tuple[str, str], ...] = ()
    hidden: bool | None = None
    is_complex = False
    for element in properties:
        kind = KIND.get(element.tag)
        if kind == "rFonts":
            fonts = tuple(element.items())
        elif kind == "rStyle":
            style = attribute(element, VAL)
        elif kind == "vanish":
            hidden = is_on(element)
        elif kind in ("rtl", "cs"):
            is_complex = is_complex or is_on(element)
    return RunProperties(style, fonts, hidden, is_complex)


@dataclass(frozen=True, slots=True)
class Style:
    """What one style says itself."""

    kind: str
    based_on: str | None
    fonts: tuple[tuple[str, str], ...]
    hidden: bool | None
    numbering: tuple[int | None, int | None] | None
    """The list and the level that its paragraphs have."""
    page_break: bool | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """All styles of a document, as they stand in the file."""

    styles: Mapping[str, Style]
    defaults: Mapping[str, str]
    """The default style of each kind."""
    fonts: tuple[tuple[str, str], ...]
    """The document's default fonts."""


def read_sheet(stream: Stream) -> Sheet:
    """The styles part."""
    styles: dict[str, Style] = {}
    defaults: dict[str, str] = {}
    fonts: tuple[tuple[str, str], ...] = ()
    for element in stream.children(stream.root):
        stream.complete(element)
        kind = KIND.get(element.tag)
        if kind == "style":
            style_id = attribute(element, STYLE_ID) or ""
            style = _style(element)
            styles.setdefault(style_id, style)
            if attribute(element, DEFAULT) in ("1", "true", "on"):
                defaults.setdefault(style.kind, style_id)
        elif kind == "docDefaults" and (found := child(element, "rPrDefault")) is not None:
            run = child(found, "rPr")
            fonts = read_run(run).fonts if run is not None else ()
    return Sheet(styles, defaults, fonts)


def _style(element: Element) -> Style:
    look, paragraph, based_on = (child(element, kind) for kind in ("rPr", "pPr", "basedOn"))
    run = read_run(look) if look is not None else NOTHING_SAID
    numbered = child(paragraph, "numPr") if paragraph is not None else None
    broken = child(paragraph, "pageBreakBefore") if paragraph is not None else None
    return Style(
        kind=attribute(element, TYPE) or "paragraph",
        based_on=attribute(based_on, VAL) if based_on is not None else None,
        fonts=run.fonts,
        hidden=run.hidden,
        numbering=read_numbering(numbered) if numbered is not None else None,
        page_break=is_on(broken) if broken is not None else None,
    )


def read_numbering(element: Element) -> tuple[int | None, int | None]:
    """The list and the level of a `w:numPr`; list 0 stands for none."""
    chosen, level = child(element, "numId"), child(element, "ilvl")
    return (
        number(chosen, 0, 2**31 - 1) if chosen is not None else None,
        number(level, 0, 8) if level is not None else None,
    )


def read_theme(stream: Stream) -> Mapping[str, str]:
    """Font names by what w:rFonts calls them, such as `minorHAnsi` and `majorBidi`."""
    for element in stream.children(stream.root):
        stream.complete(element)
        if names := _theme_fonts(element):
            return names
    return {}


def _theme_fonts(elements: Element) -> Mapping[str, str]:
    names: dict[str, str] = {}
    for size in ("major", "minor"):
        for found in elements.iter(*both(f"{size}Font", DRAWING)):
            faces = {
                each.get("script") or each.tag.rpartition("}")[2]: each.get("typeface") or ""
                for each in found
            }
            names[f"{size}Ascii"] = names[f"{size}HAnsi"] = faces.get("latin", "")
            names[f"{size}Bidi"] = faces.get("cs") or faces.get(SCRIPT, "")
            names[f"{size}EastAsia"] = faces.get("ea", "")
    return names


class Styles:
    """Looks formats up, and remembers what it found."""

    def __init__(self, sheet: Sheet, theme: Callable[[], Mapping[str, str]]) -> None:
        """Take the styles, and a way to the theme's fonts for when they are needed."""
        self._sheet = sheet
        self._theme = cache(theme)
        self._runs: dict[tuple[Format, RunProperties], Format] = {}
        self.paragraph = cache(self._paragraph)
        self.numbering = cache(self._numbering)
        self.breaks_page = cache(self._breaks_page)
        self._character = cache(self._layers)
        self._default = Format(self._overlay(NO_FONTS, sheet.fonts))

    def _paragraph(self, style: str | None, table_style: str | None, /) -> Format:
        """The format of text in such a paragraph, in a table of that style or in none."""
        found = self._default
        if table_style is not None:
            found = self._apply(found, self._layers(table_style, "table"))
        found = self._apply(found, self._layers(style, "paragraph"))
        return self._apply(found, self._layers(None, "character"))

    def run(self, base: Format, said: RunProperties) -> Format:
        """The format of a run with such properties in text of that format."""
        if said == NOTHING_SAID:
            return base
        found = self._runs.get((base, said))
        if found is None:
            styled = self._character(said.style, "character") if said.style else None
            found = self._apply(base, styled) if styled else base
            found = self._runs[base, said] = replace(
                found,
                fonts=self._overlay(found.fonts, said.fonts),
                hidden=found.hidden if said.hidden is None else said.hidden,
                is_complex=said.is_complex,
            )
        return found

    def _numbering(self, style: str | None, /) -> tuple[int, int | None, str] | None:
        """The list and level that a paragraph style gives, and the style that says so."""
        for name, one in self._chain(style, "paragraph"):
            if one.numbering is not None and one.numbering[0] is not None:
                return one.numbering[0], one.numbering[1], name
        return None

    def list_of(self, style: str) -> int | None:
        """The list that a list style stands for."""
        found = self._sheet.styles.get(style)
        return found.numbering[0] if found is not None and found.numbering is not None else None

    def _breaks_page(self, style: str | None, /) -> bool:
        """Whether paragraphs of a style begin a page."""
        said = (one.page_break for _, one in self._chain(style, "paragraph"))
        return next((each for each in said if each is not None), False)

    def _chain(self, style: str | None, kind: str) -> Iterator[tuple[str, Style]]:
        """A style and those it is based on; the default one for None and for unknown ones."""
        styles, name = self._sheet.styles, style
        if name is None or name not in styles or styles[name].kind != kind:
            name = self._sheet.defaults.get(kind)
        for _ in range(BASED_ON_LIMIT):
            found = styles.get(name) if name is not None else None
            if found is None or name is None or found.kind != kind:
                return
            yield name, found
            name = found.based_on

    def _layers(
        self, style: str | None, kind: str, /
    ) -> tuple[tuple[tuple[tuple[str, str], ...], ...], bool]:
        """The fonts of a style's chain, the base first, and whether it hides its text."""
        chain = [one for _, one in self._chain(style, kind)]
        hidden = next((one.hidden for one in chain if one.hidden is not None), False)
        return tuple(one.fonts for one in reversed(chain)), hidden

    def _apply(
        self, below: Format, layers: tuple[tuple[tuple[tuple[str, str], ...], ...], bool]
    ) -> Format:
        fonts, hides = layers
        found = below.fonts
        for attributes in fonts:
            found = self._overlay(found, attributes)
        # hidden is a toggle: two styles that both say so cancel each other (17.7.3)
        if found is below.fonts and not hides:
            return below
        return Format(found, below.hidden != hides, below.is_complex)

    def _overlay(self, below: Fonts, attributes: tuple[tuple[str, str], ...]) -> Fonts:
        if not attributes:
            return below
        said = {name.rpartition("}")[2]: value for name, value in attributes}
        above: dict[str, str] = {}
        for slot, (themed, plain) in SLOTS.items():
            name = self._theme().get(said[themed]) if themed in said else None
            if name := name or said.get(plain):
                above[slot] = name
        return below._replace(**above) if above else below
