"""Small towns to plan in: schools of three posts, people who hold them, and a policy of a few lines."""

import random
from collections.abc import Mapping, Sequence
from typing import Any

from cadrectl.calendar import parse_date
from cadrectl.facts.moment import Book
from cadrectl.policy.model import Policy
from cadrectl.register import build_stated
from cadrectl.rotation.situation import Situation
from tests.policy.schemes import read, words

AS_OF = "2026-09-01"

POLICY = """\
policy: moves-2026
title: {zh: 交流, en: exchange}
in_force: {from: 2026-01-01}
sets:
  here: {of: posts, where: {kind: [appointed, concurrent], here: true}}
conditions:
  strong: {has: {of: honours, where: {level: {at_least: district-backbone}, running: true}}}
movement:
  due:
    title: {zh: 应当交流, en: due}
    require: {years: {of: here, counting: current, at_least: 6}}
    source: '1'
  movers:
    title: {zh: 可以调动, en: may move}
    source: '1'
    all:
      - {id: stay, require: {years: {of: here, counting: current, at_least: 2}}}
  posts: {rank: {at_least: deputy}}
  kinds:
    - {id: exchange, label: {zh: 交流, en: exchange}, source: '1', writes: appointed, across: {rank: same}}
    - {id: rise, label: {zh: 提任, en: rise}, source: '1', writes: appointed, across: {rank: higher}}
    - {id: second, label: {zh: 挂职, en: second}, source: '1', writes: secondment, lasts: 1 year, across: {rank: same}}
  limits:
    - {id: headcount, label: {zh: 职数, en: headcount}, source: '1', headcount: true}
    - {id: elsewhere, label: {zh: 到另一校, en: elsewhere}, source: '1', kinds: [exchange, second], only: {across: {unit.id: other}}}
    - {id: near, label: {zh: 不远, en: near}, source: '1', only: {distance: {at_most: 30}}}
    - {id: kin, label: {zh: 回避, en: kin}, source: '1', kin: {relations: [spouse], where: {rank: {at_least: deputy}}}}
    - {id: third, label: {zh: 三分之一, en: a third}, source: '1', leaving: {rank: [deputy, principal]}, at_most: 1/3}
    - {id: head, label: {zh: 正职, en: a head}, source: '1', holding: {rank: principal}, at_least: 1}
    - {id: one, label: {zh: 挂职一人, en: one secondment}, source: '1', kinds: [second], arriving: {rank: {at_least: deputy}}, at_most: 1}
    - {id: outward, label: {zh: 到农村, en: outward}, source: '1', moves: {who: {unit.area: urban}, to: {unit.area: rural}}, of: due, base: {who: {unit.area: urban}}, at_least: 10%}
    - {id: strong, label: {zh: 骨干, en: strong}, source: '1', moves: {kinds: [exchange], who: {meets: strong}}, of: moves, base: {kinds: [exchange]}, at_least: 20%}
  aims:
    - {id: due, label: {zh: 应交流, en: due}, source: '1', weight: 50, per: move, moves: {kinds: [exchange], who: {years: {of: here, counting: current, at_least: 6}}}}
    - {id: fill, label: {zh: 补足, en: filled}, source: '1', weight: 70, per: post, filled: {rank: {at_least: deputy}}}
    - {id: rural, label: {zh: 到农村, en: rural}, source: '1', weight: 20, per: move, moves: {who: {unit.area: urban}, to: {unit.area: rural}}}
    - {id: second, label: {zh: 锻炼, en: second}, source: '1', weight: 5, per: move, moves: {kinds: [second]}}
    - {id: ways, label: {zh: 路程, en: ways}, source: '1', weight: -1, per: km, moves: {}}
    - {id: women, label: {zh: 女干部, en: women}, source: '1', weight: 15, per: person, holding: {rank: {at_least: deputy}}, who: {gender: woman}, at_least: 1}
"""


def policy(text: str = POLICY) -> Policy:
    """A policy that is in order."""
    read_here, problems, _ = read(text, "moves-2026")
    assert problems == []
    return read_here[0]


def unit(number: int, **more: Any) -> tuple[str, str, dict[str, Any]]:
    """A school with a head and two deputies, ten kilometres north of the one before."""
    posts = [
        {"post": "校长", "rank": "principal", "headcount": 1},
        {"post": "副校长", "rank": "deputy", "headcount": 2},
        {"post": "教师", "rank": "staff", "headcount": 90},
    ]
    value = {
        "name": f"第{number}小学",
        "kind": "primary",
        "stage": "primary",
        "area": "urban" if number % 2 else "rural",
        "coordinates": {"lon": 119.0, "lat": 31.0 + number * 0.09},
        "posts": posts,
    }
    return "units", f"U{number:03}", value | more


def cadre(number: int, place: str, since: str = "2018-09-01", **more: Any) -> tuple[str, str, dict[str, Any]]:
    """Somebody who has held a post since a day; `place` is `U001/校长`."""
    school, _, post = place.partition("/")
    rank = {"校长": "principal", "副校长": "deputy"}.get(post, "staff")
    posts = [{"unit": school, "post": post, "rank": rank, "kind": "appointed", "from": since}]
    value = {"name": f"某{number}", "gender": "man", "birth": "1980-01-01", "posts": posts}
    return "cadres", f"C{number:04}", value | more


def situation(
    records: Sequence[tuple[str, str, Mapping[str, Any]]], scheme: Policy | None = None, exempt: frozenset[str] = frozenset()
) -> Situation:
    """What a plan starts from in a town of these records."""
    book = Book(build_stated([(kind, id, dict(value)) for kind, id, value in records], words()))
    day = parse_date(AS_OF)
    assert day is not None
    scheme = scheme or policy()
    return Situation(book, scheme, [scheme], day[0], exempt)


def small_town(seed: int, people: int = 3) -> list[tuple[str, str, dict[str, Any]]]:
    """Three schools and a few people with chance sexes, honours, kin and lengths of stay; some posts are empty."""
    dice = random.Random(seed)
    places = ["U001/校长", "U002/校长", "U003/校长", *(f"U00{n}/副校长" for n in (1, 1, 2, 2, 3, 3))]
    chosen = sorted(dice.sample(places, people))
    records = [unit(number) for number in (1, 2, 3)]
    for number, place in enumerate(chosen, 1):
        more: dict[str, Any] = {"gender": dice.choice(["man", "woman"])}
        if dice.random() < 0.4:
            more["honours"] = [{"level": "district-backbone", "date": "2020-01-01"}]
        if number <= 2 and dice.random() < 0.5:
            more["kin"] = [{"cadre": f"C{3 - number:04}", "relation": "spouse"}]
        records.append(cadre(number, place, f"{dice.choice([2012, 2019, 2022, 2025])}-09-01", **more))
    return records
