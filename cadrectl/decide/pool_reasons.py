"""Why the pool decides as it does: for each rule that holds or may hold, what was found and where it is on record."""

from collections.abc import Callable, Iterator, Mapping, Sequence

import numpy as np
from msgspec import Struct, field

from cadrectl.facts.truth import PASS, UNKNOWN
from cadrectl.policy import walk
from cadrectl.policy.anonymity import NOT_SHOWN
from cadrectl.policy.clerk import Clerk
from cadrectl.policy.cuts import order
from cadrectl.policy.exact import Amount
from cadrectl.policy.fitting import plain_values
from cadrectl.policy.grading import keys
from cadrectl.policy.model import Fact
from cadrectl.policy.notes import Place
from cadrectl.policy.number_model import PoolRule, VoteShare
from cadrectl.policy.page import SEVERITY
from cadrectl.policy.phrases import Said, chain, figure, percent
from cadrectl.policy.pool_facts import Judged, subjects_at_cut
from cadrectl.policy.reasons import entry_place, equal_at_cut, period_text
from cadrectl.policy.reasons import reasons as reasons_unknown
from cadrectl.policy.sentences import Speaker
from cadrectl.policy.sheets import Sheet
from cadrectl.text import Text, say

_AND = say("{first}; {rest}")
Where = dict[int, list[tuple[Sheet, int]]]
"""For each subject (row of `cadres`) the sheets on which it stands, and where on them."""


class Reason(Struct, frozen=True):
    """Why something is decided, by which article, and the places of the records that say so."""

    text: Text
    source: tuple[str, ...]
    evidence: list[Place]


class Placing(Struct, frozen=True):
    """The best and the worst place that a member may have among so many, by a number of a sheet.

    `equals` are the ids of the others who share it, `unknown` those whose own number nobody knows.
    """

    best: int
    worst: int
    size: int
    sheet: Sheet
    equals: list[str]
    unknown: list[str]


class Desk(Struct, eq=False):
    """A judged year of the pool with what is looked up for its reasons, each once."""

    clerk: Clerk
    judged: Judged
    _standing: dict[tuple[str, int], Where] = field(default_factory=dict)
    _placings: "dict[int, dict[int, Placing]]" = field(default_factory=dict)
    _equal: dict[int, set[int]] = field(default_factory=dict)

    @property
    def speaker(self) -> Speaker:
        """Who says the rules in words."""
        policy, pool = self.judged.roll.policy, self.judged.roll.pool
        named = {one.id: one for one in policy.assessments}
        return Speaker(policy.sets, self.clerk.book.register.vocabularies, named, policy.labels, pool.yearly)

    def standing(self, assess: str, back: int) -> Where:
        """Who stands where in an assessment so many periods before."""
        if (assess, back) not in self._standing:
            found: Where = {}
            for sheet in self.clerk.beside(self.judged.roll.sheet, back, assess):
                for at, subject in enumerate(sheet.subject.tolist()):
                    found.setdefault(subject, []).append((sheet, at))
            self._standing[assess, back] = found
        return self._standing[assess, back]

    def of(self, fact: Fact, back: int, at: int) -> list[tuple[Sheet, int]]:
        """Where a member stands in the assessment that a fact asks about."""
        subject = int(self.judged.roll.sheet.subject[at])
        return self.standing(str(fact.arguments["in"]), back).get(subject, [])

    def placings(self, fact: Fact) -> "dict[int, Placing]":
        """The places of the members by the number that a fact asks about, in the year of the review."""
        if id(fact) not in self._placings:
            self._placings[id(fact)] = _placings(self, fact) if not fact.arguments["back"] else {}
        return self._placings[id(fact)]

    def equal_at_cut(self, fact: Fact, at: int) -> bool:
        """Whether only equals across the cut leave a member's place in the share open that a fact asks about."""
        if id(fact) not in self._equal:
            asked = fact.name == "place" and not fact.arguments["back"]
            self._equal[id(fact)] = subjects_at_cut(self.clerk, self.judged.roll, fact) if asked else set()
        return int(self.judged.roll.sheet.subject[at]) in self._equal[id(fact)]

    def id(self, at: int) -> str:
        """The id of a member."""
        ids = self.clerk.book.register.tables["cadres"]["id"]
        return str(ids[int(self.judged.roll.sheet.subject[at])])

    def record_place(self, at: int) -> Place:
        """Where the membership is on record."""
        book, row = self.clerk.book, int(self.judged.roll.record[at])
        return str(book.register.tables["reserve"]["path"][row]), max(int(book.column("reserve", "line")[row]), 1)


