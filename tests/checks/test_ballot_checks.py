"""Raw papers and counts of ballots."""

from typing import Any

import pytest

from cadrectl.text import render
from tests.checks.district import Files, codes, problems, said, session, sound

SESSION = "data/evaluations/2024/U001-annual.yaml"


def with_session(**more: Any) -> Files:
    files = sound()
    files[SESSION] = session(**more)
    return files


def with_ballots(*ballots: Files, **more: Any) -> Files:
    return with_session(people=[{"cadre": "C0002", "ballots": list(ballots)}], **more)


def papers(number: int, **marks: str) -> list[Files]:
    return [{"voter": "staff", "marks": marks} for _ in range(number)]


@pytest.mark.parametrize(
    ("votes", "found"),
    [({"excellent": 1}, []), ({"excellent": 0}, ["no-valid-ballots"]), ({}, ["no-valid-ballots"])],
)
def test_a_class_of_voters_that_is_listed_cast_a_valid_ballot(votes: dict[str, int], found: list[str]) -> None:
    assert codes(with_ballots({"voter": "staff", "votes": votes, "abstained": 4, "invalid": 1})) == found


def test_the_class_of_voters_is_told_by_its_name() -> None:
    files = with_ballots({"voter": "staff", "votes": {}, "abstained": 4})
    files["data/vocabularies/voters.yaml"]["terms"][1]["label"] = {"zh": "教职工", "en": "Staff"}
    [told] = problems(files)
    assert render(told.message, "zh") == "教职工对 C0002 没有有效票"


@pytest.mark.parametrize(("invalid", "found"), [(0, []), (1, ["ballots-exceed-voters"])])
def test_an_invalid_ballot_is_a_ballot_of_some_voter(invalid: int, found: list[str]) -> None:
    ballot = {"voter": "staff", "votes": {"excellent": 10, "competent": 4}, "abstained": 1, "invalid": invalid}
    assert codes(with_ballots(ballot)) == found


def test_each_question_is_asked_of_all_voters_anew() -> None:
    overall = {"voter": "staff", "votes": {"excellent": 15}}
    assert codes(with_ballots(overall, {**overall, "question": "workload"})) == []


def test_a_class_of_voters_is_counted_once_on_a_question() -> None:
    one = {"voter": "staff", "votes": {"excellent": 1}}
    assert [(code, line) for code, _, line in said(with_ballots(one, one))] == [("counted-twice", "voter: staff")]
    assert codes(with_ballots(one, {**one, "question": "workload"})) == []


def test_a_class_of_voters_stands_once_in_the_attendance() -> None:
    files = with_session(attendance={"classes": [{"voter": "staff", "due": 30}, {"voter": "staff", "due": 30}]})
    assert codes(files) == ["counted-twice"]


def test_a_class_and_an_item_that_stand_twice_are_said_in_words() -> None:
    once: dict[str, Any] = {"voter": "staff", "votes": {"excellent": 3}}
    item = {"item": "ethics", "score": 80, "by": "first"}
    classes = {"classes": [{"voter": "staff", "due": 30}, {"voter": "staff", "due": 30}]}
    everybody = [{"cadre": "C0002", "ballots": [once, once], "items": [item, item]}]
    files = with_session(attendance=classes, people=everybody)
    files["data/vocabularies/voters.yaml"]["terms"][1]["label"] = {"zh": "教职工", "en": "Staff"}
    told = [render(one.message, "zh") for one in problems(files) if one.code == "counted-twice"]
    assert told == ["教职工 在此列了两次", "教职工 在此列了两次", "师德 · first 在此列了两次"]


@pytest.mark.parametrize(("by", "found"), [("second", []), ("first", ["counted-twice"]), (None, [])])
def test_a_rater_scores_an_item_once(by: str | None, found: list[str]) -> None:
    other = {"item": "exam", "score": 90, **({"by": by} if by else {})}
    items = [{"item": "exam", "score": 80, "by": "first"}, other]
    assert codes(with_session(people=[{"cadre": "C0002", "items": items}])) == found


