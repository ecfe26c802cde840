"""Files to records and back: find, parse with places, validate, write, and the files of a revision.

It reads one file at a time. What records say about one another is for `checks`; tables are for
`register`.

Most runs need few of the modules here, so that each is loaded when a name of it is first asked for.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cadrectl.records.amend import amended as amended
    from cadrectl.records.amend import as_written as as_written
    from cadrectl.records.clone import ATTRIBUTES as ATTRIBUTES
    from cadrectl.records.clone import Clone as Clone
    from cadrectl.records.clone import attributes as attributes
    from cadrectl.records.clone import set_up as set_up
    from cadrectl.records.comments import canonical_text as canonical_text
    from cadrectl.records.difference import Changed as Changed
    from cadrectl.records.difference import changed as changed
    from cadrectl.records.editors import SETTINGS as SETTINGS
    from cadrectl.records.editors import editor_files as editor_files
    from cadrectl.records.editors import header as header
    from cadrectl.records.form import canonical as canonical
    from cadrectl.records.kept import keep_problems as keep_problems
    from cadrectl.records.kept import kept_problems as kept_problems
    from cadrectl.records.kept import plain_problem as plain_problem
    from cadrectl.records.kept import problem_again as problem_again
    from cadrectl.records.kept import problems_once as problems_once
    from cadrectl.records.log import Commit as Commit
    from cadrectl.records.log import Step as Step
    from cadrectl.records.log import commits as commits
    from cadrectl.records.log import common_ancestor as common_ancestor
    from cadrectl.records.log import steps as steps
    from cadrectl.records.mentioned import Mentions as Mentions
    from cadrectl.records.mentioned import mentions as mentions
    from cadrectl.records.parser import Parsed as Parsed
    from cadrectl.records.places import Pointer as Pointer
    from cadrectl.records.places import keeping as keeping
    from cadrectl.records.places import lines as lines
    from cadrectl.records.places import place as place
    from cadrectl.records.privacy import may_be_quoted as may_be_quoted
    from cadrectl.records.program import looks as looks
    from cadrectl.records.program import stamp as stamp
    from cadrectl.records.read import Reading as Reading
    from cadrectl.records.read import parse as parse
    from cadrectl.records.read import read_workspace as read_workspace
    from cadrectl.records.read import without_garbage_collection as without_garbage_collection
    from cadrectl.records.record import Record as Record
    from cadrectl.records.revisions import Failure as Failure
    from cadrectl.records.revisions import Revision as Revision
    from cadrectl.records.revisions import commit_if_clean as commit_if_clean
    from cadrectl.records.revisions import folder_in_repository as folder_in_repository
    from cadrectl.records.revisions import known_at as known_at
    from cadrectl.records.revisions import repository as repository
    from cadrectl.records.revisions import revision as revision
    from cadrectl.records.revisions import staged as staged
    from cadrectl.records.schemas import SCHEMAS as SCHEMAS
    from cadrectl.records.schemas import kind_and_id as kind_and_id
    from cadrectl.records.schemas import kinds as kinds
    from cadrectl.records.schemas import schema as schema
    from cadrectl.records.shelf import Shelved as Shelved
    from cadrectl.records.shelf import excerpt as excerpt
    from cadrectl.records.shelf import read_shelved as read_shelved
    from cadrectl.records.signed import Signed as Signed
    from cadrectl.records.signed import signatures as signatures
    from cadrectl.records.source import Source as Source
    from cadrectl.records.source import WatchedSource as WatchedSource
    from cadrectl.records.source import working_tree as working_tree
    from cadrectl.records.stock import Contents as Contents
    from cadrectl.records.stock import contents as contents
    from cadrectl.records.stock import earlier as earlier
    from cadrectl.records.store import NOTHING as NOTHING
    from cadrectl.records.store import Store as Store
    from cadrectl.records.store import private_folder as private_folder
    from cadrectl.records.validation import validate as validate
    from cadrectl.records.write import content_hash as content_hash
    from cadrectl.records.write import write_all as write_all
    from cadrectl.records.write import write_new as write_new

_NAMES = {
    "amend": ("amended", "as_written"),
    "clone": ("ATTRIBUTES", "Clone", "attributes", "set_up"),
    "comments": ("canonical_text",),
    "difference": ("Changed", "changed"),
    "editors": ("SETTINGS", "editor_files", "header"),
    "form": ("canonical",),
    "kept": ("keep_problems", "kept_problems", "plain_problem", "problem_again", "problems_once"),
    "log": ("Commit", "Step", "commits", "common_ancestor", "steps"),
    "mentioned": ("Mentions", "mentions"),
    "parser": ("Parsed",),
    "places": ("Pointer", "keeping", "lines", "place"),
    "privacy": ("may_be_quoted",),
    "program": ("looks", "stamp"),
    "read": ("Reading", "parse", "read_workspace", "without_garbage_collection"),
    "record": ("Record",),
    "revisions": (
        "Failure",
        "Revision",
        "commit_if_clean",
        "folder_in_repository",
        "known_at",
        "repository",
        "revision",
        "staged",
    ),
    "schemas": ("SCHEMAS", "kind_and_id", "kinds", "schema"),
    "shelf": ("Shelved", "excerpt", "read_shelved"),
    "signed": ("Signed", "signatures"),
    "source": ("Source", "WatchedSource", "working_tree"),
    "stock": ("Contents", "contents", "earlier"),
    "store": ("NOTHING", "Store", "private_folder"),
    "validation": ("validate",),
    "write": ("content_hash", "write_all", "write_new"),
}
"""What other rooms find here, by the module that has it; no module is called as one of the names."""

_MODULES = {name: module for module, names in _NAMES.items() for name in names}


def __getattr__(name: str) -> Any:
    """What the room has under this name, which Python asks for where it was not asked for before."""
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = globals()[name] = getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
    return found
