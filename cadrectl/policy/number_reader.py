"""The numbers of an assessment, read from a policy; every name and word checked where it stands.

The schema has checked the shape. What numbers come to together (circles, votes without points) is for `number_checks`.
"""

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any as Raw

from msgspec import Struct

from cadrectl.facts.kinds import field_column, person_fields, record_fields
from cadrectl.policy import number_model as model
from cadrectl.policy.bands import read_bands
from cadrectl.policy.conditions import ConditionReader
from cadrectl.policy.fitting import field_measure
from cadrectl.policy.grammar import COMPARATORS
from cadrectl.policy.literal import literal, sources
from cadrectl.policy.model import Condition, Pointer
from cadrectl.policy.number_model import Number, Work
from cadrectl.policy.outcomes import Scope
from cadrectl.policy.problems import Reporter
from cadrectl.policy.weights import read_weights
from cadrectl.text import say

COUNTED = ("present", "returned", "valid")
_MISSING = {"sum": ("unknown", "reweight"), "mean": ("unknown", "reweight"), "item": ("unknown", "none")}


class NumberReader(Struct, frozen=True):
    """Reads numbers in one scope; `conditions` takes the facts about outcomes of the same scope."""

    conditions: ConditionReader
    scope: Scope

    @property
    def report(self) -> Reporter:
        """Where problems go."""
        return self.conditions.report

    def number(self, raw: Raw, at: Pointer) -> Number:
        """A number: a literal, the name of another, or one kind of work with what is done to its result."""
        if not isinstance(raw, Mapping):
            return Number(self._scalar(raw, at), at)
        kinds = [key for key in raw if key in WORKS]
        if len(kinds) != 1:
            self.report.add(
                "number-kind",
                at,
                say("A number is worked out in exactly one way."),
                say("Known here: {words}.", words=", ".join(WORKS)),
            )
            return Number(model.Constant(Fraction(0)), at)
        self._check_missing(kinds[0], raw, at)
        rounding = raw.get("round")
        return Number(
            WORKS[kinds[0]](self, raw, at),
            at,
            label=raw.get("label"),
            source=sources(raw),
            reading=raw.get("reading"),
            back=raw.get("back", 0),
            at_least=self._end(raw, "at_least", at),
            at_most=self._end(raw, "at_most", at),
            round=model.Rounding(Fraction(str(rounding["to"])), rounding["by"]) if rounding else None,
        )

    def fraction(self, raw: Raw, at: Pointer) -> Fraction:
        """A plain number or share; 0 for anything else, which is reported."""
        value = literal(raw) if not isinstance(raw, list | Mapping) else None
        if isinstance(value, Fraction):
            return value
        self.report.add(
            "bad-literal", at, say("“{value}” is no value for this.", value=str(raw)), say("Write a number.")
        )
        return Fraction(0)

    def _scalar(self, raw: Raw, at: Pointer) -> Work:
        value = literal(raw)
        if isinstance(value, Fraction):
            return model.Constant(value)
        return model.Name(self.scope.number(self.report, self.scope.own, str(raw), at))

    def _end(self, raw: Mapping[str, Raw], key: str, at: Pointer) -> Number | None:
        return self.number(raw[key], (*at, key)) if key in raw else None

    def _check_missing(self, kind: str, raw: Mapping[str, Raw], at: Pointer) -> None:
        """Report a `missing` that the kind does not take, and a sum or mean that leaves it open."""
        words = _MISSING.get(kind, ())
        if "missing" in raw and raw["missing"] not in words:
            self.report.unknown_word((*at, "missing"), raw["missing"], words)
        elif "missing" not in raw and kind in ("sum", "mean"):
            message = say("`{fact}` needs `{argument}`.", fact=kind, argument="missing")
            self.report.add("bad-argument", at, message, say("Write missing: unknown or missing: reweight."))


def _item(reader: NumberReader, raw: Mapping[str, Raw], at: Pointer) -> Work:
    stated = raw["item"] if isinstance(raw["item"], Mapping) else {"name": raw["item"]}
    missing = raw.get("missing", "unknown")
    return model.Item(stated["name"], _words(stated, "by"), stated.get("take", ""), stated.get("trim", 0), missing)


def _ballots(reader: NumberReader, raw: Mapping[str, Raw], at: Pointer) -> model.Ballots:
    limit = raw.get("each_at_most")
    each = None
    if limit is not None:
        each = model.EachAtMost(limit["vote"], reader.fraction(limit["share"], (*at, "each_at_most", "share")))
    return model.Ballots(_words(raw, "voters"), raw.get("question", ""), each)


