"""The sound district, and what holds for the checks as a whole."""

import ast
from pathlib import Path
from random import Random

from cadrectl import checks
from cadrectl.calendar import code_of
from cadrectl.catalogue import cross
from cadrectl.checks.book import read_book
from cadrectl.checks.neighbours import COMMON
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


def test_what_a_record_breaks_by_itself_is_found_without_the_others() -> None:
    files = unsound()
    del files["data/units/old/U001.yaml"]
    known = [record(path, value) for path, value in files.items()]
    common = [one for one in known if one.kind in COMMON]
    alone = [read_book([one, *common], ()) for one in known if one.kind not in COMMON]
    for check in checks.OF_ONE:
        found = [said for book in [read_book(common, ()), *alone] for said in check(book, code_of(AS_OF))]
        together = list(check(read_book(known, ()), code_of(AS_OF)))
        assert {*map(repr, found)} == {*map(repr, together)}, check.__name__


def test_within_files_that_two_states_share_nothing_is_looked_for() -> None:
    records = [record(path, value) for path, value in unsound().items()]
    everything = checks.run(records, AS_OF)
    found = checks.run(records, AS_OF, differing=["data/units/U002.yaml"])
    left_out = [one for one in everything if one not in found]
    assert {(one.path, one.code) for one in left_out} == {("data/cadres/C0001.yaml", "future-fact")}
    assert [one for one in found if one not in everything] == []


def test_files_of_one_id_are_looked_into_where_either_differs() -> None:
    """Where the earlier goes, the later is the record of that id: what is wrong within it is then new."""
    files = unsound()
    files["data/units/old/U001.yaml"] = files["data/units/U001.yaml"] | {"kind": "x"}
    both, one = (
        checks.run([record(path, value) for path, value in some.items()], AS_OF, differing=["data/units/U001.yaml"])
        for some in (files, {path: value for path, value in files.items() if path != "data/units/U001.yaml"})
    )
    new = [(problem.path, problem.code) for problem in one if problem not in both]
    assert ("data/units/old/U001.yaml", "not-in-vocabulary") in new


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
