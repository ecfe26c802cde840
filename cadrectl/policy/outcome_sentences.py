"""What is asked of assessments, as sentences: numbers, grades, shares of a group, and decisions on the pool."""

from collections.abc import Mapping
from fractions import Fraction

from cadrectl.policy import model
from cadrectl.policy.model import Fact, Value
from cadrectl.policy.number_model import GroupShare, VoteShare
from cadrectl.policy.phrases import Said, chain, earlier, figure, percent, periods
from cadrectl.policy.sentences import COMPARED, Speaker
from cadrectl.text import Text, say

OUTCOME_NAMES: Mapping[str, Text] = {"grade": say("grade"), "decided": say("decision on the pool")}

SHARE_WORDS: Mapping[str, Text] = {
    "due": say("those who should take part"),
    "present": say("those who took part"),
    "assessed": say("those assessed"),
    "exact": say("not rounded"),
    "floor": say("rounded down"),
    "half-up": say("rounded half up"),
    "ceiling": say("rounded up"),
    "in": say("equals at the cut are in"),
    "out": say("equals at the cut are out"),
    "ask": say("people say about equals at the cut"),
}


def outcome(speaker: Speaker, fact: Fact) -> Text:
    """What is asked of the outcome of an assessment, or of an earlier decision on the pool."""
    assess, name = str(fact.arguments.get("in", "")), str(fact.arguments.get("of", ""))
    share = fact.arguments.get("share")
    if isinstance(share, GroupShare):
        text = say("{share} by {number}", share=share_of_group(speaker, share), number=speaker.number(assess, name))
    else:
        subject: Said = speaker.number(assess, name) if fact.name == "number" else OUTCOME_NAMES[fact.name]
        tests = [
            say(
                "{comparator} {value}", comparator=COMPARED[test.comparator], value=_expected(speaker, fact, test.value)
            )
            for test in fact.tests
        ]
        text = say("{fact} {tests}", fact=subject, tests=chain(tests, say("{first} and {rest}")))
    if assess not in ("", speaker.own):
        text = say("{fact} (in {assessment})", fact=text, assessment=speaker.assessment(assess))
    text = earlier(text, int(str(fact.arguments["back"])))
    if fact.arguments.get("running"):
        text = say("{fact}, {number} running", fact=text, number=periods(int(str(fact.arguments["running"]))))
    return text


def _expected(speaker: Speaker, fact: Fact, value: Value) -> Said:
    assess = str(fact.arguments.get("in", ""))
    assessment = speaker.assessments.get(assess)
    number = assessment.numbers.get(str(fact.arguments.get("of", ""))) if assessment is not None else None
    if fact.name == "number" and isinstance(value, Fraction):
        return percent(value) if number is not None and isinstance(number.work, VoteShare) else figure(value)
    if fact.name in OUTCOME_NAMES and not isinstance(value, model.Cases | model.Choose):
        words = value if isinstance(value, tuple) else (value,)
        called = speaker.decision if fact.name == "decided" else speaker.word
        return chain([say("{word}", word=called(str(word))) for word in words], say("{first}, {rest}"))
    return speaker.value(value)


def share_of_group(speaker: Speaker, share: GroupShare) -> Text:
    """Who is in a share of a group: so many, of whom, rounded how, and what of equals."""
    if share.count:
        number = speaker.value(share.amount)
        text = say("first {number}", number=number) if share.side == "top" else say("last {number}", number=number)
    else:
        amount = speaker.by_case(
            share.amount, lambda one: percent(one) if isinstance(one, Fraction) else speaker.value(one)
        )
        text = say("first {amount}", amount=amount) if share.side == "top" else say("last {amount}", amount=amount)
        text = say(
            "{share} of {base}, {round}", share=text, base=SHARE_WORDS[share.base], round=SHARE_WORDS[share.round]
        )
    if share.across == "all":
        text = say("{text} among all groups", text=text)
    return say("{share} ({ties})", share=text, ties=SHARE_WORDS[share.ties])
