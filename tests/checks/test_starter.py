"""The records that a new workspace begins with."""

from pathlib import Path

import cadrectl
from cadrectl import checks
from cadrectl.records.read import read_record
from cadrectl.records.record import Record
from cadrectl.records.versions import Versions
from tests.checks.district import AS_OF

STARTER = Path(cadrectl.__file__).parent / "starter"


def test_the_starter_records_are_sound() -> None:
    records: list[Record] = []
    for path in STARTER.rglob("*.yaml"):
        name = f"data/{path.relative_to(STARTER).as_posix()}"
        record, problems = read_record(name, path.read_bytes(), Versions())
        assert problems == []
        assert record is not None
        records.append(record)
    assert checks.run(records, AS_OF) == []
