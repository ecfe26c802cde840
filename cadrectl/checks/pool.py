"""Memberships of the reserve tiers: the tier, the term, the mentor, and one tier at a time."""

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from cadrectl.checks.book import NO_END, Book, Post, Span, at, span
from cadrectl.checks.policies import in_force, tiers
from cadrectl.checks.references import nearest
from cadrectl.problem import Problem
from cadrectl.records.record import Record
from cadrectl.text import say


class Membership(NamedTuple):
    """A membership of a tier from `began` up to the day before `ended`."""

    record: Record
    cadre: str
    tier: str
    began: Span
    ended: Span

    def surely_runs(self, day: int) -> bool:
        """Whether the person is a member on `day`, whatever vague dates mean."""
        return self.began.last <= day < self.ended.first


def _membership(record: Record) -> Membership:
    value = record.value
    began, until = span(value["term"]["from"]), span(value["term"]["until"])
    ended = Span(until.first + 1, until.last + 1)
    if "approval" in value:
        approved = span(value["approval"]["date"])
        began = Span(max(began.first, approved.first), max(began.last, approved.last))
    if "left" in value:
        left = span(value["left"]["date"])
        ended = Span(min(ended.first, left.first), min(ended.last, left.last))
    return Membership(record, value["cadre"], value["tier"], began, ended)


def tier_is_in_a_policy_in_force(book: Book, as_of: int) -> Iterator[Problem]:
    """Memberships of a tier that no version of the policy in force during the term has."""
    for record in book.of("reserve"):
        term, versions = record.value["term"], book.versions(record.value["policy"])
        valid = [
            policy
            for policy in versions
            if in_force(policy, span(term["from"]).first, span(term["until"]).last)
        ]
        known = {tier for policy in valid for tier in tiers(policy)}
        if versions and not valid:
            yield at(
                record,
                ("policy",),
                "policy-not-in-force",
                say("no version of {policy} is in force during the term", policy=record.value["policy"]),
                say("Correct the policy or the term."),
            )
        elif versions and record.value["tier"] not in known:
            yield at(
                record,
                ("tier",),
                "unknown-tier",
                say("{policy} has no tier {tier}", policy=record.value["policy"], tier=record.value["tier"]),
                nearest(record.value["tier"], known),
            )


def membership_stays_in_its_term(book: Book, as_of: int) -> Iterator[Problem]:
    """Approval after the term, leaving before or after it, plans for years and growth entries outside it."""
    for record in book.of("reserve"):
        value = record.value
        first, last = span(value["term"]["from"]).first, span(value["term"]["until"]).last
        stated = []
        if "approval" in value and span(value["approval"]["date"]).first > last:
            stated.append(("approval", "date"))
        if "left" in value and not _touches(span(value["left"]["date"]), first, last + 1):
            stated.append(("left", "date"))
        plans = [
            ("plan", index, "year")
            for index, plan in enumerate(value.get("plan", ()))
            if not _touches(span(str(plan["year"])), first, last)
        ]
        entries = [
            ("entries", index, "date")
            for index, entry in enumerate(value.get("entries", ()))
            if not _touches(span(entry["date"]), first, last)
        ]
        for pointer in (*stated, *plans, *entries):
            yield at(
                record,
                pointer,
                "outside-term",
                say("this lies outside the term of the membership"),
                say("Correct the date or the term."),
            )


def _touches(days: Span, first: int, last: int) -> bool:
    return days.first <= last and first <= days.last


def nobody_is_in_two_tiers(book: Book, as_of: int) -> Iterator[Problem]:
    """Memberships that surely run at the same time as an earlier one of the same person."""
    people: dict[str, list[Membership]] = defaultdict(list)
    for record in book.of("reserve"):
        people[record.value["cadre"]].append(_membership(record))
    for memberships in people.values():
        longest: Membership | None = None
        for membership in sorted(memberships, key=lambda each: (each.began, each.record.path)):
            if longest and _overlap(longest, membership):
                yield at(
                    membership.record,
                    ("tier",),
                    "two-tiers",
                    say("{cadre} is in {tier} at the same time", cadre=membership.cadre, tier=longest.tier),
                    say("Let one membership end before the other begins ({path}).", path=longest.record.path),
                )
            if longest is None or membership.ended.first > longest.ended.first:
                longest = membership


def _overlap(one: Membership, other: Membership) -> bool:
    return one.began.last < other.ended.first and other.began.last < one.ended.first


def mentor_leads_the_same_unit(book: Book, as_of: int) -> Iterator[Problem]:
    """Mentors of running memberships who are no leader of the unit of the reserve, or the reserve (QJ-8)."""
    for record in book.of("reserve"):
        membership, mentor = _membership(record), record.value.get("mentor", "")
        if mentor not in book.posts or not membership.surely_runs(as_of):
            continue
        units = {post.unit for post in _held(book, membership.cadre, as_of)}
        led = {post.unit for post in _held(book, mentor, as_of) if _leads(post)}
        if mentor == membership.cadre or (units and not units & led):
            yield at(
                record,
                ("mentor",),
                "mentor-not-leader",
                say("{mentor} is no leader of the unit of {cadre}", mentor=mentor, cadre=membership.cadre),
                say("Name a leader of the same unit."),
            )


def _held(book: Book, cadre: str, day: int) -> list[Post]:
    """The posts that a person may hold on a day, secondments left out, in units of the system."""
    return [
        post
        for post in book.posts.get(cadre, ())
        if post.unit and post.kind != "secondment" and post.possibly_held(day, day)
    ]


def _leads(post: Post) -> bool:
    return post.leading or post.rank in ("deputy", "principal")


def who_left_is_in_no_tier(book: Book, as_of: int) -> Iterator[Problem]:
    """Memberships that run on after the person left the system."""
    for record in book.of("reserve"):
        cadre = book.get("cadres", record.value["cadre"])
        left = span(cadre.value["left"]["date"]) if cadre and "left" in cadre.value else NO_END
        membership = _membership(record)
        if left.last <= as_of and membership.began.last < left.first and membership.ended.first > left.last:
            yield at(
                record,
                ("cadre",),
                "left-but-in-tier",
                say("{cadre} left, but the membership runs on", cadre=membership.cadre),
                say("Record when and why the membership ended."),
            )
