"""Assessments, the actions that follow from them, and the rules of the pool, read from a policy."""

from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction
from typing import Any as Raw

from msgspec import Struct
from msgspec.structs import replace

from cadrectl.facts.kinds import person_fields, table
from cadrectl.policy import number_model as model
from cadrectl.policy.conditions import ConditionReader
from cadrectl.policy.fitting import field_measure, plain_values
from cadrectl.policy.literal import literal, sources
from cadrectl.policy.model import Condition, Duration, Pointer
from cadrectl.policy.number_model import Assessment, Consequence, Grades, Ladder, Pool
from cadrectl.policy.number_reader import NumberReader
from cadrectl.policy.outcomes import OutcomeReader, Outline, Scope, read_share
from cadrectl.policy.problems import Reporter
from cadrectl.text import say


def read_actions(report: Reporter, raw: Sequence[Mapping[str, Raw]]) -> tuple[Ladder, ...]:
    """The ladders of actions; an id names one action of the policy."""
    report.same_ids(raw, ("actions",))
    steps = [(one, ("actions", index, "ladder")) for index, ladder in enumerate(raw) for one in ladder["ladder"]]
    seen: set[str] = set()
    for one, at in steps:
        if one["id"] in seen:
            report.add("same-id", at, say("“{id}” is already the id of another.", id=one["id"]))
        seen.add(one["id"])
    return tuple(
        Ladder(
            ladder["id"],
            ladder.get("label"),
            tuple(model.Action(one["id"], one["label"]) for one in ladder["ladder"]),
            ("actions", index),
        )
        for index, ladder in enumerate(raw)
    )


