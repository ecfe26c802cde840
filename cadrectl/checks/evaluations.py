"""Evaluation sessions: ballots against voters, and the people assessed against the register."""

from collections.abc import Iterator, Mapping
from typing import Any

from cadrectl.checks.book import Book, at, span
from cadrectl.problem import Problem
from cadrectl.records import Pointer, Record
from cadrectl.text import say

_CHOICES = ("excellent", "competent", "basically_competent", "incompetent", "abstained")
_ONCE_A_YEAR = ("annual", "summative")
"""A year has two semesters, and a person may be on probation or secondment more than once."""


def present_do_not_exceed_due(book: Book, as_of: int) -> Iterator[Problem]:
    """Sessions, or classes of voters, at which more were present than should attend."""
    for session in book.of("evaluations"):
        attendance = session.value.get("attendance", {})
        classes = attendance.get("classes", ())
        counts: list[tuple[Pointer, Mapping[str, Any]]] = [(("attendance",), attendance)]
        counts += [(("attendance", "classes", index), each) for index, each in enumerate(classes)]
        for pointer, count in counts:
            due, present = count.get("due"), count.get("present")
            if due is not None and present is not None and present > due:
                yield at(
                    session,
                    (*pointer, "present"),
                    "present-exceed-due",
                    say("{present} were present, but {due} should attend", present=present, due=due),
                    say("Correct one of the two numbers."),
                )


def ballots_do_not_exceed_voters(book: Book, as_of: int) -> Iterator[Problem]:
    """People with more ballots than voters were present, in one class of voters or in all."""
    for session in book.of("evaluations"):
        attendance = session.value.get("attendance", {})
        voters = {each["voter"]: _voters(each) for each in attendance.get("classes", ())}
        for index, person in enumerate(session.value["people"]):
            ballots = person.get("ballots", ())
            counts: list[tuple[Pointer, int, int | None]] = [
                (("people", index, "ballots", row), _cast(each), voters.get(each["voter"]))
                for row, each in enumerate(ballots)
            ]
            counts.append((("people", index, "ballots"), sum(map(_cast, ballots)), _voters(attendance)))
            for pointer, cast, most in counts:
                if most is not None and cast > most:
                    yield at(
                        session,
                        pointer,
                        "ballots-exceed-voters",
                        say("{cast} ballots for {voters} voters", cast=cast, voters=most),
                        say("Count the ballots again, or correct the attendance."),
                    )


def _voters(count: Mapping[str, Any]) -> int | None:
    voters: int | None = count.get("present", count.get("due"))
    return voters


def _cast(ballot: Mapping[str, Any]) -> int:
    return sum(ballot.get(choice, 0) for choice in _CHOICES)


def person_is_assessed_once(book: Book, as_of: int) -> Iterator[Problem]:
    """People who stand twice in one session, or in two yearly or summative sessions of one year."""
    seen: dict[tuple[str, ...], Record] = {}
    for session in book.of("evaluations"):
        kind, year = session.value["kind"], str(session.value["year"])
        scope = (kind, year) if kind in _ONCE_A_YEAR else (kind, year, session.path)
        for index, person in enumerate(session.value["people"]):
            key = (person["cadre"], *scope)
            if key in seen:
                yield at(
                    session,
                    ("people", index, "cadre"),
                    "assessed-twice",
                    say("{cadre} is already assessed in {path}", cadre=person["cadre"], path=seen[key].path),
                    say("Keep one of the two results."),
                )
            seen.setdefault(key, session)


def unit_is_that_of_the_person(book: Book, as_of: int) -> Iterator[Problem]:
    """People assessed in a unit where they surely held no post from the start of the year to the session."""
    for session in book.of("evaluations"):
        unit, first = session.value["unit"], span(str(session.value["year"])).first
        last = span(session.value["date"]).last
        for index, person in enumerate(session.value["people"]):
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
        for index, person in enumerate(session.value["people"]):
            if "confirmed" in person and span(person["confirmed"]["date"]).last < held:
                yield at(
                    session,
                    ("people", index, "confirmed", "date"),
                    "confirmed-too-early",
                    say("confirmed before the session of {date}", date=session.value["date"]),
                    say("Correct one of the two dates."),
                )
