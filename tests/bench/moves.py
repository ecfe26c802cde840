"""One instance of planning moves, in a process of its own: `python -m tests.bench.moves district|square SIZE SECONDS`.

Prints JSON: seconds, points and bound and the gap between them, the most memory in bytes, movers, posts, and by how
much the plan misses the optimum that `scipy.optimize.linear_sum_assignment` finds (`square`, where there are no limits
beside one move a person and one person a post).
"""

import json
import resource
import sys
from collections.abc import Iterable, Iterator
from datetime import date
from functools import partial

from scipy.optimize import linear_sum_assignment

from cadrectl.calendar import code_of
from cadrectl.demo import district
from cadrectl.facts.moment import Book
from cadrectl.facts.truth import PASS
from cadrectl.policy.load import Stated, policies
from cadrectl.records.places import place
from cadrectl.records.read import read_workspace
from cadrectl.register import build
from cadrectl.rotation.model import Model, model
from cadrectl.rotation.situation import Situation
from cadrectl.rotation.solve import Outcome, solve
from cadrectl.rotation.solver import Search
from cadrectl.vocabulary import vocabularies
from tests.bench.clock import seconds
from tests.rotation.towns import assignment

DAY = code_of(date(2026, 9, 15))


class Written:
    """A district that is on no disk."""

    def __init__(self, people: int) -> None:
        self._files = {name: text.encode() for name, text in district(people)}

    def names(self) -> list[str]:
        """The names of its files."""
        return sorted(self._files)

    def read(self, name: str) -> bytes:
        """The content of one."""
        return self._files[name]

    def read_many(self, names: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        """The content of several, each beside its name."""
        return ((name, self._files[name]) for name in names)


def situation(people: int) -> Situation:
    """A generated district under the rotation policy that comes with the program."""
    found = read_workspace(Written(people)).records
    words = vocabularies((one.id, one.value) for one in found if one.kind == "vocabularies")
    stated = [Stated(one.value, one.path, partial(place, one)) for one in found if one.kind == "policies"]
    known, _ = policies(stated)
    scheme = next(one for one in known if one.series == "rotation")  # that of the district, not one for reference
    return Situation(Book(build(found, words, "")), scheme, known, DAY)


def solved(problem: Model, limit: float) -> tuple[Outcome, float]:
    """The plan found within the limit, and how long that took."""
    found: list[Outcome] = []
    taken = seconds(lambda: found.append(solve(problem, Search(limit))))
    return found[0], taken


def measured(kind: str, size: int, limit: float) -> dict[str, float]:
    """The figures of one instance; the time is that of the model and the solver, not of reading the records."""
    if kind == "square":
        problem, worth = assignment(size, size)
        outcome, taken = solved(problem, limit)
        best = int(worth[linear_sum_assignment(worth, maximize=True)].sum())
        return {"seconds": taken, "movers": size, "posts": size, "short": best - outcome.objective, **_points(outcome)}
    here = situation(size)
    made: list[Model] = []
    before = seconds(lambda: made.append(model(here, here.movement.limits)))
    outcome, taken = solved(made[0], limit)
    movers, posts = int((here.may_move == PASS).sum()), len(here.seats)
    gap = (outcome.bound - outcome.objective) / max(abs(outcome.bound), 1)
    return {"seconds": before + taken, "movers": movers, "posts": posts, "gap": gap, **_points(outcome)}


def _points(outcome: Outcome) -> dict[str, float]:
    return {"objective": outcome.objective, "bound": outcome.bound}


if __name__ == "__main__":
    kind, size, limit = sys.argv[1:]
    figures = measured(kind, int(size), float(limit))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    print(json.dumps({**figures, "peak": peak}))
