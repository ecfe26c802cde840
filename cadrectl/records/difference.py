"""Which files of a workspace differ between two states; only those are read, however many there are.

A file is in the answer where its contents may differ: whether the record does is for whoever compares them.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from cadrectl.records.git import git
from cadrectl.records.schemas import kind_and_id
from cadrectl.workspace import DATA


@dataclass(frozen=True, slots=True)
class Changed:
    """A record's file that differs: its name, and whether it was there before and is there after."""

    name: str
    was: bool
    is_: bool


def changed(root: Path, before: str, after: str | None) -> list[Changed]:
    """The records that two commits, or a commit and the working tree (None), do not share, by name."""
    if after is not None:
        listing = (_unshared(root, before, after) or b"").decode(*_NAMES)
        return sorted(records_among(listed(listing)), key=lambda one: one.name)
    status = git(root, "diff", "--no-ext-diff", *_STATUS, before, "--", f"{DATA}/") or b""
    known = dict(listed(status.decode(*_NAMES)))
    new = git(root, "ls-files", "-o", "-z", "--exclude-standard", "--", f"{DATA}/") or b""
    for name in new.decode(*_NAMES).split("\0"):
        known[name] = "M" if name in known else "A"
    return sorted(records_among(known.items()), key=lambda one: one.name)


def files_since(root: Path, before: str, after: str) -> dict[str, bool] | None:
    """The files below `data/`, records or not, that two commits do not share, each with whether the later has it.

    None where git cannot tell.
    """
    listing = _unshared(root, before, after)
    if listing is None:
        return None
    return {name: status != "D" for name, status in listed(listing.decode(*_NAMES)) if "/." not in name}


def _unshared(root: Path, before: str, after: str) -> bytes | None:
    return git(root, "diff-tree", "-r", *_STATUS, before, after, "--", f"{DATA}/")


_STATUS = ("-z", "--name-status", "--no-renames", "--relative", "--ignore-submodules")


_NAMES = ("utf-8", "surrogateescape")


def listed(listing: str) -> Iterator[tuple[str, str]]:
    """Name and status of each file that git lists with `-z --name-status`."""
    parts = listing.strip("\n\0").split("\0")
    return zip(parts[1::2], parts[::2], strict=False)


def records_among(listed: Iterable[tuple[str, str]]) -> Iterator[Changed]:
    """Those of the files that are records."""
    for name, status in listed:
        if kind_and_id(name) and "/." not in name:
            yield Changed(name, status != "A", status != "D")
