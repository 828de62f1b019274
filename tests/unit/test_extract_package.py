"""Hostile packages: each is refused with its code, early, and nothing of it is run or fetched."""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from time import process_time

import pytest

from extract import word
from extract._package import is_encrypted, open_package
from extract._xml import Count, Stream
from schemas.document import Document, Row, SourceFile
from schemas.errors import InputRejected, Refusal
from tests.unit.word_builder import (
    TRANSITIONAL,
    Made,
    entries,
    grid,
    p,
    package,
    read,
    tbl,
    tc,
    texts,
    tr,
    zipped,
)

SECONDS = 2.0
"""Every attack ends within it, in CPU time."""
MEBIBYTE = 1024 * 1024
BILLION = "".join(f'<!ENTITY e{number} "{f"&e{number - 1};" * 10}">' for number in range(1, 10))


@pytest.fixture(autouse=True)
def _in_time() -> Iterator[None]:
    start = process_time()
    yield
    assert process_time() - start < SECONDS


def refusal(content: bytes) -> InputRejected:
    with pytest.raises(InputRejected) as refused:
        read(content)
    return refused.value


def with_main(main: bytes) -> bytes:
    return zipped({**entries(Made("")), "word/document.xml": main})


def deflated(piece: bytes, times: int) -> tuple[bytes, int, int]:
    """A stream of many equal pieces, its checksum and its size, without ever holding it."""
    compressor = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    checksum, packed = 0, b""
    for _ in range(times):
        checksum = zlib.crc32(piece, checksum)
        packed += compressor.compress(piece)
    return packed + compressor.flush(), checksum, len(piece) * times


def bomb(piece: bytes, times: int, said_size: int | None = None) -> bytes:
    """A package whose main part swells; its directory may tell another size."""
    packed, checksum, size = deflated(piece, times)
    size = size if said_size is None else said_size
    name = b"word/document.xml"
    made = {name: part for name, part in entries(Made("")).items() if name != "word/document.xml"}
    content = zipped(made)
    end = content.rindex(b"PK\x05\x06")
    *head, count, _, directory_size, directory_start, comment = struct.unpack_from(
        "<IHHHHIIH", content, end
    )
    fields = (20, 0, 8, 0, 0, checksum, len(packed), size, len(name), 0)
    local = b"PK\x03\x04" + struct.pack("<HHHHHIIIHH", *fields) + name + packed
    entry = (
        b"PK\x01\x02"
        + struct.pack("<HHHHHHIIIHH", 20, *fields)
        + struct.pack("<HHHII", 0, 0, 0, 0, directory_start)
        + name
    )
    directory = content[directory_start : directory_start + directory_size] + entry
    tail = struct.pack(
        "<IHHHHIIH", head[0], 0, 0, count + 1, count + 1, len(directory),
        directory_start + len(local), comment,
    )  # fmt: skip
    return content[:directory_start] + local + directory + tail


HEAD = f'<w:document xmlns:w="{TRANSITIONAL}"><w:body>'.encode()


@pytest.mark.parametrize(
    ("piece", "times", "said", "code"),
    [
        (HEAD + b"x" * MEBIBYTE, 600, None, Refusal.ZIP_BOMB),
        (HEAD + b"<w:p/>" * 170_000, 100, None, Refusal.ZIP_BOMB),
        (HEAD + b"x" * MEBIBYTE, 600, 1000, Refusal.ZIP_UNSAFE),
        (HEAD + b"<w:p/>" * 1000, 10, 60 * MEBIBYTE, Refusal.XML_BROKEN),
    ],
    ids=["text", "tags", "says less", "says more"],
)
def test_zip_bombs(piece: bytes, times: int, said: int | None, code: Refusal) -> None:
    assert refusal(bomb(piece, times, said)).code is code


def test_a_part_that_shrinks_well_is_no_bomb() -> None:
    content = package(tbl(*[tr("ক", "১")] * 20_000))
    assert len(content) * 100 < sum(
        info.file_size for info in zipfile.ZipFile(io.BytesIO(content)).infolist()
    )
    assert len(grid(read(content))) == 40_000


