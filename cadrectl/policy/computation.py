"""How one subject's numbers were worked out, line by line as a clerk writes them, with the places of the records.

The figures are those of the clerk's sheets; nothing is worked out here a second time. What a number rests on that is
no figure of a sheet is said as the policy states it (`formulas`).
"""

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from msgspec import Struct

from cadrectl.policy import notes
from cadrectl.policy import number_model as model
from cadrectl.policy.anonymity import NOT_SHOWN
from cadrectl.policy.ballot_values import base, tally
from cadrectl.policy.evidence import evidence
from cadrectl.policy.formulas import FORMULAS, ROUNDED
from cadrectl.policy.number_model import Number
from cadrectl.policy.number_values import chosen
from cadrectl.policy.phrases import Said, chain, figure
from cadrectl.policy.reasons import period_text
from cadrectl.policy.record_values import item_scores
from cadrectl.policy.sentences import COMPARED, Speaker
from cadrectl.policy.sheets import Sheet
from cadrectl.text import Text, say, say_count
from cadrectl.vocabulary import Label

if TYPE_CHECKING:
    from cadrectl.policy.clerk import Clerk

_PLUS, _MINUS, _TIMES, _OVER = (
    say("{first} + {rest}"),
    say("{first} − {rest}"),
    say("{first} × {rest}"),
    say("{first} ÷ {rest}"),
)
_PLAIN = model.Constant | model.Name | model.Item
"""Numbers that are said by their figures alone."""

_SAID = _PLAIN | model.NumberCases
"""Numbers whose formula says already what comes out."""


class Line(Struct, frozen=True):
    """One line: what is worked out, how (`text`), what comes out (None: unknown or hidden), and on what it rests."""

    id: str
    label: Label | str
    text: Text
    amount: Fraction | None
    source: tuple[str, ...]
    reading: Label | None
    evidence: list[notes.Place]


class Desk(Struct, frozen=True, dict=True):
    """One subject on a sheet, in front of the clerk."""

    clerk: "Clerk"
    sheet: Sheet
    at: int

    @cached_property
    def speaker(self) -> Speaker:
        """What says the words of the policy."""
        return self.clerk.speaker(self.sheet)

    def hides(self, name: str) -> bool:
        """Whether a named number may not be shown."""
        return bool(self.clerk.hidden(self.sheet)[name][self.at])

    def amount(self, number: Number) -> Fraction | None:
        """What a number comes to for the subject."""
        return self.clerk.amounts(self.sheet, number)[self.at]


def lines(desk: Desk) -> Iterator[Line]:
    """The numbers of a subject in the order of the policy."""
    for name, number in desk.sheet.assessment.numbers.items():
        label = desk.speaker.number("", name)
        if desk.hides(name):
            yield Line(name, label, NOT_SHOWN, None, number.source, number.reading, [])
            continue
        places = evidence(desk.clerk, desk.sheet, number, desk.at)
        yield Line(name, label, computed(desk, number), desk.amount(number), number.source, number.reading, places)


def computed(desk: Desk, number: Number) -> Text:
    """How a number comes about, from the work to the last rounding."""
    amount, bare = desk.amount(number), desk.clerk.bare(desk.sheet, number)[desk.at]
    if number.back:
        then = period_text(desk.sheet.period.back(number.back))
        text = say(
            "{formula} in {period}: {number}",
            formula=_as_stated(desk, number.work),
            period=then,
            number=written(number, bare),
        )
    else:
        text = say("{formula}", formula=_WORKED[type(number.work)](desk, number.work))
        if not isinstance(number.work, _SAID):
            text = say("{formula} = {number}", formula=text, number=written(number, bare))
    for end, how in ((number.at_least, COMPARED["at_least"]), (number.at_most, COMPARED["at_most"])):
        if end is not None:
            text = say("{formula}, {comparator} {number}", formula=text, comparator=how, number=_part(desk, end))
    if number.round is not None and amount != bare:
        rounded = Text(ROUNDED[number.round.how].msgid, {"step": figure(number.round.step)})
        text = say("{formula} → {number} ({rounded})", formula=text, number=written(number, amount), rounded=rounded)
    return text


def written(number: Number, amount: Fraction | None) -> str:
    """An amount as a clerk writes it, of a share in hundredths; beside a fraction four of its endless decimals."""
    if amount is None:
        return "?"
    share = isinstance(number.work, model.VoteShare)
    amount = amount * 100 if share else amount
    text = figure(amount)
    return f"{text}{f' ≈ {float(amount):.4f}' if '/' in text else ''}{'%' if share else ''}"


def _part(desk: Desk, number: Number) -> Said:
    """A number inside another: in brackets where it is worked out itself."""
    said = computed(desk, number)
    return said if isinstance(number.work, _PLAIN) else say("({formula})", formula=said)


def _name(desk: Desk, work: model.Name) -> Text:
    """Another number of the assessment by its name, with what it comes to."""
    named = desk.sheet.assessment.numbers[work.name]
    shown = "…" if desk.hides(work.name) else written(named, desk.amount(named))
    return say("{label} {number}", label=desk.speaker.number("", work.name), number=shown)


def _ballot(desk: Desk, work: model.BallotScore) -> Text:
    terms = [
        say("{vote} {count} × {points}", vote=desk.speaker.word(vote), count=count, points=figure(work.points[vote]))
        for vote, count in _votes(desk, work.ballots, tuple(work.points))
    ]
    return say("({points}) ÷ {base}", points=_added(terms), base=_base(desk, work.ballots, work.base))


