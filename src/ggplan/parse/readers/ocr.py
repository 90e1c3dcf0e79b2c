"""Scans and pictures through tesseract (`vie`): the extra `ggplan[ocr]`.

Pages are read side by side, one thread a core: each thread waits for a tesseract process of its own. A page is
straightened, its rulings are found in the picture and painted over, and tesseract reads the words with their places. From
there a scan goes the way of any PDF page. Every cell carries tesseract's confidence, every page a repair entry; no letter,
number or code is corrected here.
"""

from __future__ import annotations

import os
import shutil
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any, TypeAlias

from ggplan.document import Document
from ggplan.errors import InputError
from ggplan.location import Place
from ggplan.parse.readers.ocr_words import Word
from ggplan.parse.readers.pdf_document import PageDraft, blocks_of
from ggplan.parse.readers.pdf_gaps import rows_of
from ggplan.parse.readers.pdf_grid import ruled_grids
from ggplan.parse.readers.pdf_raw import Piece
from ggplan.parse.readers.pdf_tables import TableDraft, fill
from ggplan.parse.readers.repairs import Repairs

__all__ = ["LANGUAGE", "read", "read_pdf_pages", "why_missing"]

LANGUAGE = "vie"
_DPI = 300
_MOST_PIXELS = 120_000_000
_MOST_PAGES = 2000
_Picture: TypeAlias = tuple[int, Any, float]
"""The number of a page, its picture in grey, dots per inch."""
_HOW = "install ggplan[ocr] and tesseract with its language `vie` (Debian: tesseract-ocr-vie)"


def why_missing() -> str | None:
    """What is missing for OCR and how to install it, as the end of a sentence; None where OCR can be used."""
    if any(find_spec(name) is None for name in ("pytesseract", "PIL", "numpy")):
        return f"to read it, {_HOW}"
    if shutil.which("tesseract") is None:
        return f"tesseract was not found; {_HOW}"
    import pytesseract

    if LANGUAGE not in pytesseract.get_languages():
        return f"tesseract has no Vietnamese; {_HOW}"
    return None


def read(path: Path, *, password: str | None = None) -> Document:
    """The document in a picture; a TIFF may hold several pages. Raises `InputError` for a damaged or enormous one."""
    del password
    missing = why_missing()
    if missing:
        raise InputError(f"{path} is a picture; {missing}")
    repairs = Repairs()
    pages = _recognised(((number, picture, dpi) for number, (picture, dpi) in enumerate(_pictures(path), 1)), repairs)
    if not any(page.rows or page.tables for page in pages):
        raise InputError(f"{path} is a picture in which no text was found; ask for a better copy")
    kind = {".png": "png", ".tif": "tiff", ".tiff": "tiff"}.get(path.suffix.lower(), "jpeg")
    return Document(tuple(blocks_of(pages, repairs)), f"image/{kind}", repairs.entries())


def _pictures(path: Path) -> Iterator[tuple[Any, float]]:
    """The pages of a picture file in grey, each with its dots per inch."""
    from PIL import Image, ImageSequence

    Image.MAX_IMAGE_PIXELS = None
    try:
        with Image.open(path) as file:
            if file.width * file.height > _MOST_PIXELS:
                raise InputError(f"{path} has {file.width} x {file.height} pixels; scan it again at 300 dpi")
            for number, frame in enumerate(ImageSequence.Iterator(file)):
                if number < _MOST_PAGES:
                    yield frame.convert("L"), _resolution(frame)
    except (OSError, ValueError, SyntaxError, EOFError) as error:
        raise InputError(f"{path} is a damaged picture ({error}); ask for another copy") from error


def _resolution(picture: Any) -> float:
    """Dots per inch as the file says; where it says nothing sensible, as if the page were A4."""
    said = float((picture.info.get("dpi") or (0, 0))[0] or 0)
    width, height = picture.size
    return said if 100 <= said <= 1200 else max(72.0, min(width, height) / (210 / 25.4))


def read_pdf_pages(document: Any, numbers: Sequence[int], repairs: Repairs) -> list[PageDraft]:
    """These pages (from 1) of an open PDF, rendered one after another and read."""
    return _recognised((_rendered(document, number) for number in numbers), repairs)


def _rendered(document: Any, number: int) -> _Picture:
    page = document[number - 1]
    try:
        width, height = page.get_size()
        scale = min(_DPI / 72, (_MOST_PIXELS / max(1.0, width * height)) ** 0.5)
        picture = page.render(scale=scale, grayscale=True).to_pil().convert("L")
    finally:
        page.close()
    return number, picture, scale * 72


def _recognised(pictures: Iterator[_Picture], repairs: Repairs) -> list[PageDraft]:
    """The pictures as pages, in order; no more pictures are held than threads work and wait on."""
    workers = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    pages: list[PageDraft] = []
    waiting: deque[Future[tuple[PageDraft, Repairs]]] = deque()

    def take() -> None:
        page, own = waiting.popleft().result()
        pages.append(page)
        for slug, place, facts in own.entries():
            repairs.add(slug, place, **facts)

    with _one_thread(), ThreadPoolExecutor(workers) as pool:
        try:
            for number, picture, dpi in pictures:
                waiting.append(pool.submit(_page, picture, number, dpi))
                if len(waiting) > workers:
                    take()
            while waiting:
                take()
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    return pages


