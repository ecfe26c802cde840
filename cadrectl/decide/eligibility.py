"""Who meets the conditions of each tier, why, on what evidence and from when, person by person.

Nothing is decided here that the policy does not say; the verdicts are its clauses' own.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import NamedTuple

import numpy as np
from msgspec import Struct, field
from msgspec.structs import replace
from numpy.typing import NDArray

from cadrectl.calendar import NEVER, date_of, iso, snap
from cadrectl.facts.home import home
from cadrectl.facts.moment import Book, Index, Moment
from cadrectl.facts.truth import FAIL, PASS, UNKNOWN, WORDS, Days
from cadrectl.policy.dates import asked
from cadrectl.policy.evaluate import Evaluator
from cadrectl.policy.grammar import SEVERITIES
from cadrectl.policy.load import superiors
from cadrectl.policy.model import Clause, Policy, Tier
from cadrectl.policy.notes import Note, Notes, Place, file_place
from cadrectl.policy.sentences import Speaker
from cadrectl.policy.verdicts import MUST, Judgement, judge
from cadrectl.policy.wording import Measured, found, required
from cadrectl.text import Text, say
from cadrectl.vocabulary import Label


class Question(Struct, frozen=True):
    """Who is asked about (ids; None: all), for which tiers (none: all), at which day, how far ahead to look.

    `placed` says whether an explanation names the places of the records. `taken` says how many places of a tier are
    taken, where those are not simply the members' of the day.
    """

    as_of: int
    tiers: tuple[str, ...] = ()
    cadres: tuple[str, ...] | None = None
    horizon: int | None = None
    explain: bool = False
    placed: bool = True
    taken: Mapping[str, int] = field(default_factory=dict)


class ClauseAnswer(Struct, frozen=True):
    """One clause about one person: what it asks, what was found, and the places of the records it rests on."""

    id: str
    verdict: str
    severity: str
    required: Measured
    actual: Measured
    source: tuple[str, ...]
    reading: Label | None
    evidence: list[Place]


class Standing(NamedTuple):
    """One person and one tier; a tuple, for hundreds of thousands are made at once.

    `failed` and `unknown` name the clauses that decide, `relaxed` those that were softened. `remarks` name the clauses
    that are no must (in principle, by analogy) and are not met; they fail nobody. `first_pass_on` is the first day at
    which, all else equal, the person surely passes; None: now, or not in time.
    """

    cadre: str
    name: str
    unit: str | None
    tier: str
    verdict: str
    failed: list[str]
    unknown: list[str]
    relaxed: list[str]
    remarks: list[str]
    first_pass_on: str | None = None
    clauses: Sequence[ClauseAnswer] = ()


def tiers_of(policies: Sequence[Policy], wanted: Sequence[str]) -> list[tuple[Policy, Tier]]:
    """The tiers asked for with the policy of each, in the order of the policies; all of them if none is named."""
    return [(policy, tier) for policy in policies for tier in policy.tiers if not wanted or tier.id in wanted]


def people_at(book: Book, question: Question) -> Index:
    """The people on the register at the day (row numbers by id): those asked about who have not left before it."""
    everyone = everybody(book, question.cadres)
    left = book.dates("cadres", "left.date")[1][everyone]
    return everyone[(left < 0) | (left > question.as_of)]


def everybody(book: Book, cadres: Sequence[str] | None) -> Index:
    """The people asked about (ids; None: all), by id, also those who have left the register (row numbers)."""
    ids, chosen = book.register.tables["cadres"]["id"], book.people
    if cadres is not None:
        asked_about = set(cadres)
        chosen = chosen[[id in asked_about for id in ids[chosen].tolist()]]
    return chosen[np.argsort(ids[chosen].astype(str), kind="stable")]


def eligible(book: Book, in_force: Sequence[Policy], known: Sequence[Policy], question: Question) -> list[Standing]:
    """Everybody's standing for every tier: tier by tier in the policies' order, then by id of the person.

    `in_force` are the policies that decide, `known` all that the workspace holds (superior ones are looked up there).
    Rules: JT-1 to JT-8 in the JT scheme; whatever the policy in force says in any other.
    """
    people = people_at(book, question)
    everyone = Moment(book, people, np.full(len(people), question.as_of, np.int32))
    tiers = tiers_of(in_force, question.tiers)
    standings: list[Standing] = []
    for (policy, tier), part in product(tiers, everyone.parts()):
        moment = part.towards(tier.target, tier.id)
        notes = Notes() if question.explain else None
        evaluator = Evaluator(policy, book, superiors(policy, known, question.as_of), notes)
        judgement = judge(tier.clause, moment, evaluator)
        first = first_days(tier, moment, replace(evaluator, notes=None), question.horizon)
        speaker = Speaker(policy.sets, book.register.vocabularies, labels=policy.labels)
        standings += _rows(_Judged(tier, moment, judgement, notes, first, speaker, question.placed))
    return standings


def verdicts(tiers: Sequence[tuple[Policy, Tier]], known: Sequence[Policy], moment: Moment) -> list[NDArray[np.int8]]:
    """The bare verdicts (FAIL, UNKNOWN, PASS) of people for each of the tiers.

    Part by part of very many people: what is worked out about a part serves all tiers and is gone with it.
    """
    book, day = moment.book, int(moment.day.max(initial=0))
    evaluators = [Evaluator(policy, book, superiors(policy, known, day)) for policy, _ in tiers]
    found: list[list[NDArray[np.int8]]] = [[] for _ in tiers]
    for part in moment.parts():
        for (_, tier), evaluator, verdicts_of_tier in zip(tiers, evaluators, found, strict=True):
            judgement = judge(tier.clause, part.towards(tier.target, tier.id), evaluator)
            verdicts_of_tier.append(judgement[tier.clause.path].own.now)
    return [np.concatenate(parts) for parts in found]


def reference_days(book: Book, policy: Policy, tier: Tier, as_of: int) -> dict[str, str]:
    """The dates that the policy names, as they stand for this tier when asked at a day, in ISO form."""
    day = np.array([as_of], np.int32)
    return {
        name: iso(int(asked(book, (policy.series, tier.id), rule, day).day[0])) for name, rule in policy.dates.items()
    }


def first_days(tier: Tier, moment: Moment, evaluator: Evaluator, horizon: int | None) -> Days:
    """The first day up to the horizon at which each person surely passes; NEVER where there is none.

    Jumps from change to change: nobody is asked again before the day at which their verdict may turn to pass, nor
    from the first day on at which they may have left.
    """
    result = np.full(len(moment.people), NEVER, np.int32)
    if horizon is None:
        return result
    leaving = moment.book.dates("cadres", "left.date")[0][moment.people]
    waiting, day = np.arange(len(moment.people)), moment.day
    while len(waiting):
        later_moment = moment.only(waiting).at(day)
        truth = judge(tier.clause, later_moment, evaluator)[tier.clause.path].own
        passes = truth.now == PASS
        result[waiting[passes]] = day[passes]
        later = snap(np.maximum(truth.to_yes, day + 1))
        goes_on = ~passes & (later <= horizon) & (later < leaving[waiting])
        waiting, day = waiting[goes_on], later[goes_on].astype(np.int32)
    return result


class _Judged(Struct, frozen=True):
    tier: Tier
    moment: Moment
    judgement: Judgement
    notes: Notes | None
    first: Days
    speaker: Speaker
    placed: bool


def _rows(judged: _Judged) -> Iterator[Standing]:
    book, moment = judged.moment.book, judged.moment
    cadres = book.register.tables["cadres"]
    ids, names = cadres["id"][moment.people], cadres["name"][moment.people]
    units = unit_ids(moment)
    for position, turn in enumerate(_turns(judged.tier.clause, judged.judgement)):
        yield Standing(
            cadre=str(ids[position]),
            name=str(names[position]),
            unit=units[position],
            tier=judged.tier.id,
            verdict=WORDS[turn.verdict],
            failed=turn.failed,
            unknown=turn.unknown,
            relaxed=turn.relaxed,
            remarks=turn.remarks,
            first_pass_on=_first(judged, position),
            clauses=_answers(judged, position) if judged.notes is not None else (),
        )


class _Turn(Struct, frozen=True):
    """A person's verdict for a tier and the clauses on which it turns."""

    verdict: int
    failed: list[str]
    unknown: list[str]
    relaxed: list[str]
    remarks: list[str]


