"""Files to records and back: find, parse with places, validate, write, and the files of a revision.

It reads one file at a time. What records say about one another is for `checks`; tables are for
`register`.
"""

from cadrectl.records.canonical import canonical
from cadrectl.records.comments import canonical_text
from cadrectl.records.editors import SETTINGS, editor_files, header
from cadrectl.records.parse import Parsed
from cadrectl.records.places import Pointer, lines, place
from cadrectl.records.privacy import may_be_quoted
from cadrectl.records.read import Reading, parse, read_workspace
from cadrectl.records.record import Record
from cadrectl.records.revision import Failure, Revision, commit_if_clean, known_at, revision
from cadrectl.records.schema import SCHEMAS, kind_and_id, kinds, schema
from cadrectl.records.source import Source, working_tree
from cadrectl.records.validate import validate
from cadrectl.records.write import content_hash, write_all, write_new

__all__ = [
    "SCHEMAS",
    "SETTINGS",
    "Failure",
    "Parsed",
    "Pointer",
    "Reading",
    "Record",
    "Revision",
    "Source",
    "canonical",
    "canonical_text",
    "commit_if_clean",
    "content_hash",
    "editor_files",
    "header",
    "kind_and_id",
    "kinds",
    "known_at",
    "lines",
    "may_be_quoted",
    "parse",
    "place",
    "read_workspace",
    "revision",
    "schema",
    "validate",
    "working_tree",
    "write_all",
    "write_new",
]
