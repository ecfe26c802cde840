"""The list of files in blocks: the same however it came about, and a change opens only the blocks that it touches."""

import random
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cadrectl.demo import district
from cadrectl.records import blocks
from cadrectl.records.blocks import cut, runs
from cadrectl.records.contents import Contents, earlier, in_packed, packed, unpacked
from cadrectl.records.looking import contents_since
from cadrectl.records.read import read_workspace
from cadrectl.records.store import NOTHING, Store
from tests.changes import Files, InMemory, change, look

NAMES = st.lists(st.integers(0, 400).map(lambda number: f"data/cadres/C{number:04}.yaml"), unique=True).map(sorted)


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Blocks of a few files, so that a small district has very many."""
    monkeypatch.setattr(blocks, "USUAL", 4)


@pytest.fixture(scope="module")
def town() -> Files:
    return {name: text.encode() for name, text in district(25, 9)}


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "cadrectl")


def upset(files: Files, dice: random.Random) -> None:
    """A change of a record; or a file that is none comes, or one that cannot be read, or several go."""
    deed = dice.randrange(8)
    if deed == 0:
        files[f"data/{dice.choice('abcz')}{dice.randrange(9)}.txt"] = b"x"
    elif deed == 1:
        files[dice.choice(list(files))] = b""
    elif deed == 2:
        for name in dice.sample([name for name in files if name != "data/workspace.yaml"], 12):
            del files[name]
    else:
        change(files, dice)


def said(found: Contents) -> object:
    return found.blocks, found.digest, found.state, found.hashes, found.problems


@pytest.mark.parametrize("seed", range(4))
def test_after_any_changes_the_list_is_as_if_looked_at_for_the_first_time(town: Files, store: Store, seed: int) -> None:
    dice = random.Random(seed)
    files = dict(town)
    for _ in range(8):
        for _ in range(dice.choice([0, 1, 3])):
            upset(files, dice)
        found = look(files, store)
        assert said(found) == said(look(files, NOTHING))
        assert found.digest == read_workspace(InMemory(files)).digest


@pytest.mark.parametrize("seed", range(4))
def test_a_commit_told_by_its_changes_has_the_blocks_of_one_that_is_looked_at(town: Files, seed: int) -> None:
    dice = random.Random(seed)
    before = dict(town)
    for _ in range(8):
        after = dict(before)
        for _ in range(4):
            change(after, dice)
        after = {name: text for name, text in after.items() if text}
        differing = {name: name in after for name, _ in before.items() ^ after.items()}
        told = contents_since(InMemory(after), look(before, NOTHING), differing, NOTHING)
        assert told is not None
        assert said(told) == said(look(after, NOTHING))
        assert told.changed_since(look(before, NOTHING)) == sorted(differing)
        before = after


def test_what_is_asked_of_some_files_is_what_the_whole_list_says(town: Files, store: Store) -> None:
    look(town, store)
    names = sorted(town)
    for start in ("data/", "data/cadres/", "data/evaluations/2024", "data/z", "data/cadres/C0007.yaml"):
        assert look(town, store).beginning(start) == [name for name in names if name.startswith(start)]
    assert look(town, store).of("units") == [name for name in names if name.startswith("data/units/")]
    assert look(town, store).names_at([0, 7, len(names) - 1]) == [names[0], names[7], names[-1]]
    assert list(look(town, store).hashes_of(["data/cadres/none.yaml", names[5]])) == [names[5]]
    assert (names[3] in look(town, store), "data/a" in look(town, store)) == (True, False)


def test_a_change_opens_the_blocks_that_it_touches_and_no_others(
    town: Files, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = look(town, store)
    name = "data/cadres/C0007.yaml"
    after = look({**town, name: town[name] + b"# more\n"}, store)
    asked: list[str] = []
    get_many = Store.get_many

    def noted(self: Store, keys: Iterable[str]) -> dict[str, bytes]:
        wanted = list(keys)
        asked.extend(key for key in wanted if key.startswith("block:"))
        return get_many(self, wanted)

    monkeypatch.setattr(Store, "get_many", noted)
    then = earlier(before.source, store, before.place, before.mark)
    assert then is not None
    assert after.changed_since(then) == [name]
    assert len(asked) == 1 < len(after.blocks) // 10


@pytest.mark.parametrize("seed", range(3))
def test_blocks_that_are_lost_are_read_again(town: Files, store: Store, seed: int) -> None:
    look(town, store)
    again = look(town, Lossy(store, seed))
    assert again.hashes == look(town, NOTHING).hashes


def test_of_a_lost_block_nothing_is_said_to_be_as_it_was(town: Files, store: Store) -> None:
    before = look(town, store)
    name = "data/cadres/C0007.yaml"
    files = {**town, name: town[name] + b"# more\n"}
    after = look(files, store)
    then = earlier(before.source, Lossy(store), before.place, before.mark)
    assert then is not None
    assert after.changed_since(then) is None


class Lossy(Store):
    """A store that has lost some blocks, or all."""

    def __init__(self, store: Store, seed: int | None = None) -> None:
        super().__init__(store.folder)
        self.dice = None if seed is None else random.Random(seed)

    def get_many(self, keys: Iterable[str]) -> dict[str, bytes]:
        found = super().get_many(keys)
        return {key: value for key, value in found.items() if not key.startswith("block:") or self.keeps_this()}

    def keeps_this(self) -> bool:
        return self.dice is not None and self.dice.random() < 0.5


@given(st.dictionaries(st.text("ab/", min_size=1, max_size=4), st.text("0a", min_size=64, max_size=64)), st.text("ab/"))
def test_one_hash_is_found_in_what_is_packed_as_in_what_is_unpacked(hashes: dict[str, str], other: str) -> None:
    made = packed(hashes)
    assert unpacked(made) == hashes
    assert {name: in_packed(made, name) for name in {*hashes, other} - {""}} == {
        name: hashes.get(name) for name in {*hashes, other} - {""}
    }


@given(NAMES, st.sampled_from(["", "data/cadres/C0100.yaml"]))
def test_every_name_is_in_one_block_and_a_block_begins_where_its_first_name_says(names: list[str], first: str) -> None:
    there = [name for name in names if name >= first]
    found = list(cut(first, there))
    assert [name for _, part in found for name in there[part]] == there
    assert found[0][0] == first
    assert all(there[part][0] == name for name, part in found[1:])


def test_a_block_that_lost_its_first_name_goes_to_the_one_before() -> None:
    assert runs([3], lambda at: False) == [range(3, 4)]
    assert runs([3], lambda at: at in (3, 2)) == [range(1, 4)]
    assert runs([0, 3, 4, 7], lambda at: at == 7) == [range(1), range(3, 5), range(6, 8)]


def test_the_files_whose_names_begin_alike_are_counted_without_opening_all_blocks(town: Files, store: Store) -> None:
    look(town, store)
    for start in ("data/", "data/cadres/", "data/cadres/C001", "data/units/", "data/zones/", "data/cadres/C0007.yaml"):
        found = look(town, store)
        assert found.number(start) == sum(name.startswith(start) for name in found.hashes)
    assert len(found.blocks) > 20
    fresh = look(town, store)
    fresh.number("data/")
    assert len(fresh._open) < len(fresh.blocks) / 2
