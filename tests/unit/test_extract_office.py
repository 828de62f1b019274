"""Old office files: what they are, what LibreOffice may do, and what it is not believed."""

import os
import signal
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path

import pytest

from extract import _confined, office, read_bytes
from extract._confined import Limits
from extract._libreoffice import PREFIX, SETTING, convert
from extract._office_kinds import RICH_TEXT
from extract._rtf import is_whole
from extract._volatile import strip_fields, strip_results
from schemas.errors import InputError, InputFailed, InputRejected, Refusal
from tests.unit.sheet_builder import package, row, sheet

RTF = rb"{\rtf1\ansi one\par}"
QUICK = Limits(cpu_seconds=1, wall_seconds=2, file_bytes=1024 * 1024)
PATIENT = Limits(cpu_seconds=1, wall_seconds=60, file_bytes=1024 * 1024)
"""For a second of CPU time on a machine that has much else to do."""
ROOT = Path(__file__).parents[2]

Stub = Callable[[str], Path]


@pytest.fixture
def stub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Stub:
    """Puts a shell script in the place of LibreOffice; it runs in the folder of its call."""

    def place(script: str) -> Path:
        program = tmp_path / "soffice"
        program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        program.chmod(0o755)
        monkeypatch.setenv(SETTING, str(program))
        return program

    return place


def running(mark: str) -> list[int]:
    """Processes of this machine with this argument."""
    found: list[int] = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                command = (folder / "cmdline").read_bytes()
            except OSError:
                continue
            if mark.encode() in command.split(b"\0"):
                found.append(int(folder.name))
    return found


def wait_for(condition: Callable[[], bool], seconds: float = 2) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.02)
    return condition()


def code_of(call: Callable[[], object]) -> Refusal:
    with pytest.raises(InputError) as refused:
        call()
    return refused.value.code


@pytest.mark.parametrize(
    ("script", "code"),
    [
        pytest.param("exit 0", Refusal.TOOL_FAILED, id="no-output"),
        pytest.param("exit 77", Refusal.TOOL_FAILED, id="error"),
        pytest.param("echo x > out/other.docx", Refusal.TOOL_FAILED, id="another-name"),
        pytest.param("mkdir out/input.docx", Refusal.TOOL_FAILED, id="a-folder"),
        pytest.param("ln -s /etc/passwd out/input.docx", Refusal.TOOL_FAILED, id="a-link"),
        pytest.param(": > out/input.docx", Refusal.TOOL_FAILED, id="nothing-in-it"),
        pytest.param("echo garbage > out/input.docx", Refusal.TOOL_FAILED, id="garbage"),
        pytest.param("kill -SEGV $$", Refusal.TOOL_FAILED, id="crash"),
    ],
)
def test_whatever_is_no_word_package_is_a_failure(stub: Stub, script: str, code: Refusal) -> None:
    stub(script)
    assert code_of(lambda: read_bytes("report.rtf", RTF)) is code


