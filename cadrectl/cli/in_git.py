"""`git`: what git calls in a clone, and `git setup`, which tells it to: differences in words, merges, checks, CI."""

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cadrectl import __version__
from cadrectl.cli.answer import file_option, send
from cadrectl.cli.commands import ALL
from cadrectl.cli.session import Session
from cadrectl.cli.words import Command, Group, Refusal, command
from cadrectl.text import render, say

if TYPE_CHECKING:
    from cadrectl.records.record import Record
    from cadrectl.review.ends import Words

FORGES = Path(__file__).parents[1] / "forges"
INDENT = "  "
DOUBT, NO_RECORD = 1, 2


@click.group("git", cls=Group, about=ALL["git"].about)
def git() -> None:
    """Commands that git calls, and the one that has it call them."""


@command(
    "setup",
    about=say(
        "Settle this clone: differences in words, merges of records, a check before each commit, a template for "
        "messages. Nothing of the records is changed."
    ),
)
@click.pass_obj
def setup(session: Session) -> None:
    """Write the settings of the clone; print what was settled."""
    from cadrectl.cli.ends import in_repository
    from cadrectl.cli.reading import ENVIRONMENT, root_of
    from cadrectl.records.clone import Clone, set_up

    root = root_of(session)
    in_repository(root)
    program = (sys.executable, "-P", "-m", "cadrectl")  # -P: what lies in the clone is never run
    settled = set_up(Clone(root, program, session.lang))
    if settled is None:
        raise Refusal(
            say("git does not write the settings of this clone: is another git at work (config.lock)?"), ENVIRONMENT
        )
    for done in settled:
        click.echo(render(done, session.lang))


@command("textconv", about=say("Print the record in FILE as lines for people; git calls it to show differences."))
@click.argument("kind", metavar="KIND")
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@click.pass_obj
def textconv(session: Session, kind: str, file: Path) -> None:
    """Never fails for what is in the file: what is no sound record is printed as it is."""
    data = file.read_bytes()
    record = _sound(kind, data)
    if record is None:
        sys.stdout.buffer.write(data)
        return
    from cadrectl.review.lines import lines_of

    lines = lines_of(kind, record.value, _words(session, record))
    told = [f"{INDENT * depth}{render(say('{text}', text=said), session.lang)}\n" for depth, said in lines]
    click.echo("".join(told), nl=False)


def _sound(kind: str, data: bytes) -> "Record | None":
    """The record that is stated, as far as the file alone tells."""
    from cadrectl.records.read import parse
    from cadrectl.records.record import Record
    from cadrectl.records.schemas import kinds
    from cadrectl.records.validation import validate

    if kind not in kinds():
        return None
    path = f"data/{kind}/-.yaml"
    parsed = parse(path, data)
    if [*parsed.problems, *validate(path, kind, parsed)]:
        return None
    return Record(path, kind, "", parsed.value, parsed.marks)


def _words(session: Session, record: "Record") -> "Words":
    """The words of the workspace, with the names of those whom the record names."""
    from cadrectl.cli.ends import Side, around
    from cadrectl.cli.reading import store_of
    from cadrectl.records.source import working_tree
    from cadrectl.review.ends import end_of, words_of
    from cadrectl.workspace import find_workspace

    root = find_workspace(session.directory)
    if root is None:
        return words_of(end_of([]), end_of([]))
    side = Side(working_tree(root), store_of(session, time.time_ns()))
    return words_of(end_of([]), end_of(around(side, [record])))


@command("staged", about=say("List what is wrong with the records as they are staged; git calls it before a commit."))
@click.pass_obj
def staged(session: Session) -> int:
    """Exit code 1 where there are errors."""
    from cadrectl.cli.checking import FOUND
    from cadrectl.cli.ends import in_repository
    from cadrectl.cli.problems import tell_problems
    from cadrectl.cli.reading import ENVIRONMENT, WRONG_USE, read_from, root_of
    from cadrectl.records import revisions

    root = root_of(session)
    in_repository(root)
    source = revisions.staged(root)
    if isinstance(source, revisions.Failure):
        raise Refusal(source.message, ENVIRONMENT if source.code == "no-index" else WRONG_USE)
    errors = [problem for problem in read_from(session, root, source).problems if problem.is_error]
    tell_problems(errors, source, session.lang)
    return FOUND if errors else 0


@command(
    "merge",
    about=say(
        "Merge the record THEIRS into OURS, both grown from BASE, member by member and entry by entry; git calls it. "
        "In doubt it refuses, and people decide."
    ),
)
@click.argument("base", metavar="BASE", type=click.Path(path_type=Path))
@click.argument("ours", metavar="OURS", type=click.Path(path_type=Path))
@click.argument("theirs", metavar="THEIRS", type=click.Path(path_type=Path))
@click.argument("name", metavar="PATH")
@click.pass_obj
def merge(session: Session, base: Path, ours: Path, theirs: Path, name: str) -> int:
    """Exit code 1 in doubt, 2 where this is no record that can be merged so; then OURS is as it was."""
    from cadrectl.review.merging import InDoubt, merged

    path = name[name.rfind("data/") :]
    try:
        text = merged(path, *(file.read_bytes() for file in (base, ours, theirs)))
    except InDoubt as doubt:
        told = say("{path}: {doubt}; people must decide", path=name, doubt=doubt.told)
        click.echo(render(told, session.lang), err=True)
        return DOUBT
    if text is None:
        return NO_RECORD
    ours.write_text(text, "utf-8")
    return 0


@command(
    "ci",
    about=say("Print the file by which a forge checks and reviews every change as it will be once it is merged."),
)
@click.argument("forge", type=click.Choice(["github", "gitlab", "gitea"]))
@file_option
@click.pass_obj
def ci(session: Session, forge: str, file: Path | None) -> None:
    """Print the pipeline, with this version of the program."""
    text = (FORGES / f"{forge}.yml").read_text("utf-8")
    send(text.replace("{version}", __version__), file)


for one in (setup, ci, textconv, staged, merge):
    git.add_command(one)

COMMANDS: dict[str, Command] = {"git": git}
