"""Whether a case of appointment or removal has gone through its procedure, step by step (QJ-1, QJ-2, JX-3, PT-4).

Every step is held against the version of the policy in force on its own day. Nobody is appointed here: what is
missing, too early, too short, without quorum or majority is said, with the article that asks for it.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace

from cadrectl.calendar import OfficeDays, code_of, date_of, parse_date, snap
from cadrectl.policy.model import Policy
from cadrectl.policy.procedures import Procedure, Step, fits
from cadrectl.policy.show_procedures import Bodies, named
from cadrectl.policy.span import Span
from cadrectl.text import Text, say, say_count

Value = Mapping[str, Any]

DONE, MISSING, EARLY, SHORT = "done", "missing", "too-early", "too-short"
NO_QUORUM, NO_MAJORITY, NOT_DUE = "no-quorum", "no-majority", "not-due"
STATES: Mapping[str, Text] = {
    DONE: say("done"),
    MISSING: say("missing"),
    EARLY: say("too early"),
    SHORT: say("too short"),
    NO_QUORUM: say("without quorum"),
    NO_MAJORITY: say("without majority"),
    NOT_DUE: say("not due yet"),
    "unknown": say("unknown"),
}
"""What people call the states of a step."""
_DAY = timedelta(1)


class Rules(Struct, frozen=True):
    """By what a case is judged: every version of the policies, the working days, and the day of the question.

    `bodies` are the names of those that may have to take part.
    """

    policies: Sequence[Policy]
    office: OfficeDays
    as_of: date
    bodies: Bodies = field(default_factory=dict)


class StepAnswer(Struct, frozen=True):
    """One step by the rule it was held against: its state (None: the record does not say enough) and what was found.

    `at` is its place among the entries on record, None where there is none; `free` the first day on which what comes
    next may follow, None while that cannot be told.
    """

    rule: Step
    state: str | None
    actual: Text
    at: int | None
    free: date | None


def procedure_of(case: Value, rules: Rules, day: date) -> Procedure | None:
    """The procedure for a case by the policies in force on a day; None where there is none."""
    code = code_of(day)
    for policy in sorted(rules.policies, key=lambda one: one.in_force, reverse=True):
        stated = case.get("policy", policy.series) == policy.series
        if stated and policy.in_force[0] <= code <= policy.in_force[1]:
            for procedure in policy.procedures:
                if case.get("method") in procedure.methods and fits(procedure.where, case):
                    return procedure
    return None


def checked(case: Value, rules: Rules) -> list[StepAnswer]:
    """The steps of the procedure in their order, as the case stands on the day; none where no procedure fits it.

    Of a step that was taken again (a procedure reopened) the last time counts, and what follows must come after it.
    """
    now = procedure_of(case, rules, rules.as_of)
    if now is None:
        return []
    taken = _taken(case, rules.as_of)
    answers: dict[str, StepAnswer] = {}
    steps = [step for step in now.steps if fits(step.where, case) and not (step.optional and step.word not in taken)]
    for place, step in enumerate(steps):
        later = any(other.word in taken for other in steps[place + 1 :]) or _ended(case)
        if step.word not in taken:
            answers[step.word] = _pending(step, missing=later)
        else:
            answers[step.word] = _judged(case, taken, step.word, rules, answers)
    return [answers[step.word] for step in steps]


def next_step(answers: Sequence[StepAnswer], rules: Rules) -> StepAnswer | None:
    """The first step that is not done, with the earliest day on which it may be taken in `free` (None: not yet known).

    None where all are done.
    """
    free: date | None = date.min
    for answer in answers:
        if answer.state != DONE and not (answer.state == NOT_DUE and answer.at is not None):
            stopped = answer.at is not None and answer.free is None
            earliest = None if free is None or stopped else max(free, rules.as_of)
            return replace(answer, free=earliest)
        free = None if free is None or answer.free is None else max(free, answer.free)
    return None


def _taken(case: Value, as_of: date) -> dict[str, int]:
    """By word the place of the last entry of each step up to the day."""
    dated = [(_day(one["date"]), at, one["step"]) for at, one in enumerate(case.get("steps", ()))]
    return {word: at for day, at, word in sorted(dated) if day <= as_of}


def _ended(case: Value) -> bool:
    return bool(case.get("result", {}).get("outcome") == "appointed")


def _pending(step: Step, missing: bool) -> StepAnswer:
    return StepAnswer(step, MISSING if missing else NOT_DUE, say("not on record"), None, None)


def _judged(
    case: Value, taken: Mapping[str, int], word: str, rules: Rules, before: Mapping[str, StepAnswer]
) -> StepAnswer:
    """A step on record, held against the version in force on its day."""
    at = taken[word]
    entry = case["steps"][at]
    day = _day(entry["date"])
    procedure = procedure_of(case, rules, day) or procedure_of(case, rules, rules.as_of)
    assert procedure is not None  # the case has one today
    step = next((one for one in procedure.steps if one.word == word), None)
    if step is None:  # the version of its day did not ask for it
        today = procedure_of(case, rules, rules.as_of)
        assert today is not None
        step = next(one for one in today.steps if one.word == word)
    over = _over(step, entry, day, case, rules)
    ends = _day(entry["until"]) + _DAY if "until" in entry else over
    state, found = _found(_Looked(case, step, entry, day, over, ends), _free(procedure, word, before), taken, rules)
    return StepAnswer(step, state, found, at, None if over is None or ends is None else max(ends, over))


class _Looked(Struct, frozen=True):
    """A step on record: the day it was taken, when it has run long enough, and when it ended (the day after)."""

    case: Value
    step: Step
    entry: Value
    day: date
    over: date | None
    ends: date | None


def _free(procedure: Procedure, word: str, before: Mapping[str, StepAnswer]) -> date | None:
    """The first day on which a step may be taken, after those that its procedure puts before it; the end of time while
    one of them is stopped."""
    words = [step.word for step in procedure.steps]
    earlier = words[: words.index(word)] if word in words else []
    days = [before[one].free for one in earlier if one in before and before[one].at is not None]
    return max((day or date.max for day in days), default=None)


def _found(looked: _Looked, free: date | None, taken: Mapping[str, int], rules: Rules) -> tuple[str | None, Text]:
    """The state of a step on record and what was found; the first fault is the one that is named."""
    step, entry = looked.step, looked.entry
    if free == date.max:
        return EARLY, say("taken on {day}; an objection is not settled", day=looked.day)
    if free is not None and looked.day < free:
        return EARLY, say("taken on {day}, possible from {free}", day=looked.day, free=free)
    if step.lasts is not None and looked.over is None:
        return SHORT if looked.ends is not None else NOT_DUE, _too_short(looked)
    if looked.over is not None and looked.ends is not None and looked.ends < looked.over:
        return SHORT, _too_short(looked)
    if looked.over is not None and looked.over > rules.as_of:
        return NOT_DUE, say("runs until {day}", day=looked.over - _DAY)
    for share, number, state in (
        (step.quorum, entry.get("present"), NO_QUORUM),
        (step.majority, entry.get("votes"), NO_MAJORITY),
    ):
        if share is not None:
            base = entry.get(share.base)
            if number is None or base is None:
                return None, say("the numbers are not on record")
            if not share.met(number, base):
                return state, say("{number} of {base}", number=number, base=base)
    return _kept(looked, taken, rules)


def _too_short(looked: _Looked) -> Text:
    if looked.over is None:
        return say("from {day}; an objection is not settled", day=looked.day)
    last = (looked.ends or looked.over) - _DAY
    return say("from {day} until {last}, needed until {until}", day=looked.day, last=last, until=looked.over - _DAY)


def _kept(looked: _Looked, taken: Mapping[str, int], rules: Rules) -> tuple[str | None, Text]:
    """Whether the result still held when it was used, the bodies watched, and there were candidates enough."""
    step, entry, case = looked.step, looked.entry, looked.case
    if step.valid is not None:
        used = _day(case["steps"][taken[step.until]]["date"]) if step.until in taken else rules.as_of
        lapses = later(looked.day, step.valid, rules.office)
        if used > lapses:
            return MISSING, say("lapsed on {day}", day=lapses)
    absent = [body for body in step.witnesses if body not in entry.get("witnesses", ())]
    if absent:
        return MISSING, say("not watched by {bodies}", bodies=named(absent, rules.bodies))
    if step.candidates:
        standing = candidates_at(case, looked.day)
        if len(standing) < step.candidates:
            return MISSING, say_count("{count} candidate", "{count} candidates", count=len(standing))
    if "until" in entry:
        return DONE, say("from {day} until {last}", day=looked.day, last=entry["until"])
    return DONE, say("on {day}", day=looked.day)


def candidates_at(case: Value, day: date) -> list[str]:
    """The candidates who had not withdrawn by the day."""

    def stands(candidate: Value) -> bool:
        return "withdrawn" not in candidate or _day(candidate["withdrawn"]) > day

    return [candidate["cadre"] for candidate in case.get("candidates", ()) if stands(candidate)]


def _over(step: Step, entry: Value, day: date, case: Value, rules: Rules) -> date | None:
    """The first day on which a step has run as long as it must; the day itself where it takes no time.

    None while an objection stops the clock.
    """
    if step.lasts is None:
        return _day(entry["until"]) + _DAY if "until" in entry else day
    if step.lasts.unit not in ("day", "working-day"):
        return later(day, step.lasts, rules.office)
    pauses = _pauses(case) if step.clock_stops else []
    return _days_over(day, step.lasts, pauses, rules.office)


def _pauses(case: Value) -> list[tuple[date, date | None]]:
    """From when until when (itself not included) objections stop the clock; None for one that is not settled."""
    return [
        (_day(one["date"]), _day(one["settled"]) if "settled" in one else None) for one in case.get("objections", ())
    ]


def _days_over(day: date, lasts: Span, pauses: Sequence[tuple[date, date | None]], office: OfficeDays) -> date | None:
    """The day after so many days that count, from the first one on, without those in a pause."""
    left = lasts.number
    while left:
        for begin, end in pauses:
            if begin <= day and end is None:
                return None
        paused = any(begin <= day < end for begin, end in pauses if end is not None)
        left -= not paused and (lasts.unit == "day" or office.works(day))
        day += _DAY
    return day


def later(day: date, span: Span, office: OfficeDays) -> date:
    """The day so long after another; a month after the 31st is the next real day."""
    if span.unit == "working-day":
        return office.last_of(day + _DAY, span.number)
    if span.unit == "day":
        return day + _DAY * span.number
    months = span.number * (12 if span.unit == "year" else 1)
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date_of(snap((year * 12 + month) * 31 + day.day - 1))


def _day(text: str) -> date:
    found = parse_date(text)
    assert found is not None  # the schema has checked its form
    return date_of(found[1])
