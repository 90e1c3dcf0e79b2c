"""Every word of a cell stands in the text of exactly one body, but for separators, words of role and remarks in brackets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ggplan.normalize.agencies import Resolved, _Cell, resolve_cell
from ggplan.registry.lexicon import Lexicon, fill, lexicon_for
from ggplan.registry.loading import load_registry
from ggplan.serial import load_yaml
from ggplan.text import clean, match_key

ROOT = Path(__file__).parents[2]
PLANS = {"gia-lai": "2023-10-18", "thanh-hoa": "2023-10", "son-la": "2023", "bac-giang": "2022-10", "lao-cai": "2023-11-17"}
JOINTS = (", ", "; ", " và ", "\n", " - ", "/", ";\n- ", "\n+ ", "; và ", ", và ")
WORD = re.compile(r"[^\W_]+")
# What no body needs to hold: joints, numbers and letters of items, words of role, titles of persons, the heading of a
# list whose members lack their kind (`các Sở: …`).
FREE = re.compile(
    r"(?:(?:và|hoặc|cùng|với|\d{1,2}|[a-zđ]|chủ trì|phối hợp|chặt chẽ|tham gia|thường trực|đầu mối|cơ quan|đơn vị|là|thực hiện|"
    r"chịu trách nhiệm|chính|đề nghị|giao|cho|thủ trưởng|giám đốc|lãnh đạo|chủ tịch|người đứng đầu|trưởng|"
    r"các (?:sở|bộ|ban|hội|tỉnh)(?: (?:và|ban|ngành|có|liên|quan|thành|phố|giáp|ranh))*)(?: |$))*",
    re.IGNORECASE,
)


def lost(cell: str, lexicon: Lexicon) -> list[str]:
    """The runs of words that no body holds and that are not free; words of bodies that the cell lacks have a `+`."""
    tidy = clean(cell).text.replace("**", "").replace("…", " ").strip()
    held = [word for body in _Cell(tidy, lexicon).read() for word in WORD.findall(body.text)]
    remarks = [match.span() for match in re.finditer(r"\([^()]*\)", tidy)]
    runs, run, at = [], [], 0
    for match in WORD.finditer(tidy):
        if at < len(held) and match.group() == held[at]:
            at += 1
            runs.append(run)
            run = []
        elif not any(start < match.start() < end for start, end in remarks):
            run.append(match.group())
    loose = [" ".join(words) for words in [*runs, run]]
    return [words for words in loose if not FREE.fullmatch(words)] + [f"+{word}" for word in held[at:]]


def cells() -> Iterator[tuple[str, str | None, str | None]]:
    """The cells of the list file, and those of the five plans in every way to join their bodies."""
    for entry in load_yaml((ROOT / "tests" / "gold" / "agency_lists.yaml").read_text("utf-8")):
        yield entry["text"], None, None
    for slug, day in PLANS.items():
        plan = load_yaml((ROOT / "data" / "canonical" / f"{slug}.yaml").read_text("utf-8"))
        for task in plan["tasks"]:
            for column in ("lead_agencies", "cooperating_agencies"):
                texts = [body["text"] for body in task.get(column, ())]
                yield from ((joint.join(texts), day, slug) for joint in JOINTS if texts)


def test_no_word_of_a_real_cell_is_lost() -> None:
    tried = list(dict.fromkeys(cells()))
    assert len(tried) >= 1000
    found = {cell: lost(cell, lexicon_for(day, province)) for cell, day, province in tried}
    assert {cell: words for cell, words in found.items() if words} == {}


REGISTRY = load_registry()
PROVINCE = REGISTRY.province("gia-lai", "2023")
NAMES = [
    fill(name, PROVINCE) for agency in REGISTRY.agencies.values() for name in (agency.name, *(o.name for o in agency.other_names))
]
JUNK = "xanh|Viettel|rừng|Rừng phòng hộ|12|2023|XYZ|huyện|tỉnh|Hội|Ban|Sở|Các|các|Doanh nghiệp|đơn vị|Công ty|Trung tâm|thị xã|h|(|)|A1"
MARKS = (
    ", |; | và |\n| - |/| |. |: | (chủ trì), | phối hợp với | chủ trì, phối hợp với |; phối hợp: | (theo dõi) | &|\n- |, các |…"
)
whole = st.sampled_from(NAMES)
cut = st.builds(lambda name, share: name[: max(1, int(len(name) * share))], whole, st.floats(0, 1))
rest = st.builds(lambda name, share: name[int((len(name) - 1) * share) :], whole, st.floats(0, 1))
pieces = st.one_of(whole, whole, cut, rest, st.sampled_from(JUNK.split("|")))
mixtures = st.lists(st.tuples(pieces, st.sampled_from(MARKS.split("|"))), min_size=1, max_size=7).map(
    lambda pairs: "".join(piece + mark for piece, mark in pairs)
)


@given(mixtures)
@example("Sở Khoa học và Công nghệ, Các sở, ban, ngành, UBND các huyện, thị xã, thành phố, Doanh nghiệp")
@example("Sở Y tế, 2023")
@example("Công ty Xanh (Hà Nội) Viettel, Sở Y tế 12")
def test_no_word_of_any_mixture_is_lost(cell: str) -> None:
    assert lost(cell, lexicon_for("2023-10-18", "gia-lai")) == []


def _key(body: Resolved) -> str:
    return body.id or match_key(body.text)


@given(mixtures)
def test_only_repetitions_are_left_out(cell: str) -> None:
    lexicon = lexicon_for("2023-10-18", "gia-lai")
    read = _Cell(clean(cell).text.replace("**", "").replace("…", " ").strip(), lexicon).read()
    kept = resolve_cell(cell, on="2023-10-18", province="gia-lai")
    assert [body.text for body in kept] == list({_key(body): body.text for body in reversed(read)}.values())[::-1] or len(
        {_key(body) for body in read}
    ) == len(kept)


@pytest.mark.parametrize("cell", ["2023", "Sở Y tế 2023", "Viettel", "1. Sở Y tế, 2. XYZ", "(Hội) abc"])
def test_what_is_no_body_stays_as_an_unresolved_one(cell: str) -> None:
    unknown = [body for body in resolve_cell(cell) if body.id is None]
    assert unknown
    assert all(body.via is None and body.name == body.text for body in unknown)
