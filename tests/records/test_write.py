"""Writing changes all the files of a change or none of them."""

from pathlib import Path

import pytest

from cadrectl.records.write import content_hash, write_all, write_new
from cadrectl.text import render


def contents(root: Path) -> dict[str, str]:
    return {
        path.relative_to(root).as_posix(): path.read_text("utf-8")
        for path in root.rglob("*")
        if path.is_file()
    }


def test_files_are_written_where_they_belong(tmp_path: Path) -> None:
    files = {"data/a.yaml": "name: 甲\n", "data/deep/b.yaml": "name: 乙\n"}
    assert write_all(tmp_path, files) is None
    assert contents(tmp_path) == files


def test_a_file_that_is_no_longer_what_was_shown_stops_the_whole_change(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("changed since")
    refusal = write_all(tmp_path, {"a": "new", "b": "new"}, {"a": content_hash(b"shown"), "b": None})
    assert refusal is not None
    assert render(refusal, "en") == "a is no longer what was shown"
    assert contents(tmp_path) == {"a": "changed since"}


def test_a_file_that_came_into_being_since_stops_the_whole_change(tmp_path: Path) -> None:
    (tmp_path / "b").write_text("of somebody else")
    assert write_all(tmp_path, {"a": "new", "b": "new"}, {"b": None}) is not None
    assert contents(tmp_path) == {"b": "of somebody else"}


def test_what_is_still_as_shown_is_overwritten(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("old")
    assert write_all(tmp_path, {"a": "new"}, {"a": content_hash(b"old")}) is None
    assert contents(tmp_path) == {"a": "new"}


def test_a_failure_half_way_puts_everything_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a").write_text("old")
    replace = Path.replace

    def failing(self: Path, target: Path) -> Path:
        if target.name == "c" and self.name.startswith(".c."):
            raise OSError("disk full")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", failing)
    with pytest.raises(OSError, match="disk full"):
        write_all(tmp_path, {"a": "new", "b": "new", "c": "new"})
    assert contents(tmp_path) == {"a": "old"}


def test_a_name_that_leads_out_of_the_workspace_is_refused(tmp_path: Path) -> None:
    (tmp_path / "out").symlink_to(tmp_path.parent)
    for name in ("../x", "/tmp/x", "data/../../x", "out/x", ""):
        assert write_all(tmp_path, {name: "new"}) is not None
    assert contents(tmp_path) == {}


def test_a_new_folder_appears_with_all_its_files(tmp_path: Path) -> None:
    assert write_new(tmp_path / "new", {"data/a.yaml": "a\n"}) is None
    assert contents(tmp_path) == {"new/data/a.yaml": "a\n"}


def test_a_folder_that_holds_something_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("mine")
    assert write_new(tmp_path, {"data/a.yaml": "a\n"}) is not None
    assert contents(tmp_path) == {"x": "mine"}


def test_an_empty_folder_may_be_filled(tmp_path: Path) -> None:
    (tmp_path / "new").mkdir()
    assert write_new(tmp_path / "new", {"a": "a\n"}) is None
    assert contents(tmp_path) == {"new/a": "a\n"}
