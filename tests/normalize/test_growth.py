"""Reading a cell or a text costs as much as its parts, whatever it repeats: five times the text, never near 25 times the time."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from ggplan.normalize.agencies import _resolved
from ggplan.normalize.paragraphs import join_paragraphs
from ggplan.registry.lexicon import lexicon_for

LEXICON = lexicon_for("2023-11-01", "gia-lai")
REPEATED = {
    "bodies": "Sở Y tế và Sở Nội vụ, ",
    "prose": "tăng trưởng xanh, ",
    "unknown bodies": "Công ty Xanh, ",
    "open brackets": "( Sở Y tế ",
    "roles": "Sở Y tế chủ trì, phối hợp với Sở Nội vụ ",
    "collectives": "các sở, ban, ngành, ",
    "units": "sở ban ngành ",
    "abbreviations": "KHĐT ",
    "committees": "UBND huyện Chư Sê ",
    "capitals": "Xanh Đỏ ",
    "commas": ",",
    "conjunctions": "và ",
}
READERS: dict[str, Callable[[str], object]] = {
    "find": LEXICON.find,
    "list": LEXICON.match_list,
    "first": LEXICON.match_at,
    "share": LEXICON._read_as_bodies,
    "cell": lambda text: _resolved.__wrapped__(text, LEXICON),
    "paragraphs": lambda text: join_paragraphs(text.split(","), LEXICON),
}


def seconds(read: Callable[[str], object], text: str) -> float:
    """CPU seconds to read a text anew, the least of three tries."""
    tries = []
    for _ in range(3):
        LEXICON.forget()
        begun = time.process_time()
        read(text)
        tries.append(time.process_time() - begun)
    return min(tries)


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("name", REPEATED)
def test_time_grows_with_the_text(reader: str, name: str) -> None:
    times = 8000 // len(REPEATED[name])
    small, large = (seconds(READERS[reader], REPEATED[name] * times * size) for size in (1, 5))
    assert large < 10 * small + 0.02, (small, large)
