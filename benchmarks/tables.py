"""Tables as ggplan and its peers read them: the same documents, one run, exact rows and CPU milliseconds a page.

    python -m venv build/peers && build/peers/bin/pip install -r benchmarks/peers/requirements.txt
    python benchmarks/tables.py --peers build/peers/bin/python [--plan gia-lai] [--document pdf-plain]

A row is exact where its code, its text and its leads stand in its cells letter by letter (spaces apart, NFC), after the
same naive joining for everyone: a row without a code goes on from the row above. Every reading is a fresh process; the
CPU time is of the reading with the import of the library that reads, without the start of Python (reading characters alone is
measured without its import, the stricter yardstick); all modules are compiled before, as they are after an installation. The
last rows are ratios on the ruled PDFs: ggplan to its `Document` and to the canonical plan, against pdfplumber's
`extract_tables` and against reading characters, boxes and paths alone (bounds 1/8, 1/5, 2 and 3).
"""

from __future__ import annotations

import argparse
import compileall
import json
import os
import statistics
import subprocess
import sys
import tempfile
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

import ggplan
from press import LAYOUTS, Layout, Printed, TaskRow, from_plan, press_many
from press.rows import printed_rows

PEERS = ("pdfplumber", "camelot", "img2table", "markitdown", "pymupdf")
DOCUMENTS = {
    "pdf": ("plain", "horizontal", "unruled", "middle", "mixed-fonts", "numbered"),
    "gs": ("plain", "horizontal"),
    "chromium": ("plain",),
    "docx": ("plain",),
}
RULED = ("pdf-plain", "pdf-middle", "pdf-mixed-fonts", "pdf-numbered", "gs-plain")
RUNS = 5

OURS = """
import json, sys, time
from pathlib import Path
import ggplan.app.parsing as parsing
from ggplan.document import Table
from ggplan.parse.readers import read
path = Path(sys.argv[2])
begun = time.process_time()
if sys.argv[1] == "document":
    document = read(path)
    cpu = time.process_time() - begun
    rows = [[cell.text for cell in row.cells] for block in document.blocks if isinstance(block, Table) for row in block.rows]
else:
    parsing.parse_file(path, parsing.ParseSettings(province="Gia Lai"))
    cpu, rows = time.process_time() - begun, []
print(json.dumps({"rows": rows, "cpu": cpu}))
"""

ALONE = """
import ctypes, json, sys, time
import pypdfium2 as pdfium
import pypdfium2.raw as raw
begun = time.process_time()
pdf = pdfium.PdfDocument(sys.argv[2])
box = [ctypes.c_double() for _ in range(4)]
x, y = ctypes.c_float(), ctypes.c_float()
edges = [ctypes.c_float() for _ in range(4)]
seen = 0
for page in pdf:
    text = page.get_textpage()
    for index in range(text.count_chars()):
        seen += raw.FPDFText_GetUnicode(text, index)
        raw.FPDFText_GetCharBox(text, index, *box)
    for number in range(raw.FPDFPage_CountObjects(page)):
        item = raw.FPDFPage_GetObject(page, number)
        if raw.FPDFPageObj_GetType(item) == raw.FPDF_PAGEOBJ_PATH:
            raw.FPDFPageObj_GetBounds(item, *edges)
            for part in range(raw.FPDFPath_CountSegments(item)):
                raw.FPDFPathSegment_GetPoint(raw.FPDFPath_GetPathSegment(item, part), x, y)
print(json.dumps({"rows": [], "cpu": time.process_time() - begun}))
"""


def run(command: Sequence[str]) -> tuple[list[list[str]], float] | None:
    environment = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "PYTHONDONTWRITEBYTECODE")}
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=900, env=environment)
    if done.returncode:
        return None
    answer = json.loads(done.stdout.strip().splitlines()[-1])
    return answer["rows"], answer["cpu"]


def plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFC", text).split())


