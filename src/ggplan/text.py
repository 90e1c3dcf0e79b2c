"""Vietnamese text: one Unicode form, one tone-mark style, repaired look-alikes, match keys, line joining.

Nothing here knows an agency or a plan. Printed text is only cleaned (`clean`), never restyled; keys (`match_key`,
`fold`) are for comparing and are never printed.

Sources: `hazards.md` of the project's reference (look-alikes, tone placement, invisible characters, order of the
steps); Unicode Standard Annex 15 (NFC) and Technical Standard 39 (confusables).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

__all__ = [
    "Cleaned",
    "capitalised",
    "clean",
    "fold",
    "is_upper",
    "join_lines",
    "lower_first",
    "match_key",
    "old_tone_style",
    "sentence_case",
    "slug",
    "squeeze",
]

_INVISIBLE = dict.fromkeys(
    [
        *(0x00AD, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0x2061, 0x2062, 0x2063, 0xFEFF, 0x180E),
        *(0x0002, 0x0003),
        *range(0x202A, 0x202F),
        *range(0x2066, 0x206A),
    ]
)
_SPACES = dict.fromkeys([0x00A0, 0x1680, 0x202F, 0x205F, 0x3000, 0x000B, 0x0009, *range(0x2000, 0x200B)], " ")
_DASHES = dict.fromkeys([0x2010, 0x2011, 0x2012, 0x2013, 0x2014, 0x2015, 0x2212, 0xFE58, 0xFE63, 0xFF0D], "-")
_QUOTES = {0x201C: '"', 0x201D: '"', 0x201E: '"', 0x00AB: '"', 0x00BB: '"', 0x2018: "'", 0x2019: "'", 0x02BC: "'"}

_DASHES_AND_QUOTES = {**_DASHES, **_QUOTES}
_MARKS = re.compile("[" + "".join(map(chr, _DASHES_AND_QUOTES)) + "]")

# Letters that look like Đ/đ but are others (hazards.md, "Text").
_D_LOOKALIKES = {0x00D0: "Đ", 0x0189: "Đ", 0x0256: "đ", 0x00F0: "đ"}

# Letters of other scripts that are drawn as Latin ones (Unicode TS 39, confusables.txt): the letter and the Latin one.
_CONFUSABLE_PAIRS = (
    "Аa Вb Еe Ѕs Іi Јj Кk Мm Нh Оo Рp Сc Тt Уy Хx Ѵv Ԁd Ԍg Ԛq Ԝw "  # Cyrillic capitals, Latin letter given small
    "аa еe оo рp сc уy хx іi ѕs јj ԁd һh ԛq ԝw үy ѵv ӏl "
    "Αa Βb Εe Ζz Ηh Ιi Κk Μm Νn Οo Ρp Τt Υy Χx ϲc ϳj οo ρp υu νv ɑa "
    "ⲟo ⲥc ⲣp ⲩy ⲭx Ⲟo Ⲥc Ⲣp Ⲭx Ⲕk Ⲙm Ⲛn Ⲧt Ⲏh Ⲉe "  # Coptic
    "Ꭰd Ꭱr Ꭲt Ꭵi Ꭺa Ꭻj Ꭼe Ꮃw Ꮇm Ꮋh Ꮍy Ꮐg Ꮒh Ꮓz Ꮞ4 Ꮟb Ꮢr Ꮤw Ꮥs Ꮩv Ꮪs Ꮮl Ꮯc Ꮲp Ꮶk Ꮷd Ᏻg "  # Cherokee
    "ⅽc ⅾd ⅼl ⅿm ⅰi ⅴv ⅹx ∨v ᴠv ᴢz ᴡw ᴏo ᴄc"
)
_CONFUSABLES = {ord(pair[0]): pair[1] for pair in _CONFUSABLE_PAIRS.split()}
for _letter in [chr(code) for code in _CONFUSABLES]:
    if _letter.isupper() and not 0x13A0 <= ord(_letter) <= 0x13F5:
        _CONFUSABLES[ord(_letter)] = _CONFUSABLES[ord(_letter)].upper()
_LATIN = re.compile(r"[A-Za-zÀ-ỹ]")
_FOREIGN_RUN = re.compile(r"[ɑͰ-ӿԀ-ԯᎠ-Ᏼᴀ-ᴢⅠ-ⅿⲀ-ⳤ∨]+")
_MATH = re.compile("[\U0001d400-\U0001d7ff]+")


_SUSPECT = re.compile(
    "[" + "".join(map(chr, [*_INVISIBLE, *_SPACES, *_D_LOOKALIKES])) + "ɑͰ-ӿԀ-ԯᎠ-Ᏼᴀ-ᴢⅠ-ⅿⲀ-ⳤ∨\U0001d400-\U0001d7ff]"
)
"""Any character that `clean` may change; text without one is returned as it is."""


class Cleaned(NamedTuple):
    """`clean`'s answer: the text, and repairs as (kind, count) with kinds `nfc`, `invisible`, `look-alike`."""

    text: str
    repairs: tuple[tuple[str, int], ...]


