"""Kin in the system: stated by both, and in no posts that avoidance forbids.

Only what one unit shows is looked at: one leading team, or a leader above a middle manager. Which relations
and posts a local rule adds is a policy's to say.
"""

from collections.abc import Iterator

from cadrectl.checks.book import Book, Post, at
from cadrectl.problem import Problem
from cadrectl.text import say

_LEADERS = ("deputy", "principal")
_MIDDLE = ("middle-deputy", "middle-chief")


def relation_is_stated_on_both_sides(book: Book, as_of: int) -> Iterator[Problem]:
    """Kin whose own record does not name the person."""
    stated = {(cadre.id, kin["cadre"]) for cadre in book.of("cadres") for kin in cadre.value.get("kin", ())}
    for cadre in book.of("cadres"):
        for index, kin in enumerate(cadre.value.get("kin", ())):
            other = book.get("cadres", kin["cadre"])
            if other is not None and (other.id, cadre.id) not in stated:
                yield at(
                    cadre,
                    ("kin", index, "cadre"),
                    "kin-one-sided",
                    say("{other} does not name {cadre} as kin", other=other.id, cadre=cadre.id),
                    say("State the relation in both records, or in neither."),
                )


def kin_hold_no_linked_posts(book: Book, as_of: int) -> Iterator[Problem]:
    """Kin who surely hold, at `as_of`, posts in one leading team or one directly below the other."""
    for cadre in book.of("cadres"):
        for index, kin in enumerate(cadre.value.get("kin", ())):
            unit = _linked(_held(book, cadre.id, as_of), _held(book, kin["cadre"], as_of))
            if unit is not None:
                yield at(
                    cadre,
                    ("kin", index),
                    "kin-avoidance",
                    say(
                        "{cadre} and {other} hold linked posts in {unit}",
                        cadre=cadre.id,
                        other=kin["cadre"],
                        unit=unit,
                    ),
                    say("One of them should move to another post or unit."),
                )


def _held(book: Book, cadre: str, day: int) -> list[Post]:
    return [post for post in book.posts.get(cadre, ()) if post.unit and post.surely_held(day)]


def _linked(mine: list[Post], others: list[Post]) -> str | None:
    """A unit in which a post of the one and a post of the other are linked."""
    for post in mine:
        for other in others:
            if post.unit == other.unit and (_team(post, other) or _below(post, other) or _below(other, post)):
                return post.unit
    return None


def _team(one: Post, other: Post) -> bool:
    return one.rank in _LEADERS and other.rank in _LEADERS


def _below(low: Post, high: Post) -> bool:
    """Whether the one works directly under the other: the principal, or the deputy for the same domain."""
    same_domain = low.domain is not None and low.domain == high.domain
    return low.rank in _MIDDLE and (high.rank == "principal" or (high.rank == "deputy" and same_domain))
