"""The forms that offices fill in: their columns, and their headers as printed."""

from __future__ import annotations

from dataclasses import dataclass, replace

from samples.written import bn

LABELS = {
    "serial": "ক্রম",
    "section": "কর্মসম্পাদন ক্ষেত্র",
    "section_weight": "মান",
    "activity": "কার্যক্রম",
    "indicator": "কর্মসম্পাদন সূচক",
    "unit": "একক",
    "weight": "কর্মসম্পাদন সূচকের মান",
    "remark": "মন্তব্য",
}
BAND_NAMES = {
    3: ("অসাধারণ", "উত্তম", "চলতি মান"),
    5: ("অসাধারণ", "অতি উত্তম", "উত্তম", "চলতি মান", "চলতি মানের নিম্নে"),
}
BANDS = {3: ("100", "80", "60"), 5: ("100", "90", "80", "70", "60")}
WITH_SECTIONS = ("serial", "section", "section_weight", "activity", "indicator", "unit", "weight")


@dataclass(frozen=True, slots=True)
class Form:
    """Roles of the columns from left to right, and the header above them."""

    roles: tuple[str, ...]
    header: tuple[tuple[str, ...], ...]
    bands: tuple[str, ...]

    def column(self, role: str) -> int:
        """The column of a role, from 1."""
        return self.roles.index(role) + 1

    def relabelled(self, labels: dict[str, str]) -> Form:
        """The same form with other labels for some roles."""
        first = tuple(
            labels.get(role, label) for role, label in zip(self.roles, self.header[0], strict=True)
        )
        return replace(self, header=(first, *self.header[1:]))


def plan_form(
    years: str,
    n_bands: int,
    *,
    before: tuple[str, ...] = WITH_SECTIONS,
    after: tuple[tuple[str, str], ...] = (("remark", LABELS["remark"]),),
    under: tuple[str, ...] = (),
    numbered: int | None = None,
    labels: dict[str, str] | None = None,
) -> Form:
    """A form with targets in the middle.

    Args:
        years: printed beside the label of the targets.
        n_bands: three or five.
        before: roles left of the targets.
        after: role and label of each column right of the targets.
        under: second header line of the columns right of the targets, from the left.
        numbered: how many columns the number row counts; None for all, 0 for no such row.
        labels: other labels for some roles.
    """
    targets = tuple(f"target.{band}" for band in BANDS[n_bands])
    roles = (*before, *targets, *(role for role, _ in after))
    empty = ("",) * len(before)
    below = under + ("",) * (len(after) - len(under))
    count = len(roles) if numbered is None else numbered
    numbers = tuple(bn(place) if place <= count else "" for place in range(1, len(roles) + 1))
    header = (
        (
            *(LABELS[role] for role in before),
            f"লক্ষ্যমাত্রা {years}",
            *("" for _ in targets[1:]),
            *(label for _, label in after),
        ),
        (*empty, *BAND_NAMES[n_bands], *below),
        (*empty, *(bn(f"{band}%") for band in BANDS[n_bands]), *("" for _ in after)),
        *((numbers,) if count else ()),
    )
    return Form(roles, header, BANDS[n_bands]).relabelled(labels or {})
