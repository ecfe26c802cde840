"""`appoint`: a case against its procedure, and what may come next in it; who qualifies is in `candidates.py`."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from cadrectl.cli import completing, options
from cadrectl.cli.answer import Answer, Column, answer_options, give
from cadrectl.cli.candidates import candidates
from cadrectl.cli.commands import ALL
from cadrectl.cli.session import Session
from cadrectl.cli.words import Command, Group, Refusal, command
from cadrectl.problem import Problem, problem
from cadrectl.text import Text, render, say, say_count

if TYPE_CHECKING:
    from cadrectl.cli.judging import Bench
    from cadrectl.cli.reading import Reading
    from cadrectl.decide.headcount import Effect, Staffing
    from cadrectl.decide.procedure import Rules, StepAnswer
    from cadrectl.policy.procedures import Step
    from cadrectl.records.record import Record
    from cadrectl.vocabulary import Label

FOUND = 1
SOUND = ("done", "not-due")


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
    crowded = list(_crowded(_effects(court.staffing, case, rules), case, rules))
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
    steps = [(title, next_step(checked(_of_any(case), rules), rules)) for title, rules in _references(court)]
    beside = [(title, one) for title, one in steps if one is not None]
    notes += [_next_beside(title, one, rules) for title, one in beside]
    _give(court, case, _Found("appoint-next", rows, notes, beside), wish)


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


def _effects(staffing: "Staffing", case: "Record", rules: "Rules") -> "list[Effect]":
    """What the case would change in the headcount, while it is not decided (QJ-2)."""
    from cadrectl.decide.headcount import effects
    from cadrectl.decide.procedure import candidates_at

    return effects(staffing, case.value, candidates_at(case.value, rules.as_of))


def _references(court: "Bench") -> "Iterator[tuple[Label, Rules]]":
    """The policies that are followed by analogy, by their titles, and how they judge cases."""
    for rules in court.references.values():
        yield rules.policies[-1].title, rules


def _of_any(case: "Record") -> Mapping[str, Any]:
    """The case without the name of the policy by which it runs, so that any other may be asked of it."""
    return {key: value for key, value in case.value.items() if key != "policy"}


def _told_beside(title: "Label", answer: "StepAnswer", rules: "Rules") -> Text:
    """For people: what a policy that is followed by analogy asks of a step, and how that is not met."""
    from cadrectl.decide.procedure import STATES
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


def _next_beside(title: "Label", answer: "StepAnswer", rules: "Rules") -> Text:
    """For people: which step a policy that is followed by analogy has next, and what it asks of it."""
    from cadrectl.policy.show_procedures import required_text

    return say(
        "For reference, by {policy} the next step is {step}: {asked}. [{source}]",
        policy=title,
        step=answer.rule.label,
        asked=required_text(answer.rule, rules.bodies),
        source=", ".join(answer.rule.source),
    )


def _give(court: "Bench", case: "Record", found: _Found, wish: Mapping[str, Any]) -> None:
    from cadrectl.cli.headcount import as_rows, told
    from cadrectl.cli.left_out import marked
    from cadrectl.decide.procedure import STATES

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
    lang, effects = court.session.lang, _effects(court.staffing, case, court.rules)
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
    from cadrectl.decide.procedure import STATES

    counts = Counter(one.state or "unknown" for one in answers)
    for state, text in STATES.items():
        if counts[state]:
            yield say("{count} {state}.", count=counts[state], state=text)


def case_faults(reading: "Reading", session: Session) -> "list[Problem]":
    """What is wrong with every case by its procedure, and that the post of one is full."""
    from cadrectl.cli.judging import sound_bench

    court = sound_bench(session, reading)
    cases, rules = reading.of("appointments"), court.rules
    faults = [fault for case in cases for fault in _faults(case, rules)]
    return [*faults, *(fault for case in cases for fault in _full(court.staffing, case, rules))]


def _faults(case: "Record", rules: "Rules") -> "Iterator[Problem]":
    """What is wrong with a case by its procedure, at the lines of its steps."""
    from cadrectl.decide.procedure import STATES, checked
    from cadrectl.policy.show_procedures import required_text

    for answer in checked(case.value, rules):
        if answer.state not in SOUND:
            told = {"step": answer.rule.label, "state": STATES[answer.state or "unknown"], "found": answer.actual}
            message = say("{step} is {state}: {found}", **told)
            asked = required_text(answer.rule, rules.bodies)
            hint = say("{source} asks: {asked}.", source=", ".join(answer.rule.source), asked=asked)
            yield problem("procedure-fault", case.path, _place(case, answer.at), message, hint)


def _full(staffing: "Staffing", case: "Record", rules: "Rules") -> "Iterator[Problem]":
    """That the post of a case is full, at the line that names it."""
    from cadrectl.records.places import place

    for told in _crowded(_effects(staffing, case, rules), case, rules):
        hint = say("Note who leaves the post first, or withdraw the case.")
        yield problem("procedure-fault", case.path, place(case, ("post",)), told, hint)


def _place(case: "Record", at: int | None) -> tuple[int, int]:
    """Where a step stands in its case; where it is not on record, the list of steps or the file."""
    from cadrectl.records.places import place

    return place(case, ("steps", at) if at is not None else ("steps",) if "steps" in case.value else ())


def _crowded(effects: "Sequence[Effect]", case: "Record", rules: "Rules") -> Iterator[Text]:
    """That the post of a case would be held by more than may, where its procedure asks for the headcount (QJ-2)."""
    from cadrectl.decide.procedure import procedure_of

    procedure = procedure_of(case.value, rules, rules.as_of)
    if procedure is None:
        return
    for one in effects[:1] if procedure.headcount else ():
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


appoint.add_command(check)
appoint.add_command(next_)
appoint.add_command(candidates)

COMMANDS: dict[str, Command] = {"appoint": appoint}
