"""The four forms of an answer, and where they are written."""

import csv
import io
import json
import os
import stat
from pathlib import Path

import pytest
from wcwidth import wcswidth

from cadrectl.cli.answer import Answer, Column, give, write
from cadrectl.cli.words import Refusal
from cadrectl.text import render, say

COLUMNS = (Column("name", say("name")), Column("score", say("score")))
ROWS = ({"name": "王某", "score": 91.5}, {"name": "欧阳某某", "score": None}, {"name": "Li", "score": 8})
PLAIN = {"form": "table", "file": None, "bom": False}


def answer(*names: str) -> Answer:
    rows = [{"name": name, "score": None} for name in names] if names else ROWS
    return Answer({"schema": "cadrectl/test/1"}, COLUMNS, rows)


def text_of(given: Answer, file: Path, **wish: object) -> str:
    give(given, {**PLAIN, "file": file, **wish}, "en")
    return file.read_bytes().decode()


def test_chinese_columns_line_up_on_the_screen(tmp_path: Path) -> None:
    lines = text_of(answer(), tmp_path / "a.txt").splitlines()
    assert [wcswidth(line) for line in lines] == [17, 17, 17, len("欧阳某某") * 2, 17]
    assert lines[2].startswith("王某      ")


def test_a_text_that_looks_like_a_number_keeps_its_zeros(tmp_path: Path) -> None:
    assert "0123" in text_of(answer("0123", "1e5"), tmp_path / "a.txt")


def test_json_keeps_chinese_and_says_unknown_as_null(tmp_path: Path) -> None:
    text = text_of(answer(), tmp_path / "a.json", form="json")
    assert "王某" in text
    assert json.loads(text) == {"schema": "cadrectl/test/1", "rows": list(ROWS), "problems": []}


@pytest.mark.parametrize("formula", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1", "－1"])
def test_a_csv_cannot_smuggle_a_formula(tmp_path: Path, formula: str) -> None:
    text = text_of(answer(formula), tmp_path / "a.csv", form="csv")
    assert next(iter(list(csv.reader(io.StringIO(text, newline="")))[1])) == f"'{formula}"


def test_a_negative_number_in_a_csv_stays_a_number(tmp_path: Path) -> None:
    given = Answer({}, COLUMNS, [{"name": "a", "score": -3}])
    assert "a,-3" in text_of(given, tmp_path / "a.csv", form="csv")


def test_a_csv_begins_with_a_byte_order_mark_only_on_request(tmp_path: Path) -> None:
    assert text_of(answer(), tmp_path / "a.csv", form="csv", bom=True).startswith("\ufeffname,score\r\n")
    assert text_of(answer(), tmp_path / "b.csv", form="csv").startswith("name,score\r\n")


def test_a_bar_in_a_name_does_not_split_a_markdown_cell(tmp_path: Path) -> None:
    assert "a\\|b" in text_of(answer("a|b"), tmp_path / "a.md", form="markdown")


def test_a_markdown_cell_is_plain_text_on_one_line(tmp_path: Path) -> None:
    text = text_of(answer("a\\|b\n[c](d) *e* `f` <g> &"), tmp_path / "a.md", form="markdown")
    assert "a\\\\\\|b \\[c\\](d) \\*e\\* \\`f\\` &lt;g> &amp;" in text


def test_a_control_character_in_a_name_does_not_reach_the_terminal(tmp_path: Path) -> None:
    assert "\x1b" not in text_of(answer("\x1b[31mred"), tmp_path / "a.txt")


def test_a_regular_file_is_replaced_and_keeps_its_mode(tmp_path: Path) -> None:
    file = tmp_path / "answer.txt"
    file.write_text("old")
    file.chmod(0o640)
    write(file, b"new")
    assert file.read_bytes() == b"new"
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    assert list(tmp_path.iterdir()) == [file]


def test_a_link_stays_a_link_and_its_target_is_replaced(tmp_path: Path) -> None:
    target, link = tmp_path / "target.txt", tmp_path / "link.txt"
    target.write_text("old")
    link.symlink_to(target)
    write(link, b"new")
    assert link.is_symlink()
    assert target.read_bytes() == b"new"


def test_a_folder_that_is_missing_is_named(tmp_path: Path) -> None:
    with pytest.raises(Refusal) as refused:
        write(tmp_path / "gone/answer.txt", b"new")
    assert render(refused.value.text, "en") == f"There is no folder {tmp_path / 'gone'}."


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="there is no folder here that nobody may write to")
def test_where_nothing_can_be_written_the_file_that_was_asked_for_is_named() -> None:
    with pytest.raises(OSError, match=r"/proc/answer\.txt"):
        write(Path("/proc/answer.txt"), b"new")


def test_a_device_is_written_to_and_not_replaced() -> None:
    write(Path(os.devnull), b"gone")
    assert not Path(os.devnull).is_file()