def test_too_much_in_all() -> None:
    made = {**entries(Made(p("a")))}
    buffer = io.BytesIO(zipped(made))
    with zipfile.ZipFile(buffer, "a", zipfile.ZIP_STORED) as archive:
        for number in range(5):
            info = zipfile.ZipInfo(f"word/media/{number}.bmp")
            archive.writestr(info, b"x")
            info.file_size, info.compress_size = 120 * MEBIBYTE, 119 * MEBIBYTE
    assert refusal(buffer.getvalue()).code is Refusal.ZIP_BOMB


def test_very_many_entries() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in entries(Made(p("a"))).items():
            archive.writestr(name, content)
    content = buffer.getvalue()
    end = content.rindex(b"PK\x05\x06")
    (start,) = struct.unpack_from("<I", content, end + 16)
    extra = b"".join(
        b"PK\x01\x02" + struct.pack("<HHHHHHIIIHHHHHII", *[0] * 9, 6, *[0] * 6) + b"%06d" % number
        for number in range(100_000)
    )
    directory = content[start:end] + extra
    tail = content[end : end + 8] + struct.pack("<HHIIH", 65535, 65535, len(directory), start, 0)
    found = refusal(content[:start] + directory + tail)
    assert (found.code, "10,000" in found.reason) == (Refusal.ZIP_UNSAFE, True)


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize(
    "name",
    [
        "word/document.xml",
        "WORD/Document.xml",
        "../evil.xml",
        "word/../../evil.xml",
        "/etc/passwd",
        "C:\\evil.xml",
        "..\\evil.xml",
    ],
)
def test_names_that_lead_elsewhere_or_stand_twice(name: str) -> None:
    buffer = io.BytesIO(package(p("a")))
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr(name, "<x/>")
    assert refusal(buffer.getvalue()).code is Refusal.ZIP_UNSAFE


@pytest.mark.parametrize(
    "name", ["word/\u202ecod.xml", "word/" + "ক" * 80 + ".xml", "word/\nx.xml"]
)
def test_odd_names_are_only_names(name: str) -> None:
    assert texts(read(zipped({**entries(Made(p("a"))), name: b"<x/>"}))) == ["a"]


def test_links_in_the_archive() -> None:
    buffer = io.BytesIO(package(p("a")))
    with zipfile.ZipFile(buffer, "a") as archive:
        info = zipfile.ZipInfo("word/link")
        info.external_attr = 0o120777 << 16
        archive.writestr(info, "/etc/passwd")
    assert refusal(buffer.getvalue()).code is Refusal.ZIP_UNSAFE


WHOLE = package(p("a") + tbl(tr("b")))


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (WHOLE[:200], Refusal.NOT_A_DOCUMENT),
        (WHOLE[: len(WHOLE) // 2], Refusal.NOT_A_DOCUMENT),
        (WHOLE[: WHOLE.rindex(b"PK\x05\x06")], Refusal.NOT_A_DOCUMENT),
        (WHOLE[:4], Refusal.NOT_A_DOCUMENT),
        (WHOLE.replace(b"document.xml", b"dokument.xml", 1), Refusal.ZIP_UNSAFE),
    ],
    ids=["head", "half", "no directory", "mark", "another name"],
)
def test_damaged_archives(content: bytes, code: Refusal) -> None:
    assert refusal(content).code is code


