"""Targets: the goals of a person belong to a term of a post of that person. Whether they are met is not asked here."""

from collections.abc import Iterator

from cadrectl.calendar import YEAR
from cadrectl.checks.book import Book, Span, at, span
from cadrectl.problem import Problem
from cadrectl.records.record import Record
from cadrectl.text import say


def goal_lies_in_a_term_of_its_person(book: Book, as_of: int) -> Iterator[Problem]:
    """Goals of people that end surely in no term of theirs, and yearly ones of a year outside that time."""
    for record in book.of("targets"):
        cadre = book.get("cadres", record.value.get("cadre", ""))
        if cadre is not None:
            until = span(record.value["until"])
            terms = [post["term"] for post in cadre.value["posts"] if "term" in post]
            if not any(_overlap(until, span(one["from"]), span(one["until"])) for one in terms):
                message = say("{cadre} has no term that runs on {day}", cadre=cadre.id, day=record.value["until"])
                hint = say("State the term with the post, or correct the date.")
                yield at(record, ("until",), "goal-outside-term", message, hint)
            yield from _outside(record, until.last)


def _overlap(day: Span, begins: Span, ends: Span) -> bool:
    """Whether the day may lie between these two, which count as well."""
    return begins.first <= day.last and day.first <= ends.last


def _outside(record: Record, until: int) -> Iterator[Problem]:
    """Yearly targets of a year before the goals begin or after they end."""
    begins = span(record.value["from"]).first if "from" in record.value else 0
    for index, item in enumerate(record.value["items"]):
        if "year" in item and not begins // YEAR <= item["year"] <= until // YEAR:
            message = say("{year} is not one of the years for which these goals are set", year=item["year"])
            hint = say("Correct the year, or the dates of the record.")
            yield at(record, ("items", index, "year"), "goal-outside-term", message, hint)
