"""A policy as a page that its owner can read: Markdown lines made from the data, none of them written by hand."""

from collections.abc import Iterator, Mapping
from fractions import Fraction

from cadrectl.calendar import NEVER, iso
from cadrectl.policy import movement_show
from cadrectl.policy.labels import date_label, field_label
from cadrectl.policy.model import Cap, Cases, Clause, Counted, Effect, Figure, Policy, Ranking, Relaxation, Tier, Value
from cadrectl.policy.outcome_sentences import SHARE_WORDS
from cadrectl.policy.page import SEVERITY, line, section, with_source
from cadrectl.policy.phrases import Said, chain, percent
from cadrectl.policy.sentences import COMPARED, Speaker
from cadrectl.policy.show_assessments import assessed
from cadrectl.policy.show_changes import changed
from cadrectl.policy.show_conventions import convention
from cadrectl.policy.show_duties import duties
from cadrectl.policy.show_procedures import bodies_of, procedures
from cadrectl.text import Text, say
from cadrectl.vocabulary import Label, Vocabulary

_LIST = say("{first}, {rest}")


def shown(policy: Policy, vocabularies: Mapping[str, Vocabulary]) -> list[Text]:
    """The page line by line, each to be rendered in the language of the reader."""
    relaxations = {name: one.label for name, one in policy.relaxations.items() if one.label is not None}
    speaker = Speaker(
        policy.sets, vocabularies, {one.id: one for one in policy.assessments}, policy.labels, relaxations=relaxations
    )
    told = {rule.id for rule in policy.changes}  # with the changes that they are asked at
    return [
        *_head(policy),
        *_terms(policy, speaker),
        *(line for tier in policy.judged if tier.id not in told for line in _tier(tier, speaker)),
        *_movement(policy, speaker),
        *_relaxations(policy, speaker),
        *_effects(policy, speaker),
        *_figures(policy, speaker),
        *assessed(policy, speaker),
        *changed(policy, lambda clause: _children(clause, "", 0, speaker)),
        *duties(policy, speaker),
        *procedures(policy, bodies_of(vocabularies)),
    ]


def _head(policy: Policy) -> Iterator[Text]:
    yield from (line("# ", policy.title), line("", ""))
    if policy.issuer is not None:
        yield say("- Issued by: {issuer}", issuer=policy.issuer)
    if policy.number:
        yield say("- Document: {number}", number=policy.number)
    if policy.reference:
        yield say("- For reference, by analogy: it binds only where a policy that stands under it says so")
    first, last = policy.in_force
    if last >= NEVER:
        yield say("- In force from {first}", first=iso(first))
    else:
        yield say("- In force from {first} until {last}", first=iso(first), last=iso(last))


def _terms(policy: Policy, speaker: Speaker) -> Iterator[Text]:
    dates = [say("- “{name}”: {date}", name=name, date=date_label(rule)) for name, rule in policy.dates.items()]
    yield from section(say("Dates"), dates)
    agreed = [said for name, stated in policy.conventions.items() for said in convention(name, stated)]
    yield from section(say("How it is counted"), agreed)
    sets = [say("- “{name}”: {text}", name=name, text=speaker.selected(one)) for name, one in policy.sets.items()]
    yield from section(say("Records with a name"), sets)
    conditions = [
        say("- “{name}”: {text}", name=name, text=speaker.sentence(one)) for name, one in policy.conditions.items()
    ]
    yield from section(say("Conditions with a name"), conditions)


def _tier(tier: Tier, speaker: Speaker) -> Iterator[Text]:
    lines = [_cap(cap, speaker) for cap in tier.caps]
    root = tier.clause
    if root.require is not None:
        lines += _clause(root, "1.", 0, speaker)
    else:
        lines.append(line("- ", _joint(root)))
        lines += _children(root, "", 0, speaker)
    yield from section(say("{title} ({id})", title=tier.title, id=tier.id), lines)
    if tier.ranking is not None:
        yield from _ranking(tier.ranking)
    if tier.prefer:
        yield from (line("", ""), line("### ", say("Preferred, other things equal")), line("", ""))
    for one in tier.prefer:
        yield with_source(line("- ", one.label or speaker.sentence(one.condition)), one.source)