def _turns(root: Clause, judgement: Judgement) -> Iterator[_Turn]:
    """What each person's verdict turns on; worked out once for all those whose clauses came to the same."""
    standings = judgement.standings.values()
    parts = [part for one in standings for part in (one.own.now, one.bears.now, one.severity, one.relaxed)]
    known: dict[bytes, _Turn] = {}
    for position, row in enumerate(np.stack(parts, axis=1).astype(np.int8)):
        same = row.tobytes()
        if same not in known:
            known[same] = _turn(root, judgement, position)
        yield known[same]


def _turn(root: Clause, judgement: Judgement, position: int) -> _Turn:
    verdict = int(judgement[root.path].own.now[position])
    return _Turn(
        verdict,
        failed=_deciding(root, judgement, position, FAIL) if verdict == FAIL else [],
        unknown=_deciding(root, judgement, position, UNKNOWN) if verdict == UNKNOWN else [],
        relaxed=[path for path, one in judgement.standings.items() if one.relaxed[position]],
        remarks=[] if verdict == FAIL else list(_remarks(root, judgement, position)),
    )


def _first(judged: _Judged, position: int) -> str | None:
    first = int(judged.first[position])
    if first >= NEVER or judged.judgement[judged.tier.clause.path].own.now[position] == PASS:
        return None
    return date_of(first).isoformat()


