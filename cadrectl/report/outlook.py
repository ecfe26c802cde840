"""Who qualifies for the tiers and is in none, whom the records leave open, and who will qualify within a year."""

from collections.abc import Iterator

import numpy as np

from cadrectl.decide.eligibility import Standing, tiers_of
from cadrectl.decide.ranking import members
from cadrectl.policy.model import Policy, Tier, clauses
from cadrectl.policy.sentences import Speaker
from cadrectl.policy.wording import required
from cadrectl.report.document import Paragraph, Part, Row, Said, Section, Table, dated
from cadrectl.report.ground import Ground
from cadrectl.report.pool import NO_TIERS
from cadrectl.text import Text, say

ANNEX = "outlook"

READY, OPEN, LATER, FALLEN = (
    say("qualifies, in no tier"),
    say("not known"),
    say("will qualify within a year"),
    say("member, qualifies no longer"),
)
STATES = (READY, OPEN, LATER, FALLEN)


def outlook(ground: Ground) -> Part:
    """How many stand how, tier by tier, and who they are."""
    title = say("Eligibility outlook")
    if not tiers_of(ground.in_force, ()):
        return Part(Section(title, (Paragraph(NO_TIERS),)))
    found = list(states(ground))
    rows: tuple[Row, ...] = tuple(
        (tier.title, *(sum(one.tier == tier.id and state is each for one, state in found) for each in STATES))
        for _, tier in tiers_of(ground.in_force, ())
    )
    table = Table("outlook", say("Who qualifies"), (say("tier"), *STATES), rows, ANNEX)
    annexes = (_people(ground, found),) if ground.profile.people else ()
    return Part(Section(title, (table,)), annexes)


def states(ground: Ground) -> Iterator[tuple[Standing, Text]]:
    """The standings that call for attention, with what each is; members who pass call for none."""
    inside = {tier.id: _members(ground, policy, tier) for policy, tier in tiers_of(ground.in_force, ())}
    anywhere = set().union(*inside.values())
    for one in ground.standings:
        if one.verdict == "pass" and one.cadre not in anywhere:
            yield one, READY
        elif one.verdict == "fail" and one.cadre in inside[one.tier]:
            yield one, FALLEN
        elif one.verdict == "unknown" and one.cadre not in anywhere:
            yield one, OPEN
        elif one.verdict == "fail" and one.first_pass_on is not None and one.cadre not in anywhere:
            yield one, LATER


def _members(ground: Ground, policy: Policy, tier: Tier) -> set[str]:
    ids = ground.book.register.tables["cadres"]["id"]
    return set(map(str, ids[ground.moment.people[np.flatnonzero(members(ground.moment, policy, tier))]]))


def _people(ground: Ground, found: list[tuple[Standing, Text]]) -> Table:
    titles = {tier.id: tier.title for _, tier in tiers_of(ground.in_force, ())}
    asked = clause_labels(ground)
    rows: list[Row] = [
        (
            *(one.cadre, one.name, ground.unit(one.unit), titles[one.tier], state, dated(one.first_pass_on)),
            _joined([asked[path] for path in one.failed or one.unknown]),
        )
        for one, state in found
    ]
    columns = (
        *(say("cadre"), say("name"), say("unit"), say("tier"), say("standing")),
        *(say("first passes on"), say("turns on")),
    )
    return Table(ANNEX, say("Who stands how"), columns, tuple(rows))


def clause_labels(ground: Ground) -> dict[str, Said]:
    """What each clause of the tiers asks, by its path."""
    words = ground.book.register.vocabularies
    return {
        clause.path: required(clause, Speaker(policy.sets, words, labels=policy.labels)).text
        for policy, tier in tiers_of(ground.in_force, ())
        for clause in clauses(tier.clause)
    }


def _joined(parts: list[Said]) -> Said:
    whole: Said = parts[0] if parts else ""
    for part in parts[1:]:
        whole = say("{one}; {next}", one=whole, next=part)
    return whole
