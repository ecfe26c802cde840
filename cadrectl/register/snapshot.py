"""Tables kept by the digest of the records they were made from, and taken up again table by table.

A table is plain arrays behind a line of JSON: no code, nothing to be trusted. What comes back equals what
`build` makes; where anything is missing or damaged, `build` makes it anew.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cadrectl.records import Contents, Store, earlier
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
    return None if mark is None else earlier(contents.source, store, contents.place, mark)


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


class _Tables(Mapping[str, pd.DataFrame]):
    """The tables by name, each unpacked once."""

    def __init__(
        self, names: tuple[str, ...], packed: Callable[[str], bytes | None], build: Callable[[], Register]
    ) -> None:
        self._names = names
        self._packed = packed
        self._build = build
        self._made: dict[str, pd.DataFrame] = {}

    def __getitem__(self, name: str) -> pd.DataFrame:
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


def _packed(name: str, table: pd.DataFrame, tables: Mapping[str, pd.DataFrame]) -> bytes:
    """A head in JSON, which says for each column what it is and its extent, and the arrays behind it."""
    columns: list[list[Any]] = []
    body = bytearray()
    for column in table.columns:
        if column == "path" and "owner" in table:
            columns.append([column, "path of the owner", 0, 0, None])
            continue
        kind, array, words = _plain(table[column])
        body += b"\0" * (-len(body) % _ALIGNED)
        columns.append([column, kind, len(body), array.dtype.str, words])
        body += array.tobytes()
    head = json.dumps({"rows": len(table), "columns": columns}, ensure_ascii=False).encode()
    return head + b" " * (-(len(head) + 1) % _ALIGNED) + b"\n" + bytes(body)


def _plain(series: "pd.Series[Any]") -> tuple[str, NDArray[Any], Any]:
    """The kind of a column, its numbers and, where these only point, what they point at."""
    values = series.array
    if isinstance(values, pd.Categorical):
        return "graded" if values.ordered else "words", np.asarray(values.codes), list(values.categories)
    if series.dtype == object or isinstance(series.dtype, pd.StringDtype):
        codes, found = pd.factorize(np.asarray(series, object))
        return "texts", codes.astype(np.int32), list(found)
    return "numbers", series.to_numpy(), None


def _unpacked(name: str, packed: bytes, tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    end = packed.index(b"\n") + 1
    head = json.loads(packed[:end])
    made: dict[str, Any] = {}
    for column, kind, start, dtype, words in head["columns"]:
        if kind == "path of the owner":
            made[column] = tables[name.split(".")[0]]["path"].to_numpy(object)[made["owner"]]
            continue
        numbers = np.frombuffer(packed, np.dtype(dtype), head["rows"], end + start)
        made[column] = _again(kind, numbers, words)
    return pd.DataFrame(made, copy=False)


def _again(kind: str, numbers: NDArray[Any], words: Any) -> Any:
    if kind == "numbers":
        return numbers
    if kind == "texts":
        found = np.empty(len(words) + 1, object)
        found[:] = [*words, None]
        return found[numbers]
    return pd.Categorical.from_codes(numbers, pd.Index(words, dtype=object), ordered=kind == "graded", validate=False)
