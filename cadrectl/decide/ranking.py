"""How the members of a tier, or those who could enter it, are ordered within its quota.

The order is the policy's: a weighted sum of confirmed yearly results, then its keys for ties. A missing result is
said and never counted as zero; who is still equal shares the place, and equals across the cut stay outside until
somebody decides. Rules: JT-1 (quota), JT-10 (yearly assessment), JT-16 (reserves first, all else equal).
"""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from cadrectl.decide.eligibility import Question, people_at, tiers_of, unit_ids, verdicts
from cadrectl.facts import fields, selection
from cadrectl.facts.moment import Book, Moment
from cadrectl.facts.truth import PASS, both
from cadrectl.policy.caps import Quota, quotas
from cadrectl.policy.evaluate import Evaluator
from cadrectl.policy.load import superiors
from cadrectl.policy.model import Component, Policy, Ranking, Tier


class Part(Struct, frozen=True):
    """One component of a score: the year's confirmed result (None: not on record), its weight, and where it stands."""

    id: str
    label: dict[str, str]
    year: int
    score: Decimal | None
    weight: Fraction
    place: tuple[str, int] | None


class Placing(Struct, frozen=True):
    """One person's place. `score` and `rank` are None where a result is missing that the policy does not re-weight.

    `top_share` is the share of the ranked people who stand at this place or above, `tied` who shares the place,
    `within_quota` None for people without a place, `preferred` the preferences of the policy met (JT-16).
    """

    cadre: str
    name: str
    unit: str | None
    tier: str
    rank: int | None
    score: Decimal | None
    components: list[Part]
    tied: list[str]
    top_share: Fraction | None
    within_quota: bool | None
    preferred: list[str]


class Order(Struct, frozen=True):
    """The ranking of one tier: the placings, the quota with what is taken, and the people at the cut who are equal."""

    tier: str
    placings: list[Placing]
    quotas: list[Quota]
    free: int | None
    at_the_cut: list[str]


def rank(book: Book, in_force: Sequence[Policy], known: Sequence[Policy], question: Question, year: int) -> list[Order]:
    """The members of each tier in the running term, best first, by their results of `year` and the years before."""
    people = people_at(book, question)
    moment = Moment(book, people, np.full(len(people), question.as_of, np.int32))
    orders = []
    for policy, tier in tiers_of(in_force, question.tiers):
        if tier.ranking is not None:
            inside = members(moment, policy, tier)
            orders.append(_order(_Field(book, policy, tier, known, moment.only(inside), year), free=None))
    return orders


def candidates(
    book: Book, in_force: Sequence[Policy], known: Sequence[Policy], question: Question, year: int
) -> list[Order]:
    """Those who surely qualify for a tier and are in none, best first, against the places that are free in it."""
    people = people_at(book, question)
    moment = Moment(book, people, np.full(len(people), question.as_of, np.int32))
    in_none = np.ones(len(people), np.bool_)
    for policy, tier in tiers_of(in_force, ()):
        in_none &= ~members(moment, policy, tier)
    orders = []
    for policy, tier in tiers_of(in_force, question.tiers):
        if tier.ranking is None:
            continue
        taken = question.taken.get(tier.id)
        if taken is None:
            taken = int(members(_everybody(book, question.as_of), policy, tier).sum())
        [found] = verdicts([(policy, tier)], known, moment)
        outside = moment.only((found == PASS) & in_none)
        ground = _Field(book, policy, tier, known, outside, year)
        cap = next((quota.at_most for quota in _quotas(ground) if not quota.group and quota.at_most is not None), None)
        orders.append(_order(ground, free=None if cap is None else max(cap - taken, 0)))
    return orders


def _everybody(book: Book, as_of: int) -> Moment:
    people = people_at(book, Question(as_of))
    return Moment(book, people, np.full(len(people), as_of, np.int32))


def members(moment: Moment, policy: Policy, tier: Tier) -> NDArray[np.bool_]:
    """Who is a member of a tier of a policy in the term that runs at the day, and has not left."""
    rows = moment.rows("reserve")
    series, name = fields.record_field(rows, "policy"), fields.record_field(rows, "tier")
    assert isinstance(series, fields.Words) and isinstance(name, fields.Words)
    here = series.test("is", (policy.series,))[0] & name.test("is", (tier.id,))[0]
    running = both(selection.recorded(rows), selection.running(rows)).now == PASS
    inside = np.zeros(len(moment.people), np.bool_)
    inside[rows.holder[here & running]] = True
    return inside


class _Field(Struct, frozen=True):
    """The people who are ranked against one another, and by what."""

    book: Book
    policy: Policy
    tier: Tier
    known: Sequence[Policy]
    moment: Moment
    year: int


def _quotas(ground: _Field) -> list[Quota]:
    evaluator = _evaluator(ground)
    return quotas(ground.tier, ground.moment, evaluator)


def _evaluator(ground: _Field) -> Evaluator:
    as_of = int(ground.moment.day.max(initial=0))
    return Evaluator(ground.policy, ground.book, superiors(ground.policy, ground.known, as_of))


def _order(ground: _Field, free: int | None) -> Order:
    ranking = ground.tier.ranking
    assert ranking is not None  # tiers without one are not ranked
    preferred = _preferred(ground)
    scored = [
        _scored(ranking, at, _parts(ranking, results, ground.year), preferred[at])
        for at, results in enumerate(results_of(ground.moment))
    ]
    ranked = sorted((one for one in scored if one.key is not None), key=lambda one: one.key or ())
    unranked = [one for one in scored if one.key is None]
    limits = _quotas(ground)
    cap = free if free is not None else next((one.at_most for one in limits if not one.group), None)
    placings = _placings(ground, ranked, unranked, cap)
    across = [
        one.cadre
        for one in placings
        if cap is not None and one.rank is not None and one.rank <= cap and one.within_quota is False
    ]
    return Order(ground.tier.id, placings, limits, free, across)