def clean(text: str) -> Cleaned:
    """Printed text in NFC with unified spaces, no invisible characters and Latin letters for their look-alikes.

    Order matters: legacy encodings are undone before this (in TCVN3 the letter `ư` is the soft hyphen). NFKC is never
    used: it would turn `m²` into `m2`. Dashes, quotes and tone placement stay as printed.
    """
    if unicodedata.is_normalized("NFC", text) and not _SUSPECT.search(text):
        return Cleaned(text, ())
    repairs: list[tuple[str, int]] = []
    composed = unicodedata.normalize("NFC", text)
    if not _SUSPECT.search(composed):
        return Cleaned(composed, (("nfc", 1),))
    if composed != text:
        repairs.append(("nfc", 1))
    visible = composed.translate(_INVISIBLE)
    if len(visible) != len(composed):
        repairs.append(("invisible", len(composed) - len(visible)))
    spaced = visible.translate(_SPACES)
    repaired = _repair_lookalikes(spaced)
    changed = sum(1 for a, b in zip(spaced, repaired, strict=False) if a != b)
    if changed:
        repairs.append(("look-alike", changed))
    return Cleaned(unicodedata.normalize("NFC", repaired), tuple(repairs))


def _repair_lookalikes(text: str) -> str:
    if text.isascii():
        return text
    text = text.translate(_D_LOOKALIKES)
    if _MATH.search(text):
        text = _MATH.sub(lambda run: unicodedata.normalize("NFKC", run.group()), text)
    if _FOREIGN_RUN.search(text):
        text = _FOREIGN_RUN.sub(_latin_inside_word, text)
    return text


def _latin_inside_word(run: re.Match[str]) -> str:
    """The run in Latin letters where it touches one, as it is where it stands alone (`α`, `Σ` in a formula)."""
    before, after = run.string[: run.start()][-1:], run.string[run.end() : run.end() + 1]
    if _LATIN.match(before) or _LATIN.match(after):
        return run.group().translate(_CONFUSABLES)
    return run.group()


def squeeze(text: str) -> str:
    """`text` with every run of white space as one space and none at the ends."""
    return " ".join(text.split())


# Tone marks: Vietnamese is written with the mark on the first vowel of oa, oe, uy (old style, `hóa`) or on the second
# (new style, `hoá`); both are correct and both occur in one text. Keys use the old style.
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_NEW_STYLE = re.compile(
    rf"(?P<first>[oO])(?P<second>[aAeE])(?P<tone>[{_TONES}])(?![\w{_TONES}])"
    rf"|(?<![qQ])(?P<u>[uU])(?P<y>[yY])(?P<uytone>[{_TONES}])(?![\w{_TONES}])"
)


