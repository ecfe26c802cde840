"""Where values stand in a file, also when entries of a list are left out."""

import pytest

from cadrectl.records.places import keeping, place
from cadrectl.records.read import parse
from cadrectl.records.record import Record

PATH = "data/events/2025/talk.yaml"
TEXT = """\
kind: talk
year: 2025
entries:
  - cadre: C0001
    date: 2025-03-01
    by: [C0009, C0008]
  - cadre: C0002
    date: 2025-03-02
  - cadre: C0001
    date: 2025-04-01
note: after the list
"""


@pytest.fixture
def record() -> Record:
    parsed = parse(PATH, TEXT.encode())
    return Record(PATH, "events", "talk", parsed.value, parsed.marks)


@pytest.mark.parametrize(
    ("cadre", "lines"), [("C0001", [4, 9]), ("C0002", [7]), ("C0003", [])], ids=["first and last", "middle", "none"]
)
def test_entries_that_stay_and_what_follows_them_stand_where_they_stood(
    record: Record, cadre: str, lines: list[int]
) -> None:
    kept = keeping(record, "entries", lambda entry: entry["cadre"] == cadre)
    entries = kept.value["entries"]
    assert [entry["cadre"] for entry in entries] == [cadre] * len(lines)
    assert [place(kept, ("entries", row, "cadre"))[0] for row in range(len(entries))] == lines
    assert place(kept, ("note",))[0] == 11


def test_a_record_of_which_everything_stays_is_the_same(record: Record) -> None:
    assert keeping(record, "entries", lambda entry: True) == record
    assert len(record.value["entries"]) == 3
