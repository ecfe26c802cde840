"""What is wrong after a few changes, from what was wrong before, is what is wrong when everything is checked anew."""

import random
import re
from datetime import date
from pathlib import Path

import pytest

from cadrectl.checks import since
from cadrectl.checks.since import found_in, found_since, keep_as_base
from cadrectl.demo import district
from cadrectl.records.kept import Found, keep_problems
from cadrectl.records.read import read_workspace
from cadrectl.records.schemas import kind_and_id
from cadrectl.records.shelf import read_shelved
from cadrectl.records.store import Store
from tests.changes import Files, InMemory, change, look, near

AS_OF = date(2026, 9, 15)

pytestmark = pytest.mark.usefixtures("read_once")


@pytest.fixture(scope="module")
def town() -> Files:
    return {name: text.encode() for name, text in district(40, 5)}


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "cadrectl")


def checked(files: Files) -> Found:
    """What is found without anything that is kept."""
    read = read_workspace(InMemory(files))
    return found_in(read.records, read.problems, AS_OF)


def begin(files: Files, store: Store) -> None:
    """Check everything, and keep it to begin with."""
    contents = look(files, store)
    read = read_shelved(contents, store)
    found = found_in(read.records, [*contents.problems, *read.problems], AS_OF)
    keep_problems(contents, store, AS_OF, found)
    keep_as_base(read.records, contents, store, AS_OF)


@pytest.mark.parametrize("seed", range(24))
def test_after_any_changes_the_same_is_found(town: Files, store: Store, seed: int) -> None:
    dice = random.Random(seed)
    before = dict(town)
    for _ in range(dice.choice([0, 3, 8])):
        change(before, dice)
    begin(before, store)
    for _ in range(4):
        after = dict(before)
        for _ in range(dice.choice([1, 1, 2, 5])):
            change(after, dice)
        found = found_since(look(after, store), store, AS_OF)
        assert found is not None
        assert found._replace(kept=None) == checked(after)


@pytest.mark.parametrize("kind", since.FAR)
def test_what_reaches_far_is_left_to_a_check_of_everything(town: Files, store: Store, kind: str) -> None:
    begin(town, store)
    name = next(name for name in town if (kind_and_id(name) or ("",))[0] == kind)
    assert found_since(look({**town, name: town[name] + b"# more\n"}, store), store, AS_OF) is None


def test_nothing_is_known_of_another_day(town: Files, store: Store) -> None:
    begin(town, store)
    name = next(filter(near, town))
    changed = look({**town, name: town[name] + b"# more\n"}, store)
    assert found_since(changed, store, AS_OF) is not None
    assert found_since(changed, store, date(2026, 9, 16)) is None


def test_whom_a_neighbour_names_is_looked_at_too(town: Files, store: Store) -> None:
    """A mentor from elsewhere is gone: that he led another unit than the reserve's is seen in the reserve's career."""
    name = next(name for name in town if name.endswith("-2026.yaml") and b"mentor: " in town[name])
    for mentor in (name[12:-5] for name in town if name.startswith("data/cadres/")):
        before = {**town, name: re.sub(rb"mentor: \w+", f"mentor: {mentor}".encode(), town[name])}
        apart = units(before, mentor).isdisjoint(units(before, name.split("/")[-1].split("-")[0]))
        if apart and any(one.code == "mentor-not-leader" and one.path == name for one in checked(before).problems):
            begin(before, store)
            after = {each: text for each, text in before.items() if each != f"data/cadres/{mentor}.yaml"}
            assert found_since(look(after, store), store, AS_OF) == checked(after)
            return
    raise AssertionError("nobody in the town leads another unit only")


def test_a_class_is_held_against_the_fund_that_it_does_not_name(town: Files, store: Store) -> None:
    begin(town, store)
    name, text = next(each for each in town.items() if each[0].startswith("data/training/") and b"project: " in each[1])
    after = {**town, name: re.sub(rb"project: .*", "project: 别的".encode(), text)}
    found = found_since(look(after, store), store, AS_OF)
    assert found == checked(after)
    assert found != checked(town)


def units(files: Files, cadre: str) -> set[bytes]:
    return set(re.findall(rb"unit: (\w+)", files[f"data/cadres/{cadre}.yaml"]))
