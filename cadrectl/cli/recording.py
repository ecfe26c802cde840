"""`record`: adds events and clearings to the records, one from the command line or many from a CSV, all or none."""

import csv
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from msgspec import Struct

from cadrectl.calendar import code_of, parse_date
from cadrectl.cli import completing
from cadrectl.cli.commands import ALL
from cadrectl.cli.session import Session
from cadrectl.cli.words import Command, Refusal, command, option
from cadrectl.text import Text, render, say, say_count

if TYPE_CHECKING:
    from cadrectl.records.adding import Entry, Semester

Row = Mapping[str, str]

PEOPLE = ("cadre", "by")
"""What names people: by id, or by a name that one person has."""

ABOUT: Mapping[str, Text] = {
    "date": say("When it took place."),
    "until": say("The last day of what lasts."),
    "body": say("The body that did it."),
    "staff": say("How many of the staff were talked to."),
    "direction": say("The direction of a secondment."),
    "topic": say("The topic."),
    "result": say("The result."),
    "outcome": say("What a clearing came to: transfer or leave."),
    "basis": say("The legal basis of a clearing."),
    "semester": say("The semester of a clearing (that of the date)."),
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
    from cadrectl.cli.problems import tell_problems
    from cadrectl.cli.reading import UNFIT, root_of
    from cadrectl.records.adding import people_called, with_entries
    from cadrectl.records.source import working_tree
    from cadrectl.records.write import write_all

    root = root_of(session)
    form = _form(kind)
    given = {key: value for key, value in stated.items() if value is not None}
    _check_fields(form, given)
    rows = _rows(table, given, form) if table is not None else [_asked(given, form, session)]
    _check_units(root, rows)
    known = people_called(root, {row[key] for row in rows for key in PEOPLE if key in row})
    entries = [form.entry(root, kind, _dated(_with_ids(row, known), session)) for row in rows]
    if form is OF_CLEARINGS:
        _check_once(root, entries)
    added = with_entries(root, entries)
    if added.problems:
        tell_problems(added.problems, working_tree(root), session.lang)
        raise Refusal(_not_written(len(added.problems)), UNFIT)
    for name in added.files:
        text = say("would write {path}", path=name) if dry_run else say("written: {path}", path=name)
        session.tell(text)
    refused = None if dry_run else write_all(root, added.files, added.shown)
    if refused is not None:
        raise Refusal(refused)
    session.tell(_written(len(rows), kind))


def _written(count: int, kind: str) -> Text:
    return say_count("{count} event of the kind {kind}.", "{count} events of the kind {kind}.", count=count, kind=kind)


def _not_written(count: int) -> Text:
    return say_count("Nothing was written: {count} problem.", "Nothing was written: {count} problems.", count=count)


class Form(Struct, frozen=True):
    """What may be said of a kind, what is asked for on a terminal where it is missing, and what is added for a row."""

    fields: tuple[str, ...]
    asked: Mapping[str, Text]
    entry: "Callable[[Path, str, Row], Entry]"


def _form(kind: str) -> Form:
    from cadrectl.records.schemas import schema

    if kind == CLEARING:
        return OF_CLEARINGS
    kinds = schema("events")["properties"]["kind"]["enum"]
    if kind not in kinds:
        listed = ", ".join((*kinds, CLEARING))
        raise Refusal(say("There is no kind {kind}; there are: {kinds}.", kind=kind, kinds=listed))
    return OF_EVENTS


def _check_fields(form: Form, names: Sequence[str] | Mapping[str, str]) -> None:
    """Refuse what a record of the form has no place for."""
    unknown, known = [name for name in names if name not in form.fields], ", ".join(form.fields)
    if unknown:
        raise Refusal(say("Such a record has no {names}; it has {known}.", names=", ".join(unknown), known=known))


def _check_units(root: Path, rows: Sequence[Row]) -> None:
    for row in rows:
        if "unit" in row and not (root / f"data/units/{row['unit']}.yaml").is_file():
            raise Refusal(say("There is no unit {unit}.", unit=row["unit"]))


def _asked(given: Row, form: Form, session: Session) -> dict[str, str]:
    """The one row of the command line; on a terminal what is missing is asked for. An empty answer says nothing."""
    row = dict(given)
    nobody = "unit" in row and "cadre" not in row
    if sys.stdin.isatty():
        for name, question in form.asked.items():
            if name not in row and (name == "date" or not nobody):
                default = session.as_of.isoformat() if name == "date" else None
                row[name] = click.prompt(render(question, session.lang), default=default, err=True)
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


def _rows(table: Path, given: Row, form: Form) -> list[dict[str, str]]:
    """The rows of a CSV, each over what the options say for all; empty cells say nothing."""
    with table.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        unknown = [name for name in reader.fieldnames or () if name not in form.fields]
        if unknown:
            known = ", ".join(form.fields)
            raise Refusal(say("Unknown columns: {names}; known are {known}.", names=", ".join(unknown), known=known))
        return [{**given, **{key: value for key, value in row.items() if key and value}} for row in reader]


def _dated(row: Row, session: Session) -> Row:
    """The row, which has a date that is not ahead, and a person or a unit; what files could not refuse is refused."""
    if "date" not in row or not ("cadre" in row or "unit" in row):
        raise Refusal(say("An event needs its date, and the person or the unit that it concerns."))
    day = parse_date(row["date"])
    if day is not None and day[0] > code_of(session.as_of):
        raise Refusal(say("{date} lies ahead; record what has taken place.", date=row["date"]))
    return row


def _event(root: Path, kind: str, row: Row) -> "Entry":
    """What is recorded of an event, among those of its unit."""
    from cadrectl.records.adding import of_event, unit_of

    unit = row.get("unit") or unit_of(root, row["cadre"])
    stated = [key for key in OF_EVENTS.fields if key in row and key != "unit"]
    return of_event(unit, kind, {key: _typed(key, row[key]) for key in stated})


def _typed(key: str, text: str) -> str | int:
    return int(text) if key == "staff" and text.isdecimal() else text


def _clearing(root: Path, kind: str, row: Row) -> "Entry":
    """The clearing of a unit's posts in a semester (JX-8), and of the person concerned, if there is one, the outcome,
    the date and the legal basis."""
    from cadrectl.records.adding import of_clearing, unit_of, words_of

    unit = row.get("unit") or unit_of(root, row["cadre"])
    if unit is None:
        raise Refusal(say("{cadre} holds no post in a unit; name the unit.", cadre=row["cadre"]))
    missing = [name for name in ("outcome", "basis") if "cadre" in row and name not in row]
    if missing:
        raise Refusal(say("Whoever is cleared from a post needs also: {names}.", names=", ".join(missing)))
    bases = words_of(root, "legal-bases")
    if "basis" in row and row["basis"] not in bases:
        told = say("There is no legal basis {basis}; there are: {bases}.", basis=row["basis"], bases=", ".join(bases))
        raise Refusal(told)
    item = {key: row[key] for key in ("cadre", "date", "outcome", "basis")} if "cadre" in row else None
    return of_clearing(unit, _semester(root, row), row["date"], item)


def _check_once(root: Path, entries: "Sequence[Entry]") -> None:
    """Refuse to clear somebody, or a school of nobody, twice in a semester."""
    from cadrectl.records.adding import people_in

    seen = {(one.file, id) for one in entries for id in people_in(root, one.file)}
    for one in entries:
        if one.item is None and (root / one.file).is_file():
            raise Refusal(say("The clearing is on record already: {path}.", path=one.file))
        if one.item is not None and (one.file, one.item["cadre"]) in seen:
            raise Refusal(say("{cadre} is in {path} already.", cadre=one.item["cadre"], path=one.file))
        seen |= {(one.file, one.item["cadre"])} if one.item is not None else set()


def _semester(root: Path, row: Row) -> "Semester":
    """The semester that is named, or the one in which the day lies."""
    from cadrectl.records.adding import semesters

    if parse_date(row["date"]) is None:
        raise Refusal(say("{date} is no date; write it as 2026-06-28.", date=row["date"]))
    known = semesters(root)
    named = row.get("semester")
    fitting = [one for one in known if (one.id == named if named else one.first <= row["date"] <= one.last)]
    if not fitting:
        ids = ", ".join(one.id for one in known)
        raise Refusal(say("The calendar has no such semester; name one by --semester: {ids}.", ids=ids))
    return fitting[0]


CLEARING = "clearing"
_WHEN = say("When it took place")
OF_EVENTS = Form(
    fields=("cadre", "date", "until", "by", "body", "occasion", "staff", "direction", "topic", "result", "unit"),
    asked={"cadre": say("Whom it concerns, by id or name"), "date": _WHEN},
    entry=_event,
)
OF_CLEARINGS = Form(
    fields=("unit", "semester", "cadre", "date", "outcome", "basis"),
    asked={
        "cadre": say("Whom it concerns, by id or name"),
        "date": _WHEN,
        "outcome": say("The outcome: transfer or leave"),
        "basis": say("The legal basis, a word of the vocabulary legal-bases"),
    },
    entry=_clearing,
)
"""A clearing has no place for a word about anybody: options beside these are refused."""

COMMANDS: dict[str, Command] = {"record": record}
