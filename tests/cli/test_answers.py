"""`eligible` and `rank` on the district in `data/`."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cadrectl.cli.shell import run
from tests.cli.conftest import Cadrectl

ROOT = Path(__file__).parents[2]
AS_OF = "2026-09-15"

Answer = dict[str, Any]
Asked = Callable[..., Answer]


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Asked:
    """The JSON answer of a command on `data/`, each command line run once."""
    known: dict[tuple[str, ...], Answer] = {}

    def answer(*arguments: str) -> Answer:
        if arguments not in known:
            file = tmp_path_factory.mktemp("answers") / "answer.json"
            whole = ["-C", str(ROOT), "--as-of", AS_OF, "--lang", "en", *arguments]
            assert run([*whole, "--format", "json", "-o", str(file)]) == 0
            known[arguments] = json.loads(file.read_text("utf-8"))
        return known[arguments]

    return answer


def test_every_person_gets_a_verdict_for_every_tier_in_a_stable_order(asked: Asked) -> None:
    people = [row["cadre"] for row in asked("list", "cadres")["rows"] if row["left.date"] is None]
    rows = asked("eligible")["rows"]
    assert [(row["tier"], row["cadre"]) for row in rows] == [
        (tier, person) for tier in ("tier-1", "tier-2", "tier-3") for person in sorted(people)
    ]
    assert {row["verdict"] for row in rows} == {"pass", "fail", "unknown"}


def test_a_row_about_eligibility_has_the_keys_of_the_contract(asked: Asked) -> None:
    answer = asked("eligible")
    keys = ["cadre", "name", "unit", "tier", "verdict", "failed", "unknown", "relaxed", "remarks"]
    assert {tuple(row) for row in answer["rows"]} == {tuple(keys)}
    assert list(answer) == ["schema", "as_of", "records", "revision", "policies", "rows", "problems"]
    assert answer["schema"] == "cadrectl/eligible/1"
    assert [(one["id"], one["version"]) for one in answer["policies"]] == [("jt-tiers", "jt-2020")]


def test_a_verdict_other_than_pass_names_the_clauses_it_turns_on(asked: Asked) -> None:
    for row in asked("eligible")["rows"]:
        assert bool(row["failed"]) == (row["verdict"] == "fail")
        assert bool(row["unknown"]) == (row["verdict"] == "unknown")


def test_every_leaf_clause_cites_its_source_and_evidence_opens_at_its_line(asked: Asked) -> None:
    lines = {
        path.relative_to(ROOT).as_posix(): len(path.read_text("utf-8").splitlines())
        for path in (ROOT / "data").rglob("*.yaml")
    }
    for row in asked("eligible", "--tier", "1", "--explain")["rows"]:
        for clause in row["clauses"]:
            if clause["required"]["value"] is not None:
                assert clause["source"], clause["id"]
                assert clause["evidence"], (row["cadre"], clause["id"])
            assert all(1 <= place["line"] <= lines[place["path"]] for place in clause["evidence"])


def test_a_first_day_is_given_only_with_a_horizon_and_lies_within_it(asked: Asked) -> None:
    rows = asked("eligible", "--horizon", "12m")["rows"]
    days = [row["first_pass_on"] for row in rows if row["first_pass_on"]]
    assert days
    assert all(AS_OF < day <= "2027-09-15" for day in days)
    assert all(row["first_pass_on"] is None for row in rows if row["verdict"] == "pass")


def test_the_first_day_is_the_first_on_which_the_person_passes(asked: Asked, cadrectl: Cadrectl) -> None:
    row = next(row for row in asked("eligible", "--horizon", "12m")["rows"] if row["first_pass_on"])

    def verdict(day: str) -> str:
        answer = cadrectl(
            "-C",
            ROOT,
            "--as-of",
            day,
            "eligible",
            "--cadre",
            row["cadre"],
            "--tier",
            row["tier"],
            "--format",
            "json",
        )
        return str(json.loads(answer.out)["rows"][0]["verdict"])

    year, month, day = map(int, row["first_pass_on"].split("-"))
    before = f"{year}-{month:02}-{day - 1:02}" if day > 1 else f"{year}-{month - 1:02}-28"
    assert verdict(row["first_pass_on"]) == "pass"
    assert verdict(before) != "pass"


def test_a_table_shows_passes_and_unknowns_and_counts_the_rest(cadrectl: Cadrectl, asked: Asked) -> None:
    text = cadrectl("-C", ROOT, "--as-of", AS_OF, "eligible", "--tier", "1").out
    verdicts = [row["verdict"] for row in asked("eligible")["rows"] if row["tier"] == "tier-1"]
    counts = [verdicts.count(word) for word in ("pass", "unknown", "fail")]
    assert "{} pass, {} unknown, {} fail".format(*counts) in text
    assert sum(line.startswith("C0") for line in text.splitlines()) == counts[0] + counts[1]


def test_people_and_verdicts_narrow_the_rows(asked: Asked) -> None:
    one = asked("eligible", "--tier", "tier-2", "--verdict", "unknown")["rows"]
    assert {(row["tier"], row["verdict"]) for row in one} == {("tier-2", "unknown")}
    person = asked("eligible", "--cadre", one[0]["cadre"])["rows"]
    assert {row["cadre"] for row in person} == {one[0]["cadre"]}


def test_the_members_of_each_tier_are_ranked_by_score_and_equals_share_the_place(asked: Asked) -> None:
    rows = asked("rank")["rows"]
    keys = ["cadre", "name", "unit", "tier", "rank", "score", "components", "tied", "top_share", "within_quota"]
    keys.append("preferred")
    assert {tuple(row) for row in rows} == {tuple(keys)}
    for tier in ("tier-1", "tier-2", "tier-3"):
        ranked = [row for row in rows if row["tier"] == tier and row["rank"] is not None]
        assert [row["rank"] for row in ranked] == sorted(row["rank"] for row in ranked)
        assert [row["score"] for row in ranked] == sorted((row["score"] for row in ranked), reverse=True)
        for row in ranked:
            assert row["tied"] == [
                other["cadre"] for other in ranked if other["rank"] == row["rank"] and other is not row
            ]


def test_a_score_is_the_weighted_sum_of_the_confirmed_results(asked: Asked) -> None:
    row = next(row for row in asked("rank")["rows"] if row["score"] is not None)
    total = sum(part["score"] * part["weight"] for part in row["components"])
    assert row["score"] == pytest.approx(total, abs=0.005)
    assert [part["year"] for part in row["components"]] == [2025, 2024, 2023]


def test_a_missing_result_is_said_and_leaves_the_place_open(asked: Asked) -> None:
    for row in asked("rank")["rows"]:
        missing = any(part["score"] is None for part in row["components"])
        assert (row["score"] is None) == (row["rank"] is None) == missing


def test_candidates_qualify_and_are_in_no_tier(asked: Asked) -> None:
    members = {row["cadre"] for row in asked("rank")["rows"]}
    passing = {(row["tier"], row["cadre"]) for row in asked("eligible")["rows"] if row["verdict"] == "pass"}
    candidates = {(row["tier"], row["cadre"]) for row in asked("rank", "--candidates")["rows"]}
    assert candidates
    assert candidates <= passing
    assert not {cadre for _, cadre in candidates} & members


def test_an_answer_at_a_date_before_every_policy_is_refused(cadrectl: Cadrectl) -> None:
    refused = cadrectl("-C", ROOT, "--as-of", "2010-12-31", "eligible", "--skip-invalid")
    assert refused.code == 2
    assert "2010-12-31" in refused.err
