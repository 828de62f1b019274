"""Trouble with a file or with this machine. What is wrong *in* a document is a Finding instead."""

from __future__ import annotations

from enum import IntEnum, StrEnum


class Refusal(StrEnum):
    """Why an input was not converted; the closed list of the run file."""

    ENCRYPTED = "ENCRYPTED"
    NOT_A_DOCUMENT = "NOT_A_DOCUMENT"
    NOT_A_REPORT = "NOT_A_REPORT"
    TYPE_MISMATCH = "TYPE_MISMATCH"
    EMPTY = "EMPTY"
    TOO_BIG = "TOO_BIG"
    ZIP_BOMB = "ZIP_BOMB"
    ZIP_UNSAFE = "ZIP_UNSAFE"
    XML_DTD = "XML_DTD"
    XML_DEPTH = "XML_DEPTH"
    XML_BROKEN = "XML_BROKEN"
    TABLE_LIMIT = "TABLE_LIMIT"
    PDF_BROKEN = "PDF_BROKEN"
    PAGES_DISAGREE = "PAGES_DISAGREE"
    PAGE_LIMIT = "PAGE_LIMIT"
    DRAW_LIMIT = "DRAW_LIMIT"
    IMAGE_BOMB = "IMAGE_BOMB"
    IMAGE_BROKEN = "IMAGE_BROKEN"
    ENCODING = "ENCODING"
    LINE_LIMIT = "LINE_LIMIT"
    TIMEOUT_CPU = "TIMEOUT_CPU"
    TIMEOUT_STALL = "TIMEOUT_STALL"
    MEMORY = "MEMORY"
    CRASH_SIGNAL = "CRASH_SIGNAL"
    TOOL_MISSING = "TOOL_MISSING"
    TOOL_FAILED = "TOOL_FAILED"
    NO_SPACE = "NO_SPACE"
    NO_PERMISSION = "NO_PERMISSION"
    LOCKED = "LOCKED"


class ExitCode(IntEnum):
    """What the process tells its caller."""

    DONE = 0
    SOME_REFUSED = 1
    USAGE = 2
    STRICT_FINDINGS = 3
    MACHINE = 4
    OUTPUT = 5
    LOCKED = 75
    INTERRUPTED = 130
    TERMINATED = 143


class OgrogotiError(Exception):
    """Something that stops work, with a sentence that says what to do about it."""

    exit_code = ExitCode.SOME_REFUSED

    def __init__(self, reason: str, remedy: str) -> None:
        """Keep both sentences; `str()` gives them together."""
        super().__init__(f"{reason} {remedy}")
        self.reason = reason
        self.remedy = remedy

    def __reduce__(self) -> tuple[object, ...]:
        # exceptions cross the border of the worker process
        return type(self), (self.reason, self.remedy)


class InputError(OgrogotiError):
    """One input cannot be converted; the run goes on."""

    outcome = "failed"

    def __init__(self, code: Refusal, reason: str, remedy: str) -> None:
        """Keep the code beside the two sentences."""
        super().__init__(reason, remedy)
        self.code = code

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), (self.code, self.reason, self.remedy)


class InputRejected(InputError):
    """The input's own fault: a later run will not do better."""

    outcome = "rejected"


class InputFailed(InputError):
    """Our fault, or a tool's: a later run tries again."""


class OutputUnusable(OgrogotiError):
    """The output folder cannot be written."""

    exit_code = ExitCode.OUTPUT


class OutputLocked(OgrogotiError):
    """Another run holds the output folder."""

    exit_code = ExitCode.LOCKED


class MachineLacks(OgrogotiError):
    """Something that this machine must have is missing."""

    exit_code = ExitCode.MACHINE


class BadUsage(OgrogotiError):
    """The command line asks for something that cannot be."""

    exit_code = ExitCode.USAGE
