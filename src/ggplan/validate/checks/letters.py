"""GG8, first half: letters and words."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Container, Iterator

from ggplan.parse.readers.legacy import detect, is_syllable
from ggplan.text import clean, old_tone_style
from ggplan.validate.hits import Hit, check, hit
from ggplan.validate.searching import PROSE, around, hints_of, mending, texts_with
from ggplan.validate.subject import Subject, Text


@check("not-nfc")
def not_nfc(subject: Subject) -> Iterator[Hit]:
    """Text that composing changes."""
    if subject.composed:
        return
    for text in subject.texts:
        if not unicodedata.is_normalized("NFC", text.text):
            composed = unicodedata.normalize("NFC", text.text)
            yield hit("not-nfc", text.path, text.item, fix=mending(subject, text, composed), text=around(text.text, 0, 30))


_INVISIBLE = re.compile("[\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\u0002\u0003]")


@check("invisible-character")
def invisible_character(subject: Subject) -> Iterator[Hit]:
    """Characters that no one sees; a soft hyphen in TCVN3 text is a letter and is left to the rule for legacy text."""
    for text in texts_with(subject, _INVISIBLE, *hints_of(subject, _INVISIBLE)):
        if _is_legacy(text.text):
            continue
        found = _INVISIBLE.findall(text.text)
        match = _INVISIBLE.search(text.text)
        start = match.start() if match else 0
        fixed = mending(subject, text, _INVISIBLE.sub("", text.text))
        shown = around(text.text, start, start + 1)
        yield hit(
            "invisible-character", text.path, text.item, part=(start, start + 1), fix=fixed, names=_names(found), text=shown
        )


def _names(characters: list[str]) -> str:
    return ", ".join(f"U+{ord(char):04X}" for char in dict.fromkeys(characters))


_FOREIGN = re.compile("[ÐƉɖðɑͰ-ӿԀ-ԯᎠ-Ᏼᴀ-ᴢⅠ-ⅿⲀ-ⳤ∨\U0001d400-\U0001d7ff]")


@check("look-alike-letter")
def look_alike_letter(subject: Subject) -> Iterator[Hit]:
    """Letters of other scripts inside words, Ð for Đ; a formula's own α stays."""
    for text in texts_with(subject, _FOREIGN, *hints_of(subject, _FOREIGN)):
        repaired = clean(text.text)
        if not any(kind == "look-alike" for kind, _ in repaired.repairs) or _is_legacy(text.text):
            continue
        odd = [match for match in _FOREIGN.finditer(text.text) if match.group() not in repaired.text] or [
            *_FOREIGN.finditer(text.text)
        ]
        start = odd[0].start()
        names = _names([match.group() for match in odd])
        kept = len(repaired.text) == len(text.text)
        fixed = mending(subject, text, repaired.text) if kept else None
        yield hit(
            "look-alike-letter",
            text.path,
            text.item,
            part=(start, start + 1),
            fix=fixed,
            names=names,
            text=around(text.text, start, start + 1),
        )


# Latin-1 signs and letters that stand for Vietnamese letters in TCVN3 and VNI fonts and in no Vietnamese word.
_SIGNS = "ÄÅÆÇËÎÏÑÖ×ØÛÜÞßäåæçëîïñöøûüþÿ¡¢£¤¥¦§¨©ª«¬\u00ad®¯±³´µ¶·¸¹»¼½¾¿÷"
_LEGACY_WORD = re.compile(rf"[^\W\d_]+[{_SIGNS}]+[^\W\d_]*|[{_SIGNS}]+[^\W\d_]+")


def _is_legacy(text: str) -> bool:
    words = text.split()
    odd = sum(bool(_LEGACY_WORD.search(word)) for word in words)
    return odd >= 2 and odd * 4 >= len(words)


@check("legacy-encoding")
def legacy_encoding(subject: Subject) -> Iterator[Hit]:
    """A quarter or more of the words written with the signs of a legacy font."""
    for text in texts_with(subject, _LEGACY_WORD, *_SIGNS):
        if _is_legacy(text.text) and not _MOJIBAKE.search(text.text):
            kind = detect(text.text)
            encoding = kind.upper() if kind else "TCVN3 or VNI"
            yield hit("legacy-encoding", text.path, text.item, encoding=encoding, text=around(text.text, 0, 30))


_MOJIBAKE = re.compile(
    "á[º»][\u0080-\u00bf\u2018-\u203a\u0152-\u0192\u20ac\u2122]|Ä[\u0090\u0091\u2018]|Æ[°\u00a1]|Ã[\u00a0-\u00ba][a-z]|â€[\u0153\u009d\u201c\u2122™¦]"
)


