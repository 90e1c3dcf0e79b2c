"""Damage to tasks."""

from __future__ import annotations

from random import Random
from typing import Any

from damage.common import Data, Item, change_action, kind, long_action, mention, misspelt, sure, task, words


@kind("drop the leads", "task-without-lead")
def drop_leads(data: Data, chance: Random) -> Any:
    item = task(data, chance, lambda item: item.get("lead_agencies"))
    del item["lead_agencies"]
    return item["id"]


@kind("drop the actions", "task-empty")
def drop_actions(data: Data, chance: Random) -> Any:
    item = task(data, chance, lambda item: item.get("actions"))
    del item["actions"]
    return item["id"]


@kind("cut the end of a text", "text-cut-off")
def cut_end(data: Data, chance: Random) -> Any:
    def cut(text: str) -> str:
        kept = words(text)
        return " ".join(kept[: chance.randrange(4, len(kept) - 1)])

    return change_action(data, chance, cut, lambda text: text.endswith("."))


@kind("cut the start of a text", "text-begins-inside")
def cut_start(data: Data, chance: Random) -> Any:
    def cut(text: str) -> str | None:
        kept = words(text)
        starts = [at for at in range(1, len(kept) - 4) if kept[at][:1].islower()]
        return " ".join(kept[chance.choice(starts) :]) if starts else None

    return change_action(data, chance, cut, lambda text: text[:1].isupper())


@kind("read a task twice", "tasks-alike")
def copy_task(data: Data, chance: Random) -> Any:
    item = task(data, chance, lambda item: len(" ".join(item.get("actions", [])).split()) >= 15)
    copied = {**item, "id": f"{item['id']}-2"}
    if item.get("code"):
        copied["code"] = item["code"]
    data["tasks"].insert(data["tasks"].index(item) + 1, copied)
    data["provenance"][copied["id"]] = data["provenance"][item["id"]]
    return (item["id"], copied["id"])


@kind("read an action twice", "action-repeated")
def copy_action(data: Data, chance: Random) -> Any:
    place = long_action(data, chance)
    item, at = place
    item["actions"].insert(at + 1, item["actions"][at])
    return item["id"]


@kind("a lead cooperates too", "lead-also-cooperates")
def lead_cooperates(data: Data, chance: Random) -> Any:
    def single(item: Item) -> bool:
        leads = {body.get("id") for body in item.get("lead_agencies", [])}
        return bool(leads) and not leads & {body.get("id") for body in item.get("cooperating_agencies", [])}

    item = task(data, chance, single)
    others = [*item.pop("cooperating_agencies", []), dict(chance.choice(item["lead_agencies"]))]
    place = list(item).index("lead_agencies") + 1
    rest = {key: item.pop(key) for key in list(item)[place:]}
    item.update({"cooperating_agencies": others, **rest})
    return item["id"]


@kind("a body twice in one list", "agency-repeated")
def body_twice(data: Data, chance: Random) -> Any:
    item = task(data, chance, lambda item: item.get("lead_agencies"))
    item["lead_agencies"].append(dict(chance.choice(item["lead_agencies"])))
    return item["id"]


@kind("misspell a body's name", "agency-name-differs")
def misspell_name(data: Data, chance: Random) -> Any:
    item, body = mention(data, chance, lambda body: len(body.get("name", "")) > 8)
    body["name"] = misspelt(body["name"], chance)
    return item["id"]


@kind("misspell a body as printed", "agency-via-contradicted")
def misspell_text(data: Data, chance: Random) -> Any:
    item, body = mention(data, chance, sure)
    word = chance.choice([word for word in words(body["text"])[1:] if len(word) > 3] or ["x"])
    if word == "x":
        return None
    body["text"] = body["text"].replace(word, misspelt(word, chance), 1)
    return item["id"]


@kind("another body's id and name", "agency-other-body")
def other_body(data: Data, chance: Random) -> Any:
    item, body = mention(data, chance, sure)
    _, other = mention(data, chance, lambda other: sure(other) and other["id"] != body["id"])
    body["id"], body["name"] = other["id"], other["name"]
    return item["id"]


@kind("an id that does not exist", "agency-id-unknown")
def unknown_id(data: Data, chance: Random) -> Any:
    item, body = mention(data, chance, lambda body: "id" in body)
    body["id"] = f"{body['id']}-x"
    return item["id"]


@kind("an id lost", "agency-resolvable")
def lost_id(data: Data, chance: Random) -> Any:
    item, body = mention(data, chance, sure)
    for key in ("id", "name", "via", "score"):
        del body[key]
    return item["id"]


@kind("a body of a later time", "agency-not-at-date")
def later_body(data: Data, chance: Random) -> Any:
    if not data["document"].get("issued_on"):
        return None
    item, body = mention(data, chance, sure)
    name = chance.choice(["Sở Nông nghiệp và Môi trường", "Sở Dân tộc và Tôn giáo"])
    body.update(
        text=name, name=name, id={"S": "so-nong-nghiep-va-moi-truong"}["S"] if "Nông" in name else "so-dan-toc-va-ton-giao"
    )
    return item["id"]


@kind("a body of another province", "agency-other-province")
def foreign_body(data: Data, chance: Random) -> Any:
    item, body = mention(data, chance, sure)
    body["text"] = f"{body['text']} tỉnh {chance.choice(['Kon Tum', 'Bến Tre', 'Hà Giang', 'Cà Mau'])}"
    return item["id"]


@kind("everyone leads", "only-collective-lead")
def all_lead(data: Data, chance: Random) -> Any:
    item = task(data, chance, lambda item: any(sure(body) for body in item.get("lead_agencies", [])))
    name = "Các sở, ban, ngành"
    item["lead_agencies"] = [{"text": name, "id": "cac-so-ban-nganh", "name": name, "via": "exact", "score": 1.0}]
    return item["id"]
