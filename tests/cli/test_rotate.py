"""`rotate` and `vacancies` on a small workspace: the plan as a record, its check, its explanation, carrying it out."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from cadrectl.records.canonical import canonical
from cadrectl.records.read import parse
from cadrectl.records.validation import validate
from tests.cli.conftest import Cadrectl
from tests.rotation.towns import POLICY, cadre, in_principle, unit

PEOPLE = [
    cadre(1, "U001/校长"),
    cadre(2, "U001/副校长", honours=[{"level": "district-backbone", "date": "2020-01-01"}]),
    cadre(3, "U001/副校长"),
    cadre(4, "U002/校长"),
    cadre(5, "U002/副校长", "2025-09-01"),
]

WORKSPACE = 'name: {zh: 教育局, en: Bureau}\ndivision: "320499"\nlanguage: zh\npolicies: [moves-2026]\n'


@pytest.fixture
def town(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, begun: Path) -> Path:
    """Three schools, five people, and a policy of moves alone; the working directory."""
    root = tmp_path / "town"
    shutil.copytree(begun, root)
    for file in (root / "data/policies").iterdir():
        file.unlink()
    (root / "data/policies/moves-2026.yaml").write_text(POLICY, "utf-8")
    (root / "data/workspace.yaml").write_text(WORKSPACE, "utf-8")
    for kind, id, value in [unit(1), unit(2), unit(3), *PEOPLE]:
        write(root, kind, id, value)
    monkeypatch.chdir(root)
    return root


def write(root: Path, kind: str, id: str, value: dict[str, Any]) -> None:
    file = root / "data" / kind / f"{id}.yaml"
    file.parent.mkdir(exist_ok=True)
    file.write_text(canonical(kind, value), "utf-8")


def planned(cadrectl: Cadrectl, town: Path, *more: str) -> Path:
    file = town / "plan.yaml"
    assert cadrectl("rotate", "plan", "-o", file, *more).code == 0
    return file


def test_a_plan_is_a_record_that_says_what_it_was_made_from(cadrectl: Cadrectl, town: Path) -> None:
    file = planned(cadrectl, town)
    parsed = parse("data/plans/plan.yaml", file.read_bytes())
    assert [*parsed.problems, *validate("data/plans/plan.yaml", "plans", parsed)] == []
    assert parsed.value["status"] == "optimal"
    assert parsed.value["objective"] == parsed.value["bound"]
    assert parsed.value["policy_version"] == "moves-2026"
    assert parsed.value["moves"][0].keys() >= {"cadre", "from", "to", "kind", "from_date", "serves"}
    assert {"records", "unfilled", "aims", "units"} <= parsed.value.keys()


def test_the_same_records_written_in_another_order_give_the_same_bytes(cadrectl: Cadrectl, town: Path) -> None:
    first = planned(cadrectl, town).read_bytes()
    for kind, id, value in [*reversed(PEOPLE), unit(3), unit(2)]:
        (town / "data" / kind / f"{id}.yaml").unlink()
        write(town, kind, id, value)
    assert planned(cadrectl, town).read_bytes() == first


def test_a_plan_is_checked_and_one_edited_by_hand_is_refused_with_the_limit_named(
    cadrectl: Cadrectl, town: Path
) -> None:
    file = planned(cadrectl, town)
    assert cadrectl("rotate", "check", file).code == 0
    value = parse("data/plans/plan.yaml", file.read_bytes()).value
    value["moves"][0]["to"] = {"unit": "U001", "post": "副校长"}
    file.write_text(canonical("plans", value), "utf-8")
    answer = cadrectl("rotate", "check", file, "--format", "json")
    assert answer.code == 1
    assert "elsewhere" in {row["rule"] for row in json.loads(answer.out)["rows"]}


def test_a_limit_in_principle_is_told_and_stops_neither_the_check_nor_what_follows(
    cadrectl: Cadrectl, town: Path
) -> None:
    """Somebody due leaves a team of two for the country: in principle a third at most, which is nobody."""
    (town / "data/policies/moves-2026.yaml").write_text(in_principle({"third": 1, "strong": 1}), "utf-8")
    write(town, *cadre(4, "U003/校长", "2010-09-01"))
    write(town, *cadre(6, "U003/副校长"))
    file = planned(cadrectl, town)
    stated = parse("data/plans/plan.yaml", file.read_bytes()).value
    broken = {(one["limit"], one.get("about")) for one in stated["breaches"]}
    assert ("third", "U003") in broken
    answer = cadrectl("rotate", "check", file, "--format", "json")
    rows = json.loads(answer.out)["rows"]
    assert answer.code == 0
    assert {(row["rule"], row["severity"]) for row in rows} == {(limit, "should") for limit, _ in broken}
    assert cadrectl("rotate", "apply", file, "--confirm").code == 0
    told = cadrectl("rotate", "plan", "--format", "table")
    assert told.code == 0


def test_why_somebody_is_due_is_told_clause_by_clause(cadrectl: Cadrectl, town: Path) -> None:
    answer = json.loads(cadrectl("rotate", "due", "--cadre", "C0005", "--explain", "--format", "json").out)
    [row] = answer["rows"]
    clauses = {one["id"]: one for one in row["clauses"]}
    assert clauses["movers.stay"]["verdict"] == "fail"
    assert clauses["movers.stay"]["evidence"][0]["path"] == "data/cadres/C0005.yaml"
    assert clauses["due"]["verdict"] == "fail"
    told = cadrectl("rotate", "due", "--cadre", "C0001", "--explain")
    assert "data/cadres/C0001.yaml:" in told.out


def test_the_private_ground_of_an_exemption_is_in_no_answer(cadrectl: Cadrectl, town: Path) -> None:
    policy = POLICY.replace("movement:\n", "movement:\n  exempt: {what: rotation, source: '1'}\n", 1)
    (town / "data/policies/moves-2026.yaml").write_text(policy, "utf-8")
    ground = {"what": "rotation", "from": "2026-01-01", "ground": "GROUND", "document": "DOCUMENT"}
    write(town, "cadres-private", "C0001", {"exemptions": [ground]})
    file = planned(cadrectl, town)
    value = parse("data/plans/plan.yaml", file.read_bytes()).value
    assert "C0001" not in {one["cadre"] for one in value["moves"]}
    move = {"cadre": "C0001", "to": {"unit": "U002", "post": "校长"}, "kind": "exchange"}
    broken = town / "broken.yaml"
    broken.write_text(canonical("plans", {**value, "moves": [move]}), "utf-8")
    answers = [
        cadrectl("rotate", "due", "--explain", "--format", "json"),
        cadrectl("rotate", "check", broken, "--format", "json"),
        cadrectl("rotate", "explain", file, "--cadre", "C0001", "--format", "json"),
        cadrectl("rotate", "plan", "--fix", "C0001=U002/校长"),
    ]
    [row] = [row for row in json.loads(answers[0].out)["rows"] if row["cadre"] == "C0001"]
    assert (row["state"], row["due_on"], "clauses" in row) == ("exempt", None, False)
    for answer in answers:
        assert "GROUND" not in answer.out + answer.err
        assert "DOCUMENT" not in answer.out + answer.err
        assert "2026-01-01" not in answer.out + answer.err


def test_progress_is_told_beside_the_answer_and_a_stopped_search_says_so(cadrectl: Cadrectl, town: Path) -> None:
    answer = cadrectl("rotate", "plan", "--format", "json")
    assert "no plan has more than" in answer.err
    assert json.loads(answer.out)["canonical"] is True
    stopped = cadrectl("rotate", "plan", "--time-limit", "0.000001", "--format", "json")
    assert stopped.code in (0, 1)
    if stopped.code == 0:
        assert json.loads(stopped.out)["canonical"] is False
    else:
        assert "No plan was found in that time." in stopped.err


def test_what_is_insisted_on_has_a_price_and_what_forbids_it_is_named(cadrectl: Cadrectl, town: Path) -> None:
    file = planned(cadrectl, town)
    mover = parse("data/plans/plan.yaml", file.read_bytes()).value["moves"][0]["cadre"]
    stays = json.loads(cadrectl("rotate", "explain", file, "--fix", f"{mover}=stay", "--format", "json").out)
    assert stays["price"] >= 0
    assert stays["objective"] - stays["objective_insisting"] == stays["price"]
    row = {"post": "U003/校长", "price": None, "against": ["movers"]}
    asked = cadrectl("rotate", "explain", file, "--cadre", "C0005", "--to", "U003/校长", "--format", "json")
    assert json.loads(asked.out)["rows"] == [row]


def test_limits_that_exclude_each_other_are_named_and_there_is_no_plan(cadrectl: Cadrectl, town: Path) -> None:
    """The deputy of U002 has not been there two years, so that to insist on a move leaves no plan."""
    answer = cadrectl("rotate", "plan", "--fix", "C0005=U003/副校长", "--format", "json")
    assert answer.code == 1
    found = json.loads(answer.out)
    assert found["status"] == "infeasible"
    assert [(one["id"], one["version"]) for one in found["policies"]] == [("moves-2026", "moves-2026")]
    assert found["together"] == ["C0005"]
    assert found["rows"] == [{"limit": "fixed", "about": "C0005", "by": 1}]


def test_nothing_is_written_without_confirm_and_everything_with_it(cadrectl: Cadrectl, town: Path) -> None:
    file = planned(cadrectl, town)
    before = {path: path.read_bytes() for path in (town / "data/cadres").iterdir()}
    assert cadrectl("rotate", "apply", file).code == 0
    assert {path: path.read_bytes() for path in before} == before
    done = cadrectl("rotate", "apply", file, "--confirm", "--format", "json")
    moved = {row["cadre"]: row for row in json.loads(done.out)["rows"]}
    for path, text in before.items():
        assert (path.read_bytes() != text) == (path.stem in moved)
    one = next(row for row in moved.values() if row["ends"])
    posts = parse("data/cadres/C0001.yaml", (town / one["path"]).read_bytes()).value["posts"]
    assert posts[0]["to"] == posts[-1]["from"] == one["from"]
    assert f"{posts[-1]['unit']}/{posts[-1]['post']}" == one["post"]
    assert cadrectl("validate").code == 0


def test_a_plan_made_from_other_records_is_not_carried_out(cadrectl: Cadrectl, town: Path) -> None:
    file = planned(cadrectl, town)
    write(town, *cadre(6, "U003/副校长"))
    answer = cadrectl("rotate", "apply", file, "--confirm")
    assert answer.code == 1
    assert "The records have changed since the plan was made" in answer.err


def test_vacancies_of_a_policy_that_says_nothing_of_them_are_refused(cadrectl: Cadrectl, town: Path) -> None:
    answer = cadrectl("vacancies")
    assert answer.code == 2
    assert "does not say how posts fall empty" in answer.err


def test_vacancies_are_rows_of_the_contract(cadrectl: Cadrectl, workspace: Path) -> None:
    (workspace / "data/cadres/C0002.yaml").unlink()
    found = json.loads(cadrectl("vacancies", "--horizon", "36m", "--format", "json").out)
    assert found["schema"] == "cadrectl/vacancies/1"
    place = {"unit": "U001", "post": "deputy-principal", "rank": "deputy"}
    [row] = found["rows"]
    assert row.items() >= {**place, "month": "2026-03", "reason": "empty", "ready_now": 0, "ready_later": 0}.items()


def test_pictures_lie_beside_the_file_and_markdown_shows_them(cadrectl: Cadrectl, town: Path) -> None:
    file = town / "plan.md"
    asked = ("rotate", "plan", "--format", "markdown", "--pictures", "-o", file)
    assert cadrectl(*asked).code == 0
    names = [f"plan-{chart}.{form}" for chart in ("areas", "units") for form in ("png", "svg")]
    assert [path.name for path in sorted(town.glob("plan-*"))] == names
    drawn = {name: (town / name).read_bytes() for name in names}
    assert "(plan-areas.svg)" in file.read_text("utf-8")
    assert cadrectl(*asked).code == 0
    assert {name: (town / name).read_bytes() for name in names} == drawn
    assert cadrectl("rotate", "plan", "--pictures").code == 2


def test_a_plan_shows_the_vacancies_against_the_bench_where_the_policy_says_how_posts_fall_empty(
    cadrectl: Cadrectl, workspace: Path
) -> None:
    for path in (workspace / "data/cadres").iterdir():  # nobody is due, so that nobody has to go elsewhere
        path.write_text(path.read_text("utf-8").replace("2015-08-20", "2025-08-20"), "utf-8")
    file = workspace / "plan.md"
    assert cadrectl("rotate", "plan", "--format", "markdown", "--pictures", "-o", file).code == 0
    assert "(plan-vacancies.svg)" in file.read_text("utf-8")
    assert {path.suffix for path in workspace.glob("plan-vacancies.*")} == {".svg", ".png"}
