"""The folder of one report: all of its files appear together or not at all, with a manifest of what they rest on.

A report is written beside its place in full and then given its name. What a run that was killed left behind is
hidden, is never taken for a report, and is cleared away by the next run.
"""

import hashlib
import json
import os
import secrets
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from msgspec import Struct, to_builtins

from cadrectl.text import Text, say

MANIFEST = "manifest.json"
SCHEMA = "cadrectl/report-manifest/1"

Files = Mapping[str, bytes]


class Manifest(Struct, frozen=True):
    """Which report this is, what it was made from and by; `files` has the SHA-256 of each.

    `revisions` are the two between which it tells what git saw written, if it does.
    """

    kind: str
    period: str
    as_of: str
    profile: str
    language: str
    formats: tuple[str, ...]
    records: str
    policies: tuple[str, ...]
    program: str
    files: Mapping[str, str]
    revisions: tuple[str, ...] = ()


def manifest_text(manifest: Manifest) -> bytes:
    """The manifest as its file."""
    return (json.dumps({"schema": SCHEMA, **to_builtins(manifest)}, ensure_ascii=False, indent=2) + "\n").encode()


def hashes(files: Files) -> dict[str, str]:
    """The SHA-256 of each file, by name."""
    return {name: hashlib.sha256(content).hexdigest() for name, content in sorted(files.items())}


def read_manifest(folder: Path) -> Manifest | Text:
    """The manifest of a report's folder, or what is wrong with it."""
    try:
        stated: Any = json.loads((folder / MANIFEST).read_text("utf-8"))
    except FileNotFoundError:
        return say("{folder} holds no report (no {file}).", folder=str(folder), file=MANIFEST)
    except (UnicodeDecodeError, json.JSONDecodeError):
        return say("The {file} of {folder} cannot be read.", folder=str(folder), file=MANIFEST)
    try:
        assert stated.pop("schema") == SCHEMA
        lists = {key: tuple(stated[key]) for key in ("formats", "policies")}
        lists["revisions"] = tuple(stated.get("revisions", ()))
        return Manifest(**{**stated, **lists})
    except (AssertionError, AttributeError, KeyError, TypeError):
        return say("The {file} of {folder} cannot be read.", folder=str(folder), file=MANIFEST)


def publish(target: Path, files: Files) -> bool:
    """Put a report in its place; whether anything changed. Raises OSError, with the old report in place, on failure.

    Two runs must not publish into one folder at once: the caller holds the lock.
    """
    clear(target)
    if _content(target) == files:
        return False
    target.parent.mkdir(parents=True, exist_ok=True)
    building = _beside(target, "new")
    try:
        _write(building, files)
        _change_over(building, target)
    finally:
        shutil.rmtree(building, ignore_errors=True)
    return True


def clear(target: Path) -> None:
    """Put back a report that a killed run had moved aside and not replaced; remove whatever else it left."""
    for aside in sorted(target.parent.glob(f".{target.name}.old.*")):
        if not target.exists():
            aside.rename(target)
    for left in target.parent.glob(f".{target.name}.*.*"):
        shutil.rmtree(left)


def _content(folder: Path) -> Files | None:
    if not folder.is_dir():
        return None
    return {path.name: path.read_bytes() if path.is_file() else b"" for path in folder.iterdir()}


def _beside(target: Path, what: str) -> Path:
    return target.with_name(f".{target.name}.{what}.{secrets.token_hex(4)}")


def _write(folder: Path, files: Files) -> None:
    """The files in full on the disk, before any of them is used."""
    folder.mkdir()
    for name, content in files.items():
        with (folder / name).open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())


def _change_over(building: Path, target: Path) -> None:
    """Give the new folder the name; the old one goes aside first and comes back if that fails."""
    aside = _beside(target, "old")
    if target.exists():
        target.rename(aside)
    try:
        building.rename(target)
    except BaseException:
        if aside.exists():
            aside.rename(target)
        raise
    shutil.rmtree(aside, ignore_errors=True)
