"""The house keeps its shape: imports go one way, modules stay small, plug-ins are found."""

import ast
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ROOMS = ("schemas", "extract", "normalize", "checks", "load", "batch", "audit")
LIMIT_LINES = 400
MODULES = sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))


def imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names.update(alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            names.add((node.module or "").split(".")[0])
    return names


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_room_imports_only_itself_and_the_leaf(path: Path) -> None:
    room = path.relative_to(ROOT).parts[0]
    forbidden = (set(ROOMS) | {"pipeline", "tests", "samples", "bench"}) - {room, "schemas"}
    assert not imported(path) & forbidden


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_stays_small(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LIMIT_LINES


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_import_hides_from_the_type_checker(path: Path) -> None:
    assert "TYPE_CHECKING" not in path.read_text(encoding="utf-8")


def test_vocabulary_cites_its_sources() -> None:
    for table in sorted((ROOT / "schemas/vocab").glob("*.csv")):
        header, *rows = table.read_text(encoding="utf-8").splitlines()
        assert header.split(",")[-1] == "source", table.name
        assert rows, table.name
        assert not [row for row in rows if row.endswith(",")], f"{table.name}: a row cites nothing"


STUBS = {
    "extract/stub.py": (
        "from schemas.document import Document, SourceFile\n"
        "NAME = 'stub'\n"
        "def sniff(name: str, head: bytes) -> int: return 99 * name.endswith('.stub')\n"
        "def read(source: SourceFile, content: bytes) -> Document:\n"
        "    return Document(source, NAME, ())\n",
        "from extract import read_bytes; print(read_bytes('a.stub', b'x').reader)",
        "stub",
    ),
    "checks/stub.py": (
        "from schemas.finding import Code\n"
        "CODES = (Code.CORRECTED,)\n"
        "def check(report): return ()\n",
        "from schemas.plugins import plugins; from schemas.ports import Check;"
        "print(sum(c.__name__ == 'checks.stub' for c in plugins('checks', Check)))",
        "1",
    ),
    "load/stub.py": (
        "FORMAT = 'stub'\ndef write(tables, folder): return ()\n",
        "from schemas.plugins import plugins; from schemas.ports import Format;"
        "print(sum(c.FORMAT == 'stub' for c in plugins('load', Format)))",
        "1",
    ),
    "extract/half.py": (
        "NAME = 'half'\n",
        "import extract\ntry: extract.readers()\nexcept TypeError as error: print(error)",
        "extract/half.py is not a Reader (see schemas/ports.py)",
    ),
}


@pytest.mark.parametrize("path", STUBS)
def test_one_new_file_is_enough(path: str, tmp_path: Path) -> None:
    source, probe, said = STUBS[path]
    for room in ROOMS:
        shutil.copytree(ROOT / room, tmp_path / room, ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / path).write_text(source, encoding="utf-8")
    ran = subprocess.run(
        [sys.executable, "-c", probe], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert ran.stdout.strip() == said, ran.stderr
