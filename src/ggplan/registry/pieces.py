"""How well a piece of a list of bodies, cut anywhere by a line break, reads as one: a model of which word follows which."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from ggplan.registry.tokens import Word, initial, tokenize

__all__ = ["PieceModel"]

_COLLECTIVES = (
    "các sở, ban, ngành cấp tỉnh; UBND các huyện, thị xã, thành phố và các đơn vị liên quan",
    "các sở ban ngành có liên quan và UBND các huyện, thành phố, thị xã; các đơn vị khác có liên quan",
    "các sở, ngành, địa phương liên quan, các cơ quan, đơn vị thuộc tỉnh, các cơ quan liên quan, các ngành, đoàn thể của tỉnh",
    "các sở ngành và các địa phương liên quan; UBND các huyện/thành phố; UBND cấp huyện, UBND cấp xã; UBND các xã, phường, thị trấn, đặc khu",
    "các sở, ban, ngành thuộc tỉnh và UBND các huyện, các đơn vị khác liên quan trên địa bàn tỉnh, các đơn vị có liên quan; các địa phương; các huyện, thị xã, thành phố",
    "các cơ quan, đơn vị có liên quan, các doanh nghiệp, các tổ chức, cá nhân liên quan; các đơn vị trực thuộc; Sở, ban, ngành liên quan khác",
    "ủy ban nhân dân các huyện, ủy ban nhân dân cấp huyện, các bộ, ngành, địa phương; các bộ, ngành Trung ương; các hội, đoàn thể; các ban quản lý",
)
_SEPARATORS = frozenset({",", ";", "/", "&", "-", "–", "—", "và", "\n", "+", "(", ")", "."})
_KNOWN, _SEEN = 1.0, 0.3


class PieceModel:
    """The pairs of words that names and collectives are made of, with abbreviations by their initials."""

    def __init__(self, names: Iterable[str]) -> None:
        self._pairs: set[tuple[str, str]] = set()
        self._abbreviations: dict[str, set[tuple[str, str]]] = {}
        words: set[str] = set()
        for name in (*names, *_COLLECTIVES):
            keys = [token.word.key for token in tokenize(name)]
            words.update(key for key in keys if key[0].isalnum())
            self._learn(keys)
        self._begins: set[str] = {tokenize(name)[0].word.key for name in names} | {"các", "ubnd", "sở", "tỉnh"}
        self.vocabulary = frozenset(words)
        self.cost = lru_cache(maxsize=131072)(self._cost)

    def _learn(self, keys: list[str]) -> None:
        content = [key for key in keys if key not in _SEPARATORS and key != "các"]
        self._pairs.update(zip(content, content[1:], strict=False))
        plain = [key for key in keys if key not in _SEPARATORS]
        self._pairs.update(zip(plain, plain[1:], strict=False))
        for start in range(len(content)):
            letters = initial(content[start])
            for end in range(start + 1, min(len(content), start + 8)):
                letters += initial(content[end])
                self._abbreviations.setdefault(letters, set()).add((content[start], content[end]))

    def _cost(self, words: tuple[str, ...]) -> float:
        total = covered = 0.0
        before: frozenset[str] | None = None
        fresh = True
        for written in words:
            for token in _parts(written):
                if not token.is_word or token.key == "và":
                    fresh = fresh or token.key in (",", ";", "và", "/", "\n", ".")
                    continue
                total += 1
                gain, before = self._read(token, before, fresh=fresh)
                covered += gain
                fresh = False
        return 1 - covered / total if total else 1.0

    def _read(self, word: Word, before: frozenset[str] | None, *, fresh: bool) -> tuple[float, frozenset[str]]:
        """What a word gains after the words that the one before may stand for, and what it may stand for itself."""
        spans = {(word.key, word.key)} if word.key in self.vocabulary else set()
        if word.chunks and len(word.chunks) > 1:
            spans |= self._abbreviations.get("".join(chunk[0] for chunk in word.chunks), set())
        if not spans:
            return 0.0, frozenset()
        if before is None:
            return _KNOWN, frozenset(last for _, last in spans)
        follows = frozenset(last for first, last in spans if any((left, first) in self._pairs for left in before))
        if follows:
            return _KNOWN, follows
        lasts = frozenset(last for _, last in spans)
        if fresh and (word.key in self._begins or word.capital):
            return _KNOWN, lasts
        return _SEEN, lasts


@lru_cache(maxsize=65536)
def _parts(written: str) -> tuple[Word, ...]:
    return tuple(token.word for token in tokenize(written))