def joined(rows: Iterable[Sequence[str]], layout: Layout, code_at: int = 0) -> list[list[str]]:
    """Rows of the pages, headers and numbers of columns dropped; a row with nothing in the code column goes on from the row above."""
    headers = {plain(text) for text in layout.headers.values()}
    whole: list[list[str]] = []
    for row in rows:
        texts = [plain(cell) for cell in row]
        if headers.issuperset(filter(None, texts)) or texts == [str(number + 1) for number in range(len(texts))]:
            continue
        if whole and len(texts) == len(whole[-1]) and not texts[code_at]:
            whole[-1] = [above + below for above, below in zip(whole[-1], texts, strict=True)]
        else:
            whole.append(texts)
    return whole


def expected(printed: Printed, layout: Layout) -> list[tuple[str, str, str]]:
    at = [layout.columns.index(kind) for kind in ("code", "text", "lead")]
    pairs = zip(printed.rows, printed_rows(printed.rows, layout), strict=True)
    rows = [[plain("".join(cell.paragraphs)) for cell in cells] for row, cells in pairs if isinstance(row, TaskRow)]
    return [(row[at[0]], row[at[1]], row[at[2]]) for row in rows]


def share(rows: Iterable[Sequence[str]], layout: Layout, wanted: Sequence[tuple[str, str, str]]) -> float:
    seen: set[tuple[str, ...]] = set()
    for row in joined(rows, layout):
        texts = tuple(text for text in row if text)
        seen |= {(a, b, c) for a in texts[:2] for b in texts[:3] for c in texts}
    return sum(row in seen for row in wanted) / len(wanted)


def pages_of(path: Path) -> int:
    if path.suffix != ".pdf":
        return 1
    import pypdfium2

    with pypdfium2.PdfDocument(path) as pdf:
        return len(pdf)


def commands(peers: str | None) -> dict[str, list[str]]:
    ours = {name: [sys.executable, "-c", OURS, name] for name in ("document", "canonical")}
    alone = {"characters alone": [sys.executable, "-c", ALONE, "-"]}
    script = str(ROOT / "benchmarks" / "peers" / "extract.py")
    return ours | alone | ({peer: [peers, script, peer] for peer in PEERS} if peers else {})


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--peers", help="the Python that has the peers installed")
    parser.add_argument("--plan", default="gia-lai")
    parser.add_argument("--document", action="append")
    options = parser.parse_args()
    printed = from_plan(ggplan.load(ROOT / "data" / "canonical" / f"{options.plan}.yaml"))
    names = sorted({name for layouts in DOCUMENTS.values() for name in layouts})
    times: dict[str, dict[str, float]] = defaultdict(dict)
    compileall.compile_dir(ROOT / "src", quiet=1)
    print(f"{'document':20} {'tool':18} {'exact':>6} {'ms/page':>8}")
    with tempfile.TemporaryDirectory() as folder:
        files = press_many({name: (printed, LAYOUTS[name]) for name in names}, Path(folder), tuple(DOCUMENTS))
        for form, layouts in DOCUMENTS.items():
            for layout in layouts:
                document = f"{form}-{layout}"
                if options.document and document not in options.document:
                    continue
                path = files[layout][form]
                wanted = expected(printed, LAYOUTS[layout])
                for tool, command in commands(options.peers).items():
                    answers = [answer for _ in range(1 if tool in PEERS else RUNS) if (answer := run([*command, str(path)]))]
                    if not answers:
                        print(f"{document:20} {tool:18} cannot read it")
                        continue
                    cpu = statistics.median(cpu for _, cpu in answers) / pages_of(path) * 1000
                    times[document][tool] = cpu
                    exact = (
                        ""
                        if tool in ("canonical", "characters alone")
                        else f"{share(answers[0][0], LAYOUTS[layout], wanted):6.3f}"
                    )
                    print(f"{document:20} {tool:18} {exact:>6} {cpu:8.1f}", flush=True)
    for document in RULED:
        for ours, bounds in (("document", (1 / 8, 2)), ("canonical", (1 / 5, 3))):
            for tool, bound in zip(("pdfplumber", "characters alone"), bounds, strict=True):
                if tool in times[document] and ours in times[document]:
                    print(
                        f"{document:20} {ours} / {tool}: {times[document][ours] / times[document][tool]:.3f} (bound {bound:.3f})"
                    )


if __name__ == "__main__":
    main()
