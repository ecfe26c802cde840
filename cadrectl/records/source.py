"""Where records come from: the working tree. A git revision is the other source (`revisions.py`).

A source lists names below `data/` and gives their bytes; it follows no link and opens nothing but
regular files.
"""

import os
import re
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple, Protocol

from cadrectl.problem import WHOLE, Problem, problem
from cadrectl.text import say
from cadrectl.workspace import DATA, WORKSPACE_FILE

SIZE_LIMIT = 1 << 20
"""The most bytes that a record's file may have."""
_PICTURE = re.compile(rf"{DATA}/plans/.+\.(?:svg|png)")


class Source(Protocol):
    """Files below `data/`, by name relative to the workspace, with `/` between the parts."""

    def names(self) -> list[str]:
        """The names, sorted; those that begin with a dot are left out."""

    def read(self, name: str) -> bytes | Problem:
        """The content, cut off beyond the size limit, or why there is none."""

    def read_many(self, names: Iterable[str]) -> Iterator[tuple[str, bytes | Problem]]:
        """The names with what `read` says of each."""


class Look(NamedTuple):
    """What a list of files tells without opening any: a line `name NUL looks` for each, sorted.

    Equal `looks` are equal contents among what was seen at one `place`; if `by_looks`, whatever the name.
    `young` are names of files that may yet change and look the same.
    """

    place: str
    lines: list[str]
    by_looks: bool
    young: frozenset[str]


class WatchedSource(Source, Protocol):
    """A source that can tell what has changed since it was last looked at.

    `place` is where it looks, `fixed` what it is called if what it shows never changes.
    """

    @property
    def place(self) -> str: ...

    @property
    def fixed(self) -> str | None: ...

    def names(self, folder: str = DATA) -> list[str]:
        """The names of the files in a folder."""

    def look(self, now: int) -> Look:
        """What the files look like, at `now` (nanoseconds)."""


TICK = 2_000_000_000
"""Nanoseconds in which a file may change twice and keep its times: the coarsest file systems count by two seconds."""


class WorkingTree:
    """The files as they are on disk."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._prefix = f"{root}/"  # joined as text: paths cost more than reading
        self.place = f"tree:{root.absolute()}"
        self.fixed = None

    def names(self, folder: str = DATA) -> list[str]:
        """The names of everything in a folder that is no directory, links included."""
        found: list[str] = []
        waiting = [folder] if (self.root / folder).is_dir() or folder == DATA else []
        while waiting:
            here = waiting.pop()
            with os.scandir(self.root / here) as entries:
                for entry in entries:
                    name = f"{here}/{entry.name}"
                    if entry.name.startswith("."):
                        continue
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append(name)
                    else:
                        found.append(name)
        return sorted(found)

    def look(self, now: int) -> Look:
        """Size, times and number of every file; young are those touched within a tick of `now`, or later."""
        lines: list[str] = []
        young: set[str] = set()
        waiting, since = [DATA], now - TICK
        while waiting:
            folder = waiting.pop()
            with os.scandir(self.root / folder) as entries:
                for entry in entries:
                    name = entry.name
                    if name[0] == ".":
                        continue
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append(f"{folder}/{name}")
                        continue
                    about = entry.stat(follow_symlinks=False)
                    modified, changed = about.st_mtime_ns, about.st_ctime_ns
                    look = f"{about.st_size} {modified} {changed} {about.st_ino} {about.st_mode}"
                    lines.append(f"{folder}/{name}\0{look}")
                    if modified > since or changed > since:
                        young.add(f"{folder}/{name}")
        return Look(self.place, sorted(lines), False, frozenset(young))

    def read_many(self, names: Iterable[str]) -> Iterator[tuple[str, bytes | Problem]]:
        """The names with the content of each."""
        return ((name, self.read(name)) for name in names)

    def read(self, name: str) -> bytes | Problem:
        """The content of a regular file."""
        path = f"{self._prefix}{name}"
        try:
            handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        except OSError:
            return linked(name) if (self.root / name).is_symlink() else unreadable(name)
        try:
            about = os.fstat(handle)
            if stat.S_ISREG(about.st_mode):
                return os.read(handle, min(about.st_size, SIZE_LIMIT) + 1)
        except OSError:
            pass
        finally:
            os.close(handle)
        return unreadable(name)


def working_tree(root: Path) -> WorkingTree:
    """The source of the files on disk."""
    return WorkingTree(root)


def linked(name: str) -> Problem:
    """That a link stands in place of a record."""
    return problem("symbolic-link", name, WHOLE, say("this is a link, not a file"), say("Put the file itself here."))


def unreadable(name: str) -> Problem:
    """That a file cannot be opened or is no regular file."""
    return problem(
        "unreadable-file",
        name,
        WHOLE,
        say("the file cannot be read"),
        say("Check what it is and its permissions."),
    )


def strays(names: Iterable[str]) -> list[Problem]:
    """That files below `data/` are no records; a picture may stand beside the plan that it shows."""
    return [_stray(name) for name in names if not _PICTURE.fullmatch(name)]


def _stray(name: str) -> Problem:
    hint = (
        say("The register of a workspace begins with {name}.", name=WORKSPACE_FILE)
        if name.count("/") == 1
        else say("Move it, or rename it to the .yaml of a known kind.")
    )
    shown = "".join(letter if letter.isprintable() else "�" for letter in name)
    return problem("stray-file", shown, WHOLE, say("this file is not read: it is no record"), hint)
