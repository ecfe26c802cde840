"""`pool review` and `pool apply` on a small workspace: the answer, the proposal as a record, and its carrying out."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Cadrectl
from tests.decide.offices import people, policy, session, unit, vocabularies
from tests.decide.test_pool import SCHEME, member, round_of, worked

YOUNG = SCHEME.replace("age: {more_than: 40}", "age: {more_than: 50}")
WORKSPACE = "name: {zh: 试, en: Trial}\ndivision: '320499'\nlanguage: en\npolicies: [trial]\n"
FILES = {
    "data/workspace.yaml": WORKSPACE,
    **vocabularies(),
    **policy(YOUNG),
    **unit("U001", "第一小学"),
    **people(C0001="U001 deputy", C0002="U001 deputy", C0003="U001 principal", C0004="U001 staff"),
    **member("C0001"),
    **member("C0002", "# 王主任推荐\nmentor: C0001  # 结对\n"),
    **member("C0003", tier="low", until="2026-12-31"),
    **session("U001", 2024, {"C0001": worked(90), "C0002": worked(70)}),
    **session("U001", 2023, {"C0001": worked(90), "C0002": worked(70), "C0003": worked(70)}),
}
PLAN = "data/plans/pool-2024.yaml"


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The workspace; it is the working directory."""
    for path, text in FILES.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def contents(root: Path) -> dict[str, str]:
    return {str(path.relative_to(root)): path.read_text("utf-8") for path in sorted(root.rglob("*.yaml"))}


def test_each_row_has_a_decision_and_reasons_with_their_articles_and_records(office: Path, cadrectl: Cadrectl) -> None:
    answer = json.loads(cadrectl("pool", "review", "--year", "2024", "--format", "json").out)
    assert (answer["schema"], answer["year"], answer["policies"][0]["version"]) == (
        "cadrectl/pool-review/1", 2024, "trial-2020",
    )  # fmt: skip
    one = next(row for row in answer["rows"] if row["cadre"] == "C0002")
    assert (one["name"], one["unit"], one["tier"], one["decision"]) == ("C0002", "U001", "high", "leave")
    assert one["reasons"][-1] == {
        "text": "still short: warn in the year 2023; Total 70 (Yearly, the year 2024)",
        "source": ["五"],
        "evidence": [{"path": "data/evaluations/2024/U001-annual.yaml", "line": 7}],
    }


def test_a_reserve_who_was_not_assessed_is_undecided_and_the_table_says_why(office: Path, cadrectl: Cadrectl) -> None:
    table = cadrectl("pool", "review", "--year", "2024", "--format", "csv").out
    row = next(line for line in table.splitlines() if "C0003" in line)
    assert "undecided" in row
    assert "no result of Yearly in the year 2024" in table


def test_the_year_is_the_last_complete_one_unless_it_is_stated(office: Path, cadrectl: Cadrectl) -> None:
    assert json.loads(cadrectl("pool", "review", "--format", "json").out)["year"] == 2025


def test_a_policy_without_a_pool_is_no_policy_to_review_by(office: Path, cadrectl: Cadrectl) -> None:
    without = YOUNG.partition("pool:")[0] + "".join(YOUNG.partition("select:")[1:])
    for path, text in policy(without).items():
        (office / path).write_text(text, "utf-8")
    outcome = cadrectl("pool", "review", "--year", "2024")
    assert (outcome.code, outcome.out) == (2, "")
    assert "No policy in force at the end of 2024 says how the pool is managed." in outcome.err


def test_a_proposal_is_a_sound_record(office: Path, cadrectl: Cadrectl) -> None:
    assert cadrectl("pool", "review", "--year", "2024", "-o", PLAN).code == 0
    checked = json.loads(cadrectl("validate", PLAN, "--format", "json").out)
    assert checked["problems"] == []
    assert cadrectl("fmt", "--check").code == 0 or PLAN not in cadrectl("fmt", "--check").out
    assert "  - cadre: C0002\n    tier: high\n    reserve: C0002-2023\n    decision: leave\n    left: low-result\n" in (
        (office / PLAN).read_text("utf-8")
    )


