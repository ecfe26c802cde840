"""Writing records: all files of a change or none of them.

New text is first put beside the old in full; only then are the names changed over, and changed back
if that fails half way. The caller says what was shown, and a file that is no longer that is not
overwritten.
"""

import hashlib
import os
import secrets
import shutil
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path, PurePosixPath

from cadrectl.text import Text, say


def content_hash(data: bytes) -> str:
    """The SHA-256 of a file's content, as `write_all` expects it."""
    return hashlib.sha256(data).hexdigest()


def write_all(
    root: Path, files: Mapping[str, str], shown: Mapping[str, str | None] | None = None
) -> Text | None:
    """Write the texts to their names below `root`; None when done, or why nothing was written.

    `shown` gives for names the hash of the content that the change was made from, None for a file
    that did not exist. Raises OSError, with nothing changed, where the disk refuses.
    """
    for name in files:
        if not _stays_inside(root, name):
            return say("{name} leads out of the workspace", name=name)
    for name, expected in (shown or {}).items():
        if _hash_on_disk(root / name) != expected:
            return say("{name} is no longer what was shown", name=name)
    staged: list[tuple[Path, Path]] = []
    try:
        for name, text in files.items():
            staged.append((_stage(root / name, text), root / name))
        _change_over(staged)
    finally:
        for temporary, _ in staged:
            temporary.unlink(missing_ok=True)
    for folder in {target.parent for _, target in staged}:
        _sync_folder(folder)
    return None


def write_new(folder: Path, files: Mapping[str, str]) -> Text | None:
    """Make `folder` with these files in it, all at once; None when done, or why not.

    The folder must not exist or be empty. Raises OSError, with nothing left behind, where the disk
    refuses.
    """
    if folder.is_symlink() or (folder.exists() and (not folder.is_dir() or any(folder.iterdir()))):
        return say("{folder} exists and is not empty", folder=folder.name)
    folder.parent.mkdir(parents=True, exist_ok=True)
    building = folder.parent / f".{folder.name}.{secrets.token_hex(4)}"
    try:
        for name, text in files.items():
            target = building / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(text.encode())
        os.sync()
        building.replace(folder)
    finally:
        shutil.rmtree(building, ignore_errors=True)
    return None


def _stays_inside(root: Path, name: str) -> bool:
    """Whether a name stays below the root, through no link."""
    parts = PurePosixPath(name).parts
    if not parts or ".." in parts or PurePosixPath(name).is_absolute():
        return False
    return not any(root.joinpath(*parts[: depth + 1]).is_symlink() for depth in range(len(parts)))


def _hash_on_disk(path: Path) -> str | None:
    try:
        return content_hash(path.read_bytes())
    except FileNotFoundError:
        return None


def _stage(target: Path, text: str) -> Path:
    """The text in full in a hidden file beside its target, on the disk before it is used."""
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o666)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(text.encode())
            file.flush()
            os.fsync(file.fileno())
        if target.exists():
            shutil.copymode(target, temporary)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    return temporary


def _change_over(staged: list[tuple[Path, Path]]) -> None:
    """Give every staged file its name; where one fails, put the earlier ones back."""
    kept: list[tuple[Path | None, Path]] = []
    try:
        for temporary, target in staged:
            kept.append((_keep(target), target))
            temporary.replace(target)
    except BaseException:
        for old, target in reversed(kept):
            with suppress(OSError):
                if old is None:
                    target.unlink(missing_ok=True)
                else:
                    old.replace(target)
        raise
    finally:
        for old, _ in kept:
            if old is not None:
                old.unlink(missing_ok=True)


def _keep(target: Path) -> Path | None:
    """A second name for what is there now, to put it back by; None where nothing is."""
    if not target.exists():
        return None
    kept = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
    os.link(target, kept)
    return kept


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
