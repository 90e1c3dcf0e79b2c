"""How well tasks are linked to national tasks, and single actions to themes, beside naive floors; and how fast.

    python benchmarks/linking.py            # figures by half, floors, headings of five plans, speed
    python benchmarks/linking.py --wrong    # also every pair missed or wrong, every action with a wrong theme

Bars: pairs precision >= 0.95 at recall >= 0.85; themes of single actions >= 0.9. Of both samples half `a` was looked at while
weights and words were chosen, half `b` was not. The national side of the pairs is the invented appendix of the tests: the
official one is not to be had, so these figures tell what the method does with a catalogue of that shape, not with that text.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from ggplan.canonical import load
from ggplan.normalize.linking import PlanLinks, link_plan
from ggplan.normalize.theme_guess import guess_theme, without_bodies
from ggplan.normalize.themes import ThemeMatcher
from ggplan.plan import Plan
from ggplan.registry.catalogue import Catalogue, Entry, attested_catalogue
from ggplan.registry.lexicon import lexicon_for
from ggplan.registry.loading import load_registry
from ggplan.serial import load_yaml

ROOT = Path(__file__).resolve().parent.parent
DATA = Path(__file__).parent / "data"
PLANS = ("gia-lai", "thanh-hoa", "son-la", "bac-giang", "lao-cai")


@cache
def plan(slug: str) -> Plan:
    """The canonical file of a plan."""
    return load(ROOT / "data" / "canonical" / f"{slug}.yaml")


@cache
def invented() -> Catalogue:
    """The invented appendix as a full catalogue."""
    records = load_yaml((ROOT / "tests" / "catalogue" / "appendix.yaml").read_text("utf-8"))["entries"]
    entries = [Entry(one["code"], one["title"], leads=(one["lead"],) if "lead" in one else ()) for one in records]
    return Catalogue("882/QĐ-TTg", "2022-07-22", tuple(entries), full=True)


@cache
def attested() -> Catalogue:
    """What is known of the decision without its appendix."""
    known = load_registry().national
    assert known is not None
    return attested_catalogue(known)


@cache
def links(slug: str, *, full: bool) -> PlanLinks:
    """The links of a plan with the full or the attested catalogue."""
    return link_plan(plan(slug), invented() if full else attested())


def pairs() -> list[dict[str, Any]]:
    """The labelled tasks: `plan`, `task`, `required`, `allowed`, `half`."""
    found: list[dict[str, Any]] = load_yaml((DATA / "linking_pairs.yaml").read_text("utf-8"))
    return found


def actions() -> list[dict[str, Any]]:
    """The labelled actions: `plan`, `task`, `action`, `themes`, `half`, `begins`."""
    found: list[dict[str, Any]] = load_yaml((DATA / "linking_actions.yaml").read_text("utf-8"))
    return found


@dataclass(frozen=True)
class Score:
    """Links that a reader accepts, links that none does, pairs required and found."""

    right: int
    wrong: int
    required: int
    found: int

    @property
    def precision(self) -> float:
        """The share of the links made that a reader accepts."""
        return self.right / max(1, self.right + self.wrong)

    @property
    def recall(self) -> float:
        """The share of the required pairs that were found."""
        return self.found / max(1, self.required)


Linker = Callable[[str, str], set[str]]


def ours(slug: str, task: str) -> set[str]:
    """The national codes of a task, by ggplan."""
    return {match.code for match in links(slug, full=True).tasks[task].national}


def score_pairs(half: str = "ab", linker: Linker = ours) -> Score:
    """Precision and recall of a way to link on one half, or both."""
    right = wrong = required = found = 0
    for one in pairs():
        if one["half"] in half:
            got = linker(one["plan"], one["task"])
            wanted, allowed = set(one["required"]), {*one["required"], *one["allowed"]}
            right, wrong = right + len(got & allowed), wrong + len(got - allowed)
            required, found = required + len(wanted), found + len(got & wanted)
    return Score(right, wrong, required, found)


def wrong_pairs() -> Iterator[str]:
    """What was missed and what was wrong, a line for each task."""
    for one in pairs():
        got = ours(one["plan"], one["task"])
        missed, wrong = set(one["required"]) - got, got - {*one["required"], *one["allowed"]}
        if missed or wrong:
            yield f"{one['plan']} {one['task']} ({one['half']}): missed {sorted(missed)}, wrong {sorted(wrong)}"


def floor(name: str, bar: float) -> Linker:
    """The naive way: for each action the title most similar by a rapidfuzz scorer, if it reaches `bar`."""
    from rapidfuzz import fuzz, process

    leaves = invented().leaves
    titles = [leaf.title.lower() for leaf in leaves]

    def link(slug: str, task: str) -> set[str]:
        texts = next(one.actions for one in plan(slug).tasks if one.id == task)
        best = [process.extractOne(text.lower(), titles, scorer=getattr(fuzz, name), score_cutoff=bar) for text in texts]
        return {leaves[hit[2]].code for hit in best if hit}

    return link


def theme_of_action(one: dict[str, Any], *, heading: bool = True) -> int | None:
    """The theme that ggplan gives a labelled action; without `heading` by its own words and lead only."""
    task = next(task for task in plan(one["plan"]).tasks if task.id == one["task"])
    if heading:
        return links(one["plan"], full=False).tasks[task.id].actions[one["action"] - 1].theme
    return own_words(one["plan"], task.id, task.actions[one["action"] - 1])


def own_words(slug: str, task: str, text: str) -> int | None:
    """The theme of a text by its words and the leads of its task."""
    whole = plan(slug)
    lexicon = lexicon_for(whole.document.issued_on, whole.province.slug if whole.province else None)
    leads = [lead.id for one in whole.tasks if one.id == task for lead in one.lead_agencies if lead.id]
    return guess_theme(without_bodies(text, lexicon), leads).theme


def by_title(one: dict[str, Any]) -> int | None:
    """The naive floor: the theme whose title the action says most of."""
    task = next(task for task in plan(one["plan"]).tasks if task.id == one["task"])
    return ThemeMatcher(attested().titles).match(task.actions[one["action"] - 1])


def share_right(found: Iterable[tuple[dict[str, Any], int | None]], *, strict: bool = False) -> float:
    """The share of actions whose theme a reader accepts; `strict`: that is the reader's first."""
    judged = [theme in (one["themes"][:1] if strict else one["themes"]) for one, theme in found]
    return sum(judged) / max(1, len(judged))


