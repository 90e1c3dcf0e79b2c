"""GG6: quantified targets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from ggplan.parse.numbers import NUMBER, read_number
from ggplan.plan import Target
from ggplan.text import match_key
from ggplan.validate.hits import Hit, check, hit
from ggplan.validate.subject import Subject

_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_INDEX = re.compile(r"\b(?:chỉ số|hệ số|hdi|icor|gini|pci|papi|par index|pgi)\b")
_SHARE = re.compile(r"\b(?:tỷ lệ|tỉ lệ|tỷ trọng|tỉ trọng|độ che phủ|che phủ)\b")
_GROWTH = re.compile(r"\b(?:tăng|tốc độ|giảm|so với|gấp|vượt)\b")


def _each(subject: Subject) -> Iterator[tuple[int, Target]]:
    return iter(enumerate(subject.plan.targets))


def _has_value(target: Target) -> bool:
    return target.min is not None or target.max is not None


def _value(target: Target) -> str:
    ends = [_plain(end) for end in (target.min, target.max) if end is not None]
    return ends[0] if len(ends) < 2 or ends[0] == ends[1] else "-".join(ends)


def _with_unit(value: str, target: Target) -> str:
    return f"{value} {target.unit}" if target.unit else value


def _plain(number: float) -> str:
    return str(int(number)) if float(number).is_integer() else str(number)


def _name(target: Target) -> str:
    name = target.indicator or target.text
    return name if len(name) <= 70 else name[:69].rstrip() + "…"


@check("target-without-year")
def target_without_year(subject: Subject) -> Iterator[Hit]:
    """A value without a year."""
    for index, target in _each(subject):
        if _has_value(target) and target.year is None:
            yield hit("target-without-year", ("targets", index), target.id)


@check("target-without-unit")
def target_without_unit(subject: Subject) -> Iterator[Hit]:
    """A value without a unit that is no index."""
    for index, target in _each(subject):
        if _has_value(target) and not target.unit and not _INDEX.search(match_key(f"{target.indicator or ''} {target.text}")):
            yield hit("target-without-unit", ("targets", index), target.id, value=_value(target), indicator=_name(target))


@check("impossible-value")
def impossible_value(subject: Subject) -> Iterator[Hit]:
    """A share over 100 %, a negative value, an index of development over 1."""
    for index, target in _each(subject):
        ends = [end for end in (target.min, target.max) if end is not None]
        why = _impossible(target, ends)
        if why:
            value = _with_unit(_plain(max(ends) if max(ends) > 1 else min(ends)), target)
            key = "max" if target.max is not None else "min"
            place = ("targets", index, key)
            yield hit("impossible-value", place, target.id, value=value, indicator=_name(target), why=why)


def _impossible(target: Target, ends: list[float]) -> str | None:
    if not ends:
        return None
    key = match_key(f"{target.indicator or ''} {target.text}")
    if min(ends) < 0:
        return "a target is not below nought"
    if target.unit == "%" and max(ends) > 100 and (_SHARE.search(key) or not _GROWTH.search(key)):
        return "a share has at most 100 %"
    if target.unit and target.unit.startswith("%/") and max(ends) > 100:
        return "nothing doubles every year"
    if not target.unit and re.search(r"\b(?:hdi|phát triển con người|gini)\b", key) and max(ends) > 1:
        return "the index is at most 1"
    return None


@check("range-upside-down")
def range_upside_down(subject: Subject) -> Iterator[Hit]:
    """The lower end above the upper one."""
    for index, target in _each(subject):
        if target.min is not None and target.max is not None and target.min > target.max:
            place = ("targets", index, "min")
            yield hit("range-upside-down", place, target.id, min=_plain(target.min), max=_plain(target.max))


# What should become less; a target that says `giảm` counts the reduction, and that should become more.
_UNWANTED = re.compile(
    r"\b(?:nghèo|tiêu hao|phát thải|thất thoát|tổn thất|chôn lấp|thất nghiệp|tử vong|ô nhiễm|suy dinh dưỡng|lãng phí|mắc bệnh"
    r"|ngập úng|cường độ|tai nạn|suy giảm|tồn dư)\b"
)
# Rates of growth and shares of one branch may fall without anything being wrong.
_NEUTRAL = re.compile(r"\b(?:tốc độ|tăng trưởng|tỷ trọng|tỉ trọng|cơ cấu|dân số|lao động nông nghiệp|bình quân)\b")


@check("falls-later")
def falls_later(subject: Subject) -> Iterator[Hit]:
    """The same indicator lower in a later year, where it is one that should rise."""
    best: dict[tuple[str, str], list[tuple[int, Target]]] = {}
    for index, target in _each(subject):
        if target.indicator and target.year is not None and _low(target) is not None and _sound(subject, target):
            best.setdefault((match_key(target.indicator), target.unit or ""), []).append((index, target))
    for (name, _), series in best.items():
        if not _should_rise(name, series[0][1]):
            continue
        series.sort(key=lambda entry: (entry[1].year or 0, entry[0]))
        for (_, before), (index, target) in pairwise(series):
            value, earlier = _low(target) or 0, _low(before) or 0
            if value < earlier and target.year != before.year:
                yield hit(
                    "falls-later",
                    ("targets", index),
                    target.id,
                    indicator=_name(target),
                    value=_with_unit(_plain(value), target),
                    year=target.year,
                    before=_with_unit(_plain(earlier), before),
                    earlier=before.year,
                )


def _sound(subject: Subject, target: Target) -> bool:
    """Whether value and year can be the printed ones; what is wrong with others is said by rules of their own."""
    first, end = subject.period
    vision = subject.plan.period.vision if subject.plan.period else None
    in_time = target.year is None or ((first or target.year) <= target.year <= max(vision or 0, end or 9999))
    ends = [end for end in (target.min, target.max) if end is not None]
    return in_time and not _impossible(target, ends) and all(float(end) in _numbers(target.text) for end in ends)


def _low(target: Target) -> float | None:
    return target.min if target.min is not None else target.max


def _should_rise(name: str, target: Target) -> bool:
    if re.search(r"\bgiảm\b", match_key(target.text)):
        return not re.search(r"\bgiảm (?:xuống )?còn\b", match_key(target.text))
    return not _UNWANTED.search(name) and not _NEUTRAL.search(name)


@check("contradictory-values")
def contradictory_values(subject: Subject) -> Iterator[Hit]:
    """One indicator and year with two values; the later target is named."""
    first: dict[tuple[object, ...], Target] = {}
    for index, target in _each(subject):
        if not target.indicator or not _has_value(target):
            continue
        key = (match_key(target.indicator), target.unit, target.year, target.baseline_year)
        other = first.setdefault(key, target)
        if (other.min, other.max) != (target.min, target.max) and match_key(other.text) != match_key(target.text):
            yield hit(
                "contradictory-values",
                ("targets", index),
                target.id,
                indicator=_name(target),
                value=_with_unit(_value(target), target),
                year=target.year or "no year",
                other_value=_with_unit(_value(other), other),
                other=other.id,
            )


@check("target-repeated")
def target_repeated(subject: Subject) -> Iterator[Hit]:
    """The same indicator, year and value in the same words; the later target is named."""
    first: dict[tuple[object, ...], str] = {}
    for index, target in _each(subject):
        name = match_key(target.indicator or target.text)
        key = (name, match_key(target.text), target.unit, target.year, target.min, target.max, target.comparator)
        other = first.setdefault(key, target.id)
        if other != target.id:
            yield hit("target-repeated", ("targets", index), target.id, other=other)


@check("target-without-value")
def target_without_value(subject: Subject) -> Iterator[Hit]:
    """A target in words only."""
    for index, target in _each(subject):
        if not _has_value(target):
            yield hit("target-without-value", ("targets", index), target.id)


@check("comparator-contradicted")
def comparator_contradicted(subject: Subject) -> Iterator[Hit]:
    """Ends that the comparator does not have."""
    for index, target in _each(subject):
        low, high, sign = target.min, target.max, target.comparator
        good = {
            None: low is None and high is None,
            "=": low is not None and low == high,
            "~": low is not None and low == high,
            ">=": low is not None and high is None,
            "<=": low is None and high is not None,
            "range": low is not None and high is not None and low != high,
        }[sign]
        if not good:
            yield hit(
                "comparator-contradicted",
                ("targets", index),
                target.id,
                comparator=sign or "(none)",
                min="missing" if low is None else _plain(low),
                max="missing" if high is None else _plain(high),
            )


@check("value-not-in-text")
def value_not_in_text(subject: Subject) -> Iterator[Hit]:
    """A value that no number of the clause has."""
    for index, target in _each(subject):
        numbers = _numbers(target.text)
        for key in ("min", "max"):
            value = getattr(target, key)
            if value is None or float(value) in numbers or (key == "max" and target.max == target.min):
                continue
            near = [number for number in numbers if value and number and (number / value in (10, 100, 1000, 0.1, 0.01, 0.001))]
            hint = f", which has {_plain(near[0])}" if near else ""
            yield hit("value-not-in-text", ("targets", index, key), target.id, value=_plain(value), hint=hint)


def _numbers(text: str) -> set[float]:
    return {float(read_number(match)) for match in re.findall(rf"(?<![\d.,])(?:{NUMBER})", text)}


@check("target-outside-plan")
def target_outside_plan(subject: Subject) -> Iterator[Hit]:
    """A year outside the period and after the vision's."""
    first, end = subject.period
    if end is None:
        return
    vision = subject.plan.period.vision if subject.plan.period else None
    for index, target in _each(subject):
        year = target.year
        if year is not None and not (first or year) <= year <= max(vision or end, end):
            shown = f" {vision}" if vision else ""
            place = ("targets", index, "year")
            yield hit("target-outside-plan", place, target.id, year=year, start=first or "…", end=end, vision=shown)


