"""A run of the suite is the same run each time: no test passes or fails by luck."""

import sys
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.examples import examples


def drawn() -> list[tuple[int, str]]:
    """The examples that a test is given."""
    found: list[tuple[int, str]] = []

    @given(st.integers(), st.text())
    def test(number: int, text: str) -> None:
        found.append((number, text))

    test()
    return found


def test_a_test_is_given_the_same_examples_whatever_else_was_imported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = drawn()
    module = ModuleType("constants")
    module.__file__ = str(tmp_path / "constants.py")
    (tmp_path / "constants.py").write_text("NUMBERS = [" + ", ".join(map(str, range(9_000, 10_000))) + "]\n")
    monkeypatch.setitem(sys.modules, "constants", module)
    assert drawn() == before


def test_a_profile_that_takes_more_examples_takes_more_of_each_test_in_proportion() -> None:
    usual = settings().max_examples
    assert examples(300).max_examples == 3 * usual
    assert examples(8).max_examples * 100 == 8 * usual
