"""Lets Python's collector of cyclic garbage rest while a document is built.

Every 700 new objects the collector walks the youngest ones, and now and then all, to find circles
that nothing else holds. Cells, layouts and runs point downwards only, so that it never finds one:
of the 4.3 s that a table of 1,000,000 cells took, 1.9 went to it.
"""

from __future__ import annotations

import gc
from collections.abc import Generator
from contextlib import contextmanager


@contextmanager
def resting_collector() -> Generator[None]:
    """Switch the collector off, and on again at the end, however that comes, if it was on.

    It belongs to the whole process. Where several threads read at once, the first that ends
    switches it on, and none leaves it switched off.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
