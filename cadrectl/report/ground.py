"""What the sections of a report are worked out from: the records, the policies in force and the days it covers."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
from msgspec import Struct

from cadrectl.calendar import YEAR, code_of
from cadrectl.decide.duties import Setting
from cadrectl.decide.eligibility import Question, Standing, eligible, people_at
from cadrectl.decide.figures import Stand, figures
from cadrectl.decide.procedure import Rules
from cadrectl.facts.moment import Book, Moment
from cadrectl.policy.load import in_force
from cadrectl.policy.model import Policy
from cadrectl.problem import Problem
from cadrectl.records.record import Record
from cadrectl.report.dated import changes_between
from cadrectl.report.document import Basis, Said
from cadrectl.report.privacy import Profile
from cadrectl.review.change import Change
from cadrectl.rotation.situation import Situation
from cadrectl.rotation.vacancies import Vacancy, vacancies


class Period(Struct, frozen=True):
    """The days from the first to the last; `name` is `2026-08` or `2026`."""

    name: str
    first: date
    last: date

    @property
    def title(self) -> Said:
        """The month or year as people say it."""
        year, _, month = self.name.partition("-")
        return {"zh": f"{year}年{int(month)}月" if month else f"{year}年", "en": self.name}


class Recorded(Struct, frozen=True):
    """What was written between two revisions (the ids of their commits), whenever it happened."""

    revisions: tuple[str, str]
    changes: Sequence[Change]


class Ground(Struct, frozen=True, dict=True):
    """The records as they are, and the period; states are those of its last day. Left-out files are named.

    `recorded` is what git saw written, where that was asked for.
    """

    book: Book
    duties: Setting
    rules: Rules
    in_force: Sequence[Policy]
    known: Sequence[Policy]
    records: Sequence[Record]
    problems: Sequence[Problem]
    period: Period
    profile: Profile
    left_out: tuple[str, ...] = ()
    recorded: Recorded | None = None

    @property
    def day(self) -> int:
        """The code of the last day."""
        return code_of(self.period.last)

    @cached_property
    def basis(self) -> Basis:
        """What every table says of itself."""
        versions = tuple(policy.id for policy in self.schemes)
        return Basis(self.period.last, self.book.register.digest, versions)

    @cached_property
    def moment(self) -> Moment:
        """Everybody on the register on the last day, by id."""
        people = people_at(self.book, Question(self.day))
        return Moment(self.book, people, np.full(len(people), self.day, np.int32))

    @property
    def first_day(self) -> int:
        """The code of the first day."""
        return code_of(self.period.first)

    @cached_property
    def changes(self) -> list[Change]:
        """What happened in the period, by unit and person."""
        return changes_between(self.records, self.first_day, self.day)

    @cached_property
    def standings(self) -> list[Standing]:
        """Everybody's standing for every tier on the last day, with the first day on which they pass within a year."""
        return eligible(self.book, self.in_force, self.known, Question(self.day, horizon=self.day + YEAR))

    @cached_property
    def figures(self) -> list[Stand]:
        """The figures of the policies in force on the last day."""
        return figures(self.book, self.in_force, self.known, self.day)

    @cached_property
    def situations(self) -> list[Situation]:
        """The people and posts of the last day under each policy that has people move; who is exempt is kept out."""
        return [
            Situation(self.book, policy, self.known, self.day, self._exempt(policy.movement.exempt))
            for policy in self.schemes
            if policy.movement is not None
        ]

    def _exempt(self, word: str | None) -> frozenset[str]:
        """Whom a waiver of a duty that runs on the last day frees of it."""
        return frozenset(
            id
            for id, waived in self.duties.exempt.items()
            for one in waived
            if one.duty == word and one.first <= self.day <= one.last
        )

    @cached_property
    def falling_empty(self) -> list[Vacancy]:
        """The posts that are or fall empty within a year (JT-17)."""
        stated = [one for one in self.situations if one.movement.vacancies is not None]
        return [vacancy for one in stated for vacancy in vacancies(one, self.day + YEAR)]

    def at(self, day: int) -> Moment:
        """Everybody on the register on another day, by id."""
        people = people_at(self.book, Question(day))
        return Moment(self.book, people, np.full(len(people), day, np.int32))

    def unit(self, id: str | None) -> Said:
        """The name of a unit."""
        return self.book.register.names("units").get(id or "", id or "")

    @cached_property
    def _workspace(self) -> Mapping[str, Any]:
        return next((one.value for one in self.records if one.kind == "workspace"), {})

    @property
    def schemes(self) -> list[Policy]:
        """The versions in force on the last day of every series of the workspace, those of movements too."""
        return in_force(self.known, self._workspace.get("policies", ()), self.day)

    @property
    def office(self) -> Said:
        """The bureau's name."""
        name: Said = self._workspace.get("name", "")
        return name

    @property
    def settings(self) -> Mapping[str, Any]:
        """What the workspace says of its reports."""
        stated: Mapping[str, Any] = self._workspace.get("reports", {})
        return stated
