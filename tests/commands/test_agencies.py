"""`ggplan agencies`: how a written form resolves."""

from __future__ import annotations

import json
from typing import Any

import pytest

from commands.running import run


def forms(*arguments: str) -> list[dict[str, Any]]:
    done = run("agencies", *arguments, "--format", "json")
    data = json.loads(done.stdout)
    assert data["ggplan"] == 1
    return list(data["forms"])


def test_a_list_without_its_kinds() -> None:
    (form,) = forms("Sở TN&MT, KH&ĐT", "--on", "2023-10-18")
    assert form["text"] == "Sở TN&MT, KH&ĐT"
    assert [(body["name"], body["via"]) for body in form["bodies"]] == [
        ("Sở Tài nguyên và Môi trường", "alias"),
        ("Sở Kế hoạch và Đầu tư", "alias"),
    ]
    assert all(0 < body["score"] <= 1 and body["id"] for body in form["bodies"])


def test_a_table_for_people() -> None:
    done = run("agencies", "Sở TN&MT", "--on", "2023-10-18")
    assert done.exit_code == 0
    assert "Sở Tài nguyên và Môi trường" in done.stdout
    assert done.stderr == ""


def test_roles_where_the_form_says_them() -> None:
    (form,) = forms("Sở Công Thương chủ trì; Sở Y tế phối hợp")
    assert [body.get("role") for body in form["bodies"]] == ["lead", "cooperating"]
    (plain,) = forms("Sở Y tế")
    assert "role" not in plain["bodies"][0]


def test_the_province_names_its_bodies() -> None:
    (form,) = forms("Ngân hàng Nhà nước chi nhánh tỉnh", "--province", "gia-lai", "--on", "2023")
    assert form["bodies"][0]["name"] == "Ngân hàng Nhà nước Việt Nam chi nhánh tỉnh Gia Lai"


def test_what_stays_unresolved_is_told_with_exit_code_1() -> None:
    done = run("agencies", "Câu lạc bộ Cờ vua", "Sở Y tế", "--format", "json")
    assert done.exit_code == 1
    unknown, known = json.loads(done.stdout)["forms"]
    assert "id" not in unknown["bodies"][0]
    assert unknown["bodies"][0]["text"] == "Câu lạc bộ Cờ vua"
    assert all({"id", "name", "score"} == set(candidate) for candidate in unknown.get("candidates", []))
    assert known["bodies"][0]["name"] == "Sở Y tế"
    assert "unresolved" in run("agencies", "Câu lạc bộ Cờ vua").stdout


@pytest.mark.parametrize("form", ["", "  ", "; ;", "2023"])
def test_a_form_without_a_body(form: str) -> None:
    done = run("agencies", form)
    assert done.exit_code == 1
    assert isinstance(done.exception, SystemExit)


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--province", "Atlantis"], "Atlantis"),
        (["--on", "18/10/2023"], "is no date"),
        (["--as-of", "2023-13"], "is no date"),
        (["--format", "xml"], "neither text nor json"),
    ],
)
def test_options_that_make_no_sense(options: list[str], says: str) -> None:
    done = run("agencies", "Sở Y tế", *options)
    assert (done.exit_code, done.stdout) == (2, "")
    assert says in done.stderr
    assert done.stderr.count("\n") == 1
