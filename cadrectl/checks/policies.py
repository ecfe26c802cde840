"""What records name inside a policy: tiers and clauses, read from the policy's own text.

Nothing is evaluated here; a policy is only walked for its ids.
"""

from collections.abc import Iterator
from typing import Any

from cadrectl.checks.book import Book, at, span
from cadrectl.checks.references import nearest
from cadrectl.problem import Problem
from cadrectl.records import Record
from cadrectl.text import say


def in_force(policy: Record, first: int, last: int) -> bool:
    """Whether a policy may be in force on some day from `first` to `last`."""
    period = policy.value["in_force"]
    until = span(period["until"]).last if "until" in period else last
    return span(period["from"]).first <= last and first <= until


def tiers(policy: Record) -> set[str]:
    """The ids of the tiers that a policy selects for."""
    return {tier["id"] for tier in policy.value.get("select", ())}


def clause_paths(policy: Record) -> set[str]:
    """The dotted paths of all clauses of a policy, those of its groups included: `tier-1.selected.age`."""
    groups = policy.value.get("groups", {})
    roots = [entry for part in policy.value.values() if isinstance(part, list) for entry in part]
    return {path for root in roots if isinstance(root, dict) for path in _paths(root, groups, "")}


def _paths(node: dict[str, Any], groups: dict[str, Any], above: str) -> Iterator[str]:
    path = f"{above}.{node['id']}".strip(".") if "id" in node else above
    if path:
        yield path
    some = node.get("some", {})
    parts = [node.get("all"), node.get("any"), some.get("of") if isinstance(some, dict) else None]
    for part in parts:
        for below in part if isinstance(part, list) else ():
            yield from _paths(below, groups, path)
    if node.get("group") in groups:
        rest = {name: group for name, group in groups.items() if name != node["group"]}
        yield from _paths(groups[node["group"]], rest, path)


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
    paths: dict[str, set[str]] = {}
    for record in book.of("relaxations"):
        series, clause = record.value["policy"], record.value["clause"]
        if series not in paths:
            paths[series] = {path for policy in book.versions(series) for path in clause_paths(policy)}
        if paths[series] and clause not in paths[series]:
            yield at(
                record,
                ("clause",),
                "unknown-clause",
                say("{policy} has no clause {clause}", policy=series, clause=clause),
                nearest(clause, paths[series]),
            )
