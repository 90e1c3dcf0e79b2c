"""Vietnamese text of the time before Unicode: TCVN3 (`.VnTime`), VNI (`VNI-Times`) and cp1258, found and converted.

Such text is Latin-1 letters that only the right font shows as Vietnamese (`Céng hßa` is `Cộng hòa`). The font's name
is the best sign (`encoding_of_font`), the share of well-formed Vietnamese syllables the second (`detect`). Convert
before any other step: in TCVN3 `ư` is the soft hyphen, which cleaning removes (hazards.md, "Legacy fonts").

Sources: TCVN 5712:1993, table VN3 (also in glibc's `TCVN5712-1`, against which the tests check it); the VNI Windows
layout; Microsoft's code page 1258 (in Python's codecs).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import Literal, NamedTuple

__all__ = ["Encoding", "FontEncoding", "convert", "detect", "encoding_of_font", "is_syllable", "share_of_syllables"]

Encoding = Literal["tcvn3", "vni", "cp1258"]


class FontEncoding(NamedTuple):
    """What a font's name says: the encoding, and whether the font draws small letters as capitals (`.VnTimeH`)."""

    encoding: Literal["tcvn3", "vni"]
    capitals: bool = False


_TCVN_FONT = re.compile(r"^\.?Vn(?P<stem>[A-Z][A-Za-z]*)")
_VNI_FONT = re.compile(r"^VNI[ _-]", re.IGNORECASE)
_SUBSET = re.compile(r"^[A-Z]{6}\+")
_STYLE = re.compile(r"(?:Bold|Italic|Regular|Oblique|BT)+$")


@lru_cache(maxsize=4096)
def encoding_of_font(name: str) -> FontEncoding | None:
    """The legacy encoding of a font, by its name in a DOCX run or a PDF (`ABCDEF+.VnTimeH,Bold`); None for others."""
    name = _SUBSET.sub("", name.strip().replace("#2E", "."))
    if _VNI_FONT.match(name):
        return FontEncoding("vni")
    match = _TCVN_FONT.match(name)
    if match is None:
        return None
    stem = _STYLE.sub("", match["stem"])
    return FontEncoding("tcvn3", capitals=len(stem) > 1 and stem.endswith("H"))


# TCVN3 --------------------------------------------------------------------------------------------------------------

# One code a letter; the tones come in the order of the standard: grave, hook, tilde, acute, dot.
_TCVN3_RUNS = (
    (0xA1, "ĂÂÊÔƠƯĐăâêôơưđ"),
    (0xB5, "àảãáạ"),
    (0xBB, "ằẳẵắ"),
    (0xC6, "ặầẩẫấậè"),
    (0xCE, "ẻẽéẹềểễếệìỉ"),
    (0xDC, "ĩíịò"),
    (0xE1, "ỏõóọồổỗốộờởỡớợù"),
    (0xF1, "ủũúụừửữứựỳỷỹýỵ"),
)
_TCVN3 = {start + index: letter for start, run in _TCVN3_RUNS for index, letter in enumerate(run)}
# A symbol font puts the same codes in the private area, F0xx.
_TCVN3_CHARS = {**_TCVN3, **{0xF000 + code: letter for code, letter in _TCVN3.items()}}
_SYMBOL_ASCII = {0xF000 + code: chr(code) for code in range(0x20, 0x7F)}

# VNI: a base letter and a mark, both Latin-1 -------------------------------------------------------------------------

_GRAVE, _ACUTE, _HOOK, _TILDE, _DOT = "\u0300", "\u0301", "\u0309", "\u0303", "\u0323"
_CIRCUMFLEX, _BREVE, _HORN = "\u0302", "\u0306", "\u031b"
_VNI_MARKS = {
    "ø": _GRAVE, "ù": _ACUTE, "û": _HOOK, "õ": _TILDE, "ï": _DOT,
    "â": _CIRCUMFLEX, "à": _CIRCUMFLEX + _GRAVE, "á": _CIRCUMFLEX + _ACUTE, "å": _CIRCUMFLEX + _HOOK,
    "ã": _CIRCUMFLEX + _TILDE, "ä": _CIRCUMFLEX + _DOT,
    "ê": _BREVE, "è": _BREVE + _GRAVE, "é": _BREVE + _ACUTE, "ú": _BREVE + _HOOK, "ü": _BREVE + _TILDE,
    "ë": _BREVE + _DOT,
}  # fmt: skip
_VNI_LETTERS = {"ô": "ơ", "ö": "ư", "ñ": "đ", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}
_VNI_TONES, _VNI_CIRCUMFLEX, _VNI_BREVE = "øùûõï", "âàáåãä", "êèéúüë"
_VNI_BASES = {
    "a": _VNI_TONES + _VNI_CIRCUMFLEX + _VNI_BREVE,
    **dict.fromkeys("eo", _VNI_TONES + _VNI_CIRCUMFLEX),
    **dict.fromkeys("uyôö", _VNI_TONES),
}


def _vni_table() -> dict[str, str]:
    table = dict(_VNI_LETTERS)
    for base, marks in _VNI_BASES.items():
        for mark in marks:
            letter = _VNI_LETTERS.get(base, base) + _VNI_MARKS[mark]
            table[base + mark] = unicodedata.normalize("NFC", letter)
    small = dict(table)
    for code, letter in small.items():
        table[code.upper()] = letter.upper()
        if len(code) == 2:
            table[code[0].upper() + code[1]] = letter.upper()
            table[code[0] + code[1].upper()] = letter
    return table


