"""Which characters each glyph of a full font stands for: its character map and GSUB reversed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from extract._fonttools import to_unicode

REPH = "\ue000"
"""Stands for the reph, which is drawn behind the cluster that it is written before."""
KHANDA_OR_HALF = "\ue001"
"""One glyph for khanda ta and for the half form of ta; the next letter decides."""
HASANTA, RA = "\u09cd", "\u09b0"
KHANDA, HALF_TA = "\u09ce", "\u09a4\u09cd"
RARE = frozenset("\u09f0\u09f1\u200b\u200c\u200d")
"""Assamese letters that share glyphs with Bangla ones, and joiners, which have none."""

SOFT_HYPHEN = 0xAD
BANGLA = range(0x0980, 0x0A00)
_CONSONANTS = frozenset(map(chr, range(0x0995, 0x09BA)))
_SCRIPTS = frozenset({"beng", "bng2", "DFLT", "latn"})
_OTHER_MEANING = frozenset({"aalt", "numr", "dnom", "frac", "sups", "subs", "sinf", "ordn", "zero"})
"""Features whose result means something else than what they were given, or anything at all."""
_BELOW_FORMS = frozenset({"blwf", "pstf", "vatu", "pref"})
_SINGLE, _MULTIPLE, _ALTERNATE, _LIGATURE, _EXTENSION = 1, 2, 3, 4, 7
_CONTEXTS = frozenset({5, 6})


@dataclass(frozen=True, slots=True)
class _Rule:
    tags: frozenset[str]
    given: tuple[str, ...]
    gives: str
    is_plain: bool
    """A ligature, or what a feature does wherever the glyph stands. In contexts single glyphs are
    also exchanged to change their order: ya-phala and candrabindu in Noto Serif Bengali."""


def symbols(font: Any, *, contexts: bool = True) -> dict[str, str]:
    """Glyph names with what they stand for; glyphs that nothing explains are left out.

    Args:
        font: the tables of the font.
        contexts: whether single glyphs that are exchanged in contexts only count; what they stand
            for has to be checked then.
    """
    texts = _by_characters(font)
    rules = list(_rules(font)) if "GSUB" in font else []
    plain = [rule for rule in rules if rule.is_plain]
    _derive(texts, plain, RARE)
    _add_named(texts, font.getGlyphOrder())
    _derive(texts, plain, frozenset())
    if contexts:
        _derive(texts, rules, RARE)
        _derive(texts, rules, frozenset())
    return texts


def _add_named(texts: dict[str, str], order: list[str]) -> None:
    """Glyphs whose names are code points, uni09BF09B009CD for example."""
    for name in order:
        text = to_unicode(name.partition(".")[0]) if name not in texts else ""
        if len(text) > 1 and name.startswith("uni"):
            if text.endswith(RA + HASANTA):
                text = text.removesuffix(RA + HASANTA) + REPH
            texts[name] = text


def _derive(texts: dict[str, str], rules: list[_Rule], avoided: frozenset[str]) -> None:
    """Add what the rules give without the avoided characters, until they give nothing new."""
    while True:
        left: list[_Rule] = []
        before = len(texts)
        for rule in rules:
            given = tuple(texts.get(name, "") for name in rule.given)
            text = _result(rule.tags, given) if all(given) else ""
            if rule.gives in texts:
                if {texts[rule.gives], text} == {KHANDA, HALF_TA}:
                    texts[rule.gives] = KHANDA_OR_HALF
            elif text and avoided.isdisjoint(text):
                texts[rule.gives] = text
            else:
                left.append(rule)
        if len(texts) == before:
            return
        rules = left


def by_characters(font: Any) -> dict[str, str]:
    """Glyph names with the character that the character map gives them to."""
    return _by_characters(font)


def _by_characters(font: Any) -> dict[str, str]:
    texts: dict[str, str] = {}
    if "cmap" not in font:
        return texts
    characters: dict[int, str] = font.getBestCmap() or {}
    # of two characters with one glyph the Bangla one (MitraMono has both), then the plainer:
    # space before no-break space, "-" before U+00AD
    for code in sorted(
        characters, key=lambda code: (code not in BANGLA, code == SOFT_HYPHEN, code)
    ):
        texts.setdefault(characters[code], chr(code))
    return texts


def _result(tags: frozenset[str], given: tuple[str, ...]) -> str:
    # khanda ta joins with no letter behind it: BenSen makes its conjuncts of ta out of that glyph
    text = "".join(
        HALF_TA if part == KHANDA and behind[:1] in _CONSONANTS else part
        for part, behind in zip(given, (*given[1:], ""), strict=True)
    )
    if "rphf" in tags and text in (RA + HASANTA, HASANTA + RA):
        return REPH
    if tags & _BELOW_FORMS and len(given) == 2 and given[1] == HASANTA:  # noqa: PLR2004
        return HASANTA + given[0]  # the old "beng" order
    return text


def _rules(font: Any) -> Iterator[_Rule]:
    table = font["GSUB"].table
    if table.LookupList is None or table.ScriptList is None or table.FeatureList is None:
        return
    lookups = table.LookupList.Lookup
    called = {
        index
        for lookup in lookups
        for kind, subtable in _subtables(lookup)
        if kind in _CONTEXTS
        for index in _called(subtable)
    }
    for index, tags in sorted(_tags(table).items()):
        for kind, subtable in _subtables(lookups[index]):
            plain = kind == _LIGATURE or index not in called
            for given, gives in _substitutions(kind, subtable):
                yield _Rule(frozenset(tags), given, gives, plain)


def _tags(table: Any) -> dict[int, set[str]]:
    """Lookups with the features that use them, straight or through a context."""
    used: dict[int, set[str]] = {}
    features = table.FeatureList.FeatureRecord
    for script in table.ScriptList.ScriptRecord:
        if script.ScriptTag not in _SCRIPTS:
            continue
        systems = [record.LangSys for record in script.Script.LangSysRecord]
        for system in [script.Script.DefaultLangSys, *systems]:
            numbers: list[int] = [] if system is None else system.FeatureIndex
            for number in numbers:
                record = features[number]
                if record.FeatureTag not in _OTHER_MEANING:
                    for index in record.Feature.LookupListIndex:
                        _mark(table.LookupList.Lookup, index, record.FeatureTag, used)
    return used


def _mark(lookups: Any, index: int, tag: str, used: dict[int, set[str]]) -> None:
    if index >= len(lookups) or tag in used.get(index, ()):
        return
    used.setdefault(index, set()).add(tag)
    for kind, subtable in _subtables(lookups[index]):
        if kind in _CONTEXTS:
            for called in _called(subtable):
                _mark(lookups, called, tag, used)


def _subtables(lookup: Any) -> Iterator[tuple[int, Any]]:
    for subtable in lookup.SubTable:
        if lookup.LookupType == _EXTENSION:
            yield subtable.ExtSubTable.LookupType, subtable.ExtSubTable
        else:
            yield lookup.LookupType, subtable


def _called(subtable: Any) -> Iterator[int]:
    records = list(getattr(subtable, "SubstLookupRecord", None) or ())
    for holder in ("SubRuleSet", "SubClassSet", "ChainSubRuleSet", "ChainSubClassSet"):
        for group in getattr(subtable, holder, None) or ():
            rules = holder.removesuffix("Set") + ("Rule" if "Class" in holder else "")
            for rule in (getattr(group, rules, None) or ()) if group else ():
                records.extend(rule.SubstLookupRecord or ())
    for record in records:
        yield record.LookupListIndex


def _substitutions(kind: int, subtable: Any) -> list[tuple[tuple[str, ...], str]]:
    """Glyphs given and the one that comes of them, for the kinds of which one comes."""
    if kind == _SINGLE:
        return [((given,), gives) for given, gives in subtable.mapping.items()]
    if kind == _MULTIPLE:
        mapping = subtable.mapping.items()
        return [((given,), gives[0]) for given, gives in mapping if len(gives) == 1]
    if kind == _ALTERNATE:
        return [((given,), one) for given, all_ in subtable.alternates.items() for one in all_]
    if kind == _LIGATURE:
        return [
            ((first, *ligature.Component), ligature.LigGlyph)
            for first, ligatures in subtable.ligatures.items()
            for ligature in ligatures
        ]
    return []
