"""From the session to the records it is about, and what stands in the way of computing from them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cadrectl import checks, records
from cadrectl.cli.problems import tell_problems
from cadrectl.cli.session import Session
from cadrectl.cli.words import Refusal
from cadrectl.problem import Problem
from cadrectl.records import Record, Source
from cadrectl.text import render, say
from cadrectl.vocabulary import vocabularies
from cadrectl.workspace import find_workspace

if TYPE_CHECKING:
    from cadrectl.register import Register

WRONG_USE, UNFIT, ENVIRONMENT = 2, 3, 4


@dataclass(frozen=True, slots=True)
class Reading:
    """The records of one run, every problem found in them, which records these are and where they came from."""

    root: Path
    records: list[Record]
    problems: list[Problem]
    digest: str
    revision: str | None
    source: Source

    def head(self, command: str, session: Session, policies: Sequence[Mapping[str, str]] = ()) -> dict[str, Any]:
        """The JSON envelope of a command's answer, without its rows and problems."""
        return {
            "schema": f"cadrectl/{command}/1",
            "as_of": session.as_of.isoformat(),
            "records": self.digest,
            "revision": self.revision,
            "policies": list(policies),
        }


def root_of(session: Session) -> Path:
    """The folder that holds `data/workspace.yaml`, here or above; without one the run ends."""
    root = find_workspace(session.directory)
    if root is None:
        raise Refusal(
            say("There is no workspace here or above (no data/workspace.yaml); `cadrectl init DIR` makes one.")
        )
    return root


def read(session: Session) -> Reading:
    """All records and all problems, of files and across them."""
    root = root_of(session)
    source, commit = _source(session, root)
    found = records.read_workspace(source)
    unread = [problem.path for problem in found.problems if problem.is_error]
    problems = [*found.problems, *checks.run(found.records, session.as_of, unread)]
    return Reading(root, found.records, sorted(problems, key=_place), found.digest, commit, source)


def _source(session: Session, root: Path) -> tuple[Source, str | None]:
    """The working tree, or the revision that the session asks for, and the commit that it is."""
    if session.rev is None and session.known_at is None:
        return records.working_tree(root), records.commit_if_clean(root)
    asked = records.revision(root, session.rev) if session.rev is not None else None
    found = asked or records.known_at(root, session.known_at or session.as_of)
    if isinstance(found, records.Failure):
        raise Refusal(found.message, ENVIRONMENT if found.code == "no-git" else WRONG_USE)
    return found, found.commit


def read_fit(session: Session, skip_invalid: bool) -> Reading:
    """The records to compute from. Errors end the run, or leave out and name the records that have them."""
    reading = read(session)
    errors = [problem for problem in reading.problems if problem.is_error]
    if not errors:
        return reading
    tell_problems(errors, reading.source, session.lang)
    if not skip_invalid:
        raise Refusal(
            say(
                "The records are not fit to compute from ({count} errors); nothing was computed.",
                count=len(errors),
            ),
            UNFIT,
        )
    kept, left_out = _sound(reading.records, session, {problem.path for problem in errors})
    for path in sorted(left_out):
        click.echo(render(say("left out: {path}", path=path), session.lang), err=True)
    return replace(reading, records=kept)


def _sound(known: list[Record], session: Session, unfit: set[str]) -> tuple[list[Record], set[str]]:
    """The records that are right among themselves: leaving one out can leave others pointing at nothing."""
    left_out: set[str] = set()
    while unfit:
        left_out |= unfit
        known = [record for record in known if record.path not in left_out]
        unfit = {problem.path for problem in checks.run(known, session.as_of) if problem.is_error} - left_out
    return known, left_out


def register_of(reading: Reading) -> "Register":
    """The records as tables."""
    from cadrectl.register import build

    named = [(record.id, record.value) for record in reading.records if record.kind == "vocabularies"]
    return build(reading.records, vocabularies(named), reading.digest)


def _place(problem: Problem) -> tuple[str, int, int, str]:
    return problem.path, problem.line, problem.column, problem.code