class AssessmentReader(Struct, frozen=True):
    """Reads the assessments and the pool of one policy; `conditions` is the reader of its other conditions."""

    conditions: ConditionReader
    ladders: tuple[Ladder, ...]

    @property
    def report(self) -> Reporter:
        """Where problems go."""
        return self.conditions.report

    def assessments(self, raw: Sequence[Mapping[str, Raw]]) -> tuple[Assessment, ...]:
        """All assessments, each in the scope of all."""
        self.report.same_ids(raw, ("assess",))
        outlines = _outlines(raw)
        return tuple(self._assessment(one, ("assess", index), outlines) for index, one in enumerate(raw))

    def pool(self, value: Mapping[str, Raw]) -> Pool:
        """The rules of the pool of a policy, in the scope of its assessments: what names none means the yearly one."""
        raw = value["pool"]
        order = tuple(raw["order"])
        for index, word in enumerate(order):
            self._known_word(word, ("pool", "order", index), _words_of("plans.decisions", "decision"))
        scope = Scope(_outlines(value.get("assess", [])), raw["yearly"], order)
        for key in ("yearly", "summative"):
            if key in raw:
                scope.outline(self.report, raw[key], ("pool", key))
        self.report.same_ids(raw["rules"], ("pool", "rules"))
        conditions = replace(self.conditions, outcomes=OutcomeReader(scope).fact)
        tiers = [one["id"] for one in value.get("select", [])]
        known = {"decide": order, "to": tiers, "reason": _words_of("reserve", "left.reason")}
        return Pool(
            sources(raw),
            raw.get("reading"),
            raw["yearly"],
            raw.get("summative", ""),
            self.conditions.time(raw, "term", ("pool",)) or Duration(0, ""),
            self._fields(raw, ("pool",), {"tier"}),
            order,
            tuple(
                self._rule(one, ("pool", "rules", index), conditions, known) for index, one in enumerate(raw["rules"])
            ),
            ("pool",),
        )

    def _rule(
        self, raw: Mapping[str, Raw], at: Pointer, conditions: ConditionReader, known: Mapping[str, Collection[str]]
    ) -> model.PoolRule:
        for key in known:
            if key in raw:
                self._known_word(raw[key], (*at, key), known[key])
        return model.PoolRule(
            raw["id"],
            raw.get("label"),
            sources(raw),
            raw.get("reading"),
            raw.get("severity", "must"),
            conditions.record(raw["member"], (*at, "member"), "reserve") if "member" in raw else None,
            conditions.person(raw["when"], (*at, "when")),
            raw["decide"],
            raw.get("to", ""),
            raw.get("reason", ""),
            self._actions(raw["then"], (*at, "then")) if "then" in raw else (),
            at,
        )

    def _known_word(self, word: str, at: Pointer, known: Collection[str]) -> None:
        if word not in known:
            self.report.unknown_word(at, word, known)

    def _assessment(self, raw: Mapping[str, Raw], at: Pointer, outlines: Mapping[str, Outline]) -> Assessment:
        scope = Scope(outlines, raw["id"])
        conditions = replace(self.conditions, outcomes=OutcomeReader(scope).fact)
        numbers = NumberReader(conditions, scope)
        known = raw["numbers"]
        for key, names in (("total", [raw.get("total", "")]), ("ties", raw.get("ties", []))):
            for name in names:
                if name and name not in known:
                    self.report.unknown_word((*at, key), name, known)
        groups = raw.get("groups", [])
        self.report.same_ids(groups, (*at, "groups"))
        if groups and "cohort" in raw:
            message = say("Who is ranked with whom is said by `cohort` or by `groups`, one of the two.")
            self.report.add("bad-argument", (*at, "groups"), message)
        self.report.same_ids(raw.get("consequences", []), (*at, "consequences"))
        return Assessment(
            id=raw["id"],
            title=raw["title"],
            source=sources(raw),
            reading=raw.get("reading"),
            kind=raw.get("kind", raw["id"]),
            subject=raw.get("subject", "person"),
            who=_optional(conditions, raw, "who", at),
            period=raw.get("period", "year"),
            cohort=self._fields(raw, at, set()),
            groups=tuple(
                model.Group(one["id"], one.get("label"), conditions.person(one["when"], (*at, "groups", index, "when")))
                for index, one in enumerate(groups)
            ),
            anonymous=raw.get("anonymous", {}).get("at_least", 0),
            numbers={name: numbers.number(known[name], (*at, "numbers", name)) for name in known},
            total=raw.get("total", ""),
            ties=tuple(raw.get("ties", ())),
            grades=_Grading(conditions, (*at, "grades")).grades(raw["grades"]) if "grades" in raw else None,
            consequences=tuple(
                self._consequence(one, (*at, "consequences", index), conditions)
                for index, one in enumerate(raw.get("consequences", []))
            ),
            at=at,
        )

    def _fields(self, raw: Mapping[str, Raw], at: Pointer, more: set[str]) -> tuple[str, ...]:
        """The fields that set groups apart: words of the person, unit and post, and `more`."""
        known = more | {name for name in person_fields() if field_measure("", name) in ("word", "text")}
        for index, name in enumerate(raw.get("cohort", ())):
            if name not in known:
                self.report.unknown_word((*at, "cohort", index), name, known)
        return tuple(raw.get("cohort", ()))

    def _consequence(self, raw: Mapping[str, Raw], at: Pointer, conditions: ConditionReader) -> Consequence:
        then = raw["then"]
        one_of = isinstance(then, Mapping)
        if "for" in raw and "until_end_of" in raw:
            self.report.add("bad-argument", at, say("A consequence lasts for a time or to the end of one, not both."))
        return Consequence(
            id=raw["id"],
            label=raw.get("label"),
            source=sources(raw),
            reading=raw.get("reading"),
            severity=raw.get("severity", "must"),
            when=conditions.person(raw["when"], (*at, "when")),
            unless=_optional(conditions, raw, "unless", at),
            then=self._actions(then["one_of"] if one_of else then, (*at, "then")),
            one_of=one_of,
            lasts=self.conditions.time(raw, "for", at),
            until_end_of=raw.get("until_end_of", ""),
            bars=tuple(raw.get("bars", ())),
            holders=_optional(conditions, raw, "holders", at),
            at=at,
        )

    def _actions(self, raw: Raw, at: Pointer) -> tuple[str, ...]:
        names = (raw,) if isinstance(raw, str) else tuple(raw)
        known = [step.id for ladder in self.ladders for step in ladder.steps]
        for name in names:
            if name not in known:
                self.report.unknown_word(at, name, known)
        return names


