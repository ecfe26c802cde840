"""What files hold is known by how they look, and only as long as that can be relied on."""

import hashlib
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cadrectl.problem import Problem
from cadrectl.records.looking import contents, contents_since
from cadrectl.records.source import TICK, Look, unreadable, working_tree
from cadrectl.records.store import NOTHING, Store

LATER = 1 << 62
"""A moment at which no file is young any more."""


@dataclass
class Watched:
    """Files in memory that look the same whatever they hold."""

    files: dict[str, bytes]
    young: frozenset[str] = frozenset()
    read_names: list[str] = field(default_factory=list)
    place: str = "place"
    fixed: str | None = None

    def names(self, folder: str = "data") -> list[str]:
        return sorted(self.files)

    def look(self, now: int) -> Look:
        return Look(self.place, [f"{name}\0same" for name in self.names()], False, self.young)

    def read(self, name: str) -> bytes:
        self.read_names.append(name)
        return self.files[name]

    def read_many(self, names: Iterable[str]) -> Iterator[tuple[str, bytes | Problem]]:
        return ((name, self.read(name)) for name in names)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "cadrectl")


def hashed(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def test_a_file_that_looks_the_same_is_not_read_again(store: Store) -> None:
    contents(Watched({"data/units/U1.yaml": b"a"}), store, 0)
    again = Watched({"data/units/U1.yaml": b"never read"})
    assert contents(again, store, 0).hashes == {"data/units/U1.yaml": hashed(b"a")}
    assert again.read_names == []


def test_what_never_changes_is_looked_at_once(store: Store) -> None:
    commit = Watched({"data/units/U1.yaml": b"a"}, fixed="commit")
    first = contents(commit, store, 0)
    empty = Watched({}, fixed="commit")
    assert contents(empty, store, 0).hashes == first.hashes
    assert contents(Watched({}, fixed="another"), store, 0).hashes == {}


def test_a_new_file_is_read_alone(store: Store) -> None:
    contents(Watched({"data/units/U1.yaml": b"a"}), store, 0)
    more = Watched({"data/units/U1.yaml": b"a", "data/units/U2.yaml": b"b"})
    assert list(contents(more, store, 0).hashes.values()) == [hashed(b"a"), hashed(b"b")]
    assert more.read_names == ["data/units/U2.yaml"]


def test_a_file_touched_in_the_moment_of_the_look_is_read_once_more(store: Store) -> None:
    name = "data/units/U1.yaml"
    contents(Watched({name: b"a"}, frozenset([name])), store, 0)
    changed = Watched({name: b"b"}, frozenset([name]))
    assert contents(changed, store, 0).hashes == {name: hashed(b"b")}
    assert contents(Watched({name: b"c"}), store, 0).hashes == {name: hashed(b"c")}


def test_files_of_the_last_two_seconds_and_of_the_future_are_young(tmp_path: Path) -> None:
    (tmp_path / "data/units").mkdir(parents=True)
    for name in ("now", "ahead"):
        (tmp_path / f"data/units/{name}.yaml").write_text("x")
    touched = (tmp_path / "data/units/now.yaml").stat().st_ctime_ns
    os.utime(tmp_path / "data/units/ahead.yaml", ns=(touched, touched + 10 * TICK))
    source = working_tree(tmp_path)
    assert source.look(touched + TICK - 1).young == {"data/units/now.yaml", "data/units/ahead.yaml"}
    assert source.look(touched + 5 * TICK).young == {"data/units/ahead.yaml"}
    assert source.look(LATER).young == frozenset()


def test_a_change_of_the_same_size_with_the_clock_set_back_is_seen(tmp_path: Path, store: Store) -> None:
    (tmp_path / "data/units").mkdir(parents=True)
    file = tmp_path / "data/units/U1.yaml"
    file.write_bytes(b"a")
    before = file.stat()
    source = working_tree(tmp_path)
    first = contents(source, store, LATER)
    while file.stat().st_ctime_ns == before.st_ctime_ns:
        file.write_bytes(b"b")
        os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    second = contents(source, store, LATER)
    assert first.hashes["data/units/U1.yaml"] == hashed(b"a")
    assert second.hashes["data/units/U1.yaml"] == hashed(b"b")
    assert first.digest != second.digest


def test_a_file_that_is_no_record_changes_the_state_and_not_the_digest(tmp_path: Path, store: Store) -> None:
    (tmp_path / "data/units").mkdir(parents=True)
    (tmp_path / "data/units/U1.yaml").write_text("x")
    first = contents(working_tree(tmp_path), store, LATER)
    (tmp_path / "data/notes.txt").write_text("x")
    second = contents(working_tree(tmp_path), store, LATER)
    assert (first.digest, first.problems) == (second.digest, [])
    assert first.state != second.state
    assert [problem.code for problem in second.problems] == ["stray-file"]


FILES = st.dictionaries(
    st.sampled_from(["data/units/U1.yaml", "data/units/U10.yaml", "data/units/U1 2.yaml", "data/notes.txt", "data/a"]),
    st.sampled_from([b"a", b"b", b""]),
)


def differing(before: dict[str, bytes], after: dict[str, bytes]) -> dict[str, bool]:
    return {name: name in after for name, _ in before.items() ^ after.items()}


@given(FILES, FILES)
def test_a_commit_told_by_what_it_changed_has_the_same_contents_as_one_that_is_looked_at(
    before: dict[str, bytes], after: dict[str, bytes]
) -> None:
    was, looked_at = contents(Watched(before), NOTHING, LATER), contents(Watched(after), NOTHING, LATER)
    source = Watched(after, fixed="commit")
    told = contents_since(source, was, differing(before, after), NOTHING)
    assert told is not None
    assert list(told.hashes.items()) == list(looked_at.hashes.items())
    assert (told.digest, told.state, told.problems) == (looked_at.digest, looked_at.state, looked_at.problems)
    assert sorted(source.read_names) == sorted(name for name, there in differing(before, after).items() if there)


def test_what_a_commit_changed_is_kept_for_the_next_look_at_it(store: Store) -> None:
    was = contents(Watched({"data/units/U1.yaml": b"a"}, fixed="first"), store, LATER)
    later = Watched({"data/units/U1.yaml": b"b"}, fixed="second")
    told = contents_since(later, was, {"data/units/U1.yaml": True}, store)
    assert told is not None
    again = contents(Watched({}, fixed="second"), store, LATER)
    assert (again.hashes, again.digest) == (told.hashes, told.digest)


def test_where_a_changed_file_cannot_be_read_all_of_the_commit_is_looked_at() -> None:
    class Closed(Watched):
        def read_many(self, names: Iterable[str]) -> Iterator[tuple[str, bytes | Problem]]:
            return ((name, unreadable(name)) for name in names)

    was = contents(Watched({}), NOTHING, LATER)
    assert contents_since(Closed({}), was, {"data/units/U1.yaml": True}, NOTHING) is None


def test_without_knowing_what_a_commit_changed_all_of_it_is_looked_at() -> None:
    was = contents(Watched({}), NOTHING, LATER)
    assert contents_since(Watched({}), was, None, NOTHING) is None