@pytest.mark.parametrize("flag", ["entry", "container"])
def test_encrypted_files(flag: str) -> None:
    content = bytearray(package(p("a")))
    if flag == "entry":
        start = content.index(b"PK\x01\x02")
        content[start + 8] |= 1
    else:
        content = bytearray(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
        content += "EncryptedPackage".encode("utf-16-le")
        assert is_encrypted(bytes(content))
        assert word.sniff("a.docx", bytes(content)) == 100
    assert refusal(bytes(content)).code is Refusal.ENCRYPTED


# DTDs and depth


@pytest.mark.parametrize(
    "doctype",
    [
        f'<!DOCTYPE x [<!ENTITY e0 "lol">{BILLION}]>',
        f'<!DOCTYPE x [<!ENTITY e9 "{"a" * 100_000}">]>',
        '<!DOCTYPE x [<!ENTITY e9 SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE x [<!ENTITY e9 SYSTEM "http://127.0.0.1:9/x">]>',
        '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">',
        '<!DOCTYPE x [<!ENTITY % p SYSTEM "file:///etc/passwd">%p;]>',
        "<!DOCTYPE x>",
    ],
    ids=["billion laughs", "quadratic", "file", "http", "external", "parameter", "bare"],
)
@pytest.mark.parametrize(
    "part", ["word/document.xml", "_rels/.rels", "[Content_Types].xml", "word/styles.xml"]
)
def test_document_types(doctype: str, part: str) -> None:
    made = entries(Made(p("&e9;"), parts={"styles": ""}))
    before, mark, after = made[part].partition(b"?>")
    content = before + mark + doctype.encode() + after if mark else doctype.encode() + before
    assert refusal(zipped({**made, part: content})).code is Refusal.XML_DTD


def test_a_document_type_in_another_encoding() -> None:
    text = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE x><x/>'
    assert refusal(with_main(text.encode("utf-16"))).code is Refusal.XML_DTD


def test_an_entity_that_is_not_declared() -> None:
    found = refusal(package(p("a&e9;b")))
    assert (found.code, "word/document.xml" in found.reason) == (Refusal.XML_BROKEN, True)


def nested(depth: int) -> str:
    return "<w:tbl><w:tr><w:tc>" * depth + p("deep") + "</w:tc></w:tr></w:tbl>" * depth


def innermost(document: Document) -> tuple[int, str]:
    row: Row = document.pages[0].rows[0]
    depth = 1
    while row.cells[0].layout.tables:
        row = row.cells[0].layout.tables[0][0]
        depth += 1
    return depth, row.cells[0].text


def test_tables_in_tables() -> None:
    for depth in (1, 50, 83):
        assert innermost(read(nested(depth))) == (depth, "deep")
    for depth in (255, 2_000, 20_000):
        assert refusal(package(nested(depth))).code is Refusal.XML_DEPTH


@pytest.mark.parametrize(
    "wrapper",
    ["w:ins", "w:hyperlink", "w:sdt", "w:pict", "x"],
)
def test_wrappers_in_wrappers(wrapper: str) -> None:
    for depth, inside in ((245, p("a")), (60, "")):
        open_, close = f"<{wrapper}>" * depth, f"</{wrapper}>" * depth
        assert texts(read(open_ + (inside or p("a")) + close)) == ["a"]
        run = "<w:r><w:t>a</w:t></w:r>"
        assert texts(read(f"<w:p>{open_}{run}{close}</w:p>")) == ["a"]
        assert refusal(package(f"<w:p>{open_ * 9}{close * 9}</w:p>")).code is Refusal.XML_DEPTH


def test_boxes_in_boxes() -> None:
    depth = 40
    open_ = "<w:p><w:r><w:pict><w:txbxContent>"
    close = "</w:txbxContent></w:pict></w:r></w:p>"
    assert texts(read(open_ * depth + p("a") + close * depth)) == ["a"]


@pytest.mark.parametrize(
    "body",
    [
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>' * 20_000
        + "<w:r><w:t>x</w:t></w:r>" * 20_000
        + '<w:r><w:fldChar w:fldCharType="end"/></w:r>' * 20_000,
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        + "<w:r><w:instrText>DDE </w:instrText></w:r>" * 50_000,
        "<w:r><w:br w:type='page'/></w:r>" * 50_000 + "<w:r><w:t>x</w:t></w:r>",
    ],
    ids=["fields in fields", "one long instruction", "page breaks"],
)
def test_much_of_one_kind(body: str) -> None:
    assert [row.cells for row in read(f"<w:p>{body}</w:p>").pages[-1].rows]


def test_paragraphs_without_ends() -> None:
    open_ = p("a", properties="<w:rPr><w:del/></w:rPr>")
    (text,) = texts(read(open_ * 10_000))
    assert text == "a" * 10_000


# Packages and streams by themselves


def test_relationships_of_a_part() -> None:
    opened = open_package(package(Made(p("a"), parts={"header": ""})))
    (rel,) = opened.relationships("word/document.xml")
    assert (rel.kind, rel.target, rel.external) == ("header", "word/header.xml", False)
    assert opened.relationships("word/header.xml") == ()
    assert opened.content_type("WORD/document.xml").endswith("document.main+xml")
    assert opened.content_type("word/header.xml") == "application/xml"
    assert opened.content_type("word/media/x.png") == ""


@pytest.mark.parametrize("size", [1, 7, 64, 1000, 100_000])
def test_a_stream_is_the_same_in_pieces_of_any_size(size: int) -> None:
    items = "".join(f"<i><t>{number}</t><t/></i>" for number in range(1500))
    content = f"<x>{items}<last/></x>".encode()
    pieces = iter([content[start : start + size] for start in range(0, len(content), size)])
    stream = Stream("x", pieces, (Count("{urn:none}t"),))
    found: list[str] = []
    for element in stream.children(stream.root):
        stream.complete(element)
        found += [each.text or "" for each in element.iter("t")]
    assert [text for text in found if text] == [str(number) for number in range(1500)]
    assert stream.counted() == [0]


def test_a_stream_counts_what_nobody_walks() -> None:
    body = p("a") * 700 + tbl(tr("b"))
    made = entries(Made(body))["word/document.xml"]
    stream = Stream("x", iter((made,)), (Count(f"{{{TRANSITIONAL}}}t"),))
    for element in stream.children(stream.root):
        for _ in stream.children(element):
            pass
    assert stream.counted() == [701]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<",
        b"<x",
        b"<x>",
        b"<x></y>",
        b"<x/><y/>",
        b"\xff\xfe",
        b"<?xml version='1.0' encoding='none'?><x/>",
    ],
)
def test_what_is_no_xml(content: bytes) -> None:
    def walk() -> list[str]:
        stream = Stream("part.xml", iter((content,)))
        return [element.tag for element in stream.children(stream.root)]

    with pytest.raises(InputRejected) as refused:
        walk()
    assert (refused.value.code, "part.xml" in refused.value.reason) == (Refusal.XML_BROKEN, True)


