"""`terms`: whose term runs until when, how its goals and checks stand, and what its result proposes."""

from collections import Counter
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import click

from cadrectl.calendar import code_of
from cadrectl.cli import ahead, options
from cadrectl.cli.answer import Answer, Column, answer_options
from cadrectl.cli.commands import ALL
from cadrectl.cli.keeping import give_judged
from cadrectl.cli.session import Session
from cadrectl.cli.words import Command, command, option
from cadrectl.text import Text, render, say

if TYPE_CHECKING:
    from cadrectl.cli.judging import Bench
    from cadrectl.decide.assess import Assessed
    from cadrectl.decide.terms import Goal, Term
    from cadrectl.policy.clerk import Clerk

STATES: Mapping[str, Text] = {"running": say("running"), "over": say("over its last day")}
GOALS: Mapping[str, Text] = {
    "met": say("met"),
    "missed": say("missed"),
    "open": say("open"),
    "unknown": say("unknown"),
}


@command("terms", about=ALL["terms"].about)
@option(
    "--within",
    metavar="SPAN",
    type=ahead.Ahead(),
    about=say("Only terms that are over or end within SPAN (90d, 12m, 3y)."),
)
@options.cadres
@options.policy
@options.skip_invalid
@answer_options
@click.pass_obj
def terms(session: Session, /, policy: str | None, skip_invalid: bool, **wish: Any) -> None:
    """Print the terms."""
    give_judged(session, policy, skip_invalid, lambda court: _answer(court, wish))


def _answer(court: "Bench", wish: Mapping[str, Any]) -> Answer:
    from cadrectl.decide.terms import terms as found_at

    session, clerk = court.session, court.clerk
    series = [one.series for one in court.deciding]
    found = found_at(clerk, series, code_of(session.as_of), court.question((), wish["cadres"]).cadres)
    if wish["within"]:
        last = ahead.last_day(session.as_of, *wish["within"])
        found = [one for one in found if one.last_day <= last]
    names = court.register.names("cadres")
    rows = [{**_row(one, clerk, session.lang), "name": render(names[one.cadre], session.lang)} for one in found]
    counts = Counter(one.state for one in found)
    notes = [say("{state}: {count}", state=label, count=counts[word]) for word, label in STATES.items() if counts[word]]
    head = court.head("terms", "assessments")
    return Answer(head, _columns(court), [_in_order(row) for row in rows], court.reading.problems, notes=notes)


def _in_order(row: Mapping[str, Any]) -> dict[str, Any]:
    return {key: row[key] for key in ("cadre", "name", *(key for key in row if key not in ("cadre", "name")))}


def _row(term: "Term", clerk: "Clerk", lang: str) -> dict[str, Any]:
    counts = Counter(goal.state for goal in term.goals)
    path, line = term.place
    return {
        "cadre": term.cadre,
        "unit": term.unit,
        "post": term.post,
        "from": term.begins,
        "until": term.ends,
        "state": term.state,
        "goals": {state: counts[state] for state in GOALS},
        "targets": [_goal(goal) for goal in term.goals],
        "checks": [{"date": day, "result": result} for day, result in term.checks],
        "results": [_result(one, clerk, lang) for one in term.assessed],
        "proposal": _proposal(term.assessed, lang),
        "principal_rank": None if term.rank is None else term.rank[0],
        "step": None if term.rank is None else term.rank[1],
        "evidence": [{"path": path, "line": line}],
    }


def _goal(goal: "Goal") -> dict[str, Any]:
    return {
        "indicator": goal.indicator,
        "goal": goal.goal,
        "year": goal.year,
        "at_least": goal.at_least,
        "at_most": goal.at_most,
        "reached": goal.reached,
        "state": goal.state,
        "evidence": [{"path": goal.place[0], "line": goal.place[1]}],
    }


def _result(row: "Assessed", clerk: "Clerk", lang: str) -> dict[str, Any]:
    grade = row.grading.grade
    return {
        "assess": row.sheet.assessment.id,
        "kind": row.sheet.assessment.kind,
        "year": row.sheet.period.year,
        "score": None if row.score is None else _plain(row.score),
        "grade": grade,
        "text": "" if grade is None else render(clerk.speaker(row.sheet).word(grade), lang),
    }


def _proposal(results: "Sequence[Assessed]", lang: str) -> list[dict[str, Any]]:
    """What follows from the results of the end of the term, with the articles; what is open says so."""
    from cadrectl.decide.terms import END

    return [
        {
            "action": action.id,
            "text": render(action.label, lang),
            "verdict": one.verdict,
            "source": list(one.source),
        }
        for row in results
        if row.sheet.assessment.kind == END
        for one in row.consequences
        if one.wins
        for action in one.actions
    ]


def _columns(court: "Bench") -> list[Column]:
    return [
        Column("cadre", say("cadre")),
        Column("name", say("name")),
        Column("unit", say("unit"), lambda id: court.units.get(id, id or "")),
        Column("post", say("post")),
        Column("from", say("from")),
        Column("until", say("until")),
        Column("state", say("state"), STATES.__getitem__),
        Column("goals", say("goals"), _counted, optional=True),
        Column("checks", say("mid-term checks"), _dates, optional=True),
        Column("results", say("results"), _results, optional=True),
        Column("proposal", say("proposal"), _proposed, optional=True),
        Column("principal_rank", say("rank of principals"), lambda rank: rank or "", optional=True),
        Column("step", say("step of the rank"), lambda step: "" if step is None else str(step), optional=True),
    ]


def _dates(checks: Sequence[Mapping[str, Any]]) -> str:
    return ", ".join(one["date"] for one in checks)


def _counted(counts: Mapping[str, int]) -> Text | str:
    if not any(counts.values()):
        return ""
    return say("{met} met, {missed} missed, {open} open, {unknown} unknown", **counts)


def _results(results: Sequence[Mapping[str, Any]]) -> str:
    scores = ["?" if one["score"] is None else one["score"] for one in results]
    told = zip(results, scores, strict=True)
    return "; ".join(f"{one['year']} {score} {one['text']}".rstrip() for one, score in told)


def _plain(score: Fraction) -> float | int:
    """A score, without a decimal point where it is whole."""
    return int(score) if score.denominator == 1 else float(score)


def _proposed(proposal: Sequence[Mapping[str, Any]]) -> str:
    signs = {"pass": "", "unknown": "? "}
    return "; ".join(f"{signs[one['verdict']]}{one['text']} [{', '.join(one['source'])}]" for one in proposal)


COMMANDS: dict[str, Command] = {"terms": terms}
