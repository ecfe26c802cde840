"""The records of a git revision, read through git itself and without touching the working tree.

What git cannot do is a `Failure`, not an exception; which exit code it means is for the caller.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from msgspec import Struct

from cadrectl.problem import Problem
from cadrectl.records.checkout import left_out
from cadrectl.records.git import git
from cadrectl.records.schemas import kind_and_id
from cadrectl.records.source import SIZE_LIMIT, Look, linked, unreadable
from cadrectl.text import Text, say
from cadrectl.workspace import DATA, WORKSPACE_FILE

_REGULAR = ("100644", "100755")
_LINK = "120000"
_BLOB = re.compile("([0-9]+) blob ([0-9a-f]+)(?: +([0-9]+))?\t([^\0]+)\0")
"""A file in a listing of git: its mode, its blob, its size where that was asked for, and its name."""
_FEW = 500
"""Of so many files each is asked for by name, and what it holds is kept; of more, all are listed."""


class Failure(Struct, frozen=True):
    """Why there is no such revision: `no-git` and `no-index` are the environment's fault, the others a wrong question.

    Codes: `no-git`, `no-index`, `no-repository`, `no-commits`, `not-merged`, `unknown-revision`, `no-such-day`.
    """

    code: str
    message: Text


class _Entry(NamedTuple):
    mode: str
    blob: str
    size: int | None


class Revision:
    """The files below `data/` as one commit has them; a `Source`."""

    def __init__(self, root: Path, commit: str) -> None:
        self.root = root
        self.commit = commit
        self.place = f"blobs:{root.absolute()}"
        self.fixed = f"{self.place}:{commit}"
        self._held: dict[str, bytes | Problem] = {}

    def names(self, folder: str = DATA) -> list[str]:
        """The names of the commit's files in a folder, sorted."""
        entries = self._entries if folder == DATA or "_entries" in self.__dict__ else self._listed(f"{folder}/")
        return sorted(name for name in entries if name.startswith(f"{folder}/"))

    @property
    def has_workspace(self) -> bool:
        """Whether there was a workspace already."""
        return bool(git(self.root, "ls-tree", "--name-only", self.commit, "--", WORKSPACE_FILE))

    def look(self, now: int) -> Look:
        """The blob of every file; no blob ever changes."""
        lines = [f"{name}\0{entry.mode} {entry.blob}" for name, entry in self._entries.items()]
        return Look(self.place, sorted(lines), True, frozenset())

    def read(self, name: str) -> bytes | Problem:
        """The content of a file of the commit."""
        return dict(self.read_many([name]))[name]

    def read_many(self, names: Iterable[str]) -> Iterator[tuple[str, bytes | Problem]]:
        """The names with the content of each; blobs of other files are not fetched, and of a few none twice."""
        wanted = list(names)
        if len(wanted) > _FEW:
            return self._read_now(wanted)
        self._held.update(self._read_now([name for name in wanted if name not in self._held]))
        return ((name, self._held[name]) for name in wanted)

    def _read_now(self, names: Sequence[str]) -> Iterator[tuple[str, bytes | Problem]]:
        if not names:
            return iter(())
        few = len(names) <= _FEW and "_entries" not in self.__dict__
        entries = self._sized(names) if few else self._entries
        blobs = self._fetched(entries[name] for name in names if name in entries)
        return ((name, _content(name, entries.get(name), blobs)) for name in names)

    @cached_property
    def _entries(self) -> dict[str, _Entry]:
        """Every file below `data/`, from one listing."""
        return self._listed(f"{DATA}/")

    def _listed(self, *paths: str) -> dict[str, _Entry]:
        """The files at or below these paths; those of a submodule belong to another repository."""
        return _entries_in(git(self.root, "ls-tree", "-r", "-z", self.commit, "--", *paths))

    def _sized(self, names: Sequence[str]) -> dict[str, _Entry]:
        """A few files with their sizes, which git must look up one by one."""
        return _entries_in(git(self.root, "ls-tree", "-r", "-z", "-l", self.commit, "--", *names))

    def _fetched(self, entries: Iterable[_Entry]) -> dict[bytes, bytes]:
        """The contents of those files: one look at the sizes not known yet, one fetch of what is small enough.

        Of what is too large to be read only the size matters: blanks stand for it.
        """
        wanted = {entry.blob.encode(): entry.size for entry in entries if entry.mode in _REGULAR}
        sizes = {**wanted, **self._sizes([blob for blob, size in wanted.items() if size is None])}
        large = [blob for blob, size in sizes.items() if size is not None and size > SIZE_LIMIT]
        found = dict.fromkeys(large, b" " * (SIZE_LIMIT + 1))
        output = git(self.root, "cat-file", "--batch", given=_lines(wanted.keys() - large)) or b""
        start = 0
        while start < len(output):
            end = output.index(b"\n", start)
            blob, kind, *size = output[start:end].split()
            start = end + 1
            if kind == b"blob":
                found[blob] = output[start : start + int(size[0])]
                start += int(size[0]) + 1
        return found

    def _sizes(self, blobs: Sequence[bytes]) -> dict[bytes, int]:
        """The sizes of blobs, by blob; git is not asked about none."""
        if not blobs:
            return {}
        listed = git(self.root, "cat-file", "--batch-check=%(objectname) %(objectsize)", given=_lines(blobs)) or b""
        told = (line.partition(b" ") for line in listed.splitlines())
        return {blob: int(size) for blob, _, size in told if size.isdigit()}


