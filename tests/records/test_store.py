"""The private store: what is kept comes back or nothing does, and nobody else's file is ever used."""

import os
import sqlite3
from pathlib import Path

import pytest

from cadrectl.records.store import NOTHING, Store, private_folder

FILE = "snapshot-1.sqlite"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "cadrectl"


def filled(folder: Path) -> Store:
    store = Store(folder, "one")
    store.put({"a": b"first", "b": b"second"})
    return store


def test_what_is_kept_comes_back_to_the_next_process(folder: Path) -> None:
    filled(folder).close()
    assert Store(folder, "one").get_many(["a", "b", "c"]) == {"a": b"first", "b": b"second"}


def test_another_version_of_the_program_sees_nothing_of_it(folder: Path) -> None:
    filled(folder).close()
    assert Store(folder, "two").get("a") is None
    assert Store(folder, "one").get("a") == b"first"


def test_folder_and_file_are_the_user_s_alone(folder: Path) -> None:
    filled(folder)
    assert folder.stat().st_mode & 0o777 == 0o700
    assert (folder / FILE).stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("name", ["", FILE])
def test_what_others_may_touch_is_not_used(folder: Path, name: str) -> None:
    filled(folder).close()
    (folder / name).chmod(0o777)
    store = Store(folder, "one")
    assert not store.keeps
    assert store.get("a") is None


def test_a_link_in_the_place_of_the_file_is_not_followed(folder: Path, tmp_path: Path) -> None:
    filled(tmp_path / "elsewhere").close()
    folder.mkdir(parents=True, mode=0o700)
    (folder / FILE).symlink_to(tmp_path / "elsewhere" / FILE)
    assert not Store(folder, "one").keeps


def test_the_file_of_another_user_is_not_used(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    filled(folder).close()
    mine = os.geteuid()
    monkeypatch.setattr(os, "geteuid", lambda: mine + 1)
    assert not Store(folder, "one").keeps


@pytest.mark.parametrize("content", [b"", b"no database at all, though long enough" * 100, b"SQLite format 3\0"])
def test_a_file_that_is_no_store_is_written_anew(folder: Path, content: bytes) -> None:
    folder.mkdir(parents=True, mode=0o700)
    (folder / FILE).touch(0o600)
    (folder / FILE).write_bytes(content)
    filled(folder).close()
    assert Store(folder, "one").get("a") == b"first"


def test_a_file_cut_short_anywhere_gives_the_value_or_nothing_and_can_be_used_again(folder: Path) -> None:
    for part in range(0, 100, 7):
        store = Store(folder, "one")
        store.put({str(n): bytes([n]) * 3000 for n in range(40)})
        store.close()
        whole = (folder / FILE).read_bytes()
        (folder / FILE).write_bytes(whole[: len(whole) * part // 100])
        store = Store(folder, "one")
        found = store.get_many(map(str, range(40)))
        assert all(value == bytes([int(key)]) * 3000 for key, value in found.items())
        store.put({"after": b"damage"})
        assert Store(folder, "one").get("after") in (b"damage", None)
        store.put({"later": b"damage"})
        assert Store(folder, "one").get("later") == b"damage"
        store.close()


def test_a_byte_changed_anywhere_gives_the_value_or_nothing(folder: Path) -> None:
    store = Store(folder, "one")
    store.put({str(n): bytes([n]) * 3000 for n in range(40)})
    store.close()
    whole = (folder / FILE).read_bytes()
    for at in range(100, len(whole), len(whole) // 97):
        (folder / FILE).write_bytes(whole[:at] + bytes([whole[at] ^ 0x55]) + whole[at + 1 :])
        found = Store(folder, "one").get_many(map(str, range(40)))
        assert all(value == bytes([int(key)]) * 3000 for key, value in found.items())


def test_a_value_under_another_key_is_not_taken_for_its_own(folder: Path) -> None:
    filled(folder).close()
    with sqlite3.connect(folder / FILE) as opened:
        opened.execute("DELETE FROM kept WHERE key = 'one:a'")
        opened.execute("UPDATE kept SET key = 'one:a' WHERE key = 'one:b'")
    assert Store(folder, "one").get("a") is None


def test_a_folder_that_cannot_be_made_keeps_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    store = Store(tmp_path / "file" / "cadrectl", "one")
    store.put({"a": b"first"})
    assert not store.keeps
    assert store.get("a") is None


def test_the_least_recently_used_makes_room(folder: Path) -> None:
    bound = 1 << 20
    for day in range(20):
        store = Store(folder, "one", now=day * 100_000, bound=bound)
        store.put({f"day {day}": bytes(100_000)})
        assert store.get("day 0") is not None
        store.close()
        assert (folder / FILE).stat().st_size <= bound
    assert Store(folder, "one").get("day 1") is None
    assert Store(folder, "one").get("day 19") is not None


def test_what_is_larger_than_the_store_is_not_kept(folder: Path) -> None:
    store = Store(folder, "one", bound=1 << 20)
    store.put({"a": bytes(1 << 20)})
    assert store.get("a") is None


def test_two_processes_can_have_it_open_and_write_in_turn(folder: Path) -> None:
    one, two = Store(folder, "one"), Store(folder, "one")
    one.put({"a": b"1"})
    two.put({"b": b"2"})
    assert (one.get("b"), two.get("a")) == (b"2", b"1")


def test_while_another_process_writes_for_long_nothing_is_kept_and_nothing_fails(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cadrectl.records.store.PATIENCE", 0.01)
    filled(folder).close()
    writer = sqlite3.connect(folder / FILE, isolation_level=None)
    writer.execute("BEGIN EXCLUSIVE")
    store = Store(folder, "one")
    assert store.get("a") is None
    store.put({"c": b"third"})
    writer.execute("ROLLBACK")
    assert Store(folder, "one").get_many(["a", "c"]) == {"a": b"first"}


def test_nothing_keeps_nothing() -> None:
    NOTHING.put({"a": b"first"})
    assert NOTHING.get("a") is None


def test_the_folder_is_that_of_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert private_folder() == tmp_path / "cadrectl"
    monkeypatch.setenv("XDG_CACHE_HOME", "not/absolute")
    assert private_folder() is None
