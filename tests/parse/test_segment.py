"""Cutting the lines of a flattened row into its cells."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ggplan.document import Line
from ggplan.parse.atoms import Atom, atoms_of
from ggplan.parse.cellscore import CellScores, looks_like_time
from ggplan.parse.columns import Kind
from ggplan.parse.segment import Reading, Segmenter
from ggplan.registry.lexicon import Lexicon

COLUMNS: tuple[Kind, ...] = ("task", "lead", "cooperate", "time", "output", "note")


@pytest.fixture(scope="module")
def scores(lexicon: Lexicon) -> CellScores:
    return CellScores(lexicon)


def bands(*texts: str) -> list[list[Line]]:
    """One band a text, its lines told apart by `|`."""
    return [[Line(line.strip()) for line in text.split("|") if line.strip()] for text in texts]


def cells(reading: Reading) -> dict[Kind, str]:
    return {kind: " ".join(atom.text for band in pieces for atom in band) for kind, pieces in reading.cells.items()}


def test_cells_in_the_order_of_the_columns(scores: CellScores) -> None:
    rows = bands(
        "Xây dựng cơ sở dữ liệu về phát thải các chất ô | nhiễm không khí tại địa phương. | Sở Tài nguyên và | Môi trường |"
        " Các sở, ban, ngành | 2023 - 2030 | Báo cáo"
    )
    assert cells(Segmenter(COLUMNS, scores).read(rows)) == {
        "task": "Xây dựng cơ sở dữ liệu về phát thải các chất ô nhiễm không khí tại địa phương.",
        "lead": "Sở Tài nguyên và Môi trường",
        "cooperate": "Các sở, ban, ngành",
        "time": "2023 - 2030",
        "output": "Báo cáo",
    }


def test_a_page_break_starts_the_order_again(scores: CellScores) -> None:
    rows = bands(
        "Tuyên truyền, phổ biến chủ trương của Đảng về tăng trưởng xanh cho các tổ chức | Sở Thông tin và | Các sở, ngành, | Thường xuyên",
        "tín dụng trên địa bàn tỉnh. | Truyền thông | địa phương",
    )
    found = cells(Segmenter(COLUMNS, scores).read(rows))
    assert found["lead"] == "Sở Thông tin và Truyền thông"
    assert found["cooperate"] == "Các sở, ngành, địa phương"
    assert found["task"].endswith("cho các tổ chức tín dụng trên địa bàn tỉnh.")


def test_other_columns_in_another_order(scores: CellScores) -> None:
    columns: tuple[Kind, ...] = ("time", "lead", "task")
    rows = bands("2024 | Sở Y tế | Xây dựng kế hoạch bảo vệ sức khỏe của người dân.")
    assert cells(Segmenter(columns, scores).read(rows)) == {
        "time": "2024",
        "lead": "Sở Y tế",
        "task": "Xây dựng kế hoạch bảo vệ sức khỏe của người dân.",
    }


def test_a_body_named_in_the_description_stays_there(scores: CellScores) -> None:
    rows = bands("Tham mưu UBND tỉnh ban hành kế hoạch của | Sở Y tế và các bệnh viện. | Sở Nội vụ | Sở Tài chính | 2024")
    found = cells(Segmenter(COLUMNS, scores).read(rows))
    assert found["task"] == "Tham mưu UBND tỉnh ban hành kế hoạch của Sở Y tế và các bệnh viện."
    assert (found["lead"], found["cooperate"]) == ("Sở Nội vụ", "Sở Tài chính")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "Đào tạo cán bộ. | Sở Nội vụ Danh sách cán bộ Hằng | năm",
            {"task": "Đào tạo cán bộ.", "lead": "Sở Nội vụ", "output": "Danh sách cán bộ", "time": "Hằng năm"},
        ),
        (
            "Tham gia mạng lưới các tỉnh. | Sở Ngoại vụ Thỏa thuận Trước năm | 2028",
            {"task": "Tham gia mạng lưới các tỉnh.", "lead": "Sở Ngoại vụ", "output": "Thỏa thuận", "time": "Trước năm 2028"},
        ),
        (
            "Xây dựng phương án kinh doanh tín chỉ. | Sở Tài chính Đề án 2025 - | 2027",
            {"task": "Xây dựng phương án kinh doanh tín chỉ.", "lead": "Sở Tài chính", "output": "Đề án", "time": "2025 - 2027"},
        ),
        (
            "Xây dựng phương án kinh doanh | tín chỉ. | Sở Y tế Kế hoạch | hành động | 2024",
            {
                "task": "Xây dựng phương án kinh doanh tín chỉ.",
                "lead": "Sở Y tế",
                "output": "Kế hoạch hành động",
                "time": "2024",
            },
        ),
    ],
    ids=["unknown output", "begun time", "range of years", "a longer cell after a cell of one line"],
)
def test_cells_of_one_line_share_it_with_the_first_line_of_the_next(
    scores: CellScores, text: str, wanted: dict[Kind, str]
) -> None:
    columns: tuple[Kind, ...] = ("task", "lead", "output", "time", "note")
    assert cells(Segmenter(columns, scores).read(bands(text))) == wanted


def test_no_cell_begins_beside_the_last_line_of_a_longer_one(scores: CellScores) -> None:
    rows = bands(
        "Tham mưu ban hành quy định về cơ sở dữ liệu của | ngành. Sở Y tế hướng dẫn thực hiện | các quy định. | Sở Nội vụ | 2024"
    )
    assert cells(Segmenter(("task", "lead", "time"), scores).read(rows))["lead"] == "Sở Nội vụ"


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("Sở Nội vụ Danh sách cán bộ", ["Sở Nội vụ", "Danh sách cán bộ"]),
        ("Tài liệu Thường", ["Tài liệu", "Thường"]),
        ("Mô hình 2024 - 2029 Ban Quản lý", ["Mô hình", "2024 - 2029", "Ban Quản lý"]),
        ("Ấn phẩm 350 triệu đồng", ["Ấn phẩm", "350 triệu đồng"]),
        ("Sở Tài nguyên và Môi trường", ["Sở Tài nguyên và Môi trường"]),
        ("2024 - 2030", ["2024 - 2030"]),
        ("của Trung ương và của tỉnh", ["của Trung ương và của tỉnh"]),
    ],
)
def test_a_line_is_cut_where_another_cell_may_open(scores: CellScores, text: str, pieces: list[str]) -> None:
    assert [piece.text for piece in atoms_of(Line(text), scores)] == pieces


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("Định kỳ hai năm một lần", True),
        ("05 năm/lần", True),
        ("5 năm một lần", True),
        ("02 lần/năm", True),
        ("Định kỳ hằng năm", True),
        ("Năm 2024", True),
        ("năm mươi", False),
    ],
)
def test_a_time_that_comes_again(text: str, whole: bool) -> None:
    assert looks_like_time(text) is whole


def test_the_end_of_a_sentence_is_no_time(scores: CellScores) -> None:
    assert scores.score("time", "Đến năm 2030") > scores.score("time", "đến năm 2030") > scores.score("time", "đến năm 2030.")
    long = "Theo quy định của Luật Ngân sách nhà nước và các quy định hiện hành"
    assert scores.score("time", long) <= scores.score("time", "Theo quy định của Luật Ngân sách")


@pytest.mark.parametrize(
    "text", ["Các sở, ban ngành, UBND các huyện triển khai.", "mua sắm công xanh, dịch vụ công xanh.", "Sở Y tế và Sở Nội vụ."]
)
def test_a_description_scores_alike_in_whatever_pieces(scores: CellScores, text: str) -> None:
    """Beside a page break lines are cut at every word: words of bodies alone on their pieces would count against the description."""
    segmenter = Segmenter(("task", "note"), scores)
    whole, pieces = [Atom(text, Line(text))], atoms_of(Line(text), scores, anywhere=True)
    gains = [segmenter._prose_segments(band, 0, "", last=True)[-1][1] for band in (whole, pieces)]
    assert gains[0] == pytest.approx(gains[1])


def test_a_row_without_lines_has_no_cells(scores: CellScores) -> None:
    assert Segmenter(COLUMNS, scores).read([]).cells == {}


lines = st.lists(
    st.sampled_from(["Sở Y tế", "Các sở, ban, ngành", "2023 - 2030", "Kế hoạch", "Xây dựng kế hoạch.", "và môi trường", "50%"])
    | st.text(st.characters(exclude_categories=["Z", "C"]), min_size=1, max_size=12),
    min_size=1,
    max_size=8,
)


@given(st.lists(lines, min_size=1, max_size=3))
def test_every_word_of_a_row_is_in_one_cell(scores: CellScores, texts: list[list[str]]) -> None:
    rows = [[Line(text) for text in band] for band in texts]
    reading = Segmenter(COLUMNS, scores).read(rows)
    kept = [atom.text for pieces in reading.cells.values() for band in pieces for atom in band]
    assert sorted(" ".join(kept).split()) == sorted(" ".join(line.text for band in rows for line in band).split())
    assert reading.margin >= 0


@given(st.text(st.characters(exclude_categories=["C"]), min_size=1, max_size=80).filter(str.strip))
def test_the_pieces_of_a_line_are_the_line(scores: CellScores, text: str) -> None:
    line = Line(" ".join(text.split()))
    pieces = atoms_of(line, scores)
    assert " ".join(piece.text for piece in pieces) == line.text
    assert [piece.starts_line for piece in pieces] == [True] + [False] * (len(pieces) - 1)
