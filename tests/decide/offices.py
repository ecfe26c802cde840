"""A clerk over a few records written as text, and what the clerk finds, as the tests compare it."""

from collections.abc import Mapping
from fractions import Fraction
from functools import partial

from cadrectl.decide.assess import Assessed, assess
from cadrectl.facts.moment import Book
from cadrectl.policy.clerk import Clerk
from cadrectl.policy.load import Stated, policies
from cadrectl.records.places import place
from cadrectl.register import build
from cadrectl.vocabulary import vocabularies as read_words
from tests.checks.test_starter import STARTER
from tests.conftest import record

HEAD = """\
policy: {id}
series: trial
title: {{zh: 试, en: Trial}}
issuer: {{zh: 局, en: Bureau}}
number: '1'
in_force: {{from: {begin}{until}}}
"""


def policy(text: str, id: str = "trial-2020", begin: str = "2020-01-01", until: str = "") -> dict[str, str]:
    """A policy of the series `trial` as a file."""
    head = HEAD.format(id=id, begin=begin, until=f", until: {until}" if until else "")
    return {f"data/policies/{id}.yaml": head + text}


def unit(id: str, name: str = "", more: str = "") -> dict[str, str]:
    """A primary school as a file."""
    return {f"data/units/{id}.yaml": f"name: {name or id}\nkind: primary\n{more}"}


def people(**posts: str) -> dict[str, str]:
    """People as files, each in one post since 2015: `C0001="U001 deputy"`; several, separated by commas."""
    return {f"data/cadres/{id}.yaml": _person(id, stated) for id, stated in posts.items()}


def _person(id: str, stated: str) -> str:
    posts = [one.split() for one in stated.split(",")]
    kinds = ["appointed", *["concurrent"] * (len(posts) - 1)]
    lines = [
        f"- {{unit: {unit}, post: head, rank: {rank}, kind: {kind}, from: 2015-01-01}}"
        for (unit, rank), kind in zip(posts, kinds, strict=True)
    ]
    return "\n".join([f"name: {id}", "gender: woman", "birth: 1980-05-03", "posts:", *lines, ""])


def session(unit: str, year: int, people: Mapping[str, str], kind: str = "annual", day: str = "") -> dict[str, str]:
    """A session as a file: of each person what the record says beside the id, as an inline mapping."""
    path = f"data/evaluations/{year}/{unit}-{kind}.yaml"
    who = [f"- {{cadre: {id}{', ' if said else ''}{said}}}" for id, said in people.items()]
    head = [f"unit: {unit}", f"kind: {kind}", f"year: {year}", f"date: {day or f'{year}-12-20'}", "people:"]
    return {path: "\n".join([*head, *who, ""])}


def ballots(**classes: dict[str, int]) -> str:
    """The ballots about one person as a session states them: by class of voters how many votes of each kind."""
    written = [
        f"{{voter: {voter}, votes: {{{', '.join(f'{vote}: {count}' for vote, count in votes.items())}}}}}"
        for voter, votes in classes.items()
    ]
    return f"ballots: [{', '.join(written)}]"


def vocabularies() -> dict[str, str]:
    """The vocabularies of the starter as files."""
    return {f"data/vocabularies/{path.name}": path.read_text("utf-8") for path in STARTER.glob("vocabularies/*.yaml")}


def office(*files: Mapping[str, str]) -> Clerk:
    """The clerk over these files and the vocabularies of the starter."""
    read = [record(path, text) for each in (*files, vocabularies()) for path, text in each.items()]
    words = read_words((one.id, one.value) for one in read if one.kind == "vocabularies")
    stated = [Stated(one.value, one.path, partial(place, one)) for one in read if one.kind == "policies"]
    known, problems = policies(stated)
    assert not problems, [str(one) for one in problems]
    return Clerk(Book(build(read, words)), known)


def results(clerk: Clerk, year: int, *ids: str) -> dict[str, Assessed]:
    """The results of a year by the id of the person or unit."""
    return {row.cadre or row.unit or "": row for row in assess(clerk, ["trial"], year, ids)}


def scores(clerk: Clerk, year: int, *ids: str) -> dict[str, Fraction | None]:
    """The totals of a year."""
    return {id: row.score for id, row in results(clerk, year, *ids).items()}


SCHOOL = unit("U001")
FIVE = people(**{f"C000{number}": "U001 deputy" for number in range(1, 6)})
"""Five deputies of one school."""
