"""Provinces named in a text, as of a date."""

from __future__ import annotations

import unicodedata

import pytest

from ggplan.errors import UsageError
from ggplan.normalize.provinces import find_province, province_for, provinces_in
from ggplan.plan import AgencyMention, DocumentInfo, Plan, Task

FORMS = [
    ("Gia Lai", "2023", "gia-lai", "64"),
    ("gia-lai", "2023", "gia-lai", "64"),
    ("tỉnh GIA LAI", "2023", "gia-lai", "64"),
    ("tinh thanh hoa", "2023", "thanh-hoa", "38"),
    ("Thanh Hoá", "2023", "thanh-hoa", "38"),
    ("TP. Hồ Chí Minh", "2023", "ho-chi-minh", "79"),
    ("TP.HCM", "2023", "ho-chi-minh", "79"),
    ("Đắc Lắc", "2023", "dak-lak", "66"),
    ("Bắc Ninh", "2024-05-01", "bac-ninh", "27"),
    ("Bắc Ninh", "2025-07-01", "bac-ninh", "24"),
    ("Bắc Giang", "2024-05-01", "bac-giang", "24"),
    ("Lào Cai", "2023-11-17", "lao-cai", "10"),
    ("Lào Cai", "2025-08-01", "lao-cai", "15"),
    ("Huế", "2025-02-01", "hue", "46"),
    (unicodedata.normalize("NFD", "Bình Định"), "2023", "binh-dinh", "52"),
]


@pytest.mark.parametrize(("name", "day", "slug", "code"), FORMS)
def test_by_name(name: str, day: str, slug: str, code: str) -> None:
    record = province_for(name, on=day)
    assert record is not None
    assert (record.slug, record.code) == (slug, code)


@pytest.mark.parametrize("name", ["", "Atlantis", "Gia", "Hà"])
def test_unknown(name: str) -> None:
    assert province_for(name) is None


TEXTS = [
    ("DANH MỤC NHIỆM VỤ, HOẠT ĐỘNG KẾ HOẠCH HÀNH ĐỘNG CỦA TỈNH GIA LAI TRIỂN KHAI QUYẾT ĐỊNH", ["gia-lai"]),
    ("UBND TỈNH THANH HOÁ", ["thanh-hoa"]),
    ("UBND TINH GIA LAI", ["gia-lai"]),
    ("Kế hoạch liên kết Hà Nội của tỉnh Thái Nguyên", ["thai-nguyen", "ha-noi"]),
    ("Ủy ban nhân dân thành phố\nHải  Phòng", ["hai-phong"]),
    ("Bà Rịa - Vũng Tàu", ["ba-ria-vung-tau"]),
    ("lan toa, thai binh duong va hoa binh", ["thai-binh", "hoa-binh"]),
    ("thái bình và hòa bình", ["thai-binh", "hoa-binh"]),
    ("Kế hoạch hành động", []),
]


@pytest.mark.parametrize(("text", "slugs"), TEXTS)
def test_in_text(text: str, slugs: list[str]) -> None:
    assert [record.slug for record in provinces_in(text, on="2023")] == slugs


def test_marks_are_never_dropped_where_the_text_has_them() -> None:
    assert provinces_in("hà nam ở Hã Nội", on="2023")[0].slug == "ha-nam"
    assert [record.slug for record in provinces_in("Hã Nội", on="2023")] == []


def _plan(issuer: str | None = None, title: str | None = None, agencies: tuple[str, ...] = ()) -> Plan:
    bodies = tuple(AgencyMention(text=text) for text in agencies)
    task = Task(id="1", section="appendix", lead_agencies=bodies)
    return Plan(document=DocumentInfo(issuer=issuer, title=title, issued_on="2023"), tasks=(task,))


def test_the_issuer_before_the_title_before_the_bodies() -> None:
    bodies = ("Báo Sơn La", "Ngân hàng Nhà nước chi nhánh tỉnh Sơn La")
    found = find_province(_plan("UBND tỉnh Thanh Hóa", "Kế hoạch của tỉnh Gia Lai", bodies))
    assert found is not None
    assert (found.slug, found.source) == ("thanh-hoa", "issuer")
    found = find_province(_plan(None, "Kế hoạch của tỉnh Gia Lai", bodies))
    assert found is not None
    assert (found.slug, found.source, found.kind) == ("gia-lai", "title", "tỉnh")
    found = find_province(_plan(None, "Kế hoạch", bodies))
    assert found is not None
    assert (found.slug, found.source) == ("son-la", "bodies")


def test_one_mention_in_a_body_is_too_little() -> None:
    assert find_province(_plan(None, "Kế hoạch", ("Báo Sơn La",))) is None


def test_the_user_wins() -> None:
    found = find_province(_plan("UBND tỉnh Thanh Hóa"), override="tỉnh Sơn La")
    assert found is not None
    assert (found.slug, found.code, found.source) == ("son-la", "14", "override")


def test_a_province_that_nobody_knows() -> None:
    with pytest.raises(UsageError, match="Atlantis"):
        find_province(_plan(), override="Atlantis")
