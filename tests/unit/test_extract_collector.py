"""The collector rests while a document is built, and never longer."""

import gc
from collections.abc import Iterator

import pytest

from extract import word
from extract._collector import resting_collector
from schemas.document import SourceFile
from schemas.errors import InputRejected
from tests.unit.word_builder import p, package


@pytest.fixture(autouse=True, params=[True, False], ids=["on", "off"])
def was_on(request: pytest.FixtureRequest) -> Iterator[bool]:
    was_on: bool = request.param
    (gc.enable if was_on else gc.disable)()
    yield was_on
    gc.enable()


def test_it_rests_within_and_is_then_as_before(was_on: bool) -> None:
    with resting_collector():
        assert not gc.isenabled()
        with resting_collector():
            pass
        assert not gc.isenabled()
    assert gc.isenabled() is was_on


def test_it_is_as_before_behind_an_error(was_on: bool) -> None:
    with pytest.raises(KeyError), resting_collector():
        raise KeyError
    assert gc.isenabled() is was_on


@pytest.mark.parametrize("body", [p("ক"), "<w:p><w:r></w:p>"], ids=["read", "refused"])
def test_a_document_leaves_it_as_before(body: str, was_on: bool) -> None:
    content = package(body)
    try:
        word.read(SourceFile("a.docx", "0" * 64, len(content), ""), content)
    except InputRejected:
        assert "</w:p>" in body
    assert gc.isenabled() is was_on