def test_a_paper_marks_only_who_is_assessed() -> None:
    files = with_session(people=[{"cadre": "C0002"}], bodies=[{"unit": "U001"}])
    files[SESSION]["papers"] = papers(2, C0002="excellent", U001="competent")
    assert codes(files) == []
    files[SESSION]["papers"] += papers(1, C0001="excellent")
    assert said(files) == [("mark-for-nobody", SESSION, "C0001: excellent")]


@pytest.mark.parametrize(("number", "found"), [(15, []), (16, ["ballots-exceed-voters"])])
def test_there_are_no_more_papers_than_voters(number: int, found: list[str]) -> None:
    files = with_session(people=[{"cadre": "C0002"}], papers=papers(number, C0002="excellent"))
    assert codes(files) == found


@pytest.mark.parametrize(("voter", "found"), [("leaders", []), ("staff", ["papers-and-ballots"])])
def test_a_class_of_voters_has_papers_or_counts(voter: str, found: list[str]) -> None:
    files = with_ballots({"voter": voter, "votes": {"excellent": 1}}, papers=papers(2, C0002="excellent"))
    assert codes(files) == found


@pytest.mark.parametrize(("vote", "found"), [("competent", []), ("fair", ["not-in-vocabulary"])])
def test_votes_are_words_of_their_vocabulary_in_counts_and_on_papers(vote: str, found: list[str]) -> None:
    assert codes(with_ballots({"voter": "staff", "votes": {vote: 1}})) == found
    files = with_session(people=[{"cadre": "C0002"}], papers=papers(1, C0002=vote))
    assert codes(files) == found


def test_a_unit_is_assessed_once_a_year() -> None:
    files = sound()
    files["data/evaluations/2024/U002-annual.yaml"] = session(unit="U002", people=[], bodies=[{"unit": "U002"}])
    assert codes(files) == []
    files["data/evaluations/2024/U002-annual.yaml"]["bodies"].append({"unit": "U002"})
    assert codes(files) == ["assessed-twice"]


def test_the_result_of_a_unit_is_not_confirmed_before_the_session() -> None:
    confirmed = {"date": "2025-01-09", "body": "education-bureau"}
    files = with_session(bodies=[{"unit": "U001", "confirmed": confirmed}])
    assert codes(files) == ["confirmed-too-early"]


def test_a_unit_that_changed_its_name_is_assessed_under_its_id() -> None:
    files = with_session()
    files["data/units/U001.yaml"]["former_names"] = [{"name": "Old School", "until": "2024-08"}]
    assert codes(files) == []


@pytest.mark.parametrize("unit", ["U001", "U002"])
def test_a_leader_of_two_units_may_be_assessed_in_either(unit: str) -> None:
    files = sound()
    second = {"unit": "U002", "post": "principal", "rank": "principal", "kind": "concurrent", "from": "2023-08"}
    files["data/units/U002.yaml"]["posts"] = [{"post": "principal", "rank": "principal", "headcount": 1}]
    files["data/cadres/C0001.yaml"]["posts"].append(second)
    files[f"data/evaluations/2024/{unit}-annual.yaml"] = session(unit=unit, people=[{"cadre": "C0001"}])
    assert codes(files) == []


@pytest.mark.parametrize(
    ("abstained", "found"), [(5, ["no-valid-ballots"]), (4, []), (1, []), (0, ["no-valid-ballots"])]
)
def test_how_a_class_too_small_to_be_shown_voted_is_not_told_by_having_cast_no_valid_ballot(
    abstained: int, found: list[str]
) -> None:
    files = with_ballots({"voter": "leaders", "votes": {}, "abstained": abstained})
    score = {"score": {"label": {"zh": "得分", "en": "Score"}, "score": "confirmed"}}
    told = {"title": {"zh": "考核", "en": "Assessment"}, "source": "3", "numbers": score, "total": "score"}
    files["data/policies/pool-2020.yaml"]["assess"] = [
        {"id": f"annual-{least}", **told, "anonymous": {"at_least": least}} for least in (5, 3)
    ]
    assert codes(files) == found
