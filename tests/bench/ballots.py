"""An assessment of a district against the bare group-by of pandas over the same ballots, both in memory.

`python -m tests.bench.ballots PEOPLE BALLOTS` prints the seconds of each as JSON: every person is on so many papers.
The bare group-by counts the votes of each person by class of voters, from a frame of these three as texts.
"""

import gc
import json
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

import pandas as pd

from cadrectl.decide.assess import assess
from cadrectl.facts.moment import Book
from cadrectl.policy.clerk import Clerk
from cadrectl.policy.model import Policy
from cadrectl.register import Register, build_stated
from tests.policy.schemes import ROOT, read, words

SCHEME = ROOT / "cadrectl/starter/policies/jx-evaluation-2020.yaml"
LISTED = 50
VOTES = ("excellent", "competent", "basically-competent", "incompetent")
YEAR = 2025


def district(people: int, ballots: int) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Units of so many people, all of them on each of so many papers."""
    for unit, first in enumerate(range(0, people, LISTED)):
        ids = [f"C{number}" for number in range(first, min(first + LISTED, people))]
        yield "units", f"U{unit}", {"name": f"U{unit}", "kind": "primary"}
        post = {"unit": f"U{unit}", "post": "deputy", "rank": "deputy", "kind": "appointed", "from": "2015-01-01"}
        yield from (("cadres", id, {"name": id, "posts": [post]}) for id in ids)
        papers = [
            {"voter": "staff", "marks": {id: VOTES[(paper * at + unit) % 23 // 10] for at, id in enumerate(ids)}}
            for paper in range(ballots)
        ]
        head = {"unit": f"U{unit}", "kind": "annual", "year": YEAR, "date": f"{YEAR}-12-20"}
        yield "evaluations", f"U{unit}", {**head, "people": [{"cadre": id} for id in ids], "papers": papers}


def register(people: int, ballots: int) -> Register:
    """The district as tables."""
    return build_stated(list(district(people, ballots)), words())


def starter_policy() -> Policy:
    """The scheme of low votes, which counts every ballot."""
    [policy] = read(SCHEME.read_text("utf-8"), SCHEME.stem)[0]
    return policy


def best(times: int, run: Callable[[], object]) -> float:
    """The seconds of the fastest of several runs."""
    found = []
    for _ in range(times):
        gc.collect()
        start = time.perf_counter()
        run()
        found.append(time.perf_counter() - start)
    return min(found)


if __name__ == "__main__":
    tables, policy = register(int(sys.argv[1]), int(sys.argv[2])), starter_policy()
    marks = tables.tables["evaluations.papers.marks"]
    ballots = pd.DataFrame({"cadre": marks["key"].astype(str), "voter": "staff", "vote": marks["value"].astype(str)})
    bare = best(5, lambda: ballots.groupby(["cadre", "voter", "vote"]).size().unstack(fill_value=0))
    ours = best(5, lambda: assess(Clerk(Book(tables), [policy]), [policy.series], YEAR, ["democratic"]))
    print(json.dumps([ours, bare]))
