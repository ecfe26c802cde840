"""`record`: adds events to the records, one from the command line or many from a CSV, all of them or none."""

import csv
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from cadrectl.calendar import code_of, parse_date
from cadrectl.cli import completing
from cadrectl.cli.commands import ALL
from cadrectl.cli.session import Session
from cadrectl.cli.words import Command, Refusal, command, option
from cadrectl.text import Text, render, say

FIELDS = ("cadre", "date", "until", "by", "body", "occasion", "staff", "direction", "topic", "result")
"""What is said of an event, as options and as columns of a CSV; `unit` beside them."""

PEOPLE = ("cadre", "by")
"""Of them, those that name people: by id, or by a name that one person has."""

ABOUT: Mapping[str, Text] = {
    "date": say("When it took place."),
    "until": say("The last day of what lasts."),
    "body": say("The body that did it."),
    "staff": say("How many of the staff were talked to."),
    "direction": say("The direction of a secondment."),
    "topic": say("The topic."),
    "result": say("The result."),
}


def _described(command: Any) -> Any:
    """The options that say what an event was."""
    for name, about in reversed(tuple(ABOUT.items())):
        command = option(f"--{name}", name, metavar=name.upper(), about=about)(command)
    return command


@command("record", about=ALL["record"].about)
@click.argument("kind", metavar="KIND")
@option(
    "--cadre",
    "cadre",
    metavar="ID",
    shell_complete=completing.people,
    about=say("The person whom it concerns, by id or name."),
)
@option(
    "--by", "by", metavar="ID", shell_complete=completing.people, about=say("The person who did it, by id or name.")
)
@option("--kind", "occasion", metavar="OCCASION", about=say("What it was about, such as post-change or setback."))
@option("--unit", "unit", metavar="ID", about=say("The unit among whose events it belongs (that of the person)."))
@_described
@option(
    "--csv",
    "table",
    metavar="FILE",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    about=say("Add an event for each row of FILE; its first row names the columns: cadre, date, occasion …"),
)
@option("--dry-run", is_flag=True, about=say("Say what would be written, and write nothing."))
@click.pass_obj
def record(session: Session, /, kind: str, table: Path | None, dry_run: bool, **stated: str | None) -> None:
    """Write the events, or say what would be written."""
    from cadrectl import records
    from cadrectl.cli.problems import tell_problems
    from cadrectl.cli.reading import UNFIT, root_of
    from cadrectl.records.adding import people_called, with_events

    root = root_of(session)
    _check_kind(kind)
    given = {key: value for key, value in stated.items() if value is not None}
    rows = _rows(table, given) if table is not None else [_asked(given, session)]
    known = people_called(root, {row[key] for row in rows for key in PEOPLE if key in row})
    added = with_events(root, kind, [_event(root, _with_ids(row, known), session) for row in rows])
    if added.problems:
        tell_problems(added.problems, records.working_tree(root), session.lang)
        raise Refusal(say("Nothing was written: {count} problems.", count=len(added.problems)), UNFIT)
    for name in added.files:
        text = say("would write {path}", path=name) if dry_run else say("written: {path}", path=name)
        session.tell(text)
    refused = None if dry_run else records.write_all(root, added.files, added.shown)
    if refused is not None:
        raise Refusal(refused)
    session.tell(say("{count} events of the kind {kind}.", count=len(rows), kind=kind))


def _check_kind(kind: str) -> None:
    from cadrectl import records

    kinds = records.schema("events")["properties"]["kind"]["enum"]
    if kind not in kinds:
        raise Refusal(say("There is no kind {kind}; there are: {kinds}.", kind=kind, kinds=", ".join(kinds)))


def _asked(given: Mapping[str, str], session: Session) -> dict[str, str]:
    """The one event of the command line; on a terminal what is missing is asked for."""
    row = dict(given)
    if sys.stdin.isatty():
        if not row.keys() & {"cadre", "unit"}:
            row["cadre"] = click.prompt(render(say("Whom it concerns, by id or name"), session.lang), err=True)
        if "date" not in row:
            about = render(say("When it took place"), session.lang)
            row["date"] = click.prompt(about, default=session.as_of.isoformat(), err=True)
    return row


def _with_ids(row: Mapping[str, str], known: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """A row with ids in place of names. Refuses a name that nobody has, or several people have."""
    ids = {key: known[row[key]] for key in PEOPLE if key in row}
    for key, found in ids.items():
        if not found:
            raise Refusal(say("Nobody on the register is called {name}.", name=row[key]))
        if len(found) > 1:
            raise Refusal(say("Several people are called {name}: {ids}.", name=row[key], ids=", ".join(found)))
    return {**row, **{key: found[0] for key, found in ids.items()}}


def _rows(table: Path, given: Mapping[str, str]) -> list[dict[str, str]]:
    """The rows of a CSV, each over what the options say for all; empty cells say nothing."""
    with table.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        unknown = [name for name in reader.fieldnames or () if name not in (*FIELDS, "unit")]
        if unknown:
            known = ", ".join((*FIELDS, "unit"))
            raise Refusal(say("Unknown columns: {names}; known are {known}.", names=", ".join(unknown), known=known))
        return [{**given, **{key: value for key, value in row.items() if key and value}} for row in reader]


def _event(root: Path, row: Mapping[str, str], session: Session) -> tuple[str | None, dict[str, Any]]:
    """The unit of an event and what is recorded of it; what its files could not refuse is refused here."""
    from cadrectl.records.adding import unit_of

    if "date" not in row or not ("cadre" in row or "unit" in row):
        raise Refusal(say("An event needs its date, and the person or the unit that it concerns."))
    day = parse_date(row["date"])
    if day is not None and day[0] > code_of(session.as_of):
        raise Refusal(say("{date} lies ahead; record what has taken place.", date=row["date"]))
    unit = row.get("unit") or unit_of(root, row["cadre"])
    return unit, {key: _typed(key, row[key]) for key in FIELDS if key in row}


def _typed(key: str, text: str) -> str | int:
    return int(text) if key == "staff" and text.isdecimal() else text


COMMANDS: dict[str, Command] = {"record": record}
