"""Files to records and back: find, parse with places, validate, write, and the files of a revision.

It reads one file at a time. What records say about one another is for `checks`; tables are for
`register`.
"""

from cadrectl.records.parse import Parsed
from cadrectl.records.places import Pointer, lines, place
from cadrectl.records.read import Reading, parse, read_workspace
from cadrectl.records.record import Record
from cadrectl.records.schema import SCHEMAS, kind_and_id, kinds, schema
from cadrectl.records.source import Source, find_workspace, working_tree
from cadrectl.records.validate import validate

__all__ = [
    "SCHEMAS",
    "Parsed",
    "Pointer",
    "Reading",
    "Record",
    "Source",
    "find_workspace",
    "kind_and_id",
    "kinds",
    "lines",
    "parse",
    "place",
    "read_workspace",
    "schema",
    "validate",
    "working_tree",
]