@check("mojibake")
def mojibake(subject: Subject) -> Iterator[Hit]:
    """UTF-8 that was read as Latin-1 or Windows-1252."""
    for text in texts_with(subject, _MOJIBAKE, "»", "º", "Ä", "Æ", "Ã", "â€"):
        match = _MOJIBAKE.search(text.text)
        start = match.start() if match else 0
        yield hit("mojibake", text.path, text.item, part=(start, start + 2), text=around(text.text, start, start + 2))


_OPEN = re.compile(r"(?<![qQ])(?:[oO][aeAE]|[uU][yY])(?![^\W\d_])")
_TONED = re.compile(r"\b\w*?(?:ò|ó|ỏ|õ|ọ|Ò|Ó|Ỏ|Õ|Ọ|ù|ú|ủ|ũ|ụ|Ù|Ú|Ủ|Ũ|Ụ|o|O|u|U)[aeyàáảãạèéẻẽẹỳýỷỹỵAEYÀÁẢÃẠÈÉẺẼẸỲÝỶỸỴ]\b")


@check("mixed-tone-placement")
def mixed_tone_placement(subject: Subject) -> Iterator[Hit]:
    """Both `hóa` and `hoá` in one plan; one finding, at the first syllable of the rarer placement."""
    old: Counter[str] = Counter()
    new: Counter[str] = Counter()
    for word, count in subject.words.items():
        if word.isascii() or not _TONED.fullmatch(word):
            continue
        if _bare(word) != word and (old_tone_style(word) != word or _OPEN.search(_bare(word))):
            (new if old_tone_style(word) != word else old)[word] += count
    if not old or not new:
        return
    rare, usual = (new, old) if new.total() <= old.total() else (old, new)
    text, word, start = _first_of(subject, rare)
    yield hit(
        "mixed-tone-placement",
        text.path,
        text.item,
        part=(start, start + len(word)),
        minor=word,
        major=usual.most_common(1)[0][0],
    )


def _first_of(subject: Subject, words: Container[str]) -> tuple[Text, str, int]:
    """The first text with one of the words, the word and where it begins."""
    for text in subject.texts:
        for match in _TONED.finditer(text.text):
            if match.group() in words:
                return text, match.group(), match.start()
    raise LookupError("the words stand in no text")


def _bare(word: str) -> str:
    """`word` without its tone mark; circumflex, breve and horn stay."""
    apart = unicodedata.normalize("NFD", word)
    return unicodedata.normalize("NFC", re.sub("[\u0300\u0301\u0303\u0309\u0323]", "", apart))


_LETTERS = re.compile(r"[^\W\d_]+")
# Words from other languages that keep Vietnamese marks.
_LOANS = frozenset(
    (
        "zôn",
        "ozôn",
        "ôzôn",
        "ôxy",
        "ôxi",
        "ôxít",
        "ôxit",
        "điôxin",
        "điôxít",
        "nitơ",
        "phốtpho",
        "phôtpho",
        "silíc",
        "mêtan",
        "êtan",
        "prôtêin",
        "xêmina",
    )
)


@check("no-vietnamese-word")
def no_vietnamese_word(subject: Subject) -> Iterator[Hit]:
    """A word with Vietnamese marks that is no syllable. Names and abbreviations without a tone are left alone."""
    bad = {word for word in _distinct_words(subject) if _no_word(word)}
    legacy = any(sign in subject.characters for sign in _SIGNS)
    if not bad:
        return
    pattern = re.compile(rf"(?<![\w'’-])(?:{'|'.join(sorted(bad))})(?![\w'’])")
    for text in subject.texts:
        if text.kind in (*PROSE, "name") and not (legacy and _is_legacy(text.text)):
            for match in pattern.finditer(unicodedata.normalize("NFC", text.text)):
                yield hit("no-vietnamese-word", text.path, text.item, part=match.span(), word=match.group())


def _distinct_words(subject: Subject) -> set[str]:
    """The words of letters alone, composed: a mark of its own is no letter and would part a word."""
    if subject.composed:
        return {word for run in subject.words for word in _LETTERS.findall(run)}
    return set(_LETTERS.findall(unicodedata.normalize("NFC", subject.joined)))


def _no_word(word: str) -> bool:
    if word.isascii() or word.lower() in _LOANS or is_syllable(word):
        return False
    if not all(unicodedata.name(char, "").startswith("LATIN") for char in word):
        return False
    if word.isupper():
        return _bare(word) != word
    return word.islower()
