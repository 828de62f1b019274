"""Readings kept in a file by the hash of each picture, and given again without the program."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypedDict

from extract.scan.engine import Box, Engine, Picture, ReadText, Word

KEY_LENGTH = 24
"""Hexadecimal digits of the SHA-256; 96 bits."""

WrittenWord = tuple[str, float, int, int, int, int]
"""Text, confidence, x0, top, x1, bottom."""


class WrittenText(TypedDict):
    """One reading."""

    lines: list[list[WrittenWord]]
    unread: list[Box]


class Written(TypedDict):
    """The file."""

    name: str
    version: str
    languages: str
    readings: dict[str, WrittenText]


@dataclass(frozen=True, slots=True)
class RecordedEngine:
    """Gives what another engine once read."""

    name: str
    version: str
    languages: str
    readings: Mapping[str, ReadText]

    def read(self, pictures: Sequence[Picture]) -> tuple[ReadText, ...]:
        """What was recorded for these pictures.

        Raises:
            LookupError: a picture was never recorded.
        """
        return tuple(self._reading(picture) for picture in pictures)

    def _reading(self, picture: Picture) -> ReadText:
        key = key_of(picture)
        if key not in self.readings:
            rows, columns = picture.image.shape
            raise LookupError(
                f"no reading is recorded for a {picture.kind} of {columns} by {rows} pixels ({key})"
            )
        return self.readings[key]


@dataclass(frozen=True, slots=True)
class Recorder:
    """Reads with another engine and remembers."""

    engine: Engine
    readings: dict[str, ReadText] = field(default_factory=dict[str, ReadText])

    @property
    def name(self) -> str:
        """The other engine's."""
        return self.engine.name

    @property
    def version(self) -> str:
        """The other engine's."""
        return self.engine.version

    @property
    def languages(self) -> str:
        """The other engine's."""
        return self.engine.languages

    def read(self, pictures: Sequence[Picture]) -> tuple[ReadText, ...]:
        """What the other engine reads."""
        texts = self.engine.read(pictures)
        self.readings.update(zip(map(key_of, pictures), texts, strict=True))
        return texts


def key_of(picture: Picture) -> str:
    """The name of a picture: of its pixels, its shape, its resolution and its kind."""
    what = f"{picture.kind} {picture.dpi:g} {picture.image.shape}".encode()
    return hashlib.sha256(what + picture.image.tobytes()).hexdigest()[:KEY_LENGTH]


def save_readings(recorder: Recorder, path: Path) -> None:
    """Write what was read, in an order that does not depend on when."""
    written = Written(
        name=recorder.name,
        version=recorder.version,
        languages=recorder.languages,
        readings={key: _written(text) for key, text in sorted(recorder.readings.items())},
    )
    path.write_text(json.dumps(written, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def load_readings(path: Path) -> RecordedEngine:
    """The engine that a file speaks for.

    Raises:
        OSError: it cannot be read.
        ValueError: it is not such a file.
    """
    try:
        written: Written = json.loads(path.read_text(encoding="utf-8"))
        readings = {key: _text(text) for key, text in written["readings"].items()}
        return RecordedEngine(written["name"], written["version"], written["languages"], readings)
    except (KeyError, TypeError) as error:
        raise ValueError(f"{path.name} holds no recorded readings") from error


def _written(text: ReadText) -> WrittenText:
    lines = [[(word.text, word.confidence, *word.box) for word in line] for line in text.lines]
    return WrittenText(lines=lines, unread=list(text.unread))


def _text(written: WrittenText) -> ReadText:
    lines = (
        tuple(
            Word(text, confidence, (x0, top, x1, bottom))
            for text, confidence, x0, top, x1, bottom in line
        )
        for line in written["lines"]
    )
    unread = ((x0, top, x1, bottom) for x0, top, x1, bottom in written["unread"])
    return ReadText(tuple(lines), tuple(unread))
