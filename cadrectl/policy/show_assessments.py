"""The assessments of a policy, their grades and consequences, and the rules of the pool, as lines of its page."""

from collections.abc import Iterator, Mapping
from fractions import Fraction

from msgspec.structs import replace

from cadrectl.policy.fairness_reader import AGE, POOL
from cadrectl.policy.formulas import formula
from cadrectl.policy.labels import field_label
from cadrectl.policy.model import Policy
from cadrectl.policy.number_model import (
    Assessment,
    Consequence,
    Fairness,
    GradeCase,
    Grades,
    Partition,
    Pool,
    PoolRule,
    Quota,
)
from cadrectl.policy.outcome_sentences import SHARE_WORDS, share_of_group
from cadrectl.policy.page import SEVERITY, line, section, with_source
from cadrectl.policy.phrases import Said, chain, length, percent
from cadrectl.policy.sentences import Speaker
from cadrectl.text import Text, say, say_count
from cadrectl.vocabulary import Label

PERIODS: Mapping[str, Text] = {
    "year": say("year"),
    "school-year": say("school year"),
    "semester": say("semester"),
    "term": say("term"),
}
_LIST = say("{first}, {rest}")


def assessed(policy: Policy, speaker: Speaker) -> Iterator[Text]:
    """What is assessed and what follows, in the order of the policy."""
    actions = {step.id: step.label for ladder in policy.actions for step in ladder.steps}
    for one in policy.assessments:
        yield from _assessment(one, replace(speaker, own=one.id), actions)
    if policy.pool is not None:
        yield from _pool(policy.pool, replace(speaker, own=policy.pool.yearly), actions)
    if policy.fairness is not None:
        yield from _fairness(policy.fairness, speaker)
    ladders = [
        say(
            "- {label}: {steps} (the strongest is taken)",
            label=ladder.label or ladder.id,
            steps=chain([say("{label}", label=step.label) for step in ladder.steps], say("{first} < {rest}")),
        )
        for ladder in policy.actions
    ]
    yield from section(say("Actions, weakest first"), ladders)


def _assessment(one: Assessment, speaker: Speaker, actions: Mapping[str, Label]) -> Iterator[Text]:
    lines = [*_scope(one, speaker)]
    title = with_source(say("{title} ({id})", title=one.title, id=one.id), one.source)
    yield from section(title, lines)
    yield from _part(say("How it is worked out"), [*_numbers(one, speaker)])
    yield from _part(say("Grades"), [*_grades(one.grades, speaker)] if one.grades is not None else [])
    found = [said for each in one.consequences for said in _consequence(each, speaker, actions)]
    yield from _part(say("What follows"), found)


def _part(title: Text, lines: list[Text]) -> Iterator[Text]:
    if lines:
        yield from (line("", ""), line("### ", title), line("", ""), *lines)


def _scope(one: Assessment, speaker: Speaker) -> Iterator[Text]:
    """What is assessed, how often, and who is ranked with whom."""
    subject = say("units") if one.subject == "unit" else say("people")
    yield say(
        "- Of {subject}, for each {period}, by sessions of the kind “{kind}”",
        subject=subject,
        period=PERIODS[one.period],
        kind=speaker.kind_of_session(one.kind),
    )
    if one.who is not None:
        yield say("- For: {condition}", condition=speaker.sentence(one.who))
    if one.cohort:
        fields = chain([say("{field}", field=field_label(name)) for name in one.cohort], _LIST)
        yield say("- Ranked apart by: {fields}", fields=fields)
    for group in one.groups:
        yield say(
            "- Ranked apart: {label}: {condition}",
            label=group.label or group.id,
            condition=speaker.sentence(group.when),
        )
    if one.anonymous:
        yield say("- Ballots of fewer than {number} voters are never shown", number=one.anonymous)
    yield from _reading(one.reading, "")


def _numbers(one: Assessment, speaker: Speaker) -> Iterator[Text]:
    for name, number in one.numbers.items():
        text = say("- {label} = {formula}", label=number.label or name, formula=formula(number, speaker))
        yield with_source(text, number.source)
        yield from _reading(number.reading, "   ")
    if one.total:
        yield say("- Ranked by: {number}", number=speaker.number("", one.total))
    for index, name in enumerate(one.ties, 1):
        yield say("- Equals, key {number}: {label}", number=index, label=speaker.number("", name))


def _grades(grades: Grades, speaker: Speaker) -> Iterator[Text]:
    """Who gets which grade, in the order in which it is asked."""
    for index, case in enumerate(grades.cases, 1):
        yield with_source(line(f"- {index}. ", _case(case, speaker)), case.source)
        yield from _reading(case.reading, "   ")
    if grades.partition is not None:
        yield _partition(grades.partition, speaker)
        yield from _reading(grades.partition.reading, "   ")
    if not grades.cases and grades.partition is None:
        words = chain([say("{grade}", grade=speaker.word(grade)) for grade in reversed(grades.order)], _LIST)
        yield say("- A body gives one of: {grades}", grades=words)
    for quota in grades.quotas:
        yield with_source(_quota(quota, speaker), quota.source)
        yield from _reading(quota.reading, "   ")
    for ceiling in grades.ceilings:
        text = say(
            "- No better than {grade} where {condition}",
            grade=speaker.word(ceiling.at_most),
            condition=speaker.sentence(ceiling.when),
        )
        yield with_source(text, ceiling.source)
        yield from _reading(ceiling.reading, "   ")


