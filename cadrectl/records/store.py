"""A private place for what can be computed again: bytes by key, in one file that only its user may touch.

Nothing in it is ever trusted: it is data and never code, each value carries its own checksum, and a file that
is damaged, cut short or not ours is passed over and written anew. Losing it costs time and nothing else, so
that every failure here is silent. What the keys and values mean is for those who keep them.
"""

import hashlib
import os
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3

BOUND = 2 << 30
"""The most bytes that the file may take."""
PATIENCE = 2.0
"""Seconds to wait for another process that is writing."""
FRESH = 24 * 3600
"""Seconds in which a use need not be noted again."""
_PAGE = 16384
_SUM = 16
_AT_ONCE = 500
_FILE = "snapshot-1.sqlite"  # the number is that of the layout below
_TABLE = "CREATE TABLE IF NOT EXISTS kept (key TEXT PRIMARY KEY, used INTEGER, size INTEGER, data BLOB)"
_EVICT = """DELETE FROM kept WHERE rowid IN (SELECT place FROM (
    SELECT rowid AS place, sum(size) OVER (ORDER BY used DESC, rowid DESC) AS reach FROM kept) WHERE reach > ?)"""


class Store:
    """Values by key; of a store that cannot be opened every answer is that there is none.

    `stamp` names the program that made the values: another one does not see them. `now` (seconds) is when
    they are used, by which the least recently used make room.
    """

    def __init__(self, folder: Path | None, stamp: str = "", now: int = 0, bound: int = BOUND) -> None:
        self.folder = folder
        self.stamp = stamp
        self.now = now
        self.bound = bound
        self._open = _connected(folder, bound) if folder else None

    @property
    def keeps(self) -> bool:
        """Whether anything can be kept here."""
        return self._open is not None

    def get(self, key: str) -> bytes | None:
        """The value of a key, None where there is none."""
        return self.get_many([key]).get(key)

    def get_many(self, keys: Iterable[str]) -> dict[str, bytes]:
        """The values of those keys that have one."""
        found: dict[str, bytes] = {}
        stale: list[str] = []
        waiting = iter([self._full(key) for key in keys])
        with self._forgiving():
            while self._open and (some := list(islice(waiting, _AT_ONCE))):
                marks = ",".join("?" * len(some))
                rows = self._open.execute(f"SELECT key, used, data FROM kept WHERE key IN ({marks})", some)
                for key, used, data in rows.fetchall():
                    value = _checked(key, data)
                    if value is not None:
                        found[key[len(self.stamp) + 1 :]] = value
                        stale += [key] if used < self.now - FRESH else []
            self._note_use(stale)
        return found

    def put(self, values: Mapping[str, bytes]) -> None:
        """Keep these values, all or none; the least recently used make room for them."""
        rows = [(full, self.now, len(data), data) for full, data in self._summed(values)]
        size = sum(row[2] for row in rows)
        if size > self.bound // 2:
            return
        with self._forgiving():
            if self._open:
                with self._open:
                    self._open.execute("BEGIN IMMEDIATE")
                    if _taken(self._open) + size * 5 // 4 > self.bound:
                        self._open.execute(_EVICT, (self.bound // 2 - size,))
                    self._open.executemany("INSERT OR REPLACE INTO kept VALUES (?, ?, ?, ?)", rows)

    def close(self) -> None:
        """Let go of the file."""
        if self._open:
            self._open.close()
        self._open = None

    def _full(self, key: str) -> str:
        return f"{self.stamp}:{key}"

    def _summed(self, values: Mapping[str, bytes]) -> Iterator[tuple[str, bytes]]:
        for key, value in values.items():
            full = self._full(key)
            yield full, _sum(full, value) + value

    def _note_use(self, keys: list[str]) -> None:
        if keys and self._open:
            with self._open:
                self._open.executemany("UPDATE kept SET used = ? WHERE key = ?", [(self.now, key) for key in keys])

    @contextmanager
    def _forgiving(self) -> Iterator[None]:
        """What goes wrong costs only time: a damaged file is begun anew, a busy or full one left alone."""
        import sqlite3

        try:
            yield
        except sqlite3.OperationalError:
            pass  # busy, full or read-only
        except (sqlite3.Error, UnicodeDecodeError, TypeError):
            self.close()
            if self.folder:
                _remove(self.folder)
                self._open = _connected(self.folder, self.bound)


NOTHING = Store(None)
"""The store of those who keep nothing."""


def private_folder() -> Path | None:
    """The folder of this user for what can be computed again, None where the system names none."""
    named = os.environ.get("XDG_CACHE_HOME") or (os.environ.get("LOCALAPPDATA") if os.name == "nt" else None)
    with suppress(RuntimeError):
        folder = Path(named) if named else Path.home() / ".cache"
        return folder / "cadrectl" if folder.is_absolute() else None
    return None


def _connected(folder: Path, bound: int) -> "sqlite3.Connection | None":
    """The file in `folder`, made where there is none; None where it cannot be or is not ours alone."""
    import sqlite3

    for _ in range(2):
        try:
            if not _ours(folder):
                return None
            opened = sqlite3.connect(folder / _FILE, timeout=PATIENCE, isolation_level=None)
            _prepare(opened, bound)
            return opened
        except sqlite3.OperationalError:
            return None
        except sqlite3.DatabaseError:
            opened.close()
            _remove(folder)
        except OSError:
            return None
    return None


def _prepare(opened: "sqlite3.Connection", bound: int) -> None:
    """Settings that take nothing in the file on trust, and its one table."""
    for setting in (f"page_size = {_PAGE}", "trusted_schema = OFF", "synchronous = OFF", "cell_size_check = ON"):
        opened.execute(f"PRAGMA {setting}")
    opened.execute(f"PRAGMA max_page_count = {bound // _PAGE}")
    if not opened.execute("SELECT 1 FROM sqlite_master WHERE name = 'kept'").fetchone():
        opened.execute(_TABLE)


def _ours(folder: Path) -> bool:
    """Whether the folder and the file in it, made where they are not there, belong to this user alone."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with suppress(FileExistsError):
        folder.mkdir(mode=0o700)
    with suppress(FileExistsError):
        os.close(os.open(folder / _FILE, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    return _private(folder, stat.S_ISDIR) and _private(folder / _FILE, stat.S_ISREG)


def _private(path: Path, is_kind: Callable[[int], bool]) -> bool:
    about = path.lstat()
    if not is_kind(about.st_mode):
        return False
    return not hasattr(os, "geteuid") or (about.st_uid == os.geteuid() and not about.st_mode & 0o077)


def _remove(folder: Path) -> None:
    for name in (_FILE, f"{_FILE}-journal"):
        with suppress(OSError):
            (folder / name).unlink()


def _taken(opened: "sqlite3.Connection") -> int:
    """The bytes that are in use in the file."""
    pages = opened.execute("PRAGMA page_count").fetchone()[0]
    free = opened.execute("PRAGMA freelist_count").fetchone()[0]
    return int(pages - free) * _PAGE


def _sum(key: str, value: bytes) -> bytes:
    made = hashlib.blake2b(key.encode(), digest_size=_SUM)
    made.update(value)
    return made.digest()


def _checked(key: str, data: object) -> bytes | None:
    """The value behind its checksum, None where they do not agree."""
    if not isinstance(data, bytes) or data[:_SUM] != _sum(key, data[_SUM:]):
        return None
    return data[_SUM:]
