"""What columns and findings are called on the page."""

from __future__ import annotations

from audit.words import Language, number, words


def column_name(column: str, language: Language) -> str:
    """What a column is called."""
    names = words(language)
    head, _, rest = column.partition("/")
    if head == "targets":
        return f"{rest} %"
    if head in ("nested_tables", "rows", "header", "cells"):
        steps = [str(int(step) + 1) if step.isdigit() else "" for step in column.split("/")]
        return f"{names['column_cell']} {'/'.join(step for step in steps if step)}"
    if head == "extra":
        return names.get(f"extra_{rest}", rest.replace("_", " "))
    return names.get(f"column_{column.replace(' ', '_')}", column)


def place_name(ref: str, language: Language) -> str:
    """`2.2.5 · 100 %`."""
    owner, _, field_ = ref.partition("/")
    kind, _, count = owner.partition(":")
    names = words(language)
    parts = [count or names.get(f"row_{kind}", kind)]
    if kind in ("section", "activity"):
        parts[0] = f"{names[f'row_{kind}']} {count}"
    if kind == "orphan" and count.isdigit():
        parts[0] = f"{names['row_orphan']} {int(count) + 1}"
    if kind == "page":
        parts[0] = f"{names['page']} {count}"
    if field_:
        parts.append(column_name(field_, language))
    return " · ".join(parts)


def item_name(ref: str, code: str, language: Language) -> str:
    """`2.2.5 · 100 % · date-invalid`."""
    name = place_name(ref, language)
    return f"{name} · {code}" if code else name


def without_ref(message: str, ref: str, language: Language) -> str:
    """A message that begins with the place it is about, without it or with its name for people."""
    if not ref or not message.startswith(ref):
        return message
    rest = message.removeprefix(ref)
    name = number(place_name(ref, language), language)
    return rest.removeprefix(": ") if rest.startswith(": ") else f"{name}{rest}"
