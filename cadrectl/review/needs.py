"""What a change must bring by the rules for its kind (steps, dates, events, approvals), and what is missing of it."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from msgspec import Struct

from cadrectl.calendar import OfficeDays, date_of, snap
from cadrectl.policy.changes import Need
from cadrectl.policy.span import Span
from cadrectl.review.change import Change
from cadrectl.review.ends import End
from cadrectl.review.finding import Missing
from cadrectl.review.state import Trailers, day_of
from cadrectl.text import Text, say


class Brought(Struct, frozen=True):
    """What there is to look at: the later records, the trailers of the commits, the office's days, and today."""

    end: End
    trailers: Trailers
    office: OfficeDays
    as_of: date


def missing(need: Need, change: Change, brought: Brought) -> Iterator[Missing]:
    """What is missing of one need; nothing where it is met."""
    if need.trailer:
        if need.trailer not in brought.trailers.of_path.get(change.path, ()):
            text = say("{need}: no commit of this file names it ({trailer}: …)", need=need.label, trailer=need.trailer)
            yield Missing(text, need.source, need.must)
    elif need.date:
        if need.date not in change.item:
            yield Missing(say("{need} is not on record", need=need.label), need.source, need.must)
    elif need.event:
        if not _happened(need, change, brought):
            yield Missing(say("{need} is not on record", need=need.label), need.source, need.must)
    else:
        yield from _step(need, change, brought)


def _happened(need: Need, change: Change, brought: Brought) -> bool:
    """Whether an event of the kind was on the day of the change or not too long before."""
    on = day_of(change.on) if change.on else brought.as_of
    return any(
        need.occasion in ("", event.get("occasion"))
        and (day := day_of(event["date"])) <= on
        and (need.within is None or on <= after(day, need.within, brought.office))
        for event in brought.end.events(need.event, change.cadre)
    )


def _step(need: Need, change: Change, brought: Brought) -> Iterator[Missing]:
    """A step of the appointment case, which must have run long enough before the post is taken up."""
    steps = [step for step in _case(change, brought.end).get("steps", ()) if step["step"] == need.step]
    if not steps:
        earliest = None if need.lasts is None else _over(brought.as_of, need.lasts, brought.office)
        yield Missing(say("{need} is not on record", need=_lasting(need)), need.source, need.must, earliest)
        return
    if need.lasts is None:
        return
    first, last = day_of(steps[-1]["date"]), day_of(steps[-1].get("until", steps[-1]["date"]))
    earliest = _over(first, need.lasts, brought.office)
    if last + timedelta(1) < earliest:
        if last < brought.as_of:  # what is over cannot be made longer
            earliest = _over(brought.as_of, need.lasts, brought.office)
        told = {"need": need.label, "first": first, "last": last, "time": need.lasts.text}
        text = say("{need} from {first} to {last} is shorter than {time}", **told)
        yield Missing(text, need.source, need.must, earliest)
    elif change.on and day_of(change.on) < max(last + timedelta(1), earliest):
        told = {"need": need.label, "last": last, "on": change.on}
        text = say("{need} runs until {last}, but the change takes effect on {on}", **told)
        yield Missing(text, need.source, need.must, max(last + timedelta(1), earliest))


def _lasting(need: Need) -> Text:
    """What a step is called, with the time that it takes."""
    if need.lasts is None:
        return say("{label}", label=need.label)
    return say("{label} ({time})", label=need.label, time=need.lasts.text)


def _case(change: Change, end: End) -> Mapping[str, Any]:
    """The latest appointment case by which the person comes to this post."""
    cases = [
        record.value
        for record in end.of("appointments")
        if (record.value["unit"], record.value["post"]) == (change.item.get("unit"), change.item.get("post"))
        and change.cadre in (record.value.get("result", {}).get("cadre"), *_candidates(record.value))
    ]
    return max(cases, key=lambda case: str(case["opened"]), default={})


def _candidates(case: Mapping[str, Any]) -> list[str]:
    return [candidate["cadre"] for candidate in case.get("candidates", ())]


def _over(first: date, span: Span, office: OfficeDays) -> date:
    """The first day after a step that begins on `first` has run so long."""
    if span.unit == "working-day":
        return office.last_of(first, span.number) + timedelta(1)
    return after(first, span, office)


def after(day: date, span: Span, office: OfficeDays) -> date:
    """The day so long after another; a month after the 31st is the next real day."""
    if span.unit == "working-day":
        return office.last_of(day + timedelta(1), span.number)
    if span.unit == "day":
        return day + timedelta(span.number)
    months = span.number * (12 if span.unit == "year" else 1)
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date_of(snap((year * 12 + month) * 31 + day.day - 1))
