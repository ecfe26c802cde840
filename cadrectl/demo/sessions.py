"""The files of the yearly sessions: attendance, ballots, items, and grades confirmed in the first quarter of
the year after; the unit itself beside its people. Some sessions keep the papers of the staff one by one."""

from datetime import date
from typing import Any

from cadrectl.demo.dice import Dice
from cadrectl.demo.results import Meeting, Result
from cadrectl.demo.scores import VOTES, Tally, points

Value = dict[str, Any]

ITEMS = ("virtue", "ability", "diligence", "results", "integrity")
_BY = {"results": "education-bureau", "reserves": "education-committee", "appraisal": "education-bureau"}
_SATISFACTION = ("satisfied", "basically-satisfied", "dissatisfied")


def session_file(meeting: Meeting, papers: bool, seed: int) -> Value:
    """The value of `data/evaluations/<year>/<unit>-annual.yaml`; with `papers` those of the staff stand in the
    file in place of their counts."""
    dice = Dice(seed, "confirmed", meeting.year, meeting.unit.id)
    confirmed = {"date": _confirmation(dice, meeting).isoformat(), "body": "education-committee"}
    value = {
        "unit": meeting.unit.id,
        "kind": "annual",
        "year": meeting.year,
        "date": meeting.day.isoformat(),
        "attendance": _attendance(meeting),
        "people": [_person(result, papers, confirmed, meeting) for result in meeting.results],
        "bodies": [_unit(meeting, confirmed)],
    }
    return value | ({"papers": _papers(meeting, dice)} if papers else {})


def confirmed_on(meeting: Meeting, seed: int) -> date:
    """The day on which the results of a session were confirmed."""
    return _confirmation(Dice(seed, "confirmed", meeting.year, meeting.unit.id), meeting)


def _confirmation(dice: Dice, meeting: Meeting) -> date:
    return date(meeting.year + 1, dice.between(1, 3), dice.between(5, 28))


def _attendance(meeting: Meeting) -> Value:
    present, due = meeting.present, meeting.due
    return {
        "due": sum(due.values()),
        "present": sum(present.values()),
        "classes": [{"voter": voter, "due": due[voter], "present": present[voter]} for voter in due],
    }


def _person(result: Result, papers: bool, confirmed: Value, meeting: Meeting) -> Value:
    value: Value = {
        "cadre": result.person.id,
        "ballots": [
            _ballot(voter, tally) for voter, tally in result.tallies.items() if voter != "staff" or not papers
        ],
        "items": [
            {"item": item, "score": points(mark)} for item, mark in zip(ITEMS, result.marks, strict=True)
        ],
    }
    if result.total is not None:
        value |= {"score": points(result.total), "grade": result.confirmed}
    value["confirmed"] = confirmed
    if result.veto:
        value["veto"] = [{"date": f"{meeting.year}-09-18", "what": "违规组织有偿补课，造成不良影响"}]
    return value


def _ballot(voter: str, tally: Tally) -> Value:
    cast = {vote: count for vote, count in zip(VOTES, tally.votes, strict=True) if count}
    return {"voter": voter, "votes": cast} | ({"abstained": tally.abstained} if tally.abstained else {})


def _unit(meeting: Meeting, confirmed: Value) -> Value:
    votes = {vote: count for vote, count in zip(_SATISFACTION, meeting.satisfied, strict=True) if count}
    return {
        "unit": meeting.unit.id,
        "ballots": [{"voter": "masses", "votes": votes}],
        "items": [
            {"item": item, "score": points(score), "by": _BY[item]} for item, score in meeting.parts.items()
        ],
        "score": points(meeting.total),
        "confirmed": confirmed,
    }


def _papers(meeting: Meeting, dice: Dice) -> list[Value]:
    """One paper for each of the staff; who abstains from a person leaves the person out."""
    papers: list[dict[str, str]] = [{} for _ in range(meeting.present["staff"])]
    for result in meeting.results:
        tally = result.tallies["staff"]
        cast = [vote for vote, count in zip(VOTES, tally.votes, strict=True) for _ in range(count)]
        for place, vote in zip(dice.shuffled(range(len(papers))), cast, strict=False):
            papers[place][result.person.id] = vote
    return [{"voter": "staff", "marks": marks} for marks in papers]
