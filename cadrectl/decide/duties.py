"""Which duties are done, open, due or overdue, for whom and since when, person by person (JT-13 to JT-15, NT-1).

What brings a duty about is worked out in `claims`; nothing is decided here that the policy does not say.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cadrectl.calendar import NEVER, SchoolCalendar, range_text
from cadrectl.decide.claims import Claims, Codes, claims
from cadrectl.decide.eligibility import unit_ids
from cadrectl.facts import fields
from cadrectl.facts.moment import Book, Index, Moment, Rows
from cadrectl.facts.truth import FAIL, PASS, UNKNOWN, Days
from cadrectl.policy.duties import Duty, Proof
from cadrectl.policy.evaluate import Evaluator
from cadrectl.policy.load import superiors
from cadrectl.policy.model import Policy
from cadrectl.policy.notes import Place, file_place
from cadrectl.vocabulary import Label

STATES = ("done", "open", "due", "overdue")
DONE, OPEN, DUE, OVERDUE, VAGUE = 0, 1, 2, 3, 4


@dataclass(frozen=True, slots=True)
class Exemption:
    """That somebody is exempt from a duty from a day until a day (codes, the last included); never why."""

    duty: str
    first: int
    last: int


@dataclass(frozen=True)
class Setting:
    """What duties are worked out from: the book, every version of the policies that hold here, and all that are known.

    `exempt` gives by id of the person the duties that are waived.
    """

    book: Book
    policies: Sequence[Policy]
    known: Sequence[Policy]
    calendar: SchoolCalendar
    exempt: Mapping[str, Sequence[Exemption]]


@dataclass(frozen=True, slots=True)
class Owed:
    """One duty of one person, once; `arose` is the day that tells it from the same duty at another time.

    `state` is None where the records leave it open; dates are ISO text or a range.
    """

    cadre: str | None
    name: str
    unit: str | None
    duty: str
    due_on: str
    overdue_on: str
    state: str | None
    severity: str
    source: tuple[str, ...]
    evidence: list[Place]
    arose: str


@dataclass(frozen=True, slots=True)
class _Settled:
    """The claims of one duty with the state of each, and the records that may show each done."""

    duty: Duty
    claims: Claims
    state: Codes
    proofs: "_Proofs | None"


@dataclass(frozen=True, slots=True)
class _Proofs:
    """Pairs of a claim and a record that counts for it, surely or perhaps."""

    rows: Rows
    claim: Index
    row: Index
    surely: NDArray[np.bool_]


def duties(setting: Setting, moment: Moment, horizon: Days, states: Sequence[str | None]) -> list[Owed]:
    """The duties of people in these states (None: unknown) at the day of each: by due date, person and duty.

    A duty whose due date is at the `horizon` or before is `due`, later it is `open`; `overdue` it is from that date on.
    """
    wanted = [VAGUE if state is None else STATES.index(state) for state in states]
    found = [
        owed
        for settled in _settled(setting, moment, horizon)
        for owed in _rows(settled, moment, np.flatnonzero(np.isin(settled.state, wanted)))
    ]
    return sorted(found, key=lambda one: (one.due_on, one.cadre or "", one.duty, one.overdue_on))


def _settled(setting: Setting, moment: Moment, horizon: Days) -> Iterator[_Settled]:
    for policy in setting.policies:
        if policy.duties:
            above = superiors(policy, setting.known, int(moment.day.max(initial=0)))
            evaluator = Evaluator(policy, setting.book, above)
            for duty in policy.duties:
                yield _settle(duty, evaluator, setting, moment, horizon)


def _settle(duty: Duty, evaluator: Evaluator, setting: Setting, moment: Moment, horizon: Days) -> _Settled:
    made = claims(duty, evaluator, moment, setting.calendar)
    made = made.only(_here(made, moment) & ~_exempt(duty, made, moment, setting.exempt))
    bound = _bound(duty, evaluator, moment, made)
    made, bound = made.only(bound != FAIL), bound[bound != FAIL]
    done, proofs = _done(duty, evaluator, moment, made)
    state = _states(made, done, moment.day[made.holder], horizon[made.holder])
    vague = (bound == UNKNOWN) & ((state == DUE) | (state == OVERDUE))
    return _Settled(duty, made, np.where(vague, VAGUE, state).astype(np.int8), proofs)


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
    """The people of the claims at the day on which each is judged."""
    return Moment(moment.book, moment.people[made.holder], made.judged)


def _done(duty: Duty, evaluator: Evaluator, moment: Moment, made: Claims) -> tuple[Codes, _Proofs | None]:
    if duty.done is None:
        return np.full(len(made.holder), FAIL, np.int8), None
    if duty.done.selection is None:
        assert made.rows is not None  # the parser has checked that a record brings it about
        return _stated(fields.record_field(made.rows, duty.done.states)), None
    rows, truth, on_file = evaluator.select(duty.done.selection, moment)
    proofs = _pairs(rows, truth.now, made)
    low, high = _sums(duty.done, proofs, len(made.holder))
    high = np.where(on_file.now[made.holder] == PASS, high, np.inf)
    need = _needed(duty.done, _then(moment, made))
    scale = duty.done.at_least.denominator
    yes, no = low * scale >= need, high * scale < need
    return np.where(yes, PASS, np.where(no, FAIL, UNKNOWN)).astype(np.int8), proofs


def _stated(values: fields.Values) -> Codes:
    """Whether the record that brought the duty about states a field."""
    match values:
        case fields.Words(codes, _, _):
            there = codes >= 0
        case fields.Numbers(numbers):
            there = ~np.isnan(numbers)
        case fields.Dates(_, last):
            there = last >= 0
        case fields.Flags(flags):
            there = flags >= 0
        case fields.Lists(bits, _, _):
            there = bits != 0
    return np.where(there, PASS, FAIL).astype(np.int8)


def _pairs(rows: Rows, truth: Codes, made: Claims) -> _Proofs:
    """Every record of a claim's person that falls, or may fall, into the time in which the duty can be done."""
    rows, truth = rows.only(truth != FAIL), truth[truth != FAIL]
    first = np.searchsorted(rows.holder, made.holder)
    counts = np.searchsorted(rows.holder, made.holder, side="right") - first
    claim = np.repeat(np.arange(len(made.holder)), counts)
    row = np.arange(len(claim)) - np.repeat(np.cumsum(counts) - counts, counts) + first[claim]
    begins, begun = rows.starts()
    ends, ended = rows.stops() if rows.kind.ends else (begins, begun)  # what lasts counts while it lasts
    surely = (ends[row] >= made.since[1][claim]) & (begun[row] < made.until[claim]) & (truth[row] == PASS)
    maybe = (ended[row] >= made.since[0][claim]) & (begins[row] < made.until[claim])
    return _Proofs(rows, claim[maybe], row[maybe], surely[maybe])


