"""What lines add to cells: the sum over the lines of a cell is the score of the whole."""

from __future__ import annotations

import pytest

from ggplan.parse.cellscore import CellScores
from ggplan.parse.habits import Habits
from ggplan.parse.scattered.blocks import Sharer
from ggplan.parse.scattered.cells import NOTHING, Weigher, has_bullets
from ggplan.registry.lexicon import Lexicon

COLUMNS = ("task", "lead", "cooperate", "time", "output")
WIDE = {"task": 16.0, "lead": 6.5, "cooperate": 7.2}


@pytest.fixture
def weigher(lexicon: Lexicon) -> Weigher:
    return Weigher(COLUMNS, CellScores(lexicon), Habits(WIDE))  # type: ignore[arg-type]


def total(weigher: Weigher, column: int, lines: list[str], *, group: bool = False) -> float:
    cell, score = NOTHING, 0.0
    for line in lines:
        score += weigher.gain(column, cell, line, group=group)
        cell = weigher.longer(column, cell, line)
    return score


def test_the_gains_of_lines_add_up(weigher: Weigher) -> None:
    lines = ["Sở Tài nguyên", "và Môi trường"]
    assert total(weigher, 1, lines) == pytest.approx(weigher.cell(1, tuple(lines)))


def test_a_name_cut_in_two_reads_best_as_one_cell(weigher: Weigher) -> None:
    one = total(weigher, 1, ["Sở Tài nguyên", "và Môi trường"])
    two = total(weigher, 1, ["Sở Tài nguyên"]) + total(weigher, 1, ["và Môi trường"])
    assert one > two


def test_a_time_in_small_letters_is_the_end_of_a_sentence(weigher: Weigher) -> None:
    assert total(weigher, 0, ["cập nhật biến động", "hằng tháng."]) > total(weigher, 0, ["cập nhật biến động"]) + total(
        weigher, 3, ["hằng tháng."]
    )


def test_a_title_has_no_second_sentence(weigher: Weigher) -> None:
    title, task = "Nông nghiệp tuần hoàn", "Thu gom bao gói thuốc bảo vệ thực vật tại"
    apart = total(weigher, 0, [title], group=True) + total(weigher, 0, [task, "đồng ruộng."])
    assert apart > total(weigher, 0, [title, task, "đồng ruộng."], group=True)


def test_a_shared_line_is_parted_where_the_left_column_is_full(weigher: Weigher) -> None:
    shares = Sharer(weigher).shares("Sở Tài nguyên Sở Nông nghiệp")
    assert ((1, "Sở Tài nguyên"), (2, "Sở Nông nghiệp")) in [share for share, _ in shares]


def test_every_way_to_share_a_line_keeps_its_words(weigher: Weigher) -> None:
    text = "hợp lưu vực sông, gồm những việc và Môi trường ngành; UBND"
    for share, _ in Sharer(weigher).shares(text):
        assert " ".join(piece for _, piece in share) == text
        assert [column for column, _ in share] == sorted(column for column, _ in share)


def test_bullets_are_seen() -> None:
    assert has_bullets(["- a", "- b", "+ c", "d"])
    assert not has_bullets(["a", "- b"] * 1)
