"""The commits between two revisions: what their messages state in trailers, and which files they change."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from cadrectl.records.git import git

_END, _PART = "\x1e", "\x1f"  # no message of ours holds them, and whoever writes them can as well write a trailer


@dataclass(frozen=True, slots=True)
class Commit:
    """One commit: its id, the keys of its trailers, and the names (below the workspace) that it changes."""

    id: str
    trailers: frozenset[str]
    names: tuple[str, ...]


def commits(root: Path, before: str, after: str) -> Iterator[Commit]:
    """The commits that `after` has and `before` has not, the latest first; a merge changes what it brings in."""
    form = f"--format={_END}%H{_PART}%(trailers:only,unfold){_PART}"
    options = ("--name-only", "-z", "--no-renames", "--relative", "--diff-merges=first-parent", "--no-notes")
    said = git(root, "log", form, *options, f"{before}..{after}", "--") or b""
    for one in said.decode("utf-8", "surrogateescape").split(_END)[1:]:
        commit, trailers, names = one.split(_PART, 2)
        keys = frozenset(line.partition(":")[0] for line in trailers.splitlines() if ":" in line)
        yield Commit(commit, keys, tuple(name.strip("\n") for name in names.split("\0") if name.strip("\n")))


def common_ancestor(root: Path, one: str, other: str) -> str | None:
    """The commit from which two histories part; None where they have none in common that this clone knows."""
    found = git(root, "merge-base", one, other)
    return found.decode("ascii").strip() if found else None
