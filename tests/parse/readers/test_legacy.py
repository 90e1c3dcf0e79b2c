"""Legacy Vietnamese encodings: the tables, font names and the detection."""

from __future__ import annotations

import shutil
import subprocess
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ggplan.parse.readers import legacy

LETTERS = "ăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ"
TCVN3 = {
    "Céng hßa X· héi chñ nghÜa ViÖt Nam": "Cộng hòa Xã hội chủ nghĩa Việt Nam",
    "Së N«ng nghiÖp vµ M«i tr\u00adêng": "Sở Nông nghiệp và Môi trường",
    "§éc lËp - Tù do - H¹nh phóc": "Độc lập - Tự do - Hạnh phúc",
    "KÕ ho¹ch t¨ng tr\u00adëng xanh giai ®o¹n 2021 - 2030": "Kế hoạch tăng trưởng xanh giai đoạn 2021 - 2030",
}
CAPITALS = {
    "ñY BAN NH¢N D¢N TØNH GIA LAI": "ỦY BAN NHÂN DÂN TỈNH GIA LAI",
    "Së TN&MT, UBND tØnh, TØNH": "Sở TN&MT, UBND tỉnh, TỈNH",
    "CHñ TÞCH\nñy ban": "CHỦ TỊCH\nủy ban",
}
VNI = {
    "Coäng hoøa Xaõ hoäi chuû nghóa Vieät Nam": "Cộng hòa Xã hội chủ nghĩa Việt Nam",
    "Sôû Noâng nghieäp vaø Moâi tröôøng": "Sở Nông nghiệp và Môi trường",
    "ÑOÄC LAÄP - TÖÏ DO - HAÏNH PHUÙC": "ĐỘC LẬP - TỰ DO - HẠNH PHÚC",
    "Keá hoaïch taêng tröôûng xanh, quyõ ñaát, kyø": "Kế hoạch tăng trưởng xanh, quỹ đất, kỳ",
}
PLAIN = (
    "Sở Xây dựng chủ trì, phối hợp với các sở, ngành liên quan",
    "dùng",
    "Các Sở",
    "l’été dernier, à Genève, où l’élève a goûté",
    "50 °C, 10 m², « xanh »",
    "green growth plan 2021-2030",
    "",
)


@pytest.mark.parametrize(("coded", "text"), TCVN3.items())
def test_tcvn3_text_is_found_and_converted(coded: str, text: str) -> None:
    assert legacy.convert(coded, "tcvn3") == text
    assert legacy.detect(coded) == "tcvn3"
    assert legacy.detect(coded.encode("latin-1")) == "tcvn3"


@pytest.mark.parametrize(("coded", "text"), CAPITALS.items())
def test_capitals_with_tones_come_back_without_the_capital_font(coded: str, text: str) -> None:
    assert legacy.convert(coded, "tcvn3") == text


@pytest.mark.parametrize(("coded", "text"), VNI.items())
def test_vni_text_is_found_and_converted(coded: str, text: str) -> None:
    assert legacy.convert(coded, "vni") == text
    assert legacy.detect(coded) == "vni"


@pytest.mark.parametrize("text", PLAIN)
def test_other_text_is_left_alone(text: str) -> None:
    assert legacy.detect(text) is None


@pytest.mark.parametrize("text", [*TCVN3.values(), *VNI.values()])
def test_cp1258_bytes_are_found_and_converted(text: str) -> None:
    data = _cp1258(text)
    assert legacy.convert(data, "cp1258") == text
    assert legacy.detect(data) == "cp1258"


def _cp1258(text: str) -> bytes:
    """Letters that cp1258 has as they are, the others as letter and tone."""
    coded = b""
    for char in text:
        try:
            coded += char.encode("cp1258")
        except UnicodeEncodeError:
            base, tone = _base_and_tone(char)
            coded += (base + tone).encode("cp1258")
    return coded


def _base_and_tone(char: str) -> tuple[str, str]:
    apart = unicodedata.normalize("NFD", char)
    tone = next(mark for mark in apart if mark in "\u0300\u0301\u0303\u0309\u0323")
    return unicodedata.normalize("NFC", apart.replace(tone, "")), tone


@pytest.mark.skipif(shutil.which("iconv") is None, reason="iconv is not installed")
def test_the_tcvn3_table_is_that_of_iconv() -> None:
    # VN3 lacks the codes of VN1's capitals with tones and of combining marks; all others must be equal.
    codes = sorted(legacy._TCVN3)
    assert len(codes) == len(set(LETTERS)) + 7  # and the capitals Ă Â Ê Ô Ơ Ư Đ
    data = b"".join(bytes([code]) + b"\n" for code in codes)
    printed = subprocess.run(["iconv", "-f", "TCVN5712-1", "-t", "UTF-8"], input=data, capture_output=True, check=True)
    assert printed.stdout.decode().split() == [legacy._TCVN3[code] for code in codes]


def test_each_letter_has_one_code_in_each_table() -> None:
    for table, same in ((legacy._TCVN3, ""), (legacy._VNI, "ìí")):  # VNI writes ì and í as Latin-1 does
        small = [letter for letter in table.values() if letter.islower()]
        assert set(small) | set(same) == set(LETTERS)
    assert len(legacy._TCVN3) == len(set(legacy._TCVN3.values()))


@given(st.lists(st.sampled_from(sorted(set(LETTERS) | set("abcxyz 0,.-"))), max_size=30).map("".join))
def test_tcvn3_round_trip(text: str) -> None:
    codes = {letter: chr(code) for code, letter in legacy._TCVN3.items()}
    coded = "".join(codes.get(char, char) for char in text)
    assert legacy.convert(coded, "tcvn3") == text
    private = "".join(chr(0xF000 + ord(char)) if ord(char) > 0x80 else char for char in coded)
    assert legacy.convert(private, "tcvn3") == text


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (".VnTime", ("tcvn3", False)),
        (".VnTimeH", ("tcvn3", True)),
        ("ABCDEF+.VnTimeH,Bold", ("tcvn3", True)),
        ("ABCDEF+#2EVnTime-Italic", ("tcvn3", False)),
        (".VnArialH Narrow", ("tcvn3", True)),
        ("VnTimeBold", ("tcvn3", False)),
        ("VNI-Times", ("vni", False)),
        ("VNI Helve", ("vni", False)),
        ("Times New Roman", None),
        ("Vni", None),
        ("Vnomic", None),
        ("", None),
    ],
)
def test_font_names(name: str, expected: tuple[str, bool] | None) -> None:
    assert legacy.encoding_of_font(name) == expected


def test_capital_font_of_one_letter_is_no_capital_font() -> None:
    assert legacy.encoding_of_font(".VnH") == ("tcvn3", False)


@pytest.mark.parametrize("word", ["Quyết", "nghiệp", "giữa", "gì", "Ủy", "yêu", "khuỷu", "xoong", "ngoằn", "đ" + "ường"])
def test_syllables(word: str) -> None:
    assert legacy.is_syllable(word)


@pytest.mark.parametrize("word", ["Céng", "hßa", "été", "tröôøng", "strong", "ngđ", "áà"])
def test_no_syllables(word: str) -> None:
    assert not legacy.is_syllable(word)


def test_a_broken_word_keeps_unknown_letters() -> None:
    assert legacy.convert("Së €uro", "tcvn3") == "Sở €uro"
    assert legacy.convert("abc", "vni") == "abc"
