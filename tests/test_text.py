"""Vietnamese text: cleaning, keys, tone placement, joined lines, sentence case."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ggplan.text import (
    capitalised,
    clean,
    fold,
    is_upper,
    join_lines,
    lower_first,
    match_key,
    old_tone_style,
    sentence_case,
    slug,
    squeeze,
)
from support import cases

VIETNAMESE = "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệghiìỉĩíịklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvxyỳỷỹýỵ"
letters = st.text(st.sampled_from(VIETNAMESE + VIETNAMESE.upper() + " -,"), max_size=30)
anything = st.one_of(st.text(max_size=40), letters)
LOOK_ALIKES = "аАеоΑΟⲥᏏꮃĐÐƉðɖK№ﬀſʼnǰİẞ𝐀𝛂∨ⅷ²"
mixed = st.text(st.sampled_from(LOOK_ALIKES + "ah o\u0301\u0323\u0309\u200b\u00ad\u2013“’"), max_size=12)


@pytest.mark.parametrize("case", cases("text/clean"))
def test_clean(case: dict[str, object]) -> None:
    cleaned = clean(str(case["text"]))
    assert cleaned.text == case["clean"]
    assert dict(cleaned.repairs) == case.get("repairs", {})


@given(st.one_of(anything, mixed))
def test_cleaned_text_is_clean(text: str) -> None:
    cleaned = clean(text).text
    assert clean(cleaned) == (cleaned, ())
    assert unicodedata.is_normalized("NFC", cleaned)


@given(letters)
def test_decomposed_text_is_composed_and_nothing_else_changes(text: str) -> None:
    assert clean(unicodedata.normalize("NFD", text)).text == text
    assert clean(text) == (text, ())


@given(st.one_of(anything, mixed))
@example("ꮃa")
@example("ﬀа")
@example("ʼn")
@example("K")
@example("hoÁ Hoá HÓA")
def test_the_key_of_a_key_is_itself(text: str) -> None:
    key = match_key(text)
    assert match_key(key) == key


@given(letters)
def test_case_form_and_spaces_do_not_count(text: str) -> None:
    forms = [text.upper(), unicodedata.normalize("NFD", text), f"  {text}\u00a0", text.replace(" ", "  ")]
    assert {match_key(form) for form in forms} == {match_key(text)}


@pytest.mark.parametrize("pair", cases("text/equal"))
def test_forms_that_are_the_same(pair: dict[str, str]) -> None:
    assert match_key(pair["one"]) == match_key(pair["other"])


@pytest.mark.parametrize("pair", cases("text/different"))
def test_forms_that_are_not_the_same(pair: dict[str, str]) -> None:
    assert match_key(pair["one"]) != match_key(pair["other"])


@pytest.mark.parametrize("case", cases("text/tones"))
def test_tone_mark_on_the_first_vowel(case: dict[str, str]) -> None:
    assert old_tone_style(case["word"]) == case["old"]


@given(st.one_of(anything, mixed))
def test_tone_style_is_stable(word: str) -> None:
    once = old_tone_style(word)
    assert old_tone_style(once) == once


def test_folded_keys_have_no_marks() -> None:
    assert fold("Sở Số đường ĐƯỜNG Ủy") == "so so duong duong uy"


@given(letters)
def test_folded_vietnamese_is_ascii(text: str) -> None:
    assert fold(text).isascii()


@given(anything)
def test_a_slug_is_an_identifier(text: str) -> None:
    assert re.fullmatch(r"(?:[a-z0-9]+(?:-[a-z0-9]+)*)?", slug(text))
    assert slug(slug(text)) == slug(text)


def test_a_slug_of_a_body() -> None:
    assert slug("Sở Tài nguyên và Môi trường") == "so-tai-nguyen-va-moi-truong"
    assert slug("BÀ RỊA – VŨNG TÀU") == "ba-ria-vung-tau"


@given(anything)
def test_squeezed_text_has_single_spaces(text: str) -> None:
    squeezed = squeeze(text)
    assert squeezed == squeezed.strip()
    assert "  " not in squeezed
    assert "".join(squeezed.split()) == "".join(text.split())


@pytest.mark.parametrize("case", cases("text/join"))
def test_joined_lines(case: dict[str, object]) -> None:
    lines = case["lines"]
    assert isinstance(lines, list)
    assert join_lines(lines) == case["text"]


@given(st.lists(anything, max_size=6))
def test_joining_loses_no_letter_and_is_stable(lines: list[str]) -> None:
    joined = join_lines(lines)
    assert "".join(joined.split()) == "".join("".join(lines).split())
    assert join_lines([joined]) == joined


@given(st.lists(st.sampled_from(["Sở Y tế", "và", "các", "Sở Tài", "nguyên và Môi trường;"]), max_size=8))
def test_lines_of_words_are_joined_with_one_space(lines: list[str]) -> None:
    assert join_lines(lines) == " ".join(lines)


@pytest.mark.parametrize("case", cases("text/sentence"))
def test_capitals_become_a_sentence(case: dict[str, object]) -> None:
    names = case.get("names", [])
    assert isinstance(names, list)
    assert sentence_case(str(case["text"]), names) == case["sentence"]


@given(letters)
def test_text_with_small_letters_keeps_its_case(text: str) -> None:
    if any(char.islower() for char in text):
        assert sentence_case(text) == text


@pytest.mark.parametrize(
    ("text", "upper"), [("QĐ-UBND", True), ("KẾ HOẠCH 2030", True), ("Kế hoạch", False), ("A", False), ("", False)]
)
def test_is_upper(text: str, upper: bool) -> None:
    assert is_upper(text) is upper


@pytest.mark.parametrize(
    ("text", "lower"),
    [("Sau khi có", "sau khi có"), ("UBND tỉnh", "UBND tỉnh"), ("Đến", "đến"), ("A", "a"), ("", "")],
)
def test_lower_first(text: str, lower: str) -> None:
    assert lower_first(text) == lower


@pytest.mark.parametrize(("text", "large"), [("đẩy mạnh", "Đẩy mạnh"), ("ứng dụng", "Ứng dụng"), ("", "")])
def test_capitalised(text: str, large: str) -> None:
    assert capitalised(text) == large
