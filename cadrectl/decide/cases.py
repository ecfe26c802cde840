"""The cases of a policy, tried: people made up for one question each, with what the author expects of them.

A case gives only what it needs; what it does not give is not on record. Cases are judged together where none could
see the people of another, by the same path as the people of a register.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from msgspec import Struct
from msgspec.structs import replace
from numpy.typing import NDArray

from cadrectl.calendar import YEAR, OfficeDays, SchoolCalendar, date_of, parse_date, school_calendar
from cadrectl.decide.amounts import Tally
from cadrectl.decide.assessed_cases import NOBODY, results, unclear
from cadrectl.decide.assessed_cases import expected as written
from cadrectl.decide.duties import Setting, pressing
from cadrectl.decide.figures import Stand, exact, figures_of
from cadrectl.decide.made_up import Stated, laid_over, others, records
from cadrectl.decide.missing import missing
from cadrectl.decide.pool_cases import decision
from cadrectl.decide.procedure import Rules
from cadrectl.decide.procedure_cases import states
from cadrectl.facts.moment import Book, Index, Moment
from cadrectl.facts.truth import PASS, UNKNOWN, WORDS
from cadrectl.policy.clerk import Clerk
from cadrectl.policy.evaluate import Evaluator
from cadrectl.policy.fairness_reader import POOL
from cadrectl.policy.model import Policy
from cadrectl.policy.phrases import figure
from cadrectl.policy.verdicts import judge
from cadrectl.register import Register, build, stated_over
from cadrectl.text import Text
from cadrectl.vocabulary import Label, Vocabulary

Value = Mapping[str, Any]

FIGURES = "figures"
"""How an expectation names a figure: by its id behind this and a dot."""

CHANGES = "changes"
"""How an expectation names a rule for changes: by its id behind this and a dot, and what it asks behind another."""

SHARED = frozenset({"rounds", "funds", "cadres", "units", "moves", "becomes"})
"""What a case gives under ids of its own choice or for everybody, so that the people of other cases must not see it."""

CALENDAR = "calendar"
"""The days of schools and of the office; cases that are judged together have the same."""


class Turn(Struct, frozen=True):
    """A change of a case on a day: its records before and after, the trailers of its commit, the office's days."""

    before: Sequence[Stated]
    after: Sequence[Stated]
    trailers: frozenset[str]
    office: OfficeDays
    day: int


class Judges(Struct, frozen=True):
    """Say by expectation what the first of some policies allows of moves at a day, and a policy of a change."""

    moves: Callable[[Book, Sequence[Policy], Sequence[Value], int], Mapping[str, str]]
    changes: Callable[[Policy, Turn], Mapping[str, str]]