def _placings(desk: Desk, fact: Fact) -> dict[int, Placing]:
    roll, name = desk.judged.roll, str(fact.arguments["of"])
    found: dict[int, Placing] = {}
    asked = desk.clerk.beside(roll.sheet, 0, str(fact.arguments["in"]))
    own = {sheet: keys(desk.clerk, sheet, name) for sheet in asked}
    for code in range(len(roll.sheet.groups)):
        members = [at for at in np.flatnonzero(roll.sheet.group == code).tolist() if desk.of(fact, 0, at)]
        stands = [desk.of(fact, 0, at)[0] for at in members]
        by = [own[sheet][position] for sheet, position in stands]
        best, worst = order(by).places()
        equals: dict[tuple[Amount, ...], list[str]] = {}
        for at, key in zip(members, by, strict=True):
            equals.setdefault(key, []).append(desk.id(at))
        unknown = [one for key, alike in equals.items() if None in key for one in alike]
        for at, (sheet, _), key, low, high in zip(members, stands, by, best.tolist(), worst.tolist(), strict=True):
            others = [one for one in equals[key] if one != desk.id(at)] if None not in key else []
            found[at] = Placing(low, high, len(members), sheet, others, unknown)
    return found


def reasons(desk: Desk, at: int) -> list[Reason]:
    """The reasons of a member, in the order of the rules; with no rule that holds, that none does."""
    roll = desk.judged.roll
    found = []
    for rule, verdicts in zip(roll.pool.rules, desk.judged.verdicts, strict=True):
        if verdicts[at] == PASS:
            found.append(_held(desk, rule, at))
        elif verdicts[at] == UNKNOWN and roll.pool.order.index(rule.decide) in desk.judged.open[at][1:]:
            found.append(_open(desk, rule, at))
    if found:
        return found
    weakest = desk.speaker.decision(roll.pool.order[0])
    text = say("no rule of the pool asks for more: {decision}", decision=weakest)
    return [Reason(text, roll.pool.source, [desk.record_place(at)])]


def _held(desk: Desk, rule: PoolRule, at: int) -> Reason:
    said = [text for fact in _facts(desk, rule) for text in FOUND[fact.name](desk, fact, at)]
    text = say("{rule}", rule=_title(desk, rule))
    if said:
        text = say("{rule}: {found}", rule=text, found=chain(said, _AND))
    if rule.severity != "must":
        text = say("{text} ({severity})", text=text, severity=SEVERITY[rule.severity])
    return Reason(text, rule.source, _evidence(desk, rule, at))


def _open(desk: Desk, rule: PoolRule, at: int) -> Reason:
    said, equal = list[Text](), list[Text]()
    for fact in _facts(desk, rule):
        if desk.equal_at_cut(fact, at):
            equal += [*_place(desk, fact, at), equal_at_cut(desk.placings(fact)[at].equals)]
        elif fact.name != "decided":
            said += [text for text in _unknown(desk, fact, at) if text not in said]
            said += _beside(desk, fact, at)
    if equal:
        text = say("{rule}: {found}", rule=_title(desk, rule), found=chain(equal + said, _AND))
    else:
        why = chain(said or _earlier(desk, rule), _AND)
        text = say("{rule}: not known: {why}", rule=_title(desk, rule), why=why)
    return Reason(text, rule.source, _evidence(desk, rule, at))


def _earlier(desk: Desk, rule: PoolRule) -> list[Text]:
    """That an earlier decision is open on which a rule depends, or that records are."""
    period = desk.judged.roll.sheet.period
    years = [period.back(_periods(fact)[0]) for fact in _facts(desk, rule) if fact.name == "decided"]
    open_ = [say("the decision of {period} is open", period=period_text(one)) for one in years]
    return open_ or [say("the records leave it open")]


def _beside(desk: Desk, fact: Fact, at: int) -> list[Text]:
    """The place of a member that others leave open: between which places, whose number is missing, who is equal."""
    placing = desk.placings(fact).get(at) if fact.name == "place" else None
    if placing is None or placing.best == placing.worst or desk.id(at) in placing.unknown:
        return []
    said = [*_place(desk, fact, at), say("of {people} it is not known", people=", ".join(placing.unknown))]
    return [*said, say("equal with {people}", people=", ".join(placing.equals))] if placing.equals else said


def _title(desk: Desk, rule: PoolRule) -> Said:
    return rule.label or desk.speaker.sentence(rule.when)