def test_applying_shows_the_changes_and_writes_nothing_without_confirmation(office: Path, cadrectl: Cadrectl) -> None:
    cadrectl("pool", "review", "--year", "2024", "-o", PLAN)
    before = contents(office)
    outcome = cadrectl("pool", "apply", PLAN, "--on", "2025-03-01", "--format", "json")
    answer = json.loads(outcome.out)
    assert (outcome.code, answer["written"]) == (0, False)
    assert [row["ends"] for row in answer["rows"]] == ["C0002-2023"]
    assert contents(office) == before


def test_applying_keeps_the_comments_and_order_of_what_it_changes(office: Path, cadrectl: Cadrectl) -> None:
    cadrectl("pool", "review", "--year", "2024", "-o", PLAN)
    before = contents(office)
    assert cadrectl("pool", "apply", PLAN, "--on", "2025-03-01", "--confirm").code == 0
    after = contents(office)
    changed = [path for path in after if after[path] != before.get(path)]
    assert changed == ["data/reserve/C0002-2023.yaml"]
    kept = before[changed[0]]
    assert after[changed[0]].startswith(kept)
    assert "left:" in after[changed[0]].removeprefix(kept)
    assert "2025-03-01" in after[changed[0]]
    assert cadrectl("validate", "data/reserve").code == 0


def test_a_proposal_from_other_records_is_not_carried_out(office: Path, cadrectl: Cadrectl) -> None:
    cadrectl("pool", "review", "--year", "2024", "-o", PLAN)
    file = office / "data/cadres/C0001.yaml"
    file.write_text(file.read_text("utf-8").replace("1980-05-03", "1980-05-04"), "utf-8")
    before = contents(office)
    outcome = cadrectl("pool", "apply", PLAN, "--confirm")
    assert outcome.code == 1
    assert "The records have changed since the proposal was made; make it anew." in outcome.err
    assert contents(office) == before


def test_a_proposal_that_was_carried_out_is_not_carried_out_again(office: Path, cadrectl: Cadrectl) -> None:
    cadrectl("pool", "review", "--year", "2024", "-o", PLAN)
    cadrectl("pool", "apply", PLAN, "--confirm")
    assert cadrectl("pool", "apply", PLAN, "--confirm").code == 1


def test_who_enters_gets_a_membership_for_the_term_after_the_one_that_is_over(
    office: Path, cadrectl: Cadrectl
) -> None:
    scored = "score: 80, grade: competent, confirmed: {date: 2025-02-01, body: education-committee}"
    more = {
        **round_of("C0004"),
        **session("U001", 2024, {"C0001": worked(90), "C0002": worked(70), "C0004": scored}),
        **session("U001", 2025, {"C0001": worked(90), "C0002": worked(80), "C0003": worked(90)}),
        **member("C0003", tier="low"),
    }
    for path, text in more.items():
        (office / path).parent.mkdir(parents=True, exist_ok=True)
        (office / path).write_text(text, "utf-8")
    assert cadrectl("pool", "review", "--year", "2025", "-o", PLAN).code == 0
    assert cadrectl("pool", "apply", PLAN, "--confirm").code == 0
    entered = (office / "data/reserve/C0004-2026.yaml").read_text("utf-8")
    assert entered == (
        "cadre: C0004\npolicy: trial\ntier: high\n\nterm:\n  from: 2026-01-01\n  until: 2028-12-31\n\n"
        'route: selected\nround: "2025"\n'
    )


CLOSED = {
    **session("U001", 2025, {"C0001": worked(90), "C0002": worked(80), "C0003": worked(90)}),
    **session("U001", 2025, dict.fromkeys(("C0001", "C0002"), "items: [{item: closing, score: 90}]"), kind="summative"),
}
"""The sessions of the year in which the term of the higher tier ends."""