def _case(case: GradeCase, speaker: Speaker) -> Text:
    asked: list[Text] = []
    if case.share is not None:
        asked.append(share_of_group(speaker, case.share))
    if case.when is not None:
        asked.append(speaker.sentence(case.when))
    grade: Said = speaker.word(case.grade)
    if not asked:
        return say("{grade}: everybody else", grade=grade)
    return say("{grade}: {condition}", grade=grade, condition=chain(asked, say("{first}; and {rest}")))


def _quota(quota: Quota, speaker: Speaker) -> Text:
    amount = percent(quota.at_most) if isinstance(quota.at_most, Fraction) else speaker.value(quota.at_most)
    return say(
        "- [{severity}] {grade}: at most {share} of {base}, {round}",
        severity=SEVERITY[quota.severity],
        grade=speaker.word(quota.grade),
        share=amount,
        base=SHARE_WORDS[quota.base],
        round=SHARE_WORDS[quota.round],
    )


def _partition(partition: Partition, speaker: Speaker) -> Text:
    parts = [say("{grade} {share}", grade=speaker.word(grade), share=percent(part)) for grade, part in partition.shares]
    how = say("by the largest remainders") if partition.round == "largest-remainder" else SHARE_WORDS[partition.round]
    text = say(
        "- The whole group from the top: {parts}; {round} ({ties})",
        parts=chain(parts, _LIST),
        round=how,
        ties=SHARE_WORDS[partition.ties],
    )
    return with_source(text, partition.source)


def _consequence(one: Consequence, speaker: Speaker, actions: Mapping[str, Label]) -> Iterator[Text]:
    then = chain([say("{action}", action=actions.get(name, name)) for name in one.then], _LIST)
    if one.one_of:
        then = say("one of: {actions}", actions=then)
    text = say(
        "- [{severity}] {condition}: {actions}",
        severity=SEVERITY[one.severity],
        condition=speaker.sentence(one.when),
        actions=then,
    )
    yield with_source(text, one.source)
    if one.unless is not None:
        yield line("   - ", say("Not where: {condition}", condition=speaker.sentence(one.unless)))
    if one.holders is not None:
        yield line("   - ", say("Borne in the unit by: {condition}", condition=speaker.sentence(one.holders)))
    if one.lasts is not None:
        yield line("   - ", say("For {time}", time=length(one.lasts.codes)))
    if one.until_end_of:
        yield line("   - ", say("Until the end of the {period}", period=PERIODS[one.until_end_of]))
    if one.bars:
        yield line(
            "   - ",
            say("Bars: {what}", what=chain([speaker.bar(word) for word in one.bars], _LIST)),
        )
    yield from _reading(one.reading, "   ")


def _pool(pool: Pool, speaker: Speaker, actions: Mapping[str, Label]) -> Iterator[Text]:
    lines = [
        say(
            "- Decisions, weakest first: {words}",
            words=chain([say("{word}", word=speaker.decision(word)) for word in pool.order], _LIST),
        )
    ]
    lines.append(say("- Yearly assessment: {assessment}", assessment=speaker.assessment(pool.yearly)))
    if pool.summative:
        lines.append(say("- Summative assessment: {assessment}", assessment=speaker.assessment(pool.summative)))
    lines.append(say("- A term lasts {term}", term=length(pool.term.codes)))
    if pool.cohort:
        fields = chain([say("{field}", field=field_label(name, "reserve")) for name in pool.cohort], _LIST)
        lines.append(say("- Ranked apart by: {fields}", fields=fields))
    for rule in pool.rules:
        then = chain(
            [
                say("{word}", word=speaker.decision(rule.decide)),
                *(say("{action}", action=actions.get(name, name)) for name in rule.then),
            ],
            _LIST,
        )
        text = say(
            "- [{severity}] {condition}: {actions}",
            severity=SEVERITY[rule.severity],
            condition=_of_member(rule, speaker),
            actions=then,
        )
        lines += [with_source(text, rule.source), *_reading(rule.reading, "   ")]
    yield from section(with_source(say("Management of the pool"), pool.source), [*lines, *_reading(pool.reading, "")])


def _fairness(fairness: Fairness, speaker: Speaker) -> Iterator[Text]:
    named = [say("{field}", field=say("age") if name == AGE else field_label(name)) for name in fairness.by]
    lines = [
        say("- Between groups by: {fields}", fields=chain(named, _LIST)),
        say("- Alike from {ratio} of the highest rate on", ratio=percent(fairness.ratio)),
        say_count(
            "- Groups of fewer than {count} person are not compared",
            "- Groups of fewer than {count} people are not compared",
            count=fairness.at_least,
        ),
    ]
    for name, words in fairness.favourable.items():
        outcome = say("decision on the pool") if name == POOL else speaker.assessment(name)
        called = speaker.decision if name == POOL else speaker.word
        stated = chain([say("{word}", word=called(word)) for word in words], _LIST)
        lines.append(say("- Favourable, {outcome}: {words}", outcome=outcome, words=stated))
    title = with_source(say("Whether outcomes divide evenly"), fairness.source)
    yield from section(title, [*lines, *_reading(fairness.reading, "")])


def _of_member(rule: PoolRule, speaker: Speaker) -> Text:
    """For whom a rule of the pool is and when it holds."""
    said = speaker.sentence(rule.when)
    if rule.to:
        said = say("{condition}; and qualifies for {tier}", condition=said, tier=rule.to)
    if rule.member is None:
        return said
    return say("{member}: {condition}", member=speaker.sentence(rule.member, "reserve"), condition=said)


def _reading(reading: Label | None, indent: str) -> Iterator[Text]:
    if reading is not None:
        yield line(f"{indent}- ", say("Our reading: {reading}", reading=reading))
