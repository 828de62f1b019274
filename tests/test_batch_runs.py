"""Whole runs: what is done again and what is not, in any order, with any number of workers."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import random
import shutil
import subprocess
import sys
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from batch.earlier import RUN
from ogrogoti import Options, Summary, convert
from schemas.errors import BadUsage, ExitCode

ROOT = Path(__file__).parent.parent
REPORTS = sorted((ROOT / "samples" / "reports").glob("*.tsv"))
WORD = sorted((ROOT / "samples" / "word").glob("*[!m].docx"))
CLEAN = ROOT / "samples" / "reports" / "clean_ministry_2022-23_q2.tsv"
CORPUS = ROOT.parent / "shared" / "corpus"

FULL = bool(os.environ.get("OGROGOTI_FULL"))
CORPUS_STEP = 1 if FULL else 12
"""All of the corpus by hand, every twelfth file of it otherwise."""

SEED = 20261120


def tree(out: Path) -> dict[str, str]:
    """Hashes of all outputs but the one that holds times."""
    return {
        path.relative_to(out).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(out.rglob("*"))
        if path.is_file() and path.name != RUN
    }


def told(out: Path) -> dict[str, Any]:
    read: dict[str, Any] = json.loads((out / RUN).read_bytes())
    return read


def states(out: Path) -> dict[str, str]:
    return {entry["file"]: entry["state"] for entry in told(out)["inputs"]}


def silent_report() -> str:
    """A report that says neither whose it is nor of when."""
    text = CLEAN.read_text(encoding="utf-8")
    return text[text.index("ক্রম\t") :].replace("২০২২-২০২৩", "")


@pytest.fixture(scope="module")
def control(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """Twenty ordinary files, and what comes of them alone."""
    inputs = tmp_path_factory.mktemp("control")
    for path in (*REPORTS[:10], *WORD[:10]):
        shutil.copy(path, inputs)
    out = tmp_path_factory.mktemp("alone")
    assert convert([inputs], out, Options(jobs=1)).code is ExitCode.DONE
    assert len([*inputs.iterdir()]) == 20
    return inputs, tree(out)


@pytest.mark.parametrize("jobs", [1, 2, 4])
@pytest.mark.parametrize("shuffle", range(3))
def test_order_and_workers_change_no_byte(
    jobs: int, shuffle: int, control: tuple[Path, dict[str, str]], tmp_path: Path
) -> None:
    inputs, expected = control
    files = sorted(inputs.iterdir())
    random.Random(SEED + shuffle).shuffle(files)  # noqa: S311  no secret
    assert convert(files, tmp_path / "out", Options(jobs=jobs)).code is ExitCode.DONE
    assert tree(tmp_path / "out") == expected


def make_hostile(folder: Path) -> None:
    """Files that no report is, and some that mean harm."""
    noise = random.Random(SEED)  # noqa: S311  no secret
    contents = {
        "empty.docx": b"",
        "one byte": b"\x00",
        "noise.pdf": noise.randbytes(20_000),
        "head.pdf": b"%PDF-1.7\n" + noise.randbytes(20_000),
        "head.doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + noise.randbytes(20_000),
        "head.rtf": b"{\\rtf1" + b"{" * 5000,
        "torn.docx": WORD[0].read_bytes()[:-500],
        "half.docx": WORD[0].read_bytes()[: WORD[0].stat().st_size // 2],
        "nul.txt": b"\x00" * 5000,
        "line.txt": b"a\t" * 500_000,
        "control.tsv": bytes(range(32)) * 100,
        "surrogate.txt": b"\xed\xa0\x80\t\n" * 100,
        "picture.png": b"\x89PNG\r\n\x1a\n" + noise.randbytes(2000),
        "letter.txt": "একটি চিঠি\n".encode(),
        "deep.xml": b"<a>" * 50_000,
        "entities.xml": b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><x>&b;</x>',
        "a\nb\u202e.txt": b"\xff\xfe\x00",
    }
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    with zipfile.ZipFile(folder / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as made:
        for number in range(70):
            made.writestr(f"{number}.txt", b"0" * 1024 * 1024)
    with zipfile.ZipFile(folder / "slip.zip", "w") as made:
        made.writestr("../../slipped.tsv", CLEAN.read_bytes())
    os.mkfifo(folder / "pipe.docx")
    (folder / "loop").symlink_to(folder)
    (folder / "passwd").symlink_to("/etc/passwd")


def test_ordinary_files_are_the_same_amid_hostile_ones(
    control: tuple[Path, dict[str, str]], tmp_path: Path
) -> None:
    inputs, expected = control
    amid = shutil.copytree(inputs, tmp_path / "amid")
    make_hostile(amid)
    out = tmp_path / "out"
    ran = convert([amid], out, Options(jobs=2))
    assert ran.code is ExitCode.SOME_REFUSED
    assert tree(out) == expected
    counts = Counter(state.partition(":")[0] for state in states(out).values())
    assert counts["converted"] == 20
    assert counts["rejected"] == len(states(out)) - 20 - counts["failed"]
    assert states(out)["pipe.docx"] == "rejected:NOT_A_DOCUMENT"
    assert not [*tmp_path.rglob("slipped.tsv")]
    again = convert([amid], out, Options(jobs=2))
    assert (again.code, tree(out)) == (ExitCode.SOME_REFUSED, expected)


def test_only_what_changed_is_done_again(tmp_path: Path) -> None:
    inputs, out = tmp_path / "inputs", tmp_path / "out"
    shutil.copytree(REPORTS[0].parent, inputs)
    convert([inputs], out)
    first, second, third = sorted(inputs.iterdir())[:3]
    reports = {entry["file"]: entry["output"] for entry in told(out)["inputs"]}
    first.write_bytes(first.read_bytes() + b"\n")
    second.unlink()
    shutil.copy(third, inputs / "twin.tsv")
    (inputs / "new.tsv").write_bytes(CLEAN.read_bytes() + b"\n\n")
    convert([inputs], out)
    counts = told(out)["counts"]
    assert {name: state for name, state in states(out).items() if state == "converted"} == {
        first.name: "converted",
        "new.tsv": "converted",
    }
    assert counts["unchanged"] == counts["inputs"] - 2
    gone = {entry["file"]: (entry["state"], entry["output"]) for entry in told(out)["gone"]}
    assert gone == {
        first.name: ("changed", reports[first.name]),
        second.name: ("removed", reports[second.name]),
    }
    assert told(out)["kept"] == sorted(output for _, output in gone.values())
    convert([inputs], out)
    assert set(told(out)["counts"]) == {"inputs", "unchanged"}
    assert {entry["file"]: entry["state"] for entry in told(out)["gone"]} == {
        first.name: "changed",
        second.name: "removed",
    }


def test_a_table_that_was_taken_away_is_made_anew(tmp_path: Path) -> None:
    out = tmp_path / "out"
    convert(REPORTS, out)
    before = tree(out)
    next(out.rglob("indicators.csv")).unlink()
    convert(REPORTS, out)
    assert tree(out) == before
    assert 0 < told(out)["counts"]["converted"] < len(REPORTS)


def test_other_settings_leave_no_second_report(tmp_path: Path) -> None:
    source = tmp_path / "silent.tsv"
    source.write_text(silent_report(), encoding="utf-8")
    out = tmp_path / "out"
    convert([source], out)
    (first,) = {entry["output"] for entry in told(out)["inputs"]}
    assert first.startswith("unplaced/")
    pattern = "{organisation}/{fiscal_year}/Q{quarter}/*"
    place = tmp_path / "in" / "কৃষি মন্ত্রণালয়" / "2022-23" / "Q2"
    place.mkdir(parents=True)
    shutil.copy(source, place)
    convert([tmp_path / "in"], out, Options(path_pattern=pattern))
    assert not (out / first).exists()
    assert not (out / "unplaced" / "indicators.csv").exists()
    assert [path.name for path in out.rglob("unknown-*")] == []


def test_what_was_rejected_is_not_tried_again(tmp_path: Path) -> None:
    inputs, out = tmp_path / "inputs", tmp_path / "out"
    inputs.mkdir()
    make_hostile(inputs)
    convert([inputs], out)
    before = states(out)
    convert([inputs], out)
    assert states(out) == before
    assert all(
        entry["seconds"] is None for entry in told(out)["inputs"] if "rejected" in entry["state"]
    )


LABELLED = {
    "sidecar": Options(sidecar=Path("sidecar.csv")),
    "path": Options(path_pattern="{organisation}/{fiscal_year}/Q{quarter}/*"),
}


@pytest.mark.parametrize("basis", LABELLED)
def test_what_stands_beside_a_document_is_used_and_marked(
    basis: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    place = tmp_path / "in" / "কৃষি মন্ত্রণালয়" / "২০২২-২৩" / "Q২"
    place.mkdir(parents=True)
    (place / "silent.tsv").write_text(silent_report(), encoding="utf-8")
    shutil.copy(CLEAN, place)
    with (tmp_path / "sidecar.csv").open("w", encoding="utf-8-sig", newline="") as lines:
        rows = csv.writer(lines)
        rows.writerow(("file", "organisation", "fiscal_year", "quarter"))
        for name in ("silent.tsv", CLEAN.name):
            inside = f"কৃষি মন্ত্রণালয়/২০২২-২৩/Q২/{name}"
            rows.writerow((inside, "কৃষি মন্ত্রণালয়", "2022-23", "2"))
    out = tmp_path / "out"
    assert convert([tmp_path / "in"], out, LABELLED[basis]).code is ExitCode.DONE
    plain = tmp_path / "plain"
    convert([place / CLEAN.name], plain)
    said, silent = (
        json.loads((out / entry["output"]).read_bytes())
        for entry in sorted(told(out)["inputs"], key=lambda entry: entry["file"])
    )
    assert silent["organisation"]["name"] == "কৃষি মন্ত্রণালয়"
    assert (silent["organisation"]["state"], silent["organisation"]["basis"]) == ("inferred", basis)
    assert silent["fiscal_year"] == {
        "label": "2022-23", "start": "2022-07-01", "end": "2023-06-30", "raw": None,
    }  # fmt: skip
    assert (silent["period"]["quarter"], silent["period"]["raw"]) == (2, None)
    marks = [found for found in silent["findings"] if found["code"] == "period-missing"]
    assert [(found["severity"], found["evidence"]) for found in marks] == [
        ("info", {"fiscal_year": "2022-23", "basis": basis}),
        ("info", {"quarter": 2, "basis": basis}),
    ]
    alone = json.loads(next(plain.rglob("Q2/*.json")).read_bytes())
    assert {**said, "source": None} == {**alone, "source": None}
    entry = next(one for one in told(out)["inputs"] if one["file"].endswith("silent.tsv"))
    assert entry["labels"]["organisation"] == {"value": "কৃষি মন্ত্রণালয়", "basis": basis}


def test_twins_in_folders_of_two_offices_are_two_reports(tmp_path: Path) -> None:
    for office in ("কৃষি মন্ত্রণালয়", "ভূমি মন্ত্রণালয়", "ভূমি মন্ত্রণালয়/more"):
        place = tmp_path / "in" / office
        place.mkdir(parents=True)
        (place / "silent.tsv").write_text(silent_report(), encoding="utf-8")
        shutil.copy(CLEAN, place / "said.tsv")
    out = tmp_path / "out"
    options = Options(path_pattern="{organisation}/**", jobs=2)
    assert convert([tmp_path / "in"], out, options).code is ExitCode.DONE
    outputs = {entry["file"]: entry["output"] for entry in told(out)["inputs"]}
    agriculture, land, more = (
        outputs[f"{office}/silent.tsv"]
        for office in ("কৃষি মন্ত্রণালয়", "ভূমি মন্ত্রণালয়", "ভূমি মন্ত্রণালয়/more")
    )
    assert agriculture != land == more
    assert len({output for file, output in outputs.items() if file.endswith("said.tsv")}) == 1
    before = tree(out)
    convert([tmp_path / "in"], out, options)
    assert (set(told(out)["counts"]), tree(out)) == ({"inputs", "unchanged"}, before)


SIDECARS = {
    "no such file": None,
    "no file column": "name,quarter\na,1\n",
    "unknown column": "file,colour\na,red\n",
    "a column twice": "file,quarter,quarter\na,1,2\n",
    "a cell too many": "file,quarter\na,1,2\n",
    "a cell too few": "file,quarter\na\n",
    "no quarter": "file,quarter\na,5\n",
    "no fiscal year": "file,fiscal_year\na,2022-24\n",
    "two minds": "file,quarter\na,1\na,2\n",
    "no name": "file,quarter\n,1\n",
    "empty": "",
}


@pytest.mark.parametrize("case", SIDECARS)
def test_a_wrong_sidecar_is_wrong_usage(case: str, tmp_path: Path) -> None:
    sidecar = tmp_path / "sidecar.csv"
    content = SIDECARS[case]
    if content is not None:
        sidecar.write_text(content, encoding="utf-8")
    with pytest.raises(BadUsage):
        convert([CLEAN], tmp_path / "out", Options(sidecar=sidecar))
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("pattern", ["", "*", "{colour}/*", "{quarter}/{quarter}"])
def test_a_wrong_pattern_is_wrong_usage(pattern: str, tmp_path: Path) -> None:
    if pattern:
        with pytest.raises(BadUsage):
            convert([CLEAN], tmp_path / "out", Options(path_pattern=pattern))


def test_a_format_asked_for_later_is_made_everywhere_and_kept_up(tmp_path: Path) -> None:
    out = tmp_path / "out"
    convert(REPORTS[:3], out)
    convert(REPORTS[:3], out, Options(formats=("parquet",)))
    made = {path.parent for path in out.rglob("*.parquet")}
    assert made == {path.parent for path in out.rglob("indicators.csv")}
    convert(REPORTS, out)
    fresh = tmp_path / "fresh"
    convert(REPORTS, fresh, Options(formats=("parquet",)))
    stale = {name for name, sha256 in tree(out).items() if tree(fresh).get(name) != sha256}
    assert not {name for name in stale if name.endswith(".parquet")}


def test_progress_as_json_can_be_read_line_by_line(tmp_path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, ROOT / "pipeline.py", "convert", CLEAN, "--out", tmp_path / "out",
         "--json-log"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    lines = [json.loads(line) for line in ran.stderr.splitlines()]
    assert [line["event"] for line in lines] == ["input", "summary"]
    assert lines[0]["done"] == lines[0]["of"] == 1
    assert lines[1]["counts"] == {"converted": 1}


def test_the_summary_has_a_remedy_for_each_kind_of_refusal(tmp_path: Path) -> None:
    inputs = tmp_path / "inputs"
    inputs.mkdir()
    make_hostile(inputs)
    out = tmp_path / "out"
    summary: Summary = convert([inputs], out)
    lines = summary.text.splitlines()
    kinds = Counter(states(out).values())
    for state, number in kinds.items():
        (at,) = (n for n, line in enumerate(lines) if line.startswith(f"  {number:,} {state}: "))
        assert lines[at + 1].startswith("    ")
    assert all(line.isprintable() for line in lines)


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus is not here")
@pytest.mark.timeout(3600 if FULL else 120)
def test_real_files_that_nobody_here_made(
    control: tuple[Path, dict[str, str]], tmp_path: Path
) -> None:
    inputs, expected = control
    files = sorted(path for path in CORPUS.rglob("*") if path.is_file())[::CORPUS_STEP]
    amid = shutil.copytree(inputs, tmp_path / "amid")
    for number, path in enumerate(files):
        shutil.copy(path, amid / f"corpus {number:03} {path.name}")
    out = tmp_path / "out"
    command = [
        sys.executable, ROOT / "pipeline.py", "convert", amid, "--out", out, "--quiet",
        "--jobs", "2",
    ]  # fmt: skip
    ran = subprocess.run(command, check=False, capture_output=True, text=True)
    assert ran.returncode == ExitCode.SOME_REFUSED, ran.stderr
    assert ran.stderr == ""
    came = states(out)
    for number, path in enumerate(files):
        name = f"corpus {number:03} {path.name}"
        own = [state for file, state in came.items() if file == name or file.startswith(name + "/")]
        assert own, name
    assert tree(out) == expected
