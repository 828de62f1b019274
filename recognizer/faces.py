"""Fonts for training: those of Debian's packages and npm's @fontsource, as pairs of two scripts."""

from __future__ import annotations

import subprocess
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import import_module
from pathlib import Path
from typing import Any

from PIL import ImageFont

TTFont: Any = import_module("fontTools.ttLib").TTFont  # no type hints

SYSTEM = Path("/usr/share/fonts/truetype")

BANGLA = (
    "noto/NotoSansBengali-Regular.ttf",
    "noto/NotoSansBengali-Bold.ttf",
    "noto/NotoSerifBengali-Regular.ttf",
    "noto/NotoSerifBengali-Bold.ttf",
    "lohit-bengali/Lohit-Bengali.ttf",
    "lohit-assamese/Lohit-Assamese.ttf",
    "fonts-beng-extra/Ani.ttf",
    "fonts-beng-extra/JamrulNormal.ttf",
    "fonts-beng-extra/LikhanNormal.ttf",
    "fonts-beng-extra/MitraMono.ttf",
)
"""Debian: fonts-noto-core, fonts-lohit-beng-bengali, -assamese, fonts-beng-extra."""

UNSEEN = ("fonts-beng-extra/Mukti.ttf", "fonts-beng-extra/Muktibold.ttf")
"""Held out, to measure what a font does that the net never saw."""

LATIN = (
    "liberation/LiberationSans-Regular.ttf",
    "liberation/LiberationSans-Bold.ttf",
    "liberation/LiberationSerif-Regular.ttf",
    "liberation/LiberationSerif-Bold.ttf",
    "crosextra/Carlito-Regular.ttf",
    "crosextra/Carlito-Bold.ttf",
    "dejavu/DejaVuSans.ttf",
    "dejavu/DejaVuSerif.ttf",
)
"""Debian: fonts-liberation, fonts-crosextra-carlito, fonts-dejavu-core."""

FONTSOURCE = (
    ("tiro-bangla", "5.3.0"),
    ("noto-sans-bengali", "5.3.0"),
    ("noto-serif-bengali", "5.3.0"),
    ("baloo-da-2", "5.3.0"),
    ("galada", "5.2.8"),
    ("atma", "5.3.0"),
    ("mina", "5.3.0"),
    ("anek-bangla", "5.0.18"),
    ("hind-siliguri", "5.3.0"),
)
"""Of npm. The 1 of Hind Siliguri Regular is drawn as in no other font: a net that never saw it
read it as 6, and was sure of that."""
WEIGHTS = ("400", "700")


@dataclass(frozen=True, slots=True)
class Face:
    """A font for Bangla and, where it has no Latin signs, one for those."""

    bangla: Path
    latin: Path | None = None

    @property
    def name(self) -> str:
        """As in the file's name."""
        return self.bangla.stem

    def runs(self, text: str, latin: Path) -> Iterator[tuple[Path, str]]:
        """Pieces of the text with the font that has them; `latin` where this face lacks a sign."""
        piece, font = "", self.bangla
        for sign in text:
            own = next((path for path in self._own if ord(sign) in signs_of(path)), None)
            chosen = own or latin
            if sign == " ":
                chosen = font
            if piece and chosen != font:
                yield font, piece
                piece = ""
            font, piece = chosen, piece + sign
        if piece:
            yield font, piece

    @property
    def _own(self) -> tuple[Path, ...]:
        return (self.bangla,) if self.latin is None else (self.bangla, self.latin)


@cache
def signs_of(font: Path) -> frozenset[int]:
    """Code points that the font has a glyph for."""
    with TTFont(font, lazy=True) as opened:
        return frozenset(opened.getBestCmap())


@lru_cache(maxsize=512)
def sized(font: Path, size: int) -> ImageFont.FreeTypeFont:
    """The font at a size in pixels, with real shaping."""
    return ImageFont.truetype(str(font), size, layout_engine=ImageFont.Layout.RAQM)


def seen_faces(folder: Path) -> tuple[Face, ...]:
    """Fonts to train with; `folder` keeps what npm gives."""
    return (*map(Face, _installed(BANGLA)), *_fontsource(folder, FONTSOURCE))


def unseen_faces() -> tuple[Face, ...]:
    """Fonts to measure with."""
    return tuple(map(Face, _installed(UNSEEN)))


def latin_fonts() -> tuple[Path, ...]:
    """Fonts in which offices write Latin digits and signs."""
    return _installed(LATIN)


def _installed(names: tuple[str, ...]) -> tuple[Path, ...]:
    paths = tuple(SYSTEM / name for name in names)
    missing = [str(path) for path in paths if not path.exists()]
    if missing:
        raise FileNotFoundError(f"fonts are not installed: {', '.join(missing)}")
    return paths


def _fontsource(folder: Path, packages: tuple[tuple[str, str], ...]) -> tuple[Face, ...]:
    return tuple(face for name, version in packages for face in _family(folder, name, version))


def _family(folder: Path, name: str, version: str) -> Iterator[Face]:
    archive = folder / f"fontsource-{name}-{version}.tgz"
    if not archive.exists():
        folder.mkdir(parents=True, exist_ok=True)
        package = f"@fontsource/{name}@{version}"
        subprocess.run(["npm", "pack", "--silent", package], cwd=folder, check=True)
    for weight in WEIGHTS:
        bangla, latin = (
            _unpacked(archive, f"{name}-{script}-{weight}-normal")
            for script in ("bengali", "latin")
        )
        if bangla is not None:
            yield Face(bangla, latin)


def _unpacked(archive: Path, stem: str) -> Path | None:
    """The font as .ttf; None where the family has no such weight."""
    target = archive.with_name(f"{stem}.ttf")
    if target.exists():
        return target
    with tarfile.open(archive) as opened:
        inside = f"package/files/{stem}.woff2"
        if inside not in opened.getnames():
            return None
        packed = opened.extractfile(inside)
        if packed is None:
            return None
        font = TTFont(packed)
        font.flavor = None
        font.save(target)
    return target
