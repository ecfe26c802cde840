"""Evaluation sessions: the people and bodies assessed against the register; their ballots are in `ballots.py`."""

from collections.abc import Iterator, Mapping
from typing import Any

from cadrectl.checks.book import Book, Post, at, span
from cadrectl.problem import Problem
from cadrectl.records.places import Pointer
from cadrectl.records.record import Record
from cadrectl.text import say

_ONCE_A_YEAR = ("annual", "summative")
"""A year has two semesters, and a person may be on probation or secondment more than once."""


def assessed(session: Record) -> Iterator[tuple[Pointer, str, Mapping[str, Any]]]:
    """The people and bodies of a session: where the id of each stands, the id, and the result."""
    for key, subject in (("people", "cadre"), ("bodies", "unit")):
        for index, result in enumerate(session.value.get(key, ())):
            yield (key, index, subject), result[subject], result


def person_is_assessed_once(book: Book, as_of: int) -> Iterator[Problem]:
    """People and bodies that stand twice in one session, or in two yearly or summative sessions of one year; but
    not who may hold a post in the unit of each, for such a person is assessed in both."""
    seen: dict[tuple[str, ...], Record] = {}
    for session in book.of("evaluations"):
        kind, year = session.value["kind"], str(session.value["year"])
        scope = (kind, year) if kind in _ONCE_A_YEAR else (kind, year, session.path)
        for pointer, id, _ in assessed(session):
            key = (str(pointer[0]), id, *scope)
            if key in seen and not _spans(book.posts.get(id, ()), seen[key], session):
                yield at(
                    session,
                    pointer,
                    "assessed-twice",
                    say("{cadre} is already assessed in {path}", cadre=id, path=seen[key].path),
                    say("Keep one of the two results."),
                )
            seen.setdefault(key, session)


def _spans(posts: tuple[Post, ...], *sessions: Record) -> bool:
    """Whether the sessions are of different units, in each of which a post may be held on the day."""
    days = [(session.value["unit"], span(session.value["date"])) for session in sessions]
    return len({unit for unit, _ in days}) == len(days) and all(
        any(post.unit == unit and post.possibly_held(*day) for post in posts) for unit, day in days
    )


def unit_is_that_of_the_person(book: Book, as_of: int) -> Iterator[Problem]:
    """People assessed in a unit where they surely held no post from the start of the year to the session."""
    for session in book.of("evaluations"):
        unit, first = session.value["unit"], span(str(session.value["year"])).first
        last = span(session.value["date"]).last
        for index, person in enumerate(session.value.get("people", ())):
            posts = book.posts.get(person["cadre"])
            if posts and not any(post.unit == unit and post.possibly_held(first, last) for post in posts):
                yield at(
                    session,
                    ("people", index, "cadre"),
                    "assessed-elsewhere",
                    say("{cadre} held no post in {unit} in that time", cadre=person["cadre"], unit=unit),
                    say("Move the result to the person's unit, or complete the career."),
                )


def result_is_confirmed_after_the_session(book: Book, as_of: int) -> Iterator[Problem]:
    """Results that were surely confirmed before the session took place."""
    for session in book.of("evaluations"):
        held = span(session.value["date"]).first
        for pointer, _, result in assessed(session):
            if "confirmed" in result and span(result["confirmed"]["date"]).last < held:
                yield at(
                    session,
                    (*pointer[:2], "confirmed", "date"),
                    "confirmed-too-early",
                    say("confirmed before the session of {date}", date=session.value["date"]),
                    say("Correct one of the two dates."),
                )