def test_who_stays_when_a_term_ends_gets_a_membership_of_the_next_with_the_same_mentor(
    office: Path, cadrectl: Cadrectl
) -> None:
    mentored = member("C0002", "mentor: C0001\n")
    for path, text in {**CLOSED, **mentored}.items():
        (office / path).parent.mkdir(parents=True, exist_ok=True)
        (office / path).write_text(text, "utf-8")
    assert cadrectl("pool", "review", "--year", "2025", "-o", PLAN).code == 0
    assert cadrectl("pool", "apply", PLAN, "--confirm").code == 0
    assert (office / "data/reserve/C0002-2026.yaml").read_text("utf-8") == (
        "cadre: C0002\npolicy: trial\ntier: high\n\nterm:\n  from: 2026-01-01\n  until: 2028-12-31\n\n"
        "route: selected\nmentor: C0001\n"
    )
    assert "left" not in (office / "data/reserve/C0002-2023.yaml").read_text("utf-8")
    assert not (office / "data/reserve/C0003-2026.yaml").exists()  # that term runs on


def test_a_membership_that_has_begun_already_is_not_begun_again(office: Path, cadrectl: Cadrectl) -> None:
    more = {
        **CLOSED,
        "data/reserve/C0001-2026.yaml": (
            "cadre: C0001\npolicy: trial\ntier: high\nterm: {from: 2026-01-01, until: 2028-12-31}\nroute: selected\n"
        ),
    }
    for path, text in more.items():
        (office / path).parent.mkdir(parents=True, exist_ok=True)
        (office / path).write_text(text, "utf-8")
    assert cadrectl("pool", "review", "--year", "2025", "-o", PLAN).code == 0
    answer = json.loads(cadrectl("pool", "apply", PLAN, "--format", "json").out)
    assert [row["cadre"] for row in answer["rows"]] == ["C0002"]


def test_what_cannot_be_written_is_refused_before_it_is_confirmed(office: Path, cadrectl: Cadrectl) -> None:
    for path, text in CLOSED.items():
        (office / path).parent.mkdir(parents=True, exist_ok=True)
        (office / path).write_text(text, "utf-8")
    other = "cadre: C0002\npolicy: trial\ntier: low\nterm: {from: 2026-06-01, until: 2026-12-31}\nroute: selected\n"
    (office / "data/reserve/C0002-2026.yaml").write_text(other, "utf-8")
    assert cadrectl("pool", "review", "--year", "2025", "-o", PLAN).code == 0
    refused = cadrectl("pool", "apply", PLAN)
    assert refused.code == 3
    assert "data/reserve/C0002-2026.yaml is there already; nothing was written." in refused.err


def test_a_fault_in_a_proposal_is_shown_at_its_line_of_that_file(office: Path, cadrectl: Cadrectl) -> None:
    cadrectl("pool", "review", "--year", "2024", "-o", PLAN)
    text = (office / PLAN).read_text("utf-8")
    (office / PLAN).write_text(text.replace("decision: leave", "decision: vanish"), "utf-8")
    line = next(at for at, one in enumerate(text.splitlines(), 1) if "decision: leave" in one)
    assert f"{PLAN}:{line}:" in cadrectl("pool", "apply", PLAN).err


@pytest.mark.parametrize("text", ["kind: rotation\ntitle: x\ndate: 2025-01-01\n", "kind: [", "title: x\n"])
def test_what_is_no_proposal_is_refused(office: Path, cadrectl: Cadrectl, text: str) -> None:
    (office / "other.yaml").write_text(text, "utf-8")
    outcome = cadrectl("pool", "apply", "other.yaml", "--confirm")
    assert outcome.code == 3
    assert "other.yaml is no plan of this kind (pool)." in outcome.err


def test_a_file_that_is_not_there_is_named(office: Path, cadrectl: Cadrectl) -> None:
    outcome = cadrectl("pool", "apply", "nowhere.yaml")
    assert outcome.code == 2
    assert "nowhere.yaml cannot be read" in outcome.err
