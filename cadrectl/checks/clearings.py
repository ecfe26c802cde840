"""Clearings of teaching posts (JX-8): who stands in them. Whether they were done in time is a duty of the policies."""

from collections.abc import Iterator

from cadrectl.checks.book import Book, at
from cadrectl.problem import Problem
from cadrectl.records.record import Record
from cadrectl.text import say


def person_is_cleared_once(book: Book, as_of: int) -> Iterator[Problem]:
    """People whose clearing is recorded twice: in two entries of one semester, or in two of one day."""
    seen: dict[tuple[str, str], Record] = {}
    for record in book.of("clearings"):
        for index, entry in enumerate(record.value["entries"]):
            keys = [(entry["cadre"], when) for when in (record.value.get("semester"), entry["date"]) if when]
            known = next((seen[key] for key in keys if key in seen), None)
            if known is not None:
                told = {"cadre": entry["cadre"], "path": known.path}
                yield at(
                    record,
                    ("entries", index, "cadre"),
                    "cleared-twice",
                    say("the clearing of {cadre} is on record already in {path}", **told),
                    say("Keep one of the two entries."),
                )
            seen |= {key: record for key in keys if key not in seen}
