"""One conversion by LibreOffice: its own profile and folder, no macro, no network, no leftovers."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from xml.sax.saxutils import escape

from extract._confined import SYSTEM_PATH, Ended, Limits, run_confined
from extract._office_kinds import Kind, Target
from schemas.errors import InputFailed, Refusal

SETTING = "OGROGOTI_LIBREOFFICE"
"""Names the program where it is not on the PATH."""

PROGRAMS = ("soffice", "libreoffice")

PACKAGES = {
    Target.WORD: "libreoffice-writer-nogui",
    Target.SPREADSHEET: "libreoffice-calc-nogui",
    Target.PDF: "libreoffice-writer-nogui",
}

LIMITS = Limits(cpu_seconds=120, wall_seconds=120, file_bytes=512 * 1024 * 1024)
"""The slowest of 103 real files took 12.6 s on a loaded machine; the size is that of a package."""

EXPORTS = {
    Target.WORD: "MS Word 2007 XML",
    Target.SPREADSHEET: "Calc MS Excel 2007 XML",
    Target.PDF: "writer_pdf_Export",
}

PREFIX = "ogrogoti-office-"
STALE_SECONDS = 3600
"""No call takes a tenth of it."""

NEVER = 2
"""Links are neither followed nor asked for."""

PROFILE = (
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Office.Common/Security/Scripting", "DisableActiveContent", "true"),
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Office.Writer/Content/Update", "Link", str(NEVER)),
    ("Office.Writer/Content/Update", "Field", "false"),
    ("Office.Writer/Content/Update", "Chart", "false"),
    ("Office.Calc/Content/Update", "Link", str(NEVER)),
    # what a formula showed when it was saved is the report, and not what it would give today
    ("Office.Calc/Formula/Load", "OOXMLRecalcMode", "1"),
    ("Office.Calc/Formula/Load", "ODFRecalcMode", "1"),
    ("Office.Recovery/AutoSave", "Enabled", "false"),
    ("Setup/Office", "ooSetupInstCompleted", "true"),
)
"""Settings of the profile. A picture that a document links to was fetched without the third."""


def find_libreoffice() -> Path | None:
    """The program that the setting names, or else the first on the PATH."""
    named = os.environ.get(SETTING)
    candidates = (named,) if named else PROGRAMS
    found = (shutil.which(candidate) for candidate in candidates)
    return next((Path(path) for path in found if path), None)


def convert(content: bytes, kind: Kind, limits: Limits = LIMITS) -> bytes:
    """The file as LibreOffice saves it in the newer format.

    Raises:
        InputFailed: TOOL_MISSING, TOOL_FAILED, TIMEOUT_CPU, TIMEOUT_STALL or NO_SPACE.
    """
    program = find_libreoffice()
    if program is None:
        raise InputFailed(
            Refusal.TOOL_MISSING,
            f"{kind.name} is read by way of LibreOffice, which is not on this machine.",
            f"On Debian: apt-get install --no-install-recommends {PACKAGES[kind.target]}",
        )
    try:
        _sweep()
        with tempfile.TemporaryDirectory(prefix=PREFIX, ignore_cleanup_errors=True) as name:
            return _convert_in(Path(name), program, content, kind, limits)
    except OSError as error:
        raise InputFailed(
            Refusal.NO_SPACE,
            f"The file could not be handed to LibreOffice ({error.strerror}).",
            f"Make room in {tempfile.gettempdir()}, or point TMPDIR elsewhere.",
        ) from error


def _sweep() -> None:
    """Remove the folders of calls whose worker was killed before it could do so."""
    newest = time.time() - STALE_SECONDS
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        with suppress(OSError):
            status = folder.lstat()
            if status.st_uid == os.geteuid() and status.st_mtime < newest:
                shutil.rmtree(folder, ignore_errors=True)


def _convert_in(folder: Path, program: Path, content: bytes, kind: Kind, limits: Limits) -> bytes:
    """Convert inside a folder that is this call's own: two calls on one profile lose both files."""
    (folder / f"input.{kind.suffix}").write_bytes(content)
    profile = folder / "profile" / "user"
    profile.mkdir(parents=True)
    (profile / "registrymodifications.xcu").write_text(_settings(), encoding="utf-8")
    for own in ("home", "tmp", "out"):
        (folder / own).mkdir()
    ended = run_confined(
        [
            program,
            "--headless",
            "--norestore",
            "--nologo",
            "--nodefault",
            "--nofirststartwizard",
            "--nolockcheck",
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            # else root's writes a stamp into its program folder
            f"-env:UNO_SHARED_PACKAGES_CACHE={(folder / 'shared').as_uri()}",
            f"--infilter={kind.filter}",
            "--convert-to",
            f"{kind.target}:{EXPORTS[kind.target]}",
            "--outdir",
            folder / "out",
            folder / f"input.{kind.suffix}",
        ],
        folder,
        _environment(folder),
        limits,
    )
    converted = folder / "out" / f"input.{kind.target}"
    _refuse(ended, limits)
    if ended.code != 0 or not converted.is_file() or converted.is_symlink():
        # it ends with 0 all the same: seen with all 5 failures among 103 real files
        raise failed(kind, f"wrote no {kind.target} (it ended with {ended.code})")
    return converted.read_bytes()


def _refuse(ended: Ended, limits: Limits) -> None:
    if ended.timed_out:
        raise InputFailed(
            Refusal.TIMEOUT_STALL,
            f"LibreOffice took longer than {limits.wall_seconds:g} seconds.",
            "Open the file in LibreOffice or Word, save it as .docx or .xlsx, and convert that.",
        )
    if ended.used_up_cpu:
        raise InputFailed(
            Refusal.TIMEOUT_CPU,
            f"LibreOffice used more than {limits.cpu_seconds} seconds of CPU time.",
            "Open the file in LibreOffice or Word, save it as .docx or .xlsx, and convert that.",
        )


def failed(kind: Kind, what: str) -> InputFailed:
    """LibreOffice did not do what it was asked for."""
    return InputFailed(
        Refusal.TOOL_FAILED,
        f"LibreOffice read {kind.name} and {what}.",
        "Open the file in LibreOffice or Word, save it as .docx or .xlsx, and convert that.",
    )


def _environment(folder: Path) -> dict[str, str]:
    """All that the program sees of this machine's settings: the same everywhere."""
    return {
        "PATH": SYSTEM_PATH,
        "HOME": str(folder / "home"),
        "TMPDIR": str(folder / "tmp"),
        "LANG": "C.UTF-8",
        "TZ": "UTC",
        "SAL_USE_VCLPLUGIN": "svp",
    }


def _settings() -> str:
    items = "".join(
        f'<item oor:path="/org.openoffice.{escape(path)}"><prop oor:name="{name}" oor:op="fuse">'
        f"<value>{value}</value></prop></item>"
        for path, name, value in PROFILE
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<oor:items xmlns:oor="http://openoffice.org/2001/registry">'
        f"{items}</oor:items>"
    )
