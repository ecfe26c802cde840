"""Which duties are done, open, due or overdue, for whom and since when, person by person (JT-13 to JT-15, NT-1).

What brings a duty about is worked out in `claims`; nothing is decided here that the policy does not say.
"""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from cadrectl.calendar import NEVER, SchoolCalendar, range_text
from cadrectl.decide.claims import Claims, Codes, claims
from cadrectl.decide.eligibility import unit_ids
from cadrectl.decide.pairs import between, paired
from cadrectl.decide.proofs import Evidence, Proofs, candidates, met, stated
from cadrectl.decide.rolling import rolling
from cadrectl.facts.lineage import closed_on
from cadrectl.facts.moment import Book, Index, Moment
from cadrectl.facts.truth import FAIL, PASS, UNKNOWN, Days
from cadrectl.policy.duties import Duty, Each
from cadrectl.policy.evaluate import Evaluator
from cadrectl.policy.load import superiors
from cadrectl.policy.model import Policy
from cadrectl.policy.notes import Place
from cadrectl.vocabulary import Label

STATES = ("done", "open", "due", "overdue", "unknown")
DONE, OPEN, DUE, OVERDUE, VAGUE = 0, 1, 2, 3, 4


class Exemption(Struct, frozen=True):
    """That somebody is exempt from a duty from a day until a day (codes, the last included); never why."""

    duty: str
    first: int
    last: int


class Setting(Struct, frozen=True):
    """What duties are worked out from: the book, every version of the policies that hold here, and all that are known.

    `exempt` gives by id of the person the duties that are waived.
    """

    book: Book
    policies: Sequence[Policy]
    known: Sequence[Policy]
    calendar: SchoolCalendar
    exempt: Mapping[str, Sequence[Exemption]]


class Owed(Struct, frozen=True):
    """One duty of one person, once; `arose` is the day that tells it from the same duty at another time.

    `state` is one of STATES, dates are ISO text or a range. `other` is with whom it is to be done; a duty of a unit has
    no `cadre`.
    """

    cadre: str | None
    name: str
    unit: str | None
    duty: str
    due_on: str
    overdue_on: str
    state: str
    severity: str
    source: tuple[str, ...]
    evidence: list[Place]
    arose: str
    other: str | None = None

    @property
    def order(self) -> tuple[str, ...]:
        """By due date, person, unit and duty."""
        return self.due_on, self.cadre or "", self.unit or "", self.duty, self.overdue_on, self.other or ""


class _Settled(Struct, frozen=True):
    """The claims of one duty with the state of each, and the records that may show each done."""

    duty: Duty
    moment: Moment
    claims: Claims
    state: Codes
    proofs: tuple[Proofs, ...]


def duties(setting: Setting, moment: Moment, horizon: Days, states: Sequence[str]) -> list[Owed]:
    """The duties in these states at the day of each: by due date, person and duty.

    They are those of people, or of units where the moment is about units. A duty whose due date is at the `horizon` or
    before is `due`, later it is `open`; `overdue` it is from that date on.
    """
    wanted = [STATES.index(state) for state in states]
    found = [
        owed
        for settled in _settled(setting, moment, horizon, of_units=moment.units is not None)
        for owed in _rows(settled, np.flatnonzero(np.isin(settled.state, wanted)))
    ]
    return sorted(found, key=lambda one: one.order)


def arisen(setting: Setting, moment: Moment) -> set[tuple[str, str, str]]:
    """The duties that people have, done or not: the person, the duty and the day on which it arose."""
    ids = moment.book.register.tables["cadres"]["id"][moment.people]
    return {
        (str(ids[holder]), settled.duty.id, day_text(settled.claims.opened, at))
        for settled in _settled(setting, moment, moment.day, of_units=False)
        for at, holder in enumerate(settled.claims.holder.tolist())
    }


def _settled(setting: Setting, moment: Moment, horizon: Days, of_units: bool) -> Iterator[_Settled]:
    for policy in setting.policies:
        if any(duty.of_units == of_units for duty in policy.duties):
            above = superiors(policy, setting.known, int(moment.day.max(initial=0)))
            evaluator = Evaluator(policy, setting.book, above)
            for duty in policy.duties:
                if duty.of_units == of_units:
                    yield _settle(duty, evaluator, setting, moment, horizon)