class _Scored(Struct, frozen=True):
    """A person (position) with a score and what they are ordered by, smaller first; None where a result is missing."""

    at: int
    parts: list[Part]
    preferred: list[str]
    score: Decimal | None
    key: tuple[Fraction, ...] | None


def _scored(ranking: Ranking, at: int, parts: list[Part], preferred: list[str]) -> _Scored:
    """Ordered by the score as shown, then by the policy's keys for ties, then by the preferences met."""
    exact = total(ranking, parts)
    if exact is None:
        return _Scored(at, parts, preferred, None, None)
    score = rounded(exact, ranking.digits)
    by_id = {part.id: part.score for part in parts}
    ties = (by_id[name] for name in ranking.ties)
    keys = (-Fraction(one) if one is not None else Fraction(1) for one in ties)
    return _Scored(at, parts, preferred, score, (-Fraction(score), *keys, Fraction(-len(preferred))))


def _preferred(ground: _Field) -> list[list[str]]:
    """The preferences of the policy that each person surely meets, by id."""
    evaluator = _evaluator(ground)
    met: list[list[str]] = [[] for _ in ground.moment.people]
    for preference in ground.tier.prefer:
        now = evaluator.condition(preference.condition, ground.moment).now
        for at in np.nonzero(now == PASS)[0].tolist():
            met[at].append(preference.id)
    return met


def _placings(ground: _Field, ranked: Sequence[_Scored], unranked: Sequence[_Scored], cap: int | None) -> list[Placing]:
    cadres = ground.book.register.tables["cadres"]
    ids = cadres["id"][ground.moment.people]
    names = cadres["name"][ground.moment.people]
    units = unit_ids(ground.moment)
    equals: dict[tuple[Fraction, ...] | None, list[int]] = {}
    for place, one in enumerate(ranked):
        equals.setdefault(one.key, []).append(place)
    result = []
    for one in (*ranked, *unranked):
        same = equals.get(one.key, [])
        last = same[-1] + 1 if same else None
        result.append(
            Placing(
                cadre=str(ids[one.at]),
                name=str(names[one.at]),
                unit=units[one.at],
                tier=ground.tier.id,
                rank=same[0] + 1 if same else None,
                score=one.score,
                components=one.parts,
                tied=[str(ids[ranked[place].at]) for place in same if ranked[place] is not one],
                top_share=None if last is None else Fraction(last, len(ranked)),
                within_quota=None if last is None or cap is None else last <= cap,
                preferred=one.preferred,
            )
        )
    return result


def rounded(score: Fraction, digits: int) -> Decimal:
    """A score with the policy's number of decimals, halves away from zero."""
    exact = Decimal(score.numerator) / Decimal(score.denominator)
    return exact.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)


def total(ranking: Ranking, parts: Sequence[Part]) -> Fraction | None:
    """The weighted sum of the results; None where one is missing, unless the policy re-weights those that are there."""
    there = [(part.weight, Fraction(part.score)) for part in parts if part.score is not None]
    if not there or (len(there) < len(parts) and ranking.missing != "reweight"):
        return None
    weights = sum((weight for weight, _ in there), Fraction(0))
    return sum((weight * score for weight, score in there), Fraction(0)) / weights


def _parts(ranking: Ranking, results: Sequence["Result"], year: int) -> list[Part]:
    return [_part(component, results, year - component.back) for component in ranking.components]


def _part(component: Component, results: Sequence["Result"], year: int) -> Part:
    mine = [one for one in results if one.year == year and one.kind == component.kind]
    values = [one.score if not component.item else one.items.get(component.item) for one in mine]
    one = mine[0] if len(mine) == 1 else None
    score = values[0] if one is not None else None
    place = one.place if one is not None else None
    return Part(component.id, dict(component.label), year, score, component.weight, place)


class Result(Struct, frozen=True):
    """A confirmed result of a person in one session."""

    year: int
    kind: str
    score: Decimal | None
    items: dict[str, Decimal]
    place: tuple[str, int]


def results_of(moment: Moment) -> list[list[Result]]:
    """The results of each person that were confirmed by the day, in document order."""
    rows = moment.rows("results")
    rows = rows.only(selection.recorded(rows).now == PASS)
    tables = moment.book.register.tables
    lines, items = tables["results"].take(rows.index), tables["evaluations.people.items"]
    scored = list(zip(map(str, items["item"].tolist()), items["score"].tolist(), strict=True))
    first, last = (np.searchsorted(items["parent"], lines["session"], side).tolist() for side in ("left", "right"))
    columns = [lines[name].tolist() for name in ("year", "kind", "score", "path", "line")]
    found: list[list[Result]] = [[] for _ in moment.people]
    for holder, begin, end, year, kind, score, path, line in zip(
        rows.holder.tolist(), first, last, *columns, strict=True
    ):
        own = {item: _exact(value) for item, value in scored[begin:end]}
        found[holder].append(Result(int(year), str(kind), _decimal(score), own, (str(path), int(line))))
    return found


def _decimal(score: float) -> Decimal | None:
    return None if np.isnan(score) else _exact(score)


def _exact(score: float) -> Decimal:
    return Decimal(repr(float(score)))
