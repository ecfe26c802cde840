"""Districts read back from their text, as the tests look at them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from cadrectl.demo import AS_OF, SEED, district, planted
from cadrectl.records.read import read_workspace
from cadrectl.records.record import Record

Value = dict[str, Any]


@dataclass(frozen=True)
class District:
    """The records of a district, and what was planted in it."""

    records: list[Record]
    planted: Value

    def of(self, kind: str) -> dict[str, Value]:
        """The values of a kind by path below the folder of the kind, without the ending."""
        return {
            record.path.removeprefix(f"data/{kind}/").removesuffix(".yaml"): record.value
            for record in self.records
            if record.kind == kind
        }

    def running(self) -> list[Value]:
        """The memberships of the term that runs which have not ended."""
        all_of_them = self.of("reserve").values()
        return [one for one in all_of_them if "left" not in one and one["term"]["until"] >= self.planted["as_of"]]


@dataclass(frozen=True)
class Texts:
    """Files by path, as a source of records."""

    texts: dict[str, str]

    def names(self) -> list[str]:
        """The paths of all files."""
        return sorted(self.texts)

    def read(self, name: str) -> bytes:
        """The content of one file."""
        return self.texts[name].encode()

    def read_many(self, names: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        """The names with the content of each."""
        return ((name, self.read(name)) for name in names)


@cache
def read_district(cadres: int, seed: int = SEED, as_of: date = AS_OF) -> District:
    """A district, read as a workspace is; it must be fit to read."""
    reading = read_workspace(Texts(dict(district(cadres, seed, as_of))))
    assert not reading.problems
    return District(reading.records, planted(cadres, seed, as_of))
