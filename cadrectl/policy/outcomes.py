"""Facts about what an assessment comes to (`number`, `grade`, `place`, `decided`), read from a policy.

They are asked inside `assess` and `pool` only: elsewhere nobody has been assessed.
"""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any as Raw

from msgspec import Struct

from cadrectl.policy.conditions import ConditionReader
from cadrectl.policy.fitting import check_fact, plain_values
from cadrectl.policy.grammar import COMPARATORS, OUTCOMES, SHARE_KEYS
from cadrectl.policy.model import Comparison, Fact, Pointer, Value
from cadrectl.policy.number_model import GroupShare
from cadrectl.policy.problems import Reporter
from cadrectl.text import say

_GRADED = ("is", "not", "in", "at_least", "more_than", "at_most", "less_than")


class Outline(Struct, frozen=True):
    """What may be named of an assessment: its numbers, its total, its grades, and whether it is of units."""

    names: tuple[str, ...]
    total: str
    grades: tuple[str, ...]
    of_units: bool


class Scope(Struct, frozen=True):
    """What conditions may name: the assessments, the one that is meant where none is named, and the decisions."""

    assessments: Mapping[str, Outline]
    own: str
    decisions: tuple[str, ...] = ()

    def outline(self, report: Reporter, assess: str, at: Pointer) -> Outline:
        """The outline of an assessment; of one that is not there, which is reported, an empty one."""
        if assess not in self.assessments:
            report.unknown_word(at, assess, self.assessments)
            return Outline((), "", (), False)
        return self.assessments[assess]

    def number(self, report: Reporter, assess: str, name: str, at: Pointer) -> str:
        """The name of a number of an assessment, its total where none is named."""
        outline = self.outline(report, assess, at)
        if not name and not outline.total and assess in self.assessments:
            report.add("bad-argument", at, say("Assessment “{id}” has no total: name a number.", id=assess))
        elif name and name not in outline.names and assess in self.assessments:
            report.unknown_word(at, name, outline.names)
        return name or outline.total


class OutcomeReader(Struct, frozen=True):
    """Reads the facts about outcomes in one scope; a `ConditionReader` calls it for the words in `OUTCOMES`."""

    scope: Scope

    def fact(self, conditions: ConditionReader, name: str, raw: Raw, at: Pointer) -> Fact:
        """The fact; its arguments are `of` and `in` (names that exist), `back`, `running` and `share`."""
        report = conditions.report
        if not isinstance(raw, Mapping):
            raw = {"is": raw}
        known = OUTCOMES[name]
        for key in raw:
            if key not in known:
                report.unknown_word((*at, key), key, known)
        arguments: dict[str, object] = {
            key: _periods(report, raw.get(key, 0), (*at, key)) for key in ("back", "running") if key in known
        }
        if name != "decided":
            arguments["in"] = str(raw.get("in", self.scope.own))
        if name == "grade":
            self.scope.outline(report, str(arguments["in"]), (*at, "in"))
        if "of" in known:
            arguments["of"] = self.scope.number(report, str(arguments["in"]), str(raw.get("of", "")), (*at, "of"))
        if name == "place":
            arguments["share"] = read_share(conditions, raw, at)
        tests = _tests(conditions, raw, at)
        self._check(report, Fact(name, tests, at, arguments=arguments))
        return Fact(name, tests, at, arguments=arguments)

    def _check(self, report: Reporter, fact: Fact) -> None:
        """Report comparisons that are missing, or against what the number, grade or decision cannot be."""
        if (fact.name == "place") == bool(fact.tests):
            message = say("`{fact}` takes no comparison.", fact=fact.name)
            if fact.name != "place":
                message = say("`{fact}` needs a comparison such as at_least.", fact=fact.name)
            report.add("fact-test", fact.at, message)
        if fact.name == "number":
            check_fact(report, "number", fact.tests)
        elif fact.name in ("grade", "decided"):
            self._check_words(report, fact)

    def _check_words(self, report: Reporter, fact: Fact) -> None:
        outline = self.scope.assessments.get(str(fact.arguments.get("in", "")))
        words = self.scope.decisions if fact.name == "decided" else outline.grades if outline else ()
        for test in fact.tests:
            if test.comparator not in _GRADED:
                message = say("“{comparator}” cannot be asked here.", comparator=test.comparator)
                report.add("bad-comparator", test.at, message)
            for word in plain_values(test.value):
                if word not in words:
                    report.unknown_word(test.at, str(getattr(word, "text", word)), words)


def _tests(conditions: ConditionReader, raw: Mapping[str, Raw], at: Pointer) -> tuple[Comparison, ...]:
    """The comparisons; a list of words asks for one of them, and `in` names the assessment."""
    return tuple(
        Comparison("in" if isinstance(raw[key], list) else key, conditions.value(raw[key], (*at, key)), (*at, key))
        for key in raw
        if key in COMPARATORS and key != "in"
    )


def read_share(conditions: ConditionReader, raw: Mapping[str, Raw], at: Pointer) -> GroupShare:
    """The share of a group that `top` or `bottom` states, with all that settles who is in it."""
    report = conditions.report
    sides = [side for side in ("top", "bottom") if side in raw]
    if len(sides) != 1:
        report.add("bad-argument", at, say("A share of a group is from its `top` or from its `bottom`."))
    side = sides[0] if sides else "top"
    amount = conditions.value(raw.get(side, 1), (*at, side))
    count = _is_count(report, amount, (*at, side))
    for key, words in SHARE_KEYS.items():
        if key in raw and raw[key] not in words:
            report.unknown_word((*at, key), str(raw[key]), words)
    needed = ("ties",) if count else ("base", "round", "ties")
    for key in needed:
        if key not in raw:
            hint = say("Known here: {words}.", words=", ".join(SHARE_KEYS[key]))
            report.add("share-open", at, say("The share leaves `{key}` open.", key=key), hint)
    stated = {key: str(raw.get(key, "")) for key in SHARE_KEYS}
    return GroupShare(side, amount, count, stated["base"], stated["round"], stated["ties"], stated["across"] or "group")


def _is_count(report: Reporter, amount: Value, at: Pointer) -> bool:
    """Whether so many people are meant (1 or more) and not a share of the base."""
    numbers = [value for value in plain_values(amount) if isinstance(value, Fraction) and value > 0]
    counts = [number for number in numbers if number >= 1 and number.denominator == 1]
    wrong = len(numbers) != len(plain_values(amount)) or any(number > 1 and number not in counts for number in numbers)
    if wrong or len(counts) not in (0, len(numbers)):
        report.add("bad-literal", at, say("A share of a group is a share such as 20%, or a number of people."))
    return bool(counts)


def _periods(report: Reporter, raw: Raw, at: Pointer) -> int:
    if isinstance(raw, int) and not isinstance(raw, bool) and raw >= 0:
        return raw
    report.add("bad-literal", at, say("Write a number of periods, such as 2."))
    return 0
