"""Why a finding was raised is said in Bangla on the Bangla page, whoever raised it."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from audit.published import sheet_of
from audit.words import reason_in
from extract._cell_text import Oddity
from extract._learned_page import BY_WORDS
from extract._pdf_reading import DAMAGED
from extract._unread_pages import NO_TABLE
from ogrogoti import read_report
from schemas.catalog import vocabulary
from schemas.finding import Code, report_finding
from tests.audit_site import ODD, ROOT, SAMPLES

READERS = sorted((ROOT / "extract").rglob("*.py"))
NAMED = (BY_WORDS, DAMAGED, NO_TABLE, *(one.value for one in Oddity))


def written_in(path: Path) -> Iterator[str]:
    """Reasons that a module writes into evidence, returns as why a page is unread, or doubts."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        match node:
            case ast.Dict(keys=keys, values=values):
                for key, value in zip(keys, values, strict=True):
                    if isinstance(key, ast.Constant) and key.value == "reason":
                        yield from _texts(value)
            case ast.FunctionDef(name="_why_unread"):
                for one in ast.walk(node):
                    if isinstance(one, ast.Return) and one.value is not None:
                        yield from _texts(one.value)
            case ast.Call(func=ast.Name(id="_doubt" | "Doubt" | "BrokenPage"), args=[_, said, *_]):
                yield from _texts(said)
            case ast.Assign(targets=[ast.Name(id="reason")], value=value):
                yield from _texts(value)
            case _:
                pass


def _texts(node: ast.expr) -> Iterator[str]:
    parts = (node.body, node.orelse) if isinstance(node, ast.IfExp) else (node,)
    for part in parts:
        if isinstance(part, ast.Constant) and isinstance(part.value, str) and " " in part.value:
            yield part.value


def test_every_reason_of_a_reader_has_its_words() -> None:
    written = {text for path in READERS for text in written_in(path)} | set(NAMED)
    assert len(written) > 15
    assert written - {row["reason"] for row in vocabulary("reasons")} == set()


@pytest.mark.parametrize("row", vocabulary("reasons"), ids=lambda row: row["reason"])
def test_a_reason_is_said_in_both_languages(row: dict[str, str]) -> None:
    assert reason_in(row["reason"], "en") == row["reason"]
    assert not any(sign.isascii() and sign.isalpha() for sign in reason_in(row["reason"], "bn"))


def test_a_reason_that_nobody_translated_is_said_as_it_is() -> None:
    assert reason_in("image file is truncated", "bn") == "image file is truncated"


def test_the_item_of_a_page_finding_has_its_reason_in_both() -> None:
    said = "it is a picture without text"
    finding = report_finding(Code.PAGE_UNREAD, "page:2", evidence={"reason": said}, page=2)
    report = read_report(SAMPLES / f"{ODD}.tsv").model_copy(update={"findings": (finding,)})
    (item,) = (one for one in sheet_of(report).items if one.code == Code.PAGE_UNREAD.value)
    assert item.message.endswith(f"({said})")
    assert item.message_bn.endswith(f"({reason_in(said, 'bn')})")
    assert said not in item.message_bn