def test_a_truncated_output_is_a_failure(stub: Stub, tmp_path: Path) -> None:
    whole = package(sheet(row(1)))
    (tmp_path / "half").write_bytes(whole[: len(whole) // 2])
    stub(f"cp {tmp_path}/half out/input.docx")
    assert code_of(lambda: read_bytes("report.rtf", RTF)) is Refusal.TOOL_FAILED


@pytest.mark.parametrize(
    ("script", "code", "limits"),
    [
        pytest.param("sleep 600", Refusal.TIMEOUT_STALL, QUICK, id="sleeps"),
        pytest.param(
            "trap '' TERM INT; sleep 600; sleep 600", Refusal.TIMEOUT_STALL, QUICK, id="deaf"
        ),
        pytest.param("while :; do :; done", Refusal.TIMEOUT_CPU, PATIENT, id="works-on-and-on"),
        pytest.param(
            "head -c 4000000 /dev/zero > out/input.docx || exit 1",
            Refusal.TOOL_FAILED,
            QUICK,
            id="writes",
        ),
    ],
)
def test_limits_end_a_call(stub: Stub, script: str, code: Refusal, limits: Limits) -> None:
    stub(script)
    begun = time.monotonic()
    found = code_of(lambda: convert(RTF, RICH_TEXT, limits))
    assert found is code
    assert time.monotonic() - begun < limits.wall_seconds + 5


@pytest.mark.parametrize("ending", ["exit 0", "sleep 600"], ids=["it-ends", "it-hangs"])
def test_nothing_stays_behind(stub: Stub, ending: str, request: pytest.FixtureRequest) -> None:
    mark = f"4{os.getpid()}.{len(request.node.name)}"
    stub(f"( sleep {mark} & sleep {mark} ) &\nsleep {mark} &\n{ending}")
    with pytest.raises(InputFailed):
        convert(RTF, RICH_TEXT, QUICK)
    assert wait_for(lambda: not running(mark))


def test_nothing_escapes_from_its_namespace(stub: Stub) -> None:
    if not any("--pid" in option for option in _confined.wrapping(QUICK)):
        pytest.skip("this machine allows no namespace of processes (unshare --pid)")
    mark = f"5{os.getpid()}"
    stub(f"setsid sleep {mark} &\nsleep {mark}")
    with pytest.raises(InputFailed):
        convert(RTF, RICH_TEXT, QUICK)
    assert wait_for(lambda: not running(mark))


def test_a_killed_worker_takes_its_program_along(stub: Stub, tmp_path: Path) -> None:
    mark = f"6{os.getpid()}"
    stub(f"sleep {mark}")
    script = (
        "from extract._libreoffice import convert\n"
        "from extract._office_kinds import RICH_TEXT\n"
        f"convert({RTF!r}, RICH_TEXT)\n"
    )
    if not any("--pid" in option for option in _confined.wrapping(QUICK)):
        pytest.skip("this machine allows no namespace of processes (unshare --pid)")
    worker = subprocess.Popen(
        [sys.executable, "-c", script], cwd=ROOT, env={**os.environ, "TMPDIR": str(tmp_path)}
    )
    try:
        assert wait_for(lambda: bool(running(mark)), 20)
    finally:
        worker.send_signal(signal.SIGKILL)
        worker.wait()
    assert wait_for(lambda: not running(mark))


def test_the_input_names_nothing_and_leaves_nothing(
    stub: Stub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = tmp_path / "there"
    there.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(there))
    monkeypatch.setenv("SECRET", "1")
    stub(f'printf "%s\\n" "$@" > {tmp_path}/arguments; env > {tmp_path}/environment; exit 0')
    with pytest.raises(InputFailed):
        read_bytes("--headless; rm -rf $HOME.rtf", RTF)
    arguments = (tmp_path / "arguments").read_text(encoding="utf-8").splitlines()
    environment = (tmp_path / "environment").read_text(encoding="utf-8")
    assert not any("rm -rf" in argument for argument in arguments)
    assert arguments[-1].endswith("/input.rtf")
    assert "SECRET" not in environment
    assert f"HOME={there}" in environment
    assert list(there.iterdir()) == []


def test_what_a_killed_worker_left_is_swept(
    stub: Stub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    old, new = tmp_path / f"{PREFIX}old", tmp_path / f"{PREFIX}new"
    for folder in (old, new):
        (folder / "out").mkdir(parents=True)
    os.utime(old, (0, 0))
    stub("exit 0")
    with pytest.raises(InputFailed):
        convert(RTF, RICH_TEXT)
    assert (old.exists(), new.exists()) == (False, True)


def test_each_call_has_a_profile_of_its_own(stub: Stub, tmp_path: Path) -> None:
    stub(
        f'for a in "$@"; do case "$a" in -env:*) echo "$a" >> {tmp_path}/profiles;; esac; done\n'
        "grep -q DisableMacrosExecution profile/user/registrymodifications.xcu || exit 1\n"
        "sleep 0.3; cp input.rtf out/input.docx"
    )
    with ThreadPoolExecutor(2) as pool:
        calls = [pool.submit(convert, words, RICH_TEXT) for words in (RTF, RTF + b" ")]
        results = [call.result() for call in calls]
    assert results == [RTF, RTF + b" "]
    profiles = (tmp_path / "profiles").read_text(encoding="utf-8").splitlines()
    # the profile, and the folder of shared packages
    assert len(profiles) == len(set(profiles)) == 4


def test_there_is_no_network(stub: Stub, tmp_path: Path) -> None:
    if "--net" not in _confined.wrapping(QUICK):
        pytest.skip("this machine allows no namespace of networks (unshare --net)")
    stub(f"cat /proc/net/dev > {tmp_path}/devices")
    with pytest.raises(InputFailed):
        convert(RTF, RICH_TEXT)
    devices = (tmp_path / "devices").read_text(encoding="utf-8").splitlines()[2:]
    assert [device.split(":")[0].strip() for device in devices] == ["lo"]


@pytest.mark.parametrize("setting", ["", "/nowhere/soffice"], ids=["path", "setting"])
def test_a_missing_program_is_named_with_its_package(
    setting: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv(SETTING, setting)
    with pytest.raises(InputFailed) as failed:
        read_bytes("report.rtf", RTF)
    assert failed.value.code is Refusal.TOOL_MISSING
    assert "libreoffice-writer-nogui" in failed.value.remedy


def test_no_room_is_told(monkeypatch: pytest.MonkeyPatch, stub: Stub) -> None:
    stub("exit 0")
    monkeypatch.setattr(tempfile, "tempdir", "/nowhere")
    assert code_of(lambda: convert(RTF, RICH_TEXT)) is Refusal.NO_SPACE


# What a file is ----------------------------------------------------------------------------------


def open_document(mime: str, manifest: str = "<manifest/>", **parts: str) -> bytes:
    content = BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("mimetype", f"application/vnd.oasis.opendocument.{mime}")
        archive.writestr("META-INF/manifest.xml", manifest)
        for name, part in parts.items():
            archive.writestr(f"{name}.xml", part)
    return content.getvalue()


LOCKED = '<m xmlns="m"><file-entry><encryption-data/></file-entry></m>'
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        pytest.param(open_document("text", LOCKED), Refusal.ENCRYPTED, id="locked-odt"),
        pytest.param(open_document("spreadsheet", LOCKED), Refusal.ENCRYPTED, id="locked-ods"),
        pytest.param(
            open_document("text", content="<!DOCTYPE x><x></x>"), Refusal.XML_DTD, id="odt-dtd"
        ),
        pytest.param(
            open_document("text", content="<a>" * 400 + "</a>" * 400),
            Refusal.XML_DEPTH,
            id="odt-deep",
        ),
        pytest.param(open_document("text")[:60], Refusal.NOT_A_DOCUMENT, id="odt-cut"),
        pytest.param(OLE + b"\0" * 100, Refusal.NOT_A_DOCUMENT, id="ole-head-only"),
        pytest.param(OLE + b"\xff" * 4000, Refusal.NOT_A_DOCUMENT, id="ole-nonsense"),
        pytest.param(OLE + b"\0" * 4000, Refusal.NOT_A_DOCUMENT, id="ole-of-nothing"),
    ],
)
def test_refuses_before_any_program_is_started(
    content: bytes, code: Refusal, stub: Stub, tmp_path: Path
) -> None:
    stub(f"echo started > {tmp_path}/started")
    with pytest.raises(InputRejected) as refused:
        read_bytes("report", content)
    assert refused.value.code is code
    assert not (tmp_path / "started").exists()


@pytest.mark.parametrize(
    ("head", "bids"),
    [
        (RTF, True),
        (b"\xef\xbb\xbf  {\\rtf1", True),
        (open_document("text"), True),
        (open_document("text-template"), True),
        (open_document("spreadsheet"), True),
        (open_document("presentation"), False),
        (OLE, True),
        (b"PK\x03\x04 word/document.xml", False),
        (b"ordinary text", False),
    ],
    ids=["rtf", "rtf-bom", "odt", "ott", "ods", "odp", "ole", "docx", "text"],
)
def test_knows_old_files_by_their_content(head: bytes, bids: bool) -> None:
    assert (office.sniff("any.name", head) > 0) is bids


@pytest.mark.parametrize(
    ("content", "whole"),
    [
        (rb"{\rtf1 a{b}c}", True),
        (rb"{\rtf1 a{b}c} trailing {", True),
        (rb"{\rtf1 a{b}c", False),
        (rb"{\rtf1 \} }", True),
        (rb"{\rtf1 \{", False),
        (rb"{\rtf1 \bin3 }}} }", True),
        (rb"{\rtf1 \bin3 }}}", False),
        (rb"", False),
    ],
)
def test_knows_whether_a_rich_text_is_all_there(content: bytes, whole: bool) -> None:
    assert is_whole(content) is whole


# What a conversion fills anew --------------------------------------------------------------------

FIELD = (
    "<w:p><w:r><w:t>on </w:t></w:r>"
    "<w:r><w:instrText> {kind} \\@ dd </w:instrText></w:r>"
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>20/11/26</w:t></w:r>'
    '<w:r><w:fldChar w:fldCharType="end"/></w:r><w:r><w:t> here</w:t></w:r></w:p>'
)


def zipped(**parts: str) -> bytes:
    content = BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, part in parts.items():
            archive.writestr(f"{name.replace('_', '/')}.xml", part)
    return content.getvalue()


def part_of(content: bytes, name: str) -> str:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return archive.read(name).decode()


@pytest.mark.parametrize(
    ("kind", "kept"),
    [("DATE", False), ("TIME", False), ("FILENAME", False), ("CREATEDATE", True), ("PAGE", True)],
)
def test_what_a_field_shows_today_is_taken_out(kind: str, kept: bool) -> None:
    converted = zipped(word_document=FIELD.format(kind=kind), word_styles="<x/>")
    stripped, found = strip_fields(converted)
    story = part_of(stripped, "word/document.xml")
    assert ("20/11/26" in story) is kept
    assert "on </w:t>" in story
    assert " here</w:t>" in story
    assert dict(found) == ({} if kept else {kind: 1})
    assert part_of(stripped, "word/styles.xml") == "<x/>"


@pytest.mark.parametrize(("formula", "kept"), [("TODAY()", False), ("SUM(A1:A2)", True)])
def test_results_that_hang_on_today_are_taken_out(formula: str, kept: bool) -> None:
    converted = package(
        sheet(row(1, f"<c><f>{formula}</f><v>1</v></c>", "<c><f>A1+1</f><v>2</v></c>")),
        sheet(row(1, "<c><v>3</v></c>")),
    )
    stripped = strip_results(converted)
    assert ("<v>1</v>" in part_of(stripped, "xl/worksheets/sheet1.xml")) is kept
    assert ("<v>2</v>" in part_of(stripped, "xl/worksheets/sheet1.xml")) is kept
    assert "<v>3</v>" in part_of(stripped, "xl/worksheets/sheet2.xml")
