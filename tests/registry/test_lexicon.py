"""Recognition of bodies in text: where each begins and ends, what it is, how well a piece of a list reads."""

from __future__ import annotations

import itertools
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ggplan.registry.lexicon import Lexicon, lexicon_for
from ggplan.registry.loading import load_registry
from ggplan.registry.models import Agency
from ggplan.registry.tokens import CONNECTIVES, tokenize

RAW = Path(__file__).parents[2] / "data" / "raw"
DEPARTMENTS, DISTRICTS, RELATED = "cac-so-ban-nganh", "ubnd-cac-huyen-thi-xa-thanh-pho", "cac-don-vi-lien-quan"
BOTH = "cac-so-nganh-dia-phuong"

# A text, the bodies of its opening list, and where the list stops (`|`).
LISTS = [
    ("Sở Tài chính và các sở, ngành liên quan| cân đối, vận động, thu hút", ["so-tai-chinh", DEPARTMENTS]),
    ("các sở, ban, ngành, UBND các huyện, thành phố| rà soát, đăng ký nhu cầu", [DEPARTMENTS, DISTRICTS]),
    (
        "Sở Giáo dục và Đào tạo, Sở Khoa học và Công nghệ, Sở Lao động - Thương binh và Xã hội| chủ động hợp tác",
        ["so-giao-duc-va-dao-tao", "so-khoa-hoc-va-cong-nghe", "so-lao-dong-thuong-binh-va-xa-hoi"],
    ),
    ("Sở KH&ĐT, TN&MT, Công Thương|", ["so-ke-hoach-va-dau-tu", "so-tai-nguyen-va-moi-truong", "so-cong-thuong"]),
    ("các Sở: KH&ĐT, TC và Y tế; Ban Dân tộc|", ["so-ke-hoach-va-dau-tu", "so-tai-chinh", "so-y-te", "ban-dan-toc"]),
    ("Sở Xây dựng| xây dựng kế hoạch", ["so-xay-dung"]),
    ("Sở Tài chính| và xây dựng kế hoạch", ["so-tai-chinh"]),
    ("- Sở Y tế\n- UBND các huyện,\nthị xã, thành phố|", ["so-y-te", DISTRICTS]),
    ("Sở VH,TT&DL/Sở LĐ, TB và XH|.", ["so-van-hoa-the-thao-va-du-lich", "so-lao-dong-thuong-binh-va-xa-hoi"]),
    ("Các Sở, ban ngành có liên quan và UBND các huyện, thị xã, thành phố|", [DEPARTMENTS, DISTRICTS]),
    ("các sở, ban, ngành và địa phương có liên quan| thực hiện đổi mới", [BOTH]),
    ("các ngành, địa phương| thu hút đầu tư", [BOTH]),
    ("các cơ quan liên quan| tăng cường thu hút", [RELATED]),
    ("các đơn vị khác có liên quan|", [RELATED]),
    ("UBND cấp huyện, cấp xã|", [DISTRICTS, "ubnd-cac-xa-phuong-dac-khu"]),
    ("UBND các huyện, thị xã, thành phố; UBND các xã, phường, thị trấn|", [DISTRICTS, "ubnd-cac-xa-phuong-dac-khu"]),
    ("các huyện, thành phố| ưu tiên đầu tư", [DISTRICTS]),
    ("Công an tỉnh (phối hợp), Sở Tư pháp|", ["cong-an-tinh", "so-tu-phap"]),
    ("các Sở ngành, Hội Phụ nữ, Tỉnh đoàn|... tổ chức", [DEPARTMENTS, "hoi-lien-hiep-phu-nu-tinh", "tinh-doan"]),
    ("|giữa nhà trường với gia đình", []),
    ("|các ngành công nghiệp phát sinh chất thải", []),
    ("|các hoạt động tăng trưởng xanh", []),
    ("|nghiên cứu chuyển giao công nghệ", []),
]


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return lexicon_for("2023-11-01", "gia-lai")


@pytest.mark.parametrize(("marked", "ids"), LISTS, ids=[marked[:30] for marked, _ in LISTS])
def test_lists_end_where_prose_begins(lexicon: Lexicon, marked: str, ids: list[str]) -> None:
    before, after = marked.split("|")
    bodies, end = lexicon.match_list(before + after)
    assert [body.id for body in bodies] == ids
    assert end == len(before)


