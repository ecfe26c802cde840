"""Figures and their limits: settled where every way that the open may turn out agrees, and open elsewhere."""

import random
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from itertools import product
from math import ceil, floor
from typing import Any

import pytest

from cadrectl.decide.figures import Stand, figures
from cadrectl.facts.moment import Book
from cadrectl.policy.load import Stated, policies
from cadrectl.register import build_stated
from tests.engine.asking import NOW

Value = dict[str, Any]
ROUNDED: dict[str, Callable[[Fraction], Fraction | int]] = {
    "exact": lambda number: number,
    "floor": floor,
    "ceiling": ceil,
    "half-up": lambda number: floor(number + Fraction(1, 2)),
}
KEPT: dict[str, Callable[[Fraction | int, Fraction | int], bool]] = {
    "at_least": lambda part, limit: part >= limit,
    "more_than": lambda part, limit: part > limit,
    "at_most": lambda part, limit: part <= limit,
    "less_than": lambda part, limit: part < limit,
}
FOUND = {"pass": True, "fail": False}
OPEN = ("pass", "fail", "unknown")
TAUGHT = {"finding": {"what": "ability", "is": "meets"}}
SUITED = {"finding": {"what": "fit-for-post", "is": "meets"}}


def stands(figure: Value, records: Sequence[tuple[str, str, Value]]) -> list[Stand]:
    """How a figure stands among these records."""
    label = {"zh": "一", "en": "one"}
    stated: Value = {"policy": "p", "title": label, "in_force": {"from": "2000-01-01"}}
    stated["figures"] = [{"id": "f", "label": label, "source": "1", **figure}]
    [policy], problems = policies([Stated(stated, "", lambda _: (0, 0))])
    assert not problems
    return figures(Book(build_stated(records, {})), [policy], [policy], NOW)


def person(name: str, *units: str) -> tuple[str, str, Value]:
    """A person whose one post lies in a unit; with two, the first ends and the second begins within one month."""
    post = {"post": "teacher", "rank": "staff", "kind": "appointed"}
    posts = [{**post, "unit": units[0], "from": "2010-09-01", **({"to": "2023-06"} if len(units) > 1 else {})}]
    posts += [{**post, "unit": unit, "from": "2023-06"} for unit in units[1:]]
    return "cadres", name, {"name": name, "gender": "woman", "birth": "1980-01-01", "posts": posts}


def found(name: str, what: str, verdict: str) -> Iterator[tuple[str, str, Value]]:
    """The finding about a person; none where the verdict is to be unknown."""
    if verdict in FOUND:
        entry = {"cadre": name, "what": [what], "meets": FOUND[verdict]}
        yield "findings", f"{name}-{what}", {"date": "2023-01-01", "by": "office", "entries": [entry]}


def kept(part: int, base: int, limit: tuple[str, Fraction, str]) -> bool:
    """Whether a limit on a share is kept, worked out anew."""
    comparator, share, rounding = limit
    return KEPT[comparator](part, ROUNDED[rounding](share * base))


def settled(answers: set[bool]) -> str:
    """What is said of something that may turn out in these ways."""
    return "unknown" if len(answers) > 1 else ("pass" if answers == {True} else "fail")


def turns(verdict: str) -> tuple[str, ...]:
    """How a verdict may turn out."""
    return ("pass", "fail") if verdict == "unknown" else (verdict,)


@pytest.mark.parametrize("seed", range(40))
def test_a_share_is_settled_exactly_where_every_way_that_the_open_may_turn_out_agrees(seed: int) -> None:
    chance = random.Random(seed)
    people = [(f"P{at}", chance.choice(OPEN), chance.choice(OPEN)) for at in range(chance.randint(1, 5))]
    share = chance.choice([Fraction(1, 4), Fraction(1, 3), Fraction(1, 2), Fraction(2, 3), Fraction(1)])
    limit = chance.choice(list(KEPT)), share, chance.choice(list(ROUNDED))
    ways = product(*(product(turns(base), turns(part)) for _, base, part in people))
    answers = {
        kept(sum(one == ("pass", "pass") for one in way), sum(base == "pass" for base, _ in way), limit) for way in ways
    }
    records = [person(name, "U") for name, _, _ in people] + [("units", "U", {"name": "U", "kind": "primary"})]
    records += [one for name, base, part in people for one in found(name, "ability", base)]
    records += [one for name, base, part in people for one in found(name, "fit-for-post", part)]
    asked = {"base": TAUGHT, "share": SUITED, limit[0]: f"{share.numerator}/{share.denominator}", "round": limit[2]}
    [stand] = stands(asked, records)
    assert stand.verdict == settled(answers)
    assert (stand.part.low, stand.part.high) == (len(stand.counted), len(stand.counted) + len(stand.open))