class _Grading(Struct, frozen=True):
    """Reads the grades of one assessment."""

    conditions: ConditionReader
    at: Pointer

    def grades(self, raw: Mapping[str, Raw]) -> Grades:
        """The grades; who gets which is said by cases or by shares of the whole, or left to a body."""
        if "cases" in raw and "shares" in raw:
            message = say("Grades are given by `cases` or by `shares`, one of the two.")
            self.conditions.report.add("bad-argument", self.at, message)
        order = tuple(raw["order"])
        return Grades(
            order,
            tuple(self._case(one, order, index) for index, one in enumerate(raw.get("cases", []))),
            self._partition(raw["shares"], order) if "shares" in raw else None,
            tuple(self._ceiling(one, order, index) for index, one in enumerate(raw.get("ceilings", []))),
            tuple(self._quota(one, order, index) for index, one in enumerate(raw.get("quotas", []))),
            self.at,
        )

    def _case(self, raw: Mapping[str, Raw], order: Sequence[str], index: int) -> model.GradeCase:
        at = (*self.at, "cases", index)
        share = read_share(self.conditions, raw, at) if "top" in raw or "bottom" in raw else None
        return model.GradeCase(
            self._known(raw["grade"], order, (*at, "grade")),
            _optional(self.conditions, raw, "when", at),
            share,
            sources(raw),
            raw.get("reading"),
            at,
        )

    def _ceiling(self, raw: Mapping[str, Raw], order: Sequence[str], index: int) -> model.Ceiling:
        at = (*self.at, "ceilings", index)
        return model.Ceiling(
            self._known(raw["at_most"], order, (*at, "at_most")),
            self.conditions.person(raw["when"], (*at, "when")),
            sources(raw),
            raw.get("reading"),
            at,
        )

    def _quota(self, raw: Mapping[str, Raw], order: Sequence[str], index: int) -> model.Quota:
        at = (*self.at, "quotas", index)
        amount = self.conditions.value(raw["at_most"], (*at, "at_most"))
        if not all(isinstance(value, Fraction) and 0 < value <= 1 for value in plain_values(amount)):
            message = say("A quota is a share of those assessed, such as 20%.")
            self.conditions.report.add("bad-literal", (*at, "at_most"), message)
        return model.Quota(
            self._known(raw["grade"], order, (*at, "grade")),
            amount,
            raw["base"],
            raw["round"],
            raw.get("severity", "must"),
            sources(raw),
            raw.get("reading"),
            at,
        )

    def _partition(self, raw: Mapping[str, Raw], order: Sequence[str]) -> model.Partition:
        """The shares as parts of 1: `3`, `5`, `2` are proportions, `40%` a part as it stands."""
        at = (*self.at, "shares")
        parts = {name: self._part(one, (*at, "parts", name)) for name, one in raw["parts"].items()}
        total = sum(parts.values(), Fraction(0)) or Fraction(1)
        if total != 1 and any(part < 1 for part in parts.values()):
            message = say("The shares total {total} %, not 100 %.", total=str(total * 100))
            self.conditions.report.add("weights-total", (*at, "parts"), message)
        return model.Partition(
            tuple((self._known(name, order, (*at, "parts", name)), part / total) for name, part in parts.items()),
            raw["round"],
            raw["ties"],
            sources(raw),
            raw.get("reading"),
            at,
        )

    def _part(self, raw: Raw, at: Pointer) -> Fraction:
        value = literal(raw)
        if isinstance(value, Fraction) and value > 0:
            return value
        message = say("“{value}” is no value for this.", value=str(raw))
        self.conditions.report.add("bad-literal", at, message, say("Write a number."))
        return Fraction(0)

    def _known(self, name: str, order: Sequence[str], at: Pointer) -> str:
        if name not in order:
            self.conditions.report.unknown_word(at, name, order)
        return name


def _outlines(raw: Sequence[Mapping[str, Raw]]) -> dict[str, Outline]:
    return {
        one["id"]: Outline(
            tuple(one["numbers"]),
            one.get("total", ""),
            tuple(one.get("grades", {}).get("order", ())),
            one.get("subject", "person") == "unit",
        )
        for one in raw
    }


def _optional(conditions: ConditionReader, raw: Mapping[str, Raw], key: str, at: Pointer) -> Condition | None:
    return conditions.person(raw[key], (*at, key)) if key in raw else None


def _words_of(table_name: str, column_name: str) -> tuple[str, ...]:
    """The words that a field of a record may be."""
    column = table(table_name).column(column_name)
    assert column is not None  # a field of the schemas
    return column.words
