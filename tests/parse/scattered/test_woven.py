"""Labels of a header that an extractor gave by the height of their lines."""

from __future__ import annotations

import pytest

from ggplan.parse.scattered.woven import unwoven

HEADERS = [
    (
        "Đơn vị|Cơ quan phối hợp|Số TT|Danh mục nhiệm vụ|chủ trì|thực hiện|thực hiện",
        ["Số TT", "Danh mục nhiệm vụ", "Đơn vị chủ trì thực hiện", "Cơ quan phối hợp thực hiện"],
    ),
    (
        "Tổ chức thực hiện|Nhiệm vụ chủ yếu|Cơ quan/đơn vị|Phối hợp thực hiện|chủ trì",
        ["Tổ chức thực hiện", "Nhiệm vụ chủ yếu", "Cơ quan/đơn vị chủ trì", "Phối hợp thực hiện"],
    ),
    ("KẾT QUẢ/SẢN|THỜI HẠN|PHẨM", ["KẾT QUẢ/SẢN PHẨM", "THỜI HẠN"]),
    ("CƠ QUAN CHỦ KINH PHÍ|TRÌ|DỰ KIẾN", ["CƠ QUAN CHỦ TRÌ", "KINH PHÍ DỰ KIẾN"]),
]


@pytest.mark.parametrize(("lines", "labels"), HEADERS)
def test_the_labels_are_taken_apart(lines: str, labels: list[str]) -> None:
    assert [label.text for label in unwoven(lines.split("|"))] == labels


def test_every_line_is_used_or_none() -> None:
    for lines, _ in HEADERS:
        found = unwoven(lines.split("|"))
        assert sorted({line for label in found for line in label.lines}) == list(range(len(lines.split("|"))))
    assert unwoven(["Sở Tư pháp", "Thời hạn", "Nội dung"]) == []


def test_a_run_of_many_header_words_ends_in_time() -> None:
    assert unwoven(["thực hiện"] * 18) == []
