"""Inputs are found in one order everywhere, and archives cannot reach out of themselves."""

import os
import unicodedata
import zipfile
from pathlib import Path

import pytest

from batch.inputs import Input, discover, read_member, sha256_of
from schemas.errors import BadUsage, InputFailed, InputRejected, Refusal


def test_folders_are_walked_in_order(tmp_path: Path) -> None:
    for name in ("b/2.txt", "a/1.txt", "c.txt", "b/10.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name, encoding="utf-8")
    names = [found.name for found in discover([tmp_path])]
    assert names == ["a/1.txt", "b/10.txt", "b/2.txt", "c.txt"]


def test_the_order_of_the_arguments_does_not_matter(tmp_path: Path) -> None:
    first, second = tmp_path / "1.txt", tmp_path / "2.txt"
    first.touch()
    second.touch()
    assert discover([second, first]) == discover([first, second])


def test_both_forms_of_a_name_are_two_inputs_of_one_spelling(tmp_path: Path) -> None:
    composed = "\u09af\u09bc\u09cb.txt"
    for form in ("NFC", "NFD"):
        (tmp_path / unicodedata.normalize(form, composed)).write_text(form, encoding="utf-8")
    found = discover([tmp_path])
    assert [one.name for one in found] == [unicodedata.normalize("NFC", composed)] * 2
    assert len({one.path for one in found}) == 2


def test_a_name_that_is_no_text_becomes_one(tmp_path: Path) -> None:
    path = os.path.join(os.fsencode(tmp_path), b"caf\xe9.txt")
    with open(path, "wb") as handle:
        handle.write(b"x")
    assert discover([tmp_path])[0].name == "caf?.txt"


def test_a_missing_input_is_wrong_usage(tmp_path: Path) -> None:
    with pytest.raises(BadUsage):
        discover([tmp_path / "nowhere"])


def archive(path: Path, entries: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in entries.items():
            made.writestr(name, content)
    return path


def test_entries_of_an_archive_are_inputs(tmp_path: Path) -> None:
    made = archive(tmp_path / "a.zip", {"x/1.txt": b"one", "../2.txt": b"two", "x/": b""})
    found = discover([made])
    assert [one.name for one in found] == ["a.zip/../2.txt", "a.zip/x/1.txt"]
    assert [read_member(one) for one in found] == [b"two", b"one"]


def test_what_is_no_archive_is_an_input_itself(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(b"no archive")
    assert [one.member for one in discover([tmp_path])] == [None]


def test_a_bomb_is_not_unpacked(tmp_path: Path) -> None:
    made = archive(tmp_path / "a.zip", {"bomb.txt": b"0" * (65 * 1024 * 1024)})
    with pytest.raises(InputRejected) as refused:
        read_member(discover([made])[0])
    assert refused.value.code is Refusal.ZIP_BOMB


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_entries_of_one_name_are_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as made:
        made.writestr("1.txt", "one")
        made.writestr("1.txt", "two")
    with pytest.raises(InputRejected) as refused:
        read_member(discover([tmp_path])[0])
    assert refused.value.code is Refusal.ZIP_UNSAFE


def test_a_damaged_entry_is_refused(tmp_path: Path) -> None:
    made = archive(tmp_path / "a.zip", {"1.txt": b"some text that is long enough" * 20})
    content = bytearray(made.read_bytes())
    content[40:60] = b"\0" * 20
    made.write_bytes(content)
    with pytest.raises(InputRejected) as refused:
        read_member(discover([made])[0])
    assert refused.value.code is Refusal.ZIP_UNSAFE


def test_a_pipe_is_not_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    with pytest.raises(InputRejected) as refused:
        sha256_of(Input("pipe.txt", tmp_path / "pipe.txt"))
    assert refused.value.code is Refusal.NOT_A_DOCUMENT


def test_a_vanished_file_is_tried_again_later(tmp_path: Path) -> None:
    with pytest.raises(InputFailed):
        sha256_of(Input("gone.txt", tmp_path / "gone.txt"))
