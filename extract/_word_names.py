"""The element and attribute names of WordprocessingML, in both of its namespaces."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extract._xml import Count, Element

# transitional, as Word writes it; and Strict, ISO/IEC 29500-1
WORD = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
)
DRAWING = (
    "http://schemas.openxmlformats.org/drawingml/2006/main",
    "http://purl.oclc.org/ooxml/drawingml/main",
)
MATH = (
    "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "http://purl.oclc.org/ooxml/officeDocument/math",
)
RELATIONSHIPS = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "http://purl.oclc.org/ooxml/officeDocument/relationships",
)
COMPATIBILITY = ("http://schemas.openxmlformats.org/markup-compatibility/2006",)
VML = ("urn:schemas-microsoft-com:vml",)

BLOCKS = frozenset(("p", "tbl", "tr", "tc", "txbxContent", "a:p", "textpath"))
"""What holds or is paragraphs of its own, wherever it stands."""

INLINE = frozenset(
    (
        "r", "t", "m:t", "delText", "tab", "ptab", "br", "cr", "sym", "noBreakHyphen",
        "softHyphen", "hyperlink", "fldSimple", "fldChar", "instrText", "lastRenderedPageBreak",
        "footnoteReference", "endnoteReference", "commentReference",
    )
)  # fmt: skip
"""What is part of a paragraph, wherever it stands."""

PROPERTIES = frozenset(
    (
        "pPr", "rPr", "tblPr", "tblPrEx", "tblGrid", "trPr", "tcPr", "sdtPr", "sdtEndPr",
        "smartTagPr", "customXmlPr", "rubyPr", "bodyPr",
    )
)  # fmt: skip
"""What tells how something looks, and has no text."""

REMOVED = frozenset(("del", "moveFrom"))
"""What stands around text that was taken out under change tracking."""

_OTHER = (
    "body", "document", "sectPr", "style", "docDefaults", "rPrDefault", "abstractNum", "num",
    "lvl", "numPr", "numId", "ilvl", "pStyle", "rStyle", "tblStyle", "rFonts", "vanish",
    "specVanish", "rtl", "cs", "pageBreakBefore", "basedOn", "gridSpan", "vMerge", "hMerge",
    "gridBefore", "gridAfter", "hidden", "cellDel", "ffData", "ddList", "checkBox", "listEntry",
    "result", "default", "checked", "headerReference", "footerReference", "type", "sectPrChange",
    "abstractNumId", "lvlOverride", "startOverride", "start", "numFmt", "lvlText", "suff",
    "lvlRestart", "isLgl", "numStyleLink", "styleLink", "footnote", "endnote", "comment",
)  # fmt: skip


def both(name: str, spaces: tuple[str, ...] = WORD) -> tuple[str, ...]:
    """The name in each of the namespaces, as lxml writes it."""
    return tuple(f"{{{space}}}{name}" for space in spaces)


def _kinds() -> Iterator[tuple[str, str]]:
    of_word = {name for name in BLOCKS | INLINE if ":" not in name} - {"textpath"}
    for name in {*of_word, *PROPERTIES, *REMOVED, *_OTHER} - {"bodyPr"}:
        for tag in both(name):
            yield tag, name
    for tag in both("t", MATH):
        yield tag, "m:t"
    for tag in both("r", MATH) + both("r", DRAWING):
        yield tag, "r"
    for name, kind in (("p", "a:p"), ("t", "m:t"), ("br", "cr"), ("pPr", "pPr"), ("rPr", "bodyPr"),
                       ("endParaRPr", "bodyPr"), ("bodyPr", "bodyPr")):  # fmt: skip
        for tag in both(name, DRAWING):
            yield tag, kind
    for tag in both("textpath", VML):
        yield tag, "textpath"
    for name in ("AlternateContent", "Choice", "Fallback"):
        for tag in both(name, COMPATIBILITY):
            yield tag, name


KIND = dict(_kinds())
"""Short names by full tags; what is missing is looked through for what is in it."""

TEXT = both("t")
TEXT_COUNT = Count(*TEXT)
TABLE_COUNT = Count(*both("tbl"))

VAL = both("val")
ID = both("id")
TYPE = both("type")
INSTRUCTION = both("instr")
FONT = both("font")
CHAR = both("char")
RELATIONSHIP_ID = both("id", RELATIONSHIPS)

# longer ones are beyond every bound, and slow to convert
WHOLE = re.compile("[0-9]{1,10}")
OFF = frozenset(("0", "false", "off", "none"))


def attribute(element: Element, names: tuple[str, ...]) -> str | None:
    """The first of the attributes that is there."""
    for name in names:
        value = element.get(name)
        if value is not None:
            return value
    return None


def is_on(element: Element) -> bool:
    """Whether a property that is there is switched on."""
    return attribute(element, VAL) not in OFF


def number(element: Element, low: int, high: int) -> int | None:
    """The value of a property if it is a whole number within the bounds, else None."""
    text = attribute(element, VAL) or ""
    if not WHOLE.fullmatch(text):
        return None
    value = int(text)
    return value if low <= value <= high else None


def children(element: Element, kind: str) -> Iterator[Element]:
    """The children of one kind."""
    for child in element:
        if KIND.get(child.tag) == kind:
            yield child


def child(element: Element, kind: str) -> Element | None:
    """The first child of a kind."""
    return next(children(element, kind), None)


def text_of(element: Element) -> str:
    """The text of a `w:t`, also if something stands within it."""
    return "".join(element.itertext()) if len(element) else element.text or ""