def _ballot(reader: NumberReader, raw: Mapping[str, Raw], at: Pointer) -> Work:
    stated, at = raw["ballot"], (*at, "ballot")
    points = {vote: Fraction(str(number)) for vote, number in stated["points"].items()}
    return model.BallotScore(_ballots(reader, stated, at), points, stated["base"])


def _share(reader: NumberReader, raw: Mapping[str, Raw], at: Pointer) -> Work:
    stated, at = raw["share"], (*at, "share")
    votes = _words(stated, "of")
    counted = votes[0] if votes[0] in COUNTED else ""
    if counted and len(votes) > 1:
        reader.report.add("bad-argument", (*at, "of"), say("Ask for votes or for who took part, not for both."))
    return model.VoteShare(_ballots(reader, stated, at), () if counted else votes, counted, stated["base"])


def _score(reader: NumberReader, raw: Mapping[str, Raw], at: Pointer) -> Work:
    return model.Score()


def _sum(reader: NumberReader, raw: Mapping[str, Raw], at: Pointer) -> Work:
    stated, at = raw["sum"], (*at, "sum")
    numbers = [reader.number(one["of"], (*at, index, "of")) for index, one in enumerate(stated)]
    weights = read_weights(reader.report, stated, at)
    parts = tuple(model.Weighted(of, weight) for of, weight in zip(numbers, weights, strict=True))
    return model.Sum(parts, raw.get("missing", "unknown"))


def _arithmetic(how: str) -> "Read":
    def read(reader: NumberReader, raw: Mapping[str, Raw], at: Pointer) -> Work:
        parts = tuple(reader.number(one, (*at, how, index)) for index, one in enumerate(raw[how]))
        if how == "ratio" and len(parts) != 2:
            reader.report.add("bad-argument", (*at, how), say("A ratio has two parts."))
        return model.Arithmetic(how, parts)

    return read


def _mean(reader: NumberReader, raw: Mapping[str, Raw], at: Pointer) -> Work:
    stated, at = raw["mean"], (*at, "mean")
    several = isinstance(stated["of"], list)
    parts = [(one, (*at, "of", index)) for index, one in enumerate(stated["of"])] if several else []
    over = stated.get("over", "")
    if several == bool(over):
        message = say("A mean is of several numbers, or of one over the sessions or years.")
        reader.report.add("bad-argument", at, message)
    if (over == "years") != ("last" in stated):
        message = say("A mean over years says how many: last: 3. No other mean does.")
        reader.report.add("bad-argument", at, message)
    if "kind" in stated and over != "sessions":
        reader.report.add("bad-argument", (*at, "kind"), say("Only a mean over sessions is of a kind of sessions."))
    numbers = tuple(reader.number(one, place) for one, place in parts or [(stated["of"], (*at, "of"))])
    kind, last, trim = stated.get("kind", ""), stated.get("last", 0), stated.get("trim", 0)
    return model.Mean(numbers, over, kind, last, trim, raw.get("missing", "unknown"))


def _points(reader: NumberReader, raw: Mapping[str, Raw], at: Pointer) -> Work:
    stated, at = raw["points"], (*at, "points")
    conditions = reader.conditions
    selection = conditions.selection({key: stated[key] for key in ("of", "where", "within") if key in stated}, at)
    kind = conditions.kind(selection.of)
    per = stated.get("per", "")
    if per and per not in record_fields(kind):
        reader.report.unknown_word((*at, "per"), per, record_fields(kind))
    each = _graded(reader, stated["each"], (*at, "each"), kind)
    return model.Points(selection, each, per, stated.get("take", "sum"))


def _graded(reader: NumberReader, raw: Raw, at: Pointer, kind: str) -> model.Graded:
    cases = raw["cases"] if isinstance(raw, Mapping) else [{"else": raw}]
    branches: list[tuple[Condition | None, Fraction]] = []
    for index, case in enumerate(cases):
        place = (*at, "cases", index)
        when = reader.conditions.record(case["when"], (*place, "when"), kind) if "when" in case else None
        branches.append((when, reader.fraction(case.get("use", case.get("else")), place)))
    _check_else(reader.report, [when for when, _ in branches], at)
    return model.Graded(tuple(branches))


def _count(reader: NumberReader, raw: Mapping[str, Raw], at: Pointer) -> Work:
    return model.Count(reader.conditions.selection(raw["count"], (*at, "count")))


