"""All records of a source: parsed, placed, validated, in the order of their paths."""

import hashlib

from msgspec import Struct

from cadrectl.problem import Problem
from cadrectl.records.blocks import digest_of_records
from cadrectl.records.bulk import without_garbage_collection
from cadrectl.records.parser import Parsed, parse_text
from cadrectl.records.record import Record
from cadrectl.records.schemas import kind_and_id, shape_of
from cadrectl.records.shape import ANY
from cadrectl.records.source import Source, strays
from cadrectl.records.validation import validate
from cadrectl.records.versions import Versions, brought_up, versions_of


class Reading(Struct, frozen=True):
    """What a source holds: the sound records by path, all problems by place, and a digest.

    The digest is of names and contents, so equal digests are equal records.
    """

    records: list[Record]
    problems: list[Problem]
    digest: str


def parse(path: str, data: bytes) -> Parsed:
    """The value, marks and problems of one file; `path` says by its kind how scalars are read."""
    named = kind_and_id(path)
    return parse_text(path, data, shape_of(named[0]) if named else ANY)


def read_workspace(source: Source) -> Reading:
    """Every record of a source. A record with an error is left out and its problems are listed."""
    records: list[Record] = []
    problems: list[Problem] = []
    hashes: dict[str, str | None] = {}
    with without_garbage_collection():
        versions = versions_of(source)
        problems.extend(versions.problems)
        for name, data in source.read_many(source.names()):
            named = kind_and_id(name)
            if isinstance(data, Problem):
                problems.append(data)
                hashes.update({name: None} if named else {})
                continue
            if named is None:
                problems.extend(strays([name]))
                continue
            hashes[name] = hashlib.sha256(data).hexdigest()
            record, found = read_record(name, data, versions)
            problems.extend(found)
            if record is not None:
                records.append(record)
    problems.sort(key=lambda entry: (entry.path, entry.line, entry.column, entry.code))
    return Reading(records, problems, digest_of_records(hashes))


def read_record(name: str, data: bytes, versions: Versions) -> tuple[Record | None, list[Problem]]:
    """One file as a record, or None and why not. The name must be that of a record."""
    named = kind_and_id(name)
    if named is None:
        return None, strays([name])
    kind, identity = named
    if kind in versions.newer:
        return None, []  # said once, where the workspace states the version
    parsed = parse_text(name, data, shape_of(kind))
    if kind in versions.older and isinstance(parsed.value, dict):
        parsed = brought_up(kind, versions.older[kind], parsed)
    problems = [*parsed.problems, *validate(name, kind, parsed)]
    if any(entry.is_error for entry in problems):
        return None, problems
    return Record(name, kind, identity, parsed.value, parsed.marks), problems
