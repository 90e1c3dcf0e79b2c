"""How a plan is laid out on paper."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

__all__ = ["HEADERS", "LAYOUTS", "QUICK", "WIDTHS", "Layout"]

HEADERS = {
    "code": "TT",
    "text": "Nhiệm vụ, hoạt động cụ thể",
    "lead": "Chủ trì",
    "partners": "Phối hợp",
    "time": "Thời gian hoàn thành",
    "outputs": "Kết quả",
    "budget": "Nguồn kinh phí",
    "note": "Ghi chú",
}
OTHER_HEADERS = {
    "code": "Số TT",
    "text": "Nội dung nhiệm vụ",
    "lead": "Cơ quan chủ trì",
    "partners": "Cơ quan phối hợp",
    "time": "Thời gian thực hiện",
    "outputs": "Sản phẩm dự kiến",
    "budget": "Kinh phí",
    "note": "Ghi chú",
}
# Relative widths of the columns.
WIDTHS = {
    "code": 1.4,
    "text": 6.0,
    "lead": 2.6,
    "partners": 3.0,
    "time": 2.0,
    "outputs": 2.6,
    "budget": 1.8,
    "note": 1.6,
}


@dataclass(frozen=True)
class Layout:
    """One way to print a plan.

    `groups` is `title` (code cell, then one cell over the rest) or `whole` (one cell over all columns). `joiner` stands
    between bodies, a line break makes each a paragraph. `automatic` numbers and bullets are Word's own (DOCX only).
    `legacy` prints TCVN3 text with `.VnTime` fonts, `decomposed` text in NFD; `middle` centres cells vertically.
    """

    name: str
    columns: tuple[str, ...] = ("code", "text", "lead", "partners", "time", "outputs")
    headers: dict[str, str] = field(default_factory=lambda: dict(HEADERS))
    nested: bool = False
    number_row: bool = False
    repeat_header: bool = True
    split_rows: bool = True
    borders: Literal["full", "horizontal", "none"] = "full"
    landscape: bool = False
    groups: Literal["title", "whole"] = "title"
    bullet: str = "-"
    always_bullets: bool = False
    joiner: str = "; "
    automatic: bool = False
    legacy: bool = False
    font: str = "Tinos"
    size: float = 12
    page_numbers: bool = True
    front: bool = True
    justified: bool = False
    middle: bool = False
    decomposed: bool = False


_SEVEN = ("code", "text", "outputs", "lead", "partners", "time", "note")
LAYOUTS = {
    layout.name: layout
    for layout in (
        Layout("plain"),
        Layout("nested", columns=("code", "text", "lead", "partners", "time"), nested=True, front=False, joiner=", "),
        Layout("numbered", columns=_SEVEN, number_row=True, landscape=True, headers=dict(OTHER_HEADERS), size=11),
        Layout("once", repeat_header=False, groups="whole", headers=dict(OTHER_HEADERS)),
        Layout("whole-rows", split_rows=False, always_bullets=True, joiner="\n"),
        Layout("horizontal", borders="horizontal"),
        Layout("unruled", borders="none", split_rows=False),
        Layout("unruled-split", borders="none", nested=True, landscape=True),
        Layout("reordered", columns=("lead", "partners", "code", "text", "time", "outputs"), landscape=True),
        Layout("automatic", automatic=True),
        Layout("mixed-fonts", font="Times New Roman", justified=True),
        Layout("tcvn3", legacy=True),
        Layout("middle", middle=True, size=13, decomposed=True),
        Layout("unruled-middle", middle=True, borders="none", split_rows=False, joiner=", "),
    )
}
QUICK = ("plain", "nested", "numbered", "once", "horizontal", "unruled", "middle", "mixed-fonts")
"""The layouts of the quick test run."""
