"""Damage to letters."""

from __future__ import annotations

import re
import unicodedata
from random import Random
from typing import Any

from damage.common import Data, change_action, kind, long_action, words


@kind("a letter doubled in a word", "no-vietnamese-word")
def doubled_letter(data: Data, chance: Random) -> Any:
    def double(text: str) -> str | None:
        marked = [word for word in words(text) if re.fullmatch(r"[a-zà-ỹđ]{3,}", word) and word.islower() and not word.isascii()]
        if not marked:
            return None
        word = chance.choice(marked)
        return text.replace(f" {word} ", f" {word}{word[-1]} ", 1)

    return change_action(data, chance, double)


@kind("decomposed letters", "not-nfc")
def decomposed(data: Data, chance: Random) -> Any:
    return change_action(data, chance, lambda text: unicodedata.normalize("NFD", text))


@kind("an invisible character", "invisible-character")
def invisible(data: Data, chance: Random) -> Any:
    sign = chance.choice("\u200b\u2060\u00ad\ufeff")
    return change_action(data, chance, lambda text: text.replace(" ", f"{sign} ", chance.randrange(1, 4)))


@kind("a look-alike letter", "look-alike-letter")
def look_alike(data: Data, chance: Random) -> Any:
    pairs = [("đ", "ð"), ("a", "а"), ("o", "о"), ("c", "с"), ("Đ", "Ð")]
    return change_action(data, chance, lambda text: text.replace(*chance.choice(pairs)))


@kind("TCVN3 left over", "legacy-encoding")
def tcvn3(data: Data, chance: Random) -> Any:
    from ggplan.parse.readers.legacy import _TCVN3

    letters = {ord(letter): chr(code) for code, letter in _TCVN3.items()}
    return change_action(data, chance, lambda text: text.translate(letters))


@kind("UTF-8 read as Windows-1252", "mojibake")
def mojibake(data: Data, chance: Random) -> Any:
    return change_action(
        data, chance, lambda text: text.encode("utf-8").decode("cp1252", errors="replace").replace("\ufffd", "¿")
    )


@kind("a space too many", "stray-space")
def double_space(data: Data, chance: Random) -> Any:
    def widen(text: str) -> str:
        kept = words(text)
        at = chance.randrange(1, len(kept))
        return " ".join(kept[:at]) + "  " + " ".join(kept[at:])

    return change_action(data, chance, widen)


@kind("a bracket lost", "unbalanced-brackets")
def lost_bracket(data: Data, chance: Random) -> Any:
    def whole(text: str) -> bool:
        return "(" in text and ")" in text and not re.search(r"(?:^|[\s(])(?:[a-zđ]|\d{1,2}|[ivx]{1,4})\)", text)

    return change_action(data, chance, lambda text: text.replace(chance.choice("()"), "", 1), whole)


@kind("a small word twice", "repeated-word")
def small_word_twice(data: Data, chance: Random) -> Any:
    small = ("các", "và", "của", "trong", "cho", "theo", "về", "những")

    def double(text: str) -> str | None:
        known = [word for word in small if f" {word} " in text]
        word = chance.choice(known) if known else None
        return text.replace(f" {word} ", f" {word} {word} ", 1) if word else None

    return change_action(data, chance, double)


@kind("a bullet left", "bullet-left")
def bullet(data: Data, chance: Random) -> Any:
    return change_action(data, chance, lambda text: chance.choice(["- ", "+ ", "• ", "a) ", "2.1. "]) + text)


@kind("a letter without a map", "ocr-debris")
def debris(data: Data, chance: Random) -> Any:
    return change_action(data, chance, lambda text: text.replace(chance.choice("anhti"), f"(cid:{chance.randrange(3, 200)})", 1))


@kind("a table header in a text", "table-header-left")
def header(data: Data, chance: Random) -> Any:
    head = chance.choice(
        [
            "TT Nhiệm vụ, hoạt động cụ thể Cơ quan chủ trì",
            "Cơ quan chủ trì Cơ quan phối hợp",
            "Đơn vị chủ trì Thời gian hoàn thành",
        ]
    )

    def insert(text: str) -> str:
        kept = words(text)
        at = chance.randrange(1, len(kept))
        return " ".join([*kept[:at], head, *kept[at:]])

    return change_action(data, chance, insert)


@kind("Markdown left", "markup-left")
def markup(data: Data, chance: Random) -> Any:
    def bold(text: str) -> str:
        kept = words(text)
        at = chance.randrange(0, len(kept) - 2)
        return " ".join([*kept[:at], f"**{kept[at]}", f"{kept[at + 1]}**", *kept[at + 2 :]])

    return change_action(data, chance, bold)


@kind("a text changed by hand", "text-not-at-place")
def changed_words(data: Data, chance: Random) -> Any:
    def change(text: str) -> str:
        kept = words(text)
        for _ in range(max(2, len(kept) // 8)):
            kept[chance.randrange(1, len(kept) - 1)] = chance.choice(["zôn", "lạ", "kẹo", "bóng"])
        return " ".join(kept)

    item = long_action(data, chance)
    if item is None or len(item[0]["actions"]) > 2:
        return None
    changed = change(item[0]["actions"][item[1]])
    item[0]["actions"][item[1]] = changed
    return item[0]["id"]
