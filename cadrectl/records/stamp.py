"""The program's own mark: programs with equal marks make equal records, problems and tables of equal files."""

import hashlib
import importlib.util
import os
import sys
from functools import cache
from pathlib import Path

from cadrectl.records.schemas import SCHEMAS

_PACKAGE = Path(__file__).parents[1]
_MAKERS = ("*.py", "records/*.py", "checks/*.py", "catalogue/*.py", "register/*.py")
_LIBRARIES = ("yaml", "jsonschema_rs")


def stamp() -> str:
    """A hash of everything by which files are read, checked and laid out in tables."""
    made = hashlib.sha256(f"{sys.version} {sys.byteorder}".encode())
    sources = [path for maker in _MAKERS for path in sorted(_PACKAGE.glob(maker))]
    for path in [*sources, *sorted(SCHEMAS.glob("*.json"))]:
        made.update(f"\0{path.name}\0".encode() + path.read_bytes())
    for name in _LIBRARIES:
        found = importlib.util.find_spec(name)
        about = Path(found.origin).stat() if found is not None and found.origin else None
        made.update(f"\0{name} {about.st_size} {about.st_mtime_ns}".encode() if about else b"\0")
    return made.hexdigest()[:24]


@cache
def looks() -> str:
    """A hash of what every file of the program looks like: while it is the same, answers are made in the same way."""
    lines: list[str] = []
    waiting = [str(_PACKAGE)]
    while waiting:
        with os.scandir(waiting.pop()) as entries:
            for entry in entries:
                if not entry.is_dir():
                    about = entry.stat()
                    lines.append(f"{entry.path}\0{about.st_size} {about.st_mtime_ns}\n")
                elif entry.name != "__pycache__":
                    waiting.append(entry.path)
    return hashlib.sha256("".join(sorted(lines)).encode("utf-8", "surrogateescape")).hexdigest()[:24]
