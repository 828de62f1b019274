"""The originals, found by their hash and by nothing else, and their pages as pictures."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock

from audit.trail import FOLDER

PAGES = "pages"
RENDER_SECONDS = 60
LIMIT_BYTES = 256 * 1024 * 1024
PDF, WORD = "application/pdf", "wordprocessingml"
OLD_WORD = ("application/msword", "application/rtf", "opendocument.text")


Where = tuple[Path, str | None]
"""A file, or an archive and the name of its member."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A page as a picture."""

    path: Path
    width_pt: float
    height_pt: float
    pages: int
    """Of the whole source: what a Word file comes to is known once it is set."""


@dataclass(slots=True)
class Originals:
    """Files below a folder, looked up by SHA-256; a name out of a report never becomes a path."""

    folder: Path | None
    cache: Path
    office_pdf: Callable[[bytes], bytes | None]
    _by_hash: dict[str, Where] = field(default_factory=dict[str, Where])
    _listed: bool = False
    _lock: Lock = field(default_factory=Lock)
    _drawing: Lock = field(default_factory=Lock)

    def content(self, sha256: str) -> bytes | None:
        """The bytes of an original; None where it is not there, or no longer the same."""
        found = self._known().get(sha256)
        if found is None:
            return None
        try:
            content = _read(*found)
        except (OSError, zipfile.BadZipFile, KeyError):
            return None
        return content if hashlib.sha256(content).hexdigest() == sha256 else None

    def _known(self) -> dict[str, Where]:
        """Where each original lies; the folder is gone through once, when first asked."""
        with self._lock:
            if not self._listed:
                self._listed = True
                self._by_hash.update(_hashes(self.folder))
        return self._by_hash

    def has_pages(self, sha256: str, media_type: str) -> bool:
        """Whether there are pictures of a source, or its file to make them from."""
        return self.is_pictured(media_type) and (
            sha256 in self._known() or (self.cache / sha256 / "source").is_file()
        )

    def is_pictured(self, media_type: str) -> bool:
        """Whether sources of this kind have pages that can be shown."""
        return media_type == PDF or media_type.startswith("image/") or is_word(media_type)

    def picture(self, sha256: str, media_type: str, page: int) -> Picture | None:
        """One page as PNG, rendered by a process of its own, and kept."""
        folder = self.cache / sha256
        path, told = folder / f"{page}.png", folder / f"{page}.json"
        with self._drawing:  # one at a time: a page asks for its picture and its size at once
            if not _is_told(told):
                source = self._source(folder, sha256, media_type)
                if source is None or not _render(source, page, path, told):
                    return None
        size = json.loads(told.read_bytes())
        return Picture(path, size["width_pt"], size["height_pt"], size["pages"])

    def _source(self, folder: Path, sha256: str, media_type: str) -> Path | None:
        """The file to render, as a copy that is called by the hash."""
        source = folder / "source"
        if source.is_file():
            return source
        content = self.content(sha256)
        if content is not None and is_word(media_type):
            content = self.office_pdf(content)
        if content is None:
            return None
        folder.mkdir(parents=True, exist_ok=True)
        part = folder / f"source.{os.getpid()}"
        part.write_bytes(content)
        part.replace(source)
        return source


def originals(
    folder: Path | None, out: Path, office_pdf: Callable[[bytes], bytes | None]
) -> Originals:
    """The originals below a folder; pictures are kept beside the trail."""
    return Originals(folder, out / FOLDER / PAGES, office_pdf)


def _is_told(told: Path) -> bool:
    """Whether a page was drawn by this version: its pictures were kept by an earlier one, too."""
    return told.is_file() and b'"pages"' in told.read_bytes()


def is_word(media_type: str) -> bool:
    """Whether it is a text document of an office program, of which no page is known yet."""
    return WORD in media_type or any(kind in media_type for kind in OLD_WORD)


def _hashes(folder: Path | None) -> Iterator[tuple[str, Where]]:
    """Hash every file, and every member of a zip archive; links are not followed."""
    for place, folders, files in os.walk(folder or ""):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            path = Path(place, name)
            for member in _members(path):
                try:
                    digest = hashlib.sha256(_read(path, member)).hexdigest()
                except (OSError, zipfile.BadZipFile, KeyError):
                    continue
                yield digest, (path, member)


def _members(path: Path) -> tuple[str | None, ...]:
    if path.suffix.lower() != ".zip":
        return (None,)
    try:
        with zipfile.ZipFile(path) as archive:
            return (
                None,
                *(
                    item.filename
                    for item in archive.infolist()
                    if item.file_size <= LIMIT_BYTES and not item.is_dir()
                ),
            )
    except (OSError, zipfile.BadZipFile):
        return (None,)


def _read(path: Path, member: str | None) -> bytes:
    if path.is_symlink() or not path.is_file() or path.stat().st_size > LIMIT_BYTES:
        raise OSError("it is no regular file of a usual size")
    if member is None:
        return path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        return archive.read(member)


def _render(source: Path, page: int, path: Path, told: Path) -> bool:
    """Whether a child process drew the page: a broken file ends the child and not the server."""
    command = [sys.executable, "-I", str(Path(__file__).with_name("_draw_page.py"))]
    try:
        ran = subprocess.run(  # noqa: S603  # our own program, paths made of hashes
            [*command, str(source), str(page), str(path), str(told)],
            capture_output=True,
            timeout=RENDER_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return ran.returncode == 0 and told.is_file()
