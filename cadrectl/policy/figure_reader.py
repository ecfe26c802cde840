"""Figures about people, posts or amounts, read from a policy: what is counted, of what, and its limits."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any as Raw

from msgspec import Struct

from cadrectl.policy import model
from cadrectl.policy.conditions import ConditionReader
from cadrectl.policy.fitting import check_fact, plain_values
from cadrectl.policy.literal import sources
from cadrectl.policy.model import All, Cases, Comparison, Condition, Figure, Pointer
from cadrectl.policy.of_units import asked_of_people, of_people
from cadrectl.text import say

COUNTED = ("base", "posts", "amount")
FUND = ("fund", "planned", "spent")
PROJECTS = FUND[1:]
LIMITS = ("is", "at_least", "more_than", "at_most", "less_than")


class FigureReader(Struct, frozen=True):
    """Reads figures; `named` are the named conditions of the policy as they were read."""

    conditions: ConditionReader
    named: Mapping[str, Condition]

    def figure(self, raw: Mapping[str, Raw], at: Pointer) -> Figure:
        """One figure. Reports `bad-figure`, `bad-condition` and what is wrong with its conditions and limits."""
        self._check_parts(raw, at)
        tests = tuple(
            Comparison(key, self.conditions.value(raw[key], (*at, key)), (*at, key)) for key in LIMITS if key in raw
        )
        check_fact(self.conditions.report, "number", tests)
        return Figure(
            id=raw["id"],
            label=raw["label"],
            source=sources(raw),
            reading=raw.get("reading"),
            severity=raw.get("severity", "must"),
            counted=self._counted(raw, at),
            share=self.conditions.person(raw["share"], (*at, "share")) if "share" in raw else None,
            per=self._counted(raw["per"], (*at, "per")) if "per" in raw else None,
            each=raw.get("each", ""),
            when=self._of_units(raw["when"], (*at, "when")) if "when" in raw else None,
            limits=self._limits(tests, raw, at),
            round=raw.get("round", ""),
            at=at,
        )

    def _check_parts(self, raw: Mapping[str, Raw], at: Pointer) -> None:
        """People or posts are counted; of people a share is taken, or a ratio to others."""
        report = self.conditions.report
        for one, place in ((raw, at), (raw.get("per"), (*at, "per"))):
            if one is not None:
                self._check_counted(one, place)
        if "amount" in raw and ("when" in raw or "each" in raw) and raw["amount"] in FUND:
            message = say("The fund is that of the whole district; `each` and `when` are for units.")
            report.add("bad-figure", (*at, "amount"), message)
        if "share" in raw and any(key in raw for key in ("per", "posts", "amount")):
            report.add("bad-figure", (*at, "share"), say("`share` is of the people in `base`, and without `per`."))
        of_others = "share" in raw or "per" in raw
        limited = any(key in raw for key in LIMITS)
        if (of_others and limited) != ("round" in raw):
            report.add(
                "bad-figure",
                (*at, "round"),
                say("A limit on a share or a ratio says how a part of a person is rounded, and no other limit does."),
                say("Write round: exact, floor, half-up or ceiling."),
            )

    def _check_counted(self, raw: Mapping[str, Raw], at: Pointer) -> None:
        """One thing is counted; purposes are those of projects of the fund."""
        if sum(key in raw for key in COUNTED) != 1:
            message = say("A figure counts people (`base`), authorised posts (`posts`) or an `amount`.")
            self.conditions.report.add("bad-figure", at, message)
        if "purposes" in raw and raw.get("amount") not in PROJECTS:
            message = say("`purposes` are those of what is `planned` or `spent`.")
            self.conditions.report.add("bad-figure", (*at, "purposes"), message)

    def _counted(self, raw: Mapping[str, Raw], at: Pointer) -> model.Counted:
        if "posts" in raw:
            return model.Counted(posts=self.conditions.record(raw["posts"], (*at, "posts"), "unit-posts"))
        if "amount" in raw:
            return model.Counted(amount=raw["amount"], purposes=tuple(raw.get("purposes", ())))
        return model.Counted(self.conditions.person(raw["base"], (*at, "base")) if "base" in raw else All(()))

    def _limits(self, tests: tuple[Comparison, ...], raw: Mapping[str, Raw], at: Pointer) -> tuple[Comparison, ...]:
        """The limits; cases and bands are about the unit, and so need one."""
        for test in tests:
            if "share" in raw and any(isinstance(one, Fraction) and one > 1 for one in plain_values(test.value)):
                message = say("A share is at most 100%.")
                hint = say("Write a share such as 25% or 1/3.")
                self.conditions.report.add("bad-figure", test.at, message, hint)
            if not isinstance(test.value, Cases):
                continue
            if raw.get("each") != "unit":
                message = say("A limit that depends on the unit is for `each: unit`.")
                self.conditions.report.add("bad-figure", test.at, message)
            for when, _ in test.value.branches:
                self._check_of_units(when, test.at)
        return tests

    def _of_units(self, raw: Raw, at: Pointer) -> Condition:
        condition = self.conditions.person(raw, at)
        self._check_of_units(condition, at)
        return condition

    def _check_of_units(self, condition: Condition | None, at: Pointer) -> None:
        """Report what cannot be asked of a unit."""
        for name in asked_of_people(condition, self.named):
            self.conditions.report.add("bad-figure", at, of_people(name))