@pytest.mark.parametrize("seed", range(20))
def test_who_may_work_in_either_of_two_units_leaves_both_open_where_it_matters(seed: int) -> None:
    chance = random.Random(seed)
    units = [chance.choice([("U",), ("V",), ("U", "V")]) for _ in range(chance.randint(2, 5))]
    comparator, number = chance.choice(list(KEPT)), chance.randint(0, 4)
    answers: dict[str, set[bool]] = {"U": set(), "V": set()}
    for way in product(*units):
        for unit, known in answers.items():
            known.add(KEPT[comparator](way.count(unit), number))
    records = [("units", unit, {"name": unit, "kind": "primary"}) for unit in "UV"]
    records += [person(f"P{at}", *where) for at, where in enumerate(units)]
    asked = {"each": "unit", "base": {"gender": "woman"}, comparator: number}
    somewhere = {unit for where in units for unit in where}
    assert {stand.unit: stand.verdict for stand in stands(asked, records)} == {
        unit: settled(answers[unit]) for unit in sorted(somewhere)
    }


RATIO = {"base": {"gender": "woman"}, "per": {"posts": {"rank": "staff"}}, "at_most": "1/2", "round": "exact"}


def school(name: str, headcount: int | None, **more: Any) -> tuple[str, str, Value]:
    """A unit with so many authorised posts for staff, and three for principals, which are not counted."""
    posts = [{"post": "principal", "rank": "principal", "headcount": 3}]
    if headcount is not None:
        posts.append({"post": "teacher", "rank": "staff", "headcount": headcount})
    return "units", name, {"name": name, "kind": "primary", "posts": posts, **more}


@pytest.mark.parametrize(("headcount", "verdict"), [(4, "pass"), (3, "fail")])
def test_two_people_on_four_posts_are_exactly_half_and_on_three_more(headcount: int, verdict: str) -> None:
    records = [school("U", headcount), person("P1", "U"), person("P2", "U")]
    [stand] = stands({**RATIO, "each": "unit"}, records)
    assert (stand.part.low, stand.base and stand.base.low, stand.verdict) == (2, headcount, verdict)


def test_a_unit_that_lists_no_posts_leaves_a_ratio_to_posts_open() -> None:
    empty = ("units", "V", {"name": "V", "kind": "primary"})
    records = [school("U", 4), empty, person("P1", "U"), person("P2", "V"), person("P3", "V")]
    [stand] = stands(RATIO, records)
    assert stand.base is not None
    assert (stand.base.low, stand.base.high, stand.verdict) == (4, None, "unknown")


def test_a_unit_where_nobody_works_is_not_asked() -> None:
    records = [school("U", 4), ("units", "V", {"name": "V", "kind": "primary"}), person("P1", "U")]
    [stand] = stands(RATIO, records)
    assert stand.verdict == "pass"


SIZED = {
    "each": "unit",
    "base": {"gender": "woman"},
    "at_most": {"of": "unit.classes", "step": 1, "bands": [{"at_most": 12, "use": 1}, {"at_least": 13, "use": 2}]},
}


@pytest.mark.parametrize(
    ("classes", "people", "verdict"),
    [(12, 1, "pass"), (12, 2, "fail"), (13, 2, "pass"), (None, 1, "pass"), (None, 2, "unknown"), (None, 3, "fail")],
)
def test_a_limit_by_size_is_open_where_the_size_is_and_it_matters(
    classes: int | None, people: int, verdict: str
) -> None:
    size = [] if classes is None else [{"year": 2022, "classes": classes}]
    records = [school("U", 4, size=size), *(person(f"P{at}", "U") for at in range(people))]
    [stand] = stands(SIZED, records)
    assert stand.verdict == verdict


def test_a_figure_that_may_not_be_of_a_unit_is_open_only_where_it_would_not_be_kept() -> None:
    when = {"each": "unit", "when": {"unit.stage": "primary"}, "base": {"gender": "woman"}}
    records = [("units", "U", {"name": "U", "kind": "primary"}), person("P1", "U")]
    assert [stand.verdict for stand in stands({**when, "at_least": 1}, records)] == ["pass"]
    assert [stand.verdict for stand in stands({**when, "at_least": 2}, records)] == ["unknown"]


def test_what_must_be_exactly_two_is_neither_one_nor_three() -> None:
    exactly = {"base": {"gender": "woman"}, "is": 2}
    unit = ("units", "U", {"name": "U", "kind": "primary"})
    verdicts = [
        stands(exactly, [unit, *(person(f"P{at}", "U") for at in range(number))])[0].verdict for number in (1, 2, 3)
    ]
    assert verdicts == ["fail", "pass", "fail"]
