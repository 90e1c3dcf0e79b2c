"""The press: prints one plan in many forms, so that what is read can be compared with what was printed.

`press(plan, layout, folder)` writes a DOCX with python-docx and makes the other forms of it (`FORMS`) with LibreOffice,
Chromium, Ghostscript, poppler and pdfminer.six. `Printed` is the plan as it is printed; `rows.printed_rows` are its table
cells, the truth that readers are tested against.
"""

from __future__ import annotations

from press.forms import FORMS, MissingEngine, press, press_many
from press.layout import LAYOUTS, QUICK, Layout
from press.rows import GroupRow, Printed, TaskRow, from_gold, from_plan, printed_rows

__all__ = [
    "FORMS",
    "LAYOUTS",
    "QUICK",
    "GroupRow",
    "Layout",
    "MissingEngine",
    "Printed",
    "TaskRow",
    "from_gold",
    "from_plan",
    "press",
    "press_many",
    "printed_rows",
]
