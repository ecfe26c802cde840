"""Files to records and back: find, parse with places, validate, write, and the files of a revision.

It reads one file at a time. What records say about one another is for `checks`; tables are for
`register`.
"""

from cadrectl.records.amend import amended, as_written
from cadrectl.records.canonical import canonical
from cadrectl.records.changed import Changed, changed
from cadrectl.records.clone import ATTRIBUTES, Clone, attributes, set_up
from cadrectl.records.comments import canonical_text
from cadrectl.records.contents import Contents, contents, earlier
from cadrectl.records.editors import SETTINGS, editor_files, header
from cadrectl.records.log import Commit, Step, commits, common_ancestor, steps
from cadrectl.records.mentions import Mentions, mentions
from cadrectl.records.parse import Parsed
from cadrectl.records.places import Pointer, lines, place
from cadrectl.records.privacy import may_be_quoted
from cadrectl.records.read import Reading, parse, read_workspace, without_garbage_collection
from cadrectl.records.record import Record
from cadrectl.records.revision import (
    Failure,
    Revision,
    commit_if_clean,
    folder_in_repository,
    known_at,
    repository,
    revision,
    staged,
)
from cadrectl.records.schema import SCHEMAS, kind_and_id, kinds, schema
from cadrectl.records.shelf import (
    Shelved,
    excerpt,
    keep_problems,
    kept_problems,
    plain_problem,
    problem_again,
    problems_once,
    read_shelved,
)
from cadrectl.records.signatures import Signed, signatures
from cadrectl.records.source import Source, WatchedSource, working_tree
from cadrectl.records.stamp import looks, stamp
from cadrectl.records.store import NOTHING, Store, private_folder
from cadrectl.records.validate import validate
from cadrectl.records.write import content_hash, write_all, write_new

__all__ = [
    "ATTRIBUTES",
    "NOTHING",
    "SCHEMAS",
    "SETTINGS",
    "Changed",
    "Clone",
    "Commit",
    "Contents",
    "Failure",
    "Mentions",
    "Parsed",
    "Pointer",
    "Reading",
    "Record",
    "Revision",
    "Shelved",
    "Signed",
    "Source",
    "Step",
    "Store",
    "WatchedSource",
    "amended",
    "as_written",
    "attributes",
    "canonical",
    "canonical_text",
    "changed",
    "commit_if_clean",
    "commits",
    "common_ancestor",
    "content_hash",
    "contents",
    "earlier",
    "editor_files",
    "excerpt",
    "folder_in_repository",
    "header",
    "keep_problems",
    "kept_problems",
    "kind_and_id",
    "kinds",
    "known_at",
    "lines",
    "looks",
    "may_be_quoted",
    "mentions",
    "parse",
    "place",
    "plain_problem",
    "private_folder",
    "problem_again",
    "problems_once",
    "read_shelved",
    "read_workspace",
    "repository",
    "revision",
    "schema",
    "set_up",
    "signatures",
    "staged",
    "stamp",
    "steps",
    "validate",
    "without_garbage_collection",
    "working_tree",
    "write_all",
    "write_new",
]
