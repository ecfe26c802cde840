"""Where a workspace is, and what a glance at its files tells: enough to choose a language or to offer a name.

A glance knows the canonical form and parses nothing. It decides nothing either: what is computed comes from `records`.
"""

import re
from collections.abc import Iterator
from pathlib import Path

DATA = "data"
WORKSPACE_FILE = "data/workspace.yaml"

_ITEM = re.compile(r"  - (?:\{ *)?id: *([^\s,}]+)")


def find_workspace(start: Path) -> Path | None:
    """The nearest folder at or above `start` that holds `data/workspace.yaml`."""
    here = start.resolve()  # a `..` in it leads out of the folder before it, whatever that holds
    for folder in (here, *here.parents):
        if (folder / WORKSPACE_FILE).is_file():
            return folder
    return None


def glance(file: Path, key: str) -> str | None:
    """The text that a record gives its top-level `key` on one line; None where it is not seen to."""
    for line in _lines(file):
        if line.startswith(f"{key}:"):
            value = line.removeprefix(f"{key}:").split(" #")[0].strip()
            return value.strip("\"'") or None
    return None


def glance_at_ids(file: Path, key: str) -> Iterator[str]:
    """The ids of the items that a record lists under its top-level `key`."""
    inside = False
    for line in _lines(file):
        if line[:1] not in ("", " ", "#"):
            inside = line.startswith(f"{key}:")
        elif inside and (item := _ITEM.match(line)):
            yield item[1].strip("\"'")


def _lines(file: Path) -> Iterator[str]:
    """The lines of a file, read no further than they are asked for; none of one that cannot be read."""
    try:
        with file.open(encoding="utf-8", errors="replace") as text:
            for line in text:
                yield line.rstrip()
    except OSError:
        return
