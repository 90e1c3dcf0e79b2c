"""What the aligner knows of the language of such plans: usual abbreviations, empty openings, words that exclude each other.

No province, agency or line of a document stands here.
"""

from __future__ import annotations

__all__ = ["ABBREVIATIONS", "COLLECTIVES", "CONTRASTS", "MEASURES", "OPENINGS", "SCOPES", "SYNONYMS", "TELLING"]

ABBREVIATIONS: dict[str, str] = {
    "ttx": "tăng trưởng xanh",
    "bđkh": "biến đổi khí hậu",
    "bdkh": "biến đổi khí hậu",
    "knk": "khí nhà kính",
    "ptbv": "phát triển bền vững",
    "kt-xh": "kinh tế xã hội",
    "ktxh": "kinh tế xã hội",
    "kh&cn": "khoa học công nghệ",
    "khcn": "khoa học công nghệ",
    "cntt": "công nghệ thông tin",
    "csdl": "cơ sở dữ liệu",
    "kcn": "khu công nghiệp",
    "ccn": "cụm công nghiệp",
    "kkt": "khu kinh tế",
    "ptnt": "phát triển nông thôn",
    "ntm": "nông thôn mới",
    "mtqg": "mục tiêu quốc gia",
    "gtsx": "giá trị sản xuất",
    "gtvt": "giao thông vận tải",
    "ptr0": "phát thải ròng bằng 0",
    "ctr": "chất thải rắn",
    "ctrsh": "chất thải rắn sinh hoạt",
    "bvmt": "bảo vệ môi trường",
    "đdsh": "đa dạng sinh học",
    "hđnd": "hội đồng nhân dân",
    "ubnd": "ủy ban nhân dân",
}
"""Abbreviations of these plans in small letters, where the plan itself explains none."""

OPENINGS: tuple[str, ...] = (
    "chủ trì",
    "phối hợp chặt chẽ với",
    "phối hợp với",
    "phối hợp",
    "tham mưu",
    "triển khai thực hiện",
    "tổ chức thực hiện",
    "triển khai",
    "thực hiện",
    "tiếp tục",
    "tăng cường",
    "đẩy mạnh",
    "trên địa bàn tỉnh",
    "của tỉnh",
    "theo chức năng nhiệm vụ được giao",
    "theo chức năng nhiệm vụ",
    "trên cơ sở chức năng nhiệm vụ được giao",
    "có liên quan",
    "liên quan",
)
"""Words of office that stand in nearly every duty and tell nothing about which it is."""

COLLECTIVES: tuple[str, ...] = (
    "các sở ban ngành",
    "các sở ngành địa phương",
    "các sở ngành",
    "các ngành địa phương",
    "các đơn vị",
    "các cơ quan",
    "các địa phương",
    "ủy ban nhân dân các huyện thị xã thành phố",
    "ủy ban nhân dân các huyện thành phố",
    "các huyện thành phố",
)
"""Collective bodies as they stand in running text; agencies are compared in their own fields."""

CONTRASTS: tuple[tuple[str, ...], ...] = (
    (
        "ngân hàng|tín dụng",
        "nhà giáo|giáo viên|quản lý giáo dục|học sinh|sinh viên",
        "doanh nghiệp|hợp tác xã|hộ kinh doanh",
        "quản trị công|công chức|viên chức|cán bộ lãnh đạo",
        "nông dân|nông hộ",
    ),
    ("biến đổi khí hậu|khí hậu", "thiên tai|bão lũ|lũ lụt", "dịch bệnh"),
)
"""Sets of which a duty is about one: whom it trains, which hazard it counts. Duties that name different members are not the same
duty, however alike the sentence around them. Each member is an alternation of phrases in small letters.
"""

SCOPES: tuple[tuple[str, ...], ...] = (
    ("đô thị|thành thị", "nông thôn"),
    ("nông nghiệp|nông lâm nghiệp|trồng trọt", "thủy sản", "lâm nghiệp|rừng", "chăn nuôi", "công nghiệp"),
    ("nước thải", "nước sạch|nước sinh hoạt", "chất thải rắn|rác thải", "khí thải"),
    ("còn lại|khác", "loại ii|loại iii|loại iv|loại i|thành phố"),
    ("hợp vệ sinh", "nước sạch|quy chuẩn|đạt chuẩn"),
    ("che phủ", "chứng chỉ"),
    ("tái tạo", "tiêu hao|tiết kiệm"),
)
"""Sets of which an indicator measures one: where, of what, by which standard."""

MEASURES: tuple[str, ...] = (
    "tỷ lệ",
    "tỉ lệ",
    "tỷ trọng",
    "tỉ trọng",
    "tốc độ",
    "chỉ số",
    "mức",
    "tổng",
    "đạt",
    "đạt từ",
    "được",
    "trên",
    "của",
    "các",
    "có",
    "và",
    "để",
    "ra",
    "một",
    "theo",
    "phấn đấu",
    "khoảng",
    "ít nhất",
    "trong",
    "đối với",
    "chiếm",
    "bằng",
    "năm",
    "giai đoạn",
    "bình quân",
    "quy định",
    "bảo đảm",
    "đảm bảo",
)
"""Words of measuring that stand in every indicator."""

TELLING: tuple[tuple[str, ...], ...] = (
    ("chôn lấp",),
    ("ngập úng",),
    ("chứng chỉ",),
    ("hợp vệ sinh",),
    ("xe buýt",),
    ("phân loại",),
)
"""Words that make another indicator of it where only one of two names them."""

SYNONYMS: dict[str, str] = {
    "thành thị": "đô thị",
    "độ che phủ": "che phủ",
    "cung cấp": "cung",
    "được cấp nước": "được sử dụng nước",
    "hộ gia đình": "hộ dân số",
    "grdp": "gdp",
    "tỉ lệ": "tỷ lệ",
    "bảo đảm": "đảm bảo",
    "thu gom và xử lý": "thu gom xử lý",
}
"""What indicators call by two names."""
