"""Proposals for the pool: whether a decision states what carrying it out needs. Not whether it is right."""

from collections.abc import Iterator, Mapping
from typing import Any

from cadrectl.checks.book import Book, at
from cadrectl.problem import Problem
from cadrectl.text import say

_NEEDS: Mapping[str, tuple[str, ...]] = {
    "stay": ("reserve",),
    "enter": ("term",),
    "warn": ("reserve",),
    "leave": ("reserve", "left"),
    "propose": ("reserve",),
    "develop": ("reserve",),
    "change-tier": ("reserve", "to"),
    "undecided": (),
}
"""By decision what has to be stated: the membership that it is about, why it ends, the term of a new one, the other
tier."""


def decision_states_what_it_needs(book: Book, as_of: int) -> Iterator[Problem]:
    """Decisions without a membership, term, tier or reason that they cannot be carried out without."""
    for record in book.of("plans"):
        for index, one in enumerate(record.value.get("decisions", ())):
            missing = [key for key in _NEEDS[one["decision"]] if key not in one]
            if missing:
                yield at(
                    record,
                    ("decisions", index, "decision"),
                    "decision-incomplete",
                    say("the decision on {cadre} lacks {keys}", cadre=one["cadre"], keys=", ".join(missing)),
                    say("Add what is missing, or take the decision out."),
                )


def decision_names_a_membership_of_the_person(book: Book, as_of: int) -> Iterator[Problem]:
    """Decisions about the membership of somebody else, of another tier, or into the tier where the person is."""
    for record in book.of("plans"):
        for index, one in enumerate(record.value.get("decisions", ())):
            membership = book.get("reserve", one["reserve"]) if "reserve" in one else None
            if membership is not None and not _of(membership.value, one):
                yield at(
                    record,
                    ("decisions", index, "reserve"),
                    "other-membership",
                    say(
                        "{reserve} is no membership of {cadre} in {tier}",
                        reserve=one["reserve"],
                        cadre=one["cadre"],
                        tier=one["tier"],
                    ),
                    say("Name the membership that the decision is about."),
                )
            if one.get("to") == one["tier"]:
                yield at(
                    record,
                    ("decisions", index, "to"),
                    "same-tier",
                    say("{cadre} is in {tier} already", cadre=one["cadre"], tier=one["tier"]),
                    say("Name another tier, or decide otherwise."),
                )


def _of(membership: Mapping[str, Any], decision: Mapping[str, Any]) -> bool:
    return bool(membership["cadre"] == decision["cadre"] and membership["tier"] == decision["tier"])
