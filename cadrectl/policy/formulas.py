"""Numbers of an assessment in words: how each is worked out, as the owner of a scheme would say it."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from msgspec.structs import replace

from cadrectl.policy import number_model as model
from cadrectl.policy.labels import field_label
from cadrectl.policy.number_model import Number
from cadrectl.policy.phrases import Said, chain, earlier, figure, percent
from cadrectl.policy.sentences import COMPARED, Speaker
from cadrectl.text import Text, say, say_count

BASES: Mapping[str, Text] = {
    "valid": say("the valid ballots"),
    "returned": say("the ballots returned"),
    "present": say("those present"),
    "due": say("those who should attend"),
}
ROUNDED: Mapping[str, Text] = {
    "half-up": say("rounded half up to {step}"),
    "floor": say("rounded down to {step}"),
    "ceiling": say("rounded up to {step}"),
}
_TAKEN: Mapping[str, Text] = {
    "": say("{of}"),
    "mean": say("mean of {of}"),
    "sum": say("sum of {of}"),
    "highest": say("highest of {of}"),
    "lowest": say("lowest of {of}"),
}
_PLUS, _MINUS, _TIMES, _RATIO = (
    say("{first} + {rest}"),
    say("{first} − {rest}"),
    say("{first} × {rest}"),
    say("{first} ÷ {rest}"),
)
_LIST = say("{first}, {rest}")


def formula(number: Number, speaker: Speaker) -> Text:
    """How a number is worked out, with what is done to the result."""
    text = earlier(say("{formula}", formula=FORMULAS[type(number.work)](number.work, speaker)), number.back)
    for end, said in ((number.at_least, COMPARED["at_least"]), (number.at_most, COMPARED["at_most"])):
        if end is not None:
            text = say("{formula}, {comparator} {number}", formula=text, comparator=said, number=formula(end, speaker))
    if number.round is not None:
        rounded = Text(ROUNDED[number.round.how].msgid, {"step": figure(number.round.step)})
        text = say("{formula}, {rounded}", formula=text, rounded=rounded)
    return text


def _part(number: Number, speaker: Speaker) -> Text:
    """A number inside another: in brackets where it is worked out itself."""
    said = formula(number, speaker)
    simple = isinstance(number.work, model.Name | model.Constant | model.Item | model.From) and not number.back
    return said if simple else say("({formula})", formula=said)


def _item(work: model.Item, speaker: Speaker) -> Text:
    text = say("item “{item}”", item=speaker.word(work.name))
    if work.by:
        text = say("{of} by {raters}", of=text, raters=_words(speaker, work.by))
    text = _trimmed(Text(_TAKEN[work.take].msgid, {"of": text}), work.trim)
    return say("{of} (0 where there is none)", of=text) if work.missing == "none" else text


def _trimmed(text: Text, trim: int) -> Text:
    if not trim:
        return text
    return say("{of}, without the {number} highest and the {number} lowest", of=text, number=trim)


def _ballots(ballots: model.Ballots, speaker: Speaker) -> Text:
    text = say("ballots of {voters}", voters=_words(speaker, ballots.voters)) if ballots.voters else say("all ballots")
    if ballots.question:
        text = say("{ballots} on “{question}”", ballots=text, question=speaker.word(ballots.question))
    limit = ballots.each_at_most
    if limit is None:
        return text
    share = percent(limit.share)
    return say(
        "{ballots} (papers with more than {share} “{vote}” are invalid)",
        ballots=text,
        share=share,
        vote=speaker.word(limit.vote),
    )


def _ballot(work: model.BallotScore, speaker: Speaker) -> Text:
    each = [
        say("{vote} × {points}", vote=speaker.word(vote), points=figure(points)) for vote, points in work.points.items()
    ]
    points = chain(each, _PLUS)
    return say(
        "{ballots}: ({points}) ÷ {base}", ballots=_ballots(work.ballots, speaker), points=points, base=BASES[work.base]
    )


def _share(work: model.VoteShare, speaker: Speaker) -> Text:
    if work.counted:
        return say(
            "{counted} ÷ {base} ({ballots})",
            counted=BASES[work.counted],
            base=BASES[work.base],
            ballots=_ballots(work.ballots, speaker),
        )
    return say(
        "share of {votes} in {base} ({ballots})",
        votes=_words(speaker, work.of),
        base=BASES[work.base],
        ballots=_ballots(work.ballots, speaker),
    )


def _sum(work: model.Sum, speaker: Speaker) -> Text:
    parts = [
        say("{number} × {weight}", number=_part(one.of, speaker), weight=percent(one.weight)) for one in work.parts
    ]
    return _missing(chain(parts, _PLUS), work.missing)


def _missing(text: Text, missing: str) -> Text:
    if missing == "reweight":
        return say("{formula} (a missing part is left out and the others grow in proportion)", formula=text)
    return say("{formula} (unknown where a part is missing)", formula=text)


def _arithmetic(work: model.Arithmetic, speaker: Speaker) -> Text:
    link = {"add": _PLUS, "minus": _MINUS, "times": _TIMES, "ratio": _RATIO}[work.how]
    return chain([_part(one, speaker) for one in work.parts], link)


def _mean(work: model.Mean, speaker: Speaker) -> Text:
    of = chain([_part(one, speaker) for one in work.of], _LIST)
    if work.over == "years":
        text = say_count("mean of {of} over {count} year", "mean of {of} over {count} years", count=work.last, of=of)
    elif work.over == "sessions":
        text = say("mean of {of} over the sessions", of=of)
    else:
        text = say("mean of {of}", of=of)
    if work.kind:
        text = say("{of} of the kind “{kind}”", of=text, kind=speaker.kind_of_session(work.kind))
    return _missing(_trimmed(text, work.trim), work.missing)


def _points(work: model.Points, speaker: Speaker) -> Text:
    kind = speaker.kind(work.selection.of)
    each: Text = say("{number}", number=figure(work.each.branches[-1][1]))
    for when, points in reversed(work.each.branches[:-1]):
        assert when is not None
        said = speaker.sentence(when, kind)
        each = say("{value} if {condition}, else {rest}", value=figure(points), condition=said, rest=each)
    text = say("for each of {records}: {points}", records=speaker.selected(work.selection), points=each)
    if work.per:
        text = say(
            "{formula}; of those with the same {field} the highest only",
            formula=text,
            field=field_label(work.per, kind),
        )
    return say("{formula}; the highest only", formula=text) if work.take == "highest" else text


def _measured(work: model.Measured, speaker: Speaker) -> Text:
    said = speaker.sentence(replace(work.fact, tests=()))
    return say("whole years: {span}", span=said) if work.fact.name == "years" else said


def _banded(work: model.Banded, speaker: Speaker) -> Text:
    said = []
    for band in work.bands.bands:
        limits = [
            say("{comparator} {value}", comparator=COMPARED[key], value=str(limit))
            for key, limit in band.limits.items()
        ]
        said.append(say("{limits}: {value}", limits=chain(limits, say("{first} and {rest}")), value=figure(band.use)))
    of = formula(work.of, speaker)
    if work.bands.step is not None and work.bands.round:
        rounded = Text(ROUNDED[work.bands.round].msgid, {"step": figure(work.bands.step)})
        of = say("{formula}, {rounded}", formula=of, rounded=rounded)
    return say("by {number}: {bands}", number=of, bands=chain(said, say("{first}; {rest}")))


def _cases(work: model.NumberCases, speaker: Speaker) -> Text:
    text = formula(work.branches[-1][1], speaker)
    for when, number in reversed(work.branches[:-1]):
        assert when is not None
        said = speaker.sentence(when)
        text = say("{value} if {condition}, else {rest}", value=formula(number, speaker), condition=said, rest=text)
    return text


def _place(work: model.Place, speaker: Speaker) -> Text:
    of = formula(work.of, speaker)
    text = (
        say("place by {number}", number=of) if work.side == "top" else say("place from the end by {number}", number=of)
    )
    return _across(text, work.across)


def _across(text: Text, across: str) -> Text:
    return say("{text} among all groups", text=text) if across == "all" else text


def _of_group(work: model.OfGroup, speaker: Speaker) -> Text:
    of = formula(work.of, speaker)
    if work.how == "mean":
        return _across(say("mean of the group in {number}", number=of), work.across)
    return _across(
        say("{number} ÷ the highest of the group × {scale}", number=of, scale=figure(work.scale)), work.across
    )


def _from(work: model.From, speaker: Speaker) -> Text:
    name = speaker.number(work.assess, work.number)
    text = say("“{number}” of {assessment}", number=name, assessment=speaker.assessment(work.assess))
    return text if work.take == "home" else Text(_TAKEN[work.take].msgid, {"of": text})


def _words(speaker: Speaker, words: Sequence[str]) -> Text:
    return chain([say("“{word}”", word=speaker.word(word)) for word in words], _LIST)


FORMULAS: Mapping[type, Callable[[Any, Speaker], Said]] = {
    model.Constant: lambda work, speaker: figure(work.value),
    model.Name: lambda work, speaker: speaker.number("", work.name),
    model.Item: _item,
    model.BallotScore: _ballot,
    model.VoteShare: _share,
    model.Score: lambda work, speaker: say("the score on record"),
    model.Sum: _sum,
    model.Arithmetic: _arithmetic,
    model.Mean: _mean,
    model.Points: _points,
    model.Count: lambda work, speaker: say("number of {records}", records=speaker.selected(work.selection)),
    model.Measured: _measured,
    model.FieldNumber: lambda work, speaker: field_label(work.name),
    model.Result: lambda work, speaker: say(
        "“{indicator}” of the unit ({take})", indicator=speaker.word(work.indicator), take=_RESULTS[work.take]
    ),
    model.From: _from,
    model.Place: _place,
    model.OfGroup: _of_group,
    model.Banded: _banded,
    model.NumberCases: _cases,
}
_RESULTS: Mapping[str, Text] = {"score": say("score"), "rank": say("rank"), "of": say("how many were ranked")}
