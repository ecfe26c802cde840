"""Duties that a policy lays on people, read: what brings one about, by when, and which records show it done.

Which of them are done or overdue at a day is decided elsewhere (`decide/duties`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any as Raw

from cadrectl.calendar import parse_date
from cadrectl.facts.kinds import KINDS, field_column, person_fields, record_fields
from cadrectl.policy.conditions import ConditionReader
from cadrectl.policy.fitting import field_measure
from cadrectl.policy.literal import sources
from cadrectl.policy.model import Condition, Pointer, Selection
from cadrectl.policy.span import NO_TIME, Span, span_of
from cadrectl.text import say
from cadrectl.vocabulary import Label


@dataclass(frozen=True, slots=True)
class After:
    """Every record of the selection brings the duty about once, on its date `on` ("": the day from which it counts)."""

    selection: Selection
    on: str


@dataclass(frozen=True, slots=True)
class Each:
    """The duty comes round in every `period` (year, semester, month, or a `cycle` of that length from a day on)."""

    period: str
    cycle: Span | None = None
    begin: int = 0  # code of a day on which a cycle began


@dataclass(frozen=True, slots=True)
class Proof:
    """What shows a duty done: records in its time, counted or added up by a field, or a field of what brought it about.

    With a `base`, a number of the person's unit, `at_least` is a share of it.
    """

    selection: Selection | None
    early: Span
    field: str
    at_least: Fraction
    base: str
    states: str


@dataclass(frozen=True, slots=True)
class Duty:
    """One duty: whom it binds, when it arises, when it is due and overdue, and until when it is still listed."""

    id: str
    label: Label
    source: tuple[str, ...]
    reading: Label | None
    severity: str
    who: Condition | None
    arises: After | Each
    due: Span
    overdue: Span | None
    forget: Span | None
    done: Proof | None
    at: Pointer


def _span(raw: Mapping[str, Raw], key: str) -> Span | None:
    """The time that a key states, None where it states none; the schema has checked its form."""
    return span_of(raw[key]) if key in raw else None


@dataclass(frozen=True, slots=True)
class DutyReader:
    """Reads `duties`; every word is checked where it stands."""

    conditions: ConditionReader

    def duties(self, stated: Sequence[Mapping[str, Raw]]) -> tuple[Duty, ...]:
        """The duties in their order."""
        self.conditions.report.same_ids(stated, ("duties",))
        return tuple(self._duty(raw, ("duties", index)) for index, raw in enumerate(stated))

    def _duty(self, raw: Mapping[str, Raw], at: Pointer) -> Duty:
        arises = self._arises(raw, at)
        return Duty(
            id=raw["id"],
            label=raw["label"],
            source=sources(raw),
            reading=raw.get("reading"),
            severity=raw.get("severity", "must"),
            who=self.conditions.person(raw["who"], (*at, "who")) if "who" in raw else None,
            arises=arises,
            due=_span(raw, "due") or NO_TIME,
            overdue=_span(raw, "overdue"),
            forget=_span(raw, "forget"),
            done=self._proof(raw["done"], arises, (*at, "done")) if "done" in raw else None,
            at=at,
        )

    def _arises(self, raw: Mapping[str, Raw], at: Pointer) -> After | Each:
        if ("after" in raw) == ("each" in raw):
            self.conditions.report.add("bad-argument", at, say("A duty arises after a record or in each period."))
        if "after" not in raw:
            return self._each(raw.get("each", "year"), (*at, "each"))
        stated = raw["after"]
        selection = self._selection(stated, (*at, "after"))
        on = stated.get("on", "")
        self._check(on, self.conditions.kind(selection.of), ("date",), (*at, "after", "on"))
        return After(selection, on)

    def _each(self, raw: Raw, at: Pointer) -> Each:
        if isinstance(raw, str):
            return Each(raw)
        begin = parse_date(raw["from"])
        assert begin is not None  # the schema has checked its form
        return Each("cycle", _span(raw, "cycle"), begin[0])

    def _proof(self, raw: Mapping[str, Raw], arises: After | Each, at: Pointer) -> Proof:
        report = self.conditions.report
        if ("of" in raw) == ("states" in raw) or ("states" in raw and isinstance(arises, Each)):
            report.add("bad-argument", at, say("A duty is shown done by records or by a field of its occasion."))
        if ("base" in raw) != ("base" in raw and "at_least" in raw and "field" in raw):
            report.add("bad-argument", at, say("A share of a base needs the field that is added up and `at_least`."))
        selection = self._selection(raw, at) if "of" in raw else None
        if selection is not None:
            self._check(raw.get("field", ""), self.conditions.kind(selection.of), ("number",), (*at, "field"))
        if isinstance(arises, After):
            kind = self.conditions.kind(arises.selection.of)
            self._check(raw.get("states", ""), kind, ("word", "text", "date", "number"), (*at, "states"))
        self._check(raw.get("base", ""), "", ("number",), (*at, "base"))
        at_least = self.conditions.literal(raw.get("at_least", 1))
        if not isinstance(at_least, Fraction) or at_least <= 0:
            report.add("bad-literal", (*at, "at_least"), say("Write a number or a share."))
            at_least = Fraction(1)
        return Proof(
            selection,
            _span(raw, "early") or NO_TIME,
            raw.get("field", ""),
            at_least,
            raw.get("base", ""),
            raw.get("states", ""),
        )

    def _selection(self, raw: Mapping[str, Raw], at: Pointer) -> Selection:
        return self.conditions.selection({key: raw[key] for key in ("of", "where") if key in raw}, at)

    def _check(self, name: str, kind: str, measures: tuple[str, ...], at: Pointer) -> None:
        """Report a name that is no field of the kind ("" for people) of one of these measures."""
        fields = record_fields(kind) if kind else person_fields()
        known = [one for one in fields if field_column(kind, one) and field_measure(kind, one) in measures]
        if name and name not in known:
            self.conditions.report.unknown_word(at, name, known)


def selections(duty: Duty) -> list[Selection]:
    """The records that a duty looks at: those that bring it about and those that show it done."""
    found = [duty.arises.selection] if isinstance(duty.arises, After) else []
    proof = duty.done.selection if duty.done is not None else None
    return [*found, proof] if proof is not None else found


def starts_of(arises: After, kind: str) -> tuple[str, ...]:
    """The dates of a record of the kind from which the duty counts."""
    return (arises.on,) if arises.on else KINDS[kind].starts
