"""Works out the sheets, numbers and grades that policies ask for, each once, by the version in force at each session.

A clerk answers for whole sheets. How a kind of number is worked out stands in `number_values`, how grades are given
in `grading`, and what conditions may ask of both in `outcome_facts`.
"""

from collections.abc import Callable, Hashable, Mapping, Sequence
from functools import cached_property, partial
from typing import Any, TypeVar

from msgspec import Struct, field

from cadrectl.facts.ballots import PEOPLE
from cadrectl.facts.moment import BODIES, Book
from cadrectl.facts.tallies import Tallies
from cadrectl.policy import outcome_facts
from cadrectl.policy.anonymity import Hidden, hidden
from cadrectl.policy.bands import rounded
from cadrectl.policy.evaluate import Assessed, Evaluator
from cadrectl.policy.exact import Amount
from cadrectl.policy.grading import Graded, graded
from cadrectl.policy.load import superiors
from cadrectl.policy.model import Policy
from cadrectl.policy.number_model import Assessment, Mean, Number
from cadrectl.policy.number_values import WORKS
from cadrectl.policy.periods import AUTUMN, SPRING, Period
from cadrectl.policy.phrases import Said, chain
from cadrectl.policy.record_values import by_session
from cadrectl.policy.sentences import Speaker
from cadrectl.policy.sheets import Sheet, aligned, sheets, shifted
from cadrectl.policy.small_classes import Guard, Sessions, guard
from cadrectl.text import say

Amounts = list[Amount]
Kept = TypeVar("Kept")