def _settle(duty: Duty, evaluator: Evaluator, setting: Setting, moment: Moment, horizon: Days) -> _Settled:
    if isinstance(duty.arises, Each) and duty.arises.period == "rolling":
        return _settle_rolling(duty, evaluator, setting, moment, horizon)
    made, bound = _binding(duty, evaluator, setting, moment, claims(duty, evaluator, moment, setting.calendar))
    if duty.paired is not None:
        made = paired(duty.paired, made.sure(bound), evaluator, _then(moment, made))
        bound = made.there
    done, proofs = _done(duty, evaluator, moment, made)
    state = _states(made, done, moment.day[made.holder], horizon[made.holder])
    return _Settled(duty, moment, made, _vague(state, bound), proofs)


def _settle_rolling(duty: Duty, evaluator: Evaluator, setting: Setting, moment: Moment, horizon: Days) -> _Settled:
    """What is to be done in any time of a length: done while that time is not nearly over."""
    all_, proofs = rolling(duty, evaluator, moment, setting.calendar)
    first, last = evaluator.policy.in_force
    listed = all_.only((first <= all_.judged) & (all_.judged <= last))
    made, bound = _binding(duty, evaluator, setting, moment, listed)
    again = np.isin(made.holder, proofs.rows.holder[proofs.row[proofs.surely]]) & (made.due[0] > horizon[made.holder])
    done = np.where(again, PASS, FAIL).astype(np.int8)
    state = _states(made, done, moment.day[made.holder], horizon[made.holder])
    return _Settled(duty, moment, made, _vague(state, bound), (proofs.renumbered(made.holder),))


def _binding(duty: Duty, evaluator: Evaluator, setting: Setting, moment: Moment, made: Claims) -> tuple[Claims, Codes]:
    """The claims that stand and bind, or may, and which surely do."""
    if moment.units is None:
        made = made.only(_here(made, moment) & ~_exempt(duty, made, moment, setting.exempt))
    else:
        made = made.only(~_gone(moment)[made.holder])
    bound = _bound(duty, evaluator, moment, made)
    return made.only(bound != FAIL), bound[bound != FAIL]


def _vague(state: Codes, bound: Codes) -> Codes:
    """The states, unknown where something is due but nobody can tell whether it binds."""
    return np.where((bound == UNKNOWN) & ((state == DUE) | (state == OVERDUE)), VAGUE, state).astype(np.int8)


def _gone(moment: Moment) -> NDArray[np.bool_]:
    """Which units are closed, or have been merged into others."""
    assert moment.units is not None
    gone: NDArray[np.bool_] = closed_on(moment.book)[moment.units] <= moment.day
    return gone


def _here(made: Claims, moment: Moment) -> NDArray[np.bool_]:
    """Whose claims stand: no period counts before the first post on record, and who has left the register owes only
    what leaving or something later has brought about, and nothing for a period."""
    posts = moment.rows("posts")
    began = posts.fold(np.minimum, posts.starts()[0], NEVER)
    began = np.where(began >= NEVER, 0, began)[made.holder]
    left = moment.book.dates("cadres", "left.date")[1][moment.people][made.holder]
    stays: NDArray[np.bool_] = (left < 0) | (left > moment.day[made.holder])
    return stays | (made.opened[1] >= left) if made.rows is not None else stays & (began <= made.judged)


def _exempt(duty: Duty, made: Claims, moment: Moment, exempt: Mapping[str, Sequence[Exemption]]) -> NDArray[np.bool_]:
    """Which claims are waived: the exemption holds on a day between that on which one arose and that it falls due."""
    result = np.zeros(len(made.holder), np.bool_)
    for cadre, waived in exempt.items():
        spans = [(one.first, one.last) for one in waived if one.duty == duty.id]
        mine = moment.people[made.holder] == moment.book.register.position("cadres", cadre) if spans else result
        for first, last in spans:
            result |= mine & (made.opened[0] <= last) & (made.due[1] >= first)
    return result


def _bound(duty: Duty, evaluator: Evaluator, moment: Moment, made: Claims) -> Codes:
    """Whether each claim binds its person, as far as the records say."""
    if duty.who is None:
        return made.there
    return np.minimum(made.there, evaluator.condition(duty.who, _then(moment, made)).now).astype(np.int8)


