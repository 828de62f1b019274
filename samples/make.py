"""Writes the sample reports and their gold: the same bytes each time.

    python -m samples.make [FOLDER]

The gold goes into `gold`, beside FOLDER, which is `samples/reports` if it is not named; the same
reports as Word files go into `word`.
"""

from __future__ import annotations

import json
import sys
from functools import reduce
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

from samples import stories
from samples.described import Sample
from samples.gold import dress, gold_of
from samples.layout import lay_out
from samples.sheet import Sheet
from samples.versions import Version, word_versions

REPORTS = Path(__file__).parent / "reports"
BYTE_ORDER_MARK = "\ufeff"


def samples() -> tuple[Sample, ...]:
    """All samples, by the names of their modules.

    Raises:
        TypeError: a story holds no sample.
    """
    found: list[Sample] = []
    for module in sorted(iter_modules(stories.__path__), key=lambda module: module.name):
        sample = getattr(import_module(f"{stories.__name__}.{module.name}"), "SAMPLE", None)
        if not isinstance(sample, Sample):
            raise TypeError(f"samples/stories/{module.name}.py has no SAMPLE")
        found.append(sample)
    return tuple(found)


def sheet_of(sample: Sample) -> Sheet:
    """The lines of a sample after all damages."""
    return reduce(lambda sheet, damage: damage(sheet), sample.damages, lay_out(sample))


def report_bytes(sample: Sample) -> bytes:
    """The file."""
    text = sample.newline.join(line.text() for line in sheet_of(sample).lines)
    text = dress(sample, text) + sample.newline * sample.final_newline
    if sample.charset == "utf-8":
        return text.encode()
    return (BYTE_ORDER_MARK + text).encode(sample.charset)


def gold_bytes(sample: Sample) -> bytes:
    """The truth, as JSON."""
    gold = gold_of(sample, sheet_of(sample))
    return f"{json.dumps(gold, ensure_ascii=False, indent=1)}\n".encode()


def versions(sample: Sample) -> tuple[Version, ...]:
    """The sample as other files."""
    number = [one.name for one in samples()].index(sample.name)
    return tuple(word_versions(sample, sheet_of(sample).lines, number))


def write(folder: Path) -> int:
    """Write all samples into a folder, their gold and Word files beside it; return how many."""
    gold, word = folder.parent / "gold", folder.parent / "word"
    for place in (folder, gold, word):
        place.mkdir(parents=True, exist_ok=True)
    made = samples()
    for sample in made:
        (folder / f"{sample.name}.tsv").write_bytes(report_bytes(sample))
        (gold / f"{sample.name}.json").write_bytes(gold_bytes(sample))
        for version in versions(sample):
            (word / version.file).write_bytes(version.content)
    return len(made)


def main(arguments: list[str]) -> int:
    """Write into the named folder."""
    folder = Path(arguments[0]) if arguments else REPORTS
    print(f"{write(folder)} sample reports are in {folder}.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
