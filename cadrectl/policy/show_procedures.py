"""The procedures of a policy as lines of its page."""

from collections.abc import Iterator, Mapping, Sequence

from cadrectl.policy.model import Policy
from cadrectl.policy.page import SEVERITY, line, section, with_source
from cadrectl.policy.phrases import chain, percent
from cadrectl.policy.procedures import Procedure, ShareOf, Stage, Step
from cadrectl.text import Text, say, say_count
from cadrectl.vocabulary import Label, Vocabulary

BASES = {
    "due": say("of those who should attend"),
    "present": say("of those present"),
    "valid": say("of the valid ballots"),
}


Bodies = Mapping[str, Label]
"""What bodies are called, by their words."""


def bodies_of(vocabularies: Mapping[str, Vocabulary]) -> Bodies:
    """What the bodies of a workspace are called."""
    return {word: term.label for word, term in vocabularies["bodies"].terms.items()} if "bodies" in vocabularies else {}


def named(words: Sequence[str], bodies: Bodies) -> Text:
    """Some bodies by their names, in a row; one that has no name by its word."""
    return chain([say("{word}", word=bodies.get(word, word)) for word in words], say("{first}, {rest}"))


def procedures(policy: Policy, bodies: Bodies) -> Iterator[Text]:
    """A section for every procedure; the conditions that a candidate must meet have one of their own."""
    for one in policy.procedures:
        title = with_source(say("Procedure: {label} ({id})", label=one.label, id=one.id), one.source)
        yield from section(title, list(_procedure(one, bodies)))


def _procedure(procedure: Procedure, bodies: Bodies) -> Iterator[Text]:
    if procedure.headcount:
        yield with_source(say("- The post lies within the headcount."), procedure.headcount)
    for number, step in enumerate(procedure.steps, 1):
        text = say("[{severity}] {text}", severity=SEVERITY[step.severity], text=step_text(step, bodies))
        yield with_source(line(f"{number}. ", text), step.source)
    for stage in procedure.funnel:
        yield with_source(line("- ", _stage(stage)), stage.source)
    if procedure.cancel:
        yield line("- ", say("Cancelled where fewer than {count} apply for the post", count=procedure.cancel))
    if procedure.reading is not None:
        yield line("- ", say("Our reading: {reading}", reading=procedure.reading))


def step_text(step: Step, bodies: Bodies) -> Text:
    """A step with what it must fulfil."""
    parts = list(_requirements(step, bodies))
    return (
        say("{label}: {asked}", label=step.label, asked=chain(parts, LINK))
        if parts
        else say("{label}", label=step.label)
    )


def required_text(step: Step, bodies: Bodies) -> Text:
    """What a step must fulfil: at least that it is on record."""
    return chain([say("on record"), *_requirements(step, bodies)], LINK)


LINK = say("{first}; {rest}")


def _requirements(step: Step, bodies: Bodies) -> Iterator[Text]:
    """What a step must fulfil, one thing each."""
    if step.lasts is not None:
        yield say("runs {time}", time=step.lasts.text)
    if step.clock_stops:
        yield say("an objection stops the clock until it is settled")
    if step.quorum is not None:
        yield _share(step.quorum, say("present"))
    if step.majority is not None:
        yield _share(step.majority, say("in favour"))
    if step.valid is not None:
        yield say("valid for {time}", time=step.valid.text)
    if step.witnesses:
        yield say("watched by {bodies}", bodies=named(step.witnesses, bodies))
    if step.candidates:
        yield say_count("{count} candidate or more", "{count} candidates or more", count=step.candidates)


def _share(share: ShareOf, what: Text) -> Text:
    told = {"what": what, "share": str(share.share), "base": BASES[share.base]}
    if share.beyond:
        return say("{what}: more than {share} {base}", **told)
    return say("{what}: at least {share} {base}", **told)


def _stage(stage: Stage) -> Text:
    told = {"label": stage.label, "weight": percent(stage.weight), "keep": stage.keep, "rest": stage.otherwise}
    if stage.otherwise == stage.keep:
        return say("{label}, weight {weight}: {keep} for a post go on", **told)
    return say("{label}, weight {weight}: {keep} for a post go on, {rest} where there are too few", **told)
