"""Units of measure as plans print them after a number: `ha`, `triệu đồng/ha/năm`, `triệu lượt khách`, `khu công nghiệp`."""

from __future__ import annotations

__all__ = ["UNIT"]

_MEASURES = "ha|m2|m²|m3|m³|km2|km²|km|tấn|tạ|kg|lít|MWp|MWh|MW|GWh|GW|kWh|KWh|kW|TOE|CO2|đồng|USD|điểm|lần"
_COUNTED = (
    "giường bệnh|giường|lượt khách|lượt|người|hộ|xã|phường|thị trấn|huyện|thôn|bản|đô thị|doanh nghiệp|hợp tác xã|trang trại|mô hình"
    "|dự án|đề án"
    "|cơ sở|trường|cây|sản phẩm|công trình|nhà máy|làng nghề|trạm|khu công nghiệp|cụm công nghiệp|khu|cụm|bác sĩ|xe buýt|xe"
)
_MANY = "nghìn|ngàn|triệu|tỷ"

UNIT = rf"(?:(?:(?:{_MANY})\s+)?(?:{_MEASURES}|{_COUNTED}))".replace(" ", r"\s")
"""A pattern of one unit, longest names first, without what it is measured by (`/năm`); use it with `re.IGNORECASE`."""
