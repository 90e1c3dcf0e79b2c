"""How much alike the wording of a provincial text and of national tasks is: rare words and pairs of words that both say.

Vietnamese words mostly have two syllables, so pairs of neighbouring syllables carry the meaning and single ones help. A pair
is worth the square of its rarity, in the catalogue and in the plan, so that `tăng trưởng xanh` and `cơ sở dữ liệu` say little
and `trạm sạc` much; among the tasks of one theme, what all of them say (`y tế` in theme 17) tells none from another. What
follows a word of purpose (`nhằm`, `theo hướng`) counts less.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

from ggplan.normalize.theme_guess import PURPOSES, expanded
from ggplan.registry.catalogue import Entry
from ggplan.registry.theme_words import clauses_of, load_theme_words, words_of
from ggplan.text import match_key

__all__ = ["Wording", "pieces_of"]

Feature: TypeAlias = str | tuple[str, str]

_STOP_WORDS = "và của các cho trong tại theo với về từ đến là có được bằng trên để nhằm việc những một đối vào do khi ra"
_STOP = frozenset(_STOP_WORDS.split())
_SINGLE = 0.35
_AFTER_PURPOSE = 0.5
_TITLE_AFTER_PURPOSE = 0.7
_WITHIN_THEME = 0.9
_LEAST = 0.05
_PIECE_WORDS = 18
_NEAR, _NEAR_WORDS = 88.0, 6
_CANDIDATES = 6


def pieces_of(text: str) -> list[str]:
    """The parts of a text that are compared: its clauses, short ones together with the next."""
    pieces: list[str] = []
    gathered = ""
    for clause in clauses_of(text):
        gathered = f"{gathered}, {clause}" if gathered else clause
        if len(gathered.split()) >= _PIECE_WORDS:
            pieces.append(gathered)
            gathered = ""
    return [*pieces, gathered] if gathered else pieces


def _features(text: str, after_purpose: float) -> dict[Feature, float]:
    """The words and pairs of words of a text, each with its weight."""
    tokens = expanded(words_of(text), load_theme_words())
    found: dict[Feature, float] = {}
    weight = 1.0
    before = ""
    for index, word in enumerate(tokens):
        if tokens[index : index + 1] in PURPOSES or tokens[index : index + 2] in PURPOSES:
            weight = after_purpose
        if word not in _STOP:
            found[word] = max(found.get(word, 0.0), _SINGLE * weight)
            if before:
                found[before, word] = max(found.get((before, word), 0.0), weight)
        before = "" if word in _STOP else word
    return found


class Wording:
    """The wording of national tasks, ready to be compared. `context` are the texts of the plan whose tasks are compared."""

    def __init__(self, entries: Sequence[Entry], context: Iterable[str] = ()) -> None:
        self._entries = tuple(entries)
        self._keys = [match_key(entry.title) for entry in entries]
        titles = [_features(entry.title, _TITLE_AFTER_PURPOSE) for entry in entries]
        self._known = Counter(feature for title in titles for feature in title)
        texts = [_features(text, 1.0) for text in context]
        self._rarity = _rarities(self._known, len(titles), Counter(f for text in texts for f in text), len(texts))
        self._titles = self._weighted(titles)
        self._totals = [sum(title.values()) for title in self._titles]
        self._where: dict[Feature, list[int]] = {}
        for index, title in enumerate(self._titles):
            for feature in title:
                self._where.setdefault(feature, []).append(index)
        self._plain = titles

    def _weighted(self, titles: Sequence[Mapping[Feature, float]]) -> list[dict[Feature, float]]:
        """The features of each title with weight times rarity, less for what its theme's other titles say too."""
        sizes = Counter(entry.theme for entry in self._entries)
        said = Counter((entry.theme, f) for entry, title in zip(self._entries, titles, strict=True) for f in title)
        found = []
        for entry, title in zip(self._entries, titles, strict=True):
            size = sizes[entry.theme]
            most = math.log((size + 1) / 1.5)
            apart = {f: max(_LEAST, math.log((size + 1) / (said[entry.theme, f] + 0.5)) / most) for f in title}
            shares = {f: 1 - _WITHIN_THEME + _WITHIN_THEME * apart[f] for f in title}
            found.append({f: shares[f] * self._rarity[f] * weight for f, weight in title.items()})
        return found

    def rank(self, piece: str) -> list[tuple[Entry, float]]:
        """The national tasks whose wording is most like a piece of text, best first, with the likeness (0 to 1)."""
        features = _features(piece, _AFTER_PURPOSE)
        whole = sum(self._rarity[f] * weight for f, weight in features.items() if f in self._rarity)
        if not whole:
            return []
        shared: dict[int, float] = {}
        for feature, weight in features.items():
            for index in self._where.get(feature, ()):
                share = min(1.0, weight / self._plain[index][feature])
                shared[index] = shared.get(index, 0.0) + self._titles[index][feature] * share
        likeness = {i: math.sqrt(both / self._totals[i] * min(1.0, both / whole)) for i, both in shared.items()}
        ranked = sorted(likeness.items(), key=lambda item: (-item[1], item[0]))
        near = self._near(piece, [index for index, _ in ranked[:_CANDIDATES]])
        best = [(self._entries[index], max(score, near.get(index, 0.0))) for index, score in ranked]
        return sorted(best, key=lambda item: -item[1])

    def _near(self, piece: str, indexes: Iterable[int]) -> dict[int, float]:
        """Tasks whose title stands in the piece almost letter by letter: a copy with slips of typing or OCR."""
        from rapidfuzz.fuzz import partial_ratio

        key = match_key(piece)
        found: dict[int, float] = {}
        for index in indexes:
            title = self._keys[index]
            if len(title.split()) >= _NEAR_WORDS and len(key) >= len(title) * 0.8:
                ratio = partial_ratio(title, key, score_cutoff=_NEAR)
                if ratio:
                    found[index] = ratio / 100
        return found


def _rarities(known: Counter[Feature], titles: int, said: Counter[Feature], texts: int) -> dict[Feature, float]:
    """The squared rarity of each feature of the catalogue: there, and in the texts of the plan."""
    found = {}
    for feature, count in known.items():
        rare = math.log((titles + 1) / (count + 0.5))
        in_plan = math.log((texts + 1) / (said[feature] + 0.5)) if texts else rare
        found[feature] = (rare + min(in_plan, rare)) ** 2 if rare > 0 and in_plan > 0 else 0.0
    return found
