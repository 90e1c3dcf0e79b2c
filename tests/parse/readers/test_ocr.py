"""Scans: a pressed page at 300 dpi, turned and noisy; rulings in pictures; what happens without tesseract and to bad pictures."""

from __future__ import annotations

import builtins
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw

from ggplan.errors import InputError
from ggplan.parse.readers import ocr, pdf
from ggplan.parse.readers.ocr_image import clean_page
from press import LAYOUTS
from press.scan import scan_pages, write_scan
from press.truth import body_rows, expected, plan_rows, share_exact, widest_tables
from support import heed_interrupts

PAGES = 2


@pytest.fixture(scope="module")
def scanned(pressed, tmp_path_factory: pytest.TempPathFactory):
    """The first pages of the plan as a PDF of pictures, and what is read from it."""
    plan, files = pressed
    path = tmp_path_factory.mktemp("scan") / "scan.pdf"
    write_scan(files["plain"]["pdf"], path, pages=PAGES)
    return plan, path, pdf.read(path)


@pytest.mark.engine("soffice", "tesseract")
def test_rows_of_a_scan(scanned) -> None:
    plan, _, document = scanned
    layout = LAYOUTS["plain"]
    rows = [plan_rows(row) for row in body_rows(widest_tables(document.blocks, len(layout.columns)), layout)]
    whole = expected(plan, layout)[: len(rows) - 1]  # the last row may go on on a page that was not scanned
    assert len(rows) > 6
    assert [row[0] for row in rows[:-1]] == [row[0] for row in whole]
    assert share_exact(rows[:-1], whole) >= 0.7
    assert _character_errors(rows[:-1], whole) <= 0.02


def _character_errors(seen: list, printed: list) -> float:
    from rapidfuzz.distance import Levenshtein

    pairs = [(" ".join(c[2] for c in a), " ".join(c[2] for c in b)) for a, b in zip(seen, printed, strict=True)]
    return sum(Levenshtein.distance(a, b) for a, b in pairs) / sum(len(b) for _, b in pairs)


@pytest.mark.engine("soffice", "tesseract")
def test_every_value_carries_a_confidence_and_every_page_a_repair(scanned) -> None:
    _, _, document = scanned
    tables = widest_tables(document.blocks, len(LAYOUTS["plain"].columns))
    scores = [cell.score for table in tables for row in table.rows for cell in row.cells if cell.text]
    assert all(0 < score < 1 for score in scores)
    pages = [(place.page, sorted(facts)) for slug, place, facts in document.repairs if slug == "ocr-page"]
    assert pages == [(number + 1, ["confidence", "doubtful", "words"]) for number in range(PAGES)]


@pytest.mark.slow
@pytest.mark.engine("soffice", "tesseract")
def test_a_picture_of_a_page(pressed, tmp_path: Path) -> None:
    _, files = pressed
    (page,) = scan_pages(files["nested"]["pdf"], pages=1)
    page.save(tmp_path / "a.tiff", dpi=(300, 300))
    document = ocr.read(tmp_path / "a.tiff")
    assert document.media_type == "image/tiff"
    (table,) = widest_tables(document.blocks, len(LAYOUTS["nested"].columns))
    header = [(cell.column, cell.colspan, cell.rowspan) for cell in table.rows[0].cells]
    assert header == [(0, 1, 2), (1, 1, 2), (2, 2, 1), (4, 1, 2)]


def _drawn(turn: float) -> Image.Image:
    picture = Image.new("L", (1200, 900), 245)
    draw = ImageDraw.Draw(picture)
    for y in (200, 400, 700):
        draw.line((100, y, 1100, y), fill=20, width=3)
    for x in (100, 500, 1100):
        draw.line((x, 200, x, 700), fill=20, width=3)
    draw.text((600, 300), "text that is no ruling", fill=20)
    return picture.rotate(turn, resample=Image.Resampling.BICUBIC, fillcolor=245)


@pytest.mark.parametrize("turn", [0.0, 0.7, -1.5])
def test_rulings_of_a_turned_picture(turn: float) -> None:
    page = clean_page(_drawn(turn), 150)
    point = 72 / 150
    assert [round(y / point) for y, _, _ in page.rulings.across] == pytest.approx([200, 400, 700], abs=14)
    assert [round(x / point) for x, _, _ in page.rulings.down] == pytest.approx([100, 500, 1100], abs=14)
    left = np.asarray(page.picture)[:, 150:450]
    assert (left < 120).sum() < 60  # the rulings are painted over


def test_without_the_extra_one_sentence_says_what_to_install(
    scanned_without_engine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ocr, "why_missing", lambda: "to read it, install ggplan[ocr] and tesseract")
    with pytest.raises(InputError, match=r"scan without a text layer; to read it, install ggplan\[ocr\]"):
        pdf.read(scanned_without_engine)
    picture = scanned_without_engine.with_suffix(".png")
    _drawn(0).save(picture)
    with pytest.raises(InputError, match=r"is a picture; to read it"):
        ocr.read(picture)


@pytest.fixture
def scanned_without_engine(tmp_path: Path) -> Path:
    path = tmp_path / "scan.pdf"
    _drawn(0).save(path, resolution=150)
    return path


def test_what_is_missing_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "find_spec", lambda name: None if name == "pytesseract" else builtins)
    assert "ggplan[ocr]" in str(ocr.why_missing())
    monkeypatch.undo()
    monkeypatch.setattr(ocr.shutil, "which", lambda _: None)
    assert "tesseract was not found" in str(ocr.why_missing())


@pytest.mark.engine("tesseract")
def test_a_blank_picture_and_damaged_ones(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    Image.new("L", (600, 800), 255).save(path)
    with pytest.raises(InputError, match="no text was found"):
        ocr.read(path)
    data = path.read_bytes()
    path.write_bytes(data[:200])
    with pytest.raises(InputError, match="damaged"):
        ocr.read(path)
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + b"x" * 100)
    with pytest.raises(InputError, match="damaged"):
        ocr.read(path)


@pytest.mark.engine("tesseract")
def test_a_picture_of_50_000_pixels_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    Image.new("1", (50_000, 50_000), 1).save(path)
    with pytest.raises(InputError, match="50000 x 50000"):
        ocr.read(path)


@pytest.mark.engine("soffice", "tesseract")
def test_ctrl_c_ends_a_scan_and_leaves_no_file(scanned, tmp_path: Path) -> None:
    _, path, _ = scanned
    temporary, target = tmp_path / "tmp", tmp_path / "out.yaml"
    temporary.mkdir()
    command = [sys.executable, "-c", "from ggplan.cli import main; main()", "parse", str(path), "-o", str(target)]
    environment = {**os.environ, "TMPDIR": str(temporary)}
    process = subprocess.Popen(
        command, env=environment, preexec_fn=heed_interrupts, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    deadline = time.monotonic() + 60
    while not any(temporary.iterdir()) and time.monotonic() < deadline:
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 130, errors.decode()
    assert b"Traceback" not in errors
    assert list(temporary.iterdir()) == []
    assert not target.exists()
