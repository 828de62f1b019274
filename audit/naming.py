"""What columns and findings are called on the page."""

from __future__ import annotations

from audit.words import Language, words


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


def item_name(ref: str, code: str, language: Language) -> str:
    """`2.2.5 · 100 % · date-invalid`."""
    owner, _, field_ = ref.partition("/")
    kind, _, number = owner.partition(":")
    names = words(language)
    parts = [number or names.get(f"row_{kind}", kind)]
    if kind in ("section", "activity"):
        parts[0] = f"{names[f'row_{kind}']} {number}"
    if field_:
        parts.append(column_name(field_, language))
    if code:
        parts.append(code)
    return " · ".join(parts)
