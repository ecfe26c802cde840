"""What a policy says on movements as lines of its page: who is due, kinds of movement, limits, aims, vacancies."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction

from msgspec.structs import replace

from cadrectl.policy.labels import date_label, field_label
from cadrectl.policy.model import Condition
from cadrectl.policy.movement import Across, Aim, Bounds, Kind, Limit, Movement, Moves
from cadrectl.policy.phrases import Said, chain, figure, length, percent
from cadrectl.policy.sentences import COMPARED, Speaker
from cadrectl.text import Text, say, say_count

STANDS: Mapping[str, Text] = {
    "same": say("the same as now"),
    "other": say("another than now"),
    "higher": say("higher than now"),
    "lower": say("lower than now"),
    "new": say("one that the person has not had before"),
    "taught": say("one that the person teaches or has taught, where the post asks for one"),
}
WRITES: Mapping[str, Text] = {
    "appointed": say("the present post is given up"),
    "secondment": say("the present post is kept"),
    "acting": say("acting, the present post is kept"),
}
OF: Mapping[str, Text] = {
    "due": say("of those due to move"),
    "movers": say("of those who may be moved"),
    "moves": say("of the moves"),
}
PER: Mapping[str, Text] = {
    "move": say("for each move"),
    "km": say("for each kilometre"),
    "post": say("for each place filled"),
    "person": say("for each person, unit by unit"),
}


def shown(movement: Movement, speaker: Speaker) -> Iterator[tuple[Text, list[Text]]]:
    """The sections of the page, each a heading with its lines."""
    speaker = replace(speaker, labels={**speaker.labels, **{kind.id: kind.label for kind in movement.kinds}})
    if movement.starts != "question":
        each_year = movement.starts.startswith("--")  # never before the plan: the next such day
        day = f"next {movement.starts}" if each_year else movement.starts
        yield say("Movements"), [say("- Moves take effect on {date}", date=date_label(day))]
    yield say("Kinds of movement"), [_cited(_kind(kind, speaker), kind.source) for kind in movement.kinds]
    yield say("Limits of a plan"), [_cited(_limit(limit, speaker), limit.source) for limit in movement.limits]
    yield say("Aims of a plan"), [_cited(_aim(aim, speaker), aim.source) for aim in movement.aims]
    if movement.vacancies is not None:
        policy, tier = movement.vacancies.retires
        lines = [say("- Who retires and when: “{tier}” of “{policy}”", tier=tier, policy=policy)]
        if movement.vacancies.term is not None:
            time = length(movement.vacancies.term.codes)
            lines.append(say("- A term without a stated end lasts {time}", time=time))
        for bench in movement.vacancies.bench:
            ranks = _listed(speaker.value(rank, "unit-posts", "rank") for rank in bench.ranks)
            lines.append(say("- For {ranks}: {records}", ranks=ranks, records=speaker.selected(bench.who)))
        yield say("Vacancies"), [_cited(line, movement.vacancies.source) for line in lines]


def _cited(text: Text, source: tuple[str, ...]) -> Text:
    return say("{text} [{source}]", text=text, source=", ".join(source)) if source else text


def _kind(kind: Kind, speaker: Speaker) -> Text:
    parts = [WRITES[kind.writes], *_parts(kind.moves, speaker)]
    if kind.lasts is not None:
        parts.insert(1, say("for {time}", time=length(kind.lasts.codes)))
    return say("- {label} (“{id}”): {how}", label=kind.label, id=kind.id, how=chain(parts, say("{first}; {rest}")))


def _parts(moves: Moves, speaker: Speaker) -> list[Text]:
    """What makes a move one of those meant, part by part."""
    parts = []
    if moves.kinds:
        parts.append(_of_kinds(moves.kinds, speaker))
    if moves.who is not None:
        parts.append(say("who: {condition}", condition=speaker.sentence(moves.who)))
    if moves.to is not None:
        parts.append(say("to: {condition}", condition=speaker.sentence(moves.to, "unit-posts")))
    parts += _across(moves.across or {}, speaker)
    for test in moves.distance:
        value = speaker.value(test.value)
        parts.append(say("{comparator} {value} km away", comparator=COMPARED[test.comparator], value=value))
    if moves.wish:
        parts.append(say("as the person wishes"))
    return parts


def _of_kinds(kinds: Iterable[str], speaker: Speaker) -> Text:
    return say("of the kinds {kinds}", kinds=_listed(speaker.word(kind) for kind in kinds))


def _listed(words: Iterable[Said]) -> Text:
    return chain([say("{word}", word=word) for word in words], say("{first}, {rest}"))


def _across(across: Across, speaker: Speaker) -> Iterator[Text]:
    for name, asked in across.items():
        label = _seat_label(name)
        if isinstance(asked, str):
            yield say("{field} {stands}", field=label, stands=STANDS[asked])
        else:
            groups = [_listed(speaker.value(one, "unit-posts", name) for one in group) for group in asked]
            together = chain(groups, say("{first}; {rest}"))
            yield say("{field} the same as now, or of one group: {groups}", field=label, groups=together)


def _seat_label(name: str) -> Said:
    return say("unit") if name == "unit.id" else field_label(name, "unit-posts")


def _limit(limit: Limit, speaker: Speaker) -> Text:
    what = _bound(limit, speaker)
    if not limit.binds:
        points = say_count("{count} point", "{count} points", count=limit.weight)
        what = say("in principle, {what}; less {points} for each move, person or place beyond that",
                   what=what, points=points)
    return say("- {label} (“{id}”): {what}", label=limit.label, id=limit.id, what=what)


def _bound(limit: Limit, speaker: Speaker) -> Text:
    match limit.form:
        case "headcount":
            return say("nobody comes to a post beyond its headcount")
        case "kin":
            relations = _listed(speaker.value(one, "kin", "relation") for one in limit.relations)
            return say("kin ({relations}) not both in one unit in posts with {posts}",
                       relations=relations, posts=_seats(limit.seats, speaker))
        case "only":
            about = [*_about(limit, speaker), *_parts(limit.moves, speaker)]
            return say("every move: {what}", what=chain(about, say("{first}; {rest}")))
        case "moves":
            what = chain(_parts(limit.moves, speaker), say("{first}; {rest}"))
            bounds = _bounds(limit.bounds)
            if not limit.of:
                return say("moves, {bounds}: {what}", bounds=bounds, what=what)
            return say("moves, {bounds} {base}: {what}", bounds=bounds, base=_base(limit, speaker), what=what)
    counted = {
        "leaving": say("those who leave posts with {posts}, unit by unit: {bounds}"),
        "arriving": say("those who come to each post with {posts}: {bounds}"),
        "holding": say("those who hold posts with {posts}, unit by unit: {bounds}"),
    }[limit.form]
    text = Text(counted.msgid, {"posts": _seats(limit.seats, speaker), "bounds": _bounds(limit.bounds)})
    return chain([text, *_about(limit, speaker)], say("{first}; {rest}"))


def _base(limit: Limit, speaker: Speaker) -> Text:
    """What a share is of, and what that is narrowed to."""
    narrowed = _parts(limit.base, speaker) if limit.base is not None else []
    if not narrowed:
        return OF[limit.of]
    return say("{base} ({narrowed})", base=OF[limit.of], narrowed=chain(narrowed, say("{first}; {rest}")))


def _about(limit: Limit, speaker: Speaker) -> list[Text]:
    found = [_of_kinds(limit.kinds, speaker)] if limit.kinds else []
    if limit.who is not None:
        found.append(say("who: {condition}", condition=speaker.sentence(limit.who)))
    return found


def _bounds(bounds: Bounds) -> Text:
    ends: Sequence[tuple[str, Fraction | None]] = (("at_least", bounds.at_least), ("at_most", bounds.at_most))
    parts = [
        say("{comparator} {value}", comparator=COMPARED[name], value=percent(value) if bounds.share else figure(value))
        for name, value in ends
        if value is not None
    ]
    return chain(parts, say("{first} and {rest}"))


def _aim(aim: Aim, speaker: Speaker) -> Text:
    parts = _parts(aim.moves, speaker)
    what: Text | None = chain(parts, say("{first}; {rest}")) if parts else None
    if aim.form == "filled":
        what = say("posts with {posts}", posts=_seats(aim.seats, speaker))
    if aim.form == "holding":
        what = say("up to {number} in posts with {posts}", number=aim.at_least, posts=_seats(aim.seats, speaker))
        if aim.who is not None:
            what = say("{first}; {rest}", first=what, rest=say("who: {condition}", condition=speaker.sentence(aim.who)))
    points = say_count("{count} point", "{count} points", count=aim.weight)
    worth = say("{points} {per}", points=points, per=PER[aim.per])
    text = say("- {label} (“{id}”): {text}", label=aim.label, id=aim.id, text=worth)
    return say("{text}: {what}", text=text, what=what) if what is not None else text


def _seats(condition: Condition | None, speaker: Speaker) -> Text:
    return say("any rank") if condition is None else speaker.sentence(condition, "unit-posts")
