"""GG7: who reports to whom, and when."""

from __future__ import annotations

from ggplan.rules.catalogue import Rule

__all__ = ["RULES"]

RULES = (
    Rule(
        "GG701",
        "reporting-missing",
        "warning",
        "The plan has narrative duties but no reporting duty.",
        "Every provincial plan says who reports to whom; the passage was probably not read.",
        "Look at the end of the narrative in the source.",
        bad="tasks: [{section: body, …}]   # and no reporting",
        good="reporting:\n- {due: '11-15', frequency: annual, from: Các sở, to: Sở Kế hoạch và Đầu tư}",
    ),
    Rule(
        "GG702",
        "report-without-date",
        "info",
        "The report to {to} has no day of the year.",
        "Nobody can be reminded of it.",
        "Nothing where the source gives none.",
        bad="{from: UBND tỉnh, to: Bộ Kế hoạch và Đầu tư}",
        good="{due: '12-10', frequency: annual, from: UBND tỉnh, to: Bộ Kế hoạch và Đầu tư}",
    ),
    Rule(
        "GG703",
        "report-without-addressee",
        "warning",
        "The reporting duty names nobody to report to.",
        "Nobody receives the report; the rest of the sentence was probably lost.",
        "Compare with the source.",
        bad="{due: '11-15', from: Các sở}",
        good="{due: '11-15', from: Các sở, to: Sở Kế hoạch và Đầu tư}",
    ),
    Rule(
        "GG704",
        "report-after-deadline",
        "warning",
        "The report to {to} is due on {due}, after the national deadline {deadline}.",
        "The province's report cannot reach the ministry in time.",
        "Compare with the source; set `national-deadline` in the configuration where the deadline has changed.",
        bad="{due: '12-25', from: UBND tỉnh, to: Bộ Kế hoạch và Đầu tư}",
        good="{due: '12-10', from: UBND tỉnh, to: Bộ Kế hoạch và Đầu tư}",
    ),
    Rule(
        "GG705",
        "report-date-impossible",
        "error",
        "There is no day {due} in the year.",
        "Day and month were swapped or misread.",
        "Compare with the source.",
        bad="{due: '11-31', to: Sở Kế hoạch và Đầu tư}",
        good="{due: '11-30', to: Sở Kế hoạch và Đầu tư}",
    ),
    Rule(
        "GG706",
        "report-order",
        "warning",
        "{sender} report to {to} on {due}, not before the province's own report is due on {next_due}.",
        "The body that gathers the reports gets them after its own deadline.",
        "Compare both dates with the source.",
        bad="{due: '12-15', from: Các sở, to: Sở Kế hoạch và Đầu tư}\n{due: '12-10', from: UBND tỉnh, to: Bộ Kế hoạch và Đầu tư}",
        good="{due: '11-15', from: Các sở, to: Sở Kế hoạch và Đầu tư}\n{due: '12-10', from: UBND tỉnh, to: Bộ KH&ĐT}",
    ),
    Rule(
        "GG707",
        "report-without-sender",
        "warning",
        "The reporting duty names nobody who reports.",
        "Nobody feels bound by it; the start of the sentence was probably lost.",
        "Compare with the source.",
        bad="{due: '11-15', to: Sở Kế hoạch và Đầu tư}",
        good="{due: '11-15', from: Các sở, to: Sở Kế hoạch và Đầu tư}",
    ),
    Rule(
        "GG708",
        "report-repeated",
        "warning",
        "The same reporting duty stands twice.",
        "It was read twice, and people are reminded twice.",
        "Delete one.",
        bad="two times {due: '11-15', from: Các sở, to: Sở Kế hoạch và Đầu tư}",
        good="{due: '11-15', from: Các sở, to: Sở Kế hoạch và Đầu tư}",
    ),
)
