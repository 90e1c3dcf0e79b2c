"""Words of the language of plans that are no names: what follows a list of bodies, what opens an unknown body."""

from __future__ import annotations

__all__ = ["COMPOUNDS", "GENERIC_HEADS", "NOT_HEADS", "PLURAL_HEADS", "PROSE_WORDS"]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _phrases(text: str) -> tuple[str, ...]:
    return tuple(phrase.strip() for phrase in text.split(","))


PROSE_WORDS = _words(
    "để nhằm trong tại về khi nếu là sẽ đã đang phải cần được do từ đến vào ra với cùng gồm bao nêu như theo "
    "trên dưới trước sau có cho bằng qua giữa đối căn chủ phối tham triển thực nghiên rà đề tiếp tăng hướng "
    "kiểm giám đánh báo xác lập đẩy huy thường chịu chỉ lồng đôn cân thu hỗ khuyến tuyên phổ đăng hoàn cập "
    "thẩm trình gửi sử ưu nâng giảm tạo mở kêu kết đổi chuyển áp ứng khai xem giải cụ rút quán sơ tổng ký "
    "tích nắm bố lựa chọn ban xây tổ phát phấn lấy đưa định kịp duy khắc phân tiến thúc động cải ngăn giao "
    "yêu nghiêm thí tập tranh đảm chuẩn trồng thay tự các chia trao điều khảo ngừng giữ bổ sửa bảo này đó nói "
    "khẩn tùy vẫn đều cũng mà thì"
)
"""Small words that begin what a body does, not a part of its name. Compared only where written without a capital."""

COMPOUNDS = frozenset(
    tuple(pair.split())
    for pair in _phrases("chỉ huy, cảnh sát, kiểm sát, đồng bằng, giao thông, phát triển, phát thanh, bảo hiểm, bảo vệ, thu mua")
)
"""Two words of names one of which alone would begin what a body does."""

GENERIC_HEADS = _phrases(
    "chi cục, trung tâm, hội, hiệp hội, liên minh, liên hiệp, liên đoàn, công ty, tổng công ty, tập đoàn, "
    "viện, trường, quỹ, văn phòng, ban, báo, đài, cục, tổng cục, kho bạc, vườn quốc gia, khu bảo tồn, hạt "
    "kiểm lâm, ngân hàng, phòng, sở, bộ, chi nhánh, tòa án, viện kiểm sát, bệnh viện, hợp tác xã, câu lạc bộ, "
    "học viện, nhà máy, ủy ban, ubnd, hđnd, hội đồng, tổ, đội, đoàn, ban quản lý, ban chỉ đạo, bql, vqg, cảng "
    "vụ, thường trực"
)
"""First words of bodies that the registry need not know."""

PLURAL_HEADS = _phrases(
    "doanh nghiệp, cộng đồng, chủ, tổ chức, cơ sở, đơn vị, cơ quan, lực lượng, nhà, trường học, hộ, phòng, ban"
)
"""First words of unknown bodies that are so only after `các`: `các cơ sở sản xuất`."""

NOT_HEADS = frozenset(
    tuple(pair.split())
    for pair in _phrases(
        "ban hành, hội nhập, hội nghị, hội thảo, hội chợ, báo cáo, trường hợp, quỹ đất, quỹ đầu, viện trợ, "
        "đoàn kết, bộ phận, bộ tiêu, ban đầu, cục bộ, tổ quốc, bộ dữ, chủ trì, chủ động, chủ trương, chủ yếu, "
        "chủ trọng, chủ đề, nhà nước, nhà ở, phòng chống, phòng ngừa, phòng hộ, phòng cháy, phòng thủ, đội ngũ, báo chí, "
        "sở hữu, tổ hợp, đoàn công, nhóm nhiệm, hội tụ, trường học, bộ chính, bộ máy, bộ quy, bộ chỉ, nhóm "
        "giải, khu vực, ngành nghề"
    )
)
"""Two words that look like the head of a body and are none."""
