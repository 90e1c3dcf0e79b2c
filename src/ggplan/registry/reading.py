"""What a reading of words gives, and readings remembered by the words that they looked at.

Texts that grow word by word (a cell tried with one line more each time) are read over and over from the same words on. A
reading looks only as far as it needs; where the words up to there come again, so does its answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal, NamedTuple

from ggplan.registry.tokens import Word

__all__ = ["Hit", "Item", "Readings", "Via", "Watched", "plain", "see"]

Via = Literal["exact", "alias", "fuzzy"]


class Hit(NamedTuple):
    """A body that ends before word `end`. `id` is None for an unknown one and for an ambiguous one (`candidates`).

    A committee known by rule (`ggplan.registry.places`) has a `name`, or the level of its `place` and the word at
    which the name of that place begins. `kind` is what the members of a list after it may leave out, where it says so.
    """

    end: int
    id: str | None
    via: Via | None
    score: float
    candidates: tuple[str, ...] = ()
    name: str = ""
    place: tuple[str, int] | None = None
    kind: str = ""


class Item(NamedTuple):
    """A member of a list: its body, if any, which begins `skipped` words on and with the name of a province ends before
    word `last`, all counted from where the reading began.

    `said` is the slug of that province; `kind` is what the members after it may leave out.
    """

    skipped: int
    hit: Hit | None
    last: int
    said: str | None
    kind: str


class Watched(list[Word]):
    """Words that remember how far they were looked at: `seen` words, one more than there are where the end was seen.

    A function that looks at many takes them from `plain` and says with `see` how far it looked.
    """

    def __init__(self, words: list[Word]) -> None:
        super().__init__(words)
        self.plain = words
        self.seen = 0

    def __getitem__(self, index: Any) -> Any:
        """The word or words at `index`, which are now seen."""
        stop = index + 1 if isinstance(index, int) else len(self) + 1 if index.stop is None else index.stop
        self.seen = max(self.seen, stop)
        return list.__getitem__(self, index)


def plain(words: Sequence[Word]) -> Sequence[Word]:
    """The words as they are, watched or not."""
    return words.plain if type(words) is Watched else words


def see(words: Sequence[Word], at: int) -> None:
    """Say that `words[at]`, or there being none, was looked at."""
    if type(words) is Watched and at >= words.seen:
        words.seen = at + 1


class Readings:
    """Answers by the words that were looked at, as a tree with a word at each branch and an answer at each leaf."""

    _MOST = 50_000
    _END = Word("", "", None, capital=False, is_word=False)

    def __init__(self) -> None:
        self._roots: dict[str | None, dict[Any, Any]] = {}
        self._kept = 0

    def recall(self, words: Sequence[Word], at: int, kind: str | None) -> Item | None:
        """The answer that a reading of `words` from `at` on gave before, if any."""
        place = self._roots.get(kind)
        length = len(words)
        while place is not None:
            found: Item | None = place.get(None)
            if found is not None:
                return found
            place = place.get(words[at] if at < length else self._END)
            at += 1
        return None

    def keep(self, words: Watched, kind: str | None, item: Item) -> None:
        """Remember what the reading of `words` from their first on gave."""
        if self._kept >= self._MOST:
            self._roots.clear()
            self._kept = 0
        place = self._roots.setdefault(kind, {})
        length = len(words)
        for at in range(min(words.seen, length)):
            place = place.setdefault(list.__getitem__(words, at), {})
        if words.seen >= length:
            place = place.setdefault(self._END, {})
        place[None] = item
        self._kept += 1