def unit_ids(moment: Moment) -> list[str | None]:
    """The id of each person's unit at the day, None where there is none or nobody can tell."""
    rows = home(moment).unit
    ids = moment.book.register.tables["units"]["id"].tolist()
    return [ids[row] if row >= 0 else None for row in rows.tolist()]


def _deciding(clause: Clause, judgement: Judgement, position: int, verdict: int) -> list[str]:
    """The clauses on which a verdict turns: leaves of `all`, and of `any` the one open way, else the choice itself.

    A way whose gate fails is not open to the person and is left out, unless no way is.
    """
    if not clause.children:
        return [clause.path]
    bearing = [child for child in clause.children if judgement[child.path].bears.now[position] == verdict]
    if clause.kind == "all":
        return [path for child in bearing for path in _deciding(child, judgement, position, verdict)]
    if clause.kind == "any":
        ways = [child for child in bearing if not _shut(child, judgement, position)]
        if len(ways) == 1:
            return _deciding(ways[0], judgement, position, verdict)
    return [clause.path]


def _remarks(clause: Clause, judgement: Judgement, position: int) -> Iterator[str]:
    """What surely is not met, though it binds nobody, on the ways that bear the verdict."""
    standing = judgement[clause.path]
    if standing.own.now[position] == FAIL:
        if standing.severity[position] != MUST:
            yield from _deciding(clause, judgement, position, FAIL)
        return
    for child in clause.children:
        yield from _remarks(child, judgement, position)


def _shut(clause: Clause, judgement: Judgement, position: int) -> bool:
    """Whether a gate of this way in fails for the person."""
    gates = [one for one in (clause, *(clause.children if clause.kind == "all" else ())) if one.gate]
    return any(judgement[gate.path].own.now[position] == FAIL for gate in gates)


def _answers(judged: _Judged, position: int) -> list[ClauseAnswer]:
    """The clauses that apply to a person, in order; ways in whose gate fails are told by their gate alone."""
    return list(_told(judged.tier.clause, judged, position))


def _told(clause: Clause, judged: _Judged, position: int) -> Iterator[ClauseAnswer]:
    standing = judged.judgement[clause.path]
    if standing.applies[position] == FAIL:
        return
    yield _answer(clause, judged, position)
    shut = bool(clause.children) and _shut(clause, judged.judgement, position)
    for child in clause.children:
        if not shut or child.gate:
            yield from _told(child, judged, position)


def _answer(clause: Clause, judged: _Judged, position: int) -> ClauseAnswer:
    assert judged.notes is not None
    standing = judged.judgement[clause.path]
    taken = judged.notes.taken.get(clause.path, [])
    return ClauseAnswer(
        id=clause.path,
        verdict=WORDS[int(standing.own.now[position])],
        severity=SEVERITIES[int(standing.severity[position])],
        required=required(clause, judged.speaker),
        actual=_actual(clause, taken, judged, position),
        source=clause.source,
        reading=clause.reading,
        evidence=_evidence(clause.path, judged, position) if judged.placed else [],
    )


def _actual(clause: Clause, taken: list[Note], judged: _Judged, position: int) -> Measured:
    measured = found(taken, position, judged.moment.book)
    if judged.judgement[clause.path].relaxed[position]:
        text: Text = say("{found}; relaxed by a grant on record", found=measured.text)
        return Measured(measured.value, text)
    return measured


def _evidence(path: str, judged: _Judged, position: int) -> list[Place]:
    """The places behind a clause, each once, in order of path and line; of a relaxation its record too."""
    assert judged.notes is not None
    places = {place for note in judged.notes.taken.get(path, []) for place in note.places(position)}
    if judged.judgement[path].relaxed[position]:
        places |= set(_grants(judged.moment, position, path))
    return sorted(places)


def _grants(moment: Moment, position: int, path: str) -> list[Place]:
    rows = moment.only(np.array([position])).rows("relaxations")
    table = moment.book.register.tables["relaxations"].take(rows.index)
    mine = table.take(table["clause"] == path)
    places = [(str(at), max(int(line), 1)) for at, line in zip(mine["path"], mine["line"], strict=True)]
    return places or [file_place(moment, position)]
