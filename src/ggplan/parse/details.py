"""What stands inside a task's texts: conditions and outputs (reporting duties and abbreviations have modules of their own)."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ggplan.parse.abbreviations import find_abbreviations
from ggplan.parse.reporting import find_reporting
from ggplan.text import lower_first, match_key, squeeze

__all__ = ["find_abbreviations", "find_conditions", "find_reporting", "split_outputs"]

_CONDITION = re.compile(
    r"\((?P<bracket>(?:[Ss]au khi|[Tt]heo hướng dẫn|[Tt]heo chỉ đạo|[Kk]hi (?:có|được))\b[^()]*)\)"
    r"|(?P<clause>\b[Ss]au khi\b[^.;()]*)"
    r"|(?P<wait>\b(?:ngay |chỉ )?[Kk]hi (?:có|được)"
    r" (?:hướng dẫn|quy định|văn bản|ý kiến|chủ trương|đề nghị|yêu cầu|phê duyệt)\b[^.;()]*)"
)


def find_conditions(texts: Iterable[str]) -> tuple[str, ...]:
    """Every clause that makes a task wait for another: `sau khi …`, and in brackets also `(theo hướng dẫn của …)`."""
    found = []
    for text in texts:
        for match in _CONDITION.finditer(text):
            clause = squeeze(match["bracket"] or match["clause"] or match["wait"]).rstrip(" ,:.")
            found.append(lower_first(clause))
    return tuple(found)


_DOCUMENT = re.compile(
    r"(?:các )?(?:kế hoạch|chương trình|đề án|dự án|quyết định|nghị quyết|báo cáo|tờ trình|công văn|văn bản|mô hình|ấn phẩm"
    r"|tài liệu"
    r"|chỉ thị|quy hoạch|quy chế|quy định|quy trình|thông báo|biên bản|đề tài|hồ sơ|bộ tiêu chí|tiêu chí|cơ sở dữ liệu|csdl"
    r"|phần mềm"
    r"|bản tin|phóng sự|chuyên trang|chuyên mục|chuyên đề|hướng dẫn|phương án|danh mục|kịch bản|sổ tay|tiêu chuẩn)\b"
)


def split_outputs(paragraphs: Iterable[str]) -> tuple[str, ...]:
    """The outputs named in a cell: split at `;` and paragraphs, and at `,` where each piece is a kind of document of its own."""
    outputs: list[str] = []
    for paragraph in paragraphs:
        for part in paragraph.split(";"):
            pieces = [piece.strip() for piece in part.split(",")]
            apart = len(pieces) > 1 and all(_DOCUMENT.match(match_key(piece)) for piece in pieces if piece)
            outputs.extend(pieces if apart else [part])
    tidy = (squeeze(output).rstrip(" .…;,").lstrip("-+• ") for output in outputs)
    return tuple(output for output in tidy if output)
