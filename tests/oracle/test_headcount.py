"""The headcount and a plain recount of the records, held against one another on generated districts."""

from collections import Counter
from datetime import date

import pytest

from cadrectl.calendar import code_of
from cadrectl.decide.headcount import headcount, staffing
from cadrectl.facts.moment import Book
from cadrectl.register import build
from tests.demo.districts import District, Value, read_district

RANKS = ("staff", "middle-deputy", "middle-chief", "deputy", "principal")
KINDS = ("concurrent", "appointed")


@pytest.fixture(scope="module", params=[(400, 7), (900, 2)], ids=lambda size: f"{size[0]}-{size[1]}")
def place(request: pytest.FixtureRequest) -> District:
    return read_district(*request.param)


def day(text: str, *, last: bool) -> str:
    """The first or the last day that a date as it is written can mean, as text that sorts like a date."""
    return (text + ("-12-31" if last else "-01-01")[3 * text.count("-") :])[:10]


def runs(post: Value, on: str) -> bool | None:
    """Whether a post runs on a day; None where a vague date leaves that open."""
    begun = [day(post["from"], last=last) <= on for last in (True, False)]
    over = ["to" in post and day(post["to"], last=last) <= on for last in (False, True)]
    if not begun[1] or over[1]:
        return False
    return True if begun[0] and not over[0] else None


def counted(cadre: Value, on: str) -> Value | None:
    """The post by which a person is counted: appointed before concurrent, the higher rank, the later start."""
    held = [post for post in cadre["posts"] if post["kind"] in KINDS and "unit" in post and runs(post, on)]
    claims = [(KINDS.index(post["kind"]), RANKS.index(post["rank"]), post["from"]) for post in held]
    return held[claims.index(max(claims))] if held else None


def test_every_place_has_the_holders_that_a_plain_recount_finds(place: District) -> None:
    on: str = place.planted["as_of"]
    cadres = [record.value for record in place.records if record.kind == "cadres"]
    here = [one for one in cadres if "left" not in one or day(one["left"]["date"], last=True) > on]
    settled = [one for one in here if all(runs(post, on) is not None for post in one["posts"])]
    assert len(settled) > 0.9 * len(here)
    expected = Counter(
        (post["unit"], post["post"])
        for post in (counted(one, on) for one in settled)
        if post is not None and post["rank"] != "staff"
    )
    open_people = {record.id for record in place.records if record.kind == "cadres" and record.value not in settled}
    found = staffing(Book(build(place.records, {})), code_of(date.fromisoformat(on)))
    lines = headcount(found, ("unit", "post"))
    held = {tuple(line.group.values()): sum(id not in open_people for id in line.cadres) for line in lines}
    assert {key: number for key, number in held.items() if number} == expected


def test_groups_add_up_to_the_same_whatever_they_are_counted_by(place: District) -> None:
    found = staffing(Book(build(place.records, {})), code_of(date.fromisoformat(place.planted["as_of"])))
    sums = {
        (sum(one.authorised or 0 for one in lines), sum(one.held for one in lines), sum(one.empty for one in lines))
        for lines in (headcount(found, by) for by in (("unit",), ("rank",), ("domain",), ("unit", "post")))
    }
    assert len(sums) == 1
