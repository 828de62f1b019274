"""The command line as a real process: exit codes, outputs, resume, faults."""

import csv
import fcntl
import hashlib
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent
SAMPLES = ROOT / "samples" / "reports"
CLEAN = SAMPLES / "clean_ministry_2022-23_q2.tsv"
BROKEN = b"caf\xe9\tna\xefve\n"

HELP_SECONDS = 0.3
"""Tab completion runs the program at every key."""


def ogrogoti(*arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(ROOT / "pipeline.py"), *map(str, arguments)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        env={**os.environ, **environment},
    )


def run_file(out: Path) -> dict[str, Any]:
    read: dict[str, Any] = json.loads((out / "run.json").read_text(encoding="utf-8"))
    return read


def tree(out: Path) -> dict[str, str]:
    """Hashes of all outputs but the one that holds times."""
    return {
        path.relative_to(out).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(out.rglob("*"))
        if path.is_file() and path.name != "run.json"
    }


@pytest.fixture(scope="module")
def converted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("converted")
    ran = ogrogoti("convert", SAMPLES, "--out", out, "--jobs", "1", "--quiet")
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "", "")
    return out


def test_every_sample_is_converted(converted: Path) -> None:
    run = run_file(converted)
    n_samples = len(list(SAMPLES.glob("*.tsv")))
    assert run["counts"] == {"inputs": n_samples, "converted": n_samples}
    assert run["ended"] == "finished"
    for entry in run["inputs"]:
        content = (converted / entry["output"]).read_bytes()
        assert hashlib.sha256(content).hexdigest() == entry["output_sha256"]
        assert json.loads(content)["report_id"] == entry["report_id"]


