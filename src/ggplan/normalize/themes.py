"""Which of the 18 themes of QĐ 882 a heading is about."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ggplan.text import match_key

__all__ = ["ThemeMatcher"]

_PREFIX = re.compile(
    r"^(?:(?:nhóm|các|những|một số)\s+)*(?:nhiệm vụ|giải pháp|nội dung|hoạt động|chủ đề|lĩnh vực|chuyên đề)"
    r"(?:[\s,]+(?:và|các|nhiệm vụ|giải pháp|hoạt động|số \d+))*(?:\s*\d*\s*[:.])?\s*"
    r"(?:về|phát triển(?= nguồn)|trong lĩnh vực|lĩnh vực|đảm bảo|bảo đảm|nhằm)?\s*"
)
_STOP = frozenset(
    [
        *("và", "các", "của", "về", "với", "cho", "trong", "theo", "hướng", "nhằm", "là", "có", "được", "những"),
        *("một", "số", "từ", "đến", "tại", "việc", "để", "thực", "hiện", "ttx", "tăng", "trưởng", "xanh"),
    ]
)
_SURE = 0.42
_PRIOR = 0.34


@dataclass(frozen=True, slots=True)
class ThemeMatcher:
    """Finds themes by their titles, given as a mapping of theme number to title."""

    titles: Mapping[int, str]

    def match(self, heading: str, codes: Sequence[str] = (), position: int | None = None) -> int | None:
        """The theme of a heading; None where it is about none, or about several.

        National codes decide where they agree. `position` is the heading's own number among headings numbered as the
        decision numbers its themes; it only tips a weak resemblance.
        """
        heads = {int(code.split(".")[0]) for code in codes if code.split(".")[0].isdigit()}
        if len(heads) == 1 and (theme := heads.pop()) in self.titles:
            return theme
        scores = {theme: self.score(heading, theme) + (_PRIOR if position == theme else 0.0) for theme in self.titles}
        ranked = sorted(scores, key=lambda theme: -scores[theme])
        best = ranked[0]
        if scores[best] < _SURE or self.score(heading, best) == 0:
            return None
        return best if scores[best] - scores[ranked[1]] > 0.05 else None

    def score(self, heading: str, theme: int) -> float:
        """How much of the theme's title the heading says, 0 to 1; words after a colon count little."""
        key = _PREFIX.sub("", match_key(heading)).strip(" .:")
        head, _, tail = key.partition(":")
        title = match_key(self.titles[theme])
        if head.strip() == title:
            return 1.0
        wanted = _content(title)
        if not wanted:
            return 0.0
        words = _content(head)
        said = len(wanted & words) / len(wanted)
        extra = len(words - wanted) / max(6, len(words))
        score = said * (1 - 0.4 * extra)
        if title in key:
            score = max(score, 0.8 - (0.25 if title not in head else 0.0) - 0.3 * min(1.0, key.find(title) / 200))
        later = len(wanted & _content(tail)) / len(wanted) if tail else 0.0
        return max(score, 0.25 * later)


def _content(text: str) -> set[str]:
    """The pairs of neighbouring words of a text that carry meaning (Vietnamese words have two syllables)."""
    words = [word.strip(",.;()") for word in text.split()]
    kept = [word for word in words if word and word not in _STOP]
    return {f"{a} {b}" for a, b in pairwise(kept)} or set(kept)
