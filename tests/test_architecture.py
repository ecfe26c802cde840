"""The rooms of the program and what may stand in them: an import that breaks the table fails here."""

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from itertools import chain
from pathlib import Path

import pytest

import cadrectl

PACKAGE = Path(cadrectl.__file__).parent

GROUND = {"calendar", "catalogue", "problem", "text", "vocabulary", "workspace"}
DECISIONS = GROUND | {"register", "facts", "policy"}
ABOVE_REVIEW = DECISIONS | {"records", "checks", "decide", "rotation"}
ROOMS = {
    **dict.fromkeys(GROUND, GROUND),
    "records": GROUND,
    "checks": GROUND | {"records"},
    "register": GROUND | {"records"},
    "facts": GROUND | {"register"},
    "policy": GROUND | {"facts"},
    "decide": DECISIONS,
    "rotation": DECISIONS | {"decide"},
    "review": ABOVE_REVIEW,
    "report": ABOVE_REVIEW | {"review"},
    "exchange": GROUND | {"records", "register"},
    "demo": GROUND | {"records"},
    "cli": ABOVE_REVIEW | {"review", "report", "exchange", "demo"},
    "__main__": {"cli"},
    "__init__": set[str](),
}
"""What each room may import besides itself."""

DEAR = ("pandas", "matplotlib", "docx", "highspy", "scipy")
"""What `--help` and `validate` never load."""

CALLS_OF_THE_SHELL = {"print", "input", "exit", "quit", "today", "now", "utcnow"}
"""Printing, asking, ending and the clock belong to the command line alone."""

MODULES = sorted(PACKAGE.rglob("*.py"))


def room_of(path: Path) -> str:
    first = path.relative_to(PACKAGE).parts[0]
    return first.removesuffix(".py")


def name_of(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


def imports(path: Path) -> Iterator[tuple[int, str]]:
    """The line and the full name of everything that a module imports, inside functions too."""
    package = ["cadrectl", *path.relative_to(PACKAGE).parent.parts]
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else []
            module = ".".join([*above, *([node.module] if node.module else [])])
            yield from ((node.lineno, f"{module}.{alias.name}") for alias in node.names)


def calls(path: Path) -> Iterator[tuple[int, str]]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call):
            called = node.func
            name = getattr(called, "id", getattr(called, "attr", ""))
            yield node.lineno, name


def test_every_room_is_in_the_table() -> None:
    assert {room_of(path) for path in MODULES} <= ROOMS.keys()


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_module_imports_only_what_its_room_may(path: Path) -> None:
    room = room_of(path)
    barred = ROOMS.keys() - ROOMS[room] - {room}
    broken = [
        f"{name_of(path)}:{line}: {room} may not import {name}"
        for line, name in imports(path)
        if name.startswith("cadrectl.") and name.split(".")[1] in barred
    ]
    assert not broken


@pytest.mark.parametrize(
    "path", [path for path in MODULES if room_of(path) not in ("cli", "__main__")], ids=name_of
)
def test_only_the_command_line_prints_ends_or_asks_what_day_it_is(path: Path) -> None:
    assert not [
        f"{name_of(path)}:{line}: {name}()" for line, name in calls(path) if name in CALLS_OF_THE_SHELL
    ]


def test_every_library_that_is_imported_is_declared() -> None:
    project = tomllib.loads((PACKAGE.parent / "pyproject.toml").read_text("utf-8"))["project"]
    stated = [*project["dependencies"], *chain.from_iterable(project["optional-dependencies"].values())]
    declared = {_plain(re.split(r"[<>=]", one)[0]) for one in stated}
    homes = packages_distributions()
    used = {name.split(".")[0] for path in MODULES for _, name in imports(path)} - {"cadrectl"}
    libraries = used - sys.stdlib_module_names
    assert {name for name in libraries if not set(map(_plain, homes[name])) & declared} == set()


def _plain(project: str) -> str:
    """The name of a project as its index compares it."""
    return re.sub(r"[-_.]+", "-", project).lower()


def test_the_table_has_no_way_back() -> None:
    order = [room for room in ROOMS if room not in GROUND]
    for place, room in enumerate(order):
        assert not ROOMS[room] & set(order[place:]), room


WORKSPACE = """\
name: {zh: 某区教育局, en: a district}
division: "320499"
language: zh
policies: []
"""

LOADED = """
import sys
from cadrectl.__main__ import main
try:
    main()
except SystemExit:
    pass
print("loaded:", *(name for name in {dear!r} if name in sys.modules), file=sys.stderr)
"""


def loaded(arguments: list[str], dear: tuple[str, ...] = DEAR) -> str:
    """What the program says at last of the dear libraries that it has loaded for a command."""
    program = [sys.executable, "-c", LOADED.format(dear=dear), *arguments]
    done = subprocess.run(program, capture_output=True, cwd=PACKAGE.parent, check=True, encoding="utf-8")
    assert done.stdout
    return done.stderr.splitlines()[-1]


@pytest.mark.parametrize("arguments", [["--help"], ["validate", "--help"], ["validate", "--format", "json"]])
def test_help_and_validate_load_nothing_dear(arguments: list[str], tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "workspace.yaml").write_text(WORKSPACE, "utf-8")
    assert loaded(["-C", str(tmp_path), *arguments]) == "loaded:"


@pytest.mark.parametrize("command", ["eligible --tier 1", "rank --tier 1", "due", "assess --year 2025 --unit U001"])
def test_no_answer_waits_for_pandas(command: str) -> None:
    assert "pandas" not in loaded(["--as-of", "2026-09-15", *command.split()])


def test_to_find_nothing_changed_no_file_is_parsed_and_git_is_not_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    dear = ("yaml", "jsonschema_rs", "subprocess")
    assert loaded(["--as-of", "2026-09-15", "validate"], dear) != "loaded:"
    assert loaded(["--as-of", "2026-09-15", "validate"], dear) == "loaded:"


def test_who_qualifies_is_judged_without_what_only_other_rules_need(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    others = ("parse", "walk", "number_model", "figure_reader", "movement", "duties", "procedures", "changes")
    dear = (*(f"cadrectl.policy.{name}" for name in others), "cadrectl.decide.policy_checks")
    assert loaded(["--as-of", "2026-09-15", "eligible", "--tier", "1"], dear) == f"loaded: {' '.join(dear)}"
    # a plain `np.unique` brings in the masked arrays of numpy
    assert loaded(["--as-of", "2026-09-15", "eligible", "--tier", "2"], (*dear, "numpy.ma")) == "loaded:"