def _entries_in(listing: bytes | None) -> dict[str, _Entry]:
    listed = _BLOB.findall((listing or b"").decode("utf-8", "surrogateescape"))
    return {
        name: _Entry(mode, blob, int(size) if size else None) for mode, blob, size, name in listed if "/." not in name
    }


def _lines(blobs: Iterable[bytes]) -> bytes:
    return b"".join(blob + b"\n" for blob in blobs)


def _content(name: str, entry: _Entry | None, blobs: Mapping[bytes, bytes]) -> bytes | Problem:
    if entry is None:
        return unreadable(name)
    return linked(name) if entry.mode == _LINK else blobs.get(entry.blob.encode(), unreadable(name))


def repository(root: Path) -> Failure | None:
    """None where the workspace is in a git repository, or why it is not."""
    try:
        inside = git(root, "rev-parse", "--is-inside-work-tree")
    except FileNotFoundError:
        return Failure("no-git", say("git is not installed"))
    if inside is not None:
        return None
    here = root.absolute()
    if any((folder / ".git").exists() for folder in (here, *here.parents)):
        told = say("git refuses the repository here; `git status` says why (if it is another's: safe.directory)")
        return Failure("no-repository", told)
    return Failure("no-repository", say("the workspace is not in a git repository"))


def revision(root: Path, name: str) -> Revision | Failure:
    """The records of the commit that `name` names; a name that begins with a dash is a name."""
    commit = _commit(root, name)
    return commit if isinstance(commit, Failure) else Revision(root, commit)


def staged(root: Path) -> Revision | Failure:
    """The records as they are staged for the next commit."""
    tree = git(root, "write-tree")
    if tree is not None:
        return Revision(root, tree.decode("ascii").strip())
    if git(root, "ls-files", "--unmerged"):
        return Failure("not-merged", say("What is staged is not merged yet."))
    return Failure("no-index", say("git cannot write down what is staged: is another git at work (index.lock)?"))


def known_at(root: Path, day: date) -> Revision | Failure:
    """The records of the last commit of that day or before, by the day that each committer wrote."""
    head = _commit(root, "HEAD")
    if isinstance(head, Failure):
        return head
    log = git(root, "log", "--first-parent", "--format=%H %cs", head) or b""
    for line in log.decode("ascii").splitlines():
        commit, _, committed = line.partition(" ")
        if committed <= day.isoformat():
            return Revision(root, commit)
    return Failure("no-such-day", say("there is no revision of {day} or before", day=day))


def workspace_in(start: Path, name: str) -> Path | None:
    """The nearest folder at or above `start` that has a workspace in that revision, on disk or not."""
    here = start.resolve()
    found = revision(here, name)
    if isinstance(found, Failure):
        return None
    depth = folder_in_repository(here).count("/")
    folders = (here, *here.parents)[: depth + 1]
    return next((folder for folder in folders if Revision(folder, found.commit).has_workspace), None)


def commit_if_clean(root: Path) -> str | None:
    """The commit whose records are exactly those on disk, else None."""
    head = _commit(root, "HEAD")
    if isinstance(head, Failure) or left_out(root):
        return None
    changes = git(root, "status", "--porcelain", "-z", "--no-renames", "-uall", "--ignored", "--", DATA)
    if changes is None:
        return None
    prefix = folder_in_repository(root)
    for change in changes.split(b"\0"):
        name = change[3:].decode("utf-8", "surrogateescape").removeprefix(prefix)
        if name.endswith("/") or kind_and_id(name) is not None:
            return None
    return head


def folder_in_repository(root: Path) -> str:
    """The way from the top of the git repository to the workspace, as `a/b/`; "" where it is the top, or in none."""
    try:
        shown = git(root, "rev-parse", "--show-prefix")
    except FileNotFoundError:
        return ""
    return (shown or b"").decode("utf-8", "surrogateescape").removesuffix("\n")


def _commit(root: Path, name: str) -> str | Failure:
    if "\0" in name:
        return Failure("unknown-revision", say("there is no revision {name}", name=name.replace("\0", "?")))
    try:
        found = git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
    except FileNotFoundError:
        found = None
    if found and not found.startswith(b"^"):  # which is how git answers for what is to be left out
        return found.decode("ascii").strip()
    missing = repository(root)
    if missing is not None:
        return missing
    if git(root, "rev-parse", "--verify", "--quiet", "HEAD") is None:
        return Failure("no-commits", say("the repository has no commits yet"))
    return Failure("unknown-revision", say("there is no revision {name}", name=name))
