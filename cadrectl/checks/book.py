"""The records arranged for the checks: by kind, by id, and every career with its dates read.

Not a store: it is built for one run of the checks, and nothing is looked up again in files.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple

from msgspec import Struct

from cadrectl.calendar import LONG_AGO, NEVER, parse_date
from cadrectl.problem import Problem, problem
from cadrectl.records.places import Pointer, place
from cadrectl.records.record import Record
from cadrectl.records.schemas import kind_and_id, schema
from cadrectl.text import Text
from cadrectl.vocabulary import Label


class Span(NamedTuple):
    """The first and the last day code that a date can mean."""

    first: int
    last: int


ANY_DAY = Span(LONG_AGO, NEVER)
NO_END = Span(NEVER, NEVER)


class Post(NamedTuple):
    """One post of a career; it is held from `began` up to the day before `ended`."""

    row: int
    unit: str | None
    post: str
    rank: str
    kind: str
    domain: str | None
    leading: bool
    began: Span
    ended: Span

    def surely_held(self, day: int) -> bool:
        """Whether the post is held on `day`, whatever its vague dates mean."""
        return self.began.last <= day < self.ended.first

    def possibly_held(self, first: int, last: int) -> bool:
        """Whether the post may have been held on some day from `first` to `last`."""
        return self.began.first <= last and first < self.ended.last


class Book(Struct, frozen=True):
    """The records by kind in order of path, the first of each id, and the posts by cadre.

    `repeated` are the files whose id an earlier one has. They are known to no other check, for what is wrong with
    the first would be said twice. A kind kept by year may repeat an id in another year.
    `unread` are the ids, by kind, of which there is a file that could not be read, with its path.
    `differing` are the files that two compared states do not share; None where one state is looked at alone.
    """

    kinds: Mapping[str, list[Record]]
    ids: Mapping[str, Mapping[str, Record]]
    posts: Mapping[str, tuple[Post, ...]]
    unread: Mapping[str, Mapping[str, str]]
    repeated: tuple[Record, ...]
    differing: frozenset[str] | None = None

    def of(self, kind: str) -> list[Record]:
        """All records of a kind, in order of path."""
        return self.kinds.get(kind, [])

    def get(self, kind: str, id: str) -> Record | None:
        """The record of that kind and id; None if there is none."""
        return self.ids.get(kind, {}).get(id)

    def known(self, kind: str) -> set[str]:
        """The ids that may be named: of records, of unread files, and the series of policies."""
        series = {
            record.value["series"]
            for record in self.of(kind)
            if kind == "policies" and "series" in record.value
        }
        return {*self.ids.get(kind, ()), *self.unread.get(kind, ()), *series}

    def label(self, vocabulary: str, word: str) -> Label | str:
        """What a vocabulary calls a word; the word itself where it does not know it."""
        words = self.get("vocabularies", vocabulary)
        terms = words.value.get("terms", ()) if words is not None else ()
        return next((term["label"] for term in terms if term["id"] == word), word)

    def schemes(self) -> dict[str, str]:
        """By the id of each policy that is one version of a scheme, the scheme; without ids that a scheme has too."""
        series = {record.id: record.value.get("series", record.id) for record in self.of("policies")}
        return {id: scheme for id, scheme in series.items() if id not in series.values()}

    def versions(self, series: str) -> list[Record]:
        """The policies of a series, or the one policy of that id."""
        return [record for record in self.of("policies") if series in (record.value.get("series"), record.id)]


def read_book(records: Iterable[Record], unread: Iterable[str], differing: Iterable[str] | None = None) -> Book:
    """The book of some records, whatever their order, and of the paths of unread files and of those that differ."""
    kinds: dict[str, list[Record]] = {}
    ids: dict[str, dict[str, Record]] = {}
    repeated: list[Record] = []
    for record in sorted(records, key=lambda record: record.path):
        first = ids.setdefault(record.kind, {}).setdefault(record.id, record)
        if first is record or "x-folder" in schema(record.kind):
            kinds.setdefault(record.kind, []).append(record)
        else:
            repeated.append(record)
    apart = None if differing is None else frozenset(differing)
    posts = {id: _career(record.value) for id, record in ids.get("cadres", {}).items()}
    return Book(kinds, ids, posts, _by_kind(unread), tuple(repeated), apart)


def _by_kind(paths: Iterable[str]) -> dict[str, dict[str, str]]:
    ids: dict[str, dict[str, str]] = {}
    for path in paths:
        named = kind_and_id(path)
        if named is not None:
            kind, id = named
            ids.setdefault(kind, {})[id] = path
    return ids


def _career(cadre: Mapping[str, Any]) -> tuple[Post, ...]:
    return tuple(
        Post(
            index,
            row.get("unit"),
            row["post"],
            row["rank"],
            row["kind"],
            row.get("domain"),
            row.get("leading", False),
            span(row["from"]),
            span(row["to"]) if "to" in row else NO_END,
        )
        for index, row in enumerate(cadre["posts"])
    )


@cache
def span(text: str) -> Span:
    """What a partial date can mean; any day for a text that is no date, so that nothing follows from it."""
    days = parse_date(text)
    return Span(*days) if days else ANY_DAY


def stated(value: str | Mapping[str, Any]) -> list[str]:
    """What an attested value may be: the verified text alone, else all that is declared or in evidence."""
    if isinstance(value, str):
        return [value]
    if "verified" in value:
        return [value["verified"]]
    return [value["declared"], *_evidence(value)]


def _evidence(value: Mapping[str, Any]) -> Iterator[str]:
    return (item["value"] for item in value.get("evidence", ()) if "value" in item)


def stated_span(value: str | Mapping[str, Any]) -> Span:
    """The first and the last day that an attested date may be."""
    spans = [span(text) for text in stated(value)]
    return Span(min(spans)[0], max(each.last for each in spans))


def at(record: Record, pointer: Pointer, code: str, message: Text, hint: Text) -> Problem:
    """A problem at one place of a record."""
    return problem(code, record.path, place(record, pointer), message, hint)