def _cap(cap: Cap, speaker: Speaker) -> Text:
    text: Text = say("Quota")
    if cap.each:
        text = say("Quota for each {group}", group=_group(cap.each))
    for value, msg in ((cap.at_least, say("at least")), (cap.at_most, say("at most"))):
        if value is not None:
            text = say("{text}, {comparator} {number}", text=text, comparator=msg, number=speaker.value(value))
    if cap.about:
        text = say("{text} (approximately)", text=text)
    return with_source(line("- ", text), cap.source)


def _group(each: str) -> Said:
    return say("unit") if each == "unit" else field_label(each)


def _children(clause: Clause, number: str, depth: int, speaker: Speaker) -> Iterator[Text]:
    for index, child in enumerate(clause.children, 1):
        yield from _clause(child, f"{number}{index}.", depth, speaker)


def _clause(clause: Clause, number: str, depth: int, speaker: Speaker) -> Iterator[Text]:
    """A clause with its number, what is said about it, and the clauses below it."""
    indent = "   " * depth
    asked: Said = _joint(clause) if clause.require is None else speaker.sentence(clause.require)
    text = say("{label}: {asked}", label=clause.label, asked=asked) if clause.label else asked
    yield with_source(
        line(
            f"{indent}- {number} ", say("[{severity}] {text}", severity=_severity(clause.severity, speaker), text=text)
        ),
        clause.source,
    )
    if clause.when is not None:
        yield line(f"{indent}   - ", say("Only where: {condition}", condition=speaker.sentence(clause.when)))
    if clause.printed is not None:
        yield line(
            f"{indent}   - ", say("Printed in the source: {condition}", condition=speaker.sentence(clause.printed))
        )
    if clause.relax:
        names = chain([say("{word}", word=speaker.relaxations.get(one, one)) for one in clause.relax], _LIST)
        yield line(f"{indent}   - ", say("May be relaxed: {names}", names=names))
    if clause.reading is not None:
        yield line(f"{indent}   - ", say("Our reading: {reading}", reading=clause.reading))
    yield from _children(clause, number, depth + 1, speaker)


def _joint(clause: Clause) -> Text:
    if clause.kind == "some":
        return say("at least {number} of the clauses below", number=clause.number)
    return say("all of the clauses below") if clause.kind == "all" else say("one of the clauses below")


def _severity(severity: Value, speaker: Speaker) -> Said:
    return SEVERITY[str(severity)] if not isinstance(severity, Cases) else _by_case(severity, speaker)


def _by_case(cases: Cases, speaker: Speaker) -> Text:
    joined = SEVERITY[str(cases.branches[-1][1])]
    for when, word in reversed(cases.branches[:-1]):
        assert when is not None
        condition = speaker.sentence(when)
        joined = say("{value} if {condition}, else {rest}", value=SEVERITY[str(word)], condition=condition, rest=joined)
    return joined


def _ranking(ranking: Ranking) -> Iterator[Text]:
    yield from (line("", ""), line("### ", with_source(say("Order"), ranking.source)), line("", ""))
    for one in ranking.components:
        yield say("- {weight}: {label}", weight=percent(one.weight), label=one.label)
    if ranking.missing == "reweight":
        yield line("- ", say("A missing result is left out and the other weights grow in proportion."))
    else:
        yield line("- ", say("With a missing result the total is unknown."))
    labels: dict[str, Label] = {one.id: one.label for one in ranking.components}
    for index, tie in enumerate(ranking.ties, 1):
        yield say("- Equals, key {number}: {label}", number=index, label=labels[tie])
    if ranking.reading is not None:
        yield line("- ", say("Our reading: {reading}", reading=ranking.reading))


def _movement(policy: Policy, speaker: Speaker) -> Iterator[Text]:
    for title, lines in movement_show.shown(policy.movement, speaker) if policy.movement is not None else ():
        yield from section(title, lines)


def _relaxations(policy: Policy, speaker: Speaker) -> Iterator[Text]:
    lines = [
        with_source(
            say("- {label} (“{id}”): {how}", label=one.label or one.id, id=one.id, how=_relaxation(one, speaker)),
            one.source,
        )
        for one in policy.relaxations.values()
    ]
    yield from section(say("Relaxations"), lines)


