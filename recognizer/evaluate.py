"""Measure the reader: `python -m recognizer.evaluate --crops 60000`; prints tables in Markdown."""

from __future__ import annotations

import argparse
import random
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import cv2

from extract.scan.number_reader import NO_NUMBER, Guess, NumberReader
from recognizer import wear
from recognizer.crops import Crop, Order, Studio
from recognizer.faces import Face, latin_fonts, seen_faces, unseen_faces
from recognizer.texts import same_number

SEED = 77
"""Another one than in training."""

DASH = "-"
DPIS = (150, 200, 300)
GROUPS = {
    "date": "date",
    "integer": "integer",
    "single": "integer",
    "decimal": "decimal, percent",
    "percent": "decimal, percent",
    "id": "id",
    "range": "range",
    "dash": "dash",
    "blank": "blank",
    "letters": "letters",
    "mixed": "number and letters",
}
SHARES = {
    "date": 6, "integer": 3, "single": 4, "decimal": 3, "percent": 2, "id": 3, "range": 1,
    "dash": 2, "blank": 2, "letters": 3, "mixed": 1,
}  # fmt: skip
ALLOWED_ERRORS = 0.0005
LEAST_CONFIDENCES = (0.5, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.999)
ROUND = 600


@dataclass(frozen=True, slots=True)
class Trial:
    """One crop, how it came about, and what was read."""

    kind: str
    wear: str
    dpi: int
    fonts: str
    crop: Crop
    guess: Guess

    @property
    def right(self) -> bool:
        """The number is the printed one.

        Of mere letters only that they are letters is asked, of dashes not how many there are (two
        touch in some fonts, and any number of them means the same), and of an empty cell not
        whether a stroke that ends there was told.
        """
        if self.kind == "letters":
            return self.guess.letters
        if self.kind == "blank":
            return self.guess.text in {"", NO_NUMBER}
        if self.kind == "dash":
            return set(self.guess.text) == {DASH}
        return same_number(self.guess.text, self.crop.label)