def _sums(proof: Proof, proofs: _Proofs, size: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """What the records of each claim come to, at least and at most; one without its number may come to anything."""
    least = most = np.ones(len(proofs.rows.index))
    if proof.field:
        numbers = fields.record_field(proofs.rows, proof.field)
        assert isinstance(numbers, fields.Numbers)
        unknown = np.isnan(numbers.values)
        least, most = np.where(unknown, 0, numbers.values), np.where(unknown, np.inf, numbers.values)
    low = np.bincount(proofs.claim, np.where(proofs.surely, least[proofs.row], 0.0), size).astype(np.float64)
    return low, np.bincount(proofs.claim, most[proofs.row], size).astype(np.float64)


def _needed(proof: Proof, people: Moment) -> NDArray[np.float64]:
    """How much each claim asks for, times the denominator of the share; NaN where its base is not known."""
    whole = float(proof.at_least.numerator)
    if not proof.base:
        return np.full(len(people.people), whole)
    base, _ = fields.person_field(people, proof.base)
    assert isinstance(base, fields.Numbers)
    return base.values * whole


def _states(made: Claims, done: Codes, day: Days, horizon: Days) -> Codes:
    """The state of each claim, unknown where a vague date leaves open whether it is overdue yet or the records whether
    it was done; what is not due yet is open in any case."""
    not_done = np.select(
        [made.overdue[1] <= day, made.overdue[0] <= day, made.due[0] <= horizon], [OVERDUE, VAGUE, DUE], OPEN
    )
    return np.select([done == PASS, (done == UNKNOWN) & (not_done != OPEN)], [DONE, VAGUE], not_done).astype(np.int8)


def _rows(settled: _Settled, moment: Moment, chosen: Index) -> Iterator[Owed]:
    duty, made = settled.duty, settled.claims
    cadres = moment.book.register.tables["cadres"]
    people = moment.people[made.holder[chosen]]
    ids, names = cadres["id"].to_numpy()[people], cadres["name"].to_numpy()[people]
    units = unit_ids(moment)
    evidence = _Evidence(settled, moment)
    for number, at in enumerate(chosen.tolist()):
        yield Owed(
            cadre=str(ids[number]),
            name=str(names[number]),
            unit=units[int(made.holder[at])],
            duty=duty.id,
            due_on=day_text(made.due, at),
            overdue_on=day_text(made.overdue, at),
            state=STATES[settled.state[at]] if settled.state[at] != VAGUE else None,
            severity=duty.severity,
            source=duty.source,
            evidence=evidence.of(at),
            arose=day_text(made.opened, at),
        )


def day_text(days: tuple[Days, Days], at: int) -> str:
    """A day as ISO text; where it is vague, as a range."""
    first, last = int(days[0][at]), int(days[1][at])
    return range_text(max(first, 0), min(last, NEVER))


class _Evidence:
    """The records behind the claims of one duty; their places are looked up for the claims that are shown."""

    def __init__(self, settled: _Settled, moment: Moment) -> None:
        self._claims, self._proofs, self._moment = settled.claims, settled.proofs, moment
        self._occasion = places_of(settled.claims.rows) if settled.claims.rows is not None else None
        self._proof = places_of(settled.proofs.rows) if settled.proofs is not None else None

    def of(self, at: int) -> list[Place]:
        """What brought a claim about and what shows it done; where there is neither, the person's file."""
        places = {self._occasion(at)} if self._occasion is not None else set()
        if self._proofs is not None and self._proof is not None:
            first, last = np.searchsorted(self._proofs.claim, [at, at + 1])
            places |= {self._proof(row) for row in self._proofs.row[first:last].tolist()}
        return sorted(places) or [file_place(self._moment, int(self._claims.holder[at]))]


def places_of(rows: Rows) -> Callable[[int], Place]:
    """Where each of some records stands, by its place among them."""
    table = rows.moment.book.register.tables[rows.kind.table]
    paths, lines = table["path"].to_numpy(), table["line"].to_numpy()

    def place(at: int) -> Place:
        row = int(rows.index[at])
        return str(paths[row]), max(int(lines[row]), 1)

    return place


def pressing(setting: Setting, moment: Moment) -> list[dict[str, str]]:
    """By person and duty the most pressing state: overdue, unknown, due, open, done, or `none`."""
    order = (DONE, OPEN, DUE, VAGUE, OVERDUE)
    words = ("none", "done", "open", "due", "unknown", "overdue")
    result: list[dict[str, str]] = [{} for _ in moment.people]
    for settled in _settled(setting, moment, moment.day):
        worst = np.zeros(len(moment.people), np.int64)
        np.maximum.at(worst, settled.claims.holder, np.argsort(order)[settled.state] + 1)
        for mine, place in zip(result, worst.tolist(), strict=True):
            mine[settled.duty.id] = words[place]
    return result


def titles(policies: Sequence[Policy]) -> dict[str, Label]:
    """What the duties of these policies are called, by id."""
    return {duty.id: duty.label for policy in policies for duty in policy.duties}