def score_actions(half: str = "ab", slug: str | None = None, *, heading: bool = True, strict: bool = False) -> float:
    """The share of labelled actions with the right theme."""
    chosen = [one for one in actions() if one["half"] in half and slug in (None, one["plan"])]
    return share_right(((one, theme_of_action(one, heading=heading)) for one in chosen), strict=strict)


def agreement(slug: str) -> tuple[int, float]:
    """How many actions of a plan stand under a heading of a theme, and how often their own words give the same theme."""
    told = [(task, action) for task in plan(slug).tasks if task.theme for action in task.actions]
    same = sum(own_words(slug, task.id, action) == task.theme for task, action in told)
    return len(told), same / max(1, len(told))


def speed() -> float:
    """Seconds of CPU to link the five plans with a full catalogue."""
    for slug in PLANS:
        link_plan(plan(slug), invented())
    begun = time.process_time()
    for slug in PLANS:
        link_plan(plan(slug), invented())
    return time.process_time() - begun


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--wrong", action="store_true", help="list what is missed or wrong")
    arguments = parser.parse_args()
    for half in ("a", "b", "ab"):
        score = score_pairs(half)
        shown = f"precision {score.precision:.3f}, recall {score.recall:.3f}"
        print(f"pairs, half {half}: {shown} ({score.found} of {score.required} required, {score.wrong} wrong links)")
    for name in ("ratio", "token_set_ratio", "WRatio"):
        for bar in (50, 60, 70):
            score = score_pairs("ab", floor(name, bar))
            print(f"floor {name} >= {bar}: precision {score.precision:.3f}, recall {score.recall:.3f}")
    for half in ("a", "b", "ab"):
        whole, lao_cai = score_actions(half), score_actions(half, "lao-cai")
        alone = score_actions(half, heading=False)
        first = score_actions(half, strict=True)
        parts = f"Lào Cai {lao_cai:.3f}; without headings {alone:.3f}; first label {first:.3f}"
        print(f"action themes, half {half}: {whole:.3f} ({parts})")
    print(f"floor, theme by its title: {share_right((one, by_title(one)) for one in actions()):.3f}")
    for slug in PLANS[:4]:
        count, same = agreement(slug)
        print(f"{slug}: own words of {count} actions give the heading's theme: {same:.3f}")
    print(f"linking five plans: {speed():.2f} s of CPU")
    if arguments.wrong:
        print(*wrong_pairs(), sep="\n")
        for one in actions():
            if (theme := theme_of_action(one)) not in one["themes"]:
                print(f"{one['plan']} {one['task']} action {one['action']} ({one['half']}): {theme}, labelled {one['themes']}")


if __name__ == "__main__":
    sys.exit(main())