def _then(moment: Moment, made: Claims) -> Moment:
    """Those of the claims at the day on which each is judged."""
    return moment.only(made.holder).at(made.judged)


def _done(duty: Duty, evaluator: Evaluator, moment: Moment, made: Claims) -> tuple[Codes, tuple[Proofs, ...]]:
    """Whether each claim is met by one of the proofs, and the records that show it."""
    done = np.full(len(made.holder), FAIL, np.int8)
    found: list[Proofs] = []
    for proof in duty.done:
        if proof.selection is None:
            assert made.rows is not None  # the parser has checked that a record brings it about
            done = np.maximum(done, stated(proof, made.rows))
            continue
        records = between if duty.paired is not None else candidates
        now, proofs = met(proof, made, records(proof, made, evaluator, moment), _then(moment, made))
        done = np.maximum(done, now)
        found.append(proofs)
    return done, tuple(found)


def _states(made: Claims, done: Codes, day: Days, horizon: Days) -> Codes:
    """The state of each claim, unknown where a vague date leaves open whether it is overdue yet or the records whether
    it was done; what is not due yet is open in any case."""
    not_done = np.select(
        [made.overdue[1] <= day, made.overdue[0] <= day, made.due[0] <= horizon], [OVERDUE, VAGUE, DUE], OPEN
    )
    return np.select([done == PASS, (done == UNKNOWN) & (not_done != OPEN)], [DONE, VAGUE], not_done).astype(np.int8)


def _rows(settled: _Settled, chosen: Index) -> Iterator[Owed]:
    if not len(chosen):
        return
    duty, made, moment = settled.duty, settled.claims, settled.moment
    cadres = moment.book.register.tables["cadres"]["id"]
    evidence, names, units = Evidence(made, settled.proofs), _Names(moment), unit_ids(moment)
    for at in chosen.tolist():
        holder = int(made.holder[at])
        yield Owed(
            cadre=names.id(holder),
            name=names.name(holder),
            unit=units[holder],
            duty=duty.id,
            due_on=day_text(made.due, at),
            overdue_on=day_text(made.overdue, at),
            state=STATES[settled.state[at]],
            severity=duty.severity,
            source=duty.source,
            evidence=evidence.of(at) or [names.place(holder)],
            arose=day_text(made.opened, at),
            other=str(cadres[made.other[at]]) if made.other is not None else None,
        )


class _Names:
    """Ids, names and files of those asked about: people, or units, who have no id as a person."""

    def __init__(self, moment: Moment) -> None:
        self._people = moment.units is None
        self._table = moment.book.register.tables["cadres" if self._people else "units"]
        self._rows = moment.people if moment.units is None else moment.units

    def id(self, holder: int) -> str | None:
        return self._told("id", holder) if self._people else None

    def name(self, holder: int) -> str:
        return self._told("name", holder)

    def place(self, holder: int) -> Place:
        return self._told("path", holder), max(int(self._table["line"][self._rows[holder]]), 1)

    def _told(self, column: str, holder: int) -> str:
        return str(self._table[column][self._rows[holder]])


def day_text(days: tuple[Days, Days], at: int) -> str:
    """A day as ISO text; where it is vague, as a range."""
    first, last = int(days[0][at]), int(days[1][at])
    return range_text(max(first, 0), min(last, NEVER))


def pressing(setting: Setting, moment: Moment) -> list[dict[str, str]]:
    """By person and duty the most pressing state: overdue, unknown, due, open, done, or `none`."""
    order = (DONE, OPEN, DUE, VAGUE, OVERDUE)
    words = ("none", "done", "open", "due", "unknown", "overdue")
    result: list[dict[str, str]] = [{} for _ in moment.people]
    for settled in _settled(setting, moment, moment.day, of_units=moment.units is not None):
        worst = np.zeros(len(moment.people), np.int64)
        np.maximum.at(worst, settled.claims.holder, np.argsort(order)[settled.state] + 1)
        for mine, place in zip(result, worst.tolist(), strict=True):
            mine[settled.duty.id] = words[place]
    return result


def titles(policies: Sequence[Policy]) -> dict[str, Label]:
    """What the duties of these policies are called, by id."""
    return {duty.id: duty.label for policy in policies for duty in policy.duties}
