"""Makes schemas/vocab/bijoy_bigrams.csv out of word lists: pairs of letters, Bijoy against others.

    python -m bench.bijoy_bigrams BANGLA_WORDS OTHER_WORDS... > schemas/vocab/bijoy_bigrams.csv

The committed table is made of the lists of Debian 12: hunspell-bn 7.5.0 (bn_BD.dic) against
wamerican 2020.12.07, wngerman 20161207 and wpolish 20220301, some 50,000 words of each. The lists
for French, Spanish, Italian, Dutch, Swedish, Danish and Portuguese were kept for measuring.
"""

from __future__ import annotations

import csv
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise
from math import log10
from pathlib import Path

from normalize.legacy_detection import classes
from samples.bijoy_writer import encode

EACH = 50_000  # words taken of a list, evenly over the list
LEAST = 2  # tenths: weaker evidence is not written down
MOST = 20  # tenths: no single pair may decide more
SOURCE = "Debian hunspell-bn written in Bijoy, against wamerican, wngerman, wpolish"


def main(bangla: str, *others: str) -> None:
    """Print the table."""
    legacy = _share(_typed(_words(bangla)))
    other = _share(form for path in others for word in _words(path) for form in _cases(word))
    rows: dict[str, list[str]] = {}
    for pair in sorted({*legacy, *other}):
        tenths = round(10 * log10(_smooth(legacy, pair) / _smooth(other, pair)))
        tenths = max(-MOST, min(MOST, tenths))
        if abs(tenths) >= LEAST:
            rows.setdefault(pair[0], []).append(f"{pair[1]}{tenths}")
    table = csv.writer(sys.stdout, lineterminator="\n")
    table.writerow(("first", "next", "source"))
    table.writerows((first, " ".join(entries), SOURCE) for first, entries in rows.items())


def _words(path: str) -> Iterator[str]:
    lines = Path(path).read_text(encoding="utf-8").splitlines()
    step = max(1, len(lines) // EACH)
    yield from (line.split("/")[0] for line in lines[::step] if not line.isdecimal())


def _typed(words: Iterable[str]) -> Iterator[str]:
    for seed, word in enumerate(words):
        yield encode(word, "old" if seed % 2 else "new", seed=seed)


def _cases(word: str) -> Iterator[str]:
    """Words stand small in running text, with a capital in headings, in capitals in few places."""
    yield from (word, word, word, word.capitalize(), word.capitalize(), word.upper())


def _share(words: Iterable[str]) -> dict[str, float]:
    counts: Counter[str] = Counter()
    for word in words:
        chain = classes(word)
        counts.update(map("".join, pairwise(chain)))
    total = sum(counts.values())
    return {pair: count / total for pair, count in counts.items()}


def _smooth(shares: dict[str, float], pair: str) -> float:
    return shares.get(pair, 0.0) + 1e-5  # one pair in a hundred thousand was not seen by chance


if __name__ == "__main__":
    main(*sys.argv[1:])
