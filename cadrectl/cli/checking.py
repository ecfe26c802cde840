"""`validate`, `explain` and `fmt`: what is wrong with the records, what a code means, the canonical form."""

import difflib
from collections.abc import Sequence
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

import click

from cadrectl.cli import completing
from cadrectl.cli.commands import ALL
from cadrectl.cli.keeping import kept_text
from cadrectl.cli.problems import ProblemList, listed, problem_form, tell_problems
from cadrectl.cli.quoting import SEVERITIES
from cadrectl.cli.session import Session
from cadrectl.cli.words import Command, Refusal, command, option
from cadrectl.problem import CATALOGUE, Problem
from cadrectl.text import Text, render, say, say_count

if TYPE_CHECKING:
    from cadrectl.cli.reading import Reading

FOUND, ENVIRONMENT = 1, 4


@command("validate", about=ALL["validate"].about)
@click.argument("paths", metavar="[PATH]...", nargs=-1, type=click.Path(path_type=Path))
@option("--strict", is_flag=True, about=say("Warnings count as errors, and policies are checked too."))
@problem_form
@click.pass_obj
def validate(session: Session, paths: Sequence[Path], strict: bool, form: str) -> int:
    """Exit code 1 when there are errors, or with `--strict` warnings."""
    from cadrectl.cli.reading import read

    reading = read(session)
    problems = [*reading.problems, *(_by_policies(reading, session) if strict else ())]
    chosen = _within(problems, [_inside(path, session, reading.root) for path in paths])
    head = reading.head("validate", session)
    found = ProblemList(chosen, head, reading.root, reading.source)

    def text() -> str:
        return listed(found, form, session.lang)

    # it takes long where files are quoted; paths mean something else in another folder, and policies have no snapshot
    keeps = form == "text" and not paths and not strict
    click.echo(kept_text(reading, session, text) if keeps else text(), nl=False)
    session.tell(_summary(chosen, reading.count))
    return FOUND if any(problem.is_error or strict for problem in chosen) else 0


def _by_policies(reading: "Reading", session: Session) -> list[Problem]:
    """What is wrong with the policies and, where nothing is, with what was confirmed and appointed, and with units."""
    from cadrectl.cli.appoint import case_faults
    from cadrectl.cli.judging import confirmed_problems, policy_problems, unit_problems

    problems = policy_problems(reading)
    sound = not any(problem.is_error for problem in (*reading.problems, *problems))
    if not sound:
        return problems
    return [
        *problems,
        *confirmed_problems(reading),
        *case_faults(reading, session),
        *unit_problems(reading, session),
    ]


def _inside(path: Path, session: Session, root: Path) -> str:
    """`path`, as it was written from the working directory or `-C`, as the records name it."""
    for start in (Path(), session.directory, root):
        full = (start / path).resolve()
        if full.exists() and full.is_relative_to(root.resolve()):
            return full.relative_to(root.resolve()).as_posix()
    raise Refusal(say("{path} is not in the workspace {root}.", path=str(path), root=str(root)))


def _within(problems: Sequence[Problem], places: Sequence[str]) -> list[Problem]:
    if not places:
        return list(problems)
    return [p for p in problems if any(PurePosixPath(p.path).is_relative_to(place) for place in places)]


def _summary(problems: Sequence[Problem], records: int) -> Text:
    errors = sum(problem.is_error for problem in problems)
    return say(
        "{records}: {errors}, {warnings}.",
        records=say_count("{count} record read", "{count} records read", count=records),
        errors=say_count("{count} error", "{count} errors", count=errors),
        warnings=say_count("{count} warning", "{count} warnings", count=len(problems) - errors),
    )


@command("explain", about=ALL["explain"].about)
@click.argument("code", metavar="CODE", shell_complete=completing.codes)
@click.pass_obj
def explain(session: Session, code: str) -> None:
    """Print the catalogue's entry."""
    if code not in CATALOGUE:
        near = difflib.get_close_matches(code, CATALOGUE) or sorted(CATALOGUE)
        raise Refusal(say("There is no code {code}; there are: {codes}.", code=code, codes=", ".join(near)))
    entry = CATALOGUE[code]
    severity = render(SEVERITIES[entry.severity], session.lang)
    click.echo(f"{severity}[{code}] {render(entry.title, session.lang)}\n\n{render(entry.explanation, session.lang)}")


@command("fmt", about=ALL["fmt"].about)
@option("--check", is_flag=True, about=say("Change nothing; name the files that are not in canonical form."))
@click.pass_obj
def fmt(session: Session, check: bool) -> int:
    """Exit code 1 when a file is not canonical (`--check`) or cannot be read."""
    from cadrectl.cli.reading import root_of
    from cadrectl.records.comments import canonical_text
    from cadrectl.records.schemas import kind_and_id
    from cadrectl.records.source import working_tree
    from cadrectl.records.write import content_hash, write_all

    if session.rev is not None or session.known_at:
        raise Refusal(say("fmt writes files; a past revision has none to write."))
    root = root_of(session)
    source = working_tree(root)
    changed: dict[str, str] = {}
    before: dict[str, str] = {}
    problems: list[Problem] = []
    for name in filter(kind_and_id, source.names()):
        content = source.read(name)
        text = [content] if isinstance(content, Problem) else canonical_text(name, content)
        if isinstance(content, bytes) and isinstance(text, str) and text.encode() != content:
            changed[name], before[name] = text, content_hash(content)
        elif isinstance(text, list):
            problems += text
    tell_problems(problems, source, session.lang)
    if not check and (refused := write_all(root, changed, before)):
        raise Refusal(refused, ENVIRONMENT)
    for name in changed:
        click.echo(name)
    return FOUND if problems or (check and changed) else 0


COMMANDS: dict[str, Command] = {"validate": validate, "explain": explain, "fmt": fmt}
