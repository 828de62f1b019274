"""Broken Word files end in a type of refusal or are read whole; none crashes or takes long."""

import io
import os
import random
import re
import zipfile
from collections import Counter
from importlib import import_module
from pathlib import Path
from time import process_time
from typing import Any

import pytest

from extract import word
from schemas.document import Document, SourceFile
from schemas.errors import InputError
from tests.unit.word_builder import (
    Made,
    choice,
    entries,
    field_of,
    listed,
    p,
    styled,
    t,
    tbl,
    tc,
    tr,
    zipped,
)

# lxml ships no types
etree: Any = import_module("lxml.etree")

ROOT = Path(__file__).parent.parent
CORPUS = sorted((ROOT.parent / "shared" / "corpus").rglob("*.do[ct][xm]"))
PARTS = 10
CASES = int(os.environ.get("WORD_FUZZ_CASES", "400"))
"""Half of them change the XML, half the bytes; 2,000 before a release."""
LIMIT_SECONDS = 2.0
MAIN = "word/document.xml"

NUMBERING = (
    '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
    '<w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
)
BOX = "<w:r><w:pict><w:txbxContent>{}</w:txbxContent></w:pict></w:r>"
BODIES = (
    p("শিরোনাম") + tbl(*[tr("ক", "১", "০৪/০৫/২০২৩")] * 8) + p("স্বাক্ষর"),
    tbl(
        tr(tc("a", properties='<w:gridSpan w:val="2"/><w:vMerge w:val="restart"/>'), "b"),
        tr(tc("", properties='<w:gridSpan w:val="2"/><w:vMerge/>'), tc("c", tbl(tr("d", "e")))),
        tr("f", properties='<w:gridBefore w:val="1"/>'),
    ),
    listed("one") + listed("two") + p(field_of("DATE", t("x"))) + p(BOX.format(p("box"))),
    p(choice(BOX.format(p("new")), BOX.format(p("old"))), f"<w:del>{t('gone')}</w:del>")
    + p("a", properties="<w:rPr><w:del/></w:rPr>")
    + p(t("hidden", "<w:vanish/>"), "<w:r><w:sym w:font='Symbol' w:char='F0B7'/></w:r>"),
    "<w:sdt><w:sdtContent>" + tbl(tr("a")) + "</w:sdtContent></w:sdt><w:sectPr/><w:sectPr/>",
)
PARTS_OF_ALL = {
    "header": p("head"),
    "footnotes": f'<w:footnote w:id="1">{p("note")}</w:footnote>',
    "numbering": NUMBERING,
}
VALUES = ("", "0", "-1", "abc", "99999999999999999999", "\u09e7", "restart", "page", "1e9")


def seeds() -> list[bytes]:
    """Small documents with all that the walk knows, and real ones where they are at hand."""
    made = [
        Made(body, parts={**styled("").parts, **PARTS_OF_ALL}, is_strict=is_strict)
        for body in BODIES
        for is_strict in (False, True)
    ]
    real = [path.read_bytes() for path in CORPUS if path.stat().st_size < 30_000]
    return [zipped(entries(one)) for one in made] + [one for one in real if one[:2] == b"PK"][:10]


def unzipped(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def drop(element: Any, chance: random.Random) -> None:
    element.getparent().remove(element)


def double(element: Any, chance: random.Random) -> None:
    parent = element.getparent()
    for _ in range(chance.choice([1, 1, 20])):
        parent.insert(chance.randrange(len(parent) + 1), etree.fromstring(etree.tostring(element)))


def move(element: Any, chance: random.Random) -> None:
    tree = [*element.getroottree().getroot().iter("{*}*")]
    inside = {*element.iter("{*}*")}
    chance.choice([one for one in tree if one not in inside] or [element.getparent()]).append(
        element
    )


def wrap(element: Any, chance: random.Random) -> None:
    space = element.tag.partition("}")[0] + "}"
    around = chance.choice(["ins", "del", "sdt", "p", "r", "tc", "tbl", "pPr", "AlternateContent"])
    parent, outer = element.getparent(), etree.Element(space + around)
    parent.replace(element, outer)
    outer.append(element)


def rename(element: Any, chance: random.Random) -> None:
    others = [one.tag for one in element.getroottree().getroot().iter("{*}*")]
    element.tag = chance.choice(others)


def revalue(element: Any, chance: random.Random) -> None:
    for name in element.keys():  # noqa: SIM118  an lxml element is a sequence of its children
        element.set(name, chance.choice(VALUES))


def unwrap(element: Any, chance: random.Random) -> None:
    parent = element.getparent()
    for child in [*element]:
        parent.append(child)
    parent.remove(element)


CHANGES = (drop, double, move, wrap, rename, revalue, unwrap)


def change_xml(content: bytes, chance: random.Random) -> bytes:
    contents = unzipped(content)
    names = [name for name in contents if re.search(r"\.(xml|rels)$", name)]
    for _ in range(chance.randrange(1, 5)):
        name = MAIN if MAIN in contents and chance.random() < 0.6 else chance.choice(names)
        try:
            root = etree.fromstring(contents[name])
        except etree.XMLSyntaxError:
            continue
        inner = [one for one in root.iter("{*}*") if one.getparent() is not None]
        if inner:
            chance.choice(CHANGES)(chance.choice(inner), chance)
        contents[name] = etree.tostring(root)
    return zipped(contents)


def change_bytes(content: bytes, chance: random.Random) -> bytes:
    if chance.random() < 0.5:  # inside a part: behind the checksum, where the parser looks
        contents = unzipped(content)
        name = MAIN if MAIN in contents and chance.random() < 0.6 else chance.choice([*contents])
        contents[name] = _damaged(contents[name], chance)
        return zipped(contents)
    return _damaged(content, chance)


def _damaged(content: bytes, chance: random.Random) -> bytes:
    data = bytearray(content)
    for _ in range(chance.randrange(1, 6)):
        if not data:
            break
        place = chance.randrange(len(data))
        kind = chance.randrange(4)
        if kind == 0:
            data[place] ^= 1 << chance.randrange(8)
        elif kind == 1:
            data[place : place + chance.randrange(1, 40)] = b""
        elif kind == 2:
            data[place:place] = chance.randbytes(chance.randrange(1, 9))
        else:
            other = chance.randrange(len(data))
            data[place : place + 20] = data[other : other + 20]
    return bytes(data)


def check(document: Document) -> None:
    """What holds of every document."""
    for page in document.pages:
        for row in page.rows:
            assert row.cells
            for cell in row.cells:
                assert (cell.page, cell.line) == (page.number, row.line)
                assert cell.text or cell.layout.tables
                runs = cell.layout.runs
                assert not runs or "".join(run.text for run in runs) == cell.text
                cell.text.encode()


@pytest.mark.timeout(900)
@pytest.mark.parametrize("part", range(PARTS))
def test_mutated_documents(part: int) -> None:
    chance = random.Random(part)  # noqa: S311  the same cases in every run
    sources = seeds()
    ends: Counter[str] = Counter()
    for case in range(CASES // PARTS):
        change = change_xml if case % 2 else change_bytes
        content = change(chance.choice(sources), chance)
        start = process_time()
        try:
            check(word.read(SourceFile("case.docx", "0" * 64, len(content), ""), content))
            ends["read"] += 1
        except InputError as error:
            ends[error.code] += 1
        finally:
            assert process_time() - start < LIMIT_SECONDS, f"part {part}, case {case} is slow"
    assert ends["read"] > sum(ends.values()) / 5, f"too few are still documents: {ends}"
