"""Duties that a policy lays on people, read: what brings one about, by when, and which records show it done.

Which of them are done or overdue at a day is decided elsewhere (`decide/duties`).
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any as Raw

from msgspec import Struct
from msgspec.structs import replace

from cadrectl.calendar import parse_date
from cadrectl.facts.kinds import KINDS, field_column, person_fields, record_fields
from cadrectl.policy.conditions import ConditionReader
from cadrectl.policy.fitting import field_measure
from cadrectl.policy.literal import sources
from cadrectl.policy.model import Condition, Pointer, Selection
from cadrectl.policy.of_units import asked_of_people, of_people
from cadrectl.policy.span import NO_TIME, Span, due_of, span_of
from cadrectl.text import say
from cadrectl.vocabulary import Label


class After(Struct, frozen=True):
    """Every record of the selection brings the duty about once, on its date `on` ("": the day from which it counts)."""

    selection: Selection
    on: str


class Each(Struct, frozen=True):
    """The duty comes round in every `period`: year, semester, month, week, or a `cycle` of that length from a day on.

    Of a period `rolling` there is one for every day: the time of that length that ends on it. Where it never was done,
    it counts from the first record of `since` (None: the first post).
    """

    period: str
    cycle: Span | None = None
    begin: int = 0  # code of a day on which a cycle began
    since: Selection | None = None


class With(Struct, frozen=True):
    """Whom a duty is to be done with, each pair of people by itself: those whom records name in a field, or everybody
    of the same unit who meets a condition."""

    selection: Selection | None
    names: str
    who: Condition | None


class Proof(Struct, frozen=True):
    """What shows a duty done: records in its time, counted or added up by a field, or a field of what brought it about.

    With a `base`, a number of the person's unit, `at_least` is a share of it.
    """

    selection: Selection | None
    early: Span
    field: str
    at_least: Fraction
    base: str
    states: str


class Duty(Struct, frozen=True):
    """One duty: whom it binds, when it arises, when it is due and overdue, and until when it is still listed.

    It binds people, or (`of_units`) units; any of the proofs in `done` shows it done.
    """

    id: str
    label: Label
    source: tuple[str, ...]
    reading: Label | None
    severity: str
    who: Condition | None
    of_units: bool
    paired: With | None
    arises: After | Each
    due: Span
    overdue: Span | None
    forget: Span | None
    done: tuple[Proof, ...]
    at: Pointer

    @property
    def early(self) -> Span:
        """How long before it arises a record may count; proofs that are read together share it."""
        return self.done[0].early if self.done else NO_TIME


def _span(raw: Mapping[str, Raw], key: str) -> Span | None:
    """The time that a key states, None where it states none; the schema has checked its form."""
    return span_of(raw[key]) if key in raw else None


class DutyReader(Struct, frozen=True):
    """Reads `duties`; every word is checked where it stands. `named` are the named conditions of the policy."""

    conditions: ConditionReader
    named: Mapping[str, Condition]

    def duties(self, stated: Sequence[Mapping[str, Raw]]) -> tuple[Duty, ...]:
        """The duties in their order."""
        self.conditions.report.same_ids(stated, ("duties",))
        of_units = replace(self, conditions=replace(self.conditions, of_units=True))
        return tuple(
            (of_units if "units" in raw else self)._duty(raw, ("duties", index)) for index, raw in enumerate(stated)
        )

    def _duty(self, raw: Mapping[str, Raw], at: Pointer) -> Duty:
        of_units = "units" in raw
        arises = self._arises(raw, at)
        key = "units" if of_units else "who"
        who = self.conditions.person(raw[key], (*at, key)) if key in raw else None
        duty = Duty(
            id=raw["id"],
            label=raw["label"],
            source=sources(raw),
            reading=raw.get("reading"),
            severity=raw.get("severity", "must"),
            who=who,
            of_units=of_units,
            paired=self._paired(raw["with"], (*at, "with")) if "with" in raw else None,
            arises=arises,
            due=self._due(raw, at),
            overdue=_span(raw, "overdue"),
            forget=_span(raw, "forget"),
            done=self._proofs(raw["done"], arises, (*at, "done")) if "done" in raw else (),
            at=at,
        )
        self._check_kinds(duty)
        self._check_form(duty, raw)
        return duty

    def _due(self, raw: Mapping[str, Raw], at: Pointer) -> Span:
        found = due_of(raw["due"]) if "due" in raw else NO_TIME
        if found is None:
            message = say("There is no such day of the year: {day}.", day=raw["due"])
            self.conditions.report.add("bad-literal", (*at, "due"), message, say("Write a day such as --03-31."))
        return found or NO_TIME

    def _check_form(self, duty: Duty, raw: Mapping[str, Raw]) -> None:
        """Report what cannot be said of the same duty."""
        report, rolling = self.conditions.report, isinstance(duty.arises, Each) and duty.arises.period == "rolling"
        if duty.of_units and ("who" in raw or duty.paired is not None or isinstance(duty.arises, After)):
            report.add("bad-argument", duty.at, say("A duty of units comes round in each period, and binds no people."))
        if duty.of_units:
            for name in asked_of_people(duty.who, self.named):
                report.add("bad-argument", (*duty.at, "units"), of_people(name))
        if rolling and (duty.paired is not None or duty.of_units or len(duty.done) != 1 or raw.keys() & {"due"}):
            report.add(
                "bad-argument",
                duty.at,
                say("What is to be done in any time of a length has one proof, and no pairs, units or `due`."),
            )
        if rolling and any(proof.base for proof in duty.done):
            report.add("bad-argument", (*duty.at, "done"), say("A share of a base belongs to a fixed period."))

    def _check_kinds(self, duty: Duty) -> None:
        """Report records that those who are bound do not have: of pairs only events say between whom they were."""
        for proof in duty.done:
            kind = self.conditions.kind(proof.selection.of) if proof.selection is not None else ""
            known = [name for name in KINDS if KINDS[name].of_units or not duty.of_units]
            known = ["events"] if duty.paired is not None else known
            if kind and kind not in known:
                self.conditions.report.unknown_word((*duty.at, "done", "of"), kind, known)

    def _paired(self, raw: Mapping[str, Raw], at: Pointer) -> With:
        report = self.conditions.report
        if ("of" in raw) == ("who" in raw) or ("of" in raw) != ("names" in raw):
            report.add("bad-argument", at, say("Pairs are with whom records name (of, names) or with others (who)."))
        if "of" not in raw:
            return With(None, "", self.conditions.person(raw["who"], (*at, "who")) if "who" in raw else None)
        selection = self._selection(raw, at)
        kind = self.conditions.kind(selection.of)
        known = [one for one in record_fields(kind) if _names_a_person(kind, one)]
        if raw.get("names") not in known:
            report.unknown_word((*at, "names"), str(raw.get("names", "")), known)
        return With(selection, raw.get("names", ""), None)

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
        if "rolling" in raw:
            since = self._selection(raw["since"], (*at, "since")) if "since" in raw else None
            return Each("rolling", _span(raw, "rolling"), since=since)
        begin = parse_date(raw["from"])
        assert begin is not None  # the schema has checked its form
        return Each("cycle", _span(raw, "cycle"), begin[0])

    def _proofs(self, raw: Mapping[str, Raw], arises: After | Each, at: Pointer) -> tuple[Proof, ...]:
        if "any" not in raw:
            return (self._proof(raw, arises, at),)
        if len(raw) > 1 or len({one.get("early") for one in raw["any"]}) > 1:
            self.conditions.report.add(
                "bad-argument", at, say("Beside `any` stands nothing else, and its proofs count from the same day.")
            )
        return tuple(self._proof(one, arises, (*at, "any", index)) for index, one in enumerate(raw["any"]))

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
        """Report a name that is no field of the kind ("" for people) of one of these measures; "" is no name."""
        if not name:
            return
        fields = record_fields(kind) if kind else person_fields()
        known = [one for one in fields if field_column(kind, one) and field_measure(kind, one) in measures]
        if name not in known:
            self.conditions.report.unknown_word(at, name, known)


def _names_a_person(kind: str, name: str) -> bool:
    column = field_column(kind, name)
    return column is not None and column.refers_to == "cadres"


def selections(duty: Duty) -> list[Selection]:
    """The records that a duty looks at: those that bring it about and those that show it done."""
    found = [duty.arises.selection] if isinstance(duty.arises, After) else []
    if isinstance(duty.arises, Each) and duty.arises.since is not None:
        found.append(duty.arises.since)
    if duty.paired is not None and duty.paired.selection is not None:
        found.append(duty.paired.selection)
    return [*found, *(proof.selection for proof in duty.done if proof.selection is not None)]


def starts_of(arises: After, kind: str) -> tuple[str, ...]:
    """The dates of a record of the kind from which the duty counts."""
    return (arises.on,) if arises.on else KINDS[kind].starts
