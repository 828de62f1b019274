"""Names for paths: ASCII, stable for all spellings of a name, and distinct."""

from __future__ import annotations

import re
from functools import cache
from hashlib import sha256

from normalize.unicode_forms import link_key
from schemas.catalog import vocabulary
from schemas.report import FiscalYear, Organisation, Period

SLUG_LETTERS = 40
HASH_LETTERS = 6
"""Keeps the slugs of 40 ministries apart with room to spare, and equal for both forms of a name."""

UNSTATED = "unknown"


@cache
def _letters() -> dict[int, str]:
    return {ord(row["letter"]): row["latin"] for row in vocabulary("romanisation")}


def slug_of(name: str) -> str:
    """A readable slug of a name, made from its link key, with a hash of that key."""
    key = link_key(name)
    latin = re.sub(r"[^a-z0-9]+", "-", key.translate(_letters())).strip("-")
    return f"{latin[:SLUG_LETTERS]}-{sha256(key.encode()).hexdigest()[:HASH_LETTERS]}".strip("-")


def report_id(
    organisation: Organisation, plan_type: str, year: FiscalYear, period: Period, sha256_hex: str
) -> str:
    """`<organisation>-<plan>-<fiscal year>-q<n>-<first 8 of the sha256>`, `unknown` if unstated."""
    quarter = f"q{period.quarter}" if period.quarter else UNSTATED
    return "-".join((organisation.slug, plan_type, year.label or UNSTATED, quarter, sha256_hex[:8]))
