"""The duties of a policy as lines of its page."""

from collections.abc import Iterator, Mapping

from cadrectl.calendar import iso
from cadrectl.policy.duties import After, Duty, Each, Proof, With
from cadrectl.policy.labels import field_label
from cadrectl.policy.model import Policy
from cadrectl.policy.page import SEVERITY, line, section, with_source
from cadrectl.policy.phrases import figure, percent
from cadrectl.policy.sentences import Speaker
from cadrectl.policy.span import Span
from cadrectl.policy.walk import kind_of
from cadrectl.text import Text, say

PERIODS: Mapping[str, Text] = {
    "week": say("each week"),
    "year": say("each year"),
    "semester": say("each semester"),
    "month": say("each month"),
}


def duties(policy: Policy, speaker: Speaker) -> Iterator[Text]:
    """The section about duties; nothing where there are none."""
    yield from section(say("Duties"), [one for duty in policy.duties for one in _duty(duty, policy, speaker)])


def _duty(duty: Duty, policy: Policy, speaker: Speaker) -> Iterator[Text]:
    text = say("[{severity}] {label} ({id})", severity=SEVERITY[duty.severity], label=duty.label, id=duty.id)
    yield with_source(line("- ", text), duty.source)
    if duty.who is not None:
        condition = speaker.sentence(duty.who)
        people, units = (
            say("Binds: {condition}", condition=condition),
            say("Binds units: {condition}", condition=condition),
        )
        yield line("   - ", units if duty.of_units else people)
    if duty.paired is not None:
        yield line("   - ", _paired(duty.paired, policy, speaker))
    yield line("   - ", _arises(duty.arises, policy, speaker))
    if duty.due.unit == "year-day":
        yield line("   - ", say("Due by {day}", day=duty.due.text))
    elif duty.due.number:
        yield line("   - ", say("Due within {time}", time=duty.due.text))
    if duty.overdue is not None:
        yield line("   - ", say("Overdue after {time}", time=duty.overdue.text))
    for place, proof in enumerate(duty.done):
        text = _proof(proof, duty.arises, policy, speaker)
        yield line("   - ", say("Or: {text}", text=text) if place else text)
    if duty.forget is not None:
        yield line("   - ", say("No longer listed {time} after it is overdue", time=duty.forget.text))
    if duty.reading is not None:
        yield line("   - ", say("Our reading: {reading}", reading=duty.reading))


def _paired(paired: With, policy: Policy, speaker: Speaker) -> Text:
    if paired.selection is not None:
        label = field_label(paired.names, kind_of(policy, paired.selection.of))
        records = speaker.selected(paired.selection)
        return say("With each person whom these name as “{field}”: {records}", field=label, records=records)
    if paired.who is None:
        return say("With everybody else in the unit")
    return say("With everybody else in the unit who meets: {condition}", condition=speaker.sentence(paired.who))


def _arises(arises: After | Each, policy: Policy, speaker: Speaker) -> Text:
    if isinstance(arises, Each):
        if arises.period == "rolling":
            assert arises.cycle is not None  # the parser has read its length
            again = say("In any {time}, counted from the last time that it was done", time=arises.cycle.text)
            if arises.since is None:
                return again
            return say("{again}; the first time from {records}", again=again, records=speaker.selected(arises.since))
        if arises.cycle is None:
            return say("Arises {period}", period=PERIODS[arises.period])
        if arises.cycle == Span(1, "year"):
            return say("Arises each year, counted from {day}", day=iso(arises.begin))
        return say("Arises in every {time} from {day} on", time=arises.cycle.text, day=iso(arises.begin))
    records = speaker.selected(arises.selection)
    if not arises.on:
        return say("Arises with each of these: {records}", records=records)
    label = field_label(arises.on, kind_of(policy, arises.selection.of))
    return say("Arises with each of these, counted from “{date}”: {records}", date=label, records=records)


def _proof(proof: Proof, arises: After | Each, policy: Policy, speaker: Speaker) -> Text:
    if proof.selection is None:
        assert isinstance(arises, After)  # the parser has checked that a record brings it about
        label = field_label(proof.states, kind_of(policy, arises.selection.of))
        return say("Done once “{field}” is on record there", field=label)
    told = {"records": speaker.selected(proof.selection), "number": figure(proof.at_least)}
    if proof.base:
        told |= {"number": percent(proof.at_least), "base": field_label(proof.base)}
    if proof.field:
        told |= {"field": field_label(proof.field, kind_of(policy, proof.selection.of))}
    return _early(_counted(proof, told), proof)


def _counted(proof: Proof, told: Mapping[str, object]) -> Text:
    if proof.base:
        return say("Done by {records}: “{field}” at least {number} of “{base}”", **told)
    if proof.field:
        return say("Done by {records}: “{field}” at least {number} in all", **told)
    return say("Done by at least {number} of these: {records}", **told)


def _early(text: Text, proof: Proof) -> Text:
    if not proof.early.number:
        return text
    return say("{text}; up to {time} before counts already", text=text, time=proof.early.text)
