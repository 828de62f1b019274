"""Word packages out of raw XML: what Word would write, and what it never would."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from extract import word
from schemas.document import Cell, Document, Region, Row, SourceFile

TRANSITIONAL = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT_RELS = "http://purl.oclc.org/ooxml/officeDocument/relationships"
TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.{}.main+xml"
DOCX, DOTX = TYPE.format("document"), TYPE.format("template")
DOCM = "application/vnd.ms-word.document.macroEnabled.main+xml"
DOTM = "application/vnd.ms-word.template.macroEnabledTemplate.main+xml"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"

NAMESPACES = {
    "w": TRANSITIONAL,
    "r": RELS,
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "v": "urn:schemas-microsoft-com:vml",
}

ROOTS = {
    "header": "hdr",
    "footer": "ftr",
    "footnotes": "footnotes",
    "endnotes": "endnotes",
    "comments": "comments",
    "styles": "styles",
    "numbering": "numbering",
}


@dataclass(frozen=True)
class Rel:
    """A relationship of the main part."""

    kind: str
    target: str
    external: bool = False
    id: str = ""


@dataclass(frozen=True)
class Made:
    """A package before it is zipped."""

    body: str
    parts: Mapping[str, str] = field(default_factory=dict[str, str])
    """Content of the root elements of other parts, by kind; `header2` is another header."""
    rels: tuple[Rel, ...] = ()
    files: Mapping[str, bytes] = field(default_factory=dict[str, bytes])
    """Further entries of the zip, as they are."""
    main_type: str = DOCX
    is_strict: bool = False


def root(name: str, content: str, is_strict: bool = False) -> bytes:
    """A whole part, with all namespaces at its root."""
    spaces = NAMESPACES | ({"w": STRICT, "r": STRICT_RELS} if is_strict else {})
    declared = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in spaces.items())
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    return f"{head}\n<w:{name} {declared}>{content}</w:{name}>".encode()


def relationships(rels: Iterable[Rel], is_strict: bool = False) -> bytes:
    """A part of relationships."""
    base = STRICT_RELS if is_strict else RELS
    entries = ""
    for number, rel in enumerate(rels, start=1):
        mode = ' TargetMode="External"' if rel.external else ""
        entries += (
            f'<Relationship Id="{rel.id or f"rId{number}"}" Type="{base}/{rel.kind}" '
            f'Target="{rel.target}"{mode}/>'
        )
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<Relationships xmlns="{space}">{entries}</Relationships>'.encode()


def entries(made: Made) -> dict[str, bytes]:
    """The entries of the package, in Word's order."""
    rels = [*made.rels]
    parts: dict[str, bytes] = {}
    for name, content in made.parts.items():
        kind = name.rstrip("0123456789")
        if kind == "theme":
            parts[f"word/{name}.xml"] = content.encode()
        else:
            parts[f"word/{name}.xml"] = root(ROOTS[kind], content, made.is_strict)
        rels.append(Rel(kind, f"{name}.xml", id=name))
    space = "http://schemas.openxmlformats.org/package/2006/content-types"
    types = (
        f'<Types xmlns="{space}"><Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{made.main_type}"/></Types>'
    )
    return {
        "[Content_Types].xml": types.encode(),
        "_rels/.rels": relationships([Rel("officeDocument", "word/document.xml")], made.is_strict),
        "word/document.xml": root("document", f"<w:body>{made.body}</w:body>", made.is_strict),
        "word/_rels/document.xml.rels": relationships(rels, made.is_strict),
        **parts,
        **made.files,
    }


