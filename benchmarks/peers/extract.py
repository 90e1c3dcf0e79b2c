"""The tables of one file as one peer reads them: `python extract.py PEER FILE` prints JSON rows of cell texts and the seconds."""

from __future__ import annotations

import contextlib
import json
import os
import sys
import time
import warnings
from pathlib import Path

warnings.simplefilter("ignore")
Rows = list[list[str]]


def pdfplumber(path: str) -> Rows:
    import pdfplumber as library

    with library.open(path) as pdf:
        return [cells(row) for page in pdf.pages for table in page.extract_tables() for row in table]


def camelot(path: str) -> Rows:
    import camelot as library

    return [cells(row) for table in library.read_pdf(path, pages="all", flavor="lattice") for row in table.df.values.tolist()]


def img2table(path: str) -> Rows:
    from img2table.document import PDF

    found = PDF(path, pdf_text_extraction=True).extract_tables(borderless_tables=True)
    tables = [table for number in sorted(found) for table in found[number]]
    return [cells(row) for table in tables for row in table.df.values.tolist()]


def markitdown(path: str) -> Rows:
    from markitdown import MarkItDown

    lines = MarkItDown().convert(path).text_content.splitlines()
    return [cells(line.strip().strip("|").split("|")) for line in lines if line.strip().startswith("|")]


def pymupdf(path: str) -> Rows:
    import pymupdf as library

    with library.open(path) as document:
        return [cells(row) for page in document for table in page.find_tables() for row in table.extract()]


def cells(row: list[object]) -> list[str]:
    return ["" if cell is None else str(cell) for cell in row]


PEERS = {function.__name__: function for function in (pdfplumber, camelot, img2table, markitdown, pymupdf)}


def main() -> None:
    peer, path = sys.argv[1], str(Path(sys.argv[2]).resolve())
    begun = time.process_time()
    with Path(os.devnull).open("w") as nowhere, contextlib.redirect_stdout(nowhere):
        rows = PEERS[peer](path)
    print(json.dumps({"rows": rows, "cpu": time.process_time() - begun}))


if __name__ == "__main__":
    main()
