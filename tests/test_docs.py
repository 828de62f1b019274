"""The documentation is true: its files are written, its commands are run, its code compiles."""

import ast
import re
import shutil
import subprocess
import sys
import textwrap
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
BLOCK = re.compile(
    r"(?:^[ ]*<!-- (?P<mark>run|file: (?P<path>\S+)|shows: (?P<command>[^>]*?)) -->\n)?"
    r"^(?P<indent>[ ]*)```(?P<language>\w+)\n(?P<body>.*?)^(?P=indent)```",
    re.DOTALL | re.MULTILINE,
)
ROOMS = ("audit", "batch", "checks", "extract", "load", "normalize", "schemas", "samples")


@dataclass(frozen=True)
class Block:
    page: Path
    number: int
    language: str
    body: str
    mark: str
    path: str
    command: str

    @property
    def id(self) -> str:
        return f"{self.page.relative_to(ROOT)}#{self.number}"


def blocks() -> list[Block]:
    return [
        Block(
            page,
            number,
            found["language"],
            textwrap.dedent(found["body"]),
            found["mark"] or "",
            found["path"] or "",
            found["command"] or "",
        )
        for page in PAGES
        for number, found in enumerate(BLOCK.finditer(page.read_text(encoding="utf-8")), start=1)
    ]


def chosen(*, language: str = "", mark: str = "") -> list[Block]:
    return [
        block
        for block in blocks()
        if block.language.startswith(language) and block.mark.startswith(mark)
    ]


def cases(found: list[Block]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("block", found, ids=[block.id for block in found])


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy of the project in which files may be written."""
    for room in ROOMS:
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / room, tmp_path / room, ignore=ignored)
    for name in ("conversion.py", "pipeline.py", "ogrogoti.py"):
        shutil.copy(ROOT / name, tmp_path / name)
    return tmp_path


@cases(chosen(language="python"))
def test_code_compiles(block: Block) -> None:
    ast.parse(block.body)


def run_shell(body: str, checkout: Path) -> str:
    ran = subprocess.run(
        ["bash", "-euc", f'ogrogoti() {{ "{sys.executable}" pipeline.py "$@"; }}\n{body}'],
        cwd=checkout, capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    return ran.stdout + ran.stderr


@cases(chosen(language="sh", mark="run"))
def test_commands_run(block: Block, checkout: Path) -> None:
    run_shell(block.body, checkout)


@cases(chosen(language="python", mark="run"))
def test_code_runs(block: Block, checkout: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", block.body],
        cwd=checkout, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr


@cases(chosen(mark="shows: "))
def test_output_is_what_the_page_shows(block: Block, checkout: Path) -> None:
    said = run_shell(block.command, checkout)
    for line in block.body.splitlines():
        for piece in line.split("…"):
            assert piece.strip() in said, f"{block.id} shows {piece!r}"


def test_the_reader_of_the_page_reads(checkout: Path) -> None:
    for block in chosen(mark="file: extract/"):
        (checkout / block.path).write_text(block.body, encoding="utf-8")
    text = (checkout / "samples/reports/clean_ministry_2022-23_q2.tsv").read_text("utf-8")
    (checkout / "report.ssv").write_text(text.replace("\t", ";"), encoding="utf-8")
    said = run_shell("ogrogoti inspect report.ssv --width 150", checkout)
    assert "✓ section 1" in said
    assert "0 left over" in said


def test_links_lead_somewhere() -> None:
    for page in PAGES:
        for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name} links to {target}"


def test_make_targets_of_the_readme_exist() -> None:
    targets = re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    named = re.findall(r"make (\w+)", (ROOT / "README.md").read_text(encoding="utf-8"))
    assert named
    assert set(named) <= set(targets)
