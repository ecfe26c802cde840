"""From the names of revisions to the two states that are compared, with only the files read that this needs."""

import time
from collections.abc import Iterable, Mapping, Sequence, Set
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import replace

from cadrectl.calendar import NEVER, code_of
from cadrectl.cli.reading import ENVIRONMENT, WRONG_USE, Envelope, head_of, root_of, store_of
from cadrectl.cli.session import Session
from cadrectl.cli.words import Refusal
from cadrectl.problem import Problem
from cadrectl.records.contents import Contents
from cadrectl.records.difference import Changed, changed
from cadrectl.records.log import day_of_commit
from cadrectl.records.record import Record
from cadrectl.records.revisions import Failure, Revision, repository, revision
from cadrectl.records.schemas import kind_and_id
from cadrectl.records.shelf import Shelved, excerpt, read_shelved
from cadrectl.records.source import WatchedSource, working_tree
from cadrectl.records.store import Store
from cadrectl.review.compare import Comparison
from cadrectl.review.ends import Key, end_of, named_in
from cadrectl.review.subject import homes_in
from cadrectl.text import say
from cadrectl.workspace import WORKSPACE_FILE

if TYPE_CHECKING:
    from cadrectl.policy.model import Policy

CONTEXT = ("data/vocabularies", "data/policies")
"""Folders that are read whatever has changed: the words and the schemes of the workspace."""
CASES = ".cases.yaml"
"""How the files of cases end, which say nothing of the records."""


class Side(Struct, frozen=True):
    """One of two states, and how files of it are read: by its contents where these are looked at anyway."""

    source: WatchedSource
    store: Store
    contents: Contents | None = None

    @property
    def commit(self) -> str | None:
        """The commit that it is of; None for the working tree."""
        return self.source.commit if isinstance(self.source, Revision) else None

    def names(self, folder: str) -> list[str]:
        """The names of the files in a folder."""
        if self.contents is None:
            return self.source.names(folder)
        return self.contents.beginning(f"{folder}/")

    def number(self, folder: str) -> int:
        """How many files there are in a folder."""
        return len(self.names(folder)) if self.contents is None else self.contents.number(f"{folder}/")

    def read(self, names: Iterable[str]) -> Shelved:
        """The records of these files, and their problems."""
        wanted = list(names)
        if self.contents is None:
            return excerpt(self.source, wanted, self.store)
        found = read_shelved(self.contents, self.store, self.contents.hashes_of(wanted))
        closed = [one for one in self.contents.problems if one.path in wanted]
        return replace(found, problems=[*closed, *found.problems])


class Compared(Struct, frozen=True):
    """Two states with the records that differ, those that these name, and the problems of the files that differ.

    A file that cannot be read at one end is left out at both; `unread` are those that differ.
    """

    root: Path
    before: Side
    after: Side
    names: list[str]
    comparison: Comparison
    problems: list[Problem]
    unread: Set[str]


def revision_of(root: Path, name: str) -> Revision:
    """The revision of that name; without one the run ends."""
    found = revision(root, name)
    if isinstance(found, Failure):
        raise Refusal(found.message, ENVIRONMENT if found.code == "no-git" else WRONG_USE)
    return found


def pair_of(root: Path, text: str) -> tuple[Revision, Revision]:
    """The two revisions of `A..B` (or `A...B`); what is left out is HEAD."""
    first, dots, second = text.partition("..")
    if not dots:
        raise Refusal(say("Two revisions are written A..B, not {text}.", text=text))
    return revision_of(root, first or "HEAD"), revision_of(root, second.removeprefix(".") or "HEAD")


def in_repository(root: Path) -> None:
    """End the run where the workspace is in no repository, or git is missing."""
    found = repository(root)
    if isinstance(found, Failure):
        raise Refusal(found.message, ENVIRONMENT if found.code == "no-git" else WRONG_USE)


def compared(session: Session, before: str, after: str | None) -> Compared:
    """The states of two revisions, or of a revision and the working tree (None)."""
    root, store = root_of(session, after is not None), store_of(session, time.time_ns())
    old, new = revision_of(root, before), working_tree(root) if after is None else revision_of(root, after)
    return between(session, root, Side(old, store), Side(new, store))


def between(session: Session, root: Path, before: Side, after: Side) -> Compared:
    """The two states, read as far as their difference goes."""
    assert before.commit is not None
    return apart_in(session, root, (before, after), changed(root, before.commit, after.commit))


def apart_in(session: Session, root: Path, ends: tuple[Side, Side], files: Sequence[Changed]) -> Compared:
    """The two states, which share all records but those of these files."""
    before, after = ends
    was = before.read(file.name for file in files if file.was)
    now = after.read(file.name for file in files if file.is_)
    names = [file.name for file in files]
    unread = {problem.path for problem in (*was.problems, *now.problems) if problem.is_error}
    keys = [key for name in names if name not in unread if (key := kind_and_id(name))]
    about = around(after, [*was.records, *now.records])
    known = {(record.kind, record.id) for record in about}
    then = around(before, was.records, known)
    ends_now = end_of([*_fit(was, unread), *then]), end_of([*_fit(now, unread), *about])
    comparison = Comparison(*ends_now, keys, code_of(session.as_of), _known(before, files))
    problems = [one for one in was.problems if one.is_error and one.path in unread]
    return Compared(root, before, after, names, comparison, [*problems, *now.problems], unread & {*names})


def _known(before: Side, files: Sequence[Changed]) -> int:
    """The day of the earlier state; asked for only where somebody comes on a register that is there already."""
    new = any(one.name.startswith("data/cadres/") and not one.was for one in files)
    earlier = before.source
    if not new or not isinstance(earlier, Revision) or not earlier.has_workspace:
        return NEVER
    return code_of(day_of_commit(earlier.root, earlier.commit))


def head(session: Session, found: Compared, command: str, policies: "Sequence[Policy]" = ()) -> Mapping[str, Any]:
    """The JSON envelope: that of the later state, and which two were compared (the later is null for the working tree).

    `policies` are those by which something was decided.
    """

    ends = {"before": found.before.commit, "after": found.after.commit}
    decided = {"policies": [{"id": policy.series, "version": policy.id} for policy in policies]}
    return Envelope(lambda: {**head_of(found.after.source, found.root, command, session), **decided, **ends})


def _fit(found: Shelved, unread: set[str]) -> list[Record]:
    return [record for record in found.records if record.path not in unread]


def around(side: Side, found: Sequence[Record], known: Iterable[Key] = ()) -> list[Record]:
    """The records that are needed to say what others mean: whom and what they name, and the workspace's own words.

    Of the people whom they name also where these are, for a change is told under the name of the unit.
    """
    have = {record.path for record in found} | {f"data/{kind}/{id}.yaml" for kind, id in known}
    wanted = {f"data/{kind}/{id}.yaml" for record in found for kind, id in named_in(record)}
    words = [name for folder in CONTEXT for name in side.names(folder) if not name.endswith(CASES)]
    named = side.read(sorted({*wanted, *words, WORKSPACE_FILE} - have)).records
    homes = {f"data/units/{id}.yaml" for record in named if record.kind == "cadres" for id in homes_in(record)}
    return [*named, *side.read(sorted(homes - have - {record.path for record in named})).records]
