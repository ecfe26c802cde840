"""A corpus of bad records: each bad line names the codes that it must raise, and raises no others.

`files/<kind>/<case>.yaml` is read alone, as a record of that kind. `workspaces/<case>/` is a whole
workspace, read and checked. A line is marked `# !! code [code …]`. Where a file cannot carry marks,
a file `<case>.expect` beside it (`expect` in a workspace) lists `line code` (`path line code`).
"""

from datetime import date
from functools import partial
from pathlib import Path

import pytest

from cadrectl.catalogue import CATALOGUE
from cadrectl.checks import run
from cadrectl.decide.confirmed import contradictions
from cadrectl.decide.policy_checks import check
from cadrectl.facts.moment import Book
from cadrectl.policy.clerk import Clerk
from cadrectl.policy.load import Stated, policies
from cadrectl.problem import Problem
from cadrectl.records.places import place
from cadrectl.records.read import read_record, read_workspace
from cadrectl.records.source import working_tree
from cadrectl.records.versions import Versions
from cadrectl.register import build
from cadrectl.text import render
from cadrectl.vocabulary import vocabularies

HERE = Path(__file__).parent
FILES = sorted((HERE / "files").glob("*/*.yaml"))
WORKSPACES = sorted(path for path in (HERE / "workspaces").iterdir() if path.is_dir())
MARK = "# !! "
AS_OF = date(2024, 6, 1)

# No repository can hold a file that cannot be opened: tests/records/test_source.py makes one.
# What a change does is no state of the records: tests/review/test_review.py makes changes.
# A unit is held against the policies of its workspace: tests/cli/test_headcount.py has one that is overstaffed.
# A case is held against a procedure with the policies of its workspace: tests/cli/test_appoint.py opens cases.
RAISED_ELSEWHERE = {"unreadable-file", "change-blocked", "change-noted", "procedure-fault", "limit-not-kept"}

Raised = set[tuple[str, int, str]]  # path, line, code


def marked(path: str, data: bytes) -> Raised:
    """What the marks in a file say it raises."""
    found: Raised = set()
    for number, line in enumerate(data.decode("utf-8", "replace").split("\n"), 1):
        _, mark, codes = line.partition(MARK)
        if mark:
            found |= {(path, number, code) for code in codes.split()}
    return found


def listed(expect: Path, path: str = "") -> Raised:
    """What a file of expectations lists, for one path or with paths of its own."""
    found: Raised = set()
    for line in expect.read_text("utf-8").splitlines() if expect.exists() else ():
        *named, number, code = line.split()
        found.add((named[0] if named else path, int(number), code))
    return found


def raised(problems: list[Problem]) -> Raised:
    """What was raised; every sentence of it can be said in both languages."""
    for entry in problems:
        assert all(render(text, lang) for text in (entry.message, entry.hint) for lang in ("en", "zh"))
    return {(entry.path, entry.line, entry.code) for entry in problems}


def expected_of_file(case: Path) -> Raised:
    name = f"data/{case.parent.name}/{case.name}"
    return marked(name, case.read_bytes()) | listed(case.with_suffix(".expect"), name)


def expected_of_workspace(case: Path) -> Raised:
    found = listed(case / "expect")
    for path in case.glob("data/**/*"):
        if path.is_file() and not path.is_symlink():
            found |= marked(path.relative_to(case).as_posix(), path.read_bytes())
    return found


@pytest.mark.parametrize("case", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_bad_file_raises_what_its_marks_say_and_nothing_else(case: Path) -> None:
    name = f"data/{case.parent.name}/{case.name}"
    record, problems = read_record(name, case.read_bytes(), Versions())
    assert record is None
    assert raised(problems) == expected_of_file(case)


@pytest.mark.parametrize("case", WORKSPACES, ids=lambda path: path.name)
def test_a_bad_workspace_raises_what_its_marks_say_and_nothing_else(case: Path) -> None:
    reading = read_workspace(working_tree(case))
    unread = [entry.path for entry in reading.problems if entry.is_error]
    stated = [
        Stated(one.value, one.path, partial(place, one)) for one in reading.records if one.kind == "policies"
    ]
    sound, unsound = policies(stated)
    words = vocabularies((one.id, one.value) for one in reading.records if one.kind == "vocabularies")
    found = [
        *reading.problems,
        *run(reading.records, AS_OF, unread),
        *unsound,
        *check(sound, words, {one.path: one.place for one in stated}),
        *contradictions(Clerk(Book(build(reading.records, words)), sound), [one.series for one in sound]),
    ]
    assert raised(found) == expected_of_workspace(case)


def test_every_code_of_the_catalogue_has_a_bad_record() -> None:
    cases = [expected_of_file(case) for case in FILES] + [expected_of_workspace(case) for case in WORKSPACES]
    shown = {code for case in cases for _, _, code in case}
    assert shown <= set(CATALOGUE)
    assert set(CATALOGUE) - shown - RAISED_ELSEWHERE == set()


def test_every_code_is_explained_in_both_languages() -> None:
    for code in CATALOGUE.values():
        assert all(render(text, lang) for text in (code.title, code.explanation) for lang in ("en", "zh"))
