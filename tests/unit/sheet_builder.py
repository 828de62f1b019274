"""Builds tiny Excel packages out of raw XML, so that tests can hold what no program writes."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping, Sequence
from io import BytesIO
from xml.sax.saxutils import escape

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE_LINKS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE_TYPE = "application/vnd.openxmlformats-officedocument"
OUTSIDE = ' TargetMode="External"'
STRICT = {
    MAIN: "http://purl.oclc.org/ooxml/spreadsheetml/main",
    LINKS: "http://purl.oclc.org/ooxml/officeDocument/relationships",
}


def text(reference: str, words: str) -> str:
    """A cell with an inline text."""
    return f'<c r="{reference}" t="inlineStr"><is><t>{escape(words)}</t></is></c>'


def number(reference: str, value: str, style: int = 0) -> str:
    """A cell with a number."""
    return f'<c r="{reference}" s="{style}"><v>{value}</v></c>'


def row(place: int, *cells: str, attributes: str = "") -> str:
    """A row of cells."""
    return f'<row r="{place}" {attributes}>{"".join(cells)}</row>'


def sheet(*rows: str, before: str = "", after: str = "") -> str:
    """A sheet: what stands before its rows, the rows, and what stands after them."""
    return (
        f'<worksheet xmlns="{MAIN}" xmlns:r="{LINKS}">'
        f"{before}<sheetData>{''.join(rows)}</sheetData>{after}</worksheet>"
    )


def links(*entries: tuple[str, str, str, bool]) -> str:
    """Relationships: id, kind, target, and whether it is outside."""
    body = "".join(
        f'<Relationship Id="{id_}" Type="{LINKS}/{kind}" Target="{escape(target)}"'
        f"{OUTSIDE if external else ''}/>"
        for id_, kind, target, external in entries
    )
    return f'<Relationships xmlns="{PACKAGE_LINKS}">{body}</Relationships>'


def content_types(n_sheets: int) -> str:
    """What the parts of a workbook are."""
    kinds = {
        "workbook.xml": "sheet.main",
        "styles.xml": "styles",
        "sharedStrings.xml": "sharedStrings",
        **{f"worksheets/sheet{i}.xml": "worksheet" for i in range(1, n_sheets + 1)},
    }
    overrides = "".join(
        f'<Override PartName="/xl/{name}" ContentType="{OFFICE_TYPE}.spreadsheetml.{kind}+xml"/>'
        for name, kind in kinds.items()
    )
    return (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )


def styles(formats: Sequence[str], fonts: Sequence[str] = ("Nikosh",)) -> str:
    """One cell style for each number format, with the first font or the one beside it."""
    codes = "".join(
        f'<numFmt numFmtId="{164 + i}" formatCode="{escape(code, {chr(34): "&quot;"})}"/>'
        for i, code in enumerate(formats)
    )
    names = "".join(f'<font><name val="{font}"/></font>' for font in fonts)
    cells = "".join(
        f'<xf numFmtId="{164 + i}" fontId="{min(i, len(fonts) - 1)}"/>' for i in range(len(formats))
    )
    return (
        f'<styleSheet xmlns="{MAIN}"><numFmts>{codes}</numFmts><fonts>{names}</fonts>'
        f"<cellXfs>{cells}</cellXfs></styleSheet>"
    )


def shared(*items: str) -> str:
    """The shared texts, each the inside of its `si`."""
    body = "".join(f"<si>{item}</si>" for item in items)
    return f'<sst xmlns="{MAIN}">{body}</sst>'


def package(
    *sheets: str,
    formats: Sequence[str] = (),
    fonts: Sequence[str] = ("Nikosh",),
    strings: Sequence[str] = (),
    states: Mapping[int, str] | None = None,
    properties: str = "",
    parts: Mapping[str, str | bytes] | None = None,
    strict: bool = False,
) -> bytes:
    """An Excel package of sheets; `parts` adds to it, or takes the place of what it has."""
    states = states or {}
    entries = "".join(
        f'<sheet name="Sheet{i}" sheetId="{i}" r:id="s{i}"'
        f"{f' state={chr(34)}{states[i]}{chr(34)}' if i in states else ''}/>"
        for i in range(1, len(sheets) + 1)
    )
    found: dict[str, str | bytes] = {
        "[Content_Types].xml": content_types(len(sheets)),
        "_rels/.rels": links(("r1", "officeDocument", "xl/workbook.xml", False)),
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{LINKS}">{properties}'
        f"<sheets>{entries}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": links(
            *(
                (f"s{i}", "worksheet", f"worksheets/sheet{i}.xml", False)
                for i in range(1, len(sheets) + 1)
            ),
            ("st", "styles", "styles.xml", False),
            ("sst", "sharedStrings", "sharedStrings.xml", False),
        ),
        "xl/styles.xml": styles(formats or ("General",), fonts),
        "xl/sharedStrings.xml": shared(*strings),
        **{f"xl/worksheets/sheet{i}.xml": content for i, content in enumerate(sheets, start=1)},
        **(parts or {}),
    }
    content = BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in found.items():
            archive.writestr(name, _strictly(part) if strict and isinstance(part, str) else part)
    return content.getvalue()


def _strictly(part: str) -> str:
    for older, newer in STRICT.items():
        part = part.replace(older, newer)
    return part
