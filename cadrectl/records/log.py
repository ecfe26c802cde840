"""The commits between two revisions: what their messages state in trailers, and which files they change."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from msgspec import Struct

from cadrectl.records.difference import Changed, listed, records_in
from cadrectl.records.git import git
from cadrectl.workspace import DATA

_PLAIN = (
    *("-z", "--no-renames", "--relative", "--diff-merges=first-parent"),
    *("--no-notes", "--no-follow", "--no-show-signature", "--no-ext-diff", "--no-textconv"),
)
"""What makes a log the same whatever the configuration of the user says."""


def marks(tip: str) -> tuple[str, str]:
    """What stands before each commit and behind each part of it in a log that goes back from the commit `tip`.

    What is in a commit, or came before it, cannot hold the hash of it: no message passes for another commit.
    """
    return f"{tip}\x1e", f"{tip}\x1f"


class Commit(Struct, frozen=True):
    """One commit: its id, the keys of its trailers, and the names (below the workspace) that it changes."""

    id: str
    trailers: frozenset[str]
    names: tuple[str, ...]


def commits(root: Path, before: str, after: str) -> Iterator[Commit]:
    """The commits that `after` has and `before` has not, the latest first; a merge changes what it brings in."""
    end, part = marks(after)
    form = f"--format={end}%H{part}%(trailers:only,unfold){part}"
    said = git(root, "log", form, *_PLAIN, "--name-only", f"{before}..{after}", "--") or b""
    for one in said.decode("utf-8", "surrogateescape").split(end)[1:]:
        commit, trailers, names = one.split(part, 2)
        changed = tuple(name.strip("\n") for name in names.split("\0") if name.strip("\n"))
        yield Commit(commit, keys_stated(trailers), changed)


def keys_stated(trailers: str) -> frozenset[str]:
    """The keys of the trailers, each on a line of its own, that say something."""
    parts = (line.partition(":") for line in trailers.split("\n"))
    return frozenset(key for key, _, value in parts if value.strip())


def common_ancestor(root: Path, one: str, other: str) -> str | None:
    """The commit from which two histories part; None where they have none in common that this clone knows."""
    found = git(root, "merge-base", one, other)
    return found.decode("ascii").strip() if found else None


def day_of_commit(root: Path, commit: str) -> date:
    """The day that the committer of a commit wrote."""
    told = git(root, "log", "-1", "--no-show-signature", "--format=%cs", commit, "--") or b"0001-01-01"
    return date.fromisoformat(told.decode("ascii").strip())


class Step(Struct, frozen=True):
    """One step of a history: the commit, its day, the commit before it (None: it is the first), the files it changes.

    `commit` and `day` are None for the step from the last commit to the working tree.
    """

    commit: str | None
    day: str | None
    before: str | None
    files: tuple[Changed, ...]


def steps(root: Path, tip: str, word: str) -> Iterator[Step]:
    """The steps to a commit that change files in which, or in whose names, a word of letters and digits ever stood.

    The latest comes first; of a merge the first parent is the commit before.
    """
    line = ("-c", "log.showRoot=true", "log", "--first-parent", *_PLAIN)
    named = git(root, *line, "--name-only", "--format=", f"-S{word}", tip, "--", f"{DATA}/") or b""
    names = sorted({name.strip("\n") for name in named.decode("utf-8", "surrogateescape").split("\0")} - {""})
    end, part = marks(tip)
    form = f"--format={end}%H{part}%cs{part}%P{part}"
    paths = [f":(glob){DATA}/**/*{word}*", *(f":(literal){name}" for name in names)]
    said = git(root, *line, "--name-status", form, tip, "--", *paths) or b""
    for one in said.decode("utf-8", "surrogateescape").split(end)[1:]:
        commit, day, parents, changed = one.split(part, 3)
        yield Step(commit, day, parents.split(" ")[0] or None, tuple(records_in(listed(changed))))
