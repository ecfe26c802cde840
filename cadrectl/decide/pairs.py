"""Duties that two people have with each other, each pair by itself: with whom, and what was between the two."""

from collections import defaultdict

import numpy as np

from cadrectl.decide.claims import Claims
from cadrectl.decide.proofs import Candidates
from cadrectl.facts.home import workplaces
from cadrectl.facts.moment import Index, Moment
from cadrectl.facts.truth import FAIL, PASS, UNKNOWN
from cadrectl.policy.duties import Proof, With
from cadrectl.policy.evaluate import Evaluator

_BY = "by"


def paired(wanted: With, made: Claims, evaluator: Evaluator, then: Moment) -> Claims:
    """Each claim once for every person with whom it is to be met; `then` are those bound, at the day of each claim."""
    claim, other, there = _named(wanted, evaluator, then) if wanted.selection else _beside(wanted, evaluator, then)
    apart = then.people[claim] != other
    claim, other, there = claim[apart], other[apart], there[apart]
    return made.take(claim).with_others(other, there)


def _named(wanted: With, evaluator: Evaluator, then: Moment) -> tuple[Index, Index, Index]:
    """The people whom records of the bound name: claim, row of the other, and whether the record surely counts."""
    assert wanted.selection is not None
    rows, truth, _ = evaluator.select(wanted.selection, then)
    table = rows.source(wanted.names)
    assert table is not None  # the parser has checked the name
    other = then.book.register.link(table[0], wanted.names)[table[1]].astype(np.int64)
    chosen = (truth.now != FAIL) & (other >= 0)
    return rows.holder[chosen], other[chosen], truth.now[chosen].astype(np.int64)


def _beside(wanted: With, evaluator: Evaluator, then: Moment) -> tuple[Index, Index, Index]:
    """Everybody who works in the unit and meets the condition on the same day, or may."""
    book, own = then.book, workplaces(then)
    found: dict[tuple[int, int], int] = {}
    for day in sorted({*then.day.tolist()}):
        everyone = Moment(book, book.people, np.full(len(book.people), day, np.int32))
        team = _teams(everyone, wanted, evaluator)
        here = then.day[own.person] == day
        for claim, unit, sure in zip(own.person[here], own.unit[here], own.sure[here], strict=True):
            for row, surely in team[int(unit)]:
                pair = int(claim), row
                found[pair] = max(found.get(pair, FAIL), PASS if sure and surely else UNKNOWN)
    table = np.array([(*pair, there) for pair, there in sorted(found.items())], np.int64).reshape(-1, 3)
    return table[:, 0], table[:, 1], table[:, 2]


def _teams(everyone: Moment, wanted: With, evaluator: Evaluator) -> dict[int, list[tuple[int, bool]]]:
    """By unit those who may work there and meet the condition, and whether they surely do."""
    places = workplaces(everyone)
    meets = np.full(len(everyone.people), PASS, np.int8)
    if wanted.who is not None:
        meets = evaluator.condition(wanted.who, everyone).now
    team: dict[int, list[tuple[int, bool]]] = defaultdict(list)
    for row, unit, sure in zip(places.person.tolist(), places.unit.tolist(), places.sure.tolist(), strict=True):
        if meets[row] != FAIL:
            team[unit].append((row, sure and meets[row] == PASS))
    return team


def between(proof: Proof, made: Claims, evaluator: Evaluator, moment: Moment) -> Candidates:
    """The events of each pair, whichever of the two they are about and by whom."""
    assert proof.selection is not None and made.other is not None
    book, everyone = moment.book, moment.book.people
    days = np.full(len(everyone), moment.day.max(initial=0), np.int32)
    rows, truth, on_file = evaluator.select(proof.selection, Moment(book, everyone, days))
    table = rows.source(_BY)
    assert table is not None  # the parser lets only events show a pair's duty done
    by = book.register.link(table[0], _BY)[table[1]].astype(np.int64)
    of_row = np.where(by >= 0, _key(everyone[rows.holder], by, len(everyone)), -1)
    person = moment.people[made.holder]
    return Candidates(rows, truth.now, of_row, _key(person, made.other, len(everyone)), on_file.now[person])


def _key(one: Index, other: Index, size: int) -> Index:
    """One number for a pair, in whichever order."""
    return np.minimum(one, other) * size + np.maximum(one, other)
