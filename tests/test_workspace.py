"""Finding a workspace, and what a glance at its files tells without parsing them."""

from pathlib import Path

import pytest

from cadrectl.workspace import find_workspace, glance, glance_at_ids

ROOT = Path(__file__).parents[1]


def test_a_workspace_is_found_from_any_folder_below_it(tmp_path: Path) -> None:
    (tmp_path / "data/units").mkdir(parents=True)
    (tmp_path / "data/workspace.yaml").write_text("x")
    assert find_workspace(tmp_path / "data/units") == tmp_path
    assert find_workspace(tmp_path) == tmp_path
    assert find_workspace(tmp_path.parent) is None


def test_a_path_that_leads_up_out_of_a_workspace_does_not_find_it(tmp_path: Path) -> None:
    (tmp_path / "one/data").mkdir(parents=True)
    (tmp_path / "one/data/workspace.yaml").write_text("x")
    (tmp_path / "two").mkdir()
    assert find_workspace(tmp_path / "one/../two") is None
    assert find_workspace(tmp_path / "two/../one") == tmp_path / "one"


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("name: 王某\n", "王某"),
        ("# 登记\n\nname: 王某  # n\n", "王某"),
        ('gender: man\nname: "12"\r\n', "12"),
        ("kin:\n  - name: 李某\n", None),
        ("name:\n  zh: 王某\n", None),
        ("", None),
    ],
)
def test_a_glance_sees_a_text_at_the_top_and_no_other(tmp_path: Path, text: str, seen: str | None) -> None:
    file = tmp_path / "record.yaml"
    file.write_text(text, "utf-8")
    assert glance(file, "name") == seen


def test_a_glance_at_what_cannot_be_read_sees_nothing(tmp_path: Path) -> None:
    (tmp_path / "bytes.yaml").write_bytes(b"\xff\xfe")
    for file in (tmp_path / "none.yaml", tmp_path, tmp_path / "bytes.yaml"):
        assert glance(file, "name") is None
        assert list(glance_at_ids(file, "select")) == []


def test_a_glance_at_ids_sees_those_of_the_list_and_not_those_within_its_items() -> None:
    assert list(glance_at_ids(ROOT / "data/policies/jt-2020.yaml", "select")) == ["tier-1", "tier-2", "tier-3"]


def test_a_glance_at_ids_reads_items_in_braces(tmp_path: Path) -> None:
    file = tmp_path / "policy.yaml"
    file.write_text("sets:\n  - id: no\nselect:\n  - {id: one, title: x}\n  - id: two\nfigures: []\n", "utf-8")
    assert list(glance_at_ids(file, "select")) == ["one", "two"]
