"""A whole appendix is read alike from every form, and kept as a file; damage is told with its place and stops the import."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from catalogue.conftest import FORMS
from catalogue.printing import Record, as_catalogue, flattened, print_documents, records
from ggplan.app.catalogue import ImportSettings, catalogue_text, import_catalogue, read_catalogue, selected
from ggplan.errors import InputError, OutputError, UsageError
from ggplan.registry.catalogue import attested_catalogue, load_catalogue
from ggplan.registry.loading import load_registry

File = Callable[[str], Path]
QD882 = ImportSettings(number="882/QĐ-TTg")


@pytest.mark.parametrize("form", FORMS)
def test_every_form_gives_the_same_catalogue(appendix: File, form: str) -> None:
    checked = read_catalogue(appendix(form), QD882)
    assert checked.errors == ()
    assert checked.catalogue.entries == as_catalogue(records()).entries
    assert checked.catalogue.issued_on == "2022-07-22"
    assert checked.compared


def test_a_group_without_tasks_is_carried_out_itself() -> None:
    catalogue = as_catalogue(records())
    assert (len(catalogue.themes), len(catalogue.groups), len(catalogue.tasks)) == (18, 57, 134)
    assert {leaf.code for leaf in catalogue.leaves if leaf.level == 2} == {"6.1", "6.2", "6.3"}


def test_the_file_gives_back_what_was_imported(appendix: File, tmp_path: Path) -> None:
    target = tmp_path / "qd882.yaml"
    checked = import_catalogue(appendix("docx"), target, QD882)
    loaded = load_catalogue(target, load_registry().national)
    assert loaded == checked.catalogue
    assert catalogue_text(loaded) == target.read_text("utf-8")
    assert read_catalogue(target).problems == ()


def test_the_same_document_gives_the_same_bytes(appendix: File, tmp_path: Path) -> None:
    files = [tmp_path / "one.yaml", tmp_path / "two.yaml"]
    for file in files:
        import_catalogue(appendix("html"), file, QD882)
    assert files[0].read_bytes() == files[1].read_bytes()
    assert str(tmp_path) not in files[0].read_text("utf-8")


DAMAGE = {
    "a missing row": ("4.2.3", None, ["4.2.3 is missing", "between 4.2.2"]),
    "a missing group": ("9.2", None, ["9.2 is missing", "9.2.1 comes without 9.2"]),
    "the last row of a theme": ("18.2.2", None, ["133 tasks were found", "themes 9 to 18 hold 80 tasks"]),
    "the last row of a counted theme": ("4.3.4", None, ["theme 4 has 13 tasks; 882/QĐ-TTg has 14 there"]),
    "a doubled code": ("7.1.2", "7.1.1", ["7.1.1 stands again"]),
    "a code of another group": ("3.2.3", "3.1.3", ["3.1.3 comes after 3.2.2", "3.2.3 is missing"]),
    "a code that a plan names": ("16.2.2", "16.2.3", ["16.2.2 is not in the table, but son-la.txt III.10 names it"]),
}


def damaged(code: str, instead: str | None) -> list[Record]:
    """The appendix without the entry `code`, or with another code in its place."""
    return [{**one, "code": instead} if one["code"] == code else one for one in records() if instead or one["code"] != code]


@pytest.mark.parametrize("name", DAMAGE)
def test_damage_stops_the_import_and_is_told(name: str, tmp_path: Path) -> None:
    code, instead, told = DAMAGE[name]
    target = tmp_path / "out.yaml"
    source = print_documents(damaged(code, instead), tmp_path, ["html"])["html"]
    errors = [problem.message for problem in import_catalogue(source, target, QD882).errors]
    assert not target.exists()
    for words in told:
        assert any(words in error for error in errors), errors


@pytest.mark.parametrize(
    ("name", "blamed"), [("a missing row", "4.2.3"), ("a doubled code", "7.1.1"), ("a missing group", "9.2.1")]
)
def test_damage_in_a_flattened_table_is_told_with_its_lines(name: str, blamed: str, tmp_path: Path) -> None:
    code, instead, _ = DAMAGE[name]
    source = tmp_path / "damaged.txt"
    source.write_text(flattened(damaged(code, instead)), "utf-8")
    first = read_catalogue(source).errors[0]
    assert first.code == blamed
    assert "page " in first.message
    assert "line" in first.message


@pytest.mark.parametrize("form", ["docx", "pdf"])
@pytest.mark.parametrize(("name", "code"), [("a missing row", "4.2.3"), ("a doubled code", "7.1.1")])
def test_damage_in_any_form_is_told_with_its_place(name: str, code: str, form: str, tmp_path: Path) -> None:
    if form == "pdf" and shutil.which("soffice") is None:
        pytest.skip("soffice is not installed")
    instead = DAMAGE[name][:2]
    source, target = print_documents(damaged(*instead), tmp_path, [form])[form], tmp_path / "out.yaml"
    first = import_catalogue(source, target, QD882).errors[0]
    assert not target.exists()
    assert code in first.message
    assert re.search(r"page \d|lines \d", first.message)


def test_other_decisions_are_imported_too(tmp_path: Path) -> None:
    few = [one for one in records() if one["code"].split(".")[0] in ("1", "2")]
    source = tmp_path / "other.txt"
    source.write_text(
        flattened(few).replace("882/QĐ-TTg ngày 22 tháng 7 năm 2022", "1234/QĐ-TTg ngày 1 tháng 2 năm 2031"), "utf-8"
    )
    checked = read_catalogue(source)
    assert (checked.catalogue.number, checked.catalogue.issued_on) == ("1234/QĐ-TTg", "2031-02-01")
    assert not checked.compared
    assert checked.errors == ()
    wrong = read_catalogue(source, ImportSettings(expect=(2, 4, 13)))
    assert [problem.message for problem in wrong.errors] == ["12 tasks were found; 1234/QĐ-TTg has 13"]


def test_a_document_that_is_no_appendix_is_refused(tmp_path: Path) -> None:
    source = tmp_path / "letter.txt"
    source.write_text("Kính gửi: Sở Tài chính\n\nĐề nghị báo cáo.\n", "utf-8")
    with pytest.raises(InputError, match="holds no table of tasks"):
        read_catalogue(source)


def test_a_document_that_names_no_decision_asks_for_its_number(tmp_path: Path) -> None:
    source = tmp_path / "nameless.txt"
    source.write_text(flattened(records()).replace("Quyết định số 882/QĐ-TTg", "Quyết định"), "utf-8")
    with pytest.raises(InputError, match="--number"):
        read_catalogue(source)


def test_nothing_is_written_over_the_document(appendix: File) -> None:
    file = appendix("flattened")
    before = file.read_bytes()
    with pytest.raises(OutputError, match="is the input"):
        import_catalogue(file, file, QD882)
    assert file.read_bytes() == before


BROKEN = {
    "missing": (None, "No such file"),
    "no YAML": ("a: [", "is no catalogue"),
    "another file": ("ggplan: 1\n", "has no `ggplan_catalogue: 1`"),
    "newer": ("ggplan_catalogue: 2\n", "format 2"),
    "empty": ("ggplan_catalogue: 1\nentries: []\n", "lists no entries"),
    "no title": ("ggplan_catalogue: 1\nentries: [{code: '1'}]\n", "entry 1 has no title"),
    "no code": ("ggplan_catalogue: 1\nentries: [{code: x, title: y}]\n", "entry 1 has the code 'x'"),
    "too deep": ("ggplan_catalogue: 1\nentries: [{code: 1.1.1.1, title: y}]\n", "entry 1 has the code"),
    "doubled": ("ggplan_catalogue: 1\nentries: [{code: '1', title: a}, {code: '1', title: b}]\n", "more than once"),
    "no text": (b"ggplan_catalogue\xff", "is no catalogue"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_is_told_in_one_sentence(name: str, tmp_path: Path) -> None:
    content, told = BROKEN[name]
    path = tmp_path / "broken.yaml"
    if content is not None:
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(InputError, match=told) as caught:
        load_catalogue(path)
    assert "\n" not in str(caught.value)


def test_a_damaged_file_can_still_be_checked(tmp_path: Path) -> None:
    path = tmp_path / "edited.yaml"
    entries = "[{code: '1', title: a}, {code: '1.1', title: b}, {code: '1.1', title: c}]"
    path.write_text(f"ggplan_catalogue: 1\nnumber: 7/QĐ-TTg\nentries: {entries}\n", "utf-8")
    kinds = {problem.kind: problem.message for problem in read_catalogue(path).problems}
    assert kinds["doubled"] == "entry 3: 1.1 stands again; it stood at entry 2 already"


def test_the_attested_catalogue_invents_nothing() -> None:
    known = load_registry().national
    assert known is not None
    catalogue = attested_catalogue(known)
    assert not catalogue.full
    assert catalogue.counts(4) == (3, 14)
    assert catalogue.counts(12) == (None, None)
    named = {code for item in known.attested for code in item.codes}
    assert {entry.code for entry in catalogue.entries if entry.level > 1} == named
    assert all(not entry.title and entry.note for entry in catalogue.entries if entry.level > 1)
    assert {entry.status for entry in catalogue.entries} == {"attested", "title only"}


def test_entries_are_chosen_with_all_below_them() -> None:
    catalogue = as_catalogue(records())
    assert [entry.code for entry in selected(catalogue, ["6", "7.1"])] == ["6", "6.1", "6.2", "6.3", "7.1", "7.1.1", "7.1.2"]
    assert len(selected(catalogue, [])) == 209
    with pytest.raises(UsageError, match=r"9\.9 is not in the imported catalogue"):
        selected(catalogue, ["9.9"])
