"""GG8: letters and marks. Each check first searches the whole file, so that a clean file costs one search."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Container, Iterator

from ggplan.parse.readers.legacy import detect, is_syllable
from ggplan.text import clean, old_tone_style
from ggplan.validate.hits import Fix, Hit, Replace, check, hit
from ggplan.validate.subject import Subject, Text

_PROSE = ("title", "action", "output", "condition", "target", "note")


def _with(subject: Subject, pattern: re.Pattern[str], *hints: str) -> Iterator[Text]:
    """The texts in which `pattern` is found; `hints` are strings or characters of which every match has one."""
    if hints and not any(hint in (subject.characters if len(hint) == 1 else subject.joined) for hint in hints):
        return
    if not pattern.search(subject.joined):
        return
    for text in subject.texts:
        if pattern.search(text.text):
            yield text


def _around(text: str, start: int, end: int, width: int = 60) -> str:
    """The piece of `text` around a stretch, as it can be shown: invisible characters named by their code."""
    left, right = max(0, start - width // 2), min(len(text), end + width // 2)
    piece = "".join(_visible(char) for char in text[left:right]).strip()
    return ("…" if left else "") + piece + ("…" if right < len(text) else "")


def _visible(char: str) -> str:
    if unicodedata.category(char) in ("Cf", "Cc", "Co", "Cs", "Zl", "Zp"):
        return f"<U+{ord(char):04X}>"
    return char


def _fix(subject: Subject, text: Text, value: str) -> Fix | None:
    return Replace(text.path, value) if subject.tree is not None and text.path[0] != "abbreviations" else None


@check("not-nfc")
def not_nfc(subject: Subject) -> Iterator[Hit]:
    """Text that composing changes."""
    if unicodedata.is_normalized("NFC", subject.joined):
        return
    for text in subject.texts:
        if not unicodedata.is_normalized("NFC", text.text):
            composed = unicodedata.normalize("NFC", text.text)
            yield hit("not-nfc", text.path, text.item, fix=_fix(subject, text, composed), text=_around(text.text, 0, 30))


_INVISIBLE = re.compile("[\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\u0002\u0003]")


def _hints(subject: Subject, pattern: re.Pattern[str]) -> tuple[str, ...]:
    """The characters of the plan that a pattern of one character finds; a character that is never there where it finds none."""
    return tuple(char for char in subject.characters if pattern.match(char)) or ("\0",)


@check("invisible-character")
def invisible_character(subject: Subject) -> Iterator[Hit]:
    """Characters that no one sees; a soft hyphen in TCVN3 text is a letter and is left to the rule for legacy text."""
    for text in _with(subject, _INVISIBLE, *_hints(subject, _INVISIBLE)):
        if _is_legacy(text.text):
            continue
        found = _INVISIBLE.findall(text.text)
        match = _INVISIBLE.search(text.text)
        start = match.start() if match else 0
        fixed = _fix(subject, text, _INVISIBLE.sub("", text.text))
        shown = _around(text.text, start, start + 1)
        yield hit(
            "invisible-character", text.path, text.item, part=(start, start + 1), fix=fixed, names=_names(found), text=shown
        )


def _names(characters: list[str]) -> str:
    return ", ".join(f"U+{ord(char):04X}" for char in dict.fromkeys(characters))


_FOREIGN = re.compile("[ÐƉɖðɑͰ-ӿԀ-ԯᎠ-Ᏼᴀ-ᴢⅠ-ⅿⲀ-ⳤ∨\U0001d400-\U0001d7ff]")


@check("look-alike-letter")
def look_alike_letter(subject: Subject) -> Iterator[Hit]:
    """Letters of other scripts inside words, Ð for Đ; a formula's own α stays."""
    for text in _with(subject, _FOREIGN, *_hints(subject, _FOREIGN)):
        repaired = clean(text.text)
        if not any(kind == "look-alike" for kind, _ in repaired.repairs) or _is_legacy(text.text):
            continue
        odd = [match for match in _FOREIGN.finditer(text.text) if match.group() not in repaired.text] or [
            *_FOREIGN.finditer(text.text)
        ]
        start = odd[0].start()
        names = _names([match.group() for match in odd])
        kept = len(repaired.text) == len(text.text)
        fixed = _fix(subject, text, repaired.text) if kept else None
        yield hit(
            "look-alike-letter",
            text.path,
            text.item,
            part=(start, start + 1),
            fix=fixed,
            names=names,
            text=_around(text.text, start, start + 1),
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
    for text in _with(subject, _LEGACY_WORD, *_SIGNS):
        if _is_legacy(text.text) and not _MOJIBAKE.search(text.text):
            kind = detect(text.text)
            encoding = kind.upper() if kind else "TCVN3 or VNI"
            yield hit("legacy-encoding", text.path, text.item, encoding=encoding, text=_around(text.text, 0, 30))


_MOJIBAKE = re.compile(
    "á[º»][\u0080-\u00bf\u2018-\u203a\u0152-\u0192\u20ac\u2122]|Ä[\u0090\u0091\u2018]|Æ[°\u00a1]|Ã[\u00a0-\u00ba][a-z]|â€[\u0153\u009d\u201c\u2122™¦]"
)


@check("mojibake")
def mojibake(subject: Subject) -> Iterator[Hit]:
    """UTF-8 that was read as Latin-1 or Windows-1252."""
    for text in _with(subject, _MOJIBAKE, "»", "º", "Ä", "Æ", "Ã", "â€"):
        match = _MOJIBAKE.search(text.text)
        start = match.start() if match else 0
        yield hit("mojibake", text.path, text.item, part=(start, start + 2), text=_around(text.text, start, start + 2))


_OPEN = re.compile(r"(?<![qQ])(?:[oO][aeAE]|[uU][yY])(?![^\W\d_])")
_TONED = re.compile(r"\b\w*?(?:ò|ó|ỏ|õ|ọ|Ò|Ó|Ỏ|Õ|Ọ|ù|ú|ủ|ũ|ụ|Ù|Ú|Ủ|Ũ|Ụ|o|O|u|U)[aeyàáảãạèéẻẽẹỳýỷỹỵAEYÀÁẢÃẠÈÉẺẼẸỲÝỶỸỴ]\b")


@check("mixed-tone-placement")
def mixed_tone_placement(subject: Subject) -> Iterator[Hit]:
    """Both `hóa` and `hoá` in one plan; one finding, at the first syllable of the rarer placement."""
    old: Counter[str] = Counter()
    new: Counter[str] = Counter()
    for word, count in Counter(_TONED.findall(subject.joined)).items():
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
    words: set[str] = set()
    for line in subject.joined.split("\n"):
        words.update(_LETTERS.findall(unicodedata.normalize("NFC", line)))
    bad = {word for word in words if _no_word(word)}
    legacy = any(sign in subject.characters for sign in _SIGNS)
    if not bad:
        return
    pattern = re.compile(rf"(?<![\w'’-])(?:{'|'.join(sorted(bad))})(?![\w'’])")
    for text in subject.texts:
        if text.kind in (*_PROSE, "name") and not (legacy and _is_legacy(text.text)):
            for match in pattern.finditer(unicodedata.normalize("NFC", text.text)):
                yield hit("no-vietnamese-word", text.path, text.item, part=match.span(), word=match.group())


def _no_word(word: str) -> bool:
    if word.isascii() or word.lower() in _LOANS or is_syllable(word):
        return False
    if not all(unicodedata.name(char, "").startswith("LATIN") for char in word):
        return False
    if word.isupper():
        return _bare(word) != word
    return word.islower()


_SPACES = re.compile("[ \t\n\r]{2,}|^[ \t\n\r]|[ \t\n\r]$|[\t\n\r\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\u2028\u2029]")


@check("stray-space")
def stray_space(subject: Subject) -> Iterator[Hit]:
    """Spaces at an end, two in a row, or of a kind other than the usual one."""
    odd = any(char.isspace() and char not in " \n" for char in subject.characters)
    for text in subject.texts:
        printed = text.text
        if not odd and "  " not in printed and "\n" not in printed and printed[:1] != " " and printed[-1:] != " ":
            continue
        match = _SPACES.search(printed)
        if match:
            squeezed = " ".join(text.text.split())
            what = "a space at an end" if text.text.strip() != text.text else "two spaces in a row"
            if not re.fullmatch(" +", match.group()):
                what = f"a space of another kind (U+{ord(match.group()[0]):04X})"
            shown = _around(text.text, *match.span())
            yield hit(
                "stray-space", text.path, text.item, part=match.span(), fix=_fix(subject, text, squeezed), what=what, text=shown
            )


_ITEM_MARK = re.compile(r"(?:(?<=[\s;,:.(“])|^)\(?(?:[a-zđ]|\d{1,2}|[ivx]{1,4})\)")
_BRACKETS = re.compile(r"[()\[\]“”]")
_PAIRS = {")": "(", "]": "[", "”": "“"}


@check("unbalanced-brackets")
def unbalanced_brackets(subject: Subject) -> Iterator[Hit]:
    """A bracket or quotation mark without its partner; `a)` and `1)` in running text are no brackets."""
    for text in _with(subject, _BRACKETS, *"()[]“”"):
        if text.kind not in _PROSE:
            continue
        at = _alone(_ITEM_MARK.sub(lambda match: " " * len(match.group()), text.text))
        if at is not None:
            yield hit("unbalanced-brackets", text.path, text.item, part=(at, at + 1), text=_around(text.text, at, at + 1))


def _alone(text: str) -> int | None:
    """The place of the first mark without a partner."""
    opened: list[tuple[str, int]] = []
    for at, char in enumerate(text):
        if char in "([“":
            opened.append((char, at))
        elif char in _PAIRS:
            if not opened or opened[-1][0] != _PAIRS[char]:
                return at
            opened.pop()
    return opened[0][1] if opened else None


# Words that no compound begins or ends with; others may meet their like (`giao thông thông minh`, `đầu tư tư nhân`).
_SMALL_WORDS = (
    "các",
    "và",
    "của",
    "cho",
    "với",
    "về",
    "những",
    "được",
    "theo",
    "để",
    "tại",
    "bị",
    "đã",
    "sẽ",
    "trong",
    "trên",
    "nhằm",
    "bằng",
    "là",
    "này",
    "khi",
    "hoặc",
    "cùng",
    "qua",
    "nên",
    "cũng",
    "việc",
    "đối",
    "do",
    "mà",
)


_TWICE = re.compile(rf"(?<![\w-])({'|'.join(sorted(_SMALL_WORDS))}) \1(?![\w-])", re.IGNORECASE)
_TWICE_HINTS = tuple(f"{word[1:]} {word}" for word in sorted(_SMALL_WORDS))  # without the first letter, which may be large


@check("repeated-word")
def repeated_word(subject: Subject) -> Iterator[Hit]:
    """A small word twice in a row."""
    hints = [hint for hint in _TWICE_HINTS if hint in subject.joined]
    for text in subject.texts if hints else ():
        match = _TWICE.search(text.text) if text.kind in _PROSE and any(hint in text.text for hint in hints) else None
        if match:
            shown = _around(text.text, *match.span())
            yield hit("repeated-word", text.path, text.item, part=match.span(), word=match[1].lower(), text=shown)


_MARKUP = re.compile(
    r"\*\*|(?<!\w)__|__(?!\w)|</?[a-zA-Z][a-zA-Z0-9]*(?:\s[^<>]*)?/?>|(?:^|\s)#{2,6}\s|\]\(|&(?:nbsp|amp|lt|gt|quot|#\d+);|```"
)


@check("markup-left")
def markup_left(subject: Subject) -> Iterator[Hit]:
    """Signs of Markdown or HTML."""
    for text in _with(subject, _MARKUP, "**", "__", "<", "##", "](", "&", "```"):
        match = _MARKUP.search(text.text)
        if match:
            mark = match.group().strip()
            yield hit("markup-left", text.path, text.item, part=match.span(), mark=mark, text=_around(text.text, *match.span()))


_BULLET = re.compile(r"(?:[-–—•●▪○*+]\s+|\d{1,2}(?:\.\d{1,2}){0,3}[.)]\s+|[a-zđ]\)\s*)(?=[^\W\d_])")


@check("bullet-left")
def bullet_left(subject: Subject) -> Iterator[Hit]:
    """An action, output or condition that begins with its mark."""
    for text in subject.texts:
        if text.kind in ("action", "output", "condition") and (match := _BULLET.match(text.text)):
            yield hit("bullet-left", text.path, text.item, part=match.span(), text=_around(text.text, 0, 30))


_DEBRIS = re.compile(r"\(cid:\d+\)|\ufffd|[\ue000-\uf8ff]|[|~^\\=]{2,}|[_]{3,}|[■□▓▒░◊¤]")
_DEBRIS_SIGN = re.compile(r"[\ufffd\ue000-\uf8ff■□▓▒░◊¤|~^\\=_]")


@check("ocr-debris")
def ocr_debris(subject: Subject) -> Iterator[Hit]:
    """Letters that a font or a scan has lost, and runs of signs that nobody writes."""
    for text in _with(subject, _DEBRIS, *_hints(subject, _DEBRIS_SIGN), "(cid:", "___", "||", "~~", "^^", "\\\\", "=="):
        match = _DEBRIS.search(text.text)
        if match:
            what = "".join(_visible(char) for char in match.group())
            if match.group() == "\ufffd":
                what = "U+FFFD"
            yield hit("ocr-debris", text.path, text.item, part=match.span(), what=what, text=_around(text.text, *match.span()))


_ROLE = "(?:chủ trì|phối hợp|thực hiện)"
_NEXT = f"(?:[Cc]ơ quan {_ROLE}|[Đđ]ơn vị {_ROLE}|Thời gian (?:thực hiện|hoàn thành)|Sản phẩm (?:đầu ra|dự kiến)|Ghi chú)"
_HEADER = re.compile(rf"(?:[Cc]ơ quan|[Đđ]ơn vị) {_ROLE}[\s,;|]+{_NEXT}|\bS?TT (?:Nhiệm vụ|Nội dung|Hoạt động)\b")
_HEADER_HINTS = tuple(
    f"{role} {after}"
    for role in ("chủ trì", "phối hợp", "thực hiện", "chủ trì,", "phối hợp,", "TT")
    for after in ("Cơ", "Đơn", "Thời", "Sản", "Ghi", "cơ", "đơn", "Nhiệm", "Nội", "Hoạt")
)


@check("table-header-left")
def table_header_left(subject: Subject) -> Iterator[Hit]:
    """Two cells of a task table's header side by side in a text."""
    for text in _with(subject, _HEADER, *_HEADER_HINTS):
        match = _HEADER.search(text.text)
        if match:
            yield hit("table-header-left", text.path, text.item, part=match.span(), words=match.group())


_SIGNATURE = re.compile(r"Ký bởi|Người ký:|Thời gian ký|Digitally signed|Ngày ký:|Signature Not Verified")


@check("signature-left")
def signature_left(subject: Subject) -> Iterator[Hit]:
    """The words that a digital signature prints on a page."""
    for text in _with(subject, _SIGNATURE, "Ký bởi", "Người ký", "Thời gian ký", "Digitally", "Ngày ký", "Signature Not"):
        match = _SIGNATURE.search(text.text)
        if match:
            yield hit("signature-left", text.path, text.item, part=match.span(), words=_around(text.text, *match.span()))