def test_a_quarter_has_its_tables(converted: Path) -> None:
    quarter = converted / "2022-23" / "Q2"
    names = {path.name for path in quarter.iterdir() if path.suffix == ".csv"}
    assert names == {"indicators.csv", "findings.csv", "cells.csv"}
    with (quarter / "indicators.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert [row["indicator_id"] for row in rows[:2]] == ["1.1.1", "1.2.1"]
    assert {row["organisation"] for row in rows} != {""}


def test_what_was_converted_verifies(converted: Path) -> None:
    ran = ogrogoti("verify", converted)
    assert (ran.returncode, ran.stdout) == (0, "")


def test_a_changed_output_does_not_verify(converted: Path, tmp_path: Path) -> None:
    out = shutil.copytree(converted, tmp_path / "out")
    table = next(out.rglob("cells.csv"))
    table.write_bytes(table.read_bytes().replace("১".encode(), "২".encode(), 1))
    ran = ogrogoti("verify", out)
    assert ran.returncode == 1
    assert "The source rebuilt from cells.csv" in ran.stdout


@pytest.mark.parametrize("jobs", [1, 3])
def test_same_inputs_give_the_same_bytes(converted: Path, tmp_path: Path, jobs: int) -> None:
    files = sorted(SAMPLES.glob("*.tsv"), reverse=True)
    ran = ogrogoti("convert", *files, "--out", tmp_path / "out", "--jobs", jobs, "--quiet")
    assert ran.returncode == 0, ran.stderr
    assert tree(tmp_path / "out") == tree(converted)


def test_a_second_run_writes_nothing(converted: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in converted.rglob("*") if path.is_file()}
    ran = ogrogoti("convert", SAMPLES, "--out", converted)
    assert ran.returncode == 0
    assert set(run_file(converted)["counts"]) == {"inputs", "unchanged"}
    after = {path: path.stat().st_mtime_ns for path in converted.rglob("*") if path.is_file()}
    assert {path.name for path in after if after[path] != before.get(path)} <= {"run.json", ".lock"}
    assert "unchanged" in ran.stderr


def test_an_edited_output_is_done_again(converted: Path, tmp_path: Path) -> None:
    out = shutil.copytree(converted, tmp_path / "out")
    report = next(out.rglob("Q2/*.json"))
    report.write_text("{}", encoding="utf-8")
    assert ogrogoti("convert", SAMPLES, "--out", out, "--quiet").returncode == 0
    assert run_file(out)["counts"]["converted"] == 1
    assert tree(out) == tree(converted)


def test_adding_an_input_gives_what_one_run_gives(converted: Path, tmp_path: Path) -> None:
    inputs = tmp_path / "inputs"
    inputs.mkdir()
    first, *rest = sorted(SAMPLES.glob("*.tsv"))
    for path in rest:
        shutil.copy(path, inputs)
    out = tmp_path / "out"
    assert ogrogoti("convert", inputs, "--out", out, "--quiet").returncode == 0
    shutil.copy(first, inputs)
    assert ogrogoti("convert", inputs, "--out", out, "--quiet").returncode == 0
    assert run_file(out)["counts"]["converted"] == 1
    assert tree(out) == tree(converted)


def test_a_bad_file_costs_only_itself(converted: Path, tmp_path: Path) -> None:
    inputs = shutil.copytree(SAMPLES, tmp_path / "inputs")
    (inputs / "broken.txt").write_bytes(BROKEN)
    (inputs / "empty.tsv").touch()
    (inputs / "letter.txt").write_text("একটি চিঠি\n", encoding="utf-8")
    (inputs / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    out = tmp_path / "out"
    ran = ogrogoti("convert", inputs, "--out", out)
    assert ran.returncode == 1
    states = {entry["file"]: entry["state"] for entry in run_file(out)["inputs"]}
    assert states["broken.txt"] == "rejected:ENCODING"
    assert states["empty.tsv"] == "rejected:EMPTY"
    assert states["letter.txt"] == "rejected:NOT_A_REPORT"
    assert states["picture.png"] == "rejected:IMAGE_BROKEN"
    assert all(
        entry["reason"] and entry["remedy"]
        for entry in run_file(out)["inputs"]
        if entry["state"] != "converted"
    )
    assert "broken.txt: rejected:ENCODING" in ran.stderr
    assert tree(out) == tree(converted)


def test_zip_archives_and_twins(tmp_path: Path) -> None:
    archive = tmp_path / "archive.zip"
    with zipfile.ZipFile(archive, "w") as entries:
        entries.write(CLEAN, "নথি/ক.tsv")
        entries.write(CLEAN, "নথি/খ.tsv")
        entries.write(CLEAN, "../../outside.tsv")
    out = tmp_path / "out"
    assert ogrogoti("convert", archive, "--out", out, "--quiet").returncode == 1
    unsafe, first, second = run_file(out)["inputs"]
    assert unsafe["state"] == "rejected:ZIP_UNSAFE"
    assert first["output"] == second["output"]
    assert first["file"] in second["reason"]
    assert not (tmp_path / "outside.tsv").exists()
    assert ogrogoti("verify", out).returncode == 0


def test_hints_are_used_only_where_the_document_is_silent(tmp_path: Path) -> None:
    text = CLEAN.read_text(encoding="utf-8")
    header = text.index("ক্রম\t")
    silent = tmp_path / "silent.tsv"
    silent.write_text(text[header:].replace("২০২২-২০২৩", ""), encoding="utf-8")
    out = tmp_path / "out"
    hints = ("--organisation", "কৃষি মন্ত্রণালয়", "--fiscal-year", "2022-23", "--quarter", "2")
    assert ogrogoti("convert", silent, CLEAN, "--out", out, *hints).returncode == 0
    by_name = {entry["file"]: entry for entry in run_file(out)["inputs"]}
    told = json.loads((out / by_name["silent.tsv"]["output"]).read_bytes())
    said = json.loads((out / by_name[CLEAN.name]["output"]).read_bytes())
    assert (told["organisation"]["name"], told["organisation"]["state"]) == (
        "কৃষি মন্ত্রণালয়",
        "inferred",
    )
    assert by_name["silent.tsv"]["output"].startswith("2022-23/Q2/agriculture-")
    assert said["organisation"]["state"] == "value"


def test_a_report_without_a_period_is_not_placed(tmp_path: Path) -> None:
    text = CLEAN.read_text(encoding="utf-8")
    silent = tmp_path / "silent.tsv"
    silent.write_text(text[text.index("ক্রম\t") :].replace("২০২২-২০২৩", ""), encoding="utf-8")
    out = tmp_path / "out"
    assert ogrogoti("convert", silent, "--out", out, "--quiet").returncode == 0
    assert run_file(out)["inputs"][0]["output"].startswith("unplaced/unknown-")


def test_strict_tells_of_errors_in_the_documents(converted: Path, tmp_path: Path) -> None:
    clean = ogrogoti("convert", CLEAN, "--out", tmp_path / "clean", "--strict")
    assert clean.returncode == 0
    every = ogrogoti("convert", SAMPLES, "--out", converted, "--strict", "--quiet")
    assert every.returncode == 3


USAGE = {
    "no output folder": (("convert", SAMPLES), 2),
    "no such input": (("convert", "nowhere.tsv", "--out", "out"), 2),
    "no such quarter": (("convert", CLEAN, "--out", "out", "--quarter", "5"), 2),
    "no such fiscal year": (("convert", CLEAN, "--out", "out", "--fiscal-year", "2022-24"), 2),
    "no such engine": (("convert", CLEAN, "--out", "out", "--engine", "magic"), 2),
    "no such format": (("convert", CLEAN, "--out", "out", "--format", "clay"), 2),
    "no such schema": (("schema", "nothing"), 2),
    "no such file": (("inspect", "nowhere.tsv"), 2),
    "no such command": (("conjure",), 2),
}


@pytest.mark.parametrize("name", USAGE)
def test_wrong_usage(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    arguments, code = USAGE[name]
    ran = ogrogoti(*arguments)
    assert ran.returncode == code
    assert ran.stderr
    assert "Traceback" not in ran.stderr
    assert list(tmp_path.iterdir()) == []


def test_an_output_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("mine", encoding="utf-8")
    ran = ogrogoti("convert", CLEAN, "--out", tmp_path / "out")
    assert ran.returncode == 5
    assert "folder" in ran.stderr
    assert (tmp_path / "out").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("place", ["out within in", "in within out", "the same"])
def test_input_and_output_are_kept_apart(place: str, tmp_path: Path) -> None:
    inputs = tmp_path / "a" / "b" if place == "in within out" else tmp_path / "a"
    out = {"out within in": inputs / "out", "in within out": tmp_path / "a", "the same": inputs}
    shutil.copytree(SAMPLES, inputs)
    before = tree(tmp_path)
    assert ogrogoti("convert", inputs, "--out", out[place]).returncode == 5
    assert tree(tmp_path) == before


def test_a_full_disk_leaves_earlier_outputs_whole(converted: Path, tmp_path: Path) -> None:
    out = shutil.copytree(converted, tmp_path / "out")
    extra = tmp_path / "extra.tsv"
    extra.write_bytes(CLEAN.read_bytes() + b"\n")

    def limit() -> None:
        # writing beyond raises EFBIG, as a quota does
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))

    ran = subprocess.run(
        [sys.executable, ROOT / "pipeline.py", "convert", extra, "--out", out],
        capture_output=True, text=True, check=False, preexec_fn=limit,
    )  # fmt: skip
    assert ran.returncode == 5
    assert "Traceback" not in ran.stderr
    after = tree(out)
    assert {name: after[name] for name in tree(converted)} == tree(converted)
    assert ogrogoti("convert", extra, SAMPLES, "--out", out, "--quiet").returncode == 0
    assert ogrogoti("verify", out).returncode == 0


def test_only_one_run_holds_an_output(tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    with (out / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        lock.write("4711\n")
        lock.flush()
        ran = ogrogoti("convert", CLEAN, "--out", out)
    assert ran.returncode == 75
    assert "4711" in ran.stderr
    assert ogrogoti("convert", CLEAN, "--out", out, "--quiet").returncode == 0


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_stopped_run_leaves_a_valid_run_file(
    number: signal.Signals, code: int, tmp_path: Path
) -> None:
    inputs = tmp_path / "inputs"
    inputs.mkdir()
    content = CLEAN.read_bytes()
    n_inputs = 3000
    for index in range(n_inputs):
        (inputs / f"{index:05}.tsv").write_bytes(content + b"\n" * index)
    out = tmp_path / "out"
    running = subprocess.Popen(
        [sys.executable, ROOT / "pipeline.py", "convert", inputs, "--out", out, "--quiet"],
        stderr=subprocess.DEVNULL,
    )
    while running.poll() is None and len(list(out.rglob("Q2/*.json"))) < 50:
        time.sleep(0.05)
    running.send_signal(number)
    assert running.wait(timeout=60) == code
    run = run_file(out)
    assert run["ended"] == "interrupted"
    assert run["counts"]["inputs"] == len(run["inputs"]) == n_inputs
    assert 0 < run["counts"]["converted"] < n_inputs
    assert ogrogoti("verify", out).returncode == 0
    assert not list(out.rglob(".ogrogoti-*"))


def test_inspect_shows_the_table_the_findings_and_the_sums() -> None:
    ran = ogrogoti("inspect", CLEAN, "--width", "150")
    assert ran.returncode == 0, ran.stderr
    assert "1.2.2" in ran.stdout
    assert "weights add up to 30" in ran.stdout
    assert "findings:" in ran.stdout


def test_inspect_tells_why_it_cannot(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("একটি চিঠি\n", encoding="utf-8")
    ran = ogrogoti("inspect", tmp_path / "letter.txt")
    assert ran.returncode == 1
    assert "কর্মসম্পাদন সূচক" in ran.stderr


def test_schema_prints_what_is_published() -> None:
    names = ["archive_findings", "cells", "findings", "indicators", "report"]
    assert ogrogoti("schema").stdout.split() == names
    printed = ogrogoti("schema", "report").stdout
    assert json.loads(printed) == json.loads(
        (ROOT / "schemas/json/report.schema.json").read_bytes()
    )


def test_doctor_names_what_is_missing() -> None:
    ran = ogrogoti("doctor", PATH="/nowhere")
    assert ran.returncode == 0
    assert "tesseract-ocr-ben" in ran.stdout


def test_json_log_is_json(tmp_path: Path) -> None:
    ran = ogrogoti("convert", CLEAN, "--out", tmp_path / "out", "--json-log")
    first = json.loads(ran.stderr.splitlines()[0])
    assert (first["file"], first["state"]) == (CLEAN.name, "converted")


@pytest.mark.parametrize("command", ["", "convert", "inspect", "verify", "schema", "doctor"])
def test_help_has_an_example(command: str) -> None:
    ran = ogrogoti(*filter(None, [command]), "--help")
    assert ran.returncode == 0
    assert f"ogrogoti {command}".strip() in ran.stdout.partition("Example")[2]


def test_help_is_quick() -> None:
    least = float("inf")
    for _ in range(5):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        ogrogoti("--help")
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        least = min(least, spent)
    assert least < HELP_SECONDS


def test_bangla_survives_a_latin_locale(tmp_path: Path) -> None:
    out = tmp_path / "out"
    ran = ogrogoti("convert", CLEAN, "--out", out, "--quiet", PYTHONUTF8="0", LC_ALL="C", LANG="C")
    assert ran.returncode == 0, ran.stderr
    usual = tmp_path / "usual"
    assert ogrogoti("convert", CLEAN, "--out", usual, "--quiet").returncode == 0
    assert tree(out) == tree(usual)


def test_parquet_and_excel_by_option(tmp_path: Path) -> None:
    out = tmp_path / "out"
    ran = ogrogoti(
        "convert", CLEAN, "--out", out, "--quiet", "--format", "parquet", "--format", "excel"
    )
    assert ran.returncode == 0, ran.stderr
    quarter = out / "2022-23" / "Q2"
    assert {path.suffix for path in quarter.iterdir()} == {".csv", ".json", ".parquet", ".xlsx"}