@check("target-year-not-in-text")
def target_year_not_in_text(subject: Subject) -> Iterator[Hit]:
    """A clause that names years, but not the target's; a year after `so với` is the baseline's."""
    for index, target in _each(subject):
        text = re.sub(r"so với[^,;.]*?(?:19|20)\d\d", "", target.text)
        years = sorted({int(year) for year in _YEAR.findall(text)})
        if years and target.year is not None and target.year not in years:
            shown = ", ".join(str(year) for year in years)
            yield hit("target-year-not-in-text", ("targets", index, "year"), target.id, years=shown, year=target.year)


@check("baseline-not-before")
def baseline_not_before(subject: Subject) -> Iterator[Hit]:
    """A baseline in or after the target's year."""
    for index, target in _each(subject):
        if target.year is not None and target.baseline_year is not None and target.baseline_year >= target.year:
            place = ("targets", index, "baseline_year")
            yield hit("baseline-not-before", place, target.id, baseline=target.baseline_year, year=target.year)


@check("baseline-not-in-text")
def baseline_not_in_text(subject: Subject) -> Iterator[Hit]:
    """A baseline year that the clause does not name."""
    for index, target in _each(subject):
        baseline = target.baseline_year
        if baseline is not None and str(baseline) not in _YEAR.findall(target.text):
            yield hit("baseline-not-in-text", ("targets", index, "baseline_year"), target.id, baseline=baseline)


@check("unit-not-in-text")
def unit_not_in_text(subject: Subject) -> Iterator[Hit]:
    """A unit that the clause does not print; its parts around the slash are looked for apart."""
    for index, target in _each(subject):
        if not target.unit:
            continue
        text = match_key(target.text)
        parts = [part for part in re.split(r"[/\s]+", match_key(target.unit)) if part]
        if any(not _stands(part, text) for part in parts):
            yield hit("unit-not-in-text", ("targets", index, "unit"), target.id, unit=target.unit)


def _stands(part: str, text: str) -> bool:
    if not part.isalnum():
        return part in text
    return bool(re.search(rf"(?<![^\W\d_]){re.escape(part)}(?![^\W_])", text))


@check("indicator-missing")
def indicator_missing(subject: Subject) -> Iterator[Hit]:
    """A value of nothing."""
    for index, target in _each(subject):
        if _has_value(target) and not (target.indicator or "").strip():
            yield hit("indicator-missing", ("targets", index), target.id)
