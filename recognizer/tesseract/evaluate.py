"""Prints what models make of lines they never saw: `python -m recognizer.tesseract.evaluate`.

For each kind of wear and each font: the share of signs that are wrong, and of numbers read exactly.
The same crops go through the engine as the reader of scans uses it.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

import numpy as np
from rapidfuzz.distance import Levenshtein

from extract.scan.engine import Kind, Picture
from extract.scan.tesseract import Model, TesseractEngine, find_model, find_program
from recognizer.tesseract.alphabet import symbols
from recognizer.tesseract.faces import Face, training_faces, unseen_faces
from recognizer.tesseract.line_pictures import POINTS_PER_INCH, set_line
from recognizer.tesseract.phrases import LEARNING, Words, gather, write_number, write_text
from recognizer.tesseract.train import PACKAGED, prepare
from recognizer.tesseract.wear import wear

SEED = 7_777_777
"""Not one of the training's."""

SEEN = 4
POINTS = 9.5
LINES = 30
RESOLUTIONS = (150, 200, 300)
WEAR = ("clean", "light", "medium", "heavy", "bilevel", "bleed", "photocopy")


@dataclass(frozen=True, slots=True)
class Score:
    """What a model made of one font in one wear."""

    wrong_signs: float
    """Share of the signs of text lines."""
    exact_numbers: float
    """Share of the number lines."""


def main() -> None:
    """Print a row for each model, resolution and wear: seen fonts, then unseen ones."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, required=True, help="the folder of the training")
    parser.add_argument("--unseen", type=Path, help="a folder of more fonts")
    parser.add_argument("--wear", nargs="*", default=list(WEAR))
    parser.add_argument("--dpi", nargs="*", type=int, default=list(RESOLUTIONS))
    options = parser.parse_args()
    program = find_program()
    own = find_model(program) if program else None
    if program is None or own is None:
        raise SystemExit("Tesseract is not on this machine.")
    words = _words(options.work)
    seen = tuple(face for face, _ in training_faces()[: 2 * SEEN : 2])
    groups = (("seen", seen), ("unseen", unseen_faces(options.unseen)))
    models = (own, Model("Bengali", PACKAGED), Model("ben", PACKAGED))
    print("model | dpi | wear | fonts | wrong signs | exact numbers")
    for dpi in options.dpi:
        for kind in options.wear:
            for name, faces in groups:
                lines = [line for face in faces for line in _lines(words, face, dpi, kind)]
                for model in models:
                    score = _score(TesseractEngine(program, model, ""), lines)
                    signs, numbers = score.wrong_signs, score.exact_numbers
                    print(f"{model.name} | {dpi} | {kind} | {name} | {signs:.2%} | {numbers:.3f}")


def _words(work: Path) -> Words:
    if not (work / "new.lstm-unicharset").is_file():
        work.mkdir(parents=True, exist_ok=True)
        return prepare(work)
    known = symbols((work / "new.lstm-unicharset").read_text(encoding="utf-8"))
    return gather((work / "old.words", work / "ben.words"), known)


def _lines(words: Words, face: Face, dpi: int, kind: str) -> list[tuple[Picture, str]]:
    random = Random(f"{SEED} {face.name} {dpi} {kind}")
    made: list[tuple[Picture, str]] = []
    for number in range(LINES):
        is_number = number % 2 == 0
        text = write_number(random, LEARNING) if is_number else write_text(random, words)
        drawn = set_line(text, face, round(POINTS * dpi / POINTS_PER_INCH))
        worn = wear(drawn, kind, np.random.default_rng(random.getrandbits(32)))
        made.append((Picture(worn, dpi, Kind.LINE), text))
    return made


def _score(engine: TesseractEngine, lines: Sequence[tuple[Picture, str]]) -> Score:
    readings = [text.text for text in engine.read([picture for picture, _ in lines])]
    pairs = [(text, read) for (_, text), read in zip(lines, readings, strict=True)]
    numbers, texts = pairs[::2], pairs[1::2]
    wrong = sum(Levenshtein.distance(text, read) for text, read in texts)
    return Score(
        wrong_signs=wrong / sum(len(text) for text, _ in texts),
        exact_numbers=sum(text == read for text, read in numbers) / len(numbers),
    )


if __name__ == "__main__":
    main()
