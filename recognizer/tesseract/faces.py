"""The fonts that lines are set in: those that Debian and npm install."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from itertools import groupby
from pathlib import Path
from typing import Any

from PIL import ImageFont

TTFont: Any = import_module("fontTools.ttLib").TTFont  # no type hints

DEBIAN = Path("/usr/share/fonts/truetype")
"""Packages fonts-noto-core, fonts-lohit-beng-bengali, fonts-beng-extra and fonts-liberation."""

NPM_SETTING = "OGROGOTI_FONTSOURCE"
"""Names the folder `node_modules/@fontsource` where its fonts are installed."""

DEBIAN_FACES = (
    ("noto/NotoSansBengali-Regular.ttf", 6),
    ("noto/NotoSansBengali-Bold.ttf", 2),
    ("noto/NotoSerifBengali-Regular.ttf", 6),
    ("noto/NotoSerifBengali-Bold.ttf", 2),
    ("lohit-bengali/Lohit-Bengali.ttf", 6),
    ("fonts-beng-extra/LikhanNormal.ttf", 4),
    ("fonts-beng-extra/Ani.ttf", 3),
    ("fonts-beng-extra/JamrulNormal.ttf", 3),
    ("fonts-beng-extra/MitraMono.ttf", 2),
)
NPM_FACES = (
    ("tiro-bangla", "400", 5),
    ("baloo-da-2", "400", 2),
    ("mina", "400", 3),
    ("mina", "700", 1),
    ("anek-bangla", "400", 3),
    ("anek-bangla", "600", 1),
    ("noto-sans-bengali", "600", 1),
    ("noto-serif-bengali", "600", 1),
    ("atma", "400", 1),
    ("galada", "400", 1),
)
"""Each with its share. Galada and Atma are display types: seldom seen, wide apart from the rest."""

HELD_OUT = (
    DEBIAN / "fonts-beng-extra/Mukti.ttf",
    DEBIAN / "fonts-beng-extra/Muktibold.ttf",
)
HELD_OUT_NPM = ("hind-siliguri",)

LATIN = (
    DEBIAN / "liberation/LiberationSerif-Regular.ttf",
    DEBIAN / "liberation/LiberationSans-Regular.ttf",
)
"""What stands in for signs that a Bangla font lacks."""


@dataclass(frozen=True, slots=True)
class Face:
    """A font, and the one that gives what it lacks."""

    name: str
    path: Path
    covers: frozenset[str]
    stand_in: Path

    def runs(self, text: str) -> Iterator[tuple[Path, str]]:
        """The pieces of a text with the font of each."""
        for own, signs in groupby(text, key=lambda sign: sign in self.covers):
            yield (self.path if own else self.stand_in), "".join(signs)


@cache
def font(path: Path, pixels: int) -> ImageFont.FreeTypeFont:
    """A font at a size, opened once."""
    return ImageFont.truetype(path, pixels, layout_engine=ImageFont.Layout.RAQM)


def training_faces() -> tuple[tuple[Face, int], ...]:
    """The faces that lines are trained on, each with its share.

    Raises:
        FileNotFoundError: a font is not installed.
    """
    debian = ((_face(DEBIAN / name), share) for name, share in DEBIAN_FACES)
    npm = ((_npm_face(family, weight), share) for family, weight, share in NPM_FACES)
    return (*debian, *npm)


def unseen_faces(folder: Path | None = None) -> tuple[Face, ...]:
    """The faces that no line was trained on; those of a folder as well, if it is there."""
    more = sorted(folder.glob("*.ttf")) if folder and folder.is_dir() else []
    held_out = (*HELD_OUT, *more)
    return (*map(_face, held_out), *(_npm_face(family, "400") for family in HELD_OUT_NPM))


def _npm_face(family: str, weight: str) -> Face:
    folder = Path(os.environ.get(NPM_SETTING, "node_modules/@fontsource"))
    files = folder / family / "files"
    name = f"{family}-{{}}-{weight}-normal.woff2"
    return _face(files / name.format("bengali"), files / name.format("latin"))


def _face(path: Path, stand_in: Path = LATIN[0]) -> Face:
    return Face(path.stem, path, _covered(path), stand_in)


def _covered(path: Path) -> frozenset[str]:
    """The signs of a font; a web font's are those of the script's own block."""
    if not path.is_file():
        raise FileNotFoundError(path)
    if path.suffix == ".woff2":
        bangla = map(chr, range(0x0980, 0x0A00))
        return frozenset(bangla) | {"।", "॥", "\u200c", "\u200d"}
    with TTFont(path) as opened:
        return frozenset(map(chr, opened.getBestCmap() or ()))