def _page(picture: Any, number: int, dpi: float) -> tuple[PageDraft, Repairs]:
    from ggplan.parse.readers.ocr_cells import Scan, reread
    from ggplan.parse.readers.ocr_image import clean_page

    repairs = Repairs()
    page = clean_page(picture, dpi)
    words = _words(page.picture, dpi, _SPARSE)
    grids, loose = ruled_grids(page.rulings)
    grids = [grid for grid in grids if len(grid.fields) > 1]
    size = _font_size(words)
    scan = Scan(page.picture, dpi / 72, size, lambda part, mode: _words(part, dpi, mode))
    for grid in grids:
        words, unread = reread(scan, grid, words)
        for cell in unread:
            left, top, right, bottom = (round(edge, 1) for edge in grid.box(cell))
            repairs.add("ocr-unread", Place(number, box=(left, top, right, bottom)))
    pieces, scores = _pieces(words, size)
    tables: list[TableDraft] = []
    for grid in grids:
        table, pieces = fill(number, grid, pieces, scores=scores)
        tables.append(table)
    _report(number, scores, repairs)
    width, height = (side * 72 / dpi for side in page.picture.size)
    return PageDraft(number, width, height, tables, rows_of(pieces), loose, scores=scores), repairs


def _report(number: int, scores: dict[int, float], repairs: Repairs) -> None:
    mean = sum(scores.values()) / len(scores) if scores else 0.0
    doubtful = sum(score < _DOUBTFUL for score in scores.values())
    facts = {"confidence": f"{mean:.2f}", "words": str(len(scores)), "doubtful": str(doubtful)}
    repairs.add("ocr-page", Place(number), **facts)


# Words --------------------------------------------------------------------------------------------------------------

_SPARSE = 11
_CERTAIN = 0.98
"""The most that a word read by OCR is trusted."""
_DOUBTFUL = 0.6
_DESCENDING = set("gjpqyQ,;()[]/{}|@$_ạặậẹệịọộợụựỵẠẶẬẸỆỊỌỘỢỤỰỴ")


def _words(picture: Any, dpi: float, mode: int) -> list[Word]:
    """What tesseract reads on a picture in a page segmentation mode; places are points of the picture."""
    import pytesseract

    config = f"--oem 1 --psm {mode} --dpi {round(dpi)}"
    picture.format = "BMP"  # handed over as it is: packing a noisy page as PNG takes as long as reading half of it
    try:
        kind = pytesseract.Output.DICT
        data = pytesseract.image_to_data(picture, lang=LANGUAGE, config=config, output_type=kind)
    except (pytesseract.TesseractError, OSError, RuntimeError) as error:
        raise InputError(f"tesseract failed ({error}); see whether it runs by itself on the picture") from error
    point = 72 / dpi
    words: list[Word] = []
    for index, text in enumerate(data["text"]):
        confidence = float(data["conf"][index])
        if not text.strip() or confidence < 0:
            continue
        left, top = data["left"][index] * point, data["top"][index] * point
        right, bottom = left + data["width"][index] * point, top + data["height"][index] * point
        line = (data["block_num"][index], data["par_num"][index], data["line_num"][index])
        words.append(Word(line, left, top, right, bottom, text.strip(), min(confidence / 100, _CERTAIN)))
    return words


@contextmanager
def _one_thread() -> Iterator[None]:
    """Tesseract with one thread: its own threads slow it down, and pages are read side by side."""
    before = os.environ.get("OMP_THREAD_LIMIT")
    os.environ["OMP_THREAD_LIMIT"] = "1"
    try:
        yield
    finally:
        if before is None:
            del os.environ["OMP_THREAD_LIMIT"]
        else:
            os.environ["OMP_THREAD_LIMIT"] = before


def _pieces(words: list[Word], size: float) -> tuple[list[Piece], dict[int, float]]:
    """Words as pieces, each with its own number as first character, and their confidences by that number."""
    lines: dict[tuple[int, int, int], list[Word]] = {}
    for word in words:
        lines.setdefault(word.line, []).append(word)
    pieces: list[Piece] = []
    scores: dict[int, float] = {}
    for line in lines.values():
        baseline = _baseline(line)
        for word in line:
            own = word.bottom if abs(word.bottom - baseline) > size * 0.5 else baseline
            number = len(pieces) * 2
            width = word.right - word.left
            pieces.append(Piece(word.left, word.right, own, size, word.text, number, number, width))
            scores[number] = word.score
    return pieces, scores


def _font_size(words: list[Word]) -> float:
    """The size of the page's font: a capital or a letter with an ascender is about seven tenths of it high."""
    heights = sorted(word.bottom - word.top for word in words if len(word.text) > 1 and not _descends(word.text))
    return heights[len(heights) // 2] / 0.72 if heights else 10.0


def _descends(text: str) -> bool:
    return any(char in _DESCENDING for char in text)


def _baseline(line: list[Word]) -> float:
    """Where the words of a line stand: the lower edge of most of those without descenders."""
    edges = sorted(word.bottom for word in line if not _descends(word.text)) or sorted(word.bottom for word in line)
    return edges[len(edges) // 2]
