"""Explains the glyphs of an unknown font by what readers of pictures say of its words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from extract._glyph_verdicts import Learned, learn
from extract._glyph_words import Words
from schemas.catalog import vocabulary
from schemas.document import Recognition
from schemas.errors import InputFailed, Refusal

LEARNED_RIGHT = 0.999
"""Share of cells right among those whose glyphs were all learnt beyond doubt.

None was wrong of 12,000 in nine fonts that were left out; other fonts may be odder.
"""


_FORMS = ("headers", "bands", "units")
"""Tables of the vocabulary with what stands in the heads and the columns of forms."""


@dataclass(slots=True)
class PictureTeacher:
    """Teaches the glyphs of one document."""

    recognition: Recognition | None = None
    """Who read; None if nothing was."""

    def learn(self, words: Words) -> Mapping[bytes, Learned]:
        """What unknown glyphs stand for; nothing where this machine cannot read pictures.

        Raises:
            InputFailed: TOOL_FAILED, TIMEOUT_STALL or NO_SPACE.
        """
        # OpenCV and onnxruntime, which a file in known fonts need not pay
        from extract._glyph_lessons import lessons_of

        if not words.words:
            return {}
        try:
            lessons, self.recognition = lessons_of(words, LEARNED_RIGHT)
        except InputFailed as error:
            if error.code is not Refusal.TOOL_MISSING:
                raise
            return {}
        faces = words.faces()
        unknown = {key: replace(one, font=faces[one.font]) for key, one in words.unknown.items()}
        taken = {(faces.get(font, font), text) for font, text in words.taken}
        return learn(lessons, unknown, taken, _form_words())


def _form_words() -> frozenset[str]:
    return frozenset(
        word for name in _FORMS for row in vocabulary(name) for word in row["words"].split()
    )
