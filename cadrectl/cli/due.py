"""`due`: what has to be done for whom, by when, and what is overdue."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

from cadrectl.calendar import code_of
from cadrectl.cli import ahead, completing, options
from cadrectl.cli.answer import Answer, Column, answer_options, give
from cadrectl.cli.session import Session
from cadrectl.cli.words import Command, command, option
from cadrectl.text import Text, say

if TYPE_CHECKING:
    from cadrectl.cli.judging import Bench
    from cadrectl.decide.duties import Owed

FOUND = 1
STATES: Mapping[str, Text] = {
    "done": say("done"),
    "open": say("open"),
    "due": say("due"),
    "overdue": say("overdue"),
    "unknown": say("unknown"),
}
SHOWN = ("due", "overdue", "unknown")


@command(
    "due",
    about=say("List what is due and overdue, for whom and since when. Says unknown where the records leave it open."),
)
@option(
    "--within",
    metavar="SPAN",
    type=ahead.Ahead(),
    about=say("Also what falls due within SPAN (90d, 12m, 3y)."),
)
@option("--strict", is_flag=True, about=say("Exit with 1 where something that must be done is overdue."))
@option(
    "--unit",
    "units",
    metavar="ID",
    multiple=True,
    shell_complete=completing.everything,
    about=say("Only people of this unit; may be repeated."),
)
@option(
    "--cadre",
    "cadres",
    metavar="ID",
    multiple=True,
    shell_complete=completing.people,
    about=say("Only this person, by id or name; may be repeated."),
)
@option(
    "--state",
    "states",
    type=click.Choice(list(STATES)),
    multiple=True,
    about=say("Only what is in this state, also what is done or not due yet; may be repeated."),
)
@options.skip_invalid
@answer_options
@click.pass_obj
def due(session: Session, /, strict: bool, skip_invalid: bool, **wish: Any) -> int:
    """Exit code 1 with `--strict` when something is overdue."""
    from cadrectl.cli.judging import bench
    from cadrectl.cli.left_out import marked
    from cadrectl.cli.reading import read_fit

    reading = read_fit(session, skip_invalid)
    court = bench(session, reading, None, skip_invalid)
    found = list(_asked_for(court, wish))
    give(marked(_answer(court, found), court.reading), wish, session.lang)
    late = any(one.state == "overdue" and one.severity == "must" for one in found)
    return FOUND if strict and late else 0


def _asked_for(court: "Bench", wish: Mapping[str, Any]) -> "Iterator[Owed]":
    """The duties of the people, units and states asked for."""
    import numpy as np

    from cadrectl.decide.duties import duties
    from cadrectl.decide.eligibility import everybody
    from cadrectl.facts.moment import Moment

    as_of = code_of(court.session.as_of)
    last = ahead.last_day(court.session.as_of, *wish["within"]) if wish["within"] else as_of
    people = everybody(court.book, court.question((), wish["cadres"]).cadres)
    moment = Moment(court.book, people, np.full(len(people), as_of, np.int32))
    states = [None if state == "unknown" else state for state in wish["states"] or SHOWN]
    for one in duties(court.setting, moment, np.full(len(people), last, np.int32), states):
        if not wish["units"] or one.unit in wish["units"]:
            yield one


def _answer(court: "Bench", found: "Sequence[Owed]") -> Answer:
    from cadrectl.decide.duties import titles

    labels = titles(court.setting.policies)
    columns = [
        Column("cadre", say("cadre")),
        Column("name", say("name")),
        Column("unit", say("unit"), lambda id: court.units.get(id, id or "")),
        Column("duty", say("duty"), lambda id: labels[id]),
        Column("due_on", say("due on")),
        Column("overdue_on", say("overdue on")),
        Column("state", say("state"), STATES.__getitem__),
        Column("source", say("source"), ", ".join),
    ]
    counts = Counter(one.state or "unknown" for one in found)
    notes = [say("{count} {state}.", count=counts[state], state=STATES[state]) for state in STATES if counts[state]]
    rows = [_row(one) for one in found]
    listed = [{**row, "state": row["state"] or "unknown"} for row in rows]
    return Answer(court.head("due", "duties"), columns, rows, court.reading.problems, listed, notes)


def _row(one: "Owed") -> dict[str, Any]:
    return {
        "cadre": one.cadre,
        "name": one.name,
        "unit": one.unit,
        "duty": one.duty,
        "due_on": one.due_on,
        "overdue_on": one.overdue_on,
        "state": one.state,
        "severity": one.severity,
        "source": list(one.source),
        "evidence": [{"path": path, "line": line} for path, line in one.evidence],
    }


COMMANDS: dict[str, Command] = {"due": due}
