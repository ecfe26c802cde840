"""A policy record to its parts, with every problem of the language at its place; shape is for the schema."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any as Raw

from cadrectl.calendar import NEVER, parse_date
from cadrectl.facts.kinds import KINDS, field_column, person_fields, record_fields
from cadrectl.policy import model
from cadrectl.policy.assessments import AssessmentReader, read_actions
from cadrectl.policy.changes import ChangeReader
from cadrectl.policy.circles import check_circles, check_goals
from cadrectl.policy.conditions import ConditionReader, is_date_rule
from cadrectl.policy.dates import ROUND_DATES
from cadrectl.policy.duties import DutyReader
from cadrectl.policy.fairness_reader import FairnessReader
from cadrectl.policy.figure_reader import FigureReader
from cadrectl.policy.fitting import NEEDED, branches, check_fact, field_measure, fits, plain_values
from cadrectl.policy.grammar import FACTS, SEVERITIES
from cadrectl.policy.literal import duration, sources
from cadrectl.policy.model import Clause, Pointer, Policy, Tier
from cadrectl.policy.movement_parse import read_movement
from cadrectl.policy.number_checks import check_assessments
from cadrectl.policy.problems import Reporter
from cadrectl.policy.procedures import ProcedureReader
from cadrectl.policy.weights import read_weights
from cadrectl.problem import Problem
from cadrectl.text import say


def parse(
    value: Mapping[str, Raw], path: str, place: Callable[[Pointer], tuple[int, int]]
) -> tuple[Policy, list[Problem]]:
    """The policy that a record states, and what is wrong with it; `place` gives line and column of keys.

    The record has passed its schema. With problems of severity error the policy is not fit to be evaluated.
    """
    report = Reporter(path, place)
    return _Reader(value, report).policy(), report.problems


@dataclass
class _Reader:
    value: Mapping[str, Raw]
    report: Reporter
    conditions: ConditionReader = field(init=False)

    def policy(self) -> Policy:
        value = self.value
        conventions = value.get("conventions", {})
        self.conditions = ConditionReader(
            self.report, value.get("dates", {}), conventions, value.get("sets", {}), set(value.get("conditions", {}))
        )
        span = value["in_force"]
        self._check_dates()
        self._check_conventions()
        for key in ("relaxations", "effects", "figures", "select"):
            self.report.same_ids(value.get(key, []), (key,))
        ladders = read_actions(self.report, value.get("actions", []))
        assessing = AssessmentReader(self.conditions, ladders)
        assessments = assessing.assessments(value.get("assess", []))
        pool = assessing.pool(value) if "pool" in value else None
        named = {
            name: self.conditions.person(raw, ("conditions", name)) for name, raw in value.get("conditions", {}).items()
        }
        figures = FigureReader(self.conditions, named)
        policy = Policy(
            id=value["policy"],
            series=value.get("series", value["policy"]),
            path=self.report.path,
            title=value["title"],
            issuer=value.get("issuer"),
            number=value.get("number", ""),
            in_force=(_first_day(span["from"]), _last_day(span.get("until"))),
            dates=value.get("dates", {}),
            conventions=conventions,
            labels=value.get("labels", {}),
            sets={name: self.conditions.selection(raw, ("sets", name)) for name, raw in value.get("sets", {}).items()},
            conditions=named,
            absences=self._absences(),
            relaxations={
                raw["id"]: self._relaxation(raw, ("relaxations", index))
                for index, raw in enumerate(value.get("relaxations", []))
            },
            effects=tuple(self._effect(raw, ("effects", index)) for index, raw in enumerate(value.get("effects", []))),
            above=tuple(self._above()),
            superiors=tuple(raw["policy"] for raw in value.get("under", [])),
            figures=tuple(
                figures.figure(raw, ("figures", index)) for index, raw in enumerate(value.get("figures", []))
            ),
            actions=ladders,
            assessments=assessments,
            pool=pool,
            fairness=FairnessReader(self.report, assessments, pool).fairness(value["fairness"])
            if "fairness" in value
            else None,
            changes=ChangeReader(self.report, self._tier).rules(value.get("changes", [])),
            procedures=ProcedureReader(self.report, self._tier).procedures(value.get("procedures", [])),
            duties=DutyReader(self.conditions, named).duties(value.get("duties", [])),
            tiers=tuple(self._tier(raw, ("select", index)) for index, raw in enumerate(value.get("select", []))),
            movement=read_movement(value["movement"], self.conditions, self._tier) if "movement" in value else None,
            reference=value.get("reference", False),
        )
        check_circles(self.report, policy)
        check_goals(self.report, policy)
        check_assessments(self.report, policy)
        return policy

    def _check_dates(self) -> None:
        for name, rule in self.value.get("dates", {}).items():
            if not is_date_rule(rule):
                hint = say(
                    "Write {words}, a day such as 2026-08-31, --08-31 for that of each year, or next --08-31.",
                    words=", ".join(("question", "month-end", *ROUND_DATES)),
                )
                self.report.add("unknown-word", ("dates", name), say("“{word}” is no date.", word=rule), hint)

    def _check_conventions(self) -> None:
        """A convention is about a fact and states arguments of it; its words are checked where the fact is used."""
        for name, stated in self.value.get("conventions", {}).items():
            if name not in FACTS:
                self.report.unknown_word(("conventions", name), name, FACTS)
                continue
            known = [key for key, _ in FACTS[name].arguments]
            for key in stated:
                if key not in (*known, "text"):
                    self.report.unknown_word(("conventions", name, key), key, known)

    def _absences(self) -> dict[str, str | int]:
        result: dict[str, str | int] = {}
        for kind, raw in self.value.get("missing_means", {}).items():
            if kind not in KINDS:
                self.report.unknown_word(("missing_means", kind), kind, KINDS)
            result[kind] = raw if isinstance(raw, str) else _first_day(raw["none_since"])
        return result

    def _relaxation(self, raw: Mapping[str, Raw], at: Pointer) -> model.Relaxation:
        when = self.conditions.person(raw["when"], (*at, "when")) if "when" in raw else None
        to = self.conditions.value(raw["to"], (*at, "to")) if "to" in raw else None
        granted = "grant" in raw or when is None
        if not granted and "to" not in raw and not raw.get("waive", False):
            self.report.add(
                "bad-relax",
                at,
                say("A relaxation that is earned says the new limit (to) or waives the clause."),
                say("Add `to` with the new limit, or `waive: true`."),
            )
        if granted and "to" in raw:
            self.report.add(
                "bad-relax",
                (*at, "to"),
                say("The limit of a granted relaxation stands in its record, not in the policy."),
                say("Write how far a grant may go: `bound: 3 years` for 45 that may become 48; leave out `to`."),
            )
        bound = self._duration(raw, "bound", at) if raw.get("bound", "open") != "open" else None
        return model.Relaxation(
            raw["id"], raw.get("label"), sources(raw), granted, when, to, raw.get("waive", False), bound
        )

    def _duration(self, raw: Mapping[str, Raw], key: str, at: Pointer) -> model.Duration | None:
        """The time that a key states, None where it states none."""
        found = duration(self.conditions.literal(raw[key])) if key in raw else None
        if key in raw and found is None:
            self.report.add(
                "bad-literal", (*at, key), say("“{value}” is no value for this.", value=str(raw[key])), NEEDED["span"]
            )
        return found

    def _effect(self, raw: Mapping[str, Raw], at: Pointer) -> model.Effect:
        then = raw.get("then")
        following = None
        if then is not None:
            merged = {**raw, **then, "id": f"{raw['id']}.then", "from": raw.get("until", raw.get("from"))}
            following = self._effect({key: merged[key] for key in merged if key not in ("then", "until")}, at)
        selection = self.conditions.selection({key: raw[key] for key in ("of", "where") if key in raw}, at)
        kind = self.conditions.kind(selection.of)
        dates = [name for name in record_fields(kind) if field_measure(kind, name) == "date"]
        for key in ("from", "until"):
            if key in raw and raw[key] not in dates:
                self.report.unknown_word((*at, key), raw[key], dates)
        return model.Effect(
            raw["id"],
            sources(raw),
            selection,
            raw["from"],
            self._duration(raw, "for", at),
            raw.get("until", ""),
            raw.get("until_end_of", ""),
            tuple(raw["bars"]),
            following,
        )

    def _above(self) -> list[model.Above]:
        for index, raw in enumerate(self.value.get("under", [])):
            if "clause" in raw and "stricter" not in raw:
                at = ("under", index, "clause")
                self.report.add(
                    "bad-argument", at, say("`{fact}` needs `{argument}`.", fact="under", argument="stricter")
                )
        return [
            model.Above(raw["policy"], raw["clause"], raw.get("ours", raw["clause"]), raw["stricter"], ("under", index))
            for index, raw in enumerate(self.value.get("under", []))
            if "clause" in raw and "stricter" in raw
        ]

    def _target(self, raw: Mapping[str, str], at: Pointer) -> Mapping[str, str]:
        """What people are judged for, in the words of the field that it is held against."""
        for key, word in raw.items():
            column = field_column("", f"target.{key}")
            if column is not None and column.words and word not in column.words:
                self.report.unknown_value((*at, key), word, column.word_labels or {})
        return raw

    def _tier(self, raw: Mapping[str, Raw], at: Pointer) -> Tier:
        root = {key: raw[key] for key in ("all", "any", "some", "require") if key in raw}
        caps = raw.get("cap", [])
        return Tier(
            id=raw["id"],
            title=raw["title"],
            target=self._target(raw.get("target", {}), (*at, "target")),
            caps=tuple(
                self._cap(cap, (*at, "cap", index) if isinstance(caps, list) else (*at, "cap"))
                for index, cap in enumerate(caps if isinstance(caps, list) else [caps])
            ),
            clause=self._clause({"id": raw["id"], "source": _tier_source(raw), **root}, at, None),
            ranking=self._ranking(raw["rank"], (*at, "rank")) if "rank" in raw else None,
            prefer=tuple(
                model.Preference(
                    one["id"],
                    one.get("label"),
                    sources(one),
                    self.conditions.person(one["require"], (*at, "prefer", index, "require")),
                )
                for index, one in enumerate(raw.get("prefer", []))
            ),
            at=at,
        )

    def _cap(self, raw: Mapping[str, Raw], at: Pointer) -> model.Cap:
        each = raw.get("each", "")
        countable = [name for name in person_fields() if field_measure("", name) in ("word", "text")]
        if each and each not in (*countable, "unit"):
            self.report.unknown_word((*at, "each"), each, (*countable, "unit"))
        limits = {key: self.conditions.value(raw[key], (*at, key)) for key in ("at_most", "at_least") if key in raw}
        tests = [model.Comparison(key, value, (*at, key)) for key, value in limits.items()]
        check_fact(self.report, "number", tests)
        return model.Cap(
            limits.get("at_most"),
            limits.get("at_least"),
            each,
            raw.get("about", False),
            sources(raw),
            at,
        )

    def _ranking(self, raw: Mapping[str, Raw], at: Pointer) -> model.Ranking:
        weights = read_weights(self.report, raw["sum"], (*at, "sum"))
        components = tuple(_component(one, weight) for one, weight in zip(raw["sum"], weights, strict=True))
        ties = tuple(self._tie(one, (*at, "ties", index), components) for index, one in enumerate(raw["ties"]))
        return model.Ranking(
            sources(raw), raw.get("reading"), components, raw["missing"], ties, raw.get("digits", 2), at
        )

    def _tie(self, name: str, at: Pointer, components: tuple[model.Component, ...]) -> str:
        known = [component.id for component in components]
        if name not in known:
            self.report.unknown_word(at, name, known)
        return name

    def _clause(self, raw: Mapping[str, Raw], at: Pointer, parent: Clause | None) -> Clause:
        path = raw["id"] if parent is None else f"{parent.path}.{raw['id']}"
        if "group" in raw:
            return self._from_group(raw, at, parent)
        bodies = [key for key in ("require", "all", "any", "some") if key in raw]
        if len(bodies) != 1:
            self.report.add(
                "clause-body", at, say("Clause “{clause}” needs exactly one of require, all, any, some.", clause=path)
            )
        kind = bodies[0] if bodies else "all"
        if parent is not None and parent.kind == "any" and ("when" in raw or "severity" in raw):
            self.report.add(
                "when-under-any",
                at,
                say(
                    "A way in under `any` takes no `when` and no `severity`: "
                    "one that does not apply would let everyone in."
                ),
            )
        clause = Clause(
            path=path,
            kind=kind,
            at=at,
            source=sources(raw) or (parent.source if parent else ()),
            severity=self._severity(raw.get("severity", "must"), (*at, "severity")),
            label=raw.get("label"),
            reading=raw.get("reading"),
            when=self.conditions.person(raw["when"], (*at, "when")) if "when" in raw else None,
            gate=raw.get("gate", False),
            relax=tuple(raw.get("relax", ())),
            require=self.conditions.person(raw["require"], (*at, "require")) if kind == "require" else None,
            printed=self.conditions.person(raw["printed"], (*at, "printed")) if "printed" in raw else None,
            number=self._number(raw["some"], at) if kind == "some" else 0,
        )
        return self._with_children(clause, raw)

    def _number(self, raw: Mapping[str, Raw], at: Pointer) -> int:
        return self.conditions.number_of(raw["at_least"], len(raw["of"]), (*at, "some"))

    def _severity(self, raw: Raw, at: Pointer) -> model.Value:
        value = self.conditions.value(raw, at)
        for one in plain_values(value):
            if one not in SEVERITIES:
                self.report.unknown_word(at, str(one), SEVERITIES)
        if any(isinstance(one, tuple) for one in branches(value)):
            self.report.add("bad-literal", at, say("A severity is one word."))
        return value

    def _with_children(self, clause: Clause, raw: Mapping[str, Raw]) -> Clause:
        if clause.kind == "require":
            self._check_leaf(clause)
            return clause
        if clause.relax:
            joined = say("“{clause}” joins other clauses and has no limit of its own.", clause=clause.path)
            self.report.add("bad-relax", (*clause.at, "relax"), joined, say("Put `relax` on the clauses below it."))
        items, where = (
            (raw["some"]["of"], (*clause.at, "some", "of"))
            if clause.kind == "some"
            else (raw.get(clause.kind, []), (*clause.at, clause.kind))
        )
        self.report.same_ids(items, where)
        return replace(
            clause, children=tuple(self._clause(item, (*where, index), clause) for index, item in enumerate(items))
        )

    def _check_leaf(self, clause: Clause) -> None:
        if not clause.source:
            self.report.add("clause-source", clause.at, say("Clause “{clause}” names no source.", clause=clause.path))
        known = [raw["id"] for raw in self.value.get("relaxations", [])]
        for index, name in enumerate(clause.relax):
            if name not in known:
                self.report.unknown_word((*clause.at, "relax", index), name, known)
        self._check_relaxations(clause)

    def _check_relaxations(self, clause: Clause) -> None:
        """Its relaxations only waive the clause, or it has one limit, and theirs can take the place of that."""
        asked = clause.require
        relaxations = [raw for raw in self.value.get("relaxations", []) if raw["id"] in clause.relax]
        if all(raw.get("waive", False) for raw in relaxations):
            return
        if not isinstance(asked, model.Fact | model.Field) or len(asked.tests) != 1:
            self.report.add(
                "bad-relax",
                (*clause.at, "relax"),
                say("“{clause}” does not have exactly one limit that could be set otherwise.", clause=clause.path),
                say("Give each comparison a clause of its own, or let the relaxation waive the clause."),
            )
            return
        fact = isinstance(asked, model.Fact)
        measure = FACTS[asked.name].measure if fact else field_measure("", asked.name)
        for raw in relaxations:
            limits = plain_values(self.conditions.value(raw["to"], ())) if "to" in raw else ()
            if not all(fits(measure, one) for one in limits if one is not None):
                self.report.add(
                    "bad-relax",
                    (*clause.at, "relax"),
                    say("What “{name}” sets (`to`) is no limit for “{clause}”.", name=raw["id"], clause=clause.path),
                    say("Write `to` as the limit of the clause is written: the same unit, or a word of the same kind."),
                )

    def _from_group(self, raw: Mapping[str, Raw], at: Pointer, parent: Clause | None) -> Clause:
        groups = self.value.get("groups", {})
        name = raw["group"]
        if name not in groups or "groups" in at:  # a group holds no groups, so none can hold itself
            self.report.unknown_word((*at, "group"), name, [] if "groups" in at else groups)
            return self._clause({**{key: raw[key] for key in raw if key != "group"}, "all": []}, at, parent)
        merged = {**groups[name], **{key: raw[key] for key in raw if key != "group"}}
        return self._clause(merged, ("groups", name), parent)


def _component(raw: Mapping[str, Raw], weight: Fraction) -> model.Component:
    kind = raw.get("kind", "annual")
    return model.Component(raw["id"], raw["label"], raw.get("item", ""), kind, raw.get("back", 0), weight)


def _tier_source(raw: Mapping[str, Raw]) -> Raw:
    """The source of a tier; one that states none has that of its number, by which the scheme sets it up."""
    caps = raw.get("cap", [])
    first = caps if isinstance(caps, Mapping) else next(iter(caps), {})
    return raw.get("source") or first.get("source", [])


def _first_day(text: str) -> int:
    found = parse_date(text)
    assert found is not None  # the schema has checked its form
    return found[0]


def _last_day(text: str | None) -> int:
    found = parse_date(text) if text is not None else None
    return NEVER if found is None else found[1]