def _relaxation(one: Relaxation, speaker: Speaker) -> Text:
    if one.when is None:
        if one.bound is None:
            return say("granted by name, on record, without a bound")
        return say("granted by name, on record, by at most {time}", time=speaker.value(one.bound))
    earned = speaker.sentence(one.when)
    if one.waive:
        return say("waived where {condition}", condition=earned)
    return say("the limit is {limit} where {condition}", limit=speaker.value(one.to), condition=earned)


def _effects(policy: Policy, speaker: Speaker) -> Iterator[Text]:
    yield from section(say("Effects"), [line for one in policy.effects for line in _effect(one, speaker)])


def _effect(effect: Effect, speaker: Speaker) -> Iterator[Text]:
    barred = chain([speaker.bar(word) for word in effect.bars], say("{first}, {rest}"))
    kind = speaker.kind(effect.selection.of)
    records, start = speaker.selected(effect.selection), field_label(effect.start, kind)
    if effect.lasts is not None:
        span = say("for {time}", time=speaker.value(effect.lasts))
    elif effect.until:
        span = say("until “{date}”", date=field_label(effect.until, kind))
    elif effect.until_end_of:
        span = say("until the end of that year")
    else:
        span = say("for good")
    text = say(
        "- {records}: barred from {what} from “{start}”, {span}", records=records, what=barred, start=start, span=span
    )
    yield with_source(text, effect.source)
    if effect.then is not None:
        yield from _effect(effect.then, speaker)


def _figures(policy: Policy, speaker: Speaker) -> Iterator[Text]:
    yield from section(say("Figures"), [said for one in policy.figures for said in _figure(one, speaker)])


def _figure(figure: Figure, speaker: Speaker) -> Iterator[Text]:
    counted = _counted(figure.counted, speaker)
    if figure.share is not None:
        counted = say("of {people} those with {share}", people=counted, share=speaker.sentence(figure.share))
    if figure.per is not None:
        counted = say("{part} per {base}", part=counted, base=_counted(figure.per, speaker))
    if figure.when is not None:
        counted = say("{part}, where {condition}", part=counted, condition=speaker.sentence(figure.when))
    if figure.each:
        counted = say("in each unit, {part}", part=counted)
    lead = say("[{severity}] {label}", severity=SEVERITY[figure.severity], label=figure.label)
    label = lead if figure.limits else figure.label
    yield with_source(say("- {label}: {text}", label=label, text=counted), figure.source)
    for test in figure.limits:
        plain = test.value
        value = percent(plain) if figure.share is not None and isinstance(plain, Fraction) else speaker.value(plain)
        limit = say("{comparator} {value}", comparator=COMPARED[test.comparator], value=value)
        if figure.round:
            limit = say("{limit} ({rounding})", limit=limit, rounding=SHARE_WORDS[figure.round])
        yield line("  - ", limit)
    if figure.reading is not None:
        yield line("  - ", say("Our reading: {reading}", reading=figure.reading))


def _counted(counted: Counted, speaker: Speaker) -> Text:
    if counted.people is not None:
        return say("people with {condition}", condition=speaker.sentence(counted.people))
    if counted.amount:
        return _amount(counted, speaker)
    assert counted.posts is not None
    return say("authorised posts with {condition}", condition=speaker.sentence(counted.posts, "unit-posts"))


AMOUNTS: Mapping[str, Text] = {
    "staff": say("staff on record"),
    "authorised": say("authorised staff"),
    "classes": say("classes"),
    "students": say("students"),
    "fund": say("the fund of the year"),
    "planned": say("what is planned of the fund of the year"),
    "spent": say("what is spent of the fund of the year"),
}


def _amount(counted: Counted, speaker: Speaker) -> Text:
    if not counted.purposes:
        return AMOUNTS[counted.amount]
    purposes = chain([line("", speaker.word(one)) for one in counted.purposes], say("{first}, {rest}"))
    return say("{amount} for {purposes}", amount=AMOUNTS[counted.amount], purposes=purposes)