NAMED = [
    ("Sở Tài nguyên và Môi trường", "so-tai-nguyen-va-moi-truong", "exact"),
    ("SỞ TÀI NGUYÊN VÀ MÔI TRƯỜNG", "so-tai-nguyen-va-moi-truong", "exact"),
    ("Sở Văn hoá, Thể thao và Du lịch", "so-van-hoa-the-thao-va-du-lich", "exact"),
    ("Sở Tài nguyên môi trường", "so-tai-nguyen-va-moi-truong", "alias"),
    ("Sở NN và Phát triển nông thôn", "so-nong-nghiep-va-phat-trien-nong-thon", "alias"),
    ("Sở Nông nghiệp và PTNN", "so-nong-nghiep-va-phat-trien-nong-thon", "fuzzy"),
    ("Sở Tài nguyện và Môi trường", "so-tai-nguyen-va-moi-truong", "fuzzy"),
    ("BKế hoạch và Đầu tư", "bo-ke-hoach-va-dau-tu", "alias"),
    ("UBMTTQVN tỉnh", "uy-ban-mat-tran-to-quoc-viet-nam-tinh", "alias"),
    ("NHNN Việt Nam - Chi nhánh tỉnh Gia Lai", "ngan-hang-nha-nuoc-viet-nam-chi-nhanh-tinh", "alias"),
    ("Ban Quản lý Khu kinh tế cửa khẩu Lệ Thanh", "ban-quan-ly-khu-kinh-te", "alias"),
]


@pytest.mark.parametrize(("text", "identity", "via"), NAMED)
def test_names(lexicon: Lexicon, text: str, identity: str, via: str) -> None:
    body = lexicon.match_at(text)
    assert body is not None
    assert (body.id, body.via, text[body.start : body.end]) == (identity, via, text)
    assert (body.score == 1.0) is (via != "fuzzy")


def test_names_are_those_of_the_province_and_its_type() -> None:
    branch = "ngan-hang-nha-nuoc-viet-nam-chi-nhanh-tinh"
    assert lexicon_for("2023", "gia-lai").name_of(branch) == "Ngân hàng Nhà nước Việt Nam chi nhánh tỉnh Gia Lai"
    assert lexicon_for("2023", "da-nang").name_of("cong-an-tinh") == "Công an thành phố"
    assert lexicon_for("2023").name_of(branch) == "Ngân hàng Nhà nước Việt Nam chi nhánh tỉnh"
    said = lexicon_for("2023").match_at("Ngân hàng Nhà nước chi nhánh tỉnh Hà Giang")
    assert said is not None
    assert said.name == "Ngân hàng Nhà nước Việt Nam chi nhánh tỉnh Hà Giang"


def test_local_bodies_are_those_of_their_province() -> None:
    text = "Ban Quản lý Khu kinh tế"
    ids = {}
    for province in ("thanh-hoa", "gia-lai", None):
        body = lexicon_for("2023", province).match_at(text)
        ids[province] = body.id if body else None
    assert ids == {
        "thanh-hoa": "ban-quan-ly-khu-kinh-te-nghi-son-va-cac-khu-cong-nghiep",
        "gia-lai": "ban-quan-ly-khu-kinh-te",
        None: "ban-quan-ly-khu-kinh-te",
    }


@pytest.mark.parametrize(
    ("day", "form", "identity"),
    [
        ("2024-01-01", "Sở Nông nghiệp", "so-nong-nghiep-va-phat-trien-nong-thon"),
        ("2025-03-01", "Sở Nông nghiệp", "so-nong-nghiep-va-moi-truong"),
        ("2024-01-01", "Thuế tỉnh", "cuc-thue-tinh"),
        ("2025-07-01", "Thuế tỉnh", "thue-tinh"),
        ("2024-01-01", "NHNN", "ngan-hang-nha-nuoc-viet-nam-chi-nhanh-tinh"),
        ("2025-04-01", "NHNN", "ngan-hang-nha-nuoc-chi-nhanh-khu-vuc"),
    ],
)
def test_names_are_looked_up_as_of_the_date(day: str, form: str, identity: str) -> None:
    body = lexicon_for(day, "gia-lai").match_at(form)
    assert body is not None
    assert body.id == identity


