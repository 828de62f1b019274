"""One paragraph: its text as printed, what was taken out of it or is hidden, and its list label."""

from __future__ import annotations

from dataclasses import dataclass

from extract._word_desk import Desk, Pager
from extract._word_inline import Inline, Paragraph, Piece
from extract._word_names import KIND, REMOVED, VAL, attribute, is_on
from extract._word_styles import Format, read_numbering, read_run
from extract._xml import Element
from schemas.document import Region

PARAGRAPHS = frozenset(("p", "a:p"))


@dataclass(frozen=True, slots=True)
class Setting:
    """Where a paragraph stands."""

    desk: Desk
    pager: Pager
    table_style: str | None = None


@dataclass(slots=True)
class _Properties:
    """What a paragraph says of itself."""

    style: str | None = None
    mark: Element | None = None
    """How its end looks, and whether it is still there."""
    numbering: tuple[int | None, int | None] | None = None
    begins_page: bool | None = None
    section: Element | None = None


def _read_properties(element: Element) -> _Properties:
    found = _Properties()
    # they stand before all else; what is no paragraph has none
    if not len(element) or KIND.get(element[0].tag) != "pPr":
        return found
    for each in element[0]:
        kind = KIND.get(each.tag)
        if kind == "pStyle":
            found.style = attribute(each, VAL)
        elif kind == "rPr":
            found.mark = each
        elif kind == "numPr":
            found.numbering = read_numbering(each)
        elif kind == "pageBreakBefore":
            found.begins_page = is_on(each)
        elif kind == "sectPr":
            found.section = each
    return found


def read_paragraph(element: Element, region: Region, setting: Setting) -> Paragraph:
    """A paragraph; or what should stand in one, as if it did."""
    desk, pager = setting.desk, setting.pager
    said = _read_properties(element)
    base = desk.styles.paragraph(said.style, setting.table_style)
    marked = desk.styles.run(base, read_run(said.mark)) if said.mark is not None else base
    paragraph = Paragraph(section=said.section)
    if said.mark is not None:
        paragraph.runs_on = _runs_on(said.mark, marked)
    begins_page = said.begins_page
    if begins_page is None:
        begins_page = desk.styles.breaks_page(said.style)
    if begins_page and region is Region.BODY:
        pager.begin()
    reader = Inline(desk, pager, base, paragraph)
    if KIND.get(element.tag) in PARAGRAPHS:
        reader.walk(element, region, base)
    else:
        reader.meet(element, region, base)
    reader.finish()
    if region is Region.BODY and not paragraph.runs_on:
        _put_label(paragraph, said, marked, setting)
    return paragraph


def _runs_on(mark: Element, marked: Format) -> bool:
    return marked.hidden or any(KIND.get(each.tag) in REMOVED for each in mark)


def _put_label(paragraph: Paragraph, said: _Properties, marked: Format, setting: Setting) -> None:
    """Count the paragraph in its list, and put the label where it is printed."""
    desk = setting.desk
    list_id, level = said.numbering or (None, None)
    named_by: str | None = None
    if list_id is None:
        inherited = desk.styles.numbering(said.style)
        if inherited is None:
            return
        list_id, style_level, named_by = inherited
        level = style_level if level is None else level
    elif level is None:
        level = 0
    label = desk.numbering.label(list_id, level, named_by)
    if label is None or not label.text:
        return
    format_ = desk.styles.run(marked, label.run)
    region = Region.HIDDEN if format_.hidden else Region.BODY
    texts = [label.text, label.suffix] if label.suffix else [label.text]
    fonts = [format_.runs(text)[0].font for text in texts]
    paragraph.label = [Piece(*each, region) for each in zip(texts, fonts, strict=True)]
    pager = setting.pager
    paragraph.page = paragraph.page or pager.page
    pager.is_fresh = False
    if label.unknown:
        desk.unknown_formats.setdefault(label.unknown, paragraph.page)