class Clerk(Struct, eq=False, dict=True):
    """Works over a book; `known` are all versions of all policies.

    `day` is that of the question (a code): what follows from a result that no body has confirmed is decided then.
    """

    book: Book
    known: Sequence[Policy]
    day: int = 0
    _kept: dict[Hashable, Any] = field(default_factory=dict)

    def _once(self, key: Hashable, make: Callable[[], Kept]) -> Kept:
        """What `make` gives, made once; a policy lives as long as its clerk, so its parts are told apart by `id`."""
        if key not in self._kept:
            self._kept[key] = make()
        kept: Kept = self._kept[key]
        return kept

    @cached_property
    def tallies(self) -> Mapping[str, Tallies]:
        """The ballots of all sessions, by the table of those assessed."""
        return {table: Tallies(self.book, table) for table in (PEOPLE, BODIES)}

    def sheets(self, series: str, assess: str, period: Period) -> list[Sheet]:
        """The sheets of an assessment in a period, one for each version of the policy that judged a session."""
        return self._once(("sheets", series, assess, period), lambda: sheets(self, series, assess, period))

    def of_year(self, series: Sequence[str], year: int, ids: Sequence[str] = ()) -> list[Sheet]:
        """The sheets of a year by the assessments (ids or kinds; all if none is named) of some series of policies."""
        return [
            sheet
            for name in series
            for one in self._assessments(name)
            if not ids or one.id in ids or one.kind in ids
            for part in ((SPRING, AUTUMN) if one.period == "semester" else (0,))
            for sheet in self.sheets(name, one.id, Period(year, part))
        ]

    def _assessments(self, series: str) -> list[Assessment]:
        """The assessments of all versions of a series, each id once, those of the latest version first."""
        versions = sorted((one for one in self.known if one.series == series), key=lambda one: one.in_force)
        found = {one.id: one for policy in versions for one in reversed(policy.assessments)}
        return list(found.values())[::-1]

    def past(self, sheet: Sheet, back: int) -> list[Sheet]:
        """The sheets of the same assessment so many periods before; where there are none, one that says only so."""
        if sheet.earlier or self.beside(sheet, back):
            return self.beside(sheet, back)
        return [self._once(("past", sheet, back), lambda: shifted(sheet, back))]

    def beside(self, sheet: Sheet, back: int, assess: str = "") -> list[Sheet]:
        """The sheets of the same (or another) assessment of the series, so many periods before this one."""
        wanted = assess or sheet.assessment.id
        period = sheet.period.back(back)
        found = self.sheets(sheet.policy.series, wanted, period)
        if found or wanted == sheet.assessment.id:
            return found
        return self.sheets(sheet.policy.series, wanted, Period(period.year))

    def evaluator(self, sheet: Sheet) -> Evaluator:
        """What evaluates conditions about the subjects of a sheet."""
        day = sheet.period.days(sheet.assessment.period)[1]
        assessed = Assessed(
            {name: partial(fact, self, sheet) for name, fact in outcome_facts.FACTS.items()},
            partial(sheet.period.days, sheet.assessment.period),
        )
        return Evaluator(sheet.policy, self.book, superiors(sheet.policy, self.known, day), assessed=assessed)

    def speaker(self, sheet: Sheet) -> Speaker:
        """What says the words of the policy of a sheet."""
        policy, known = sheet.policy, {one.id: one for one in sheet.policy.assessments}
        own = sheet.assessment.id
        return Speaker(policy.sets, self.book.register.vocabularies, known, policy.labels, own)

    def group(self, sheet: Sheet, name: str) -> Said:
        """What a group of those ranked together is called; nothing where there is only one."""
        speaker, fields = self.speaker(sheet), sheet.assessment.cohort
        named = {one.id: one.label for one in sheet.assessment.groups}
        if not fields:
            return named.get(name) or name
        words = [
            say("{word}", word=speaker.field_word(word, field))
            for word, field in zip(name.split(" · "), fields, strict=True)
        ]
        return chain(words, say("{first} · {rest}"))

    def total(self, sheet: Sheet) -> Amounts:
        """The total of each subject; nothing known where the assessment has none."""
        name = sheet.assessment.total
        return self.named(sheet, name) if name else [None] * len(sheet)

    def named(self, sheet: Sheet, name: str) -> Amounts:
        """The number of that name for each subject; nothing known where this version of the policy has none."""
        number = sheet.assessment.numbers.get(name)
        if number is None or sheet.earlier:
            return [None] * len(sheet)
        return self.amounts(sheet, number)

    def amounts(self, sheet: Sheet, number: Number) -> Amounts:
        """A number for each subject, None where nobody knows it: held within its ends, then rounded.

        Nothing is known of who stands in several sessions of which only one can count.
        """
        return self._once(("amounts", sheet, id(number)), lambda: self._finished(sheet, number))

    def _finished(self, sheet: Sheet, number: Number) -> Amounts:
        pairs = zip(self.bare(sheet, number), sheet.several.tolist(), strict=True)
        found = [None if several else one for one, several in pairs]
        for end, join in ((number.at_least, max), (number.at_most, min)):
            if end is not None:
                limits = self.amounts(sheet, end)
                joined = zip(found, limits, strict=True)
                found = [None if one is None or limit is None else join(one, limit) for one, limit in joined]
        if number.round is not None:
            step, how = number.round.step, number.round.how
            found = [None if one is None else rounded(one, step, how) for one in found]
        return found

    def bare(self, sheet: Sheet, number: Number) -> Amounts:
        """A number before its ends and its rounding; one of an earlier period by the version that judged it then."""
        return self._once(("bare", sheet, id(number)), lambda: self._bare(sheet, number))

    def _bare(self, sheet: Sheet, number: Number) -> Amounts:
        work = WORKS[type(number.work)]
        if not number.back:
            return work(self, sheet, number.work)
        others = self.past(sheet, number.back)
        return aligned(sheet, [(other, work(self, other, number.work)) for other in others])

    def in_sessions(self, sheet: Sheet, work: Mean) -> list[list[tuple[bool, Amount]]]:
        """A number in each session of a kind, as `by_session` says."""
        return self._once(("sessions", sheet, id(work)), lambda: by_session(self, sheet, work))

    def years_ago(self, sheet: Sheet, number: Number, back: int) -> Amounts:
        """A finished number of the same subjects so many periods before."""
        return aligned(sheet, [(other, self.amounts(other, number)) for other in self.past(sheet, back)])

    def asked(self, sheet: Sheet, name: str, assess: str, back: int) -> Amounts:
        """A named number of an assessment so many periods before: of the subjects, or of the units of people."""
        others = self.beside(sheet, back, assess)
        return aligned(sheet, [(other, self.named(other, name)) for other in others])

    def graded(self, sheet: Sheet) -> Graded | None:
        """The grades of the subjects; None where the assessment gives none."""
        if sheet.assessment.grades is None:
            return None
        return self._once(("graded", sheet), lambda: graded(self, sheet))

    def hidden(self, sheet: Sheet) -> Hidden:
        """For each number of a sheet the subjects for whom it is not shown, since it would tell how a few voted."""
        return self._once(("hidden", sheet), lambda: hidden(self, sheet))

    def guard(self, sessions: Sessions) -> Guard:
        """At which of these sessions a class of voters is too small to be shown."""
        return self._once(("guard", sessions), lambda: guard(self, sessions))
