"""`diff`: what changed between two states of the records, person by person, in words."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any

import click

from cadrectl.cli.answer import Answer, Column, answer_options, give, in_markdown, printable, send
from cadrectl.cli.commands import ALL
from cadrectl.cli.problems import tell_problems
from cadrectl.cli.session import Session
from cadrectl.cli.words import Command, Refusal, command
from cadrectl.text import Text, render, say

if TYPE_CHECKING:
    from cadrectl.cli.ends import Compared
    from cadrectl.review.change import Change

COLUMNS = (
    Column("unit", say("unit")),
    Column("cadre", say("cadre")),
    Column("name", say("name")),
    Column("change", say("change")),
    Column("on", say("since")),
    Column("text", say("content")),
    Column("path", say("record")),
    Column("line", say("line")),
)


@command("diff", about=ALL["diff"].about)
@click.argument("before", metavar="[A]", default="HEAD")
@click.argument("after", metavar="[B]", required=False)
@answer_options
@click.pass_obj
def diff(session: Session, /, before: str, after: str | None, **wish: Any) -> None:
    """Print the changes."""
    from cadrectl.cli.ends import compared, head
    from cadrectl.review.compare import changes

    if session.rev is not None or session.known_at:
        raise Refusal(say("diff names its two revisions itself; --rev and --known-at are for questions about one."))
    found = compared(session, before, after)
    tell_problems([one for one in found.problems if one.is_error], found.after.source, session.lang)
    told = changes(found.comparison)
    if wish["form"] in ("table", "markdown"):
        show = as_text if wish["form"] == "table" else as_markdown
        lines = show(told, names_of(found), session.lang) if told else [render(_nothing(found), session.lang)]
        send("".join(f"{line}\n" for line in lines), wish["file"])
        return
    found_rows = [row(one, session.lang) for one in told]
    give(Answer(head(session, found, "diff"), COLUMNS, found_rows, found.problems), wish, session.lang)


def _nothing(found: "Compared") -> Text:
    """That there is no change, as far as the files can be read."""
    return say("Nothing changed in the files that can be read.") if found.unread else say("Nothing changed.")


def row(change: "Change", lang: str) -> dict[str, Any]:
    """A change as JSON says it."""
    return {
        "cadre": change.cadre,
        "name": change.name,
        "unit": change.unit,
        "change": change.kind,
        "on": change.on,
        "text": render(change.text, lang),
        "path": change.path,
        "line": change.line,
    }


def names_of(found: "Compared") -> Mapping[str, str]:
    """The names of the units that the changes may be about."""
    ends = (found.comparison.before, found.comparison.after)
    return {unit.id: unit.value["name"] for end in ends for unit in end.of("units")}


def grouped(changes: "Sequence[Change]") -> "Iterator[tuple[str | None, str | None, list[Change]]]":
    """The changes by unit and person; what is about neither, by file."""

    def about(one: "Change") -> tuple[str | None, str | None, str]:
        return one.unit, one.cadre, one.unit or one.cadre or one.path

    for (unit, cadre, _), some in groupby(changes, about):
        yield unit, cadre, list(some)


def headline(unit: str | None, change: "Change", units: Mapping[str, str]) -> str:
    """Whom a group of changes is about."""
    parts = [units.get(unit or "", unit or ""), change.name or "", change.cadre or ""]
    return " ".join(part for part in parts if part) or change.path


def as_text(changes: "Sequence[Change]", units: Mapping[str, str], lang: str) -> Iterator[str]:
    """For a terminal: each person's changes under a headline, with the line where each is written."""
    from cadrectl.review.change import KINDS

    for unit, _, some in grouped(changes):
        yield printable(headline(unit, some[0], units))
        for one in some:
            said = f"{render(KINDS[one.kind], lang)} · {render(one.text, lang)}"
            yield f"  {printable(said)}  {one.path}:{one.line}"
        yield ""


def as_markdown(changes: "Sequence[Change]", units: Mapping[str, str], lang: str) -> Iterator[str]:
    """For a comment: the same as lists under headings."""
    from cadrectl.review.change import KINDS

    for unit, _, some in grouped(changes):
        yield f"**{in_markdown(headline(unit, some[0], units))}**\n"
        for one in some:
            said = f"{render(KINDS[one.kind], lang)} · {render(one.text, lang)}"
            yield f"- {in_markdown(said)} ({in_code(f'{one.path}:{one.line}')})"
        yield ""


def in_code(text: str) -> str:
    """A name in Markdown, as it is written: as many marks around it as no run within it has."""
    marks = "`" * (1 + max(map(len, re.findall("`+", text)), default=0))
    return f"{marks}{text}{marks}"


COMMANDS: dict[str, Command] = {"diff": diff}
