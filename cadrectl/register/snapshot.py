"""Tables kept by the digest of the records they were made from, and taken up again table by table.

A table is plain arrays behind a line of JSON: no code, nothing to be trusted. What comes back equals what
`build` makes; where anything is missing or damaged, `build` makes it anew.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cadrectl.records.contents import Contents
from cadrectl.records.store import Store
from cadrectl.register.grid import Coded, Grid, Values, numbered
from cadrectl.register.register import Register
from cadrectl.vocabulary import Vocabulary

_ALIGNED = 8


def keep(register: Register, store: Store, contents: Contents) -> None:
    """Keep the tables of a register under its digest, for `last` to find them."""
    tables = register.tables
    values = {f"table:{register.digest}:{name}": _packed(name, table, tables) for name, table in tables.items()}
    layout = {"tables": list(tables), "words": register.words}
    heads = {f"tables:{register.digest}": json.dumps(layout).encode(), _last_key(contents): contents.mark}
    store.put({**values, **heads})


def last(contents: Contents, store: Store) -> Contents | None:
    """What the place held of which tables were kept last; None where there are none."""
    mark = store.get(_last_key(contents))
    return None if mark is None else contents.earlier(mark)


def _last_key(contents: Contents) -> str:
    return f"tables-of:{contents.place}"


def kept(
    digest: str, store: Store, vocabularies: Mapping[str, Vocabulary], build: Callable[[], Register]
) -> Register | None:
    """The register of that digest, its tables read when asked for; None where none is kept.

    `build` is called when a table has been lost since.
    """
    found = store.get(f"tables:{digest}")
    if found is None:
        return None
    layout = json.loads(found)
    words = {column: tuple(listed) for column, listed in layout["words"].items()}
    tables = _Tables(tuple(layout["tables"]), lambda name: store.get(f"table:{digest}:{name}"), build)
    return Register(tables, words, dict(vocabularies), digest)


class _Tables(Mapping[str, Grid]):
    """The tables by name, each unpacked once."""

    def __init__(
        self, names: tuple[str, ...], packed: Callable[[str], bytes | None], build: Callable[[], Register]
    ) -> None:
        self._names = names
        self._packed = packed
        self._build = build
        self._made: dict[str, Grid] = {}

    def __getitem__(self, name: str) -> Grid:
        if name not in self._made:
            if name not in self._names:
                raise KeyError(name)
            packed = self._packed(name)
            if packed is None:
                self._made = dict(self._build().tables)
            else:
                self._made[name] = _unpacked(name, packed, self)
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


def _packed(name: str, table: Grid, tables: Mapping[str, Grid]) -> bytes:
    """A head in JSON, which says for each column what it is and its extent, and the arrays behind it."""
    columns: list[list[Any]] = []
    body = bytearray()
    for column, values in table.columns.items():
        if column == "path" and "owner" in table:
            columns.append([column, "path of the owner", 0, 0, None])
            continue
        body += b"\0" * (-len(body) % _ALIGNED)
        kind, numbers, words = _plain(values)
        columns.append([column, kind, len(body), numbers.dtype.str, words])
        body += numbers.tobytes()
    head = json.dumps({"rows": len(table), "columns": columns}, ensure_ascii=False).encode()
    return head + b" " * (-(len(head) + 1) % _ALIGNED) + b"\n" + bytes(body)


def _plain(values: Values) -> tuple[str, NDArray[Any], Sequence[Any] | None]:
    """The kind of a column, its numbers and, where these only point, what they point at."""
    if isinstance(values, Coded):
        return "graded" if values.graded else "words", values.codes, values.words
    if values.dtype == object:  # masks over more words than an array's numbers have bits
        return "masks", *numbered(values.tolist())
    return "numbers", values, None


def _unpacked(name: str, packed: bytes, tables: Mapping[str, Grid]) -> Grid:
    end = packed.index(b"\n") + 1
    head = json.loads(packed[:end])
    made: dict[str, Values] = {}
    for column, kind, start, dtype, words in head["columns"]:
        if kind == "path of the owner":
            made[column] = tables[name.split(".")[0]].words("path").take(made["owner"])
            continue
        numbers = np.frombuffer(packed, np.dtype(dtype), head["rows"], end + start)
        made[column] = _again(kind, numbers, words)
    return Grid(made, head["rows"])


def _again(kind: str, numbers: NDArray[Any], words: Sequence[Any]) -> Values:
    if kind == "numbers":
        return numbers
    return np.array(words, object)[numbers] if kind == "masks" else Coded(numbers, tuple(words), kind == "graded")
