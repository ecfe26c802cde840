"""Records come from the shelf as they were read, and what is said of their versions with them."""

from pathlib import Path

import pytest

from cadrectl.records.looking import contents
from cadrectl.records.shelf import Shelved, read_shelved
from cadrectl.records.store import Store
from tests.records.test_contents import LATER, Watched
from tests.records.test_versions import OLD, WORKSPACE

FILES = {"data/workspace.yaml": f"{WORKSPACE}schemas: {{listings: 1}}\n", "data/listings/pool.yaml": OLD}


def shelved(files: dict[str, str], store: Store) -> Shelved:
    """The records of files, whatever was read before."""
    source = Watched({name: text.encode() for name, text in files.items()}, frozenset(files))
    return read_shelved(contents(source, store, LATER), store)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "cadrectl")


def test_versions_are_said_again_without_another_look_into_the_same_workspace(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = shelved(FILES, store)
    assert [(one.code, one.line) for one in first.problems] == [("schema-older", 5)]
    monkeypatch.setattr("cadrectl.records.shelf.versions_in", None)
    assert shelved(FILES, store) == first


def test_another_workspace_states_its_own_versions(store: Store) -> None:
    shelved(FILES, store)
    newer = {**FILES, "data/workspace.yaml": f"{WORKSPACE}schemas: {{listings: 99}}\n"}
    found = shelved(newer, store)
    assert [one.code for one in found.problems] == ["schema-newer"]
    assert [one.kind for one in found.records] == ["workspace"]
