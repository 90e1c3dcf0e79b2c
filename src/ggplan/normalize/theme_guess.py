"""The theme of a text that stands under no heading of a theme: by the words it says, where it says them, and who does it.

Evidence of a phrase (`ggplan.registry.theme_words`) counts less after a word of purpose (`nhằm`, `góp phần`): what follows
is what the action is good for, not what is done. Names of bodies are taken out first: `phối hợp với Sở Khoa học và Công
nghệ` says nothing of science.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ggplan.registry.lexicon import Lexicon
from ggplan.registry.theme_words import ThemeWords, clauses_of, load_theme_words, words_of

__all__ = ["PURPOSES", "Guess", "best_of", "expanded", "guess_theme", "theme_evidence", "without_bodies"]

PURPOSES = frozenset(
    tuple(phrase.split())
    for phrase in [
        "nhằm",
        "để",
        "góp phần",
        "hướng tới",
        "hướng đến",
        "phục vụ",
        "gắn với",
        "đáp ứng",
        "ứng phó",
        "thích ứng",
        "chống chịu",
        "theo hướng",
        "trên cơ sở",
        "làm cơ sở",
        "phù hợp với",
        "phù hợp",
        "dựa trên",
        "qua đó",
        "tạo động lực",
        "thông qua",
        "trong đó",
        "bảo đảm",
        "đảm bảo",
        "như",
        "bao gồm",
        "với mục tiêu",
    ]
)
"""Words after which a text says what an action is good for."""
_PURPOSE = 0.45
_LATER_CLAUSE = 0.85
_AGAIN = 0.35
_HEAD_WORDS, _HEAD = 14, 1.35
"""The first words of a clause count more, the first of them most."""
_BODY = 1.6


@dataclass(frozen=True, slots=True)
class Guess:
    """A theme with how surely (0 to 1), and the next best one. `theme` is None where nothing in the text speaks for any."""

    theme: int | None
    score: float
    runner_up: int | None = None
    runner_up_score: float = 0.0


def without_bodies(text: str, lexicon: Lexicon) -> str:
    """`text` with the names of bodies taken out, a mark in their place."""
    kept: list[str] = []
    end = 0
    for match in lexicon.find(text):
        kept.append(text[end : match.start])
        end = match.end
    kept.append(text[end:])
    return ", ".join(kept)


def theme_evidence(text: str, words: ThemeWords | None = None) -> dict[int, float]:
    """How strongly a text without names of bodies speaks for each theme, in weights of phrases."""
    words = words or load_theme_words()
    evidence: dict[int, float] = {}
    said: dict[tuple[str, ...], int] = {}
    for index, clause in enumerate(clauses_of(text)):
        place = _LATER_CLAUSE ** min(index, 4)
        for phrase, position, purpose in _phrases(expanded(words_of(clause), words), words):
            weight = place * (_PURPOSE if purpose else 1 + (_HEAD - 1) * max(0.0, 1 - position / _HEAD_WORDS))
            weight *= _AGAIN ** min(said.get(phrase, 0), 2)
            said[phrase] = said.get(phrase, 0) + 1
            for theme, strength in words.phrases[phrase]:
                evidence[theme] = evidence.get(theme, 0.0) + strength * weight
    return evidence


def expanded(tokens: Iterable[str], words: ThemeWords) -> tuple[str, ...]:
    """Words with the abbreviations of the field written out (`KCN` -> `khu công nghiệp`)."""
    return tuple(word for token in tokens for word in words_of(words.abbreviations.get(token, token)))


def _phrases(tokens: tuple[str, ...], words: ThemeWords) -> Iterable[tuple[tuple[str, ...], int, bool]]:
    """The longest known phrases of a clause, each with the number of its first word and whether a word of purpose went before."""
    index = 0
    purpose = False
    while index < len(tokens):
        if tokens[index : index + 1] in PURPOSES or tokens[index : index + 2] in PURPOSES:
            purpose = True
        for size in range(min(words.longest, len(tokens) - index), 0, -1):
            phrase = tokens[index : index + size]
            if phrase in words.phrases:
                yield phrase, index, purpose
                index += size
                break
        else:
            index += 1


def guess_theme(
    text: str, leads: Iterable[str] = (), *, lexicon: Lexicon | None = None, words: ThemeWords | None = None
) -> Guess:
    """The theme that a text is about, given the ids of the bodies that carry it out."""
    words = words or load_theme_words()
    evidence = theme_evidence(without_bodies(text, lexicon) if lexicon else text, words)
    known = [words.bodies[lead] for lead in leads if lead in words.bodies]
    for themes in known[:3]:
        for theme in themes:
            evidence[theme] = evidence.get(theme, 0.0) + _BODY / math.sqrt(len(themes)) / min(3, len(known))
    return best_of(evidence)


def best_of(evidence: Mapping[int, float]) -> Guess:
    """The strongest theme of `evidence`; equal ones in the order of their numbers."""
    ranked = sorted(evidence.items(), key=lambda item: (-item[1], item[0]))
    if not ranked:
        return Guess(None, 0.0)
    (first, strength), (second, less) = ranked[0], ranked[1] if len(ranked) > 1 else (None, 0.0)
    sure = 1 - math.exp(-strength / 4)
    total = strength + less
    return Guess(first, round(sure * strength / total, 3), second, round(sure * less / total, 3))