class Outcome(Struct, frozen=True):
    """One expectation of a case: the clause or number, what is expected, and what is found (None: no such clause).

    `because` are the conditions below the clause that came out as it did; of a clause that is not there, `known` are
    the names that are. Of one that is unknown against what is expected, `missing` says what is not on record.
    """

    index: int
    name: Label
    clause: str
    expected: str
    found: str | None
    because: tuple[str, ...]
    known: tuple[str, ...]
    missing: tuple[Text, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether the engine said what the author expects."""
        return self.expected == self.found


def run(
    policy: Policy, superiors: Sequence[Policy], stated: Value, vocabularies: Mapping[str, Vocabulary], judges: Judges
) -> list[Outcome]:
    """Every expectation of a cases record, in order; `index` counts the cases from 0."""
    cases = [merged(stated.get("defaults", {}), case.get("given", {})) for case in stated["cases"]]
    asked = [{path.split(".")[0] for path in case["expect"]} for case in stated["cases"]]
    counting = {FIGURES, POOL, *(one.id for one in policy.assessments)}
    alone = [at for at, given in enumerate(cases) if given.keys() & SHARED or asked[at] & counting or _refers(given)]
    together = _by_calendar(cases, [at for at in range(len(cases)) if at not in alone])
    found: dict[int, Mapping[str, str]] = {}
    blank = build((), vocabularies)
    for group in (*together, *([at] for at in alone)):
        trial = _Trial(policy, superiors, [cases[at] for at in group], frozenset().union(*(asked[at] for at in group)))
        found |= dict(zip(group, trial.verdicts(blank, judges), strict=True))
    duties = [duty.id for duty in policy.duties]
    outcomes = [
        _outcome(at, case["name"], (clause, written(expected)), found[at], duties)
        for at, case in enumerate(stated["cases"])
        for clause, expected in case["expect"].items()
    ]
    for number, one in enumerate(outcomes):
        if one.found == WORDS[UNKNOWN] and not one.passed:
            again = _Trial(policy, superiors, [cases[one.index]], frozenset(asked[one.index]))
            outcomes[number] = replace(one, missing=again.missing(blank, one.clause))
    return outcomes


def _outcome(
    at: int, name: Label, wanted: tuple[str, str], found: Mapping[str, str], duties: Iterable[str]
) -> Outcome:
    """What became of a clause and what is expected of it, among all that was found of the case and all duties."""
    clause, expected = wanted
    known = () if clause in found else tuple(dict.fromkeys((*found, *duties)))
    return Outcome(at, name, clause, expected, found.get(clause), _because(clause, found), known)


def _refers(given: Any) -> bool:
    """Whether a case names its own people or unit, by the ids that they have where it is alone (`case-0`)."""
    if isinstance(given, Mapping):
        return any(map(_refers, given.values()))
    return any(map(_refers, given)) if isinstance(given, list) else str(given).startswith("case-")


def _by_calendar(cases: Sequence[Value], which: Iterable[int]) -> list[list[int]]:
    """These of the cases in groups that have the same calendar, each in order."""
    groups: list[list[int]] = []
    for at in which:
        mine = cases[at].get(CALENDAR)
        same = next((group for group in groups if cases[group[0]].get(CALENDAR) == mine), None)
        if same is None:
            groups.append([at])
        else:
            same.append(at)
    return groups


def _because(clause: str, found: Mapping[str, str]) -> tuple[str, ...]:
    below = [path for path, verdict in found.items() if path.startswith(f"{clause}.") and verdict == found.get(clause)]
    return tuple(path for path in below if not any(other.startswith(f"{path}.") for other in found))


def merged(defaults: Value, given: Value) -> dict[str, Any]:
    """What a case gives laid over what all share: mappings are merged, anything else replaces."""
    common = {key: value for key, value in defaults.items() if key != "given"} | dict(defaults.get("given", {}))
    return laid_over(common, given)


class _Trial(Struct, frozen=True):
    """Cases judged together; one that asks for figures or results is alone, so that nobody else's people count.

    `asked` are the first steps of what they expect: nothing else is worked out.
    """

    policy: Policy
    superiors: Sequence[Policy]
    cases: Sequence[Value]
    asked: frozenset[str]

    def verdicts(self, blank: Register, judges: Judges) -> list[dict[str, str]]:
        """By case what is found of all that may be expected under the first steps that are asked for."""
        book = self._book(blank)
        people, day = self._people(book)
        evaluator = Evaluator(self.policy, book, self.superiors)
        result = self._judged(evaluator, people, day)
        calendar = school_calendar(self.cases[0].get(CALENDAR, {}))
        asking = self.policy.stating(duties=tuple(one for one in self.policy.duties if one.id in self.asked))
        setting = Setting(book, [asking], [self.policy, *self.superiors], calendar, {})
        units = Moment(book, np.full(len(people), -1, np.int64), day, units=self._units(book))
        for moment in (Moment(book, people, day), units):
            for owed, mine in zip(pressing(setting, moment), result, strict=True):
                mine |= owed
        for given, mine in zip(self.cases, result, strict=True):
            mine |= self._steps(given, calendar)
        if self.cases[0].get("moves"):
            result[0] |= self._moved(book, judges)
        if CHANGES in self.asked and "becomes" in self.cases[0]:
            result[0] |= judges.changes(self.policy, self._turn(calendar))
        if FIGURES in self.asked:
            result[0] |= self._figures(evaluator)
        return [found | self._results(book) for found in result]

    def missing(self, blank: Register, clause: str) -> tuple[Text, ...]:
        """What is not on record of the one case for a clause, or a result, that came out unknown."""
        book, first = self._book(blank), clause.partition(".")[0]
        people, day = self._people(book)
        for tier in self.policy.judged:
            if tier.id == first:
                moment = Moment(book, people, day, tier.target, tier.id)
                return tuple(missing(tier, clause, moment, Evaluator(self.policy, book, self.superiors)))
        return unclear(*self._question(book), first)

    def _book(self, blank: Register) -> Book:
        """What the cases give, and what becomes of it."""
        series, numbered = self.policy.series, enumerate(map(_after, self.cases))
        return Book(stated_over(blank, [one for number, given in numbered for one in records(number, given, series)]))

    def _people(self, book: Book) -> tuple[Index, NDArray[np.int32]]:
        """The person of each case, and its day."""
        people = [book.register.position("cadres", f"case-{at}") for at in range(len(self.cases))]
        return np.array(people, np.int64), np.array([day_of(given) for given in self.cases], np.int32)

    def _judged(self, evaluator: Evaluator, people: Index, day: NDArray[np.int32]) -> list[dict[str, str]]:
        """By case the verdicts on the clauses of the tiers asked for."""
        result: list[dict[str, str]] = [{} for _ in self.cases]
        for tier in (tier for tier in self.policy.judged if tier.id in self.asked):
            judgement = judge(tier.clause, Moment(evaluator.book, people, day, tier.target, tier.id), evaluator)
            for path, standing in judgement.standings.items():
                for mine, verdict in zip(result, standing.own.now.tolist(), strict=True):
                    mine[path] = WORDS[verdict]
        return result

    def _units(self, book: Book) -> Index:
        """The unit of each case."""
        places = [book.register.position("units", f"case-{number}") for number in range(len(self.cases))]
        return np.array(places, np.int64)

    def _steps(self, given: Value, calendar: SchoolCalendar) -> dict[str, str]:
        """The state of each step of the appointment that a case gives, and who goes on at each stage."""
        if "appointment" not in given:
            return {}
        rules = Rules([self.policy], calendar.office, date_of(day_of(given)))
        return states(given["appointment"], rules)

    def _results(self, book: Book) -> dict[str, str]:
        """What a year brings the person and the unit of the one case: the year that it names, or that of its day."""
        question = self._question(book)
        assessed = self.asked & {one.id for one in self.policy.assessments}
        return (results(*question) if assessed else {}) | (decision(*question) if POOL in self.asked else {})

    def _question(self, book: Book) -> tuple[Clerk, str, int, str]:
        """Who works the one case out, by which scheme, for which year, and whom it is about."""
        given, clerk = self.cases[0], Clerk(book, [self.policy, *self.superiors], day_of(self.cases[0]))
        return clerk, self.policy.series, given.get("year", day_of(given) // YEAR), "case-0"

    def _turn(self, calendar: SchoolCalendar) -> Turn:
        """The one case as a change: what it gives, and what is on record afterwards."""
        [given] = self.cases
        before, after = (list(records(0, one, self.policy.series)) for one in (given, _after(given)))
        both = [_appointment(given)] if "appointment" in given else []
        return Turn(before, [*after, *both], frozenset(given.get("trailers", ())), calendar.office, day_of(given))

    def _moved(self, book: Book, judges: Judges) -> Mapping[str, str]:
        """What the limits say of the moves of the one case; one that names nobody moves its person within its unit."""
        [given] = self.cases
        moves = [{"cadre": "case-0", **one, "to": {"unit": "case-0", **one["to"]}} for one in given["moves"]]
        return judges.moves(book, [self.policy, *self.superiors], moves, day_of(given))

    def _figures(self, evaluator: Evaluator) -> dict[str, str]:
        """The figures of the people of the one case, in all or in its unit: of limits whether they are kept, else what
        is counted. A limit that does not ask the unit is kept."""
        [given], register = self.cases, evaluator.book.register
        ids = ["case-0", *(id for id, _ in others(0, given))]
        people = np.array([register.position("cadres", id) for id in ids], np.int64)
        found = {f"{FIGURES}.{one.id}": WORDS[PASS] if one.limits else NOBODY for one in self.policy.figures}
        for stand in figures_of(self.policy, evaluator, people, day_of(given)):
            if stand.unit in (None, "case-0"):
                found[f"{FIGURES}.{stand.figure.id}"] = stand.verdict or _amount(stand)
        return found


def _amount(stand: Stand) -> str:
    """What a figure without limits comes to: a number or an exact share, `unknown`, or `none` for a share of nobody."""
    part, base = stand.part, stand.base or Tally(1, 1)
    if part.low != part.high or base.low != base.high:
        return WORDS[UNKNOWN]
    return figure(exact(part.low) / exact(base.low)) if base.low else NOBODY


def day_of(given: Value) -> int:
    found = parse_date(str(given["as_of"]))
    assert found is not None  # the schema has checked its form
    return found[0]


def _after(given: Value) -> Value:
    """What a case gives with what becomes of it."""
    return laid_over(given, given.get("becomes", {}))


def _appointment(given: Value) -> Stated:
    """The appointment case by which the person of the one case comes to a post of its unit."""
    value = {"unit": "case-0", "opened": given["as_of"], "candidates": [{"cadre": "case-0"}], **given["appointment"]}
    return "appointments", "case-0", value
