"""Dates that records and policies state by themselves: ends of terms, secondments, influence periods, validity.

They are told beside the duties of a policy, in the same rows. What follows from them is not said here.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from cadrectl.calendar import NEVER, code_of, iso
from cadrectl.decide.duties import Owed, Setting, day_text
from cadrectl.decide.eligibility import first_days, unit_ids
from cadrectl.decide.procedure import DONE, NOT_DUE, Rules, Value, checked, later
from cadrectl.decide.proofs import places_of
from cadrectl.facts import fields, selection
from cadrectl.facts.moment import Moment, Rows
from cadrectl.facts.truth import FAIL, Days, Mask
from cadrectl.policy.evaluate import Evaluator
from cadrectl.policy.load import superiors, with_superiors
from cadrectl.policy.model import Effect, Policy
from cadrectl.policy.notes import file_place
from cadrectl.policy.person_facts import effect_end
from cadrectl.text import Text, say

TITLES: Mapping[str, Text] = {
    "term-ends": say("the term of a post ends"),
    "secondment-ends": say("a secondment ends"),
    "membership-ends": say("a term in the pool ends"),
    "certificate-lapses": say("a certificate lapses"),
    "influence-ends": say("an influence period ends"),
    "retirement": say("retirement"),
    "policy-ends": say("a version of a policy ends"),
    "step-ends": say("a step of an appointment runs out"),
    "result-lapses": say("the result of a step lapses"),
}

_STATED = (
    ("term-ends", "posts", "term.until", ""),
    ("secondment-ends", "posts", "to", "secondment"),
    ("membership-ends", "reserve", "term.until", ""),
    ("certificate-lapses", "certificates", "until", ""),
)
"""The dates on record: kind of record, the date, and the `kind` of the records that it is about."""


class Ahead(Struct, frozen=True):
    """Who is asked about, at which day, and how far it is looked ahead (codes); `retire` are the policies and tiers
    that say who retires."""

    moment: Moment
    day: int
    horizon: int
    retire: Sequence[tuple[str, str]] = ()


def dated(setting: Setting, ahead: Ahead) -> list[Owed]:
    """The dates between the day and the horizon, and ends of terms gone by of posts still held."""
    found = [*_on_record(ahead), *_influence(setting, ahead), *_retirements(setting, ahead)]
    return [*found, *_versions(setting, ahead)]


def of_case(case: Value, path: str, rules: Rules, horizon: int) -> Iterator[Owed]:
    """The days on which running steps of a case are over and on which results that are still needed lapse."""
    answers = checked(case, rules)
    states = {answer.rule.word: answer.state for answer in answers}
    for answer in answers:
        ends = answer.free if answer.state == NOT_DUE and answer.at is not None else None
        rule = answer.rule
        lapses = None
        if rule.valid is not None and answer.at is not None and states.get(rule.until) != DONE:
            lapses = later(_taken_on(case, answer.at), rule.valid, rules.office)
        for duty, day in (("step-ends", ends), ("result-lapses", lapses)):
            if day is not None and code_of(rules.as_of) <= code_of(day) <= horizon:
                told = (case["unit"], duty, day.isoformat())
                yield _row(None, f"{case['title']} {rule.label['zh']}", told, rule.source, (path, 1))


def _taken_on(case: Value, at: int) -> date:
    return date.fromisoformat(case["steps"][at]["date"])


def _row(
    cadre: str | None, name: str, told: tuple[str | None, str, str], source: tuple[str, ...], place: tuple[str, int]
) -> Owed:
    """A date still to come; `told` are the unit, what happens, and the day."""
    unit, duty, day = told
    return Owed(cadre, name, unit, duty, day, day, "due", "must", source, [place], day)


def _on_record(ahead: Ahead) -> Iterator[Owed]:
    moment = ahead.moment
    for duty, kind, column, word in _STATED:
        rows = moment.rows(kind)
        first, last = rows.dates(column)
        chosen = (last >= 0) & (selection.running(rows).now != FAIL) & (first <= ahead.horizon)
        chosen &= selection.begun(rows).now != FAIL
        if word:
            kinds = fields.record_field(rows, "kind")
            assert isinstance(kinds, fields.Words)
            chosen &= kinds.test("is", [word])[0]
        yield from _told(rows, chosen, (first, last), duty, ahead)


def _told(rows: Rows, chosen: Mask, days: tuple[Days, Days], duty: str, ahead: Ahead) -> Iterator[Owed]:
    moment = rows.moment
    cadres, units, place = moment.book.register.tables["cadres"], unit_ids(ahead.moment), places_of(rows)
    for at in np.flatnonzero(chosen).tolist():
        person = int(rows.holder[at])
        row = moment.people[person]
        text = day_text(days, at)
        state = "overdue" if days[1][at] < ahead.day else "due"
        yield Owed(
            cadre=str(cadres["id"][row]),
            name=str(cadres["name"][row]),
            unit=units[person],
            duty=duty,
            due_on=text,
            overdue_on=text,
            state=state,
            severity="should",
            source=(),
            evidence=[place(at)],
            arose=text,
        )


def _influence(setting: Setting, ahead: Ahead) -> Iterator[Owed]:
    """The ends of the periods by the policies and by those that they stand under: a period bars by whichever it is."""
    stated = [one for one in setting.policies if one.in_force[0] <= ahead.day <= one.in_force[1]]
    for policy in with_superiors(stated, setting.known, ahead.day):
        evaluator = Evaluator(policy, setting.book, superiors(policy, setting.known, ahead.day))
        for effect in policy.effects:
            yield from _effect_ends(effect, evaluator, ahead)


def _effect_ends(effect: Effect, evaluator: Evaluator, ahead: Ahead) -> Iterator[Owed]:
    """The ends of the periods that run by an effect, with its source."""
    rows, truth, _ = evaluator.select(effect.selection, ahead.moment)
    first, last = rows.starts((effect.start, *rows.kind.starts))
    step: Effect | None = effect
    while step is not None:
        until = effect_end(step, rows, first, last)
        runs = (truth.now != FAIL) & (first <= ahead.day) & (until[1] > ahead.day) & (until[1] <= ahead.horizon)
        for one in _told(rows, runs, until, "influence-ends", ahead):
            yield replace(one, source=effect.source)
        (first, last), step = until, step.then


def _retirements(setting: Setting, ahead: Ahead) -> Iterator[Owed]:
    moment, wanted = ahead.moment, set(ahead.retire)
    cadres, units = setting.book.register.tables["cadres"], unit_ids(moment)
    for policy in setting.known:
        in_force = policy.in_force[0] <= ahead.day <= policy.in_force[1]
        for tier in policy.tiers if in_force else ():
            if (policy.series, tier.id) not in wanted:
                continue
            asked = moment.towards(tier.target, tier.id)
            days = first_days(tier, asked, Evaluator(policy, setting.book), ahead.horizon)
            for at in np.flatnonzero((days > ahead.day) & (days < NEVER)).tolist():
                id, name = (str(cadres[column][moment.people[at]]) for column in ("id", "name"))
                told = (units[at], "retirement", iso(int(days[at])))
                yield _row(id, name, told, tier.clause.source, file_place(moment, at))


def _versions(setting: Setting, ahead: Ahead) -> Iterator[Owed]:
    for policy in setting.policies:
        if ahead.day <= policy.in_force[1] <= ahead.horizon:
            told = (None, "policy-ends", iso(policy.in_force[1]))
            yield _row(None, policy.id, told, (policy.number,) if policy.number else (), (policy.path, 1))


def retiring(policies: Sequence[Policy]) -> list[tuple[str, str]]:
    """The series and tiers that say who retires, as policies on moving people name them."""
    stated = [policy.movement.vacancies for policy in policies if policy.movement is not None]
    return [one.retires for one in stated if one is not None]
