"""A policy read whole, with every problem of the language at its place; shape is for the schema."""

from collections.abc import Callable, Mapping
from typing import Any as Raw

from cadrectl.facts.kinds import KINDS
from cadrectl.policy.circles import check_circles, check_goals
from cadrectl.policy.conditions import is_date_rule
from cadrectl.policy.dates import ROUND_DATES
from cadrectl.policy.grammar import FACTS
from cadrectl.policy.model import Pointer, Policy
from cadrectl.policy.number_checks import check_assessments
from cadrectl.policy.problems import Reporter
from cadrectl.policy.sections import opened
from cadrectl.problem import Problem
from cadrectl.text import say

SECTIONS = (
    *("actions", "assessments", "pool", "conditions", "sets", "relaxations", "effects", "above", "figures"),
    *("fairness", "changes", "procedures", "duties", "tiers", "movement"),
)
"""The sections of a policy, in the order in which their problems are told."""


def parse(
    value: Mapping[str, Raw], path: str, place: Callable[[Pointer], tuple[int, int]]
) -> tuple[Policy, list[Problem]]:
    """The policy that a record states, and what is wrong with it; `place` gives line and column of keys.

    The record has passed its schema. With problems of severity error the policy is not fit to be evaluated.
    """
    policy = opened(value, path, place)
    return policy, wrong_with(policy)


def wrong_with(policy: Policy) -> list[Problem]:
    """What is wrong with the language of a policy, all of whose sections are read for that."""
    report = policy.sections.report
    _check_dates(report, policy)
    _check_conventions(report, policy)
    _check_absences(report, policy)
    for key in ("relaxations", "effects", "figures", "select"):
        report.same_ids(policy.sections.value.get(key, []), (key,))
    for section in SECTIONS:
        getattr(policy, section)
    check_circles(report, policy)
    check_goals(report, policy)
    check_assessments(report, policy)
    return report.problems


def _check_dates(report: Reporter, policy: Policy) -> None:
    for name, rule in policy.dates.items():
        if not is_date_rule(rule):
            hint = say(
                "Write {words}, a day such as 2026-08-31, --08-31 for that of each year, or next --08-31.",
                words=", ".join(("question", "month-end", *ROUND_DATES)),
            )
            report.add("unknown-word", ("dates", name), say("“{word}” is no date.", word=rule), hint)


def _check_conventions(report: Reporter, policy: Policy) -> None:
    """A convention is about a fact and states arguments of it; its words are checked where the fact is used."""
    for name, stated in policy.conventions.items():
        if name not in FACTS:
            report.unknown_word(("conventions", name), name, FACTS)
            continue
        known = [key for key, _ in FACTS[name].arguments]
        for key in stated:
            if key not in (*known, "text"):
                report.unknown_word(("conventions", name, key), key, known)


def _check_absences(report: Reporter, policy: Policy) -> None:
    for kind in policy.absences:
        if kind not in KINDS:
            report.unknown_word(("missing_means", kind), kind, KINDS)
