"""Makes the model: `python -m recognizer.tesseract.train --work FOLDER`.

Debian's integer model for Bengali script becomes a float one, learns from lines set in type here,
and becomes an integer one again.
"""

from __future__ import annotations

import argparse
import os
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from recognizer.tesseract.alphabet import adapt, recoder, symbols
from recognizer.tesseract.faces import Face, training_faces
from recognizer.tesseract.line_file import write_lines
from recognizer.tesseract.line_pictures import line_picture
from recognizer.tesseract.network_file import to_float
from recognizer.tesseract.phrases import (
    LEARNING,
    SETTLING,
    Shares,
    Words,
    gather,
    write_line,
    write_text,
)
from recognizer.tesseract.wear import Gray

PACKAGED = Path("/usr/share/tesseract-ocr/5/tessdata")
SCRIPT_MODEL = PACKAGED / "Bengali.traineddata"
LANGUAGE_MODEL = PACKAGED / "ben.traineddata"
"""Debian packages tesseract-ocr-script-beng and tesseract-ocr-ben; of the latter only the words."""

MODEL = "ogrogoti.traineddata"

SEED = 20261121
LINES_A_FILE = 500
NEIGHBOUR_SHARE = 0.22


@dataclass(frozen=True, slots=True)
class Stage:
    """A part of the training, with lines of its own."""

    name: str
    rate: float
    """How fast it learns."""
    iterations: int
    """One line each."""
    files: int
    first_seed: int
    shares: Shares
    trimmed: float
    """Share of lines that are cut to their ink, as the engine hands over single lines."""


STAGES = (
    Stage("learn", 3e-4, 14_000, 40, SEED, LEARNING, 0.0),
    Stage("settle", 1.2e-4, 3_000, 11, SEED + 1000, SETTLING, 0.55),
    Stage("rest", 3e-5, 1_500, 3, SEED + 2000, SETTLING, 0.55),
)
"""Each line is seen once at most: more lines are set than iterations need."""

DICTIONARIES = ("word", "punc", "number")


def main() -> None:
    """Run every step in a folder; lines that are already there are used again."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, required=True)
    options = parser.parse_args()
    work: Path = options.work
    work.mkdir(parents=True, exist_ok=True)
    words = prepare(work)
    start = work / "float.lstm"
    for stage in STAGES:
        start = learn(work, start, stage, set_lines(work, words, stage))
    print(finish(work, start))


def run(*command: str | Path) -> None:
    """One of Tesseract's programs, on one core.

    Raises:
        CalledProcessError: it failed.
    """
    subprocess.run(command, check=True, env={**os.environ, "OMP_THREAD_LIMIT": "1"})


def prepare(work: Path) -> Words:
    """The model to start from, with float weights, the new symbols and Bangla words alone."""
    run("combine_tessdata", "-u", SCRIPT_MODEL, work / "old.")
    run("combine_tessdata", "-u", LANGUAGE_MODEL, work / "ben.")
    for name in ("old", "ben"):
        run(
            "dawg2wordlist",
            work / f"{name}.lstm-unicharset",
            work / f"{name}.lstm-word-dawg",
            work / f"{name}.words",
        )
    # both names: the second goes into the file that tells `lstmtraining` of symbols and words
    for name in ("float", "new"):
        (work / f"{name}.lstm").write_bytes(to_float((work / "old.lstm").read_bytes()))
    unicharset = adapt((work / "old.lstm-unicharset").read_text(encoding="utf-8"))
    (work / "new.lstm-unicharset").write_text(unicharset, encoding="utf-8")
    (work / "new.lstm-recoder").write_bytes(recoder(int(unicharset.split("\n", 1)[0])))
    words = gather((work / "old.words", work / "ben.words"), symbols(unicharset))
    _write_dictionaries(work, words)
    run("combine_tessdata", work / "new.")
    return words


def _write_dictionaries(work: Path, words: Words) -> None:
    """Numbers and signs as they were; words are Bangla ones and those of offices."""
    office = {word for phrase in words.phrases for word in phrase.split(" ") if word}
    lists = {"word": sorted({*words.bangla, *office})}
    for kind in ("punc", "number"):
        listed = work / f"old.{kind}s"
        run("dawg2wordlist", work / "old.lstm-unicharset", work / f"old.lstm-{kind}-dawg", listed)
        lists[kind] = listed.read_text(encoding="utf-8").splitlines()
    for kind in DICTIONARIES:
        listed = work / f"new.{kind}s"
        listed.write_text("\n".join(lists[kind]) + "\n", encoding="utf-8")
        run("wordlist2dawg", listed, work / f"new.lstm-{kind}-dawg", work / "new.lstm-unicharset")


def set_lines(work: Path, words: Words, stage: Stage) -> Path:
    """Lines of writing as pictures, in files for `lstmtraining`; the list of these files."""
    faces = training_faces()
    paths = [work / f"{stage.name}-{number:03}.lstmf" for number in range(stage.files)]
    for number, path in enumerate(paths):
        if not path.is_file():
            write_lines(path, _lines(Random(stage.first_seed + number), words, faces, stage))
    listed = work / f"{stage.name}.txt"
    listed.write_text("".join(f"{path}\n" for path in paths), encoding="utf-8")
    return listed


def _lines(
    random: Random, words: Words, faces: Sequence[tuple[Face, int]], stage: Stage
) -> Iterator[tuple[Gray, str]]:
    shares = [share for _, share in faces]
    for _ in range(LINES_A_FILE):
        text = write_line(random, words, stage.shares)
        face = random.choices(faces, shares)[0][0]
        beside = write_text(random, words) if random.random() < NEIGHBOUR_SHARE else ""
        trimmed = stage.trimmed > 0 and random.random() < stage.trimmed
        yield line_picture(text, face, random, neighbour=beside, trimmed=trimmed), text


def learn(work: Path, start: Path, stage: Stage, listed: Path) -> Path:
    """One stage; the state it ends with."""
    old = SCRIPT_MODEL if start.suffix == ".lstm" else ""  # the later ones have its symbols
    run(
        "lstmtraining",
        f"--continue_from={start}",
        f"--old_traineddata={old}",
        f"--traineddata={work / 'new.traineddata'}",
        f"--model_output={work / stage.name}",
        f"--train_listfile={listed}",
        "--reset_learning_rate",
        f"--learning_rate={stage.rate}",
        f"--max_iterations={stage.iterations}",
        "--target_error_rate=0.0001",
    )
    return work / f"{stage.name}_checkpoint"


def finish(work: Path, checkpoint: Path) -> Path:
    """The integer model of a state of the training."""
    model = work / MODEL
    run(
        "lstmtraining",
        "--stop_training",
        "--convert_to_int",
        f"--continue_from={checkpoint}",
        f"--traineddata={work / 'new.traineddata'}",
        f"--model_output={model}",
    )
    return model


if __name__ == "__main__":
    main()
