"""Printed numbers and bullets at the start of a paragraph: I, 1, 1.1, VIII.3, A, a), (1), -, +, Điều 1, Phần II, Mục 1.

The small language of numbering in Vietnamese administrative texts (Decree 30/2020/NĐ-CP, appendix I, on layout: phần,
chương, mục, điều, khoản `1.`, điểm `a)`), and what OCR and typists make of it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

__all__ = ["LETTERS", "Kind", "Marker", "follows", "read_marker", "roman_value"]

Kind = Literal["part", "subpart", "roman", "capital", "decimal", "letter", "paren", "bullet", "article", "none"]

LETTERS = tuple("abcdđeghiklmnopqrstuvxy")
"""The letters of lettered items in their order: đ follows d, and there is no f, j, w, z."""


@dataclass(frozen=True, slots=True)
class Marker:
    """What a paragraph begins with. `code` is the number without its last dot (`1.1`, `VIII.3`, `a)`, `(4)`, `-`, `Phần II`).

    `label` is the common noun before a number that is read without it (`Nhiệm vụ` of `Nhiệm vụ 1.1:`).
    """

    kind: Kind
    code: str
    rest: str
    label: str = ""

    @property
    def depth(self) -> int:
        """How many parts a decimal code has; 1 for the others."""
        return self.code.count(".") + 1


_ORDINAL = "(?:nhất|một|hai|ba|tư|bốn|năm|sáu|bảy|tám|chín|mười)"
_UNIT_NUMBER = rf"(?:(?:thứ )?{_ORDINAL}|[IVX]{{1,5}}|\d{{1,2}}|[A-Đ])"
_UNIT_END = r"(?:\s*[.:–-]\s*|\s+|$)"
_ROMAN = r"(?:X{0,3})(?:IX|IV|V?I{0,3})"
_ROMAN_CODE = rf"(?P<code>(?=[IVX]){_ROMAN}(?:\.\d{{1,2}}){{0,4}})"
_COMMON_NOUN = r"(?P<label>(?:nhóm )?(?:nhiệm vụ|giải pháp|hoạt động|nội dung)(?:,? (?:và )?giải pháp)?|nhóm)"
_SIGNS = "-–—+•▪●○✓✔➢*"
_PATTERNS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("article", re.compile(r"(?P<code>Điều \d{1,3})[.:]\s*")),  # Điều 1. Ban hành …
    ("part", re.compile(rf"(?P<code>(?:phần|chương) {_UNIT_NUMBER}){_UNIT_END}", re.IGNORECASE)),  # PHẦN II, Chương I.
    ("subpart", re.compile(rf"(?P<code>mục {_UNIT_NUMBER})(?:\s*[.:–-]\s+|$)", re.IGNORECASE)),  # Mục 1. Năng lượng
    (
        "decimal",
        re.compile(rf"{_COMMON_NOUN} (?:số )?(?P<code>\d{{1,2}}(?:\.\d{{1,2}}){{0,3}})\s*[.:]\s+", re.IGNORECASE),
    ),  # Nhiệm vụ 1.1: Xây dựng
    ("roman", re.compile(rf"{_ROMAN_CODE}\s?[-–]\s+(?=[^\W\d_])")),  # II- MỤC TIÊU
    ("roman", re.compile(rf"{_ROMAN_CODE}(?:[.)/:]\s*|\s+(?=[^\d–-]))(?![-–]\s?\d)")),  # VIII.3 Giao thông
    ("decimal", re.compile(r"(?P<code>\d{1,2}(?:\s?\.\s?\d{1,2}){1,4})(?:[.):]\s*|\s+)(?=\D|$)")),  # 1.1. Sở X
    ("decimal", re.compile(r"(?P<code>\d{1,2})(?:[.)]\s*|/\s+)(?=[^\d\s]|$)")),  # 1. Mục đích
    ("decimal", re.compile(r"(?P<code>\d{1,2})[.)]\s+(?=\d)")),  # 3. 100% các khu công nghiệp
    ("letter", re.compile(r"(?P<code>[a-zđ]\))\s*")),  # a) Sở X
    ("letter", re.compile(r"(?P<code>[a-zđ])[.]\s+(?=[A-ZÀ-ỸĐ“])")),  # a. Sở X
    ("paren", re.compile(r"(?P<code>\(\d{1,2}\))\s*")),  # (4) Tỷ lệ
    ("capital", re.compile(r"(?P<code>[A-EĐGHK])[.)]\s+(?=[A-ZÀ-ỸĐ])")),  # A. XÂY DỰNG
    ("bullet", re.compile(rf"(?P<code>[{_SIGNS}])\s*(?=[^\s\d-])")),  # - Xây dựng
    ("bullet", re.compile(rf"(?P<code>[{_SIGNS}])\s+")),  # - 100% …
)


def read_marker(text: str) -> Marker:
    """The marker at the start of `text`; kind `none` and the whole text where there is none.

    `30/06`, `58-NQ/TW`, `100%`, `2030.` and `882/QĐ-TTg` are no markers.
    """
    for kind, pattern in _PATTERNS:
        match = pattern.match(text)
        if match and _is_marker(kind, match, text):
            code = match["code"] if kind in ("article", "part", "subpart") else re.sub(r"\s", "", match["code"])
            label = match["label"] if "label" in pattern.groupindex else ""
            return Marker(kind, code, text[match.end() :].strip(), label)
    return Marker("none", "", text.strip())


def _is_marker(kind: Kind, match: re.Match[str], text: str) -> bool:
    rest = text[match.end() :]
    if kind in ("part", "subpart"):
        return text[0].isupper() and not rest[:1].islower() and "," not in match.group()
    if kind == "decimal" and rest[:1].islower() and not match.group().rstrip().endswith((".", ")", ":")):
        return False
    if kind == "roman":
        return bool(match["code"]) and not rest[:1].islower()
    return True


def roman_value(code: str) -> int:
    """The value of a Roman numeral up to 39 (`XVIII` -> 18); 0 for what is none."""
    values = {"I": 1, "V": 5, "X": 10}
    if not code or any(char not in values for char in code):
        return 0
    total = 0
    for char, after in zip(code, [*code[1:], ""], strict=True):
        value = values[char]
        total += -value if after and values[after] > value else value
    return total


def follows(code: str, before: str) -> bool:
    """Whether `code` is the next number after `before` in the same list: 1.2 after 1.1, đ) after d), IV after III."""
    a, b = before.strip("()"), code.strip("()")
    if roman_value(a) and roman_value(b):
        return roman_value(b) == roman_value(a) + 1
    if a in LETTERS and b in LETTERS:
        return LETTERS.index(b) == LETTERS.index(a) + 1
    head_a, _, last_a = a.rpartition(".")
    head_b, _, last_b = b.rpartition(".")
    return head_a == head_b and last_a.isdigit() and last_b.isdigit() and int(last_b) == int(last_a) + 1
