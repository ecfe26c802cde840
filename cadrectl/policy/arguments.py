"""The arguments of a fact, from the condition that asks it, the conventions of the policy and the defaults."""

from collections.abc import Mapping
from typing import TYPE_CHECKING
from typing import Any as Raw

from msgspec import Struct

from cadrectl.facts.kinds import KINDS, field_column, person_fields, record_fields
from cadrectl.policy import literal as literals
from cadrectl.policy.fitting import field_measure
from cadrectl.policy.grammar import DEFAULTS, FACTS, REQUIRED, SELECTION_KEYS
from cadrectl.policy.model import Duration, Pointer, Selection
from cadrectl.text import Text, say

if TYPE_CHECKING:
    from cadrectl.policy.conditions import ConditionReader


class ArgumentReader(Struct, frozen=True):
    """Reads the arguments of one fact, from the condition itself, the conventions of the policy, and the defaults."""

    conditions: "ConditionReader"
    fact: str
    at: Pointer

    def stated(self, raw: Mapping[str, Raw], convention: Mapping[str, Raw]) -> dict[str, Raw]:
        """The arguments as they hold here, words checked; missing ones are reported."""
        arguments = dict(FACTS[self.fact].arguments)
        agreed = {key: value for key, value in convention.items() if key in arguments}
        stated = {**DEFAULTS.get(self.fact, {}), **agreed, **{key: raw[key] for key in raw if key in arguments}}
        for key, value in stated.items():
            words = arguments[key]
            if words and value not in words:
                self.conditions.report.unknown_word((*self.at, key), str(value), words)
        for key in REQUIRED.get(self.fact, ()):
            if key not in stated:
                self._wrong((), say("`{fact}` needs `{argument}`.", fact=self.fact, argument=key))
        return stated

    def read(self, stated: Mapping[str, Raw]) -> Mapping[str, object]:
        """The arguments as the evaluation takes them."""
        return {key: self._argument(key, value) for key, value in stated.items()}

    def check_selection(self, selection: Selection, stated: Mapping[str, Raw]) -> None:
        """Report what does not go together: years in a row of undated records, a secondment off a stretch."""
        kind = KINDS[self.conditions.kind(selection.of)]
        if self.fact in ("run", "in_each") and not kind.year:
            self._wrong(("of",), say("`{fact}` counts yearly records.", fact=self.fact))
        apart = bool(selection.same) or stated.get("counting") != "total"
        if self.fact in ("total", "mean"):
            self._check_field(stated, self.conditions.kind(selection.of), "number")
        if self.fact == "years" and stated.get("seconded") == "excluded" and apart:
            self._wrong(("seconded",), say("Secondments are left out of a total only, without `same`."))

    def check_date(self, stated: Mapping[str, Raw]) -> None:
        """Report what is no date of a person, from which time can be counted."""
        if self.fact == "since":
            self._check_field({"field": stated.get("date", "")}, "", "date")

    def _check_field(self, stated: Mapping[str, Raw], kind: str, measure: str) -> None:
        name = str(stated.get("field", ""))
        fields = record_fields(kind) if kind else person_fields()
        known = [one for one in fields if field_column(kind, one) and field_measure(kind, one) == measure]
        if name and name not in known:
            key = "date" if measure == "date" else "field"
            self.conditions.report.unknown_word((*self.at, key), name, known)

    def _argument(self, key: str, value: Raw) -> object:
        at = (*self.at, key)
        if key == "within":
            return self.conditions.window(value, at)
        if key in ("length", "whole_from"):
            return self._length(key, value)
        if key == "credits":
            return self._credits(value, at)
        if key in ("what", "by", "from", "kin"):
            return self._words(key, value)
        return value

    def _length(self, key: str, value: Raw) -> Duration:
        found = None if isinstance(value, list | Mapping) else literals.duration(literals.literal(value))
        if found is None or not found.codes:
            self._wrong((key,), say("`{argument}` is a time such as 3 years.", argument=key))
            return Duration(1, "")
        return found

    def _words(self, key: str, value: Raw) -> list[str]:
        words = value if isinstance(value, list) else [value]
        if not words or not all(isinstance(word, str) for word in words):
            self._wrong((key,), say("`{argument}` is a word or a list of words.", argument=key))
        return [str(word) for word in words]

    def _credits(self, raw: Raw, at: Pointer) -> tuple[tuple[Selection, Duration], ...]:
        credits = []
        for index, one in enumerate(raw if isinstance(raw, list) else [raw]):
            amount = str(one.get("add", "")) if isinstance(one, Mapping) else ""
            found = literals.duration(literals.literal(amount.removeprefix("-")))
            if found is None:
                self._wrong(("credits", index), say("A credit adds a time such as 6 months to each record of a kind."))
                continue
            sign = -1 if amount.startswith("-") else 1
            selected = {key: one[key] for key in SELECTION_KEYS if key in one}
            selection = self.conditions.selection(selected, (*at, index))
            credits.append((selection, Duration(sign * found.codes, amount)))
        return tuple(credits)

    def _wrong(self, at: Pointer, message: Text) -> None:
        self.conditions.report.add("bad-argument", (*self.at, *at), message)
