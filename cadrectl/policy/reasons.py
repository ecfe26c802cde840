"""Why a number of somebody is unknown: what is missing from the records, said once for each thing that is."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from cadrectl.policy import notes
from cadrectl.policy.ballot_values import base, tally
from cadrectl.policy.labels import field_label, kind_label
from cadrectl.policy.number_model import (
    Ballots,
    BallotScore,
    Count,
    FieldNumber,
    From,
    Item,
    Mean,
    Measured,
    Name,
    Number,
    NumberCases,
    OfGroup,
    Place,
    Points,
    Result,
    Score,
    VoteShare,
    Work,
)
from cadrectl.policy.number_values import chosen
from cadrectl.policy.number_walk import below
from cadrectl.policy.periods import Period
from cadrectl.policy.phrases import chain
from cadrectl.policy.record_values import item_scores
from cadrectl.policy.sheets import Sheet
from cadrectl.policy.small_classes import Sessions
from cadrectl.text import Text, say

if TYPE_CHECKING:
    from cadrectl.policy.clerk import Clerk


def reasons(clerk: "Clerk", sheet: Sheet, at: int) -> Iterator[Text]:
    """Why the total, or without one any number, of a subject is unknown; nothing where it is known."""
    if not sheet.assessed[at]:
        yield say("not assessed in {period}", period=period_text(sheet.period))
        return
    if sheet.several[at]:
        yield say("assessed more than once in {period}; nobody can tell which counts", period=period_text(sheet.period))
        return
    total = sheet.assessment.total
    said: list[Text] = []
    for name in [total] if total else sheet.assessment.numbers:
        for one in _why(clerk, sheet, sheet.assessment.numbers[name], at):
            if one not in said:
                said.append(one)
    yield from said


def _why(clerk: "Clerk", sheet: Sheet, number: Number, at: int) -> Iterator[Text]:
    """What is missing of a number that is unknown, through the numbers that it is made of."""
    if clerk.amounts(sheet, number)[at] is not None:
        return
    for part in below(number):
        if clerk.amounts(sheet, part)[at] is not None:
            continue
        if part.back:
            yield _nothing(sheet, part.back)
        elif isinstance(part.work, Mean) and part.work.over == "years":
            for back in range(1, part.work.last):
                if clerk.years_ago(sheet, part.work.of[0], back)[at] is None:
                    yield _nothing(sheet, back)
        elif isinstance(part.work, NumberCases):
            if chosen(clerk, sheet, part.work, at) is None:
                yield say("nobody can tell which case of the policy holds")
        elif isinstance(part.work, Name):
            yield from _why(clerk, sheet, sheet.assessment.numbers[part.work.name], at)
        elif type(part.work) in _MISSING:
            yield _MISSING[type(part.work)](clerk, sheet, part.work, at)


def _nothing(sheet: Sheet, back: int) -> Text:
    return say("nothing known from {period}", period=period_text(sheet.period.back(back)))


def equal_at_cut(others: Sequence[str]) -> Text:
    """That somebody equals others (ids) across the cut of a share, where the policy leaves it to people who is in."""
    people = ", ".join(others)
    return say("equal with {people} across the cut, and a body has to decide which of them are in", people=people)


def period_text(period: Period) -> Text:
    """A period in words."""
    if not period.part:
        return say("the year {year}", year=period.year)
    return say("{year}, semester {part}", year=period.year, part=period.part)


def elsewhere(clerk: "Clerk", sheet: Sheet, work: From, at: int) -> Iterator[tuple[Sheet, int]]:
    """Where a subject, or the unit of a person, stands in another assessment of the same time."""
    for other in clerk.beside(sheet, 0, work.assess):
        of_unit = other.assessment.subject == "unit" and sheet.assessment.subject == "person"
        wanted = sheet.unit[at] if of_unit else sheet.subject[at]
        yield from ((other, int(one)) for one in np.flatnonzero(other.subject == wanted))


def entry_place(clerk: "Clerk", sheet: Sheet, at: int) -> notes.Place:
    """Where a subject stands in the record of its session; without one in its own file."""
    entry, tables = int(sheet.entry[at]), clerk.book.register.tables
    table, row = (sheet.table, entry) if entry >= 0 else (sheet.own, int(sheet.subject[at]))
    return str(tables[table]["path"][row]), int(clerk.book.column(table, "line")[row])


def _ballots(clerk: "Clerk", sheet: Sheet, work: BallotScore | VoteShare, at: int) -> Text:
    who, found = _voters(clerk, sheet, work.ballots), tally(clerk, sheet, work.ballots)
    if not found.returned[at]:
        return say("no ballots of {voters}", voters=who)
    sessions = Sessions(sheet.table, sheet.assessment.kind, sheet.period.year)
    if clerk.guard(sessions).small[sheet.entry][at]:
        return say("the ballots of {voters} are too few for what they say to be shown", voters=who)
    if not found.known[at]:
        return say("the ballots of {voters} are only tallied, not kept one by one", voters=who)
    if work.base in ("present", "due") and not base(found, work.base)[at] > 0:
        return say("attendance of {voters} is not on record", voters=who)
    if not base(found, work.base)[at]:
        return say("no valid ballot of {voters}", voters=who)
    return say("a vote of {voters} has no points in the policy", voters=who)


def _voters(clerk: "Clerk", sheet: Sheet, ballots: Ballots) -> Text:
    """The classes of voters whose ballots count."""
    speaker = clerk.speaker(sheet)
    words = [say("{word}", word=speaker.word(voter)) for voter in ballots.voters]
    return chain(words, say("{first}, {rest}")) if words else say("all voters")


def _item(clerk: "Clerk", sheet: Sheet, work: Item, at: int) -> Text:
    number, called = len(item_scores(clerk, sheet, work)[at]), clerk.speaker(sheet).word(work.name)
    if number > 1:
        return say("scores of “{item}”: {number}, and the policy expects one", number=number, item=called)
    return say("no score of “{item}”", item=called)


def _score(clerk: "Clerk", sheet: Sheet, work: Score, at: int) -> Text:
    return say("no score in the record of the session")


def _records(clerk: "Clerk", sheet: Sheet, work: Points | Count | Measured, at: int) -> Text:
    selected = work.fact.selection if isinstance(work, Measured) else work.selection
    of = clerk.speaker(sheet).kind(selected.of if selected is not None else "posts")
    return say("the records of “{kind}” may not be complete, or one of them is open", kind=kind_label(of))


def _field(clerk: "Clerk", sheet: Sheet, work: FieldNumber, at: int) -> Text:
    return say("“{field}” is not on record", field=field_label(work.name))


def _result(clerk: "Clerk", sheet: Sheet, work: Result, at: int) -> Text:
    period = period_text(sheet.period)
    called = clerk.speaker(sheet).word(work.indicator)
    return say("no result “{indicator}” of the unit in {period}", indicator=called, period=period)


def _elsewhere(clerk: "Clerk", sheet: Sheet, work: From, at: int) -> Text:
    title = clerk.speaker(sheet).assessment(work.assess)
    why = [text for other, position in elsewhere(clerk, sheet, work, at) for text in reasons(clerk, other, position)]
    if why:
        return say("the result of “{assess}” is not known: {why}", assess=title, why=chain(why, say("{first}; {rest}")))
    return say("no result of “{assess}”", assess=title)


def _group(clerk: "Clerk", sheet: Sheet, work: Place | OfGroup, at: int) -> Text:
    return say("a number of somebody ranked together is unknown")


_MISSING: Mapping[type[Work], Callable[["Clerk", Sheet, Any, int], Text]] = {
    BallotScore: _ballots,
    VoteShare: _ballots,
    Item: _item,
    Score: _score,
    Points: _records,
    Count: _records,
    Measured: _records,
    FieldNumber: _field,
    Result: _result,
    From: _elsewhere,
    Place: _group,
    OfGroup: _group,
}
