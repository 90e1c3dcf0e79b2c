"""The words by which a text without a heading is given a theme of the national plan (`theme_words.yml`)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from ggplan.text import match_key

__all__ = ["ThemeWords", "clauses_of", "load_theme_words", "words_of"]

SOURCE = Path(__file__).parent / "theme_words.yml"
_WEIGHTS = {"sure": 3.0, "likely": 1.5, "hints": 0.5}
_WORD = re.compile(r"[^\W_]+(?:[-/&][^\W_]+)*")
_CLAUSE = re.compile(r"[.;:!?…](?:\s|$)|\n")


@dataclass(frozen=True, slots=True)
class ThemeWords:
    """Phrases (tuples of words) with the themes they speak for and how strongly; bodies (ids) with the themes of their work.

    `plan` is the number of the decision whose themes these are.
    """

    plan: str
    phrases: Mapping[tuple[str, ...], tuple[tuple[int, float], ...]]
    bodies: Mapping[str, tuple[int, ...]]
    abbreviations: Mapping[str, str]
    longest: int


def words_of(text: str) -> tuple[str, ...]:
    """The words of a text as match keys, marks left out: `cơ chế, chính sách` and `cơ chế chính sách` are the same."""
    return tuple(_WORD.findall(match_key(text)))


def clauses_of(text: str) -> list[str]:
    """The parts of a text between full stops, semicolons and colons."""
    return [part for part in _CLAUSE.split(text) if part.strip()]


@cache
def load_theme_words() -> ThemeWords:
    """The shipped words."""
    from ggplan.serial import load_yaml

    data = load_yaml(SOURCE.read_text(encoding="utf-8"))
    phrases: dict[tuple[str, ...], list[tuple[int, float]]] = {}
    bodies: dict[str, list[int]] = {}
    for record in data["themes"]:
        theme = int(record["code"])
        for phrase, weight in _weighted(record):
            phrases.setdefault(words_of(phrase), []).append((theme, weight))
        for body in record["bodies"]:
            bodies.setdefault(body, []).append(theme)
    return ThemeWords(
        str(data["plan"]),
        {phrase: tuple(told) for phrase, told in phrases.items()},
        {body: tuple(themes) for body, themes in bodies.items()},
        dict(data["abbreviations"]),
        max(len(phrase) for phrase in phrases),
    )


def _weighted(record: Mapping[str, Any]) -> Iterable[tuple[str, float]]:
    return ((str(phrase), weight) for kind, weight in _WEIGHTS.items() for phrase in record.get(kind, ()))
