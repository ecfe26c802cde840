"""Who is named where: the same whether it is kept of that state, of another one, or of none."""

import random
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from cadrectl.demo import district
from cadrectl.problem import Problem
from cadrectl.records import mentions as module
from cadrectl.records.looking import contents
from cadrectl.records.mentions import Mentions, mentions
from cadrectl.records.store import NOTHING, Store
from tests.changes import Files, InMemory, change, look

pytestmark = pytest.mark.usefixtures("read_once")


@pytest.fixture(scope="module")
def town() -> Files:
    return {name: text.encode() for name, text in district(25, 7)}


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "cadrectl")


def told(found: Mentions, files: Files) -> object:
    """What is named in every file, and which files name each of a few ids."""
    return (
        {name: found.named_in([name]) for name in sorted(files)},
        {id: found.naming([id]) for id in ("C0001", "C0007", "C0012", "U001", "U002", "C9999")},
    )


def anew(files: Files) -> object:
    [found] = mentions([look(files, NOTHING)], NOTHING)
    return told(found, files)


@pytest.mark.parametrize("seed", range(6))
def test_after_any_changes_the_same_is_named(
    town: Files, store: Store, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "FEW", 5)
    dice = random.Random(seed)
    before = dict(town)
    for _ in range(6):
        after = dict(before)
        for _ in range(dice.choice([1, 2, 6])):
            change(after, dice)
        was, now = mentions([look(each, store) for each in (before, after)], store)
        assert [told(was, before), told(now, after)] == [anew(before), anew(after)]
        before = after


def test_where_the_index_is_lost_the_same_is_named(town: Files, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    [first] = mentions([look(town, store)], store)
    whole = told(first, town)
    get_many = Store.get_many
    monkeypatch.setattr(
        Store,
        "get_many",
        lambda self, keys: {
            key: value for key, value in get_many(self, keys).items() if not key.startswith(("mentions:", "mentioned:"))
        },
    )
    [again] = mentions([look(town, store)], store)
    assert told(again, town) == whole


def test_a_file_names_whom_its_name_and_its_text_name() -> None:
    files = {"data/reserve/C0001-2026.yaml": b"mentor: C0002\n# asked of U001\n"}
    [found] = mentions([look(files, NOTHING)], NOTHING)
    assert found.named_in(files) == {"C0001", "C0002", "U001"}
    assert found.naming(["C0002"]) == found.naming(["C0001"]) == set(files)
    assert found.naming(["C0003"]) == found.naming([]) == found.naming(["C0002"], ["data/units/U001.yaml"]) == set()
    assert found.named_in(["data/cadres/C0001.yaml"]) == set()


class Closed(InMemory):
    """Files that look like what they hold, and must not be opened."""

    def read_many(self, names: Iterable[str]) -> Iterator[tuple[str, bytes | Problem]]:
        assert not list(names)
        return iter(())


def test_a_file_that_was_read_for_its_ids_is_not_opened_for_them_again(town: Files, store: Store) -> None:
    mentions([look(town, store)], store)
    after = {**town, "data/units/U001.yaml": b"# asked of C0012\n"}
    told(mentions([look(after, store)], store)[0], after)
    [again] = mentions([contents(Closed(after), store, 0)], store)
    assert told(again, after) == anew(after)
