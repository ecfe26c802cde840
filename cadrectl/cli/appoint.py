"""`appoint`: a case against its procedure, what may come next in it, and who qualifies for a post."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from cadrectl.calendar import code_of
from cadrectl.cli import completing, options
from cadrectl.cli.answer import Answer, Column, answer_options, give
from cadrectl.cli.commands import ALL
from cadrectl.cli.session import Session
from cadrectl.cli.words import Command, Group, Refusal, command, option
from cadrectl.problem import Problem, problem
from cadrectl.text import Text, render, say, say_count

if TYPE_CHECKING:
    from cadrectl.cli.judging import Bench
    from cadrectl.cli.reading import Reading
    from cadrectl.decide.candidates import Candidate
    from cadrectl.decide.headcount import Effect
    from cadrectl.decide.procedure import Rules, StepAnswer
    from cadrectl.policy.model import Policy, Tier
    from cadrectl.policy.procedures import Procedure, Step
    from cadrectl.records.record import Record
    from cadrectl.vocabulary import Label

FOUND = 1
STATES: Mapping[str, Text] = {
    "done": say("done"),
    "missing": say("missing"),
    "too-early": say("too early"),
    "too-short": say("too short"),
    "no-quorum": say("without quorum"),
    "no-majority": say("without majority"),
    "not-due": say("not due yet"),
    "unknown": say("unknown"),
}
SOUND = ("done", "not-due")
VERDICTS = {"pass": say("pass"), "unknown": say("unknown"), "fail": say("fail")}


@click.group("appoint", cls=Group, about=ALL["appoint"].about)
def appoint() -> None:
    """The commands for appointments."""


@command(
    "check", about=say("Hold the case ID against its procedure, step by step. Exits with 1 where a must is not met.")
)
@click.argument("id", metavar="ID", shell_complete=completing.everything)
@options.skip_invalid
@answer_options
@click.pass_obj
def check(session: Session, /, id: str, skip_invalid: bool, **wish: Any) -> int:
    """Exit code 1 when a step is missing, too early, too short, or without quorum or majority."""
    from cadrectl.decide.procedure import checked

    court, case, rules = _opened(session, id, skip_invalid)
    answers = checked(case.value, rules)
    notes = [*_funnel(court, case, rules), *_counts(answers)]
    beside = [(title, one) for title, rules in _references(court) for one in checked(_of_any(case), rules)]
    notes += [_told_beside(title, one, rules) for title, one in beside if one.state not in SOUND]
    crowded = list(_crowded(court, case, rules))
    rows = [_row(one, case, rules, session.lang) for one in answers]
    _give(court, case, _Found("appoint-check", rows, [*notes, *crowded], beside), wish)
    faults = [one for one in answers if one.state not in SOUND and one.rule.severity == "must"]
    return FOUND if faults or crowded else 0


@command("next", about=say("Say which step of the case ID may be taken next, and from which day on."))
@click.argument("id", metavar="ID", shell_complete=completing.everything)
@options.skip_invalid
@answer_options
@click.pass_obj
def next_(session: Session, /, id: str, skip_invalid: bool, **wish: Any) -> None:
    """Print the next step; no row where all are done."""
    from cadrectl.decide.procedure import checked, next_step

    court, case, rules = _opened(session, id, skip_invalid)
    found = next_step(checked(case.value, rules), rules)
    rows = []
    if found is not None:
        rows.append({**_row(found, case, rules, session.lang), "date": found.free.isoformat() if found.free else None})
    notes = [say("All steps are done.")] if found is None else []
    _give(court, case, _Found("appoint-next", rows, notes), wish)


@command(
    "candidates",
    about=say("List who qualifies for the POST (UNIT/POST), preferred people first, and whom only a bar excludes."),
)
@click.argument("place", metavar="UNIT/POST")
@option("--all", "everybody", is_flag=True, about=say("Also those who do not qualify."))
@options.skip_invalid
@answer_options
@click.pass_obj
def candidates(session: Session, /, place: str, everybody: bool, skip_invalid: bool, **wish: Any) -> None:
    """Print the people with their standings for the post."""
    from cadrectl.cli.judging import bench
    from cadrectl.cli.left_out import marked
    from cadrectl.cli.reading import read_fit
    from cadrectl.cli.vacancies import of_post
    from cadrectl.decide.candidates import candidates as ordered

    reading = read_fit(session, skip_invalid)
    court = bench(session, reading, None, skip_invalid)
    policy, tier = _asked_of(court, place)
    found = ordered(court.book, policy, tier, court.known, code_of(session.as_of))
    rows = [_person(one) for one in found]
    shown = [row for row in rows if everybody or row["verdict"] != "fail" or row["only_barred"]]
    counts = Counter(one.standing.verdict for one in found)
    notes = [
        say(
            "{tier}: {passes} pass, {unknown} unknown, {fails} fail.",
            tier=tier.title,
            passes=counts["pass"],
            unknown=counts["unknown"],
            fails=counts["fail"],
        )
    ]
    empty, told = of_post(court, place)
    head = {**court.head("appoint-candidates", "procedures"), "vacancies": empty}
    columns = _people_columns(court, policy, tier)
    answer = Answer(head, columns, rows, reading.problems, shown, [*notes, *told])
    give(marked(answer, court.reading), wish, session.lang)


def _opened(session: Session, id: str, skip_invalid: bool) -> "tuple[Bench, Record, Rules]":
    """The records, the case of that id, and the rules by which it is judged."""
    from cadrectl.cli.judging import bench
    from cadrectl.cli.reading import read_fit
    from cadrectl.decide.procedure import procedure_of

    reading = read_fit(session, skip_invalid)
    court = bench(session, reading, None, skip_invalid)
    case, rules = case_called(reading.records, id), court.rules
    if procedure_of(case.value, rules, session.as_of) is None:
        raise Refusal(say("No policy in force has a procedure for the case {id}.", id=id))
    return court, case, rules


def case_called(known: "Sequence[Record]", id: str) -> "Record":
    """The appointment case of that id, which may have its year before it (`2026/U001-0803`)."""
    fitting = [one for one in known if one.kind == "appointments" and f"/{one.path}".endswith(f"/{id}.yaml")]
    if len(fitting) != 1:
        raise Refusal(say("There is no appointment case {id}, or several.", id=id))
    return fitting[0]


class _Found(NamedTuple):
    """The answer of a command about a case: its name, its rows, what people read below them, what is told beside."""

    command: str
    rows: list[dict[str, Any]]
    notes: list[Text]
    beside: "Sequence[tuple[Label, StepAnswer]]" = ()  # by analogy: the policy's title, and a step


def _effects(court: "Bench", case: "Record") -> "list[Effect]":
    """What the case would change in the headcount, while it is not decided (QJ-2)."""
    from cadrectl.decide.headcount import effects, staffing
    from cadrectl.decide.procedure import candidates_at

    day = court.session.as_of
    return effects(staffing(court.book, code_of(day)), case.value, candidates_at(case.value, day))


def _references(court: "Bench") -> "Iterator[tuple[Label, Rules]]":
    """The policies that are followed by analogy, by their titles, and how they judge cases."""
    for rules in court.references.values():
        yield rules.policies[-1].title, rules


def _of_any(case: "Record") -> Mapping[str, Any]:
    """The case without the name of the policy by which it runs, so that any other may be asked of it."""
    return {key: value for key, value in case.value.items() if key != "policy"}


def _told_beside(title: "Label", answer: "StepAnswer", rules: "Rules") -> Text:
    """For people: what a policy that is followed by analogy asks of a step, and how that is not met."""
    from cadrectl.policy.show_procedures import required_text

    return say(
        "For reference, {policy}: {step} is {state}: {found}. It asks: {asked}. [{source}]",
        policy=title,
        step=answer.rule.label,
        state=STATES[answer.state or "unknown"],
        found=answer.actual,
        asked=required_text(answer.rule, rules.bodies),
        source=", ".join(answer.rule.source),
    )


def _give(court: "Bench", case: "Record", found: _Found, wish: Mapping[str, Any]) -> None:
    from cadrectl.cli.headcount import as_rows, told
    from cadrectl.cli.left_out import marked

    def words(value: Any) -> str:
        return str(value["text"])

    columns = [
        Column("label", say("step"), lambda label: label),
        Column("state", say("state"), STATES.__getitem__),
        Column("date", say("date")),
        Column("required", say("required"), words),
        Column("actual", say("found"), words),
        Column("source", say("source"), ", ".join),
    ]
    listed = [{**row, "state": row["state"] or "unknown"} for row in found.rows]
    lang, effects = court.session.lang, _effects(court, case)
    analogy = {"severity": "reference"}
    beside = [{**_row(one, case, court.rules, lang), **analogy, "policy": dict(title)} for title, one in found.beside]
    head = {**court.head(found.command, "procedures"), "headcount": as_rows(effects), "references": beside}
    notes = [*found.notes, *told(court, effects)]
    answer = Answer(head, columns, found.rows, court.reading.problems, listed, notes)
    give(marked(answer, court.reading), wish, lang)


def _row(answer: "StepAnswer", case: "Record", rules: "Rules", lang: str) -> dict[str, Any]:
    from cadrectl.policy.show_procedures import required_text

    rule, at = answer.rule, answer.at
    entry = None if at is None else case.value["steps"][at]
    line, _ = _place(case, at)
    return {
        "step": rule.word,
        "label": dict(rule.label),
        "state": answer.state,
        "date": None if entry is None else entry["date"],
        "required": {"value": _required(rule), "text": render(required_text(rule, rules.bodies), lang)},
        "actual": {"value": entry, "text": render(answer.actual, lang)},
        "severity": rule.severity,
        "source": list(rule.source),
        "evidence": [{"path": case.path, "line": line}],
    }


def _required(rule: "Step") -> dict[str, Any]:
    """What a step must fulfil, for machines: times as they are written, shares as fractions."""
    stated = {
        "lasts": f"{rule.lasts.number} {rule.lasts.unit}s" if rule.lasts else None,
        "valid": f"{rule.valid.number} {rule.valid.unit}s" if rule.valid else None,
        "quorum": str(rule.quorum.share) if rule.quorum else None,
        "majority": str(rule.majority.share) if rule.majority else None,
        "witnesses": list(rule.witnesses) or None,
        "candidates": rule.candidates or None,
    }
    return {key: value for key, value in stated.items() if value is not None}


def _counts(answers: "list[StepAnswer]") -> Iterator[Text]:
    counts = Counter(one.state or "unknown" for one in answers)
    for state, text in STATES.items():
        if counts[state]:
            yield say("{count} {state}.", count=counts[state], state=text)


def case_faults(reading: "Reading", session: Session) -> "list[Problem]":
    """What is wrong with every case by its procedure."""
    from cadrectl.cli.judging import read_policies, rules_of

    rules = rules_of(reading, read_policies(reading)[0], session)
    return [fault for case in reading.of("appointments") for fault in _faults(case, rules)]


def _faults(case: "Record", rules: "Rules") -> "Iterator[Problem]":
    """What is wrong with a case by its procedure, at the lines of its steps."""
    from cadrectl.decide.procedure import checked
    from cadrectl.policy.show_procedures import required_text

    for answer in checked(case.value, rules):
        if answer.state not in SOUND:
            told = {"step": answer.rule.label, "state": STATES[answer.state or "unknown"], "found": answer.actual}
            message = say("{step} is {state}: {found}", **told)
            asked = required_text(answer.rule, rules.bodies)
            hint = say("{source} asks: {asked}.", source=", ".join(answer.rule.source), asked=asked)
            yield problem("procedure-fault", case.path, _place(case, answer.at), message, hint)


def _place(case: "Record", at: int | None) -> tuple[int, int]:
    """Where a step stands in its case; where it is not on record, the list of steps or the file."""
    from cadrectl.records.places import place

    return place(case, ("steps", at) if at is not None else ("steps",) if "steps" in case.value else ())


def _crowded(court: "Bench", case: "Record", rules: "Rules") -> Iterator[Text]:
    """That the post of a case would be held by more than may, where its procedure asks for the headcount (QJ-2)."""
    from cadrectl.decide.procedure import procedure_of

    procedure = procedure_of(case.value, rules, rules.as_of)
    assert procedure is not None  # checked when the case was opened
    for one in _effects(court, case)[:1] if procedure.headcount else ():
        if one.after.state == "over":
            source = ", ".join(procedure.headcount)
            yield say("The post would be held by more than may hold it. [{source}]", source=source)


def _funnel(court: "Bench", case: "Record", rules: "Rules") -> Iterator[Text]:
    """For people: how a competition stands, stage by stage."""
    from cadrectl.decide.funnel import cancelled, funnel
    from cadrectl.decide.procedure import procedure_of

    procedure = procedure_of(case.value, rules, rules.as_of)
    assert procedure is not None  # checked when the case was opened
    if procedure.cancel and cancelled(procedure, case.value, rules.as_of):
        yield say_count(
            "Fewer than {count} candidate: the post is cancelled.",
            "Fewer than {count} candidates: the post is cancelled.",
            count=procedure.cancel,
        )
    for passed in funnel(procedure, case.value, rules.as_of):
        names = {"stage": passed.stage.label, "on": _people(passed.on), "places": passed.places}
        if passed.unscored:
            yield say("{stage}: no score on record for {missing}.", **names, missing=_people(passed.unscored))
        elif passed.tied:
            yield say(
                "{stage}: {on} go on; {tied} are equal at the cut of {places}.", **names, tied=_people(passed.tied)
            )
        else:
            places = say_count("{count} place", "{count} places", count=passed.places)
            yield say("{stage}: {on} go on ({places}).", stage=passed.stage.label, on=_people(passed.on), places=places)


def _people(ids: tuple[str, ...]) -> str:
    return ", ".join(ids) or "–"


def _asked_of(court: "Bench", place: str) -> "tuple[Policy, Tier]":
    """The policy and the conditions by which candidates for a post of a unit are judged."""
    unit, _, post = place.partition("/")
    records = [record for record in court.reading.of("units") if record.id == unit]
    posts = [one for record in records for one in record.value.get("posts", ()) if one["post"] == post]
    if not posts:
        raise Refusal(say("No unit has the post {place}; name it as UNIT/POST, such as U001/校长.", place=place))
    wanted = {"unit": unit, "post": post, "rank": posts[0]["rank"]}
    for policy in court.deciding:
        for procedure in policy.procedures:
            if procedure.asked is not None and _meant_for(procedure, wanted):
                return policy, procedure.asked
    raise Refusal(say("No policy in force says who qualifies for {place}.", place=place))


def _meant_for(procedure: "Procedure", wanted: Mapping[str, str]) -> bool:
    return all(wanted.get(key) in words for key, words in procedure.where.items() if key in wanted)


def _person(one: "Candidate") -> dict[str, Any]:
    standing = one.standing
    return {
        "cadre": standing.cadre,
        "name": standing.name,
        "unit": standing.unit,
        "verdict": standing.verdict,
        "preferred": list(one.preferred),
        "failed": standing.failed,
        "unknown": standing.unknown,
        "remarks": standing.remarks,
        "only_barred": one.only_barred,
    }


def _people_columns(court: "Bench", policy: "Policy", tier: "Tier") -> list[Column]:
    labels, preferences = court.labels_of([(policy, tier)]), {one.id: one.label or one.id for one in tier.prefer}

    def clauses(paths: Any) -> str:
        return "; ".join(render(labels[path], court.session.lang) for path in paths)

    def preferred(ids: Any) -> str:
        return "; ".join(render(preferences[id], court.session.lang) for id in ids)

    return [
        Column("cadre", say("cadre")),
        Column("name", say("name")),
        Column("unit", say("unit"), lambda id: court.units.get(id, id or "")),
        Column("verdict", say("verdict"), lambda word: VERDICTS[word]),
        Column("preferred", say("preferred"), preferred, optional=True),
        Column("failed", say("fails"), clauses, optional=True),
        Column("unknown", say("not known"), clauses, optional=True),
        Column("remarks", say("not met, but no must"), clauses, optional=True),
    ]


appoint.add_command(check)
appoint.add_command(next_)
appoint.add_command(candidates)

COMMANDS: dict[str, Command] = {"appoint": appoint}
