"""One walk over what a page draws: glyphs, rules, filled boxes, pictures."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from copy import copy
from dataclasses import dataclass, field
from math import hypot
from typing import Any

from playa.document import Document
from playa.page import Page
from playa.parser import ContentParser
from playa.pdftypes import ContentStream, InlineImage, PSKeyword, PSLiteral
from playa.utils import decode_text

from extract._content_items import Glyph, Ground
from extract._content_state import IDENTITY, State, is_white
from extract._drawn import Rule
from extract._path_rules import Path, filled, stroked
from extract._pdf_fonts import FontDesk
from extract._pdf_objects import entries, resolve
from extract._plane import Matrix, box_of, moved, product
from schemas.errors import InputRejected, Refusal

GLYPH_LIMIT = 200_000
"""A page; the fullest of 862 real files had under a tenth of it."""
RULE_LIMIT = 100_000
STEP_LIMIT = 3_000_000
"""Operands and operators of a page with all its forms: forms that call forms multiply."""
FORM_DEPTH = 12

Resources = dict[str, Any]
Handler = Callable[["ContentWalk", list[Any]], None]


@dataclass
class ContentWalk:
    """Follows the operators of one page and gathers what they draw."""

    document: Document
    fonts: FontDesk
    state: State
    handlers: Mapping[bytes, Handler]
    glyphs: list[Glyph] = field(default_factory=list[Glyph])
    rules: list[Rule] = field(default_factory=list[Rule])
    grounds: list[Ground] = field(default_factory=list[Ground])
    spans: list[str] = field(default_factory=list[str])
    n_images: int = 0
    resources: Resources = field(default_factory=dict[str, Any])
    _stack: list[State] = field(default_factory=list[State])
    _marks: list[tuple[int, int]] = field(default_factory=list[tuple[int, int]])
    """For every open marked content the ActualText span that it stands in, and its number; or -1.
    """
    path: Path = field(default_factory=Path)
    clips: bool = False
    _line: Matrix = IDENTITY
    _text: Matrix = IDENTITY
    _steps: int = 0
    _open_forms: list[int] = field(default_factory=list[int])

    def page(self, page: Page) -> None:
        """Walk over a page."""
        self.resources = entries(vars(page)["attrs"].get("Resources"))
        self._run(page.streams)

    def _run(self, streams: Any) -> None:
        operands: list[Any] = []
        parser: Any = ContentParser(streams, self.document)
        for _, token in parser:
            self._steps += 1
            if self._steps > STEP_LIMIT:
                raise _too_much("steps", STEP_LIMIT)
            if isinstance(token, PSKeyword):
                handler = self.handlers.get(token.name)
                if handler is not None:
                    # operands missing or of a wrong kind: viewers skip the operator too
                    with suppress(TypeError, ValueError, IndexError, OverflowError, AttributeError):
                        handler(self, operands)
                operands.clear()
            elif type(token) is InlineImage:  # an abstract base class: isinstance costs a third
                self._image()
                operands.clear()
            else:
                operands.append(token)

    # graphics state

    def save(self, _: list[Any]) -> None:
        self._stack.append(copy(self.state))

    def restore(self, _: list[Any]) -> None:
        if self._stack:
            self.state = self._stack.pop()

    def transform(self, operands: list[Any]) -> None:
        a, b, c, d, e, f = map(float, operands)
        self.state.ctm = product((a, b, c, d, e, f), self.state.ctm)

    def extended(self, operands: list[Any]) -> None:
        for name, stored in entries(self._resource("ExtGState", operands[0])).items():
            value = resolve(stored)
            if name == "ca":
                self.state.fill_alpha = float(value)
            elif name == "CA":
                self.state.stroke_alpha = float(value)
            elif name == "LW":
                self.state.line_width = float(value)
            elif name == "Font":
                reference, size = value
                self.state.font, self.state.size = self.fonts.font(reference), float(size)

    def fill_colour(self, operands: list[Any]) -> None:
        self.state.fill_is_white = is_white([float(part) for part in operands])

    def stroke_colour(self, operands: list[Any]) -> None:
        self.state.stroke_is_white = is_white([float(part) for part in operands])

    def fill_space(self, _: list[Any]) -> None:
        self.state.fill_is_white = False

    def stroke_space(self, _: list[Any]) -> None:
        self.state.stroke_is_white = False

    # paths

    def paint(self, *, fill: bool = False, stroke: bool = False) -> None:
        state, path = self.state, self.path
        if fill and state.fill_shows:
            rules, boxes = filled(path, state.ctm, state.clip)
            if not state.fill_is_white:
                self._add_rules(rules)
            self.grounds += [Ground(box, state.fill_is_white, self._steps) for box in boxes]
        if stroke and not state.stroke_is_white and state.stroke_alpha > 0:
            self._add_rules(stroked(path, state.ctm, state.line_width, state.clip))
        if self.clips:
            box = path.box(state.ctm)
            state.clip = state.clip.within(box) if box else state.clip
        self.path, self.clips = Path(), False

    def _add_rules(self, rules: list[Rule]) -> None:
        self.rules += rules
        if len(self.rules) > RULE_LIMIT:
            raise _too_much("lines", RULE_LIMIT)

    # pictures and forms

    def _image(self) -> None:
        self.n_images += 1
        corners = [moved(self.state.ctm, x, y) for x in (0, 1) for y in (0, 1)]
        self.grounds.append(Ground(box_of(corners), False, self._steps))

    def object(self, operands: list[Any]) -> None:
        stream = self._resource("XObject", operands[0])
        if not isinstance(stream, ContentStream):
            return
        kind = getattr(resolve(stream.get("Subtype")), "name", "")
        if kind == "Image":
            self._image()
        elif kind == "Form":
            self._form(stream)

    def _form(self, stream: ContentStream) -> None:
        number = stream.objid or id(stream)
        if number in self._open_forms or len(self._open_forms) >= FORM_DEPTH:
            return
        kept = self.resources, copy(self.state), self._stack, self._marks, self._line, self._text
        self._open_forms.append(number)
        # a form numbers its marked contents for itself
        self._stack, self._marks = [], [(span, -1) for span, _ in self._marks]
        try:
            self._place(entries(stream.attrs))
            self._run([stream])
        finally:
            self._open_forms.pop()
            self.resources, self.state, self._stack, self._marks, self._line, self._text = kept

    def _place(self, form: Resources) -> None:
        a, b, c, d, e, f = (
            float(resolve(part)) for part in resolve(form.get("Matrix")) or IDENTITY
        )
        self.state.ctm = product((a, b, c, d, e, f), self.state.ctm)
        box = [float(resolve(part)) for part in resolve(form.get("BBox")) or ()]
        if len(box) == 4:  # noqa: PLR2004 - edges
            corners = [moved(self.state.ctm, x, y) for x in box[0::2] for y in box[1::2]]
            self.state.clip = self.state.clip.within(box_of(corners))
        self.resources = entries(form.get("Resources")) or self.resources

    # marked content

    def mark(self, operands: list[Any]) -> None:
        outer, content = self._marks[-1] if self._marks else (-1, -1)
        settings = operands[1] if len(operands) > 1 else None
        if isinstance(settings, PSLiteral):
            settings = self._resource("Properties", settings)
        told = entries(settings)
        said, number = resolve(told.get("ActualText")), told.get("MCID")
        if outer < 0 and isinstance(said, bytes):
            self.spans.append(decode_text(said))
            outer = len(self.spans) - 1
        if isinstance(number, int) and not self._open_forms:
            content = number
        self._marks.append((outer, content))

    def unmark(self, _: list[Any]) -> None:
        if self._marks:
            self._marks.pop()

    # text

    def begin_text(self, _: list[Any]) -> None:
        self._line = self._text = IDENTITY

    def set_font(self, operands: list[Any]) -> None:
        fonts = entries(self.resources.get("Font"))
        name = operands[0].name
        if name in fonts:
            self.state.font = self.fonts.font(fonts[name])
        self.state.size = float(operands[1])

    def set_matrix(self, operands: list[Any]) -> None:
        a, b, c, d, e, f = map(float, operands)
        self._line = self._text = (a, b, c, d, e, f)

    def next_line(self, x: float, y: float) -> None:
        self._line = self._text = product((1, 0, 0, 1, x, y), self._line)

    def lead(self, operands: list[Any]) -> None:
        self.state.leading = -float(operands[1])
        self.next_line(float(operands[0]), float(operands[1]))

    def show(self, parts: list[Any]) -> None:
        state = self.state
        font = state.font
        if font is None:
            return
        span, content = self._marks[-1] if self._marks else (-1, -1)
        a, b, c, d, e, f = product(self._text, state.ctm)
        size = state.size
        height = abs(size) * hypot(c, d) * font.em
        shown, along = state.text_shows, 0.0
        base_x, base_y = c * state.rise + e, d * state.rise + f
        for part in parts:
            if not isinstance(part, bytes):
                along -= float(part) / 1000 * size * state.stretch
                continue
            for code in font.codes(part):
                width = font.width(code.cid) * size * state.stretch
                x, y = a * along + base_x, b * along + base_y
                seen = shown and state.clip.holds(
                    x + a * width / 2, y + b * width / 2 - height / 4, 1
                )
                self.glyphs.append(
                    Glyph(
                        font,
                        code,
                        x,
                        y,
                        a * width,
                        b * width,
                        height,
                        span,
                        content,
                        seen and not (state.text_is_white and not self._has_ground(x, y)),
                        self._steps,
                    )
                )
                along += width + state.char_space * state.stretch
                if code.key == 32 and code.n_bytes == 1:  # noqa: PLR2004 - the space
                    along += state.word_space * state.stretch
        self._text = product((1, 0, 0, 1, along, 0), self._text)
        if len(self.glyphs) > GLYPH_LIMIT:
            raise _too_much("glyphs", GLYPH_LIMIT)

    def _has_ground(self, x: float, y: float) -> bool:
        return any(not ground.is_white and ground.box.holds(x, y, 1) for ground in self.grounds)

    def _resource(self, kind: str, name: Any) -> Any:
        return resolve(entries(self.resources.get(kind)).get(name.name))


def _too_much(what: str, limit: int) -> InputRejected:
    return InputRejected(
        Refusal.DRAW_LIMIT,
        f"A page draws more than {limit:,} {what}.",
        "Print it to a new PDF, or scan it.",
    )
