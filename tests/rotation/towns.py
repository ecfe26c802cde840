"""Small towns to plan in: schools of three posts, people who hold them, and a policy of a few lines."""

import random
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cadrectl.calendar import parse_date
from cadrectl.facts.moment import Book
from cadrectl.policy.model import Policy
from cadrectl.register import build_stated
from cadrectl.rotation.candidates import Candidates
from cadrectl.rotation.limits import nobody_moves_twice
from cadrectl.rotation.model import Model
from cadrectl.rotation.situation import Situation
from tests.policy.schemes import read, words

AS_OF = "2026-09-01"

POLICY = Path(__file__).with_name("moves-2026.yaml").read_text(encoding="utf-8")


PRICES = {"near": 7, "third": 25, "outward": 40, "strong": 30, "kin": 35, "head": 60, "one": 11}
"""What it costs to break some limits where they are to be kept in principle only."""


def in_principle(prices: Mapping[str, int]) -> str:
    """The policy with some limits that may be broken, at a price for each move, person or place."""
    text = POLICY
    for limit, price in prices.items():
        text = text.replace(f"- {{id: {limit}, label", f"- {{id: {limit}, severity: should, weight: {price}, label", 1)
    return text


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
    records: Sequence[tuple[str, str, Mapping[str, Any]]],
    scheme: Policy | None = None,
    exempt: frozenset[str] = frozenset(),
    superiors: Sequence[Policy] = (),
) -> Situation:
    """What a plan starts from in a town of these records."""
    book = Book(build_stated([(kind, id, dict(value)) for kind, id, value in records], words()))
    day = parse_date(AS_OF)
    assert day is not None
    scheme = scheme or policy()
    return Situation(book, scheme, [scheme, *superiors], day[0], exempt)


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


def assignment(size: int, seed: int) -> tuple[Model, NDArray[np.int64]]:
    """People to places, each pair worth a chance number; no limits but one move a person, one person a place."""
    dice = random.Random(seed)
    here = situation([unit(1), *(cadre(number, "U001/教师") for number in range(1, size + 1))])
    worth = np.array([[dice.randint(0, 1000) for _ in range(size)] for _ in range(size)], np.int64)
    person, seat = np.repeat(np.arange(size), size), np.tile(np.arange(size), size)
    columns = Candidates(here, person, np.zeros(size * size, np.int64), seat)
    by_seat = Candidates(here, seat, np.zeros(size * size, np.int64), person)
    rows = (*nobody_moves_twice(columns), *nobody_moves_twice(by_seat))
    return Model(columns, worth.reshape(-1), (), rows, 0), worth
