"""What the rules of the pool propose for each reserve after the year, and who enters (JT-9 to JT-12)."""

from collections import Counter

from cadrectl.decide.eligibility import tiers_of
from cadrectl.decide.pool import decision_label, review
from cadrectl.policy.clerk import Clerk
from cadrectl.report.document import Part, Row, Said, Section, Table
from cadrectl.report.ground import Ground
from cadrectl.text import say

ANNEX = "decisions"


def decided(ground: Ground) -> Part:
    """The proposals counted by tier, and one by one with their first reason; nothing where no scheme has a pool."""
    clerk = Clerk(ground.book, ground.known, ground.day)
    series = [policy.series for policy in ground.in_force]
    found = [row for one in review(clerk, series, ground.period.last.year) for row in one.rows]
    title = say("What the rules of the pool propose")
    if not found:
        return Part(Section(title, ()))
    titles = {tier.id: tier.title for _, tier in tiers_of(ground.in_force, ())}
    words = list(dict.fromkeys(one.decision for one in found))
    counted = Counter((one.tier, one.decision) for one in found)
    tiers = dict.fromkeys(one.tier for one in found)
    rows: tuple[Row, ...] = tuple((titles[tier], *(counted[tier, word] for word in words)) for tier in tiers)
    columns: tuple[Said, ...] = (say("tier"), *map(decision_label, words))
    table = Table("decisions", title, columns, rows, ANNEX, ("JT-9", "JT-11", "JT-12"))
    told: tuple[Row, ...] = tuple(
        (
            *(one.cadre, one.name, ground.unit(one.unit), titles[one.tier], decision_label(one.decision)),
            *(one.reasons[0].text, ", ".join(one.reasons[0].source)),
        )
        for one in found
    )
    heads = (
        *(say("cadre"), say("name"), say("unit"), say("tier"), say("decision")),
        *(say("first reason"), say("source")),
    )
    annex = Table(ANNEX, say("Proposals one by one"), heads, told)
    return Part(Section(title, (table,)), (annex,) if ground.profile.people else ())
