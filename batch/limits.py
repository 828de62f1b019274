"""What one input may take: CPU time, time without progress, memory."""

from __future__ import annotations

import math
import resource
from dataclasses import dataclass

MEMORY_BYTES = 2 * 1024**3
"""Address space of a worker; the hungriest of 862 honest PDFs took 170 MiB."""

CPU_SECONDS = 120
"""The slowest of 862 honest PDFs took 22 s of CPU time."""

PAGE_CPU_SECONDS = 20
"""More for each page that is done: a page picture takes seconds to read, a text page nothing."""

MOST_CPU_SECONDS = 1800

MEMORY_SHARE = 0.7
"""A worker that dies at this share of its memory died of it: PDFium aborts at the limit, and its
workers were seen to end with 2,036 of 2,048 MiB; honest ones stay below a tenth."""


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of one input."""

    stall_s: float = 300.0
    """Wall seconds without a page being done; never the only limit, since other work on the machine
    makes honest files slow: five of 862 took more than 30 s with 6.5 to 22 s of CPU time."""
    cpu_s: int = CPU_SECONDS
    page_cpu_s: int = PAGE_CPU_SECONDS
    most_cpu_s: int = MOST_CPU_SECONDS
    memory_bytes: int = MEMORY_BYTES


def limit_memory(limits: Limits) -> None:
    """Make this process raise MemoryError instead of taking the machine's memory."""
    _lower(resource.RLIMIT_AS, limits.memory_bytes)
    # a dump would be a file outside the output folder
    _lower(resource.RLIMIT_CORE, 0)


def cpu_used() -> int:
    """CPU seconds that this process has used, rounded up."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return math.ceil(used.ru_utime + used.ru_stime)


def limit_cpu(end: int) -> None:
    """Let the kernel end this process when it has used so many CPU seconds in its life."""
    _lower(resource.RLIMIT_CPU, end)


def _lower(which: int, limit: int) -> None:
    """Set the soft limit alone: it may be raised again for the next input."""
    _, hard = resource.getrlimit(which)
    resource.setrlimit(which, (limit if hard == resource.RLIM_INFINITY else min(limit, hard), hard))
