"""Similarity of full names, the last resort: inside one kind of body, above a bar, and ahead of the runner-up.

Plain `ratio` is never wrong at 0.85 on full names of the project's measured forms (hazards.md, "Agencies"); `WRatio` and
`token_set_ratio` are, so they decide nothing here.
"""

from __future__ import annotations

from dataclasses import dataclass
from weakref import WeakKeyDictionary

from ggplan.registry.lexicon import Candidate, Lexicon
from ggplan.registry.tokens import initial, tokenize
from ggplan.text import fold, match_key

__all__ = ["Similar", "Verdict", "similar_for"]

_BAR, _MARGIN = 0.85, 0.06
_KINDS = ("sở", "bộ", "ban", "ubnd", "ủy ban", "hội", "cục", "chi cục", "công an", "đài", "báo", "ngân hàng", "văn phòng", "trung tâm", "liên đoàn")  # fmt: skip
_BUILT: WeakKeyDictionary[Lexicon, Similar] = WeakKeyDictionary()


@dataclass(frozen=True, slots=True)
class Verdict:
    """The most similar bodies, best first, and whether the first may be taken."""

    candidates: tuple[Candidate, ...]
    accepted: bool


class Similar:
    """The full names of a lexicon's bodies, by kind."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._names: list[tuple[str, str, str, str, bool]] = []
        for agency in lexicon.registry.agencies.values():
            if agency.jurisdiction and lexicon.province and agency.jurisdiction != lexicon.province.slug:
                continue
            for name in (
                agency.name,
                *(other.name for other in agency.other_names if other.kind in ("variant", "former")),
            ):
                plain = name.replace("{type}", "").replace("{province}", "").strip()
                self._names.append(
                    (match_key(plain), fold(plain), _initials(plain), agency.id, agency.exists_on(lexicon.on))
                )
        self._cache: dict[str, Verdict] = {}

    def best(self, text: str) -> Verdict:
        """The bodies most similar to `text`."""
        known = self._cache.get(text)
        if known is None:
            if len(self._cache) > 16384:
                self._cache.clear()
            known = self._cache[text] = self._compare(text)
        return known

    def _compare(self, text: str) -> Verdict:
        from rapidfuzz.fuzz import ratio

        key, folded, letters = match_key(text), fold(text), _letters(text)
        kind = _kind(folded)
        stripped = key == folded and "d" not in key.replace("đ", "")
        scores: dict[str, float] = {}
        for name, name_folded, initials, identity, alive in self._names:
            same_kind = kind is None or _kind(name_folded) == kind
            score = ratio(key, name) / 100
            if letters:
                score = max(score * 0.9, 0.84 * ratio(letters, initials) / 100)
            elif stripped or folded == name_folded:
                score = max(score, min(0.84, ratio(folded, name_folded) / 100))
            score *= (1.0 if same_kind else 0.6) * (1.0 if alive else 0.95)
            scores[identity] = max(score, scores.get(identity, 0.0))
        ranked = sorted(scores.items(), key=lambda item: (-item[1], item[0]))[:3]
        best, second = ranked[0][1], ranked[1][1]
        accepted = kind is not None and not letters and best >= _BAR and best - second >= _MARGIN
        found = tuple(
            Candidate(identity, self._lexicon.name_of(identity), round(score, 3)) for identity, score in ranked
        )
        return Verdict(tuple(one for one in found if one.score >= 0.4), accepted)


def similar_for(lexicon: Lexicon) -> Similar:
    """The names of `lexicon`, made once."""
    if lexicon not in _BUILT:
        _BUILT[lexicon] = Similar(lexicon)
    return _BUILT[lexicon]


def _kind(folded: str) -> str | None:
    """The kind of body that a folded name opens with."""
    return next((kind for kind in _FOLDED_KINDS if folded.startswith(kind)), None)


_FOLDED_KINDS = tuple(sorted((fold(kind) for kind in _KINDS), key=len, reverse=True))


def _initials(name: str) -> str:
    keys = [token.word.key for token in tokenize(name) if token.word.is_word]
    return "".join(initial(key) for key in keys if key not in ("và", "các", "của"))


def _letters(text: str) -> str:
    """The initials of a form that holds an abbreviation, its written words by their first letter; empty for full names."""
    words = [token.word for token in tokenize(text) if token.word.is_word]
    if not any(word.chunks for word in words) or text.isupper() and len(words) > 2:
        return ""
    parts = ["".join(chunk[0] for chunk in word.chunks) if word.chunks else initial(word.key) for word in words]
    return "".join(part for part, word in zip(parts, words, strict=True) if word.key not in ("và", "các", "của"))
