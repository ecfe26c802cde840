"""The days on which verdicts turn, held against asking on every day of three years."""

from datetime import timedelta

import numpy as np
import pytest
from numpy.typing import NDArray

from cadrectl.calendar import NEVER, code_of, date_of
from cadrectl.decide.eligibility import Question, eligible
from cadrectl.facts.moment import Book
from cadrectl.facts.truth import FAIL, PASS, Days
from cadrectl.policy.load import Stated, policies
from cadrectl.policy.model import Policy, Tier
from cadrectl.register import build_stated
from tests.demo.districts import read_district
from tests.engine.asking import NOW as THEN
from tests.engine.asking import World as People
from tests.engine.asking import ask
from tests.engine.people import AS_OF, HORIZON, NOW, awkward
from tests.engine.worlds import World, days_between, tiers_of, world_of

EVERY_DAY = days_between(AS_OF, HORIZON)


@pytest.fixture(scope="module")
def district() -> World:
    """Sixty people of a district and a hundred awkward ones."""
    ordinary = [one for one in read_district(60).records if one.kind not in ("policies", "cases")]
    return world_of([*ordinary, *awkward(100, seed=2)])


@pytest.fixture(scope="module")
def few() -> World:
    """A few awkward people, to be asked everything."""
    return world_of(awkward(24, seed=1))


def every_day(world: World, policy: Policy, tier: Tier) -> dict[str, NDArray[np.int8]]:
    """The verdicts of each clause, by person and day."""
    people = world.book.people
    asked = world.columns(policy, tier, np.repeat(people, len(EVERY_DAY)), np.tile(EVERY_DAY, len(people)))
    return {path: truth.now.reshape(len(people), len(EVERY_DAY)) for path, truth in asked.items()}


def first(verdicts: NDArray[np.int8], wanted: int) -> Days:
    """The first day on which each person has the verdict; NEVER if there is none."""
    found = verdicts == wanted
    return np.where(found.any(axis=1), EVERY_DAY[found.argmax(axis=1)], NEVER).astype(np.int32)


@pytest.mark.parametrize("tier", ["tier-1", "tier-2", "tier-3"])
def test_the_first_passing_day_is_that_found_by_asking_on_every_day(district: World, tier: str) -> None:
    [(policy, wanted)] = tiers_of(district, "jt-2020", tier)
    question = Question(NOW, (tier,), horizon=code_of(HORIZON))
    standings = eligible(district.book, [policy], [policy], question)
    passing = first(every_day(district, policy, wanted)[tier], PASS)
    expected = {
        str(id): None if day in (NOW, NEVER) else date_of(int(day)).isoformat()
        for id, day in zip(district.book.register.tables["cadres"]["id"], passing, strict=True)
    }
    assert {one.cadre: one.first_pass_on for one in standings} == {one.cadre: expected[one.cadre] for one in standings}
    assert len({one.first_pass_on for one in standings} - {None}) > 4  # the comparison sees some that pass later


@pytest.mark.parametrize(("scheme", "tier"), [("everything", "tier-1"), ("jt-2020", "tier-1"), ("jt-2020", "tier-3")])
def test_no_clause_turns_before_its_days(few: World, scheme: str, tier: str) -> None:
    [(policy, wanted)] = tiers_of(few, scheme, tier)
    now = few.columns(policy, wanted, few.book.people, [NOW] * len(few.book.people))
    later = every_day(few, policy, wanted)
    early = [
        (path, position)
        for path, truth in now.items()
        for verdict, turn in ((PASS, truth.to_yes), (FAIL, truth.to_no))
        for position in np.flatnonzero(first(later[path], verdict) < turn).tolist()
    ]
    assert early == []


def test_asking_at_a_day_each_is_asking_day_by_day(few: World) -> None:
    days = [NOW, code_of(AS_OF + timedelta(days=200)), code_of(HORIZON)]
    people = few.book.people
    for policy, tier in few.tiers():
        together = few.columns(policy, tier, np.tile(people, len(days)), np.repeat(days, len(people)))
        for at, day in enumerate(days):
            apart = few.columns(policy, tier, people, [day] * len(people))
            for path, truth in apart.items():
                part = slice(at * len(people), (at + 1) * len(people))
                asked = together[path]
                assert np.array_equal(truth.now, asked.now[part]), path
                assert np.array_equal(truth.to_yes, asked.to_yes[part]), path
                assert np.array_equal(truth.to_no, asked.to_no[part]), path


def test_time_in_a_post_that_begins_on_the_day_of_the_question_grows() -> None:
    begun = date_of(THEN).isoformat()
    post = {"unit": "U", "post": "x", "rank": "deputy", "kind": "appointed", "from": begun}
    for unit in ("day", "month"):
        asked = {"years": {"of": "posts", "unit": unit, "at_least": "1 month"}}
        truth = ask(asked, People([{"posts": [post]}])).truth
        assert THEN < truth.to_yes[0] <= code_of(date_of(THEN) + timedelta(days=31))


@pytest.mark.parametrize(
    ("left", "passes_on"),
    [(None, "2023-07-15"), ("2023-07-16", "2023-07-15"), ("2023-07-15", None), ("2023-07", None)],
)
def test_whoever_may_have_left_by_the_first_day_does_not_pass_on_it(left: str | None, passes_on: str | None) -> None:
    post = {"unit": "U", "post": "x", "rank": "deputy", "kind": "appointed", "from": date_of(THEN).isoformat()}
    person = {"name": "x", "posts": [post], **({"left": {"date": left, "reason": "retired"}} if left else {})}
    asked = {"years": {"of": "posts", "unit": "day", "at_least": "1 month"}}
    clause = {"id": "t", "title": {"zh": "一", "en": "one"}, "source": "X", "require": asked}
    stated = {"policy": "p", "title": {"zh": "一", "en": "one"}, "in_force": {"from": "2000-01-01"}, "select": [clause]}
    read, _ = policies([Stated(stated, "", lambda _: (0, 0))])
    book = Book(build_stated([("cadres", "P", person)], {}))
    [standing] = eligible(book, read, read, Question(THEN, horizon=code_of(HORIZON)))
    assert standing.first_pass_on == passes_on
