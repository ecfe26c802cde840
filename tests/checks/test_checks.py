"""The sound district, and what holds for the checks as a whole."""

import ast
from pathlib import Path
from random import Random

from cadrectl import checks
from cadrectl.catalogue import cross
from tests.checks.district import AS_OF, Files, problems, record, said, sound

TESTS = Path(__file__).parent


def unsound() -> Files:
    """A district with something wrong in several files."""
    files = sound()
    files["data/cadres/C0001.yaml"]["birth"] = "2030"
    files["data/cadres/C0002.yaml"]["posts"][1]["post"] = "dean"
    files["data/units/U002.yaml"] |= {"kind": "x", "succeeded_by": ["U002", "U009"]}
    files["data/reserve/C0002-2024.yaml"]["tier"] = "tier-9"
    files["data/units/old/U001.yaml"] = files["data/units/U001.yaml"]
    return files


def test_nothing_is_wrong_in_a_sound_district() -> None:
    assert said(sound()) == []


def test_no_records_give_no_problems() -> None:
    assert checks.run([], AS_OF) == []


def test_the_order_of_the_records_changes_nothing() -> None:
    records = [record(path, value) for path, value in unsound().items()]
    expected = checks.run(records, AS_OF)
    assert expected != []
    for seed in range(5):
        Random(seed).shuffle(records)
        assert checks.run(records, AS_OF) == expected


def test_problems_come_by_path_and_place() -> None:
    places = [(found.path, found.line, found.column) for found in problems(unsound())]
    assert places == sorted(places)


def test_the_checks_raise_every_code_between_records_and_no_other() -> None:
    modules = Path(checks.__file__).parent.glob("*.py")
    words = {
        node.value
        for module in modules
        for node in ast.walk(ast.parse(module.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    assert set(cross.CODES) <= words


def test_every_code_between_records_is_tested_here() -> None:
    tested = "".join(path.read_text("utf-8") for path in TESTS.glob("test_*.py"))
    assert [code for code in cross.CODES if f'"{code}"' not in tested] == []
