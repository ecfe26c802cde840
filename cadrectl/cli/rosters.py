"""`list` and `show`: who and what is on the register, and everything known about one of them."""

from collections.abc import Mapping, Sequence
from typing import Any

import click

from cadrectl.cli.answer import Answer, Column, answer_options, give
from cadrectl.cli.session import Session
from cadrectl.cli.words import Command, Refusal, command, option
from cadrectl.text import say

# Every kind that is about the district; what is about the scheme or private is read elsewhere or not at all.
HIDDEN = ("cadres-private", "workspace", "vocabularies", "cases")


skip_invalid = option(
    "--skip-invalid", is_flag=True, about=say("Leave out the records that have errors, and name them.")
)


@command(
    "list",
    about=say("List the records of one KIND: cadres, units, reserve and so on. The columns are what one line can say."),
)
@click.argument("kind", metavar="KIND")
@option(
    "--where",
    "conditions",
    metavar="FIELD=VALUE",
    multiple=True,
    about=say("Only records with that value in that field; `posts.rank=deputy` looks into lists."),
)
@skip_invalid
@answer_options
@click.pass_obj
def list_(session: Session, kind: str, conditions: Sequence[str], skip_invalid: bool, **wish: Any) -> None:
    """Print a roster."""
    from cadrectl import records
    from cadrectl.cli.reading import read_fit
    from cadrectl.report.roster import fields, roster

    kinds = [kind for kind in records.kinds() if kind not in HIDDEN]
    if kind not in kinds:
        raise Refusal(say("There is no kind {kind}; there are: {kinds}.", kind=kind, kinds=", ".join(kinds)))
    wanted = [_condition(text) for text in conditions]
    reading = read_fit(session, skip_invalid)
    chosen = [record for record in reading.of(kind) if all(_has(record.value, path, value) for path, value in wanted)]
    rows = roster(chosen, reading.records, session.as_of)
    columns = [Column(key, label, reading.shown(schema)) for key, label, schema in fields(kind)]
    give(Answer(reading.head("list", session), columns, rows, reading.warnings), wish, session.lang)


@command(
    "show",
    about=say("Show one record by ID. Of a person, named by id or name, everything known, in time order."),
)
@click.argument("id", metavar="ID")
@skip_invalid
@answer_options
@click.pass_obj
def show(session: Session, id: str, skip_invalid: bool, **wish: Any) -> None:
    """Print what is known about one person or one other record."""
    from cadrectl.cli.people import person
    from cadrectl.cli.reading import read_fit
    from cadrectl.report.growth import growth_file, record_entries
    from cadrectl.report.wording import Wording

    reading = read_fit(session, skip_invalid)
    other = [record for record in reading.records if record.id == id and record.kind not in (*HIDDEN, "cadres")]
    wording = Wording(reading.records, session.lang)
    if other:
        entries = [entry for record in other for entry in record_entries(record, wording)]
        about = {"id": id}
    else:
        cadre = person(reading.records, id)
        entries = growth_file(reading.records, cadre, wording)
        about = {"cadre": cadre, "name": wording.name("cadres", cadre), "unit": home_unit}
    rows = [{**about, "date": e.date, "what": e.what, "text": e.text, "path": e.path, "line": e.line} for e in entries]
    give(Answer(reading.head("show", session), SHOWN, rows, reading.problems), wish, session.lang)


SHOWN = (
    Column("date", say("date")),
    Column("what", say("what")),
    Column("text", say("content")),
    Column("place", say("record")),
)
