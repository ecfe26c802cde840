"""Evaluation sessions."""

from typing import Any

import pytest

from tests.checks.district import Files, cadre, codes, post, said, session, sound

SESSION = "data/evaluations/2024/U001-annual.yaml"


def with_session(**more: Any) -> Files:
    files = sound()
    files[SESSION] = session(**more)
    return files


def with_ballots(*ballots: Files, **attendance: Any) -> Files:
    return with_session(attendance=attendance, people=[{"cadre": "C0002", "ballots": list(ballots)}])


@pytest.mark.parametrize(("present", "found"), [(22, []), (23, ["present-exceed-due"])])
def test_no_more_are_present_than_should_attend(present: int, found: list[str]) -> None:
    files = with_session()
    files[SESSION]["attendance"]["present"] = present
    assert codes(files) == found


@pytest.mark.parametrize(("present", "found"), [(5, []), (6, ["present-exceed-due"])])
def test_no_more_of_a_class_are_present_than_should_attend(present: int, found: list[str]) -> None:
    files = with_session()
    files[SESSION]["attendance"]["classes"][0]["present"] = present
    assert codes(files) == found


@pytest.mark.parametrize(("abstained", "found"), [(1, []), (2, ["ballots-exceed-voters"])])
def test_a_class_casts_no_more_ballots_than_voters_were_present(abstained: int, found: list[str]) -> None:
    ballot = {"voter": "staff", "votes": {"excellent": 10, "competent": 4}, "abstained": abstained}
    classes = [{"voter": "staff", "due": 17, "present": 15}]
    files = with_ballots(ballot, due=30, present=30, classes=classes)
    assert [(code, path) for code, path, _ in said(files)] == [(code, SESSION) for code in found]


@pytest.mark.parametrize(("excellent", "found"), [(11, []), (12, ["ballots-exceed-voters"])])
def test_all_classes_together_cast_no_more_ballots_than_voters(excellent: int, found: list[str]) -> None:
    ballots = {"voter": "leaders", "votes": {"incompetent": 9}}, {"voter": "staff", "votes": {"excellent": excellent}}
    files = with_ballots(*ballots, due=22, present=20)
    assert [(code, line) for code, _, line in said(files)] == [(code, "ballots:") for code in found]


@pytest.mark.parametrize(("excellent", "found"), [(22, []), (23, ["ballots-exceed-voters"])])
def test_where_the_present_are_not_counted_those_due_are_the_limit(excellent: int, found: list[str]) -> None:
    assert codes(with_ballots({"voter": "staff", "votes": {"excellent": excellent}}, due=22)) == found


def test_without_attendance_there_is_no_limit() -> None:
    assert codes(with_ballots({"voter": "staff", "votes": {"excellent": 500}})) == []


def test_a_person_stands_once_in_a_session() -> None:
    files = with_session(people=[{"cadre": "C0002"}, {"cadre": "C0002"}])
    assert said(files) == [("assessed-twice", SESSION, "cadre: C0002")]


@pytest.mark.parametrize(
    ("kind", "found"), [("annual", ["assessed-twice"]), ("summative", ["assessed-twice"]), ("semester", [])]
)
def test_a_person_is_assessed_once_a_year_and_each_semester(kind: str, found: list[str]) -> None:
    files = sound()
    files.pop(SESSION)
    for number in (1, 2):
        files[f"data/evaluations/2024/U001-{kind}-{number}.yaml"] = session(kind=kind)
    assert codes(files) == found


@pytest.mark.parametrize(
    ("since", "found"), [("2025-01-10", []), ("2025-01", []), ("2025-01-11", ["assessed-elsewhere", "assessed-twice"])]
)
def test_who_holds_a_post_in_two_units_is_assessed_in_both(since: str, found: list[str]) -> None:
    files = sound()
    files["data/evaluations/2024/U002-annual.yaml"] = session(unit="U002")
    files["data/cadres/C0002.yaml"]["posts"].append(post("deputy", "deputy", since, unit="U002", kind="concurrent"))
    assert sorted(codes(files)) == found


def test_a_person_is_assessed_again_the_year_after() -> None:
    files = sound()
    files["data/evaluations/2023/U001-annual.yaml"] = session(year=2023, date="2024-01-10")
    assert codes(files) == []


@pytest.mark.parametrize(
    ("to", "found"), [("2024-01-01", ["assessed-elsewhere"]), ("2024-01-02", []), ("2024", [])]
)
def test_a_person_is_assessed_where_they_worked_in_the_year(to: str, found: list[str]) -> None:
    files = sound()
    files["data/cadres/C0003.yaml"] = cadre(
        "Sun",
        post("director", "middle-chief", "2010-08", to=to),
        post("director", "middle-chief", to if to != "2024" else "2024-08", unit="U002"),
    )
    files[SESSION]["people"].append({"cadre": "C0003"})
    assert codes(files) == found


@pytest.mark.parametrize(
    ("confirmed", "found"), [("2025-01-09", ["confirmed-too-early"]), ("2025-01-10", []), ("2025-01", [])]
)
def test_a_result_is_confirmed_on_the_day_of_the_session_or_later(confirmed: str, found: list[str]) -> None:
    files = sound()
    files[SESSION]["people"][0]["confirmed"]["date"] = confirmed
    assert codes(files) == found