def test_a_dissolved_body_is_less_sure() -> None:
    body = lexicon_for("2025-06-01", "gia-lai").match_at("Sở Tài nguyên và Môi trường")
    assert body is not None
    assert body.id == "so-tai-nguyen-va-moi-truong"
    assert body.score < 1


@pytest.mark.parametrize("text", ["Sở NV", "Sở KH"])
def test_ambiguous_abbreviations_say_between_what(lexicon: Lexicon, text: str) -> None:
    body = lexicon.match_at(text)
    assert body is not None
    assert body.id is None
    assert len(body.candidates) == 2


def test_remarks_in_brackets_are_part_of_the_match(lexicon: Lexicon) -> None:
    text = "Sở Công Thương (cơ quan thường trực); Sở Y tế"
    body = lexicon.match_at(text)
    assert body is not None
    assert (text[: body.end], text[: body.core_end], body.remark) == (
        "Sở Công Thương (cơ quan thường trực)",
        "Sở Công Thương",
        "cơ quan thường trực",
    )


def test_find_reads_running_prose(lexicon: Lexicon) -> None:
    text = "Tham mưu UBND tỉnh ban hành; gửi Sở Kế hoạch và Đầu tư để tổng hợp, báo cáo Bộ TN&MT trước ngày 15/11."
    assert [text[body.start : body.end] for body in lexicon.find(text)] == ["UBND tỉnh", "Sở Kế hoạch và Đầu tư", "Bộ TN&MT"]


PIECES = ["Sở Nông nghiệp và Phát triển nông", "các huyện, thị xã,", "ngành có liên quan và", "thôn; Sở Xây dựng"]
PIECES += ["ngành cấp tỉnh;", "thành phố và các", "đơn vị liên quan", "Thương; Sở", "- xã hội và các", "chi nhánh tỉnh"]
PROSE = ["hậu của địa phương giai đoạn", "năng lượng tiết kiệm và hiệu quả", "mô hình sản xuất nông lâm kết hợp"]
PROSE += ["giảm phát thải khí nhà kính", "2023 - 2030", "nâng cao nhận thức của người dân về lối sống xanh"]


@pytest.mark.parametrize("piece", PIECES)
def test_pieces_of_lists_cost_nothing(lexicon: Lexicon, piece: str) -> None:
    assert lexicon.prefix_cost(piece.split()) <= 0.05


@pytest.mark.parametrize("line", PROSE)
def test_prose_costs(lexicon: Lexicon, line: str) -> None:
    assert lexicon.prefix_cost(line.split()) >= 0.4


def test_reading_as_bodies(lexicon: Lexicon) -> None:
    whole = "Sở Nông nghiệp và Phát triển nông thôn; Sở Xây dựng"
    assert lexicon.read_as_bodies(whole) == 1.0
    assert 0.5 < lexicon.read_as_bodies(whole.removesuffix(" thôn; Sở Xây dựng")) < 0.9
    assert lexicon.read_as_bodies("giảm phát thải khí nhà kính") == 0.0
    assert lexicon.read_as_bodies("") == 0.0
    assert lexicon.begins_body(whole)
    assert not lexicon.begins_body("thôn; Sở Xây dựng")
    assert {"sở", "nông", "nghiệp", "huyện"} <= lexicon.vocabulary


def _written_ways(agency: Agency) -> Iterator[str]:
    """Every way to write a name with runs of words abbreviated, for each joint."""
    words = [agency.name[t.start : t.end] for t in tokenize(agency.name) if t.word.is_word]
    kind, *content = [word for word in words if word.casefold() not in CONNECTIVES]
    for cuts in itertools.product((False, True), repeat=len(content) - 1):
        runs = [[content[0]]]
        for word, cut in zip(content[1:], cuts, strict=True):
            runs.append([word]) if cut else runs[-1].append(word)
        for short in itertools.product((False, True), repeat=len(runs)):
            if len(runs) > 3 or any(s and len(run) < 2 for s, run in zip(short, runs, strict=True)):
                continue
            parts = ["".join(w[0] for w in run).upper() if s else " ".join(run) for s, run in zip(short, runs, strict=True)]
            for joint in (" và ", "&", "-", " "):
                yield f"{kind} {joint.join(parts)}"


DEPARTMENT_RECORDS = [
    agency
    for agency in load_registry().agencies.values()
    if agency.classification in ("so", "bo") and agency.exists_on("2023") and not agency.jurisdiction
]


