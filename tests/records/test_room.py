"""What the room of records gives to others."""

from importlib.util import find_spec

import pytest

from cadrectl import records


@pytest.mark.parametrize("name", sorted(records._MODULES))
def test_a_name_of_the_room_is_found_and_no_module_takes_its_place(name: str) -> None:
    assert getattr(records, name) is not None
    assert find_spec(f"cadrectl.records.{name}") is None


def test_there_is_no_other_name() -> None:
    assert not hasattr(records, "nothing")
