"""Similarity of full names, the last resort: inside one kind of body, above a bar, and ahead of the runner-up.

Plain `ratio` is never wrong at 0.85 on full names of the project's measured forms (hazards of the domain, "Agencies");
`WRatio` and `token_set_ratio` are, so they decide nothing here. Initials and folded names only find candidates.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from weakref import WeakKeyDictionary

from ggplan.registry.lexicon import Candidate, Lexicon, fill
from ggplan.registry.models import Agency
from ggplan.registry.places import PROVINCE
from ggplan.registry.tokens import CONNECTIVES, initial, tokenize
from ggplan.text import fold, match_key

__all__ = ["LONGEST", "Similar", "Verdict", "similar_for"]

_BAR, _MARGIN = 0.85, 0.06
_BAR_WITHOUT_KIND, _MARGIN_WITHOUT_KIND = 0.9, 0.12
"""For a form whose first word is no kind of body at all (`Bari Quản lý …`)."""
_WITHOUT_MARKS = 0.84
"""The best that a name found without its marks or by initials can score: below the bar."""
LONGEST = 200
"""Characters of a form that are compared; more of them change nothing."""
_KINDS = (
    "sở, bộ, ban, ubnd, hội, cục, công, đài, báo, ngân, văn, trung, liên, ủy, thanh, kho, bảo, chi, quỹ, trường, tỉnh, "
    "mặt, viện, hiệp, tổng"
)
_KIND_OF = {fold(kind): kind for kind in _KINDS.split(", ")}
"""First words of names by their folded form: names that open with different ones are of different kinds."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The most similar bodies, best first, and whether the first may be taken."""

    candidates: tuple[Candidate, ...]
    accepted: bool


@dataclass(frozen=True, slots=True)
class _Name:
    """A full name as it is compared: marks kept, marks dropped, initials."""

    id: str
    key: str
    folded: str
    initials: str
    kind: str | None
    weight: float


class Similar:
    """The full names of a lexicon's bodies."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._names = [name for agency in lexicon.registry.agencies.values() for name in _names(agency, lexicon)]
        self._keys = [name.key for name in self._names]
        self._folded = [name.folded for name in self._names]
        self._initials = [name.initials for name in self._names]
        self._judged = lru_cache(maxsize=16384)(self._best)

    def best(self, text: str) -> Verdict:
        """The bodies most similar to `text`. A text with an abbreviation gets candidates only."""
        return self._judged(text[:LONGEST])

    def forget(self) -> None:
        """Forget every verdict so far; for measuring what judging anew costs."""
        self._judged.cache_clear()

    def _best(self, text: str) -> Verdict:
        from rapidfuzz.fuzz import ratio
        from rapidfuzz.process import extract

        key, folded, letters = _plain(match_key(text)), _plain(fold(text)), _letters(text)
        kind = _kind(folded)
        scores: dict[str, float] = {}

        def rate(found: list[tuple[str, float, int]], top: float) -> None:
            for _, score, index in found:
                name = self._names[index]
                same = 1.0 if kind is None or name.kind == kind else 0.6
                scores[name.id] = max(min(top, score / 100) * same * name.weight, scores.get(name.id, 0.0))

        rate(extract(key, self._keys, scorer=ratio, limit=8, score_cutoff=40), 0.8 if letters else 1.0)
        rate(extract(folded, self._folded, scorer=ratio, limit=8, score_cutoff=40), _WITHOUT_MARKS)
        if letters:
            rate(extract(letters, self._initials, scorer=ratio, limit=12, score_cutoff=40), _WITHOUT_MARKS)
        ranked = sorted(scores.items(), key=lambda item: (-item[1], item[0]))
        best, second = [*(score for _, score in ranked[:2]), 0.0, 0.0][:2]
        bar, margin = (_BAR, _MARGIN) if kind else (_BAR_WITHOUT_KIND, _MARGIN_WITHOUT_KIND)
        accepted = not letters and best >= bar and best - second >= margin
        name_of = self._lexicon.name_of
        found = tuple(Candidate(identity, name_of(identity), round(score, 3)) for identity, score in ranked[:3])
        return Verdict(found, accepted)


def similar_for(lexicon: Lexicon) -> Similar:
    """The names of `lexicon`, made once."""
    if lexicon not in _BUILT:
        _BUILT[lexicon] = Similar(lexicon)
    return _BUILT[lexicon]


_BUILT: WeakKeyDictionary[Lexicon, Similar] = WeakKeyDictionary()


def _names(agency: Agency, lexicon: Lexicon) -> list[_Name]:
    elsewhere = agency.jurisdiction and lexicon.province and agency.jurisdiction != lexicon.province.slug
    if elsewhere or agency.classification == PROVINCE:
        return []
    here = agency.within(lexicon.province.slug) if lexicon.province else agency
    weight = 1.0 if here.exists_on(lexicon.on) else 0.95
    others = [other.name for other in agency.other_names if other.kind in ("variant", "former")]
    plain = [fill(name, where, lexicon.on) for name in (agency.name, *others) for where in (None, lexicon.province)]
    return [
        _Name(agency.id, _plain(match_key(name)), _plain(fold(name)), _initials(name), _kind(_plain(fold(name))), weight)
        for name in dict.fromkeys(plain)
    ]


def _plain(key: str) -> str:
    """A key without the `các` it begins with."""
    return key.removeprefix("các ").removeprefix("cac ")


def _kind(folded: str) -> str | None:
    """The first word of a folded name where it is a kind of body; glued words (`sotai chinh`) count."""
    first = folded.split(" ", 1)[0]
    if first in _KIND_OF:
        return _KIND_OF[first]
    return "sở" if first.startswith("so") and len(first) > 4 else None


def _initials(name: str) -> str:
    keys = [token.word.key for token in tokenize(name) if token.word.is_word]
    return "".join(initial(key) for key in keys if key not in CONNECTIVES)


def _letters(text: str) -> str:
    """The initials of a form that holds an abbreviation, whole words by their first letter; empty for full names."""
    words = [token.word for token in tokenize(text) if token.word.is_word]
    if not any(word.chunks for word in words) or (text.isupper() and len(words) > 3):
        return ""
    parts = ["".join(chunk[0] for chunk in word.chunks) if word.chunks else initial(word.key) for word in words]
    return "".join(part for part, word in zip(parts, words, strict=True) if word.key not in CONNECTIVES)
