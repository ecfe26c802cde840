"""`report roster`, `report card`, `report form` and `report dossier`: documents that are asked for one by one."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cadrectl.cli import completing, options
from cadrectl.cli.answer import write
from cadrectl.cli.reporting import ENVIRONMENT, ground_of, making_of, note_access
from cadrectl.cli.session import Session
from cadrectl.cli.words import Refusal, command, option
from cadrectl.report.single import ENDINGS
from cadrectl.text import Text, say

if TYPE_CHECKING:
    from cadrectl.report.document import Document
    from cadrectl.report.ground import Ground

ENDING = ".md"

file_option = option(
    "-o",
    "file",
    metavar="FILE",
    type=click.Path(path_type=Path),
    about=say("Write to FILE (.md, .html, .docx, .xlsx or .pdf); without it Markdown is printed."),
)
profile_option = option(
    "--profile",
    type=click.Choice(["internal", "full"]),
    default="internal",
    about=say("For whom: full may hold family and health, and leaves a line in the access log (internal)."),
)
person_argument = click.argument("id", metavar="ID", shell_complete=completing.people)


@command("roster", about=say("Write the roster of those on the register, with the columns chosen."))
@option(
    "--column",
    "columns",
    metavar="NAME",
    multiple=True,
    about=say("This column, in the order given; may be repeated. A wrong name lists them all."),
)
@option(
    "--where",
    "conditions",
    metavar="FIELD=VALUE",
    multiple=True,
    about=say("Only people with that value, given as an id, a word or a label; may be repeated."),
)
@file_option
@options.skip_invalid
@click.pass_obj
def roster(session: Session, /, columns: Sequence[str], conditions: Sequence[str], **wish: Any) -> None:
    """Print or write the roster."""
    from cadrectl.cli.rosters import condition
    from cadrectl.report.people_list import people_list

    where = [condition(one) for one in conditions]
    _give(session, wish, lambda ground: people_list(ground, columns, where))


@command("card", about=say("Write the card of one person, by id or name: everything known, in time order."))
@person_argument
@file_option
@options.skip_invalid
@click.pass_obj
def card(session: Session, /, id: str, **wish: Any) -> None:
    """Print or write the card."""
    from cadrectl.report.person import card as card_of

    _give(session, wish, lambda ground: card_of(ground, _person(ground, id)))


@command("form", about=say("Write the appointment form of one person, by id or name, in its standard layout."))
@person_argument
@profile_option
@file_option
@options.skip_invalid
@click.pass_obj
def form(session: Session, /, id: str, **wish: Any) -> None:
    """Print or write the form."""
    from cadrectl.report.appointment_form import appointment_form

    def made(ground: "Ground") -> "Document":
        cadre = _person(ground, id)
        note_access(ground, cadre)
        return appointment_form(ground, cadre, _private(ground, cadre))

    _give(session, wish, made)


@command("dossier", about=say("Write the dossier of an appointment CASE: its steps against the procedure, who stands."))
@click.argument("case", metavar="CASE", shell_complete=completing.everything)
@file_option
@options.skip_invalid
@click.pass_obj
def dossier(session: Session, /, case: str, **wish: Any) -> None:
    """Print or write the dossier."""
    from cadrectl.cli.appoint import case_called
    from cadrectl.report.case import dossier_of_case

    def made(ground: "Ground") -> "Document":
        return dossier_of_case(ground, case_called(ground.records, case))

    _give(session, wish, made)


def _person(ground: "Ground", named: str) -> str:
    from cadrectl.cli.people import person

    return person([one for one in ground.records if one.kind == "cadres"], named)


def _private(ground: "Ground", cadre: str) -> Mapping[str, Any]:
    """What is kept apart of a person, where the profile lets it in."""
    if not ground.profile.sensitive:
        return {}
    found = (one.value for one in ground.records if one.kind == "cadres-private" and one.id == cadre)
    return next(found, {})


def _give(session: Session, wish: Mapping[str, Any], make: "Callable[[Ground], Document | Text]") -> None:
    """Make the document as of the session's day, and write it where it was asked for."""
    from cadrectl.report.document import spoken
    from cadrectl.report.failure import CannotMake
    from cadrectl.report.ground import Period
    from cadrectl.report.single import single

    file = wish["file"]
    ending = ENDING if file is None else file.suffix.lower()
    if ending not in ENDINGS:
        raise Refusal(say("{file} ends in none of {endings}.", file=str(file), endings=", ".join(ENDINGS)))
    day = session.as_of
    ground = ground_of(session, Period(day.isoformat(), day, day), {"profile": "internal", **wish})
    document = make(ground)
    if isinstance(document, Text):
        raise Refusal(document)
    try:
        content = single(spoken(document, session.lang), making_of(session, ground), ending)
    except CannotMake as failure:
        raise Refusal(failure.text, ENVIRONMENT) from None
    if file is None:
        click.echo(content.decode(), nl=False)
    else:
        write(file, content)
