"""Pages drawn with signs: `+`, `-` and `|` are rules, `=` a double one, `.` a dashed one."""

from collections.abc import Iterator

from extract._drawn import DrawnPage, Rule, Token, Way

WIDTH, HEIGHT = 6.0, 12.0
"""Points of one sign."""
THIN = 0.5


def drawn(picture: str, number: int = 1) -> DrawnPage:
    """The page; each letter is a token in the middle of its place."""
    lines = [line.rstrip() for line in picture.strip("\n").split("\n")]
    return DrawnPage(
        number,
        842.0,
        595.0,
        tuple(token for y, line in enumerate(lines) for token in _tokens(line, y)),
        tuple(_levels(lines)) + tuple(_uprights(lines)),
    )


def _tokens(line: str, y: int) -> Iterator[Token]:
    for x, char in enumerate(line):
        if char.isalnum() or char in "/,":
            left, top = x * WIDTH, y * HEIGHT
            yield Token(
                char, left, top, left + WIDTH, top + HEIGHT - 2, top + HEIGHT - 4, 8.0, None,
                Way.OUTLINE,
            )  # fmt: skip


def _levels(lines: list[str]) -> Iterator[Rule]:
    for y, line in enumerate(lines):
        for start, end, signs in _runs(line, "+-=."):
            middle = (y + 0.5) * HEIGHT
            left, right = (start + 0.5) * WIDTH, (end - 0.5) * WIDTH
            if "." in signs:
                for n in range(int(right - left) // 4 + 1):
                    at = left + 4 * n
                    yield Rule(at, middle, min(at + 2, right), middle + THIN)
            else:
                yield Rule(left, middle, right, middle + THIN)
            if "=" in signs:
                yield Rule(left, middle + 1.5, right, middle + 1.5 + THIN)


def _uprights(lines: list[str]) -> Iterator[Rule]:
    width = max(map(len, lines))
    for x in range(width):
        column = "".join(line[x : x + 1] or " " for line in lines)
        for start, end, signs in _runs(column, "+|", least=1):
            if "|" not in signs:
                continue
            middle = (x + 0.5) * WIDTH
            top, bottom = (start + 0.5) * HEIGHT, (end - 0.5) * HEIGHT
            if signs.startswith("|"):
                top -= HEIGHT
            if signs.endswith("|"):
                # up to the line below, or through the line of print if there is none
                bottom += HEIGHT if column[end : end + 1] in set("-=.") else HEIGHT / 2
            yield Rule(middle, top, middle + THIN, bottom)


def _runs(text: str, signs: str, least: int = 2) -> Iterator[tuple[int, int, str]]:
    start = None
    for place, char in enumerate(text + " "):
        if char in signs:
            start = place if start is None else start
        elif start is not None:
            if place - start >= least:
                yield start, place, text[start:place]
            start = None
