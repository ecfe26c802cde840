"""Tiers read from a policy: whom they are for, how many they hold, their clauses and their ranking.

What else is asked of people clause by clause (of candidates, of who is moved or appointed) is read as a tier too.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any as Raw

from msgspec import Struct
from msgspec.structs import replace

from cadrectl.facts.kinds import field_column, person_fields
from cadrectl.policy import model
from cadrectl.policy.conditions import ConditionReader
from cadrectl.policy.fitting import branches, check_fact, field_measure, fits, plain_values
from cadrectl.policy.grammar import FACTS, SEVERITIES
from cadrectl.policy.literal import sources
from cadrectl.policy.model import Clause, Pointer, Tier
from cadrectl.policy.problems import Reporter
from cadrectl.policy.weights import read_weights
from cadrectl.text import say


class TierReader(Struct, frozen=True):
    """Reads tiers; `relaxations` and `groups` are those of the policy as its record states them."""

    conditions: ConditionReader
    relaxations: Sequence[Mapping[str, Raw]]
    groups: Mapping[str, Mapping[str, Raw]]

    @property
    def report(self) -> Reporter:
        """Where problems go."""
        return self.conditions.report

    def tier(self, raw: Mapping[str, Raw], at: Pointer) -> Tier:
        """One tier, every word of it checked where it stands."""
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

    def _target(self, raw: Mapping[str, str], at: Pointer) -> Mapping[str, str]:
        """What people are judged for, in the words of the field that it is held against."""
        for key, word in raw.items():
            column = field_column("", f"target.{key}")
            if column is not None and column.words and word not in column.words:
                self.report.unknown_value((*at, key), word, column.word_labels or {})
        return raw

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
        known = [raw["id"] for raw in self.relaxations]
        for index, name in enumerate(clause.relax):
            if name not in known:
                self.report.unknown_word((*clause.at, "relax", index), name, known)
        self._check_relaxations(clause)

    def _check_relaxations(self, clause: Clause) -> None:
        """Its relaxations only waive the clause, or it has one limit, and theirs can take the place of that."""
        asked = clause.require
        relaxations = [raw for raw in self.relaxations if raw["id"] in clause.relax]
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
        name = raw["group"]
        if name not in self.groups or "groups" in at:  # a group holds no groups, so none can hold itself
            self.report.unknown_word((*at, "group"), name, [] if "groups" in at else self.groups)
            return self._clause({**{key: raw[key] for key in raw if key != "group"}, "all": []}, at, parent)
        merged = {**self.groups[name], **{key: raw[key] for key in raw if key != "group"}}
        return self._clause(merged, ("groups", name), parent)


def _component(raw: Mapping[str, Raw], weight: Fraction) -> model.Component:
    kind = raw.get("kind", "annual")
    return model.Component(raw["id"], raw["label"], raw.get("item", ""), kind, raw.get("back", 0), weight)


def _tier_source(raw: Mapping[str, Raw]) -> Raw:
    """The source of a tier; one that states none has that of its number, by which the scheme sets it up."""
    caps = raw.get("cap", [])
    first = caps if isinstance(caps, Mapping) else next(iter(caps), {})
    return raw.get("source") or first.get("source", [])
