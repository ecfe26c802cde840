"""The review of very many pools in memory: one for each school, ten members, two assessed years.

`python -m tests.bench.pools POOLS` prints the seconds that the review takes and how many members it decided on.
"""

import json
import sys
from collections.abc import Iterator
from typing import Any

import yaml

from cadrectl.decide.pool import Review, review
from cadrectl.facts.moment import Book
from cadrectl.policy.clerk import Clerk
from cadrectl.policy.parse import parse
from cadrectl.register import build_stated
from tests.bench.clock import seconds

MEMBERS, YEARS = 10, (2023, 2024)
SCHEME = """
policy: pools-2020
series: pools
title: {zh: 试, en: Trial}
in_force: {from: "2020-01-01"}
assess:
  - id: annual
    title: {zh: 年度考核, en: Yearly}
    source: 一
    numbers: {total: {label: {zh: 总分, en: Total}, score: confirmed}}
    total: total
pool:
  source: 二
  yearly: annual
  term: 3 years
  cohort: [tier, unit.id]
  order: [stay, warn, propose, leave]
  rules:
    - {id: last, source: 二, when: {place: {bottom: 10%, base: assessed, round: ceiling, ties: in}}, decide: warn}
    - {id: first, source: 二, when: {place: {top: 30%, base: assessed, round: floor, ties: ask}}, decide: propose}
    - id: short
      source: 二
      when: {all: [{decided: {is: warn, back: 1}}, {number: {less_than: 75}}]}
      decide: leave
select:
  - id: reserve
    title: {zh: 后备, en: Reserve}
    target: {rank: deputy}
    all: [{id: any, source: 三, require: {age: {at_least: 18}}}]
"""


def records(pools: int) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """The records of so many schools, each with its pool."""
    for number in range(pools):
        school, ids = f"U{number}", [f"C{number}-{one}" for one in range(MEMBERS)]
        yield "units", school, {"name": school, "kind": "primary"}
        for one, id in enumerate(ids):
            post = {"unit": school, "post": "head", "rank": "deputy", "kind": "appointed", "from": "2015-01-01"}
            yield "cadres", id, {"name": id, "gender": "woman", "birth": f"19{70 + one}-05-03", "posts": [post]}
            term = {"from": "2023-01-01", "until": "2025-12-31"}
            yield "reserve", id, {"cadre": id, "policy": "pools", "tier": "reserve", "route": "selected", "term": term}
        for year in YEARS:
            people = [{"cadre": id, "score": 60 + (7 * at + number + year) % 40} for at, id in enumerate(ids)]
            session = {"unit": school, "kind": "annual", "year": year, "date": f"{year}-12-20", "people": people}
            yield "evaluations", f"{school}-{year}", session


def main(pools: int) -> None:
    """Review the last of the years, as a clerk who has worked out nothing yet."""
    policy, _ = parse(yaml.safe_load(SCHEME), "pools.yaml", lambda at: (1, 1))
    book = Book(build_stated(list(records(pools)), {}))
    found: list[Review] = []
    taken = seconds(lambda: found.extend(review(Clerk(book, [policy]), ["pools"], YEARS[-1])))
    print(json.dumps([taken, len(found[0].members)]))


if __name__ == "__main__":
    main(int(sys.argv[1]))
