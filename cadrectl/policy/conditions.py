"""Conditions, tests, values and selections of records, read from a policy; every word checked where it stands."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any as Raw

from msgspec import Struct, field
from msgspec.structs import replace

from cadrectl.calendar import parse_date
from cadrectl.facts.kinds import KINDS, OF_UNITS_ONLY, field_column, person_fields, record_fields
from cadrectl.policy import literal as literals
from cadrectl.policy import model
from cadrectl.policy.arguments import ArgumentReader
from cadrectl.policy.bands import read_bands
from cadrectl.policy.fitting import NEEDED, check_fact, check_field, field_measure
from cadrectl.policy.grammar import COMPARATORS, FACTS, OUTCOMES, SELECTION_KEYS
from cadrectl.policy.model import Comparison, Condition, Duration, Pointer, Selection, Value, Window
from cadrectl.policy.problems import Reporter
from cadrectl.text import Text, say

_DATES = re.compile(
    r"question|month-end|round\.(reference|notice|registration)|(next )?--[0-9]{2}-[0-9]{2}|[0-9]{4}(-[0-9]{2}){2}"
)
_APART = ("word", "text", "date", "number")
_BESIDE = {*SELECTION_KEYS, *COMPARATORS, *(word for form in FACTS.values() for word, _ in form.arguments)}
_ASKED_SO = {word for words in OUTCOMES.values() for word in words}
_JOINS = ("all", "any", "not", "some", "meets")


class ConditionReader(Struct):
    """Reads conditions about persons (`kind` "") and about records of a kind or set; `of_units` those that units have.

    `outcomes` reads the facts about what an assessment comes to; without it, nothing is assessed here.
    """

    report: Reporter
    dates: Mapping[str, str]
    conventions: Mapping[str, Mapping[str, object]]
    sets: Mapping[str, Mapping[str, Raw]]
    named: set[str] = field(default_factory=set)
    of_units: bool = False
    outcomes: "Callable[[ConditionReader, str, Raw, Pointer], model.Fact] | None" = None

    def literal(self, raw: object) -> model.Literal:
        """A scalar as a value."""
        return literals.literal(raw)

    def time(self, raw: Mapping[str, Raw], key: str, at: Pointer) -> Duration | None:
        """The time that a key states, None where it states none."""
        found = literals.duration(self.literal(raw[key])) if key in raw else None
        if key in raw and found is None:
            message = say("“{value}” is no value for this.", value=str(raw[key]))
            self.report.add("bad-literal", (*at, key), message, NEEDED["span"])
        return found

    def value(self, raw: Raw, at: Pointer) -> Value:
        """A literal, a list of literals, `cases` or `choose`."""
        if isinstance(raw, list):
            return tuple(self.literal(one) for one in raw)
        if not isinstance(raw, Mapping):
            return self.literal(raw)
        if set(raw) == {"choose", "from", "to"}:
            use, low, high = (self.literal(raw[key]) for key in ("choose", "from", "to"))
            return model.Choose(use, low, high, at)
        if set(raw) == {"cases"} and isinstance(raw["cases"], list):
            return self._cases(raw["cases"], (*at, "cases"))
        if set(raw) in ({"of", "bands"}, {"of", "bands", "step"}):
            return self._banded(raw, at)
        message = say("A value is a word, a number, a list, `cases`, `bands` or `choose`.")
        compared = at[-1] in COMPARATORS and raw and all(key in COMPARATORS for key in raw)
        hint = say("Leave out the `{key}` around it: its comparison follows at once.", key=str(at[-1]))
        self.report.add("bad-literal", at, message, hint if compared else None)
        return ()

    def _banded(self, raw: Mapping[str, Raw], at: Pointer) -> Value:
        """The value of the band that a number of the person or unit falls into, as cases that leave nobody out."""
        bands = read_bands(self.report, raw, at, self._plain)
        if bands is None:
            return None
        of = raw["of"]
        name, arguments = next(iter(of.items())) if isinstance(of, Mapping) and len(of) == 1 else (of, {})
        if not _parts(name, arguments):
            remedy = say("Write the word of a number, or a fact with its arguments, and compare it in the bands only.")
            self.report.add("bad-argument", (*at, "of"), say("Bands part a number, such as unit.students."), remedy)
            return None
        measure = FACTS[name].measure if name in FACTS else field_measure("", name)
        asked = self._one(name, {**arguments, **bands.bands[0].limits}, (*at, "of"), "")
        if bands.step is not None and measure != "number":
            self.report.add("bad-argument", (*at, "step"), say("Only whole numbers come in steps."))
        if not isinstance(asked, model.Field | model.Fact):
            return None
        whens = [replace(asked, tests=self._comparisons(band.limits, band.at)) for band in bands.bands]
        return model.Cases(
            (
                *((when, band.use) for when, band in zip(whens[:-1], bands.bands, strict=False)),
                (None, bands.bands[-1].use),
            )
        )

    def _plain(self, raw: Raw, at: Pointer) -> model.Literal | tuple[model.Literal, ...]:
        """A value that depends on nothing."""
        value = self.value(raw, at)
        if isinstance(value, model.Cases | model.Choose):
            self.report.add("bad-literal", at, say("A case or a band holds a plain value, not cases of its own."))
            return None
        return value

    def _cases(self, raw: Sequence[Raw], at: Pointer) -> Value:
        branches: list[tuple[Condition | None, model.Literal | tuple[model.Literal, ...]]] = []
        for index, case in enumerate(raw):
            if not isinstance(case, Mapping) or set(case) not in ({"when", "use"}, {"else"}):
                self.report.add("cases-else", (*at, index), say("A case has `when` and `use`, the last one `else`."))
                return None
            key = "else" if "else" in case else "use"
            when = self.person(case["when"], (*at, index, "when")) if "when" in case else None
            branches.append((when, self._plain(case[key], (*at, index, key))))
        if not branches or branches[-1][0] is not None or any(when is None for when, _ in branches[:-1]):
            self.report.add(
                "cases-else", at, say("Cases end in `else`, and only there: who fits no case needs an answer too.")
            )
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
        fields = record_fields(kind) if kind else person_fields()
        if key in _JOINS and key not in fields:  # a finding has a field `meets`
            return self._join(key, raw, at, kind)
        if not kind and key in FACTS:
            return self._fact(key, raw, at)
        if not kind and key in OUTCOMES:
            return self._outcome(key, raw, at)
        name = "birth" if key == "born" else key
        if name not in fields:
            self._unknown(key, at, kind, [*fields, *_JOINS, *(() if kind else (*FACTS, "born"))])
            return model.All(())
        tests = self.tests(raw, at)
        check_field(self.report, kind, name, tests)
        return model.Field(name, tests, at)

    def _unknown(self, key: str, at: Pointer, kind: str, known: Sequence[str]) -> None:
        """Report a word that nothing is asked by; what belongs into a fact or beside its `of` is sent there."""
        if kind and key in _BESIDE:
            hint = say("`{word}` stands beside `of`, not inside `where`.", word=key)
            self.report.add("unknown-word", at, say("“{word}” is not known here.", word=key), hint)
        elif key in _BESIDE or key in _ASKED_SO:
            hint = say("`{word}` stands inside its fact, as in `grade: {{is: excellent, running: 2}}`.", word=key)
            self.report.add("unknown-word", at, say("“{word}” is not known here.", word=key), hint)
        else:
            self.report.unknown_word(at, key, known)

    def _outcome(self, key: str, raw: Raw, at: Pointer) -> Condition:
        if self.outcomes is not None:
            return self.outcomes(self, key, raw, at)
        message = say("“{word}” is asked inside `assess` and `pool` only.", word=key)
        self.report.add("not-assessed", at, message)
        return model.All(())

    def _join(self, key: str, raw: Raw, at: Pointer, kind: str) -> Condition:
        if key == "meets":
            if kind or str(raw) not in self.named:
                self.report.unknown_word(at, str(raw), () if kind else self.named)
            return model.Meets(str(raw), at)
        if key == "not":
            return model.Not(self._condition(raw, at, kind))
        some = key == "some" and isinstance(raw, Mapping) and set(raw) == {"at_least", "of"}
        items, where = (raw["of"], (*at, "of")) if some else (raw, at)
        if not isinstance(items, list) or not items or (key == "some" and not some):
            self.report.add("bad-condition", at, say("`{join}` joins a list of conditions.", join=key))
            return model.All(())
        parts = tuple(self._condition(one, (*where, index), kind) for index, one in enumerate(items))
        if key == "some":
            return model.Some(self.number_of(raw["at_least"], len(parts), at), parts)
        return model.All(parts) if key == "all" else model.Any(parts)

    def number_of(self, raw: Raw, parts: int, at: Pointer) -> int:
        """How many of some parts must hold: at least one, and not more than there are."""
        if isinstance(raw, int) and not isinstance(raw, bool) and 1 <= raw <= parts:
            return raw
        self.report.add(
            "some-of",
            at,
            say("{number} of {parts} can never hold.", number=str(raw), parts=parts),
            say("Write a number from 1 to {parts}.", parts=parts),
        )
        return 1

    def tests(self, raw: Raw, at: Pointer) -> tuple[Comparison, ...]:
        """What a field or fact is compared with: a word or number, a list, or comparators."""
        if isinstance(raw, list):
            return (Comparison("in", self.value(raw, at), at),)
        if not isinstance(raw, Mapping) or raw.keys() & {"cases", "choose", "bands"}:
            return (Comparison("is", self.value(raw, at), at),)
        for key in raw:
            if key not in COMPARATORS:
                self.report.unknown_word((*at, key), key, COMPARATORS)
        return self._comparisons(raw, at)

    def _comparisons(self, raw: Mapping[str, Raw], at: Pointer) -> tuple[Comparison, ...]:
        return tuple(Comparison(key, self.value(raw[key], (*at, key)), (*at, key)) for key in raw if key in COMPARATORS)

    def measured(self, name: str, raw: Mapping[str, Raw], at: Pointer) -> model.Fact:
        """A fact that is measured and not put to a test: with one that always holds."""
        return self._fact(name, {**{key: raw[key] for key in raw if key not in COMPARATORS}, "at_least": 0}, at)

    def _fact(self, name: str, raw: Raw, at: Pointer) -> model.Fact:
        form = FACTS[name]
        if not isinstance(raw, Mapping):
            raw = {"of": raw} if form.selects else {"is": raw}
        arguments = dict(form.arguments)
        known = [*arguments, *COMPARATORS, *(SELECTION_KEYS if form.selects else ())]
        unknown = [key for key in raw if key not in known]
        for key in unknown:
            self.report.unknown_word((*at, key), key, known)
        tests = tuple(
            Comparison(key, self.value(raw[key], (*at, key)), (*at, key))
            for key in raw
            if key in COMPARATORS and key not in arguments
        )
        if not unknown and (form.measure == "truth") == bool(tests):
            self.report.add("fact-test", at, _misused(name, form.measure))
        if form.measure != "truth":
            check_fact(self.report, form.measure, tests)
        selection = (
            self.selection({key: raw[key] for key in SELECTION_KEYS if key in raw}, at) if form.selects else None
        )
        reader = ArgumentReader(self, name, at)
        stated = reader.stated(raw, self.conventions.get(name, {}))
        reader.check_date(stated)
        if selection is not None:
            reader.check_selection(selection, stated)
        return model.Fact(
            name,
            tests,
            at,
            date=self._date(str(stated.get("at", "question")), at),
            selection=selection,
            arguments=reader.read({key: value for key, value in stated.items() if key != "at" or "at" in raw}),
            condition=self._inner(name, raw, at, selection),
        )

    def _inner(self, name: str, raw: Mapping[str, Raw], at: Pointer, selection: Selection | None) -> Condition | None:
        if name == "related" and "where" in raw:
            return self._condition(raw["where"], (*at, "where"), "posts")
        if name in ("latest", "every") and selection is not None:
            if "is" not in raw:
                self.report.add("fact-test", at, say("`{fact}` says under `is` what must hold.", fact=name))
                return None
            return self._condition(raw["is"], (*at, "is"), self.kind(selection.of))
        return None

    def _date(self, name: str, at: Pointer) -> str:
        rule = self.dates.get(name, name)
        if name not in self.dates and not is_date_rule(str(rule)):
            self.report.unknown_word(
                at, name, [*self.dates, "question", "month-end", "round.reference", "round.notice"]
            )
        return str(rule)

    def selection(self, raw: Raw, at: Pointer) -> Selection:
        """A selection of records; a set named in `of` is joined in by the evaluation."""
        of = raw.get("of") if isinstance(raw, Mapping) else raw
        known = [one for one in KINDS if self.of_units or one not in OF_UNITS_ONLY]
        if of is None:
            hint = say("Known here: {words}.", words=", ".join([*sorted(known), *self.sets]))
            self.report.add("bad-argument", at, say("It is not said of which records: `of` is missing."), hint)
            return Selection("posts", at)
        if not isinstance(of, str) or (of not in known and of not in self.sets):
            self.report.unknown_word((*at, "of"), str(of), [*known, *self.sets])
            return Selection("posts", at)
        kind = self.kind(of)
        return Selection(
            of,
            at,
            self._condition(raw["where"], (*at, "where"), kind) if "where" in raw else None,
            self.window(raw.get("within", {}), (*at, "within")),
            self._field(raw.get("distinct", ""), (*at, "distinct"), kind),
            self._field(raw.get("same", ""), (*at, "same"), kind),
        )

    def _field(self, name: Raw, at: Pointer, kind: str) -> str:
        """A field that sets records apart: one with a value of its own."""
        if name == "":
            return ""
        known = [one for one in record_fields(kind) if field_column(kind, one) and field_measure(kind, one) in _APART]
        if name not in known:
            self.report.unknown_word(at, str(name), known)
        return str(name)

    def kind(self, of: str) -> str:
        """The kind of record behind a set; sets may narrow other sets."""
        seen: set[str] = set()
        while of not in KINDS:
            if of in seen or of not in self.sets:
                return "posts"
            seen.add(of)
            of = str(self.sets[of].get("of"))
        return of

    def window(self, raw: Raw, at: Pointer) -> Window:
        """A window of time or of records."""
        window: dict[str, Raw] = {}
        if not isinstance(raw, Mapping):
            self.report.add("bad-window", at, say("A window says last:, from:, until: or cycle:."))
            return Window()
        for key, value in raw.items():
            read = self.literal(value)
            if key == "last" and (match := re.fullmatch(r"([1-9][0-9]{0,3}) records?", str(value))):
                window["records"] = int(match[1])
            elif key == "last" and self.outcomes and (match := re.fullmatch(r"([1-9][0-9]?) periods?", str(value))):
                window["periods"] = int(match[1])
            elif key == "last" and isinstance(read, Duration):
                window["last"] = read
            elif key == "cycle" and isinstance(read, Duration) and read.codes:
                window["cycle"] = read
            elif key in ("from", "until") and isinstance(read, model.DateRange):
                window["begin" if key == "from" else "finish"] = read
            else:
                self.report.add(
                    "bad-window",
                    (*at, key),
                    say("“{key}: {value}” is no window.", key=key, value=str(value)),
                    say("Write last: 3 years, last: 3 records, from: or until: with a date, cycle: with from:."),
                )
        if "cycle" in window and ("begin" not in window or len(window) > 2):
            self.report.add("bad-window", at, say("A cycle says its length and with from: a day on which one began."))
        return Window(**window)


def is_date_rule(rule: str) -> bool:
    """Whether a rule of `dates:` says a day: a full date, a day of each year, or a date of the question or round."""
    if not _DATES.fullmatch(rule):
        return False
    _, each_year, day = rule.partition("--")
    day = f"2000-{day}" if each_year else rule
    return not day[0].isdigit() or parse_date(day) is not None


def _parts(name: Raw, arguments: Raw) -> bool:
    """Whether bands can part this: a number that is asked of a person or their unit, with nothing compared yet."""
    if not isinstance(name, str) or name in _JOINS or not isinstance(arguments, Mapping):
        return False
    number = name not in person_fields() or field_measure("", name) == "number"
    return number and arguments.keys().isdisjoint(COMPARATORS)


def _misused(name: str, measure: str) -> Text:
    if measure == "truth":
        return say("`{fact}` takes no comparison.", fact=name)
    return say("`{fact}` needs a comparison such as at_least.", fact=name)
