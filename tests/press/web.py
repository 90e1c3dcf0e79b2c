"""The plan as a web page: as an office publishes it, and as a legal portal wraps it."""

from __future__ import annotations

from html import escape
from pathlib import Path

from press.layout import WIDTHS, Layout
from press.rows import GroupRow, Printed, PrintedCell, printed_rows
from press.word import MOTTO, NATION, header_rows

__all__ = ["write_html"]

_NAVIGATION = """<nav><ul><li><a href="/">Trang chủ</a></li><li><a href="/van-ban">Văn bản</a></li></ul></nav>
<div class="login-popup"><p>Đăng nhập để tải văn bản. Đăng ký thành viên tại đây.</p></div>
<script>document.title = "x";</script><style>p { margin: 0 }</style>"""
_RELATED = """<div class="related"><h3>Văn bản liên quan</h3><ul><li><a href="/1">Quyết định 882/QĐ-TTg</a></li>
<li><a href="/2">Nghị quyết 04-NQ/TU</a></li></ul></div><footer><p>Bản quyền thuộc về Trang tin pháp luật</p></footer>"""


def write_html(plan: Printed, layout: Layout, path: Path, *, portal: bool = False) -> None:
    """Writes the page; with `portal` inside the navigation and boxes of a web site."""
    body = _front(plan) if layout.front else (f"<h2>{escape(plan.title.upper())}</h2>" if plan.title else "")
    body += "".join(f"<p>{escape(text)}</p>" for text in plan.body) + _table(plan, layout)
    if layout.front:
        body += _signature(plan)
    if portal:
        body = f'{_NAVIGATION}<main><div class="content">{body}</div></main>{_RELATED}'
    size = "A4 landscape" if layout.landscape else "A4"
    style = (
        f"@page {{ size: {size}; margin: 2cm }} body {{ font: {layout.size}pt {layout.font} }} "
        "table.plan { border-collapse: collapse; width: 100%; table-layout: fixed } td, th { padding: 2px 5px } "
        f"table.plan td, table.plan th {{ vertical-align: top; {_BORDERS[layout.borders]} }} "
        "td p { margin: 0 0 2pt 0 } .middle { text-align: center }"
        + ("" if layout.split_rows else " tr { break-inside: avoid }")
        + ("" if layout.repeat_header else " thead { display: table-row-group }")
    )
    page = f'<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><title>{escape(plan.title)}</title>'
    path.write_text(f"{page}<style>{style}</style></head><body>{body}</body></html>", encoding="utf-8")


_BORDERS = {
    "full": "border: 1px solid black",
    "horizontal": "border-top: 1px solid black; border-bottom: 1px solid black",
    "none": "border: none",
}


def _front(plan: Printed) -> str:
    place = plan.issuer.removeprefix("ỦY BAN NHÂN DÂN TỈNH ").title()
    number = f"Số: {plan.number or '      /KH-UBND'}"
    return (
        f'<table width="100%"><tr><td class="middle"><b>{escape(plan.issuer)}</b></td>'
        f'<td class="middle"><b>{NATION}<br>{MOTTO}</b></td></tr>'
        f'<tr><td class="middle">{escape(number)}</td><td class="middle"><i>{escape(f"{place}, {plan.dated}")}</i></td></tr>'
        f'</table><h1 class="middle">{escape(plan.title)}</h1>'
    )


def _signature(plan: Printed) -> str:
    return (
        '<table width="100%"><tr><td><p>Nơi nhận:</p><p>- Như trên;</p><p>- Lưu: VT.</p></td>'
        f'<td class="middle"><b>TM. ỦY BAN NHÂN DÂN<br>CHỦ TỊCH<br>{escape(plan.signer)}</b></td></tr></table>'
    )


def _table(plan: Printed, layout: Layout) -> str:
    shares = [WIDTHS[kind] for kind in layout.columns]
    columns = "".join(f'<col style="width: {share / sum(shares):.1%}">' for share in shares)
    head = "".join(_row(row, "th", strong=True) for row in header_rows(layout))
    body = "".join(
        _row(row, "td", strong=isinstance(source, GroupRow))
        for row, source in zip(printed_rows(plan.rows, layout), plan.rows, strict=True)
    )
    return f'<table class="plan"><colgroup>{columns}</colgroup><thead>{head}</thead><tbody>{body}</tbody></table>'


def _row(row: tuple[PrintedCell, ...], tag: str, *, strong: bool) -> str:
    return f"<tr>{''.join(_cell(cell, tag, strong=strong) for cell in sorted(row, key=lambda cell: cell.column))}</tr>\n"


def _cell(cell: PrintedCell, tag: str, *, strong: bool) -> str:
    spans = f' colspan="{cell.colspan}"' if cell.colspan > 1 else ""
    spans += f' rowspan="{cell.rowspan}"' if cell.rowspan > 1 else ""
    texts = [f"<b>{escape(text)}</b>" if strong else escape(text) for text in cell.paragraphs]
    inner = texts[0] if len(texts) == 1 else "".join(f"<p>{text}</p>" for text in texts)
    return f"<{tag}{spans}>{inner}</{tag}>"
