"""Inputs are found in one order everywhere, and archives cannot reach out of themselves."""

from __future__ import annotations

import gc
import io
import os
import socket
import stat
import tempfile
import time
import unicodedata
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from batch.archives import DEPTH
from batch.content import read_content, sha256_of
from batch.discovery import discover
from batch.inputs import Input, shown
from schemas.errors import BadUsage, InputError, Refusal

LATE_SECONDS = 1.0
"""A pipe without a writer would be waited for."""


def code_of(found: Input) -> str:
    """The code with which an input is refused; `read` if it is not."""
    try:
        read_content(found)
        sha256_of(found)
    except InputError as trouble:
        return trouble.code.value if trouble.reason and trouble.remedy else "untold"
    return "read"


def states(place: str | Path) -> dict[str, str]:
    return {found.name: code_of(found) for found in discover([place])}


def zipped(entries: Mapping[str, bytes]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as made:
        for name, entry in entries.items():
            made.writestr(name, entry)
    return content.getvalue()


def write(folder: Path, files: Mapping[str, bytes]) -> Path:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder


def test_folders_are_walked_in_order(tmp_path: Path) -> None:
    write(tmp_path, {name: name.encode() for name in ("b/2.txt", "a/1.txt", "c.txt", "b/10.txt")})
    names = [found.name for found in discover([tmp_path])]
    assert names == ["a/1.txt", "b/10.txt", "b/2.txt", "c.txt"]


def test_the_order_of_the_arguments_does_not_matter(tmp_path: Path) -> None:
    write(tmp_path, {"1.txt": b"", "2.txt": b""})
    first, second = tmp_path / "1.txt", tmp_path / "2.txt"
    assert discover([second, first, second]) == discover([first, second])
    assert len(discover([second, first, second])) == 2


PATTERNS = {
    "*.tsv": ["a.tsv"],
    "*/*.tsv": ["x/b.tsv", "y/b.tsv"],
    "**/*.tsv": ["a.tsv", "x/b.tsv", "y/b.tsv", "y/z/c.tsv"],
    "[xz]": ["x/b.tsv"],
    "y/**": ["b.tsv", "z/c.tsv"],
    "?": ["x/b.tsv", "y/b.tsv", "y/z/c.tsv"],
}


@pytest.mark.parametrize("pattern", PATTERNS)
def test_a_pattern_names_its_inputs_from_its_fixed_part(pattern: str, tmp_path: Path) -> None:
    write(tmp_path, {name: b"x" for name in ("a.tsv", "x/b.tsv", "y/b.tsv", "y/z/c.tsv")})
    assert [found.name for found in discover([tmp_path / pattern])] == PATTERNS[pattern]


def test_a_file_whose_name_looks_like_a_pattern_is_a_file(tmp_path: Path) -> None:
    write(tmp_path, {"[1].tsv": b"x", "1.tsv": b"y"})
    assert [found.name for found in discover([tmp_path / "[1].tsv"])] == ["[1].tsv"]


@pytest.mark.parametrize("place", ["nowhere", "*.nothing"])
def test_a_missing_input_is_wrong_usage(place: str, tmp_path: Path) -> None:
    with pytest.raises(BadUsage):
        discover([tmp_path / place])


def test_both_forms_of_a_name_are_two_inputs_of_one_spelling(tmp_path: Path) -> None:
    composed = "\u09af\u09bc\u09cb.txt"
    for form in ("NFC", "NFD"):
        (tmp_path / unicodedata.normalize(form, composed)).write_text(form, encoding="utf-8")
    found = discover([tmp_path])
    assert [one.name for one in found] == [unicodedata.normalize("NFC", composed)] * 2
    assert len({one.place for one in found}) == 2


NAMES = {
    "85 Bangla letters": ("ক" * 85).encode(),
    "a line end": b"a\nb.txt",
    "a tab": b"a\tb.txt",
    "right to left": "a\u202egpj.txt".encode(),
    "a leading dash": b"--help",
    "a trailing dot": b"report.",
    "a trailing blank": b"report ",
    "a percent": b"%00.txt",
    "a device of Windows": b"CON",
    "no UTF-8": b"caf\xe9.txt",
    "an escape": b"\x1b[31mred.txt",
    "a quote": b"'; rm -rf *.txt",
}


@pytest.mark.parametrize("kind", ["file", "folder", "archive", "archive in archive"])
@pytest.mark.parametrize("case", NAMES)
def test_any_name_is_data(case: str, kind: str, tmp_path: Path) -> None:
    name = os.fsdecode(NAMES[case])
    if kind == "folder":
        write(tmp_path, {f"{name}/x.txt": b"content"})
    elif kind == "file":
        write(tmp_path, {name: b"content"})
    else:
        text = NAMES[case].decode("latin-1")
        inner = zipped({text: b"content"})
        content = inner if kind == "archive" else zipped({"inner": inner})
        write(tmp_path, {"a.zip": content})
    (found,) = discover([tmp_path])
    assert read_content(found) == b"content"
    assert found.name.encode("utf-8")
    assert shown(found.name).isprintable()


def test_bytes_that_are_no_text_are_spelled_out(tmp_path: Path) -> None:
    path = os.path.join(os.fsencode(tmp_path), b"caf\xe9.txt")
    with open(path, "wb") as handle:
        handle.write(b"x")
    assert discover([tmp_path])[0].name == "caf\\xe9.txt"


def test_joiners_of_bangla_words_are_shown_as_they_are() -> None:
    assert shown("র‍্যাব\n\u202e") == "র‍্যাব\\n\\u202e"


def test_links_do_not_lead_out_and_not_round(tmp_path: Path) -> None:
    outside = write(tmp_path / "outside", {"secret.txt": b"secret"})
    root = write(tmp_path / "in", {"real.txt": b"x", "folder/y.txt": b"y"})
    (root / "loop").symlink_to(root)
    (root / "self").symlink_to("self")
    (root / "nowhere").symlink_to("gone")
    (root / "out.txt").symlink_to(outside / "secret.txt")
    (root / "etc").symlink_to("/etc")
    (root / "twin.txt").symlink_to("real.txt")
    refused = Refusal.NOT_A_DOCUMENT.value
    assert states(root) == {
        "real.txt": "read",
        "twin.txt": "read",
        "folder/y.txt": "read",
        "loop": refused,
        "self": refused,
        "nowhere": refused,
        "out.txt": refused,
        "etc": refused,
    }


def test_what_is_no_file_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "device").symlink_to("/dev/zero")
    # a socket's path has at most 107 bytes
    with (
        tempfile.TemporaryDirectory() as short,
        socket.socket(socket.AF_UNIX) as made,
    ):
        made.bind(f"{short}/socket")
        start = time.monotonic()
        assert set({**states(tmp_path), **states(short)}.values()) == {"NOT_A_DOCUMENT"}
        for place in (f"{short}/socket", str(tmp_path / "pipe.txt"), "/dev/null"):
            assert code_of(Input("x", place)) == "NOT_A_DOCUMENT"
        assert time.monotonic() - start < LATE_SECONDS


