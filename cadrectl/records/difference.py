"""Which files of a workspace differ between two states; only those are read, however many there are.

A file is in the answer where its contents may differ: whether the record does is for whoever compares them.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

from msgspec import Struct

from cadrectl.records.git import git
from cadrectl.records.schemas import kind_and_id
from cadrectl.workspace import DATA


class Changed(Struct, frozen=True):
    """A file that differs: its name, and whether it was there before and is there after."""

    name: str
    was: bool
    is_: bool


def changed(root: Path, before: str, after: str | None) -> list[Changed]:
    """The records that two commits, or a commit and the working tree (None), do not share, by name."""
    if after is not None:
        return records_in(files_since(root, before, after) or ())
    status = git(root, "diff", "--no-ext-diff", *_STATUS, before, "--", f"{DATA}/") or b""
    known = {one.name: one for one in listed(status.decode(*_NAMES))}
    new = git(root, "ls-files", "-o", "-z", "--exclude-standard", "--", f"{DATA}/") or b""
    for name in new.decode(*_NAMES).split("\0"):
        known[name] = Changed(name, name in known, True)
    return records_in(known.values())


def files_since(root: Path, before: str, after: str) -> list[Changed] | None:
    """The files below `data/`, records or not, that two commits do not share; None where git cannot tell."""
    listing = git(root, "diff-tree", "-r", *_STATUS, before, after, "--", f"{DATA}/")
    return None if listing is None else list(listed(listing.decode(*_NAMES)))


def records_in(files: Iterable[Changed]) -> list[Changed]:
    """Those of the files that are records, by name."""
    return sorted((one for one in files if kind_and_id(one.name)), key=lambda one: one.name)


def listed(listing: str) -> Iterator[Changed]:
    """The files that git lists with `-z --name-status`, records or not."""
    parts = listing.strip("\n\0").split("\0")
    for name, status in zip(parts[1::2], parts[::2], strict=False):
        if "/." not in name:
            yield Changed(name, status != "A", status != "D")


_STATUS = ("-z", "--name-status", "--no-renames", "--relative", "--ignore-submodules")


_NAMES = ("utf-8", "surrogateescape")
