"""What records name inside a policy: tiers and clauses, read from the policy's own text.

Nothing is evaluated here; a policy is only walked for its ids.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from cadrectl.checks.book import Book, at, span
from cadrectl.checks.references import nearest
from cadrectl.problem import Problem
from cadrectl.records.record import Record
from cadrectl.text import say

Clause = Mapping[str, Any]


def in_force(policy: Record, first: int, last: int) -> bool:
    """Whether a policy may be in force on some day from `first` to `last`."""
    period = policy.value["in_force"]
    until = span(period["until"]).last if "until" in period else last
    return span(period["from"]).first <= last and first <= until


def tiers(policy: Record) -> set[str]:
    """The ids of the tiers that a policy selects for."""
    return {tier["id"] for tier in policy.value.get("select", ())}


def followed(policies: Iterable[Record], steps: Sequence[str]) -> tuple[int, set[str]]:
    """How many steps of a clause's path some of these policies have, and the ids that could come next."""
    level = [
        (clause, policy.value.get("groups", {}))
        for policy in policies
        for clause in policy.value.get("select", ())
    ]
    for count, step in enumerate(steps):
        ids = {clause["id"] for clause, _ in level}
        if step not in ids:
            return count, ids
        here = [(clause, groups) for clause, groups in level if clause["id"] == step]
        below = {id(child): (child, groups) for clause, groups in here for child in _children(clause, groups)}
        level = list(below.values())
    return len(steps), {clause["id"] for clause, _ in level}


def _children(clause: Clause, groups: Mapping[str, Clause]) -> Iterator[Clause]:
    """The clauses directly below a clause, those of the group that it stands for included."""
    for node in (clause, groups.get(clause.get("group", ""), {})):
        yield from node.get("all", ())
        yield from node.get("any", ())
        yield from node.get("some", {}).get("of", ())


def round_fills_tiers_of_its_policy(book: Book, as_of: int) -> Iterator[Problem]:
    """Rounds for a tier that no version of their policy has."""
    for record in book.of("rounds"):
        versions = book.versions(record.value["policy"])
        known = {tier for policy in versions for tier in tiers(policy)}
        for index, tier in enumerate(record.value.get("tiers", ()) if versions else ()):
            if tier not in known:
                yield at(
                    record,
                    ("tiers", index),
                    "unknown-tier",
                    say("{policy} has no tier {tier}", policy=record.value["policy"], tier=tier),
                    nearest(tier, known),
                )


def relaxed_clause_exists(book: Book, as_of: int) -> Iterator[Problem]:
    """Relaxations of a clause that no version of the policy has."""
    for record in book.of("relaxations"):
        series, clause = record.value["policy"], record.value["clause"]
        versions, steps = book.versions(series), clause.split(".")
        count, ids = followed(versions, steps)
        if versions and count < len(steps):
            known = {".".join([*steps[:count], id]) for id in ids}
            yield at(
                record,
                ("clause",),
                "unknown-clause",
                say("{policy} has no clause {clause}", policy=series, clause=clause),
                nearest(".".join(steps[: count + 1]), known),
            )
