"""What follows from a change beside duties: influence periods, headcount, the bench behind a post, quotas."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from msgspec import Struct

from cadrectl.calendar import NEVER, code_of, parse_date
from cadrectl.decide.eligibility import Question, eligible
from cadrectl.policy.barring import bar
from cadrectl.policy.load import with_superiors
from cadrectl.policy.model import Clause, Effect, Fact, Not, Policy, Tier
from cadrectl.review.change import Change
from cadrectl.review.ends import End, Words
from cadrectl.review.finding import Follows, Rule
from cadrectl.review.judging import FAR, day_asked
from cadrectl.review.state import State, day_of
from cadrectl.text import Text, say, say_count

POOL = ("entered-pool", "changed-tier", "left-pool")
BARRING = {"sanctioned": "sanctions", "admonished": "admonitions"}


def influence(change: Change, state: State, as_of: date) -> Iterator[Follows]:
    """The periods that a sanction or an admonition begins, with the day on which each is over."""
    kind = BARRING.get(change.kind)
    if kind is None or change.cadre is None:
        return
    day = code_of(day_asked(change, as_of))
    question = Question(day, cadres=(change.cadre,), horizon=day + FAR)
    told: dict[tuple[str, str], tuple[str, ...]] = {}  # several policies may state one effect
    for policy in with_superiors(state.deciding(day_asked(change, as_of)), state.known, day):
        for effect in (one for one in policy.effects if one.selection.of == kind):
            for word in effect.bars:
                for standing in eligible(state.book, [_not_barred(policy, effect, word)], state.known, question):
                    if standing.first_pass_on is not None:
                        sources = told.setdefault((word, standing.first_pass_on), ())
                        told[word, standing.first_pass_on] = tuple(dict.fromkeys((*sources, *effect.source)))
    for (word, until), source in told.items():
        yield Follows(say("barred from {bar} until {day}", bar=bar(word), day=until), None, source)


def _not_barred(policy: Policy, effect: Effect, word: str) -> Policy:
    """The policy as one that asks only that this effect does not bar."""
    require = Not(Fact("barred", (), (), arguments={"from": word}, date="question"))
    clause = Clause("barred", "require", (), (), "must", require=require)
    return policy.stating(superiors=(), effects=(effect,), tiers=(Tier("barred", {}, {}, (), clause, None, (), ()),))


class Place(Struct, frozen=True):
    """A post of a unit: how many hold it at each end, and how many may."""

    what: Text
    was: int
    now: int
    headcount: int

    @property
    def over(self) -> bool:
        """Whether more hold it now than may, and than did before."""
        return self.now > max(self.was, self.headcount)

    @property
    def text(self) -> Text:
        """The figures in words."""
        told = {"now": self.now, "headcount": self.headcount, "was": self.was}
        return say("{post}: {now} of {headcount}, was {was}", post=self.what, **told)


def places(change: Change, before: End, later: End, words: Words) -> Iterator[Place]:
    """The posts that are taken up or left by a change and then have another number of holders."""
    for post in (change.item, *([change.left] if change.left != change.item else [])):
        unit = later.get("units", str(post.get("unit")))
        if unit is None or change.on is None or "post" not in post:
            continue
        headcount = sum(one["headcount"] for one in unit.value.get("posts", ()) if one["post"] == post["post"])
        was, now = (_holders(end, post, code_of(day_of(change.on))) for end in (before, later))
        if was != now:
            what = say("{post} of {unit}", post=post["post"], unit=words.name("units", unit.id))
            yield Place(what, was, now, headcount)


def _holders(end: End, post: Mapping[str, Any], day: int) -> int:
    """How many hold a post on a day; whoever only acts or is seconded takes no place."""
    return sum(
        (held.get("unit"), held["post"]) == (post["unit"], post["post"])
        and held["kind"] in ("appointed", "concurrent")
        and _runs(held, day)
        for cadre in end.of("cadres")
        for held in cadre.value["posts"]
    )


def _runs(post: Mapping[str, Any], day: int) -> bool:
    begins, ends = parse_date(post["from"]), parse_date(post.get("to", ""))
    return begins is not None and begins[0] <= day < (ends[0] if ends else NEVER)


def bench(change: Change, state: State, as_of: date) -> Iterator[Follows]:
    """How many confirmed reserves stand behind a post that is left; nothing where it is no leading one."""
    rank = change.left.get("rank")
    for policy in state.deciding(day_asked(change, as_of)):
        for tier in policy.tiers:
            if rank is not None and tier.target.get("rank") == rank:
                members = len(members_of(state.end, tier.id, as_of))
                text = say_count(
                    "{tier}: {count} confirmed reserve behind the post",
                    "{tier}: {count} confirmed reserves behind the post",
                    count=members,
                    tier=tier.title,
                )
                yield Follows(text, None, ())


def quota(change: Change, before: State, later: State, as_of: date) -> Iterator[Rule]:
    """A tier that a change brings to more members than its cap; newly beyond it is broken."""
    if change.kind not in POOL:
        return
    for policy in later.deciding(day_asked(change, as_of)):
        for tier in policy.tiers:
            if tier.id == change.item.get("tier"):
                was, now = (len(members_of(state.end, tier.id, as_of)) for state in (before, later))
                yield from _over_cap(tier, was, now)


def _over_cap(tier: Tier, was: int, now: int) -> Iterator[Rule]:
    for cap in tier.caps:
        limit = cap.at_most
        if isinstance(limit, Fraction) and not cap.each and now != was:
            over = now > limit >= was or now > was > limit
            told = {"tier": tier.title, "was": was, "limit": limit}
            if over:
                text = say_count(
                    "{tier}: {count} member, was {was}, at most {limit}",
                    "{tier}: {count} members, was {was}, at most {limit}",
                    count=now,
                    **told,
                )
                yield Rule("fail", cap.source, text, not cap.about)


def members_of(end: End, tier: str, as_of: date) -> Sequence[str]:
    """The people in a tier at a day or from a later one on."""
    return [
        record.value["cadre"]
        for record in end.of("reserve")
        if record.value["tier"] == tier
        and day_of(record.value["term"]["until"]) >= as_of
        and ("left" not in record.value or day_of(record.value["left"]["date"]) > as_of)
    ]
