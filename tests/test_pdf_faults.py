"""Broken PDFs end in a named state, each read in a process with limits; no page is lost unsaid."""

import json
import random
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.unit.test_extract_pdf_cells import one_page

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"
CORPUS = sorted(
    path
    for path in (SHARED / "corpus").rglob("*")
    if path.is_file() and b"%PDF-" in path.read_bytes()[:1024]
)
CASES, BASES, PER_PROCESS = 240, 12, 40
"""Of 3,000 mutations of 30 files, run by hand, so many are run each time."""
BASE_BYTES = 60_000
EVERY = 8
"""Of the real odd files, so many are left out for one that is read."""

CHILD = """
import json, logging, resource, signal, sys, time
def over(*_):
    raise TimeoutError
signal.signal(signal.SIGXCPU, over)
logging.disable(logging.CRITICAL)
resource.setrlimit(resource.RLIMIT_AS, (2 << 30, 2 << 30))
from extract import pdf
from extract._pdf_file import look
from schemas.document import SourceFile
from schemas.errors import InputError
for path in sys.stdin.read().splitlines():
    content = open(path, "rb").read()
    resource.setrlimit(resource.RLIMIT_CPU, (int(time.process_time()) + 10, 600))
    try:
        document = pdf.read(SourceFile("x.pdf", "", len(content), ""), content)
        seen = look(content)
        told = {one.code for one in document.findings}
        whole = len(document.pages) == (seen.n_pages if seen else 0) or "readers-disagree" in told
        outcome = "whole" if whole else "pages lost"
    except InputError as error:
        outcome = f"{error.outcome}:{error.code}"
    except MemoryError:
        outcome = "failed:MEMORY"
    except TimeoutError:
        outcome = "failed:TIMEOUT_CPU"
    print(json.dumps([path, outcome]), flush=True)
"""
NAMED = ("whole", "rejected:", "failed:")


def outcomes(paths: Iterable[Path]) -> dict[str, str]:
    """What becomes of each file; "died" for the first one that took its process with it."""
    names = [str(path) for path in paths]
    ran = subprocess.run(
        [sys.executable, "-c", CHILD],
        input="\n".join(names),
        capture_output=True,
        text=True,
        cwd=ROOT,
        timeout=115,
        check=False,
    )
    found = dict(json.loads(line) for line in ran.stdout.splitlines())
    missing = next((name for name in names if name not in found), None)
    return {**found, **({missing: f"died: {ran.stderr[-300:]}"} if missing else {})}


def unnamed(found: dict[str, str]) -> dict[str, str]:
    return {name: outcome for name, outcome in found.items() if not outcome.startswith(NAMED)}


def mutated(content: bytes, chance: random.Random) -> bytes:
    """A few bytes changed, left out, doubled or moved, or the end cut off."""
    data = bytearray(content)
    for _ in range(chance.choice((1, 3, 20))):
        place = chance.randrange(len(data))
        length = chance.choice((1, 4, 50))
        match chance.randrange(5):
            case 0:
                data[place : place + length] = chance.randbytes(length)
            case 1:
                del data[place : place + length]
            case 2:
                data[place:place] = data[place : place + length]
            case 3:
                number = chance.choice((b"-1", b"99999999999", b"0", b"1e9", b"/A", b"<<", b"["))
                data[place : place + length] = number
            case _:
                if chance.random() < 0.2 and place > len(data) // 2:
                    del data[place:]
        if not data:
            return content
    return bytes(data)


@pytest.mark.parametrize("part", range(CASES // PER_PROCESS))
def test_mutated_files_end_in_a_named_state(part: int, tmp_path: Path) -> None:
    small = [path for path in CORPUS if path.stat().st_size < BASE_BYTES]
    chance = random.Random(part)  # noqa: S311  the same cases each time
    bases = [path.read_bytes() for path in chance.sample(small, min(BASES, len(small)))]
    paths: list[Path] = []
    for number in range(PER_PROCESS):
        path = tmp_path / f"{part}-{number}.pdf"
        path.write_bytes(mutated(chance.choice([*bases, one_page()]), chance))
        paths.append(path)
    found = outcomes(paths)
    assert unnamed(found) == {}
    assert len(found) == PER_PROCESS


@pytest.mark.skipif(not CORPUS, reason="the odd files are not here")
def test_odd_files_end_in_a_named_state_with_all_their_pages() -> None:
    chosen = [path for path in CORPUS[::EVERY] if path.stat().st_size < 4 * BASE_BYTES]
    found = outcomes(chosen)
    assert unnamed(found) == {}
    assert len(found) == len(chosen)
