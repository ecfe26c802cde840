"""The tables after a few changes, woven from those of before, are those that all records make."""

import random
from pathlib import Path

import pytest

from cadrectl.demo import district
from cadrectl.records.read import read_workspace
from cadrectl.records.record import Record
from cadrectl.records.store import Store
from cadrectl.register import Register, build, snapshot
from cadrectl.register.since import kept_since
from cadrectl.vocabulary import Vocabulary, vocabularies
from tests.changes import Files, InMemory, change, look
from tests.register.tables import assert_same

Parts = tuple[list[Record], dict[str, Vocabulary]]

pytestmark = pytest.mark.usefixtures("read_once")


@pytest.fixture(scope="module")
def town() -> Files:
    return {name: text.encode() for name, text in district(40, 5)}


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "cadrectl")


def parts(files: Files) -> Parts:
    """The records, those that can be read, and the vocabularies among them."""
    found = read_workspace(InMemory(files)).records
    return found, vocabularies((one.id, one.value) for one in found if one.kind == "vocabularies")


def anew(files: Files) -> Register:
    return build(*parts(files))


def begin(files: Files, store: Store) -> None:
    contents = look(files, store)
    snapshot.keep(build(*parts(files), contents.digest), store, contents)


def woven(files: Files, store: Store) -> Register | None:
    return kept_since(look(files, store), store, parts(files)[1], lambda: anew(files))


def same(one: Register | None, other: Register) -> None:
    assert one is not None
    assert_same(one, other)


@pytest.mark.parametrize("seed", range(12))
def test_after_any_changes_the_tables_are_the_same(town: Files, store: Store, seed: int) -> None:
    dice = random.Random(seed)
    begin(town, store)
    for _ in range(3):
        after = dict(town)
        for _ in range(dice.choice([1, 2, 8])):
            change(after, dice)
        same(woven(after, store), anew(after))


def test_a_table_that_was_lost_is_built_from_all_records(town: Files, store: Store) -> None:
    begin(town, store)
    after = dict(town)
    change(after, random.Random(1))
    tables = woven(after, store)
    store.close()
    same(tables, anew(after))


def test_new_words_of_a_vocabulary_are_left_to_a_build_of_everything(town: Files, store: Store) -> None:
    begin(town, store)
    name = next(name for name in town if name.startswith("data/vocabularies/"))
    assert woven({**town, name: town[name] + b"# more\n"}, store) is None
    assert woven(town, store) is not None
