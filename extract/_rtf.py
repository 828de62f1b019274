"""Whether a Rich Text file is all there: its groups are closed where it ends."""

from __future__ import annotations

import re

GROUP = re.compile(rb"\\bin(?P<bytes>[0-9]{1,9}) ?|\\.|(?P<brace>[{}])", re.DOTALL)


def is_whole(content: bytes) -> bool:
    """Whether the group that the file is has an end."""
    depth, at = 0, 0
    while match := GROUP.search(content, at):
        at = match.end()
        if match["bytes"]:
            # raw bytes, in which a brace is none
            at += int(match["bytes"])
        elif match["brace"]:
            depth += 1 if match["brace"] == b"{" else -1
            if depth <= 0:
                return True
    return False
