"""The working tree as a source: regular files only, in a stable order, links never followed."""

import os
import time
from pathlib import Path

import pytest

from cadrectl.problem import Problem
from cadrectl.records.looking import contents
from cadrectl.records.read import read_workspace
from cadrectl.records.source import working_tree
from cadrectl.records.store import NOTHING


def code(answer: bytes | Problem) -> str:
    assert isinstance(answer, Problem)
    return answer.code


def test_names_are_sorted_and_hidden_files_left_out(tmp_path: Path) -> None:
    for name in (
        "units/U2.yaml",
        "units/U10.yaml",
        "workspace.yaml",
        ".git/x.yaml",
        "units/.swp",
        "cadres/张三.yaml",
    ):
        (tmp_path / "data" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "data" / name).write_text("x")
    assert working_tree(tmp_path).names() == [
        "data/cadres/张三.yaml",
        "data/units/U10.yaml",
        "data/units/U2.yaml",
        "data/workspace.yaml",
    ]


def test_a_link_is_listed_and_not_followed(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "secret.yaml").write_text("x")
    (tmp_path / "data/loop").symlink_to(tmp_path)
    (tmp_path / "data/out.yaml").symlink_to(tmp_path / "secret.yaml")
    source = working_tree(tmp_path)
    assert source.names() == ["data/loop", "data/out.yaml"]
    assert [code(source.read(name)) for name in source.names()] == ["symbolic-link", "symbolic-link"]


def test_a_pipe_is_not_opened_and_waited_for(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    os.mkfifo(tmp_path / "data/pipe.yaml")
    assert code(working_tree(tmp_path).read("data/pipe.yaml")) == "unreadable-file"


def test_a_file_that_is_gone_since_is_said_to_be_unreadable(tmp_path: Path) -> None:
    assert code(working_tree(tmp_path).read("data/gone.yaml")) == "unreadable-file"


def test_a_file_over_the_limit_is_read_no_further(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data/big.yaml").write_bytes(b"x" * (3 << 20))
    content = working_tree(tmp_path).read("data/big.yaml")
    assert isinstance(content, bytes)
    assert len(content) == (1 << 20) + 1


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("plans/P1-areas.svg", []),
        ("plans/2026/P1-areas.png", []),
        ("plans/P1-areas.txt", ["stray-file"]),
        ("units/P1-areas.png", ["stray-file"]),
    ],
)
def test_a_picture_beside_a_plan_is_nothing_to_remark(name: str, codes: list[str], tmp_path: Path) -> None:
    file = tmp_path / "data" / name
    file.parent.mkdir(parents=True)
    file.write_text("x")
    source = working_tree(tmp_path)
    for problems in (read_workspace(source).problems, contents(source, NOTHING, time.time_ns()).problems):
        assert [problem.code for problem in problems] == codes


def test_a_file_name_that_is_no_text_is_named_readably(tmp_path: Path) -> None:
    (tmp_path / "data/units").mkdir(parents=True)
    (tmp_path / "data/units" / os.fsdecode(b"\xff\n.yaml")).write_text("x")
    problems = read_workspace(working_tree(tmp_path)).problems
    assert [(entry.path, entry.code) for entry in problems] == [("data/units/��.yaml", "stray-file")]