def trials(reader: NumberReader, studios: dict[str, Studio], seed: int) -> Iterator[Trial]:
    """Trials without end: each kind of wear, resolution and group of fonts in turn."""
    rng = random.Random(seed)
    kinds, shares = list(SHARES), list(SHARES.values())
    while True:
        for dpi in DPIS:
            plan = [
                (rng.choices(kinds, shares)[0], worn, fonts)
                for worn in wear.KINDS
                for fonts in studios
                for _ in range(ROUND // 60)
            ]
            crops = [studios[fonts].crop(Order(kind, worn, dpi), rng) for kind, worn, fonts in plan]
            guesses = reader.read([crop.line for crop in crops], dpi)
            for (kind, worn, fonts), crop, guess in zip(plan, crops, guesses, strict=True):
                yield Trial(kind, worn, dpi, fonts, crop, guess)


def table(
    name: str, done: Sequence[Trial], row: Callable[[Trial], str], column: Callable[[Trial], str]
) -> Iterator[str]:
    """Share of right readings, in per cent, and the number of trials of each row."""
    cells: defaultdict[tuple[str, str], list[bool]] = defaultdict(list)
    for trial in done:
        cells[row(trial), column(trial)].append(trial.right)
    rows, columns = (list(dict.fromkeys(key[at] for key in cells)) for at in (0, 1))
    yield f"| {name} | {' | '.join(columns)} | crops |"
    yield "|---" * (len(columns) + 2) + "|"
    for first in rows:
        found = [cells.get((first, second), []) for second in columns]
        shares = " | ".join(_percent(right) for right in found)
        yield f"| {first} | {shares} | {sum(map(len, found))} |"


def _percent(right: Sequence[bool]) -> str:
    return f"{100 * sum(right) / len(right):.2f}" if right else ""


def ranking(name: str, done: Iterable[Trial], surety: Callable[[Guess], float]) -> Iterator[str]:
    """How many readings stand above a confidence, and how many of those are wrong."""
    ordered = sorted(done, key=lambda trial: -surety(trial.guess))
    wrong, safe, bound = 0, 0, 1.0
    for number, trial in enumerate(ordered, 1):
        wrong += not trial.right
        if wrong <= ALLOWED_ERRORS * number:
            safe, bound = number, surety(trial.guess)
    yield (
        f"{name}: {100 * safe / max(len(ordered), 1):.1f} % stand at or above {bound:.4f}, where "
        f"at most {100 * ALLOWED_ERRORS:.2f} % are wrong; {wrong} of {len(ordered)} wrong in all."
    )


def confidences(done: Sequence[Trial]) -> Iterator[str]:
    """For each least confidence: the share accepted and the share of those that is wrong."""
    yield "| confidence at least | accepted % | wrong among them % |"
    yield "|---|---|---|"
    for least in LEAST_CONFIDENCES:
        kept = [trial for trial in done if trial.guess.confidence >= least]
        taken = 100 * len(kept) / len(done)
        wrong = 100 * sum(not trial.right for trial in kept) / max(len(kept), 1)
        yield f"| {least} | {taken:.2f} | {wrong:.3f} |"


def report(done: Sequence[Trial]) -> Iterator[str]:
    """All tables."""
    yield from table(
        "wear", done, lambda trial: trial.wear, lambda trial: f"{trial.fonts} {trial.dpi} dpi"
    )
    yield ""
    yield from table("kind", done, lambda trial: GROUPS[trial.kind], lambda trial: trial.wear)
    yield ""
    even = [trial for trial in done if trial.wear in ("clean", "light", "medium")]
    yield from table(
        "kind, clean to medium", even,
        lambda trial: GROUPS[trial.kind], lambda trial: f"{trial.fonts} {trial.dpi} dpi",
    )  # fmt: skip
    yield ""
    yield from confidences(done)
    yield ""
    yield from ranking("All, by confidence", done, lambda guess: guess.confidence)
    yield from ranking("All, by weakest sign", done, lambda guess: guess.weakest)
    for worn in wear.KINDS:
        some = [trial for trial in done if trial.wear == worn]
        yield from ranking(f"{worn}, by confidence", some, lambda guess: guess.confidence)
    invented = sum(
        trial.kind == "letters" and not trial.guess.letters and bool(trial.guess.text)
        for trial in done
    )
    yield f"Letters read as a number: {invented}."


def mistakes(done: Iterable[Trial], folder: Path, most: int) -> None:
    """Keep pictures of the surest mistakes, for people."""
    folder.mkdir(parents=True, exist_ok=True)
    wrong = sorted((t for t in done if not t.right), key=lambda t: -t.guess.confidence)
    for number, trial in enumerate(islice(wrong, most)):
        texts = (trial.crop.label, trial.guess.text)
        meant, said = ((text or "nothing").replace("/", "_")[:30] for text in texts)
        name = f"{number:03}-{trial.wear}-{trial.dpi}-{trial.guess.confidence:.3f}-{meant}-{said}"
        cv2.imwrite(str(folder / f"{name}.png"), trial.crop.line)


def studios(fonts: Path, more: Path | None) -> dict[str, Studio]:
    """Those with the fonts of training, and with fonts the net never saw."""
    groups = {"seen": seen_faces(fonts), "unseen": unseen_faces()}
    if more is not None:
        groups["more unseen"] = tuple(map(Face, sorted(more.glob("*.ttf"))))
    latin = latin_fonts()
    return {name: Studio(faces, latin, outlines=False) for name, faces in groups.items()}


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--crops", type=int, default=60_000)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--model", type=Path)
    parser.add_argument("--fonts", type=Path, default=Path("/tmp/recognizer-fonts"))  # noqa: S108 - a cache
    parser.add_argument(
        "--more-unseen", type=Path, help="folder of further .ttf files to measure with"
    )
    parser.add_argument("--mistakes", type=Path, help="folder for pictures of the surest mistakes")
    given = parser.parse_args()
    cv2.setNumThreads(1)
    began = time.process_time()
    reader = NumberReader(given.model)
    sources = studios(given.fonts, given.more_unseen)
    done = list(islice(trials(reader, sources, given.seed), given.crops))
    print("\n".join(report(done)))
    for name, studio in sources.items():
        print(f"\n{name}: {', '.join(sorted(face.name for face in studio.faces))}")
    print(f"\n{time.process_time() - began:.0f} CPU s.")
    if given.mistakes:
        mistakes(done, given.mistakes, 120)


if __name__ == "__main__":
    main()
