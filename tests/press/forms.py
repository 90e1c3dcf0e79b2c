"""The other forms of a printed plan, each made by the program that people use for it."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from press.layout import Layout
from press.rows import PlanRow, Printed
from press.scan import write_scan
from press.sheets import write_csv, write_xlsx
from press.web import write_html
from press.word import write_docx

__all__ = ["FORMS", "MissingEngine", "office", "press", "press_many"]


class MissingEngine(RuntimeError):  # noqa: N818
    """A program that a form needs is not installed."""


def _engine(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        raise MissingEngine(f"{name} is not installed")
    return found


def _run(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, check=False, timeout=600)
    if done.returncode:
        raise RuntimeError(f"{command[0]}: {done.stderr.decode(errors='replace')[-500:]}")


def office(sources: Sequence[Path], target: str, folder: Path) -> list[Path]:
    """The files that LibreOffice makes of `sources`: `target` is a suffix such as `pdf`, `odt`, `doc`."""
    with tempfile.TemporaryDirectory() as profile:
        installed = f"-env:UserInstallation={Path(profile).as_uri()}"
        command = [_engine("soffice"), installed, "--headless", "--convert-to", target, "--outdir", str(folder)]
        _run(*command, *map(str, sources))
    return [folder / f"{source.stem}.{target.split(':', maxsplit=1)[0]}" for source in sources]


def _pdftotext(pdf: Path, target: Path) -> None:
    _run(_engine("pdftotext"), str(pdf), str(target))


def _pdftotext_raw(pdf: Path, target: Path) -> None:
    _run(_engine("pdftotext"), "-raw", str(pdf), str(target))


def _pdfminer(pdf: Path, target: Path) -> None:
    from pdfminer.high_level import extract_text

    target.write_text(extract_text(str(pdf)), encoding="utf-8")


def _ghostscript(pdf: Path, target: Path) -> None:
    _run(_engine("gs"), "-q", "-dNOPAUSE", "-dBATCH", "-sDEVICE=pdfwrite", f"-sOutputFile={target}", str(pdf))


def _chromium(html: Path, target: Path) -> None:
    with tempfile.TemporaryDirectory() as profile:
        quiet = ("--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update")
        home = f"--user-data-dir={profile}"
        printing = ("--no-pdf-header-footer", f"--print-to-pdf={target}", html.as_uri())
        _run(_engine("chromium"), "--headless", "--no-sandbox", *quiet, "--disable-sync", home, *printing)


def _scan(pdf: Path, target: Path) -> None:
    write_scan(pdf, target)


# A form made of the PDF: its suffix and its maker.
_OF_PDF: dict[str, tuple[str, Callable[[Path, Path], None]]] = {
    "pdftotext": ("pdftotext.txt", _pdftotext),
    "pdftotext-raw": ("pdftotext-raw.txt", _pdftotext_raw),
    "pdfminer": ("pdfminer.txt", _pdfminer),
    "gs": ("gs.pdf", _ghostscript),
    "scan": ("scan.pdf", _scan),
    "png": ("png", _scan),
}
# A form written straight from the plan.
_OF_PLAN: dict[str, tuple[str, Callable[[Printed, Layout, Path], None]]] = {
    "docx": ("docx", write_docx),
    "html": ("html", write_html),
    "portal": ("portal.html", lambda plan, layout, path: write_html(plan, layout, path, portal=True)),
    "xlsx": ("xlsx", write_xlsx),
    "csv": ("csv", write_csv),
}
_OF_OFFICE = ("pdf", "odt", "doc", "rtf")
FORMS = (*_OF_PLAN, *_OF_OFFICE, "office-html", "chromium", *_OF_PDF)
DEFAULT = ("docx", "pdf", "pdftotext", "pdftotext-raw", "pdfminer")


def press(plan: Printed | Sequence[PlanRow], layout: Layout, folder: Path, forms: Iterable[str] = DEFAULT) -> dict[str, Path]:
    """Prints the plan in that layout and returns the files by form. Raises `MissingEngine`."""
    return press_many({layout.name: (plan, layout)}, folder, forms)[layout.name]


def press_many(
    plans: Mapping[str, tuple[Printed | Sequence[PlanRow], Layout]], folder: Path, forms: Iterable[str] = DEFAULT
) -> dict[str, dict[str, Path]]:
    """Prints each plan as files named by its key; LibreOffice is started once a form. Forms it needs come along."""
    wanted = _with_sources(set(forms))
    files: dict[str, dict[str, Path]] = {name: {} for name in plans}
    for name, (plan, layout) in plans.items():
        printed = plan if isinstance(plan, Printed) else Printed(tuple(plan))
        for form in sorted(wanted & set(_OF_PLAN)):
            suffix, write = _OF_PLAN[form]
            files[name][form] = folder / f"{name}.{suffix}"
            write(printed, layout, files[name][form])
    for form in sorted(wanted & set(_OF_OFFICE)):
        made = office([files[name]["docx"] for name in plans], form, folder)
        for name, path in zip(plans, made, strict=True):
            files[name][form] = path
    _convert(files, wanted, folder)
    return files


def _with_sources(wanted: set[str]) -> set[str]:
    if unknown := wanted - set(FORMS):
        raise ValueError(f"unknown forms: {', '.join(sorted(unknown))}")
    if wanted & set(_OF_PDF):
        wanted |= {"pdf"}
    if wanted & {*_OF_OFFICE, "office-html"}:
        wanted |= {"docx"}
    return wanted | ({"html"} if "chromium" in wanted else set())


def _convert(files: dict[str, dict[str, Path]], wanted: set[str], folder: Path) -> None:
    if "office-html" in wanted:
        place = folder / "office-html"
        place.mkdir(exist_ok=True)
        for name, path in zip(files, office([files[name]["docx"] for name in files], "html", place), strict=True):
            files[name]["office-html"] = path
    for name, known in files.items():
        if "chromium" in wanted:
            known["chromium"] = folder / f"{name}.chromium.pdf"
            _chromium(known["html"], known["chromium"])
        for form in sorted(wanted & set(_OF_PDF)):
            suffix, make = _OF_PDF[form]
            known[form] = folder / f"{name}.{suffix}"
            make(known["pdf"], known[form])