def test_a_whole_document_is_cut_anywhere() -> None:
    main = entries(Made(p("a") + tbl(tr("b", tc("c", "d")), tr("e"))))["word/document.xml"]
    for cut in range(0, len(main) - 1, 7):
        assert refusal(with_main(main[:cut])).code is Refusal.XML_BROKEN


def test_the_reader_does_not_depend_on_the_name() -> None:
    content = package(p("a"))
    source = SourceFile("../../etc/passwd", "0" * 64, len(content), "")
    assert word.read(source, content).source.name == "../../etc/passwd"


def test_a_part_is_what_it_is_in_its_own_file() -> None:
    for target in ("word/document.xml", "word/other.xml", "word/document.xml"):
        made = entries(Made(p("a")))
        main = made.pop("word/document.xml")
        rels = made["_rels/.rels"].replace(b"word/document.xml", target.encode())
        opened = open_package(zipped({**made, "_rels/.rels": rels, target: main}))
        assert [one.target for one in opened.relationships()] == [target]


def test_what_was_read_before_hides_no_damage() -> None:
    content = package(Made(p("a"), parts={"styles": ""}))
    assert texts(read(content)) == ["a"]
    info = zipfile.ZipFile(io.BytesIO(content)).getinfo("word/styles.xml")
    damaged = bytearray(content)
    damaged[info.header_offset + 30 + len(info.filename) + 2] ^= 1
    assert refusal(bytes(damaged)).code is Refusal.ZIP_UNSAFE
    assert texts(read(content)) == ["a"]