def test_a_file_that_vanishes_is_tried_again_later(tmp_path: Path) -> None:
    write(tmp_path, {"gone.txt": b"x", "gone.zip": zipped({"x": b"x"})})
    found = discover([tmp_path])
    for path in tmp_path.iterdir():
        path.unlink()
    assert [code_of(one) for one in found] == ["TOOL_FAILED"] * 2


def test_what_may_not_be_read_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, {"a/x.txt": b"x", "b.txt": b"y", "c.txt": b"z"})
    scan, open_ = os.scandir, os.open

    def scandir(path: str) -> object:
        if os.path.basename(path) == "a":
            raise PermissionError(13, "Permission denied")
        return scan(path)

    def open_file(path: str, flags: int, mode: int = 0o777) -> int:
        if os.path.basename(path) == "b.txt":
            raise PermissionError(13, "Permission denied")
        return open_(path, flags, mode)

    monkeypatch.setattr(os, "scandir", scandir)
    monkeypatch.setattr(os, "open", open_file)
    assert states(tmp_path) == {"a": "NO_PERMISSION", "b.txt": "NO_PERMISSION", "c.txt": "read"}


def test_entries_of_an_archive_are_inputs(tmp_path: Path) -> None:
    write(tmp_path, {"a.zip": zipped({"x/1.txt": b"one", "2.txt": b"two", "x/": b""})})
    found = discover([tmp_path / "a.zip"])
    assert [one.name for one in found] == ["a.zip/2.txt", "a.zip/x/1.txt"]
    assert [read_content(one) for one in found] == [b"two", b"one"]


