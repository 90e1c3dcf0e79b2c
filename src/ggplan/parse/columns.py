"""What the columns of a task table are, told from the words of its header, whatever their number, order and names."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal, get_args

from ggplan.text import match_key

__all__ = ["HEADER_WORDS", "Kind", "column_kind", "find_phrases", "is_header_cell", "may_go_on", "words_of"]

Kind = Literal["code", "task", "lead", "cooperate", "agencies", "time", "output", "budget", "national", "note", "parent"]
KINDS: tuple[Kind, ...] = get_args(Kind)

# Phrases by column, longest first when matched; keys are `match_key` forms. Sources: the five plans, the annexes of
# Decisions 882/QĐ-TTg and 1658/QĐ-TTg as other provinces lay them out, and the names listed in the project's issue 2.
_PHRASES: dict[Kind, str] = {
    "code": "stt|tt|số tt|số thứ tự|mã số|mã|số|thứ tự|số hiệu|ký hiệu",
    "national": (
        "mã nhiệm vụ|mã nhiệm vụ qđ 882|mã số nhiệm vụ|nhiệm vụ theo qđ 882|mã hoạt động"
        "|nhiệm vụ tại quyết định 882|mã nhiệm vụ quốc gia|số hiệu nhiệm vụ"
    ),
    "task": (
        "nhiệm vụ, hoạt động cụ thể|nhiệm vụ, hoạt động|nội dung nhiệm vụ|tên nhiệm vụ|nhiệm vụ cụ thể"
        "|nội dung công việc"
        "|nhiệm vụ, giải pháp|nhiệm vụ và giải pháp|nội dung, nhiệm vụ|nội dung|nhiệm vụ|hoạt động|công việc"
        "|nội dung hoạt động|tên nhiệm vụ, dự án|tên nhiệm vụ, hoạt động|nhiệm vụ/hoạt động|nội dung thực hiện"
        "|nhiệm vụ/giải pháp|nội dung chủ yếu|hoạt động cụ thể|nhiệm vụ chủ yếu|tên chương trình, nhiệm vụ"
        "|tên chương trình, dự án, nhiệm vụ|chương trình, dự án, nhiệm vụ|nhiệm vụ, chương trình, dự án|nhiệm vụ, dự án"
        "|tên chương trình, đề án, dự án|chương trình, đề án, dự án|tên đề án, dự án|tên chương trình, đề án|tên chương trình"
        "|chương trình, nhiệm vụ, dự án|tên chương trình, nhiệm vụ, dự án|nhiệm vụ, đề án|tên nhiệm vụ, đề án|đề án, nhiệm vụ"
        "|nhóm nhiệm vụ|nhiệm vụ và hoạt động|nội dung chính|nội dung triển khai|hoạt động chính|hoạt động chủ yếu|hạng mục"
        "|nội dung/nhiệm vụ|nhiệm vụ/nội dung|nội dung công việc/nhiệm vụ|nhiệm vụ/dự án|tên nhiệm vụ/dự án|nội dung nhiệm vụ/giải pháp"
        "|nhiệm vụ, giải pháp chủ yếu|nhiệm vụ và giải pháp chủ yếu|nội dung các nhiệm vụ|tên nhiệm vụ, giải pháp|tên công việc"
        "|chủ đề, nhiệm vụ|nhiệm vụ trọng tâm|danh mục nhiệm vụ|nội dung, nhiệm vụ cụ thể|chủ đề/nhiệm vụ"
    ),
    "lead": (
        "đơn vị chủ trì|cơ quan chủ trì|cơ quan, đơn vị chủ trì|chủ trì|chủ trì thực hiện|cơ quan chủ trì thực hiện"
        "|đơn vị chủ trì thực hiện|đơn vị thực hiện|cơ quan thực hiện|sở, ngành chủ trì|cơ quan/đơn vị chủ trì"
        "|đơn vị đầu mối|cơ quan đầu mối|cơ quan chịu trách nhiệm|đơn vị chịu trách nhiệm|đơn vị/địa phương chủ trì"
        "|cơ quan chủ trì tham mưu|đơn vị chủ trì tham mưu|cơ quan chịu trách nhiệm chính|đơn vị chịu trách nhiệm chính"
        "|cơ quan, đơn vị chịu trách nhiệm|chịu trách nhiệm|chịu trách nhiệm chính|đơn vị phụ trách|cơ quan phụ trách|bộ phận chủ trì"
        "|cơ quan/đơn vị thực hiện|đơn vị chủ trì/thực hiện|sở, ban, ngành chủ trì|chủ đầu tư|cơ quan, đơn vị chủ trì thực hiện"
        "|cơ quan tham mưu|đơn vị tham mưu|cơ quan, địa phương chủ trì|đơn vị, địa phương chủ trì|đầu mối|đầu mối thực hiện"
    ),
    "cooperate": (
        "đơn vị phối hợp|cơ quan phối hợp|cơ quan, đơn vị phối hợp|phối hợp|phối hợp thực hiện|cơ quan/đơn vị phối hợp"
        "|cơ quan phối hợp thực hiện|đơn vị phối hợp thực hiện|sở, ngành phối hợp|đơn vị, địa phương phối hợp"
        "|sở, ban, ngành phối hợp|cơ quan, địa phương phối hợp|cơ quan, đơn vị phối hợp thực hiện|đơn vị phối hợp chính"
        "|cơ quan phối hợp chính|cùng thực hiện|đơn vị cùng thực hiện|đơn vị/địa phương phối hợp"
    ),
    "time": (
        "thời gian hoàn thành|thời gian thực hiện|thời hạn hoàn thành|thời hạn|thời gian|tiến độ|tiến độ thực hiện"
        "|lộ trình"
        "|thời hạn thực hiện|tiến độ hoàn thành|lộ trình thực hiện|năm thực hiện|giai đoạn thực hiện|giai đoạn"
        "|thời điểm hoàn thành|thời gian hoàn thành dự kiến|năm hoàn thành|thời gian trình|hạn hoàn thành|mốc thời gian"
        "|thời gian triển khai|thời gian dự kiến|dự kiến hoàn thành"
        "|thời gian thực hiện dự kiến|thời gian dự kiến hoàn thành|dự kiến thời gian|thời gian thực hiện/hoàn thành|kỳ hạn|thời điểm"
    ),
    "output": (
        "sản phẩm|kết quả|sản phẩm đầu ra|kết quả đầu ra|kết quả, sản phẩm|sản phẩm, kết quả|kết quả/sản phẩm|đầu ra"
        "|kết quả dự kiến|sản phẩm dự kiến|sản phẩm hoàn thành|kết quả cần đạt|hình thức văn bản|sản phẩm/kết quả"
        "|kết quả thực hiện|dự kiến kết quả|dự kiến sản phẩm|kết quả đạt được|hình thức sản phẩm|sản phẩm chính"
        "|kết quả dự kiến/đầu ra|kết quả/đầu ra|sản phẩm/đầu ra|đầu ra dự kiến|sản phẩm đầu ra dự kiến|kết quả đầu ra dự kiến"
        "|sản phẩm, đầu ra|kết quả chủ yếu|sản phẩm chủ yếu|sản phẩm cụ thể|sản phẩm cần đạt|kết quả chính|kết quả, đầu ra"
        "|kết quả thực hiện dự kiến|kết quả/sản phẩm dự kiến|sản phẩm/kết quả dự kiến|dự kiến kết quả/sản phẩm|kết quả cụ thể"
    ),
    "budget": (
        "kinh phí|nguồn kinh phí|kinh phí thực hiện|dự kiến kinh phí|nguồn lực|nguồn vốn|nguồn lực thực hiện"
        "|kinh phí dự kiến"
        "|tổng mức đầu tư|dự toán|nguồn kinh phí thực hiện|dự toán kinh phí|nhu cầu vốn|kinh phí (triệu đồng)"
        "|dự kiến nguồn kinh phí|nguồn kinh phí dự kiến|dự kiến nguồn lực|nguồn lực dự kiến|nguồn tài chính|tổng kinh phí"
        "|kinh phí (tỷ đồng)|khái toán kinh phí|nguồn vốn thực hiện|dự kiến nguồn vốn|tổng kinh phí dự kiến"
    ),
    "note": "ghi chú|chú thích|lưu ý",
    "parent": (
        "phân công trách nhiệm|phân công|trách nhiệm|phân công trách nhiệm trên địa bàn tỉnh|phân công thực hiện"
        "|tổ chức thực hiện|trách nhiệm thực hiện|cơ quan, đơn vị thực hiện|phân công nhiệm vụ"
        "|trách nhiệm của các cơ quan"
        "|phân công tổ chức thực hiện|cơ quan, đơn vị|đơn vị"
    ),
}
_KIND_OF: dict[str, Kind] = {match_key(phrase): kind for kind, phrases in _PHRASES.items() for phrase in phrases.split("|")}
HEADER_WORDS = frozenset(word.strip(",()/") for phrase in _KIND_OF for word in re.split(r"[\s/]+", phrase)) - {""}
"""Every word that occurs in a header phrase, as `match_key` has it."""

_BEGINNINGS = frozenset(
    " ".join(phrase.split()[:size]).strip(",") for phrase in _KIND_OF for size in range(1, len(phrase.split()) + 1)
)
_MAX_WORDS = max(len(phrase.split()) for phrase in _KIND_OF)


def words_of(text: str) -> list[str]:
    """The words of a header as phrases are counted in: what a slash joins is one."""
    return re.sub(r"\s*/\s*", "/", match_key(text)).split()


def column_kind(header: str) -> Kind | None:
    """The kind of the column with that header cell, None for a header of no known kind.

    A known phrase may stand inside other words (`Cơ quan chủ trì (đầu mối)`); the longest one decides.
    """
    found = find_phrases(header)
    if not found:
        return None
    kinds = [kind for kind, _, _ in found]
    if "lead" in kinds and "cooperate" in kinds:
        return "agencies"
    own = [entry for entry in found if entry[0] != "parent"] or found
    best = max(own, key=lambda entry: (entry[2] - entry[1], -entry[1]))
    return best[0]


def is_header_cell(text: str) -> bool:
    """Whether a cell reads as the header of a column: short, and most of its words are a known phrase."""
    words = words_of(text)
    covered = sum(end - start for _, start, end in find_phrases(text))
    return 0 < len(words) <= 16 and covered * 2 >= len(words)


def find_phrases(text: str) -> list[tuple[Kind, int, int]]:
    """The header phrases in `text` from left to right as (kind, first word, word after the last), longest first."""
    return list(_phrases(text))


def may_go_on(text: str) -> bool:
    """Whether `text` is the beginning of a header phrase, or all of one."""
    return " ".join(word.strip("().:") for word in words_of(text)).strip(",/") in _BEGINNINGS


@lru_cache(maxsize=1024)  # a header that is repeated on every page is asked for on every page
def _phrases(text: str) -> tuple[tuple[Kind, int, int], ...]:
    words = [word.strip("().:") for word in words_of(text)]
    found: list[tuple[Kind, int, int]] = []
    index = 0
    while index < len(words):
        for size in range(min(_MAX_WORDS, len(words) - index), 0, -1):
            kind = _KIND_OF.get(" ".join(words[index : index + size]).strip(","))
            if kind:
                found.append((kind, index, index + size))
                index += size
                break
        else:
            index += 1
    return tuple(found)
