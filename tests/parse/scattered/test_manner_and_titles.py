"""What a reading teaches about the extractor's manner, and where titles stand."""

from __future__ import annotations

import pytest

from ggplan.document import Line
from ggplan.parse.cellscore import CellScores
from ggplan.parse.habits import Habits
from ggplan.parse.row_codes import open_rows
from ggplan.parse.scattered.cells import Weigher
from ggplan.parse.scattered.manner import Step, learn_manner, unknown
from ggplan.parse.scattered.titles import titles_in_place
from ggplan.registry.lexicon import Lexicon


def test_pages_read_along_rows_speak_for_the_right() -> None:
    steps = [Step(row, column, True, True) for row in range(8) for column in (1, 2, 3)]
    found = learn_manner(steps, 4, 0)
    assert found.right > unknown(4, 0).right
    assert found.right > found.down


def test_pages_read_down_columns_speak_for_below() -> None:
    steps = [Step(row, column, True, True) for column in (1, 2, 3) for row in range(8)]
    found = learn_manner(steps, 4, 0)
    assert found.down > found.right


def test_cells_that_come_in_several_blocks_make_a_second_block_cheap() -> None:
    one = learn_manner([Step(row, 0, True, True) for row in range(9)], 1, 0)
    many = learn_manner([Step(row, 0, True, first) for row in range(9) for first in (True, False)], 1, 0)
    assert many.again[0] < one.again[0]


TEXTS = {
    "I": ["VỀ TÀI NGUYÊN"],
    "1": ["Lập bản đồ nguy cơ sạt lở cho mười bốn xã."],
    "2": ["Kiểm soát khai thác cát sỏi lòng sông."],
    "II": ["VỀ CÔNG NGHIỆP"],
    "3": ["Hỗ trợ cơ sở sản xuất gạch chuyển sang vật liệu không nung."],
    "4": ["Tổ chức phiên chợ hàng Việt thân thiện môi trường."],
}


@pytest.mark.parametrize(
    "order", [["I", "1", "2", "II", "3", "4"], ["I", "1", "II", "2", "3", "4"], ["I", "1", "2", "3", "II", "4"]]
)
def test_descriptions_tell_where_a_title_stands(order: list[str], lexicon: Lexicon) -> None:
    numbers = iter("1234")
    texts = [text for code in order for text in TEXTS[code if code in ("I", "II") else next(numbers)]]
    given = open_rows([Line(code) for code in ("I", "II", "1", "2", "3", "4")], frozenset())
    weigher = Weigher(("task", "lead"), CellScores(lexicon), Habits())
    found = titles_in_place(given, texts, None, weigher)
    assert [row.code.text for row in found] == order
    assert [row.group for row in found] == [code in ("I", "II") for code in order]
