"""Conditions, tests, values and selections of records, read from a policy; every word checked where it stands."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any as Raw

from cadrectl.facts.kinds import KINDS, person_fields, record_fields
from cadrectl.policy import literal as literals
from cadrectl.policy import model
from cadrectl.policy.grammar import COMPARATORS, DEFAULTS, FACTS, SELECTION_KEYS
from cadrectl.policy.model import Comparison, Condition, Duration, Pointer, Selection, Value, Window
from cadrectl.policy.problems import Reporter
from cadrectl.text import Text, say

_DATES = re.compile(r"question|month-end|round\.(reference|notice|registration)|--[0-9]{2}-[0-9]{2}|[0-9]{4}(-[0-9]{2}){2}")
_JOINS = ("all", "any", "not", "some", "meets")


@dataclass
class ConditionReader:
    """Reads conditions about persons (`kind` "") and about records of a kind or set."""

    report: Reporter
    dates: Mapping[str, str]
    conventions: Mapping[str, Mapping[str, object]]
    sets: Mapping[str, Mapping[str, Raw]]
    named: set[str] = field(default_factory=set)

    def literal(self, raw: object) -> model.Literal:
        """A scalar as a value."""
        return literals.literal(raw)

    def value(self, raw: Raw, at: Pointer) -> Value:
        """A literal, a list of literals, `cases` or `choose`."""
        if isinstance(raw, list):
            return tuple(self.literal(one) for one in raw)
        if not isinstance(raw, Mapping):
            return self.literal(raw)
        if "choose" in raw:
            use, low, high = (self.literal(raw[key]) for key in ("choose", "from", "to"))
            return model.Choose(use, low, high, at)
        if "cases" in raw:
            return self._cases(raw["cases"], (*at, "cases"))
        self.report.add("bad-literal", at, say("A value is a word, a number, a list, `cases` or `choose`."))
        return None

    def _cases(self, raw: Sequence[Mapping[str, Raw]], at: Pointer) -> model.Cases:
        branches = []
        for index, case in enumerate(raw):
            key = "else" if "else" in case else "use"
            when = self.person(case["when"], (*at, index, "when")) if "when" in case else None
            value = self.value(case[key], (*at, index, key))
            if isinstance(value, model.Cases | model.Choose):
                self.report.add("bad-literal", (*at, index), say("A case holds a plain value, not cases of its own."))
                value = None
            branches.append((when, value))
        if branches[-1][0] is not None or any(when is None for when, _ in branches[:-1]):
            self.report.add("cases-else", at, say("Cases end in `else`, and only there: who fits no case needs an answer too."))
        return model.Cases(tuple(branches))

    def person(self, raw: Raw, at: Pointer) -> Condition:
        """A condition about a person."""
        return self._condition(raw, at, "")

    def record(self, raw: Raw, at: Pointer, kind: str) -> Condition:
        """A condition about a record of a kind."""
        return self._condition(raw, at, kind)

    def _condition(self, raw: Raw, at: Pointer, kind: str) -> Condition:
        if not isinstance(raw, Mapping) or not raw:
            self.report.add("bad-condition", at, say("A condition is a mapping from a fact to a test."))
            return model.All(())
        parts = [self._one(key, raw[key], (*at, key), kind) for key in raw]
        return parts[0] if len(parts) == 1 else model.All(tuple(parts))

    def _one(self, key: str, raw: Raw, at: Pointer, kind: str) -> Condition:
        if key in _JOINS:
            return self._join(key, raw, at, kind)
        if not kind and key in FACTS:
            return self._fact(key, raw, at)
        fields = record_fields(kind) if kind else person_fields()
        name = "birth" if key == "born" else key
        if name not in fields:
            self.report.unknown_word(at, key, [*fields, *_JOINS, *(() if kind else (*FACTS, "born"))])
            return model.All(())
        return model.Field(name, self._tests(raw, at), at)

    def _join(self, key: str, raw: Raw, at: Pointer, kind: str) -> Condition:
        if key == "meets":
            if raw not in self.named:
                self.report.unknown_word(at, str(raw), self.named)
            return model.Meets(str(raw), at)
        if key == "not":
            return model.Not(self._condition(raw, at, kind))
        items = raw["of"] if key == "some" else raw
        where = (*at, "of") if key == "some" else at
        parts = tuple(self._condition(one, (*where, index), kind) for index, one in enumerate(items))
        if key == "some":
            return model.Some(raw["at_least"], parts)
        return model.All(parts) if key == "all" else model.Any(parts)

    def _tests(self, raw: Raw, at: Pointer) -> tuple[Comparison, ...]:
        if isinstance(raw, list):
            return (Comparison("in", self.value(raw, at), at),)
        if not isinstance(raw, Mapping) or "cases" in raw or "choose" in raw:
            return (Comparison("is", self.value(raw, at), at),)
        for key in raw:
            if key not in COMPARATORS:
                self.report.unknown_word((*at, key), key, COMPARATORS)
        return tuple(
            Comparison(key, self.value(raw[key], (*at, key)), (*at, key)) for key in raw if key in COMPARATORS
        )

    def _fact(self, name: str, raw: Raw, at: Pointer) -> Condition:
        form = FACTS[name]
        if not isinstance(raw, Mapping):
            raw = {"of": raw} if form.selects else {"is": raw}
        own = {key: raw[key] for key in raw if key in dict(form.arguments)}
        arguments = {**DEFAULTS.get(name, {}), **self._convention(name), **own}
        for key in own:
            self._check_argument(name, key, own[key], (*at, key))
        for key in raw:
            if key not in (*dict(form.arguments), *COMPARATORS, *(SELECTION_KEYS if form.selects else ())):
                known = [*dict(form.arguments), *COMPARATORS, *(SELECTION_KEYS if form.selects else ())]
                self.report.unknown_word((*at, key), key, known)
        tests = tuple(
            Comparison(key, self.value(raw[key], (*at, key)), (*at, key))
            for key in raw
            if key in COMPARATORS and key not in dict(form.arguments)
        )
        if (form.measure == "truth") == bool(tests):
            self.report.add("fact-test", at, _misused(name, form.measure))
        self._check_limits(form.measure, tests)
        selection = self.selection({key: raw[key] for key in SELECTION_KEYS if key in raw}, at) if form.selects else None
        return model.Fact(
            name,
            tests,
            at,
            date=self._date(str(arguments.pop("at", "question")), at),
            selection=selection,
            arguments=self._read_arguments(arguments, at, selection),
            condition=self._inner(name, raw, at, selection),
        )

    def _convention(self, name: str) -> dict[str, object]:
        return {key: value for key, value in self.conventions.get(name, {}).items() if key != "text"}

    def _inner(self, name: str, raw: Mapping[str, Raw], at: Pointer, selection: Selection | None) -> Condition | None:
        if name == "related" and "where" in raw:
            return self._condition(raw["where"], (*at, "where"), "posts")
        if name in ("latest", "every") and selection is not None:
            if "is" not in raw:
                self.report.add("fact-test", at, say("`{fact}` says under `is` what must hold.", fact=name))
                return None
            return self._condition(raw["is"], (*at, "is"), self._kind(selection.of))
        return None

    def _read_arguments(
        self, arguments: Mapping[str, object], at: Pointer, selection: Selection | None
    ) -> Mapping[str, object]:
        read = dict(arguments)
        if "within" in read:
            read["within"] = self._window(read["within"], (*at, "within"))
        for key in ("length", "whole_from"):
            if key in read:
                read[key] = literals.duration(self.literal(read[key]))
        if "credits" in read:
            read["credits"] = self._credits(read["credits"], (*at, "credits"))
        return read

    def _credits(self, raw: Raw, at: Pointer) -> tuple[tuple[Selection, Duration], ...]:
        credits = []
        for index, one in enumerate(raw):
            amount = str(one["add"])
            found = literals.duration(self.literal(amount.removeprefix("-")))
            if found is None:
                self.report.add("bad-literal", (*at, index, "add"), say("A credit adds a time such as 6 months."))
                continue
            sign = -1 if amount.startswith("-") else 1
            selection = self.selection({key: one[key] for key in SELECTION_KEYS if key in one}, (*at, index))
            credits.append((selection, Duration(sign * found.codes, amount)))
        return tuple(credits)

    def _check_argument(self, fact: str, key: str, value: Raw, at: Pointer) -> None:
        words = FACTS[fact].words(key)
        if words and value not in words:
            self.report.unknown_word(at, str(value), words)

    def _check_limits(self, measure: str, tests: tuple[Comparison, ...]) -> None:
        for test in tests:
            for limit in plain_values(test.value):
                fits = literals.duration(limit) is not None if measure == "span" else isinstance(limit, Fraction)
                if limit is not None and not fits:
                    self.report.add(
                        "bad-literal",
                        test.at,
                        say("“{value}” is no limit for this fact.", value=str(getattr(limit, "text", limit))),
                        say("Write a number of years or a time such as 18 months.")
                        if measure == "span"
                        else say("Write a number."),
                    )

    def _date(self, name: str, at: Pointer) -> str:
        rule = self.dates.get(name, name)
        if not _DATES.fullmatch(str(rule)):
            self.report.unknown_word(at, name, [*self.dates, "question", "month-end", "round.reference", "round.notice"])
        return str(rule)

    def selection(self, raw: Raw, at: Pointer) -> Selection:
        """A selection of records; a set named in `of` is joined in by the evaluation."""
        of = raw.get("of") if isinstance(raw, Mapping) else raw
        if not isinstance(of, str) or (of not in KINDS and of not in self.sets):
            self.report.unknown_word((*at, "of"), str(of), [*KINDS, *self.sets])
            return Selection("posts", at)
        kind = self._kind(of)
        return Selection(
            of,
            at,
            self._condition(raw["where"], (*at, "where"), kind) if "where" in raw else None,
            self._window(raw.get("within", {}), (*at, "within")),
            self._field(raw.get("distinct", ""), (*at, "distinct"), kind),
            self._field(raw.get("same", ""), (*at, "same"), kind),
        )

    def _field(self, name: str, at: Pointer, kind: str) -> str:
        if name and name not in record_fields(kind):
            self.report.unknown_word(at, name, record_fields(kind))
        return name

    def _kind(self, of: str) -> str:
        """The kind of record behind a set; sets may narrow other sets."""
        seen: set[str] = set()
        while of not in KINDS:
            if of in seen or of not in self.sets:
                return "posts"
            seen.add(of)
            of = str(self.sets[of].get("of"))
        return of

    def _window(self, raw: Raw, at: Pointer) -> Window:
        window: dict[str, Raw] = {}
        for key, value in raw.items():
            read = self.literal(value)
            if key == "last" and (match := re.fullmatch(r"([0-9]+) records?", str(value))):
                window["records"] = int(match[1])
            elif key == "last" and isinstance(read, Duration):
                window["last"] = read
            elif key in ("from", "until") and isinstance(read, model.DateRange):
                window["begin" if key == "from" else "finish"] = read
            else:
                self.report.add(
                    "bad-window",
                    (*at, key),
                    say("“{key}: {value}” is no window.", key=key, value=str(value)),
                    say("Write last: 3 years, last: 3 records, from: or until: with a date."),
                )
        return Window(**window)


def plain_values(value: Value) -> list[model.Literal]:
    """All plain values that a value may take."""
    if isinstance(value, model.Cases):
        return [one for _, branch in value.branches for one in plain_values(branch)]
    if isinstance(value, model.Choose):
        return [value.use]
    return list(value) if isinstance(value, tuple) else [value]


def _misused(name: str, measure: str) -> Text:
    if measure == "truth":
        return say("`{fact}` takes no comparison.", fact=name)
    return say("`{fact}` needs a comparison such as at_least.", fact=name)
