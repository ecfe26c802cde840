"""`validate`, `explain`, `fmt`, `list`, `show`, and reading a past revision."""

import json
import subprocess
from pathlib import Path

import pytest

from tests.cli.conftest import CADRE, Cadrectl


def git(root: Path, *arguments: str) -> str:
    identity = ["-c", "user.name=t", "-c", "user.email=t@example.org"]
    done = subprocess.run(["git", *identity, *arguments], cwd=root, capture_output=True, text=True, check=True)
    return done.stdout.strip()


@pytest.fixture
def commit(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The workspace as the only commit of a repository, made on 1 February 2026."""
    monkeypatch.setenv("GIT_COMMITTER_DATE", "2026-02-01T12:00:00+00:00")
    git(workspace, "init", "-q")
    git(workspace, "add", ".")
    git(workspace, "commit", "-qm", "begin")
    return git(workspace, "rev-parse", "HEAD")


def spoil(workspace: Path, id: str = "C0001") -> Path:
    """Make a person's file unfit: an unknown key on line 2."""
    file = workspace / f"data/cadres/{id}.yaml"
    file.write_text(file.read_text("utf-8").replace("gender", "gendre"), "utf-8")
    return file


def test_sound_records_give_no_problem_and_exit_0(cadrectl: Cadrectl, workspace: Path) -> None:
    sound = cadrectl("validate")
    assert (sound.code, sound.out) == (0, "")
    assert "0 errors" in sound.err


def test_a_problem_is_said_with_its_place_code_and_hint(cadrectl: Cadrectl, workspace: Path) -> None:
    spoil(workspace)
    found = cadrectl("validate")
    assert found.code == 1
    assert "data/cadres/C0001.yaml:2:1: error[unknown-key] " in found.out
    assert "    2 | gendre: woman\n      | ^\n    Did you mean gender?\n" in found.out


def test_problems_as_json_have_the_keys_of_the_contract(cadrectl: Cadrectl, workspace: Path) -> None:
    spoil(workspace)
    found = json.loads(cadrectl("validate", "--format", "json").out)
    assert found["schema"] == "cadrectl/validate/1"
    assert "rows" not in found
    assert set(found["problems"][0]) == {"path", "line", "column", "code", "severity", "message", "hint"}


def test_a_path_narrows_what_is_listed(cadrectl: Cadrectl, workspace: Path) -> None:
    spoil(workspace)
    assert cadrectl("validate", "data/units").code == 0
    assert cadrectl("validate", "data/cadres/C0001.yaml").code == 1
    assert cadrectl("validate", "data").code == 1


def test_warnings_count_only_when_asked(cadrectl: Cadrectl, workspace: Path) -> None:
    (workspace / "data/notes.txt").write_text("?", "utf-8")
    assert cadrectl("validate").code == 0
    assert cadrectl("validate", "--strict").code == 1


def test_a_code_explains_itself_in_both_languages(cadrectl: Cadrectl) -> None:
    english, chinese = (
        cadrectl("explain", "duplicate-key"),
        cadrectl("--lang", "zh", "explain", "duplicate-key"),
    )
    assert english.code == chinese.code == 0
    assert english.out.startswith("error[duplicate-key] ")
    assert chinese.out.startswith("错误[duplicate-key] ")


def test_fmt_writes_the_canonical_form_and_check_only_names_the_file(cadrectl: Cadrectl, workspace: Path) -> None:
    file = workspace / "data/cadres/C0001.yaml"
    canonical = file.read_bytes()
    if cadrectl("fmt").out:
        canonical = file.read_bytes()
    name, gender, *rest = canonical.decode().splitlines(keepends=True)
    file.write_text("".join([gender, name, *rest]), "utf-8")
    checked = cadrectl("fmt", "--check")
    assert (checked.code, checked.out) == (1, "data/cadres/C0001.yaml\n")
    assert file.read_bytes() != canonical
    assert cadrectl("fmt").code == 0
    assert file.read_bytes() == canonical
    assert cadrectl("fmt", "--check").code == 0


def test_fmt_does_not_write_into_the_past(cadrectl: Cadrectl, workspace: Path, commit: str) -> None:
    assert cadrectl("--rev", commit, "fmt").code == 2


def test_unfit_records_are_not_computed_from(cadrectl: Cadrectl, workspace: Path) -> None:
    spoil(workspace)
    refused = cadrectl("list", "cadres")
    assert (refused.code, refused.out) == (3, "")
    assert "data/cadres/C0001.yaml:2:1: error[unknown-key]" in refused.err


def test_skipping_leaves_out_unfit_records_and_what_rests_on_them(cadrectl: Cadrectl, workspace: Path) -> None:
    unit = workspace / "data/units/U001.yaml"
    unit.write_text(unit.read_text("utf-8").replace("kind:", "sort:"), "utf-8")
    (workspace / "data/units/U002.yaml").write_text(
        "name: 城北小学\nkind: primary\nposts:\n  - post: deputy-principal\n    rank: deputy\n    headcount: 1\n",
        "utf-8",
    )
    (workspace / "data/cadres/C0004.yaml").write_text(CADRE.format(name="周某").replace("U001", "U002"), "utf-8")
    answer = cadrectl("list", "cadres", "--skip-invalid", "--format", "json")
    assert answer.code == 0
    assert [row["cadre"] for row in json.loads(answer.out)["rows"]] == ["C0004"]
    assert "left out: data/cadres/C0001.yaml" in answer.err
    assert "left out: data/units/U001.yaml" in answer.err


def test_a_roster_starts_with_the_person_and_the_unit(cadrectl: Cadrectl, workspace: Path) -> None:
    answer = json.loads(cadrectl("list", "cadres", "--where", "gender=woman", "--format", "json").out)
    assert [list(row)[:3] for row in answer["rows"]] == [["cadre", "name", "unit"]] * 3
    assert answer["rows"][0]["unit"] == "U001"
    assert answer["schema"] == "cadrectl/list/1"
    assert answer["as_of"] == "2026-03-01"


def test_a_table_says_words_and_names_in_the_language_of_the_run(cadrectl: Cadrectl, workspace: Path) -> None:
    assert "党政副职" in cadrectl("--lang", "zh", "list", "cadres").out
    assert "城南小学" in cadrectl("list", "cadres").out


def test_a_person_is_found_by_id_or_by_a_name_that_only_they_have(cadrectl: Cadrectl, workspace: Path) -> None:
    assert cadrectl("show", "王某").out == cadrectl("show", "C0001").out
    ambiguous = cadrectl("show", "李某")
    assert ambiguous.code == 2
    assert "C0002, C0003" in ambiguous.err


def test_what_is_known_of_a_person_comes_in_time_order_with_its_line(cadrectl: Cadrectl, workspace: Path) -> None:
    rows = json.loads(cadrectl("show", "C0001", "--format", "json").out)["rows"]
    dates = [row["date"] for row in rows if row["date"]]
    assert dates[:2] == ["1983-05", "2015-08-20"]  # then what falls due
    assert dates == sorted(dates)
    post = next(row for row in rows if row["date"] == "2015-08-20")
    assert (post["path"], post["line"]) == ("data/cadres/C0001.yaml", 5)


def test_a_revision_is_read_without_touching_the_working_tree(cadrectl: Cadrectl, workspace: Path, commit: str) -> None:
    file = spoil(workspace)
    spoiled = file.read_bytes()
    past = json.loads(cadrectl("--rev", commit, "list", "cadres", "--format", "json").out)
    assert past["revision"] == commit
    assert len(past["rows"]) == 3
    assert file.read_bytes() == spoiled


def test_the_answer_names_the_commit_only_when_the_records_are_exactly_its(
    cadrectl: Cadrectl, workspace: Path, commit: str
) -> None:
    clean = json.loads(cadrectl("list", "units", "--format", "json").out)
    assert clean["revision"] == commit
    (workspace / "data/units/U001.yaml").write_text("name: 城南小学\nkind: primary\n", "utf-8")
    changed = json.loads(cadrectl("list", "units", "--skip-invalid", "--format", "json").out)
    assert changed["revision"] is None
    assert changed["records"] != clean["records"]


def test_what_was_known_at_a_day_is_the_last_revision_of_it(cadrectl: Cadrectl, workspace: Path, commit: str) -> None:
    spoil(workspace)
    assert (
        json.loads(cadrectl("--known-at", "2026-02-01", "list", "cadres", "--format", "json").out)["revision"] == commit
    )
    before = cadrectl("--known-at", "2026-01-31", "list", "cadres")
    assert before.code == 2


def test_a_revision_that_begins_with_a_dash_is_a_name(cadrectl: Cadrectl, workspace: Path, commit: str) -> None:
    git(workspace, "update-ref", "refs/heads/--help", commit)
    assert cadrectl("--rev", "--help", "validate").code == 0
    stolen = cadrectl(f"--rev=--output={workspace / 'stolen'}", "validate")
    assert stolen.code == 2
    assert not (workspace / "stolen").exists()


def test_a_workspace_is_never_written_over(cadrectl: Cadrectl, workspace: Path) -> None:
    for arguments in (["init", "."], ["demo", ".", "--cadres", "10"]):
        assert cadrectl(*arguments).code == 2
    assert len(list((workspace / "data/cadres").iterdir())) == 3


def test_a_demo_is_the_same_for_the_same_seed(cadrectl: Cadrectl, tmp_path: Path) -> None:
    for name, seed in (("a", "7"), ("b", "7"), ("c", "8")):
        assert cadrectl("demo", tmp_path / name, "--cadres", "30", "--seed", seed).code == 0
    files = {
        name: {p.relative_to(tmp_path / name): p.read_bytes() for p in (tmp_path / name).rglob("*.yaml")}
        for name in "abc"
    }
    assert files["a"] == files["b"]
    assert files["a"] != files["c"]


@pytest.fixture
def sessions(workspace: Path) -> Path:
    """A workspace with the sessions of one unit and kind in two years."""
    for year in (2024, 2025):
        file = workspace / f"data/evaluations/{year}/U001-annual.yaml"
        file.parent.mkdir(parents=True)
        file.write_text(f"unit: U001\nkind: annual\nyear: {year}\ndate: {year}-12-20\npeople: []\n", "utf-8")
    return workspace


def test_records_of_one_name_in_several_years_are_listed_and_told_apart_by_their_folder(
    cadrectl: Cadrectl, sessions: Path
) -> None:
    several = cadrectl("show", "U001-annual")
    assert several.code == 2
    assert "evaluations/2024/U001-annual, evaluations/2025/U001-annual" in several.err
    for name in ("2025/U001-annual", "evaluations/2025/U001-annual"):
        rows = json.loads(cadrectl("show", name, "--format", "json").out)["rows"]
        assert {row["path"] for row in rows} == {"data/evaluations/2025/U001-annual.yaml"}
        assert len(rows) == len({row["what"] for row in rows})


def test_a_policy_is_not_shown_as_a_record_but_pointed_to(cadrectl: Cadrectl, workspace: Path) -> None:
    refused = cadrectl("show", "jt-2020")
    assert refused.code == 2
    assert "cadrectl policy show jt-2020" in refused.err


def test_a_kind_a_field_and_a_word_may_be_named_by_their_labels(cadrectl: Cadrectl, workspace: Path) -> None:
    plain = cadrectl("list", "units", "--where", "kind=primary").out
    assert "U001" in plain
    for words in (("单位", "类型=小学"), ("Unit", "Kind=Primary school"), ("unit", "类型=primary")):
        assert cadrectl("list", words[0], "--where", words[1]).out == plain


def test_a_relaxation_is_shown_with_what_its_clause_asks(cadrectl: Cadrectl, workspace: Path) -> None:
    file = workspace / "data/relaxations/C0001-age.yaml"
    file.parent.mkdir(exist_ok=True)
    granted = "approved: {by: education-committee, date: 2025-05-28, document: 1}\nreason: 特别优秀\n"
    told = "cadre: C0001\npolicy: jt-tiers\nclause: tier-1.selected.age\nto: 47\nfrom: 2025-06-01\n"
    file.write_text(told + granted, "utf-8")
    for arguments in (("show", "C0001-age"), ("show", "C0001"), ("list", "relaxations")):
        said = cadrectl("--lang", "zh", *arguments).out
        assert "年龄不超过45周岁" in said
        assert "tier-1.selected.age" not in said
    [row] = json.loads(cadrectl("list", "relaxations", "--format", "json").out)["rows"]
    assert row["clause"] == "tier-1.selected.age"
