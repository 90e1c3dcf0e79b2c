"""The HTML report: one file, looked at in a browser that must not ask for anything else."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest

from diff.chromium import CHROMIUM, Page
from diff.examples import placed, view
from diff.goldplans import gold_plan
from ggplan.diff import compare
from ggplan.plan import Plan, Task
from ggplan.report.diff_html import page
from ggplan.report.diff_view import View

needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")


class Outline(HTMLParser):
    """Ids, links inside the page, links and loads that leave it, tags left open."""

    VOID = frozenset(["meta", "col", "br", "input", "link", "img", "hr"])

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.inside: list[str] = []
        self.outside: list[str] = []
        self.open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in self.VOID:
            self.open.append(tag)
        for name, value in attrs:
            if name == "id" and value:
                self.ids.append(value)
            elif name in ("href", "src", "action", "srcset", "data") and value:
                (self.inside if value.startswith("#") else self.outside).append(value)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_page_is_whole_and_names_nothing_outside() -> None:
    from urllib.parse import unquote

    text = page(view())
    outline = Outline(text)
    assert outline.open == []
    assert outline.outside == []
    assert len(outline.ids) == len(set(outline.ids))
    assert {unquote(link[1:]) for link in outline.inside} <= set(outline.ids)
    assert not re.search(r"https?://|@import|url\(", text)


def test_every_task_and_target_stands_in_the_page() -> None:
    shown = view()
    ids = Outline(page(shown)).ids
    for side, plan in (("left", shown.left), ("right", shown.right)):
        assert {f"source-{side}-{item.id}" for item in (*plan.tasks, *plan.targets)} <= set(ids)


def test_text_of_a_plan_is_never_markup() -> None:
    evil = "<script>alert(1)</script><img src=x onerror=alert(2)> & “nước”"
    tasks = (Task(id='1"><b>', section="body", actions=(evil,), outputs=(evil,)),)
    plan = Plan(tasks=tasks)
    other = Plan(tasks=(tasks[0].model_copy(update={"actions": (evil + " mới",), "id": "2 <i>"}),))
    text = page(View(compare(plan, other), plan, other))
    assert text.count("<script>") == 1
    assert "<img" not in text
    assert Outline(text).open == []


def test_a_field_that_differs_stands_in_one_line() -> None:
    text = page(view())
    assert 'Value: <del><span lang="vi">15–20 %</span></del> <ins><span lang="vi">30 %</span></ins> (' in text


def test_the_same_bytes_each_time() -> None:
    assert page(view()) == page(view())


@pytest.fixture
def browser(tmp_path: Path) -> Iterator[Page]:
    profile = tmp_path / "profile"
    with Page(profile) as opened:
        yield opened
    shutil.rmtree(profile, ignore_errors=True)


def written(folder: Path, shown: View) -> str:
    file = folder / "diff.html"
    file.write_text(page(shown), encoding="utf-8")
    return file.as_uri()


def visible(browser: Page) -> list[dict[str, str]]:
    """The entries in view: kind, themes and ids."""
    return browser.run("[...document.querySelectorAll('#tasks details:not([hidden])')].map(e => ({...e.dataset, id: e.id}))")


def choose(browser: Page, name: str, value: str) -> str:
    """Sets one control of the filter and gives the count that is read out."""
    return browser.run(
        f"(() => {{ const form = document.querySelector('.filters'); form.elements[{name!r}].value = {value!r};"
        " form.dispatchEvent(new Event('input')); return document.getElementById('count').value; })()"
    )


@needs_chromium
@pytest.mark.engine("chromium")
def test_filter_open_follow_and_stay_on_the_page(browser: Page, tmp_path: Path) -> None:
    shown = view()
    address = written(tmp_path, shown)
    browser.open(address)
    total = len(shown.entries())
    assert len(visible(browser)) == total

    choose(browser, "theme", "13")
    entries = visible(browser)
    assert 0 < len(entries) < total
    assert all("13" in entry["theme"].split() for entry in entries)
    assert any(entry["id"] == "pair-8.1" for entry in entries)

    assert browser.run("document.getElementById('pair-8.2').open") is False
    browser.run("document.querySelector('#pair-8\\\\.2 > summary').click()")
    assert browser.run("document.getElementById('pair-8.2').open") is True
    assert "lẻ" not in browser.run("document.getElementById('pair-8.2').innerText")
    assert "Công nghệ tái chế" in browser.run("document.getElementById('pair-8.2').innerText")

    browser.run("document.querySelector('#pair-8\\\\.2 a.source').click()")
    row = browser.run("new Promise(done => setTimeout(() => done(document.querySelector(':target').innerText), 100))")
    provenance = shown.left.provenance["8.2"]
    assert provenance.lines is not None
    assert f"page {provenance.page}, lines {provenance.lines[0]}-{provenance.lines[1]}" in row
    assert browser.run("document.activeElement.id") == "source-left-8.2"

    browser.run("document.querySelector(':target a').click()")
    assert browser.run("new Promise(done => setTimeout(() => done(location.hash), 100))") == "#pair-8.2"
    assert [url.partition("#")[0] for url in browser.requests] == [address]
    assert browser.problems == []


@needs_chromium
@pytest.mark.engine("chromium")
def test_search_body_kind_and_keyboard(browser: Page, tmp_path: Path) -> None:
    browser.open(written(tmp_path, view()))
    assert choose(browser, "search", "CHAT THAI y te").endswith("shown")
    found = visible(browser)
    assert 0 < len(found) < 20
    assert any(entry["id"] == "pair-8.3" for entry in found)
    choose(browser, "search", "")
    choose(browser, "body", "so-y-te")
    assert all("so-y-te" in entry["bodies"].split() for entry in visible(browser))
    choose(browser, "body", "")
    choose(browser, "kind", "left")
    assert {entry["kind"] for entry in visible(browser)} == {"left"}
    choose(browser, "search", "không có chữ nào như thế")
    assert visible(browser) == []
    assert browser.run("!document.querySelector('#tasks .empty').hidden")
    browser.run("document.querySelector('.filters button').click()")
    assert browser.run("new Promise(done => setTimeout(() => done(document.getElementById('count').value), 50))").startswith(
        "103 of"
    )

    browser.run("document.querySelector('#tasks details > summary').focus()")
    browser.press("Enter", 13)
    assert browser.run("document.querySelector('#tasks details').open") is True
    browser.press("Tab", 9)
    assert browser.run("document.activeElement.className") == "source"


@needs_chromium
@pytest.mark.engine("chromium")
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_colours_can_be_read_and_labels_are_there(browser: Page, tmp_path: Path, scheme: str) -> None:
    browser.open(written(tmp_path, view()))
    browser.call("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
    browser.run("document.querySelectorAll('details').forEach(e => { e.open = true; })")
    ratios = browser.run(
        """(() => {
          const light = (color) => { const [r, g, b] = color.match(/[\\d.]+/g).map(v => v / 255)
            .map(v => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4); return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
          const back = (node) => { for (; node; node = node.parentElement) { const c = getComputedStyle(node).backgroundColor;
            if (!/, 0\\)$|transparent/.test(c)) return c; } return 'rgb(255, 255, 255)'; };
          const pick = ['body', 'a.source', 'del', 'ins', '.soft', '.tag', 'thead th', '.filters input'];
          return pick.map(name => { const node = document.querySelector(name); const a = light(getComputedStyle(node).color);
            const b = light(back(node)); return [name, (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)]; }); })()"""
    )
    assert all(ratio >= 4.5 for _, ratio in ratios), ratios
    unlabelled = browser.run(
        "[...document.querySelectorAll('.filters input, .filters select')].filter(e => !e.labels.length).length"
    )
    assert unlabelled == 0
    assert browser.run("document.documentElement.scrollWidth <= window.innerWidth")


@needs_chromium
@pytest.mark.engine("chromium")
def test_print_shows_every_entry_and_no_filter(browser: Page, tmp_path: Path) -> None:
    browser.open(written(tmp_path, view()))
    browser.run("window.dispatchEvent(new Event('beforeprint'))")
    assert browser.run("document.querySelectorAll('details:not([open])').length") == 0
    browser.call("Emulation.setEmulatedMedia", media="print")
    assert browser.run("getComputedStyle(document.querySelector('.filters')).display") == "none"
    browser.run("window.dispatchEvent(new Event('afterprint'))")
    assert browser.run("document.querySelectorAll('details[open]').length") == 0


@needs_chromium
@pytest.mark.engine("chromium")
def test_a_narrow_screen_needs_no_sideways_scrolling(tmp_path: Path) -> None:
    with Page(tmp_path / "narrow", size=(500, 800)) as browser:
        browser.open(written(tmp_path, view()))
        browser.call("Emulation.setDeviceMetricsOverride", width=380, height=800, deviceScaleFactor=1, mobile=True)
        browser.run("document.querySelectorAll('details').forEach(e => { e.open = true; })")
        assert browser.run("document.documentElement.scrollWidth <= 380")


def test_an_empty_comparison_says_so() -> None:
    plan = placed(gold_plan("lao-cai"))
    text = page(View(compare(plan, plan), plan, plan))
    assert "do not differ" in text
    nothing = Plan()
    assert Outline(page(View(compare(nothing, nothing), nothing, nothing))).open == []