def _measured(name: str) -> "Read":
    def read(reader: NumberReader, raw: Mapping[str, Raw], at: Pointer) -> Work:
        for key in raw[name].keys() & set(COMPARATORS):
            message = say("What is worked out as a number is compared with nothing.")
            reader.report.add("bad-argument", (*at, name, key), message)
        return model.Measured(reader.conditions.measured(name, raw[name], (*at, name)))

    return read


def _field(reader: NumberReader, raw: Mapping[str, Raw], at: Pointer) -> Work:
    known = [name for name in person_fields() if field_column("", name) and field_measure("", name) == "number"]
    if raw["field"] not in known:
        reader.report.unknown_word((*at, "field"), raw["field"], known)
    return model.FieldNumber(raw["field"])


def _result(reader: NumberReader, raw: Mapping[str, Raw], at: Pointer) -> Work:
    return model.Result(raw["result"]["indicator"], raw["result"]["take"])


def _from(reader: NumberReader, raw: Mapping[str, Raw], at: Pointer) -> Work:
    stated, at = raw["from"], (*at, "from")
    scope, assess = reader.scope, stated["assess"]
    asked = scope.outline(reader.report, assess, (*at, "assess"))
    own = scope.assessments[scope.own]
    if own.of_units and not asked.of_units and assess in scope.assessments:
        reader.report.add("bad-argument", (*at, "assess"), say("An assessment of units has no number of one person."))
    number = scope.number(reader.report, assess, stated.get("number", ""), (*at, "number"))
    return model.From(assess, number, stated.get("take", "home"))


def _place(reader: NumberReader, raw: Mapping[str, Raw], at: Pointer) -> Work:
    stated = raw["place"]
    of = reader.number(stated["of"], (*at, "place", "of"))
    return model.Place(of, stated.get("from", "top"), stated.get("across", "group"))


def _best(reader: NumberReader, raw: Mapping[str, Raw], at: Pointer) -> Work:
    stated, at = raw["best"], (*at, "best")
    scale = reader.fraction(stated["as"], (*at, "as"))
    return model.OfGroup("best", reader.number(stated["of"], (*at, "of")), scale, stated.get("across", "group"))


def _group_mean(reader: NumberReader, raw: Mapping[str, Raw], at: Pointer) -> Work:
    stated = raw["group_mean"]
    of = reader.number(stated["of"], (*at, "group_mean", "of"))
    return model.OfGroup("mean", of, Fraction(1), stated.get("across", "group"))


def _by_band(reader: NumberReader, raw: Mapping[str, Raw], at: Pointer) -> Work:
    stated, at = raw["by_band"], (*at, "by_band")
    bands = read_bands(reader.report, stated, at, reader.fraction)
    of = reader.number(stated["of"], (*at, "of"))
    return model.Banded(of, bands) if bands is not None else of.work


def _cases(reader: NumberReader, raw: Mapping[str, Raw], at: Pointer) -> Work:
    at = (*at, "cases")
    branches: list[tuple[Condition | None, Number]] = []
    for index, case in enumerate(raw["cases"]):
        when = reader.conditions.person(case["when"], (*at, index, "when")) if "when" in case else None
        key = "use" if "use" in case else "else"
        branches.append((when, reader.number(case[key], (*at, index, key))))
    _check_else(reader.report, [when for when, _ in branches], at)
    return model.NumberCases(tuple(branches))


def _check_else(report: Reporter, whens: list[Condition | None], at: Pointer) -> None:
    if whens[-1] is not None or any(when is None for when in whens[:-1]):
        message = say("Cases end in `else`, and only there: who fits no case needs an answer too.")
        report.add("cases-else", at, message)


def _words(raw: Mapping[str, Raw], key: str) -> tuple[str, ...]:
    value = raw.get(key, ())
    return (value,) if isinstance(value, str) else tuple(value)


Read = Callable[[NumberReader, Mapping[str, Raw], Pointer], Work]

WORKS: Mapping[str, Read] = {
    "item": _item,
    "ballot": _ballot,
    "share": _share,
    "score": _score,
    "sum": _sum,
    "add": _arithmetic("add"),
    "minus": _arithmetic("minus"),
    "times": _arithmetic("times"),
    "ratio": _arithmetic("ratio"),
    "mean": _mean,
    "points": _points,
    "count": _count,
    "years": _measured("years"),
    "total": _measured("total"),
    "field": _field,
    "result": _result,
    "from": _from,
    "place": _place,
    "best": _best,
    "group_mean": _group_mean,
    "by_band": _by_band,
    "cases": _cases,
}
"""Every kind of number, each read by one function."""