def _facts(desk: Desk, rule: PoolRule) -> list[Fact]:
    """What a rule asks of assessments and earlier decisions."""
    met = walk.within(desk.judged.roll.policy, rule.when)
    return [one.condition for one in met if isinstance(one.condition, Fact) and one.condition.name in FOUND]


def _periods(fact: Fact) -> range:
    back, running = fact.arguments.get("back", 0), fact.arguments.get("running", 0)
    assert isinstance(back, int) and isinstance(running, int)
    return range(back, back + max(running, 1))


def _number(desk: Desk, fact: Fact, at: int) -> Iterator[Text]:
    name = str(fact.arguments["of"])
    for back in _periods(fact):
        for sheet, position in desk.of(fact, back, at):
            amount = desk.clerk.named(sheet, name)[position]
            if amount is not None:
                share = isinstance(sheet.assessment.numbers[name].work, VoteShare)
                shown: Said = percent(amount) if share else figure(amount)
                if desk.clerk.hidden(sheet)[name][position]:
                    shown = NOT_SHOWN
                yield _in_period(desk, fact, sheet, say("{number} {amount}", number=_called(desk, fact), amount=shown))


def _grade(desk: Desk, fact: Fact, at: int) -> Iterator[Text]:
    for back in _periods(fact):
        for sheet, position in desk.of(fact, back, at):
            graded = desk.clerk.graded(sheet)
            if graded is not None:
                words = graded.words(int(graded.effective[position]))
                open_ = chain([say("{word}", word=desk.speaker.word(one)) for one in words], _AND)
                yield _in_period(desk, fact, sheet, say("grade {grade}", grade=open_))


def _place(desk: Desk, fact: Fact, at: int) -> Iterator[Text]:
    """The place among the members compared with each other; of an earlier year the number alone."""
    placing = desk.placings(fact).get(at)
    if placing is None:
        yield from _number(desk, fact, at)
        return
    rank = str(placing.best) if placing.best == placing.worst else f"{placing.best}–{placing.worst}"
    said = say("place {rank} of {size} by {number}", rank=rank, size=placing.size, number=_called(desk, fact))
    if placing.size == 1:
        said = say("the only one ranked by {number}", number=_called(desk, fact))
    yield _in_period(desk, fact, placing.sheet, said)


def _decided(desk: Desk, fact: Fact, at: int) -> Iterator[Text]:
    year = desk.judged.roll.sheet.period.back(_periods(fact)[0])
    words = [str(word) for test in fact.tests for word in plain_values(test.value)]
    decided = chain([say("{word}", word=desk.speaker.decision(word)) for word in words], say("{first} / {rest}"))
    yield say("{decision} in {period}", decision=decided, period=period_text(year))


FOUND: Mapping[str, Callable[[Desk, Fact, int], Iterator[Text]]] = {
    "number": _number,
    "grade": _grade,
    "place": _place,
    "decided": _decided,
}


def _called(desk: Desk, fact: Fact) -> Said:
    return desk.speaker.number(str(fact.arguments["in"]), str(fact.arguments["of"]))


def _in_period(desk: Desk, fact: Fact, sheet: Sheet, text: Text) -> Text:
    title = desk.speaker.assessment(str(fact.arguments["in"]))
    return say("{text} ({assessment}, {period})", text=text, assessment=title, period=period_text(sheet.period))


def _unknown(desk: Desk, fact: Fact, at: int) -> Iterator[Text]:
    for back in _periods(fact):
        stands = desk.of(fact, back, at)
        if not stands:
            period = desk.judged.roll.sheet.period.back(back)
            title = desk.speaker.assessment(str(fact.arguments["in"]))
            yield say("no result of {assessment} in {period}", assessment=title, period=period_text(period))
        for sheet, position in stands:
            yield from reasons_unknown(desk.clerk, sheet, position)


def _evidence(desk: Desk, rule: PoolRule, at: int) -> list[Place]:
    """The places that a rule rests on: results, records, and for an earlier decision the membership."""
    places: set[Place] = set()
    for fact in _facts(desk, rule):
        for back in _periods(fact) if fact.name != "decided" else ():
            places |= {entry_place(desk.clerk, sheet, position) for sheet, position in desk.of(fact, back, at)}
    for note in desk.judged.notes.taken.get(rule.id, ()):
        places |= set(note.places(at))
    return sorted(places) or [desk.record_place(at)]


def texts(reasons: Sequence[Reason]) -> list[Text]:
    """The texts of reasons, each with its articles."""
    return [say("{text} [{source}]", text=one.text, source=", ".join(one.source)) for one in reasons]