@pytest.mark.parametrize("agency", DEPARTMENT_RECORDS, ids=[agency.id for agency in DEPARTMENT_RECORDS])
def test_every_mixture_of_words_and_initials_is_read(lexicon: Lexicon, agency: Agency) -> None:
    for form in dict.fromkeys(_written_ways(agency)):
        body = lexicon.match_at(form)
        assert body is not None, form
        meant = {body.id} if body.id else {candidate.id for candidate in body.candidates}
        assert agency.id in meant, form
        assert (body.start, body.end) == (0, len(form)), form


# fmt: off
WORDS = st.sampled_from([
    "Sở", "sở", "các", "Các", "UBND", "huyện,", "thị", "xã;", "thành", "phố", "và", "&", "-", "/", "(", ")", ":", "\n", "h",
    "cấp", "tỉnh", "Gia", "Lai", "KH&ĐT", "TN-MT", "ngành", "ban", "Ban", "Quản", "lý", "có", "liên", "quan", "phối", "hợp",
    "TP.", "chủ", "trì", "đơn", "vị", "Hội", "Chi", "cục", "Tổ", "chức", "XYZ", "12", ".", "…", "đ", "Đ", "Ð", "Giao", "NV",
])
# fmt: on
TEXTS = st.one_of(st.text(max_size=80), st.lists(WORDS, max_size=40).map(" ".join))


@given(TEXTS)
@settings(max_examples=300, deadline=None)
def test_any_text_is_safe_and_places_are_in_order(text: str) -> None:
    lexicon = lexicon_for("2023-11-01", "gia-lai")
    bodies, end = lexicon.match_list(text)
    for found in (bodies, lexicon.find(text)):
        places = [place for body in found for place in (body.start, body.core_end, body.end)]
        assert places == sorted(places)
        assert all(0 <= place <= len(text) for place in places)
        assert all(body.start < body.core_end for body in found)
    assert end == (bodies[-1].end if bodies else 0)
    assert 0 <= lexicon.read_as_bodies(text) <= 1
    assert 0 <= lexicon.prefix_cost(text.split()) <= 1
    lexicon.match_at(text, len(text) // 2)


def test_time_grows_with_the_length_only() -> None:
    lexicon = lexicon_for("2023-11-01", "gia-lai")
    text = (RAW / "gia-lai.txt").read_text("utf-8")

    def seconds(times: int, mark: str) -> float:
        began = time.process_time()
        lexicon.find(text * times + mark)
        return time.process_time() - began

    seconds(1, "a")
    assert min(seconds(6, mark) for mark in "bcd") < 15 * min(seconds(1, mark) for mark in "efg") + 0.05


UNKNOWN = [
    "Ban Chỉ huy Phòng chống thiên tai và Tìm kiếm cứu nạn tỉnh",
    "Phòng Cảnh sát giao thông",
    "Trung tâm Khuyến công và Tư vấn phát triển công nghiệp",
    "Trung tâm Xúc tiến đầu tư và Hỗ trợ doanh nghiệp",
    "Viện Lúa đồng bằng sông Cửu Long",
    "doanh nghiệp logistics",
    "Các doanh nghiệp bảo hiểm",
]


@pytest.mark.parametrize("name", UNKNOWN)
def test_a_body_that_the_registry_does_not_know_is_read_whole(name: str) -> None:
    found, end = lexicon_for("2024-05-01", "thanh-hoa").match_list(name)
    assert [(match.id, match.name) for match in found] == [(None, name)]
    assert end == len(name)


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("UBND thành phố Khương An Phòng Cảnh sát giao thông", "UBND thành phố Khương An"),
        ("Ban Chỉ huy Phòng thủ dân sự tỉnh Công an tỉnh", "Ban Chỉ huy Phòng thủ dân sự tỉnh"),
        ("UBND xã Tân Hội Trung", "UBND xã Tân Hội Trung"),
        ("Công an tỉnh Cẩm Đàn", "Công an tỉnh"),
    ],
)
def test_a_name_ends_where_another_body_begins(text: str, first: str) -> None:
    found, _ = lexicon_for("2024-05-01", "thanh-hoa").match_list(text)
    assert found[0].name == first


def test_a_real_word_is_no_misprint_of_another() -> None:
    found = lexicon_for("2024-05-01", "thanh-hoa").match_at("Trung tâm Khuyến công")
    assert found is not None and found.id is None
