"""`appoint`: a case of a new workspace held against the starter procedures, and what they say of a post."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Cadrectl, LaidOut

UNIT = """\
name: 城南小学
kind: primary
stage: primary
area: urban
posts:
  - {post: 校长, rank: principal, headcount: 1}
  - {post: 副校长, rank: deputy, headcount: 4}
  - {post: 工会主席, rank: middle-chief, headcount: 1}
"""
CADRE = """\
name: {name}
gender: woman
birth: 1983-05
posts:
  - {{unit: U001, post: 副校长, rank: deputy, kind: appointed, from: {since}}}
"""
CASE = """\
title: 城南小学校长
unit: U001
post: 校长
rank: principal
opened: 2026-01-05
method: recommended
candidates:
  - cadre: C0001
  - cadre: C0002
steps:
  - {step: recommendation, date: 2026-01-12}
  - {step: inspection, date: 2026-01-13, until: 2026-01-16}
  - {step: deliberation, date: 2026-01-19}
  - {step: publicity, date: 2026-01-26, until: 2026-01-29}
"""
RESERVE = """\
cadre: C0002
policy: jt-tiers
tier: tier-1
term: {from: 2024-01-01, until: 2026-12-31}
route: selected
"""


@pytest.fixture
def cases(laid_out: LaidOut) -> Path:
    return laid_out(
        {
            "units/U001.yaml": UNIT,
            "cadres/C0001.yaml": CADRE.format(name="赵强", since="2015-08-20"),
            "cadres/C0002.yaml": CADRE.format(name="钱敏", since="2024-03-01"),
            "cadres/C0003.yaml": CADRE.format(name="孙丽", since="2015-08-20")
            + "sanctions:\n  - {kind: warning, decided: 2026-01-10, effective: 2026-01-10}\n",
            "cadres/C0004.yaml": CADRE.format(name="李静", since="2024-03-02"),
            "reserve/C0002-2024.yaml": RESERVE,
            "appointments/2026/U001-1.yaml": CASE,
        }
    )


def test_check_says_of_each_step_what_is_wrong_and_where(cadrectl: Cadrectl, cases: Path) -> None:
    found = cadrectl("-C", cases, "appoint", "check", "U001-1", "--format", "json")
    answer = json.loads(found.out)
    assert found.code == 1
    assert answer["schema"] == "cadrectl/appoint-check/1"
    assert [(row["step"], row["state"]) for row in answer["rows"]] == [
        ("recommendation", "done"),
        ("inspection", "done"),
        ("deliberation", "done"),
        ("publicity", "too-short"),
        *((step, "not-due") for step in ("decision", "letter", "appointment", "probation", "confirmation")),
    ]
    short = answer["rows"][3]
    assert short["required"]["value"] == {"lasts": "5 working-days"}
    assert short["actual"]["value"] == {"step": "publicity", "date": "2026-01-26", "until": "2026-01-29"}
    assert short["source"] == ["QJ-1"]
    assert short["evidence"] == [{"path": "data/appointments/2026/U001-1.yaml", "line": 14}]


def test_a_case_in_order_exits_with_zero_and_next_says_what_may_come(cadrectl: Cadrectl, cases: Path) -> None:
    file = cases / "data/appointments/2026/U001-1.yaml"
    file.write_text(CASE.replace("2026-01-29", "2026-01-30"), "utf-8")
    assert cadrectl("-C", cases, "appoint", "check", "U001-1").code == 0
    [row] = json.loads(cadrectl("-C", cases, "appoint", "next", "U001-1", "--format", "json").out)["rows"]
    assert (row["step"], row["state"], row["date"]) == ("decision", "not-due", "2026-03-01")


def test_the_national_order_is_told_for_reference_and_fails_no_case(cadrectl: Cadrectl, cases: Path) -> None:
    """Here publicity comes before the decision, by the national regulations after it."""
    decided = "  - {step: decision, date: 2026-02-02, due: 9, present: 6, votes: 5}\n"
    file = cases / "data/appointments/2026/U001-1.yaml"
    file.write_text(CASE.replace("2026-01-29", "2026-01-30") + decided, "utf-8")
    found = cadrectl("-C", cases, "appoint", "check", "U001-1", "--format", "json")
    assert found.code == 0
    told = {row["step"]: row for row in json.loads(found.out)["references"]}
    assert {row["severity"] for row in told.values()} == {"reference"}
    assert (told["decision"]["state"], told["publicity"]["state"]) == ("done", "too-early")
    assert told["publicity"]["source"] == ["《党政领导干部选拔任用工作条例》任职前公示"]
    assert "《党政领导干部选拔任用工作条例》任职前公示" in cadrectl("-C", cases, "appoint", "check", "U001-1").out
    assert "data/appointments" not in cadrectl("-C", cases, "validate", "--strict").out


def test_next_says_for_reference_which_step_the_national_order_has_next(cadrectl: Cadrectl, cases: Path) -> None:
    """Without publicity as yet the scheme asks for it before the decision, the national regulations after it."""
    file = cases / "data/appointments/2026/U001-1.yaml"
    file.write_text(CASE.partition("  - {step: publicity")[0], "utf-8")
    found = json.loads(cadrectl("-C", cases, "appoint", "next", "U001-1", "--format", "json").out)
    assert [row["step"] for row in found["rows"]] == ["publicity"]
    assert [(one["step"], one["severity"]) for one in found["references"]] == [("decision", "reference")]
    said = cadrectl("-C", cases, "appoint", "next", "U001-1").out
    assert "For reference, by Procedure of appointing leading cadres the next step is" in said


def test_the_bodies_that_must_watch_a_ballot_are_told_by_their_names(cadrectl: Cadrectl, cases: Path) -> None:
    steps = "steps:\n  - {step: ballot, date: 2026-02-02, due: 60, present: 40, votes: 31, witnesses: [trade-union]}\n"
    case = CASE.split("steps:")[0].replace("recommended", "elected") + steps
    (cases / "data/appointments/2026/U001-1.yaml").write_text(case, "utf-8")
    ballot = json.loads(cadrectl("-C", cases, "appoint", "check", "U001-1", "--format", "json").out)["rows"][2]
    missing = "Discipline inspection and supervision, Supervision authority"
    assert ballot["required"]["text"].endswith(f"watched by {missing}, Trade union")
    assert ballot["actual"]["text"] == f"not watched by {missing}"


def test_every_period_of_the_national_rules_bars_a_candidate(cadrectl: Cadrectl, cases: Path) -> None:
    """A major demerit bars for eighteen months; the scheme for appointments states no period of its own."""
    person = cases / "data/cadres/C0003.yaml"
    for effective, verdict in (("2024-09-02", "fail"), ("2024-09-01", "pass")):
        sanction = f"sanctions:\n  - {{kind: major-demerit, decided: {effective}, effective: {effective}}}\n"
        person.write_text(CADRE.format(name="孙丽", since="2015-08-20") + sanction, "utf-8")
        rows = json.loads(cadrectl("-C", cases, "appoint", "candidates", "U001/校长", "--format", "json").out)["rows"]
        assert [row["verdict"] for row in rows if row["cadre"] == "C0003"] == [verdict]


def test_validate_strict_names_the_line_of_a_step_that_is_not_in_order(cadrectl: Cadrectl, cases: Path) -> None:
    assert "procedure-fault" not in cadrectl("-C", cases, "validate").out
    found = cadrectl("-C", cases, "validate", "--strict")
    assert found.code == 1
    assert "data/appointments/2026/U001-1.yaml:14:5: warning[procedure-fault]" in found.out


def test_candidates_come_in_order_and_those_whom_only_a_bar_excludes_are_shown(cadrectl: Cadrectl, cases: Path) -> None:
    found = cadrectl("-C", cases, "appoint", "candidates", "U001/校长", "--format", "json")
    rows = json.loads(found.out)["rows"]
    assert [(row["cadre"], row["verdict"], row["preferred"], row["only_barred"]) for row in rows] == [
        ("C0002", "pass", ["reserves-first"], False),
        ("C0001", "pass", [], False),
        ("C0003", "fail", [], True),
        ("C0004", "fail", [], False),
    ]
    table = cadrectl("-C", cases, "appoint", "candidates", "U001/校长").out
    assert "C0003" in table
    assert "C0004" not in table


def test_a_deputy_has_been_a_chief_of_middle_management_for_three_years(cadrectl: Cadrectl, cases: Path) -> None:
    for id, since in (("C0005", "2023-03-01"), ("C0006", "2023-03-02")):
        person = CADRE.format(name=id, since=since).replace("副校长, rank: deputy", "工会主席, rank: middle-chief")
        (cases / f"data/cadres/{id}.yaml").write_text(person, "utf-8")
    found = cadrectl("-C", cases, "appoint", "candidates", "U001/副校长", "--format", "json")
    verdicts = {row["cadre"]: row["verdict"] for row in json.loads(found.out)["rows"]}
    assert (verdicts["C0005"], verdicts["C0006"]) == ("pass", "fail")


@pytest.mark.parametrize(("authorised", "code"), [(5, 0), (4, 1)])
def test_a_case_by_which_a_full_post_would_be_held_by_one_more_is_not_in_order(
    cadrectl: Cadrectl, cases: Path, authorised: int, code: int
) -> None:
    """Four are deputies, and C0005, who is none, is proposed."""
    (cases / "data/units/U001.yaml").write_text(UNIT.replace("headcount: 4", f"headcount: {authorised}"), "utf-8")
    chief = CADRE.replace("副校长, rank: deputy", "工会主席, rank: middle-chief")
    person = chief.format(name="周宁", since="2015-08-20")
    (cases / "data/cadres/C0005.yaml").write_text(person, "utf-8")
    proposed = CASE.replace("校长", "副校长").replace("rank: principal", "rank: deputy")
    proposed = proposed.replace("  - cadre: C0001\n  - cadre: C0002\n", "  - cadre: C0005\n")
    file = cases / "data/appointments/2026/U001-1.yaml"
    file.write_text(proposed.replace("2026-01-29", "2026-01-30"), "utf-8")
    found = cadrectl("-C", cases, "appoint", "check", "U001-1")
    assert found.code == code
    assert ("[QJ-2]" in found.out) == bool(code)
    full = "data/appointments/2026/U001-1.yaml:3:1: warning[procedure-fault] The post would be held by more than may"
    assert (full in cadrectl("-C", cases, "validate", "--strict").out) == bool(code)
    [place, _] = json.loads(cadrectl("-C", cases, "appoint", "check", "U001-1", "--format", "json").out)["headcount"]
    assert (place["before"]["held"], place["after"]["held"], place["authorised"]) == (4, 5, authorised)


def test_candidates_come_with_the_vacancy_of_the_post_from_the_list_of_vacancies(
    cadrectl: Cadrectl, cases: Path
) -> None:
    """Nobody is head; the reserve of the first tier is no confirmed one without an approval."""
    found = json.loads(cadrectl("-C", cases, "appoint", "candidates", "U001/校长", "--format", "json").out)
    listed = json.loads(cadrectl("-C", cases, "vacancies", "--format", "json").out)["rows"]
    assert found["vacancies"] == [row for row in listed if (row["unit"], row["post"]) == ("U001", "校长")]
    [row] = found["vacancies"]
    assert (row["month"], row["reason"], row["ready_now"], row["ready_later"]) == ("2026-03", "empty", 0, 0)


@pytest.mark.parametrize(
    "asked", [("check", "U009-1"), ("next", "U009-1"), ("candidates", "U001/园长"), ("candidates", "U001/工会主席")]
)
def test_what_cannot_be_found_ends_the_run(cadrectl: Cadrectl, cases: Path, asked: tuple[str, str]) -> None:
    assert cadrectl("-C", cases, "appoint", *asked).code == 2
