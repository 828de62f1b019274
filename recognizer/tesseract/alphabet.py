"""The symbols of the model: Debian's for Bengali script, less Assamese, with those it lacks."""

from __future__ import annotations

import struct

LEFT_OUT = ("ৰ", "ৱ")
"""Assamese letters, which no office in Bangladesh writes; they were taken for র and ব."""

ADDED = (("ঊ", "উ"), ("ঋ", "ই"), ("ঐ", "এ"), ("ঔ", "এ"), ("৳", "$"), ("–", "-"))
"""Signs of office texts that the packaged model cannot write, and whose properties they share."""

ID_FIELD = 4
MIRROR_FIELD = 6
FIRST_LINES = 1


def adapt(unicharset: str) -> str:
    """The list of symbols (`lstm-unicharset`) of the new model, renumbered."""
    old = [line.split("\t")[0].split(" ") for line in unicharset.splitlines()[FIRST_LINES:]]
    mirrors = {fields[0]: _mirror(fields, old) for fields in old}
    kept = [fields for fields in old if fields[0] not in LEFT_OUT]
    by_symbol = {fields[0]: fields for fields in kept}
    kept += [[new, *by_symbol[like][1:]] for new, like in ADDED]
    numbers = {fields[0]: number for number, fields in enumerate(kept)}
    lines = [str(len(kept))]
    for number, fields in enumerate(kept):
        if len(fields) > MIRROR_FIELD + 1:
            symbol = fields[0]
            fields = [  # noqa: PLW2901  the line with its new numbers
                *fields[:ID_FIELD],
                str(number),
                fields[ID_FIELD + 1],
                str(numbers.get(mirrors.get(symbol, symbol), number)),
                symbol if symbol in dict(ADDED) else fields[MIRROR_FIELD + 1],
            ]
        lines.append(" ".join(fields))
    return "\n".join(lines) + "\n"


def _mirror(fields: list[str], symbols: list[list[str]]) -> str:
    """The symbol that this one becomes when written from right to left."""
    return symbols[int(fields[MIRROR_FIELD])][0] if len(fields) > MIRROR_FIELD else fields[0]


def symbols(unicharset: str) -> frozenset[str]:
    """The characters that a text may hold."""
    listed = (line.split(" ")[0] for line in unicharset.splitlines()[FIRST_LINES + 3 :])
    return frozenset("".join(listed)) | {" "}


def recoder(count: int) -> bytes:
    """The component `lstm-recoder`: each symbol is its own code, as in Debian's model."""
    return struct.pack("<I", count) + b"".join(struct.pack("<BII", 1, 1, n) for n in range(count))
