"""Title, number, date, issuer, signer, draft and period."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ggplan.document import Paragraph
from ggplan.parse.frontmatter import FrontMatter, read_front_matter
from support import cases


def front(*texts: str) -> FrontMatter:
    return read_front_matter([*map(Paragraph, texts), Paragraph("I. MỤC TIÊU")])


@pytest.mark.parametrize("case", cases("parse/frontmatter"))
def test_the_head_of_a_plan(case: dict[str, Any]) -> None:
    found = front(*case["head"])
    info = found.info.model_dump()
    assert {key: info.get(key) for key in case["info"]} == case["info"]
    for key in ("number", "issued_on", "draft"):
        assert bool(info.get(key)) == bool(case["info"].get(key)), key
    if "period" in case:
        assert found.period is not None
        assert found.period.model_dump() == case["period"]


BLANKS = st.sampled_from(["", " ", "     ", "……", ".....", "____", " . . . "])


@given(BLANKS, BLANKS, BLANKS, st.integers(2021, 2030))
def test_a_blank_of_any_make_is_a_draft(number: str, day: str, month: str, year: int) -> None:
    """The year of a blank date is the date; the blanks are no digits of it."""
    found = front(f"Số: {number}/KH-UBND", f"Gia Lai, ngày {day} tháng {month} năm {year}", "KẾ HOẠCH HÀNH ĐỘNG").info
    assert (found.number, found.issued_on, found.draft) == (None, str(year), True)


@given(st.integers(1, 9999), st.dates(), st.sampled_from(["QĐ-UBND", "KH-UBND"]))
def test_a_number_and_a_full_date_are_no_draft(number: int, day: Any, symbol: str) -> None:
    if not 1900 <= day.year < 2100:
        day = day.replace(year=2023, day=min(day.day, 28))
    date = f"Gia Lai, ngày {day.day:02} tháng {day.month:02} năm {day.year}"
    found = front(f"Số: {number}/{symbol}", date, "KẾ HOẠCH HÀNH ĐỘNG").info
    assert (found.number, found.issued_on, found.draft) == (f"{number}/{symbol}", f"{day:%Y-%m-%d}", False)


def test_the_place_of_signing_is_no_issuer() -> None:
    assert front("Pleiku, ngày 1 tháng 2 năm 2023", "KẾ HOẠCH HÀNH ĐỘNG").info.issuer is None


def test_the_signer_stands_under_the_signature() -> None:
    found = front(
        "UBND TỈNH X",
        "KẾ HOẠCH",
        "I. MỘT",
        "Nội dung.",
        "TM. ỦY BAN NHÂN DÂN",
        "KT. CHỦ TỊCH",
        "PHÓ CHỦ TỊCH",
        "Trịnh Xuân Trường",
    )
    assert found.info.signer == "Trịnh Xuân Trường"


@pytest.mark.parametrize("after", ["Nơi nhận:", "- Như trên;", "(Đã ký)", "PHỤ LỤC"])
def test_no_name_under_the_signature_is_no_signer(after: str) -> None:
    assert front("KẾ HOẠCH", "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", after).info.signer is None


@given(st.lists(st.text(max_size=60), max_size=8))
def test_any_head_is_read(texts: list[str]) -> None:
    found = front(*texts)
    assert found == front(*texts)


def test_a_long_row_of_dots_takes_no_time() -> None:
    front("Số: " + "." * 2_000, "Gia Lai, ngày " + "." * 2_000, "KẾ HOẠCH")
