"""`list` and `show`: who and what is on the register, and everything known about one of them."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click
from msgspec.structs import replace

from cadrectl.calendar import code_of
from cadrectl.cli import completing, options
from cadrectl.cli.answer import Answer, Column, Row, answer_options, give, in_words
from cadrectl.cli.commands import ALL
from cadrectl.cli.session import Session
from cadrectl.cli.words import Command, Refusal, command, option
from cadrectl.text import render, say

if TYPE_CHECKING:
    from cadrectl.cli.reading import Reading
    from cadrectl.decide.roster import Heading
    from cadrectl.records.record import Record
    from cadrectl.register import Plain, Register

SHOWN = (
    Column("date", say("date")),
    Column("what", say("what")),
    Column("text", say("content")),
    Column("path", say("record")),
    Column("line", say("line")),
)


@command("list", about=ALL["list"].about)
@click.argument("kind", metavar="KIND", shell_complete=completing.kinds)
@option(
    "--where",
    "conditions",
    metavar="FIELD=VALUE",
    multiple=True,
    about=say("Only records with that value, given as an id, a word or a label; may be repeated."),
)
@options.skip_invalid
@answer_options
@click.pass_obj
def list_(session: Session, /, kind: str, conditions: Sequence[str], skip_invalid: bool, **wish: Any) -> None:
    """Print a roster."""
    from cadrectl.cli.left_out import marked
    from cadrectl.cli.reading import read_fit, register_of
    from cadrectl.decide.roster import Roster, roster

    reading = read_fit(session, skip_invalid)
    register = _with_clauses(register_of(reading), reading, session)
    found = roster(register, _kind(kind), list(map(condition, conditions)), session.as_of)
    if not isinstance(found, Roster):
        raise Refusal(found)
    columns = [Column(heading.key, heading.title, in_words(heading.words)) for heading in found.headings]
    answer = Answer(reading.head("list", session), columns, found.rows, reading.problems)
    give(marked(answer, reading), wish, session.lang)


def _kind(named: str) -> str:
    """The kind of record that is named by its folder or by its label."""
    from cadrectl.register import KINDS, table

    labels = {kind: table(kind).label for kind in KINDS}
    for kind, label in labels.items():
        if named == kind or named.casefold() in map(str.casefold, label.values()):
            return kind
    kinds = {lang: ", ".join(f"{kind} ({label[lang]})" for kind, label in labels.items()) for lang in ("zh", "en")}
    raise Refusal(say("There is no kind {kind}; there are: {kinds}.", kind=named, kinds=kinds))


def condition(text: str) -> tuple[str, str]:
    """The field and the value of a condition `FIELD=VALUE`."""
    field, equals, value = text.partition("=")
    if not equals:
        raise Refusal(say("--where takes FIELD=VALUE, not {text}.", text=text))
    return field, value


@command("show", about=ALL["show"].about)
@click.argument("id", metavar="ID", shell_complete=completing.everything)
@options.skip_invalid
@answer_options
@click.pass_obj
def show(session: Session, /, id: str, skip_invalid: bool, **wish: Any) -> None:
    """Print what is known about one person or one other record."""
    from cadrectl.cli.left_out import marked
    from cadrectl.cli.people import person
    from cadrectl.cli.reading import read_fit, register_of

    reading = read_fit(session, skip_invalid)
    record = _named(reading.records, id)
    register = _with_clauses(register_of(reading), reading, session)
    if record is None or record.kind == "cadres":
        cadre = person(reading.of("cadres"), record.id if record else id)
        rows = [*_person(register, cadre, session), *_owed(reading, cadre, session)]
    else:
        rows = _record(register, record, session)
    answer = Answer(reading.head("show", session), SHOWN, rows, reading.problems)
    give(marked(answer, reading), wish, session.lang)


def _with_clauses(register: "Register", reading: "Reading", session: Session) -> "Register":
    """The register with what the clauses ask that relaxations name, as the versions in force at the date say it."""
    from cadrectl.cli.judging import sound_bench
    from cadrectl.policy.load import in_force

    series = sorted({record.value["policy"] for record in reading.of("relaxations")})
    if not series:
        return register
    court = sound_bench(session, reading)
    versions = in_force(court.known, series, code_of(session.as_of))
    asked = court.labels_of([(policy, tier) for policy in versions for tier in policy.tiers])
    clauses = {path: {lang: render(text, lang) for lang in ("zh", "en")} for path, text in asked.items()}
    return replace(register, clauses=clauses)


def _named(known: "Sequence[Record]", id: str) -> "Record | None":
    """The record of that id; with its folder before it (`2025/U001-annual`) where others have the id too."""
    from cadrectl.register import KINDS

    fitting = [one for one in known if one.kind in (*KINDS, "policies") and f"/{one.path}".endswith(f"/{id}.yaml")]
    if not fitting:
        return None
    if fitting[0].kind == "policies":
        raise Refusal(say("{id} is a policy; `cadrectl policy show {id}` says what it asks.", id=fitting[0].id))
    if len(fitting) > 1:
        names = ", ".join(one.path.removeprefix("data/").removesuffix(".yaml") for one in fitting)
        raise Refusal(say("{count} records are called {id}: {names}.", count=len(fitting), id=id, names=names))
    return fitting[0]


def _person(register: "Register", cadre: str, session: Session) -> list[Row]:
    """A row for every entry of the person's growth file."""
    from cadrectl.decide.dossier import dossier
    from cadrectl.decide.roster import Roster, roster

    found = roster(register, "cadres", [("cadre", cadre)], session.as_of)
    about = found.rows[0] if isinstance(found, Roster) else {}
    return [
        {
            **{key: about.get(key) for key in ("cadre", "name", "unit")},
            "date": entry.on,
            "what": render(entry.label, session.lang),
            "text": _values(entry.values, session.lang),
            "path": entry.path,
            "line": entry.line,
        }
        for entry in dossier(register, cadre, session.as_of) or ()
    ]


def _owed(reading: "Reading", cadre: str, session: Session) -> list[Row]:
    """A row for everything that is due or overdue for the person; none where no policy is in force."""
    from cadrectl.cli.due import SHOWN, STATES, labels_of, owed_by
    from cadrectl.cli.judging import sound_bench

    court = sound_bench(session, reading)
    labels = labels_of(court)
    return [
        {
            "cadre": one.cadre,
            "name": one.name,
            "unit": one.unit,
            "date": one.due_on,
            "what": render(labels[one.duty], session.lang),
            "text": render(STATES[one.state], session.lang),
            "path": one.evidence[0][0],
            "line": one.evidence[0][1],
        }
        for one in owed_by(court, (cadre,), code_of(session.as_of), SHOWN)
    ]


def _record(register: "Register", record: "Record", session: Session) -> list[Row]:
    """A row for every value and every entry of the record."""
    from cadrectl.decide.dossier import contents

    return [
        {
            "id": record.id,
            "date": entry.on,
            "what": render(entry.label, session.lang),
            "text": _values(entry.values, session.lang),
            "path": entry.path,
            "line": entry.line,
        }
        for entry in contents(register, record.kind, record.path, session.as_of)
    ]


def _values(values: "Sequence[tuple[Heading, Plain]]", lang: str) -> str:
    """Values in words, the title of each before it where there are several."""
    said = [(render(heading.title, lang), render(in_words(heading.words)(value), lang)) for heading, value in values]
    comma = "，" if lang == "zh" else ", "
    return said[0][1] if len(said) == 1 else comma.join(f"{title} {text}" for title, text in said)


COMMANDS: dict[str, Command] = {"list": list_, "show": show}