def zipped(contents: Mapping[str, bytes]) -> bytes:
    """A zip of such entries, the same bytes each time."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in contents.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def package(made: Made | str) -> bytes:
    """The bytes of a document, or of one with such a body."""
    return zipped(entries(Made(made) if isinstance(made, str) else made))


def read(made: Made | str | bytes) -> Document:
    """What the reader makes of it."""
    content = made if isinstance(made, bytes) else package(made)
    return word.read(SourceFile("a.docx", "0" * 64, len(content), ""), content)


def t(text: str, properties: str = "") -> str:
    """A run."""
    inner = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{inner}<w:t xml:space="preserve">{text}</w:t></w:r>'


def p(*runs: str, properties: str = "") -> str:
    """A paragraph of runs, or of texts."""
    inner = "".join(run if run.startswith("<") else t(run) for run in runs)
    said = f"<w:pPr>{properties}</w:pPr>" if properties else ""
    return f"<w:p>{said}{inner}</w:p>"


def tc(*blocks: str, properties: str = "") -> str:
    """A cell of paragraphs, or of texts."""
    inner = "".join(block if block.startswith("<") else p(block) for block in blocks)
    said = f"<w:tcPr>{properties}</w:tcPr>" if properties else ""
    return f"<w:tc>{said}{inner or '<w:p/>'}</w:tc>"


def tr(*cells: str, properties: str = "") -> str:
    """A row of cells, or of texts."""
    said = f"<w:trPr>{properties}</w:trPr>" if properties else ""
    inner = "".join(cell if cell.startswith("<") else tc(cell) for cell in cells)
    return f"<w:tr>{said}{inner}</w:tr>"


def tbl(*rows: str) -> str:
    """A table of rows."""
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(rows)}</w:tbl>"


def rows(document: Document, *regions: Region) -> list[Row]:
    """The rows of some regions, or of the body."""
    wanted = regions or (Region.BODY,)
    return [row for page in document.pages for row in page.rows if row.region in wanted]


def cells(document: Document, *regions: Region) -> list[Cell]:
    """The cells of such rows."""
    return [cell for row in rows(document, *regions) for cell in row.cells]


def texts(document: Document, *regions: Region) -> list[str]:
    """Their texts."""
    return [cell.text for cell in cells(document, *regions)]


def grid(document: Document) -> list[tuple[int, str]]:
    """Columns and texts of the body's tables."""
    return [(cell.column, cell.text) for row in rows(document) if row.table for cell in row.cells]


def box(*blocks: str) -> str:
    """A text box of blocks, in a run."""
    return (
        "<w:r><w:pict><v:shape><v:textbox><w:txbxContent>"
        f"{''.join(blocks)}</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
    )


def choice(new: str, old: str) -> str:
    """A new form, and what older programs read instead."""
    return (
        f'<mc:AlternateContent><mc:Choice Requires="wps">{new}</mc:Choice>'
        f"<mc:Fallback>{old}</mc:Fallback></mc:AlternateContent>"
    )


def field_of(instruction: str, result: str) -> str:
    """A field of several runs."""
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f"<w:r><w:instrText>{instruction}</w:instrText></w:r>"
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{result}'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def listed(text: str, level: int = 0, list_: int = 1) -> str:
    """A paragraph of a list."""
    said = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_}"/></w:numPr>'
    return p(text, properties=said)


STYLES = """
<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Base" w:hAnsi="Base" w:cs="Nikosh"/></w:rPr>
</w:rPrDefault></w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"/>
<w:style w:type="paragraph" w:styleId="Secret"><w:rPr><w:vanish/></w:rPr></w:style>
<w:style w:type="character" w:styleId="Quiet"><w:rPr><w:vanish/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Bijoy"><w:rPr>
<w:rFonts w:ascii="SutonnyMJ" w:hAnsi="SutonnyMJ"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Child"><w:basedOn w:val="Bijoy"/></w:style>
<w:style w:type="character" w:styleId="Latin"><w:rPr>
<w:rFonts w:asciiTheme="minorHAnsi" w:hAnsiTheme="minorHAnsi"/></w:rPr></w:style>
<w:style w:type="table" w:styleId="Grid"><w:rPr>
<w:rFonts w:ascii="Table" w:hAnsi="Table"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Loop"><w:basedOn w:val="Loop"/></w:style>
<w:style w:type="paragraph" w:styleId="Chapter"><w:pPr><w:pageBreakBefore/></w:pPr></w:style>
"""
THEME = (
    '<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:themeElements>'
    '<a:fontScheme name="x"><a:majorFont><a:latin typeface="Cambria"/></a:majorFont><a:minorFont>'
    '<a:latin typeface="Calibri"/><a:cs typeface=""/><a:font script="Beng" typeface="Vrinda"/>'
    "</a:minorFont></a:fontScheme></a:themeElements></a:theme>"
)


def styled(body: str) -> Made:
    """A document with such styles."""
    return Made(body, parts={"styles": STYLES, "theme": THEME})