def test_the_content_tells_an_archive(tmp_path: Path) -> None:
    package = zipped({"[Content_Types].xml": b"<x/>", "word/document.xml": b"<x/>"})
    damaged = zipped({"word/document.xml": b"<x/>"})
    odf = zipped({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<x/>"})
    write(
        tmp_path,
        {
            "letter.zip": package,
            "damaged.docx": damaged,
            "odf.bin": odf,
            "archive.docx": zipped({"1.txt": b"one"}),
            "in.zip": zipped({"word.docx": package, "more": zipped({"2.txt": b"two"})}),
            "text.zip": b"no archive",
            "torn.zip": zipped({"1.txt": b"one"})[:-8],
        },
    )
    assert [found.name for found in discover([tmp_path])] == [
        "archive.docx/1.txt",
        "damaged.docx",
        "in.zip/more/2.txt",
        "in.zip/word.docx",
        "letter.zip",
        "odf.bin",
        "text.zip",
        "torn.zip",
    ]


def test_archives_are_opened_two_deep(tmp_path: Path) -> None:
    content = zipped({"x.txt": b"x", "word.docx": zipped({"mimetype": b"x"})})
    deep = content
    for _ in range(4):
        deep = zipped({"in.zip": deep, "y.txt": b"y"})
    write(tmp_path, {"deep.zip": deep, "two.zip": zipped({"in.zip": content})})
    assert states(tmp_path) == {
        "deep.zip/in.zip/in.zip": "ZIP_UNSAFE",
        "deep.zip/in.zip/y.txt": "read",
        "deep.zip/y.txt": "read",
        "two.zip/in.zip/word.docx": "read",
        "two.zip/in.zip/x.txt": "read",
    }
    assert DEPTH == 2


def test_an_empty_archive_is_told(tmp_path: Path) -> None:
    assert states(write(tmp_path, {"a.zip": zipped({})})) == {"a.zip": "EMPTY"}


def link(name: str, target: str) -> tuple[zipfile.ZipInfo, bytes]:
    entry = zipfile.ZipInfo(name)
    entry.create_system = 3
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    return entry, target.encode()


UNSAFE_NAMES = [
    "../evil.txt",
    "a/../../evil.txt",
    "/etc/evil",
    "..\\evil.txt",
    "C:\\evil.txt",
    "//x",
]


@pytest.mark.parametrize("name", UNSAFE_NAMES)
def test_a_name_that_leads_out_is_refused(name: str, tmp_path: Path) -> None:
    write(tmp_path, {"a.zip": zipped({name: b"evil", "good.txt": b"good"})})
    codes = states(tmp_path)
    assert codes.pop("a.zip/good.txt") == "read"
    assert [*codes.values()] == ["ZIP_UNSAFE"]


def test_a_link_in_an_archive_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as made:
        made.writestr(*link("link", "/etc/passwd"))
    assert states(tmp_path) == {"a.zip/link": "ZIP_UNSAFE"}


def test_bombs_are_not_unpacked(tmp_path: Path) -> None:
    zeros = b"0" * (65 * 1024 * 1024)
    many = {f"{n}.txt": zeros[: 1024 * 1024] for n in range(70)}
    noise = {"noise": os.urandom(1024 * 1024)}
    write(
        tmp_path,
        {
            "one.zip": zipped({"bomb.txt": zeros} | noise),
            "many.zip": zipped(many),
            "inner.zip": zipped({"inner": zipped(many)} | noise),
        },
    )
    codes = states(tmp_path)
    assert {name: code for name, code in codes.items() if code != "read"} == {
        "many.zip": "ZIP_BOMB",
        "one.zip/bomb.txt": "ZIP_BOMB",
        "inner.zip/inner": "ZIP_BOMB",
    }


def test_refused_archives_are_not_kept_open(tmp_path: Path) -> None:
    write(tmp_path, {f"{n}.zip": zipped({}) for n in range(20)})
    gc.disable()
    try:
        before = len(os.listdir("/proc/self/fd"))
        found = discover([tmp_path])
        assert {one.trouble.code for one in found if one.trouble} == {Refusal.EMPTY}
        assert len(os.listdir("/proc/self/fd")) <= before + DEPTH + 1
    finally:
        gc.enable()


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_entries_of_one_name_are_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as made:
        made.writestr("1.txt", "one")
        made.writestr("1.txt", "two")
    assert states(tmp_path) == {"a.zip/1.txt": "ZIP_UNSAFE"}


def test_a_damaged_entry_is_refused(tmp_path: Path) -> None:
    content = bytearray(zipped({"1.txt": b"some text that is long enough" * 20}))
    content[40:60] = b"\0" * 20
    write(tmp_path, {"a.zip": bytes(content)})
    assert states(tmp_path) == {"a.zip/1.txt": "ZIP_UNSAFE"}


def test_names_that_do_not_say_that_they_are_utf8_are_read_so(tmp_path: Path) -> None:
    content = zipped({"abc.txt": b"x"}).replace(b"abc.txt", "ক.txt".encode())
    write(tmp_path, {"a.zip": content})
    assert zipfile.ZipFile(tmp_path / "a.zip").namelist() != ["ক.txt"]
    assert states(tmp_path) == {"a.zip/ক.txt": "read"}
