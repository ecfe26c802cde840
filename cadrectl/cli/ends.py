"""From the names of revisions to the two states that are compared, with only the files read that this needs."""

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cadrectl import records
from cadrectl.calendar import code_of
from cadrectl.cli.reading import ENVIRONMENT, WRONG_USE, Envelope, head_of, root_of, store_of
from cadrectl.cli.session import Session
from cadrectl.cli.words import Refusal
from cadrectl.problem import Problem
from cadrectl.records import Failure, Record, Revision, Shelved, Store, WatchedSource
from cadrectl.review.compare import Comparison
from cadrectl.review.ends import Key, end_of, named_in
from cadrectl.text import say
from cadrectl.workspace import WORKSPACE_FILE

if TYPE_CHECKING:
    from cadrectl.policy.model import Policy

CONTEXT = ("data/vocabularies", "data/policies")
"""Folders that are read whatever has changed: the words and the schemes of the workspace."""


CASES = ".cases.yaml"
"""How the files of cases end, which say nothing of the records."""


@dataclass(frozen=True, slots=True)
class Compared:
    """Two states with the records that differ, those that these name, and the problems of the files that differ.

    `after` is None for the working tree. A file that cannot be read at one end is left out at both.
    """

    root: Path
    before: Revision
    after: Revision | None
    names: list[str]
    comparison: Comparison
    problems: list[Problem]

    @property
    def source(self) -> WatchedSource:
        """Where the later state is read from."""
        return self.after or records.working_tree(self.root)


def revision_of(root: Path, name: str) -> Revision:
    """The revision of that name; without one the run ends."""
    found = records.revision(root, name)
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
    found = records.repository(root)
    if isinstance(found, Failure):
        raise Refusal(found.message, ENVIRONMENT if found.code == "no-git" else WRONG_USE)


def compared(session: Session, before: str, after: str | None) -> Compared:
    """The states of two revisions, or of a revision and the working tree (None)."""
    root = root_of(session)
    old, new = revision_of(root, before), None if after is None else revision_of(root, after)
    return between(session, root, old, new)


def between(session: Session, root: Path, old: Revision, new: Revision | None) -> Compared:
    """The two states, read as far as their difference goes."""
    files = records.changed(root, old, new)
    source: WatchedSource = new or records.working_tree(root)
    store = store_of(session, time.time_ns())
    was = records.excerpt(old, [file.name for file in files if file.was], store)
    now = records.excerpt(source, [file.name for file in files if file.is_], store)
    names = [file.name for file in files]
    unread = {problem.path for problem in (*was.problems, *now.problems) if problem.is_error}
    keys = [key for name in names if name not in unread if (key := records.kind_and_id(name))]
    about = around(source, store, [*was.records, *now.records])
    known = {(record.kind, record.id) for record in about}
    before = around(old, store, was.records, known)
    comparison = Comparison(
        end_of([*_fit(was, unread), *before]), end_of([*_fit(now, unread), *about]), keys, code_of(session.as_of)
    )
    problems = [one for one in was.problems if one.is_error and one.path in unread]
    return Compared(root, old, new, names, comparison, [*problems, *now.problems])


def head(session: Session, found: Compared, command: str, policies: "Sequence[Policy]" = ()) -> Mapping[str, Any]:
    """The JSON envelope: that of the later state, and which two were compared (the later is null for the working tree).

    `policies` are those by which something was decided.
    """

    ends = {"before": found.before.commit, "after": found.after.commit if found.after else None}
    decided = {"policies": [{"id": policy.series, "version": policy.id} for policy in policies]}
    return Envelope(lambda: {**head_of(found.source, found.root, command, session), **decided, **ends})


def _fit(found: Shelved, unread: set[str]) -> list[Record]:
    return [record for record in found.records if record.path not in unread]


def around(
    source: WatchedSource, store: Store, found: Sequence[Record], known: Iterable[Key] = ()
) -> list[Record]:
    """The records that are needed to say what others mean: whom and what they name, and the workspace's own words."""
    have = {record.path for record in found}
    wanted = {f"data/{kind}/{id}.yaml" for record in found for kind, id in named_in(record) - set(known)}
    words = [name for folder in CONTEXT for name in source.names(folder) if not name.endswith(CASES)]
    return records.excerpt(source, sorted({*wanted, *words, WORKSPACE_FILE} - have), store).records
