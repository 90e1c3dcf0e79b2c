"""How well a piece of a list of bodies, cut anywhere by a line break, reads as one: which word follows which."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from itertools import pairwise

from ggplan.registry.models import Agency
from ggplan.registry.tokens import Word, initial, tokenize

__all__ = ["PieceModel"]

# Phrases whose words, taken two by two, are those of collectives and of the joints between bodies.
_COLLECTIVES = (
    "các sở, ban, ngành cấp tỉnh; UBND các huyện, thị xã, thành phố và các đơn vị liên quan",
    "các sở ban ngành có liên quan và UBND các huyện, thành phố, thị xã; các đơn vị khác có liên quan",
    "các sở, ngành, địa phương liên quan, các cơ quan, đơn vị thuộc tỉnh, các cơ quan liên quan, các ngành",
    "các ngành, đoàn thể của tỉnh; các sở ngành và các địa phương liên quan; UBND các huyện/thành phố; UBND cấp huyện",
    "UBND cấp xã; UBND các xã, phường, thị trấn, đặc khu; các sở, ban, ngành thuộc tỉnh và UBND các huyện",
    "các đơn vị khác liên quan trên địa bàn tỉnh, các đơn vị có liên quan; các địa phương; các huyện, thị xã",
    "các cơ quan, đơn vị có liên quan, các doanh nghiệp, các tổ chức, cá nhân liên quan; các đơn vị trực thuộc",
    "Sở, ban, ngành liên quan khác; ủy ban nhân dân các huyện, ủy ban nhân dân cấp huyện, các bộ, ngành, địa phương",
    "các bộ, ngành Trung ương; các hội, đoàn thể; các ban quản lý",
)
_JOINTS = frozenset(",;/&-–—+().:•") | {"và", "\n"}
_COMMON_KINDS = frozenset({"so", "ubnd", "tap-hop", "ngan-hang", "doan-the", "bao-chi", "cong-an", "quan-su", "ban"})
_COMMON, _RARE, _LOOSE = 1.0, 0.7, 0.3
"""What a word is worth: of a kind of body that lists are full of, of another, out of order."""
_LONGEST_ABBREVIATION = 8


class PieceModel:
    """The pairs of words that names and collectives are made of, with abbreviations by their initials."""

    def __init__(self, agencies: Iterable[Agency], forms: Callable[[str], Sequence[str]]) -> None:
        self._worth: dict[str, float] = {}
        self._pairs: set[tuple[str, str]] = set()
        self._spans: dict[str, set[tuple[str, str]]] = {}
        self._begins: set[str] = {"các", "ubnd", "sở"}
        for agency in agencies:
            worth = _COMMON if agency.classification in _COMMON_KINDS else _RARE
            for name in (agency.name, *(other.name for other in agency.other_names)):
                for form in forms(name):
                    self._learn(form if agency.classification != "so" else f"{form} tỉnh", worth)
        for phrase in _COLLECTIVES:
            self._learn(phrase, _COMMON)
        self.vocabulary = frozenset(self._worth)
        self.cost = lru_cache(maxsize=131072)(self._cost)
        self._memo: dict[tuple[Word, frozenset[str] | None, bool], tuple[float, frozenset[str]]] = {}

    def _learn(self, name: str, worth: float) -> None:
        written = [token.word.key for token in tokenize(name) if token.word.key not in _JOINTS]
        content = [key for key in written if key != "các"]
        self._begins.add(written[0])
        for key in written:
            self._worth[key] = max(worth, self._worth.get(key, 0.0))
        self._pairs.update(pairwise(written))
        self._pairs.update(pairwise(content))
        for start, first in enumerate(content):
            letters = initial(first)
            for last in content[start + 1 : start + _LONGEST_ABBREVIATION]:
                letters += initial(last)
                self._spans.setdefault(letters, set()).add((first, last))

    def _cost(self, words: tuple[str, ...]) -> float:
        total = gained = 0.0
        before: frozenset[str] | None = None
        joint = False
        for written in words:
            for word in _parts(written):
                if word.key in _JOINTS:
                    joint = True
                    continue
                known = self._memo.get((word, before, joint))
                if known is None:
                    known = self._memo[word, before, joint] = self._read(word, before, joint=joint)
                gain, before = known
                total, gained, joint = total + 1, gained + gain, False
        return 1 - gained / total if total else 1.0

    def _read(self, word: Word, before: frozenset[str] | None, *, joint: bool) -> tuple[float, frozenset[str]]:
        """What a word gains after the words that the one before may stand for, and what it may stand for itself."""
        spans = {(word.key, word.key)} if word.key in self._worth else set()
        if word.chunks is not None:
            spans |= self._spans.get("".join(chunk[0] for chunk in word.chunks), set())
        if not spans:
            return 0.0, frozenset()
        worth = self._worth.get(word.key, _COMMON)
        lasts = frozenset(last for _, last in spans)
        if before is None or (joint and (word.key in self._begins or word.capital)):
            return worth, lasts
        follows = frozenset(last for first, last in spans if any((left, first) in self._pairs for left in before))
        return (worth, follows) if follows else (_LOOSE, lasts)


@lru_cache(maxsize=65536)
def _parts(written: str) -> tuple[Word, ...]:
    return tuple(token.word for token in tokenize(written))