@lru_cache(maxsize=65536)
def old_tone_style(word: str) -> str:
    """`word` with the tone mark of open `oa`, `oe`, `uy` on the first vowel: `hoá` -> `hóa`, `Uỷ` -> `Ủy`.

    `quý` stays, as its `u` belongs to the `q`.
    """
    if word.isascii():
        return word
    apart = unicodedata.normalize("NFD", word)
    if not any(tone in apart for tone in _TONES):
        return word

    def move(match: re.Match[str]) -> str:
        if match["first"]:
            return match["first"] + match["tone"] + match["second"]
        return match["u"] + match["uytone"] + match["y"]

    return unicodedata.normalize("NFC", _NEW_STYLE.sub(move, apart))


# Letters that a key keeps as they are; others may fold into ones that are cleaned once more (the Kelvin sign, `ﬀ`).
_USUAL_KEY = re.compile("[ -~\u00c0-\u024f\u0300-\u036f\u1e00-\u1eff\u2026]*")


@lru_cache(maxsize=65536)
def match_key(text: str) -> str:
    """A key equal for texts that differ only in case, spaces, dashes, quotes, invisible marks or tone placement.

    The key of a key is itself.
    """
    key = _key(text)
    while not _USUAL_KEY.fullmatch(key) and (again := _key(key)) != key:
        key = again
    return key


def _key(text: str) -> str:
    text = clean(text).text
    if _MARKS.search(text):
        text = text.translate(_DASHES_AND_QUOTES)
    return " ".join([old_tone_style(word) for word in text.casefold().split()])


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """`match_key` without diacritics (`Sở` and `Số` both give `so`): finds candidates, never accepts one."""
    apart = unicodedata.normalize("NFD", match_key(text).replace("đ", "d"))
    return "".join(char for char in apart if not unicodedata.combining(char))


def slug(text: str) -> str:
    """An ASCII identifier: `Sở Tài nguyên và Môi trường` -> `so-tai-nguyen-va-moi-truong`."""
    return re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")


_CLOSING = re.compile(r"[;,.)\]”:]")


def join_lines(lines: Iterable[str]) -> str:
    """The text that was broken over `lines`, as its author wrote it.

    A line that ends in a letter or digit and `-` goes on without a space (`các-` + `bon`, `04-` + `NQ/TU`); ` -` at the
    end of a line is a dash between words and keeps its space (`2021 -` + `2030`).
    """
    joined = ""
    for line in lines:
        piece = squeeze(line)
        if not piece:
            continue
        if not joined:
            joined = piece
        elif (
            (joined[-1] == "-" and len(joined) > 1 and not joined[-2].isspace())
            or (_CLOSING.match(piece) and not piece.startswith("..."))
            or (joined[-1] == "," and piece[0] == "…")
        ):
            joined += piece
        else:
            joined += " " + piece
    return joined


def is_upper(text: str) -> bool:
    """True where every letter is a capital and there are at least two."""
    letters = [char for char in text if char.isalpha()]
    return len(letters) >= 2 and all(char.isupper() for char in letters)


def lower_first(text: str) -> str:
    """`text` with its first letter small, unless the first word is an abbreviation (two capitals)."""
    if len(text) > 1 and text[1].isupper():
        return text
    return text[:1].lower() + text[1:]


def capitalised(text: str) -> str:
    """`text` with its first letter a capital and the rest as it is."""
    return text[:1].upper() + text[1:]


def sentence_case(text: str, names: Iterable[str] = ()) -> str:
    """All-capital `text` as a sentence: first letter large, the rest small, `names` and symbols (`QĐ-TTg`) as given.

    Text that is not all capitals (symbols with a slash apart) is returned unchanged.
    """
    words = [word for word in text.split() if "/" not in word]
    if not is_upper(" ".join(words)):
        return text
    lowered = " ".join(word if "/" in word and not word.isupper() else word.lower() for word in text.split())
    for name in names:
        lowered = re.sub(rf"(?<!\w){re.escape(name.lower())}(?!\w)", name, lowered)
    return capitalised(lowered)
