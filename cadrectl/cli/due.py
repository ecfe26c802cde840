"""`due`: what has to be done for whom, by when, and what is overdue."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cadrectl.calendar import code_of
from cadrectl.cli import ahead, completing, options
from cadrectl.cli.answer import Answer, Column, answer_options, give, write
from cadrectl.cli.commands import ALL
from cadrectl.cli.keeping import give_kept
from cadrectl.cli.session import Session
from cadrectl.cli.words import Command, command, option
from cadrectl.text import Text, render, say

if TYPE_CHECKING:
    from cadrectl.cli.judging import Bench
    from cadrectl.decide.duties import Owed
    from cadrectl.vocabulary import Label

FOUND = 1
STATES: Mapping[str, Text] = {
    "done": say("done"),
    "open": say("open"),
    "due": say("due"),
    "overdue": say("overdue"),
    "unknown": say("unknown"),
}
SHOWN = ("due", "overdue", "unknown")


@command("due", about=ALL["due"].about)
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
@options.cadres
@option(
    "--state",
    "states",
    type=click.Choice(list(STATES)),
    multiple=True,
    about=say("Only what is in this state, also what is done or not due yet; may be repeated."),
)
@option(
    "--ical",
    metavar="FILE",
    type=click.Path(path_type=Path),
    about=say("Also write the days to FILE for a calendar program; a day keeps its id from time to time."),
)
@options.skip_invalid
@answer_options
@click.pass_obj
def due(session: Session, /, strict: bool, skip_invalid: bool, **wish: Any) -> int:
    """Exit code 1 with `--strict` when something that must be done is overdue."""
    from cadrectl.cli.reading import read_fit

    reading = read_fit(session, skip_invalid)

    def answer() -> tuple[Answer, "list[Owed]"]:
        from cadrectl.cli.judging import bench
        from cadrectl.cli.left_out import marked

        court = bench(session, reading, None, skip_invalid)
        found = list(_asked_for(court, wish))
        if wish["ical"] is not None:
            write(wish["ical"], _calendar(court, found))
        return marked(_answer(court, found), court.reading), found

    if not strict and wish["ical"] is None:
        give_kept(reading, session, lambda: answer()[0])
        return 0
    told, found = answer()
    give(told, wish, session.lang)
    late = any(one.state == "overdue" and one.severity == "must" for one in found)
    return FOUND if strict and late else 0


def _asked_for(court: "Bench", wish: Mapping[str, Any]) -> "Iterator[Owed]":
    """The duties and dates of the people, units and states asked for, by due date, person and duty."""
    last_day = code_of(court.session.as_of)
    if wish["within"]:
        last_day = ahead.last_day(court.session.as_of, *wish["within"])
    for one in owed_by(court, court.question((), wish["cadres"]).cadres, last_day, wish["states"] or SHOWN):
        if not wish["units"] or one.unit in wish["units"]:
            yield one


def owed_by(court: "Bench", cadres: tuple[str, ...] | None, last_day: int, states: Sequence[str]) -> "list[Owed]":
    """What people (None: all, with what concerns nobody in particular) owe in these states, and dates up to the day."""
    from cadrectl.decide.owing import Asked, owing

    asked = Asked(cadres, code_of(court.session.as_of), last_day, states)
    cases = [(record.path, record.value) for record in court.reading.of("appointments")]
    return owing(court.setting, court.rules, cases, asked)


def _answer(court: "Bench", found: "Sequence[Owed]") -> Answer:
    labels = labels_of(court)
    columns = [
        Column("cadre", say("cadre")),
        Column("name", say("name")),
        Column("unit", say("unit"), lambda id: court.units.get(id, id or "")),
        Column("duty", say("duty"), lambda id: labels[id]),
        *([Column("with", say("with"))] if any(one.other for one in found) else []),
        Column("due_on", say("due on")),
        Column("overdue_on", say("overdue on")),
        Column("state", say("state"), STATES.__getitem__),
        Column("source", say("source"), ", ".join),
    ]
    counts = Counter(one.state for one in found)
    notes = [say("{count} {state}.", count=counts[state], state=STATES[state]) for state in STATES if counts[state]]
    rows = [_row(one) for one in found]
    return Answer(court.head("due", "duties"), columns, rows, court.reading.problems, notes=notes)


def labels_of(court: "Bench") -> "Mapping[str, Text | Label]":
    """What duties and dates are called, by id."""
    from cadrectl.decide.dated import TITLES
    from cadrectl.decide.duties import titles

    return {**TITLES, **titles(court.setting.policies)}


def _calendar(court: "Bench", found: "Sequence[Owed]") -> bytes:
    """The days on which things are due as an iCalendar file; a vague day stands at its first."""
    from cadrectl.exchange.ical import Entry, ical

    labels, lang = labels_of(court), court.session.lang

    def entry(one: "Owed") -> Entry:
        about = one.cadre or one.unit, one.other, one.arose.replace("/", "-")
        key = "-".join(part for part in (one.duty, *about) if part)
        who = " ".join([one.name, render(court.units.get(one.unit or "", ""), lang), one.other or ""])
        text = f"{render(STATES[one.state], lang)} {', '.join(one.source)}"
        day = date.fromisoformat(one.due_on.split("/")[0])
        return Entry(key, day, f"{render(labels[one.duty], lang)}: {' '.join(who.split())}", text.strip())

    return ical(map(entry, found), render(say("Duties"), lang), court.session.as_of)


def _row(one: "Owed") -> dict[str, Any]:
    return {
        "cadre": one.cadre,
        "name": one.name,
        "unit": one.unit,
        "duty": one.duty,
        "with": one.other,
        "due_on": one.due_on,
        "overdue_on": one.overdue_on,
        "state": one.state,
        "severity": one.severity,
        "source": list(one.source),
        "evidence": [{"path": path, "line": line} for path, line in one.evidence],
    }


COMMANDS: dict[str, Command] = {"due": due}
