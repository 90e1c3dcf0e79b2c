"""GG5: when tasks are to be done."""

from __future__ import annotations

from ggplan.rules.catalogue import Rule

__all__ = ["RULES"]

RULES = (
    Rule(
        "GG501",
        "time-upside-down",
        "error",
        "The time ends in {end}, before it starts in {start}.",
        "Years were swapped or misread.",
        "Compare with the source.",
        bad="timeframe: {text: 2023 - 2030, start: 2030, end: 2023}",
        good="timeframe: {text: 2023 - 2030, start: 2023, end: 2030}",
    ),
    Rule(
        "GG502",
        "time-outside-period",
        "warning",
        "The time {text} lies outside the plan's period {start}-{end}.",
        "A year was misread, or the task belongs to another plan.",
        "Compare with the source.",
        bad="period: {start: 2021, end: 2030}\ntimeframe: {text: Năm 2032, start: 2032, end: 2032}",
        good="period: {start: 2021, end: 2030}\ntimeframe: {text: Năm 2023, start: 2023, end: 2023}",
    ),
    Rule(
        "GG503",
        "time-missing",
        "warning",
        "The task has no time, though {share} of the {section}'s tasks have one.",
        "The cell was probably lost in reading.",
        "Compare the row with the source.",
        bad="{id: '1.2', section: appendix, actions: […], lead_agencies: […]}",
        good="{id: '1.2', section: appendix, …, timeframe: {text: Năm 2023, start: 2023, end: 2023}}",
    ),
    Rule(
        "GG504",
        "time-past-due",
        "warning",
        "The task was to be done by {end}, and {as_of} is later.",
        "Someone should say whether it was done.",
        "Ask the lead; the rule speaks only with `--as-of`, and not of recurring tasks.",
        bad="timeframe: {text: Năm 2023, start: 2023, end: 2023}   # --as-of 2025-06-30",
        good="timeframe: {text: 2023 - 2030, start: 2023, end: 2030}   # --as-of 2025-06-30",
    ),
    Rule(
        "GG505",
        "time-without-years",
        "info",
        "The time “{text}” names no year and does not recur.",
        "The task cannot be sorted or checked by time.",
        "Nothing where the source says no more; else write the years.",
        bad="timeframe: {text: Theo tiến độ}",
        good="timeframe: {text: Thường xuyên, recurring: true}",
    ),
    Rule(
        "GG506",
        "time-contradicts-text",
        "warning",
        "The time “{text}” means {wanted}, but {found} is written.",
        "Years were swapped or misread; the printed text decides.",
        "Write the years of the text, or mend the text by the source.",
        bad="timeframe: {text: 2023 - 2025, start: 2023, end: 2052}",
        good="timeframe: {text: 2023 - 2025, start: 2023, end: 2025}",
    ),
    Rule(
        "GG507",
        "time-before-document",
        "warning",
        "The time ends in {end}, before the document of {date}.",
        "A plan does not order what is over; a year was misread, or the document's date was.",
        "Compare both with the source.",
        bad="document: {issued_on: '2023'}\ntimeframe: {text: Năm 2021, start: 2021, end: 2021}",
        good="document: {issued_on: '2023'}\ntimeframe: {text: Năm 2024, start: 2024, end: 2024}",
    ),
)