def _share(desk: Desk, work: model.VoteShare) -> Text:
    if work.counted:
        above = _base(desk, work.ballots, work.counted)
    else:
        votes = _votes(desk, work.ballots, work.of)
        terms = [say("{vote} {count}", vote=desk.speaker.word(vote), count=count) for vote, count in votes]
        above = say("({points})", points=_added(terms))
    return say("{first} ÷ {rest}", first=above, rest=_base(desk, work.ballots, work.base))


def _added(terms: list[Text]) -> Said:
    return chain(terms, _PLUS) if terms else "0"


def _votes(desk: Desk, ballots: model.Ballots, words: tuple[str, ...]) -> list[tuple[str, int]]:
    """Those of the votes that were given, with how many."""
    found = tally(desk.clerk, desk.sheet, ballots)
    counts = dict(zip(found.words, found.votes[desk.at].tolist(), strict=True))
    return [(word, counts[word]) for word in words if counts.get(word)]


def _base(desk: Desk, ballots: model.Ballots, which: str) -> Text:
    number = base(tally(desk.clerk, desk.sheet, ballots), which)[desk.at]
    count = "?" if np.isnan(number) else str(int(number))
    said = {
        "valid": say_count("{count} valid ballot", "{count} valid ballots", count=count),
        "returned": say_count("{count} ballot returned", "{count} ballots returned", count=count),
        "present": say("{count} present", count=count),
        "due": say("{count} due", count=count),
    }
    return said[which]


def _item(desk: Desk, work: model.Item) -> Text:
    scores = [say("{score}", score=figure(one)) for one in item_scores(desk.clerk, desk.sheet, work)[desk.at]]
    told = say("“{item}”: {scores}", item=desk.speaker.word(work.name), scores=_listed(scores))
    taken = {
        "": told,
        "mean": say("mean of {scores}", scores=told),
        "sum": say("sum of {scores}", scores=told),
        "highest": say("highest of {scores}", scores=told),
        "lowest": say("lowest of {scores}", scores=told),
    }
    return _trimmed(taken[work.take], work.trim)


def _listed(scores: list[Text]) -> Said:
    return chain(scores, say("{first}, {rest}")) if scores else "?"


def _trimmed(text: Text, trim: int) -> Text:
    if not trim:
        return text
    return say("{of}, without the {number} highest and the {number} lowest", of=text, number=trim)


def _sum(desk: Desk, work: model.Sum) -> Text:
    known = [part for part in work.parts if desk.amount(part.of) is not None]
    parts = known if work.missing == "reweight" and known else work.parts
    terms = [
        say("{number} × {weight}", number=_part(desk, part.of), weight=f"{figure(part.weight * 100)}%")
        for part in parts
    ]
    weights = sum((part.weight for part in parts), Fraction(0))
    if weights == 1:
        return chain(terms, _PLUS)
    return say("({points}) ÷ {base}", points=chain(terms, _PLUS), base=f"{figure(weights * 100)}%")


def _arithmetic(desk: Desk, work: model.Arithmetic) -> Text:
    sign = {"add": _PLUS, "minus": _MINUS, "times": _TIMES, "ratio": _OVER}[work.how]
    return chain([say("{number}", number=_part(desk, part)) for part in work.parts], sign)


def _mean(desk: Desk, work: model.Mean) -> Text:
    if work.over == "years":
        amounts = [desk.clerk.years_ago(desk.sheet, work.of[0], back)[desk.at] for back in range(work.last)]
        years = [period_text(desk.sheet.period.back(back)) for back in range(work.last)]
        terms = [
            say("{period}: {number}", period=year, number=written(work.of[0], amount))
            for year, amount in zip(years, amounts, strict=True)
        ]
    elif work.over == "sessions":
        sessions = [column[desk.at] for column in desk.clerk.in_sessions(desk.sheet, work)]
        terms = [say("{number}", number=written(work.of[0], amount)) for held, amount in sessions if held]
    else:
        terms = [say("{number}", number=_part(desk, part)) for part in work.of]
    return _trimmed(say("mean of {scores}", scores=_listed(terms)), work.trim)


def _place(desk: Desk, work: model.Place) -> Text:
    sheet = desk.sheet
    group = sheet.assessed if work.across == "all" else sheet.assessed & (sheet.group == sheet.group[desk.at])
    of, size = _part(desk, work.of), int(group.sum())
    if work.side == "bottom":
        return say("place from the end by {number} among {size}", number=of, size=size)
    return say("place by {number} among {size}", number=of, size=size)


def _of_group(desk: Desk, work: model.OfGroup) -> Text:
    if work.how == "mean":
        return _as_stated(desk, work)
    return say("{number} ÷ the highest of the group × {scale}", number=_part(desk, work.of), scale=figure(work.scale))


def _cases(desk: Desk, work: model.NumberCases) -> Said:
    """The number of the case that holds; all of them where nobody can tell."""
    number = chosen(desk.clerk, desk.sheet, work, desk.at)
    return _as_stated(desk, work) if number is None else computed(desk, number)


def _as_stated(desk: Desk, work: model.Work) -> Text:
    return say("{formula}", formula=FORMULAS[type(work)](work, desk.speaker))


_WORKED: Mapping[type, Callable[[Desk, Any], Said]] = {
    model.Constant: _as_stated,
    model.Name: _name,
    model.Item: _item,
    model.BallotScore: _ballot,
    model.VoteShare: _share,
    model.Score: _as_stated,
    model.Sum: _sum,
    model.Arithmetic: _arithmetic,
    model.Mean: _mean,
    model.Points: _as_stated,
    model.Count: _as_stated,
    model.Measured: _as_stated,
    model.FieldNumber: _as_stated,
    model.Result: _as_stated,
    model.From: _as_stated,
    model.Place: _place,
    model.OfGroup: _of_group,
    model.Banded: lambda desk, work: say("band of {number}", number=_part(desk, work.of)),
    model.NumberCases: _cases,
}
