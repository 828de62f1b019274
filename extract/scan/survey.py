"""Which pages of a scan are read: grids are looked for first, a fifth of what reading costs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from extract._unread_pages import NO_TABLE
from extract.scan.grid import Grid, find_grid
from extract.scan.page_image import BrokenPage, PageImage, memory_told, worked
from extract.scan.straighten import Straight, straighten


@dataclass(frozen=True, slots=True)
class Looked:
    """A page whose grid is known and whose text is not."""

    straight: Straight
    grid: Grid
    is_dpi_guessed: bool

    @property
    def may_hold_table(self) -> bool:
        """Whether something stands in a table here, or may.

        A frame about the whole page is no table, unless there may be rules inside of it.
        """
        tables = self.grid.tables
        parted = any(
            len(table.boxes) > 1 or any(one.inner for one in table.boxes) for table in tables
        )
        return parted or not self.grid.is_sure


def look_at(image: PageImage, known: Sequence[float] = ()) -> Looked:
    """A page made straight, and its grid.

    Args:
        image: as it was scanned.
        known: the columns of the last table of the page before, in points.
    """
    with memory_told():
        straight = straighten(worked(image))
        return Looked(straight, find_grid(straight, known), image.is_dpi_guessed)


def _nothing() -> None:
    """Nobody waits."""


@dataclass(slots=True)
class Survey:
    """The pages of one document, looked at when it has to be known whether they hold a table.

    A page is read if it holds one, or if the page before or after does: titles stand on the page
    before, and signatures on the page after. The first page, which may be a cover, is read if any
    page holds one.
    """

    image_of: Callable[[int], PageImage | BrokenPage]
    n_pages: int
    looked: Callable[[], None] = _nothing
    """Called after each page that is looked at: the whole document may be, before one is read."""
    _seen: dict[int, bool | str] = field(default_factory=dict[int, bool | str])
    """Whether a page may hold a table, or why it cannot be seen."""
    _kept: tuple[int, Sequence[float], Looked | str] | None = None
    """The page that was looked at last, and with which columns."""

    def page(self, number: int, known: Sequence[float]) -> Looked | str:
        """A page that is to be read, or why it is not.

        Args:
            number: from 1.
            known: the columns of the last table of the page before, in points.

        Raises:
            InputRejected: IMAGE_BOMB.
        """
        if number not in self._seen:
            self._look(number, known)
        seen = self._seen[number]
        if isinstance(seen, str):
            return seen
        return self._look(number, known) if self._is_near_table(number) else NO_TABLE

    def holds_table(self, number: int) -> bool:
        """Whether there is a table on a page, or may be."""
        if number not in self._seen:
            self._look(number, ())
        return self._seen[number] is True

    def _look(self, number: int, known: Sequence[float]) -> Looked | str:
        if self._kept is not None and self._kept[0] == number and self._kept[1] == known:
            return self._kept[2]
        image = self.image_of(number)
        found = image.reason if isinstance(image, BrokenPage) else look_at(image, known)
        self._seen[number] = found if isinstance(found, str) else found.may_hold_table
        self._kept = number, known, found
        self.looked()
        return found

    def _is_near_table(self, number: int) -> bool:
        near = (number, number - 1, number + 1)
        if any(self.holds_table(one) for one in near if 1 <= one <= self.n_pages):
            return True
        return number == 1 and any(map(self.holds_table, range(2, self.n_pages + 1)))
