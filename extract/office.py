"""Old office files: Word 95 to 2003, Rich Text, Excel 95 to 2003, and OpenDocument.

LibreOffice saves them in the newer format, in a process of its own without a network, and the
reader of that format reads what came out. The document keeps the original's name and hash.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from extract._libreoffice import convert, failed
from extract._odf import refuse_unsafe
from extract._office_kinds import RICH_TEXT, Kind, Target, damaged, is_rich_text, kind_of, odf_kind
from extract._ole import MAGIC
from extract._package import open_package
from extract._rtf import is_whole
from extract._volatile import strip_fields, strip_results
from schemas.document import Document, SourceFile
from schemas.errors import InputRejected, Refusal
from schemas.finding import Code, Finding, Severity, report_finding

NAME = "LibreOffice"

TOOLS_FAULT = frozenset(
    {
        Refusal.EMPTY,
        Refusal.ENCRYPTED,
        Refusal.NOT_A_DOCUMENT,
        Refusal.XML_BROKEN,
        Refusal.ZIP_UNSAFE,
    }
)
"""What an output of LibreOffice is refused for, that the input cannot have caused."""

PROPERTIES = "docProps/app.xml"
APPLICATION = re.compile(rb"<Application>LibreOffice/([0-9.]+)")


def sniff(name: str, head: bytes) -> int:
    """Bid for OLE, OpenDocument and RTF, by content."""
    del name
    if odf_kind(head) or is_rich_text(head):
        return 90
    # an OLE file may be a Word package under a password, which its own reader knows best
    return 60 if head.startswith(MAGIC) else 0


def read(source: SourceFile, content: bytes) -> Document:
    """What the newer format's reader makes of the converted file.

    Raises:
        InputRejected: ENCRYPTED, NOT_A_DOCUMENT, or what that reader refuses.
        InputFailed: TOOL_MISSING, TOOL_FAILED, TIMEOUT_CPU, TIMEOUT_STALL or NO_SPACE.
    """
    kind = kind_of(content)
    if kind is RICH_TEXT and not is_whole(content):
        # LibreOffice writes nothing then, and says that all went well
        raise damaged("it ends inside a group")
    if odf_kind(content):
        refuse_unsafe(content)
    converted = convert(content, kind)
    try:
        document, fields = _read_converted(source, converted, kind)
    except InputRejected as error:
        if error.code in TOOLS_FAULT:
            raise failed(kind, f"wrote what cannot be read ({error.reason})") from error
        raise
    return replace(
        document,
        source=replace(source, media_type=kind.media_type),
        reader=f"{NAME}{_version(converted)} ({kind.name}), then {document.reader}",
        findings=(*document.findings, *_notices(kind, fields)),
    )


def _read_converted(
    source: SourceFile, converted: bytes, kind: Kind
) -> tuple[Document, Counter[str]]:
    if kind.target is Target.WORD:
        from extract import word

        stripped, fields = strip_fields(converted)
        return word.read(source, stripped), fields
    from extract import spreadsheet

    return spreadsheet.read(source, strip_results(converted)), Counter()


def _version(converted: bytes) -> str:
    """The version of LibreOffice, as it tells in what it wrote."""
    package = open_package(converted)
    if PROPERTIES not in package:
        return ""
    told = APPLICATION.search(package.read(PROPERTIES))
    return f" {told[1].decode()}" if told else ""


def _notices(kind: Kind, fields: Counter[str]) -> Iterator[Finding]:
    for field, count in sorted(fields.items()):
        yield report_finding(
            Code.CELL_LOST,
            "report",
            severity=Severity.WARNING,
            evidence={"field": field, "count": count},
            role=f"{count} × {field}: the text that the field showed is not kept in {kind.name}",
        )
