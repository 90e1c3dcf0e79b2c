"""The invented appendix pressed once for all tests of catalogues."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from catalogue.printing import flattened, print_documents, records

FORMS = ("docx", "html", "flattened", "pdf")


@pytest.fixture(scope="session")
def appendix(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """The file of a form: `docx`, `html`, `flattened`, or `pdf`, for which LibreOffice is needed."""
    folder = tmp_path_factory.mktemp("appendix")
    made: dict[str, Path] = {}

    def file(form: str) -> Path:
        if form == "pdf" and shutil.which("soffice") is None:
            pytest.skip("soffice is not installed")
        if form == "flattened":
            made[form] = folder / "appendix.txt"
            made[form].write_text(flattened(records()), "utf-8")
        elif form not in made:
            made.update(print_documents(records(), folder, [form]))
        return made[form]

    return file