_VNI = _vni_table()
_VNI_PATTERN = re.compile("|".join(sorted((re.escape(code) for code in _VNI), key=len, reverse=True)))


def convert(text: str | bytes, encoding: Encoding) -> str:
    """Legacy `text` as Unicode, composed. Letters that the encoding does not know stay as they are.

    Bytes are taken as Latin-1 (TCVN3, VNI) or cp1258; a string as what such bytes look like to a reader of Latin-1.
    """
    if encoding == "cp1258":
        data = text if isinstance(text, bytes) else text.encode("cp1252", errors="replace")
        return unicodedata.normalize("NFC", data.decode("cp1258", errors="replace"))
    letters = text.decode("latin-1") if isinstance(text, bytes) else text
    letters = letters.translate(_SYMBOL_ASCII)
    if encoding == "tcvn3":
        return _with_capitals(letters, unicodedata.normalize("NFC", letters.translate(_TCVN3_CHARS)))
    return unicodedata.normalize("NFC", _VNI_PATTERN.sub(lambda code: _VNI[code.group()], letters))


_LINE = re.compile(r"[^\n\v]+")
_LETTERS = re.compile(r"[A-Za-z]+")
_FEW_CAPITALS, _MANY_CAPITALS = 2, 6


def _with_capitals(coded: str, text: str) -> str:
    """Capitals with tones, which TCVN3 has only in a second font: without it `TØNH` reads `TỉNH`, and is `TỈNH`.

    Capital are the letters of a line, or else of a word, whose ASCII letters are all capitals and some.
    """
    if len(coded) != len(text):
        return text

    def raised(start: int, end: int, least: int) -> str:
        ascii_letters = "".join(_LETTERS.findall(coded, start, end))
        part = text[start:end]
        return part.upper() if len(ascii_letters) >= least and ascii_letters.isupper() else part

    def of_line(line: re.Match[str]) -> str:
        whole = raised(line.start(), line.end(), _MANY_CAPITALS)
        if whole.isupper():
            return whole
        begin = line.start()
        return re.sub(r"\S+", lambda w: raised(begin + w.start(), begin + w.end(), _FEW_CAPITALS), whole)

    return _LINE.sub(of_line, text)


# Detection: how many marked words are Vietnamese syllables -----------------------------------------------------------

_ONSET = "(?:b|ch|c(?![eêiy])|d|đ|gh(?=[eêi])|gi|g(?![eêy])|h|kh|k|l|m|ngh(?=[eêi])|ng(?![eêiy])|nh|n|ph|p|qu|r|s|th|tr|t|v|x)?"
_RIMES = """
    a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
    e ec em en eng eo ep et ê êch êm ên êng ênh êp êt êu
    i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu
    o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc
    oe oen oeo oet oi om on ong ooc oong op ot
    ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt
    u ua uân uât uây uc uê uêch uênh ui um un ung uơ uôc uôi uôm uôn uông uôt up ut uy uya uych uyên
    uyêt uynh uyt uyu
    ư ưa ưc ưi ưm ưn ưng ươc ươi ươm ươn ương ươp ươt ươu ưt ưu y yêm yên yêng yêt yêu
"""
_SYLLABLE = re.compile(_ONSET + "(?:" + "|".join(sorted(_RIMES.split(), key=len, reverse=True)) + ")")
_TONE_MARKS = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
# Words of Latin letters and of the Latin-1 signs that legacy fonts draw as letters (`©`, `®`, `¬` ...).
_WORD = re.compile("[A-Za-z\u00a1-\u024f\u0300-\u0323\u1e00-\u1eff\uf0a1-\uf0ff]+")
_SAMPLE = 40_000
_ENOUGH, _LEAD = 0.7, 0.2


@lru_cache(maxsize=65536)
def is_syllable(word: str) -> bool:
    """True for a well-formed Vietnamese syllable (`Quyết`, `nghiệp`): onset, rime and at most one tone mark."""
    apart = unicodedata.normalize("NFD", word.lower())
    toneless, tones = _TONE_MARKS.subn("", apart)
    return tones <= 1 and _SYLLABLE.fullmatch(unicodedata.normalize("NFC", toneless)) is not None


def share_of_syllables(words: Iterable[str]) -> float:
    """The share of `words` that are Vietnamese syllables; 0 for no words."""
    known = [is_syllable(word) for word in words]
    return sum(known) / len(known) if known else 0.0


def detect(text: str | bytes) -> Encoding | None:
    """The legacy encoding that makes Vietnamese of `text`; None where it is no legacy text or nothing can be said.

    Only words with a letter outside ASCII count. The encoding must make syllables of 7 in 10 of them, and of clearly
    more than are syllables already: `dùng` alone is Vietnamese as it is.
    """
    if isinstance(text, bytes):
        text = text[:_SAMPLE].decode("cp1252", errors="replace")
    words = [word for word in _WORD.findall(text[:_SAMPLE]) if not word.isascii() and _has_letter(word)]
    if not words:
        return None
    plain = share_of_syllables(words)
    if plain > 1 - _LEAD:
        return None
    joined = " ".join(words)
    encodings: tuple[Encoding, ...] = ("tcvn3", "vni", "cp1258")
    shares = [(share_of_syllables(convert(joined, kind).split(" ")), kind) for kind in encodings]
    share, best = max(shares, key=lambda entry: entry[0])
    return best if share >= _ENOUGH and share >= plain + _LEAD else None


def _has_letter(word: str) -> bool:
    return any("A" <= char <= "z" and char.isalpha() for char in word) or len(word) == 1
