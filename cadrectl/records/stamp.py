"""The program's own mark: programs with equal marks make equal records, problems and tables of equal files."""

import hashlib
import importlib.util
import sys
from pathlib import Path

from cadrectl.records.schema import SCHEMAS

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
