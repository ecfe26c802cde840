"""Procedures of appointment and removal, read from a policy: the steps in order and what each of them must fulfil.

Whether a case on record has gone through them is decided elsewhere (`decide/procedure`).
"""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any as Raw

from msgspec import Struct

from cadrectl.policy.literal import literal, sources
from cadrectl.policy.model import Pointer, Tier
from cadrectl.policy.problems import Reporter
from cadrectl.policy.span import Span, span_of
from cadrectl.policy.weights import read_weights
from cadrectl.text import say
from cadrectl.vocabulary import Label

FIELDS = ("rank", "unit", "post", "method")
"""The fields of a case by which a procedure or a step may be meant for some cases only."""

Words = Mapping[str, tuple[str, ...]]


class ShareOf(Struct, frozen=True):
    """At least, or (where `beyond`) more than, a share of those due, present or of the valid ballots."""

    share: Fraction
    beyond: bool
    base: str

    def met(self, number: int, base: int) -> bool:
        """Whether so many of the base are enough; compared as whole numbers."""
        have, need = number * self.share.denominator, base * self.share.numerator
        return have > need if self.beyond else have >= need


class Step(Struct, frozen=True):
    """One step. `valid` is how long its result may be used, until the step named `until` has been taken."""

    word: str
    label: Label
    source: tuple[str, ...]
    severity: str
    where: Words
    optional: bool
    lasts: Span | None
    clock_stops: bool
    valid: Span | None
    until: str
    quorum: ShareOf | None
    majority: ShareOf | None
    witnesses: tuple[str, ...]
    candidates: int
    at: Pointer


class Stage(Struct, frozen=True):
    """A stage of a competition: the weight of its score, and how many go on for each post (`otherwise`: if too few)."""

    word: str
    label: Label
    source: tuple[str, ...]
    weight: Fraction
    keep: int
    otherwise: int
    at: Pointer


class Procedure(Struct, frozen=True):
    """The steps of the cases of some methods; `asked` holds the conditions that a candidate must meet, if any.

    `headcount` is the article by which a post must lie within the headcount, empty where none says so.
    """

    id: str
    label: Label
    source: tuple[str, ...]
    reading: Label | None
    methods: tuple[str, ...]
    where: Words
    headcount: tuple[str, ...]
    asked: Tier | None
    steps: tuple[Step, ...]
    funnel: tuple[Stage, ...]
    cancel: int
    at: Pointer


def fits(where: Words, case: Mapping[str, Raw]) -> bool:
    """Whether a case has the words that are asked for."""
    return all(case.get(key) in words for key, words in where.items())


class ProcedureReader(Struct, frozen=True):
    """Reads `procedures`; `tier` reads clauses as those of a tier, which is the same thing to ask of a person."""

    report: Reporter
    tier: Callable[[Mapping[str, Raw], Pointer], Tier]

    def procedures(self, stated: Sequence[Mapping[str, Raw]]) -> tuple[Procedure, ...]:
        """The procedures in their order."""
        self.report.same_ids(stated, ("procedures",))
        return tuple(self._procedure(raw, ("procedures", index)) for index, raw in enumerate(stated))

    def _procedure(self, raw: Mapping[str, Raw], at: Pointer) -> Procedure:
        words = [one["step"] for one in raw["steps"]]
        for index, word in enumerate(words):
            if word in words[:index]:
                place = (*at, "steps", index, "step")
                self.report.add("same-id", place, say("“{id}” is already the id of another.", id=word))
        stages = raw.get("funnel", [])
        weights = read_weights(self.report, stages, (*at, "funnel")) if stages else []
        funnel = tuple(_stage(one, weights[index], (*at, "funnel", index)) for index, one in enumerate(stages))
        return Procedure(
            id=raw["id"],
            label=raw["label"],
            source=sources(raw),
            reading=raw.get("reading"),
            methods=tuple(raw["method"]),
            where=self._where(raw, at),
            headcount=sources(raw, "headcount"),
            asked=self._asked(raw, at) if "all" in raw else None,
            steps=tuple(
                self._step(one, sources(raw), words, (*at, "steps", index)) for index, one in enumerate(raw["steps"])
            ),
            funnel=funnel,
            cancel=raw.get("cancel", 0),
            at=at,
        )

    def _asked(self, raw: Mapping[str, Raw], at: Pointer) -> Tier:
        clauses = {key: raw[key] for key in ("id", "source", "all", "prefer") if key in raw}
        return self.tier({**clauses, "title": raw["label"]}, at)

    def _step(self, raw: Mapping[str, Raw], source: tuple[str, ...], words: Sequence[str], at: Pointer) -> Step:
        until = raw.get("until", "")
        if ("valid" in raw) != bool(until):
            message = say("`{fact}` needs `{argument}`.", fact="valid", argument="until")
            self.report.add("bad-argument", at, message)
        if until and until not in words:
            self.report.unknown_word((*at, "until"), until, words)
        return Step(
            word=raw["step"],
            label=raw["label"],
            source=sources(raw) or source,
            severity=raw.get("severity", "must"),
            where=self._where(raw, at),
            optional=raw.get("optional", False),
            lasts=span_of(raw.get("lasts", "")),
            clock_stops="objections" in raw,
            valid=span_of(raw.get("valid", "")),
            until=until,
            quorum=self._share(raw, "quorum", at),
            majority=self._share(raw, "majority", at),
            witnesses=tuple(raw.get("witnesses", ())),
            candidates=raw.get("candidates", 0),
            at=at,
        )

    def _where(self, raw: Mapping[str, Raw], at: Pointer) -> Words:
        for key in raw.get("where", {}):
            if key not in FIELDS:
                self.report.unknown_word((*at, "where", key), key, FIELDS)
        listed = {key: [one] if isinstance(one, str) else one for key, one in raw.get("where", {}).items()}
        return {key: tuple(words) for key, words in listed.items()}

    def _share(self, raw: Mapping[str, Raw], key: str, at: Pointer) -> ShareOf | None:
        if key not in raw:
            return None
        stated = raw[key]
        if ("at_least" in stated) == ("more_than" in stated):
            self.report.add("bad-argument", (*at, key), say("Say `at_least` or `more_than`, one of the two."))
        beyond = "more_than" in stated
        written = stated.get("more_than" if beyond else "at_least", "")
        return ShareOf(self._fraction(written, (*at, key)), beyond, stated["of"])

    def _fraction(self, written: Raw, at: Pointer) -> Fraction:
        value = literal(written)
        if isinstance(value, Fraction) and 0 < value <= 1:
            return value
        message = say("“{value}” is no value for this.", value=str(written))
        self.report.add("bad-literal", at, message, say("Write a share such as 2/3 or 50%."))
        return Fraction(1)


def _stage(raw: Mapping[str, Raw], weight: Fraction, at: Pointer) -> Stage:
    return Stage(raw["stage"], raw["label"], sources(raw), weight, raw["keep"], raw.get("else", raw["keep"]), at)
