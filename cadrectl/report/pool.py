"""The reserve pool by tier against its quota, and who came and went in the period (JT-1, JT-10)."""

from collections.abc import Iterator

import numpy as np
from msgspec import Struct

from cadrectl.calendar import MONTH, YEAR, month_of
from cadrectl.decide.eligibility import tiers_of
from cadrectl.decide.ranking import members
from cadrectl.facts.moment import Index, Moment
from cadrectl.policy.caps import Quota, quotas
from cadrectl.policy.evaluate import Evaluator
from cadrectl.policy.load import superiors
from cadrectl.policy.model import Policy, Tier
from cadrectl.report.document import Block, Cell, Chart, Paragraph, Part, Row, Section, Share, Table
from cadrectl.report.ground import Ground
from cadrectl.report.traits import traits
from cadrectl.text import say

ANNEX = "reserves"
NO_TIERS = say("No policy in force on that day has tiers.")


class Flow(Struct, frozen=True):
    """The members of one tier (rows of `cadres`, by id) before the period and at its end, and the quotas then."""

    policy: Policy
    tier: Tier
    before: Index
    now: Index
    quotas: tuple[Quota, ...]

    @property
    def at_most(self) -> int | None:
        """The quota of the whole tier."""
        return next((one.at_most for one in self.quotas if not one.group), None)

    @property
    def entered(self) -> int:
        """How many were not members before."""
        return len(np.setdiff1d(self.now, self.before))

    @property
    def left(self) -> int:
        """How many are members no longer."""
        return len(np.setdiff1d(self.before, self.now))


def flows(ground: Ground) -> list[Flow]:
    """The tiers of the policies in force, in their order."""
    before, now = ground.at(ground.first_day - 1), ground.moment
    return [_flow(ground, (policy, tier), before, now) for policy, tier in tiers_of(ground.in_force, ())]


def _flow(ground: Ground, judged: tuple[Policy, Tier], before: Moment, now: Moment) -> Flow:
    policy, tier = judged
    inside = now.only(members(now, policy, tier))
    evaluator = Evaluator(policy, ground.book, superiors(policy, ground.known, ground.day))
    was = before.people[members(before, policy, tier)]
    return Flow(policy, tier, was, inside.people, tuple(quotas(tier, inside, evaluator)))


def pool(ground: Ground) -> Part:
    """Members against quotas, the flow of the period, and women among the members."""
    found = flows(ground)
    title = say("The reserve pool by tier")
    if not found:
        return Part(Section(title, (Paragraph(NO_TIERS),)))
    tables = (_against_quota(ground, found), *_by_group(ground, found))
    blocks: tuple[Block, ...] = (*tables, _chart(found), _flow_chart(ground, found))
    annexes = (_members(ground, found),) if ground.profile.people else ()
    return Part(Section(title, blocks), annexes)


def _against_quota(ground: Ground, found: list[Flow]) -> Table:
    gender = next(one for one in traits(ground.moment) if one.id == "gender")
    women = ground.moment.people[gender.by_person == gender.words.index("woman")]
    rows: list[Row] = []
    for flow in found:
        most = flow.at_most
        free = None if most is None else max(most - len(flow.now), 0)
        mine = len(np.intersect1d(flow.now, women))
        numbers: tuple[Cell, ...] = (len(flow.before), flow.entered, flow.left, len(flow.now))
        rows.append((flow.tier.title, most, *numbers, free, mine, Share(mine, len(flow.now))))
    columns = (
        *(say("tier"), say("quota"), say("members before"), say("entered"), say("left the pool")),
        *(say("members now"), say("free places"), say("women"), say("share of women")),
    )
    sources = tuple(dict.fromkeys(source for flow in found for one in flow.quotas for source in one.source))
    return Table("pool", say("Members and quotas"), columns, tuple(rows), ANNEX, sources)


def _by_group(ground: Ground, found: list[Flow]) -> Iterator[Table]:
    """The quotas that a policy sets for groups, where it does."""
    rows = tuple(
        (flow.tier.title, ground.unit(one.group) if one.each == "unit" else one.group, *_limits(one))
        for flow in found
        for one in flow.quotas
        if one.group
    )
    if rows:
        columns = (say("tier"), say("group"), say("at least"), say("at most"), say("members now"))
        yield Table("groups", say("Quotas of groups"), columns, rows, ANNEX)


def _limits(quota: Quota) -> tuple[Cell, ...]:
    return quota.at_least, quota.at_most, quota.members


def _chart(found: list[Flow]) -> Chart:
    labels = tuple(flow.tier.title for flow in found)
    series = (
        (say("quota"), tuple(flow.at_most or 0 for flow in found)),
        (say("members now"), tuple(len(flow.now) for flow in found)),
    )
    return Chart("pool", say("Pool against quota"), "bars", labels, series)


def _flow_chart(ground: Ground, found: list[Flow]) -> Chart:
    """The members of each tier at the end of every month of the year so far."""
    ends = [month_of(ground.day) - ground.day // MONTH % 12 * MONTH + number * MONTH for number in range(1, 13)]
    ends = [end - 1 for end in ends if end - 1 <= month_of(ground.day) + MONTH - 1]
    moments = [ground.at(end) for end in ends]
    labels = tuple(f"{end // YEAR}-{end // MONTH % 12 + 1:02}" for end in ends)
    series = tuple(
        (flow.tier.title, tuple(int(members(one, flow.policy, flow.tier).sum()) for one in moments)) for flow in found
    )
    return Chart("flow", say("Members of the pool by month"), "lines", labels, series)


def _members(ground: Ground, found: list[Flow]) -> Table:
    """A row for everybody who was or is a member, with what the period did."""
    ids, names = (ground.book.register.tables["cadres"][column].tolist() for column in ("id", "name"))
    rows: list[Row] = []
    for flow in found:
        for person in np.union1d(flow.before, flow.now).tolist():
            state = say("stays") if person in flow.before and person in flow.now else say("entered")
            state = state if person in flow.now else say("left the pool")
            rows.append((ids[person], names[person], flow.tier.title, state))
    columns = (say("cadre"), say("name"), say("tier"), say("in the period"))
    return Table(ANNEX, say("Members of the pool"), columns, tuple(rows))
