"""What a conversion fills anew: the day of today, the hour, the name of the working copy.

LibreOffice 7.4 puts today's date into every DATE field as it reads a file, and works out TODAY()
and all that hangs on it again. What the file showed is gone, and no one wrote what stands there
now: it is taken out.
"""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from io import BytesIO

from extract._package import Package, open_package

STORY = re.compile(r"word/(?:document|header\d*|footer\d*|footnotes|endnotes|comments)\.xml")
SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")

FIELD_MARK = re.compile(rb"<w:instrText[^>]*>\s*(?:DATE|TIME|FILENAME)\b")

# As LibreOffice writes a field, always in one paragraph: instruction, separator, result, end.
FIELD = re.compile(
    rb"<w:instrText[^>]*>\s*(?P<kind>DATE|TIME|FILENAME)\b[^<]*</w:instrText>"
    rb'(?:(?!</w:p>).)*?w:fldCharType="separate"\s*/>(?P<result>(?:(?!</w:p>).)*?)'
    rb'w:fldCharType="end"',
    re.DOTALL,
)
TEXT = re.compile(rb"<w:t(?: [^>]*)?>[^<]*</w:t>")

VOLATILE_FORMULA = re.compile(rb"<f[^>]*>[^<]*\b(?:TODAY|NOW|RAND|RANDBETWEEN|CELL|INFO)\(")
RESULT = re.compile(rb"(?P<formula><f(?:\s[^>]*)?(?:/>|>[^<]*</f>))<v>[^<]*</v>")


def strip_fields(converted: bytes) -> tuple[bytes, Counter[str]]:
    """The Word package without the texts of such fields, and how many there were of each kind.

    Raises:
        InputRejected: it is no package.
    """
    found: Counter[str] = Counter()

    def empty(match: re.Match[bytes]) -> bytes:
        found[match["kind"].decode()] += 1
        start, end = match.start("result") - match.start(), match.end("result") - match.start()
        field = match[0]
        return field[:start] + TEXT.sub(b"", field[start:end]) + field[end:]

    package = open_package(converted)
    stories = {
        name: FIELD.sub(empty, story)
        for name in package.names()
        if STORY.fullmatch(name) and FIELD_MARK.search(story := package.read(name))
    }
    return (_rewritten(package, stories) if stories else converted), found


def strip_results(converted: bytes) -> bytes:
    """The Excel package without the results of its formulas, if one of them is new each time.

    All of them go, since it is not known which ones hang on it.

    Raises:
        InputRejected: it is no package.
    """
    package = open_package(converted)
    sheets = {name: package.read(name) for name in package.names() if SHEET.fullmatch(name)}
    if not any(VOLATILE_FORMULA.search(sheet) for sheet in sheets.values()):
        return converted
    stripped = {name: RESULT.sub(rb"\g<formula>", sheet) for name, sheet in sheets.items()}
    return _rewritten(package, stripped)


def _rewritten(package: Package, parts: dict[str, bytes]) -> bytes:
    content = BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as rewritten:
        for name in package.names():
            rewritten.writestr(name, parts[name] if name in parts else package.read(name))
    return content.getvalue()
