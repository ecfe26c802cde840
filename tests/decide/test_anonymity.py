"""Ballots of a few are in no answer, and cannot be had by adding and subtracting what the answers do show."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from random import Random

import pytest

from cadrectl.decide.assess import Assessed, assess
from cadrectl.decide.raters import raters
from cadrectl.text import render
from tests.decide.offices import office, people, policy, results, session, unit

SCHOOL = unit("U001")
POINTS = "points: {excellent: 100, competent: 80}, base: valid"
CLASSES = ("leader", "peer", "staff", "masses")
HEAD = "    title: {zh: 考核, en: Assessment}\n    source: 第一条\n    kind: annual\n"

YEARLY = f"""\
assess:
  - id: annual
{HEAD}    anonymous: {{at_least: 5}}
    numbers:
      staff: {{ballot: {{voters: staff, {POINTS}}}}}
      peers: {{ballot: {{voters: peer, {POINTS}}}}}
      work: {{item: work}}
      evaluation: {{sum: [{{of: staff, weight: 60%}}, {{of: peers, weight: 40%}}], missing: unknown}}
      total: {{sum: [{{of: evaluation, weight: 50%}}, {{of: work, weight: 50%}}], missing: unknown}}
    total: total
"""
OTHER = f"""\
  - id: borrowed
{HEAD}    numbers: {{taken: {{from: {{assess: annual, number: peers}}}}, whole: {{from: {{assess: annual}}}}}}
  - id: vote
{HEAD}    numbers: {{low: {{share: {{of: competent, base: valid}}}}}}
  - id: second
{HEAD}    numbers:
      staff: {{ballot: {{voters: staff, {POINTS}}}}}
      peers: {{ballot: {{voters: peer, {POINTS}}}}}
      total: {{sum: [{{of: staff, weight: 20%}}, {{of: peers, weight: 80%}}], missing: unknown}}
    total: total
"""


def said(**cast: str) -> str:
    """What a session records: 90 for the work, and ballots by class of voters (`peer="3+1"`: excellent, competent)."""
    votes = {voter: [int(one) for one in counts.split("+")] for voter, counts in cast.items()}
    rows = [
        f"{{voter: {voter}, votes: {{excellent: {counts[0]}, competent: {counts[1]}}}}}"
        for voter, counts in votes.items()
    ]
    return f"ballots: [{', '.join(rows)}], items: [{{item: work, score: 90}}]"


def shown(row: Assessed) -> dict[str, Fraction]:
    """The numbers of a result that are shown."""
    parts = {part.id: part.amount for part in row.parts if part.amount is not None}
    total = row.sheet.assessment.total
    return parts | ({total: row.score} if row.score is not None else {})


def judged(text: str, **told: str) -> dict[str, dict[str, Fraction]]:
    """What is shown of C0001 by assessment."""
    clerk = office(policy(text), SCHOOL, people(C0001="U001 deputy"), session("U001", 2024, {"C0001": said(**told)}))
    return {row.sheet.assessment.id: shown(row) for row in assess(clerk, ["trial"], 2024)}


def test_with_a_class_of_four_only_the_total_of_all_that_counts_the_ballots_is_shown() -> None:
    # staff 90, peers 95, both together 92, with 90 for the work 91
    assert judged(YEARLY, staff="10+10", peer="3+1") == {"annual": {"work": 90, "total": 91}}


@pytest.mark.parametrize(
    ("invalid", "said"),
    [(4, "the ballots of staff are too few for what they say to be shown"), (5, "no valid ballot of staff")],
)
def test_that_the_few_of_a_class_all_cast_no_valid_ballot_is_not_told(invalid: int, said: str) -> None:
    ballots = f"ballots: [{{voter: staff, votes: {{}}, invalid: {invalid}}}, {{voter: peer, votes: {{excellent: 9}}}}]"
    recorded = f"{ballots}, items: [{{item: work, score: 90}}]"
    clerk = office(policy(YEARLY), SCHOOL, people(C0001="U001 deputy"), session("U001", 2024, {"C0001": recorded}))
    assert [render(reason, "en") for reason in results(clerk, 2024)["C0001"].reasons] == [said]


def test_with_classes_of_five_everything_is_shown() -> None:
    assert set(judged(YEARLY, staff="10+10", peer="4+1")["annual"]) == {"staff", "peers", "work", "evaluation", "total"}


def test_another_assessment_of_the_same_ballots_shows_nothing_of_them_but_the_total() -> None:
    found = judged(YEARLY + OTHER, staff="10+10", peer="3+1")
    assert found["borrowed"].keys() == {"whole"}
    assert found["vote"] == {}


def test_a_second_total_from_the_same_ballots_is_not_shown_beside_the_first() -> None:
    found = judged(YEARLY + OTHER, staff="10+10", peer="3+1")
    assert "total" in found["annual"]
    assert found["second"] == {}


def test_another_assessment_shows_them_where_all_classes_are_large_enough() -> None:
    found = judged(YEARLY + OTHER, staff="10+10", peer="4+1")
    assert [found[id].keys() for id in ("borrowed", "vote", "second")] == [
        {"taken", "whole"},
        {"low"},
        {"staff", "peers", "total"},
    ]


def test_a_total_of_one_small_class_beside_open_items_is_not_shown_and_the_items_are() -> None:
    text = YEARLY.replace("of: staff, weight: 60%}, {of: peers, weight: 40%", "of: peers, weight: 100%")
    assert judged(text, peer="3+1") == {"annual": {"work": 90}}


def test_a_total_of_two_classes_of_fewer_than_five_together_is_not_shown() -> None:
    assert "total" not in judged(YEARLY, staff="1+1", peer="1+1")["annual"]
    assert "total" in judged(YEARLY, staff="1+2", peer="1+1")["annual"]


def test_the_same_few_who_answer_two_questions_are_not_twice_as_many() -> None:
    text = YEARLY.replace("voters: staff, ", "voters: peer, question: workload, ")
    rows = [
        f"{{voter: peer{question}, votes: {{excellent: 2, competent: 1}}}}" for question in ("", ", question: workload")
    ]
    record = f"ballots: [{', '.join(rows)}], items: [{{item: work, score: 90}}]"
    clerk = office(policy(text), SCHOOL, people(C0001="U001 deputy"), session("U001", 2024, {"C0001": record}))
    assert shown(results(clerk, 2024)["C0001"]) == {"work": 90}


def test_what_all_voters_have_more_than_the_classes_shown_is_a_class_of_its_own() -> None:
    text = YEARLY.replace("voters: peer, ", "")
    assert judged(text, staff="10+10", peer="3+1").keys() == {"annual"}
    assert set(judged(text, staff="10+10", peer="3+1")["annual"]) == {"work", "total"}
    assert "staff" in judged(text, staff="10+10", peer="3+2")["annual"]


def test_a_class_that_the_policy_counts_only_with_another_is_not_small() -> None:
    text = YEARLY.replace("voters: peer, ", "voters: [peer, leader], ")
    assert "peers" in judged(text, staff="10+10", peer="3+1", leader="1+0")["annual"]


def test_a_mean_over_years_is_hidden_where_one_of_them_is() -> None:
    text = YEARLY.replace(
        "      total:", "      years: {mean: {of: peers, over: years, last: 2}, missing: unknown}\n      total:"
    )
    years = [session("U001", 2023, {"C0001": said(staff="9+0", peer="3+1")})]
    years += [session("U001", 2024, {"C0001": said(staff="9+0", peer="9+0")})]
    clerk = office(policy(text), SCHOOL, people(C0001="U001 deputy"), *years)
    found = shown(results(clerk, 2024)["C0001"])
    assert "peers" in found
    assert "years" not in found


def test_nobody_of_a_group_is_held_against_a_best_who_may_not_be_shown() -> None:
    text = YEARLY.replace("      total:", "      best: {best: {of: peers, as: 100}}\n      total:")
    told = {"C0001": said(staff="9+0", peer="4+0"), "C0002": said(staff="9+0", peer="4+2")}
    clerk = office(policy(text), SCHOOL, people(C0001="U001 deputy", C0002="U001 deputy"), session("U001", 2024, told))
    found = shown(results(clerk, 2024)["C0002"])
    assert "peers" in found
    assert "best" not in found


def test_leniency_is_over_those_alone_whose_scores_are_all_shown() -> None:
    told = {"C0001": said(staff="5+5", peer="6+0"), "C0002": said(staff="0+9", peer="0+4")}
    clerk = office(
        policy(YEARLY), SCHOOL, people(C0001="U001 deputy", C0002="U001 deputy"), session("U001", 2024, told)
    )
    staff, peers = raters(clerk, results(clerk, 2024)["C0001"].sheet)
    assert [staff.leniency, peers.leniency] == [-5, 5]
    assert [staff.unseen, peers.unseen] == [1, 1]


def test_three_voters_are_no_more_for_scoring_two_people() -> None:
    told = {id: said(staff="5+5", peer="3+0") for id in ("C0001", "C0002")}
    clerk = office(
        policy(YEARLY), SCHOOL, people(C0001="U001 deputy", C0002="U001 deputy"), session("U001", 2024, told)
    )
    [staff] = raters(clerk, results(clerk, 2024)["C0001"].sheet)
    assert (staff.number, staff.leniency) == ("staff", None)


# what is shown cannot be solved for what is not

Vector = Mapping[str, Fraction]


def spans(rows: Sequence[Vector], wanted: Vector) -> bool:
    """Whether a figure is a sum of multiples of others, worked out with exact fractions."""
    names = sorted({name for row in (*rows, wanted) for name in row})
    left = [[row.get(name, Fraction(0)) for name in names] for row in rows]
    rest = [wanted.get(name, Fraction(0)) for name in names]
    for at in range(len(names)):
        pivot = next((row for row in left if row[at]), None)
        if pivot is None:
            continue
        left = [_less(row, pivot, at) for row in left if row is not pivot]
        rest = _less(rest, pivot, at)
    return not any(rest)


def _less(row: list[Fraction], pivot: list[Fraction], at: int) -> list[Fraction]:
    times = row[at] / pivot[at]
    return [one - times * other for one, other in zip(row, pivot, strict=True)]


def test_a_difference_is_solved_and_a_sum_of_two_is_not() -> None:
    half = Fraction(1, 2)
    assert spans([{"a": half, "b": half}, {"b": Fraction(1)}], {"a": Fraction(1)})
    assert not spans([{"a": half, "b": half}, {"c": Fraction(1)}], {"a": Fraction(1)})


class Scheme:
    """Assessments drawn at random: their text, and each number as a sum of what it is made of, per size of class."""

    def __init__(self, draw: Random) -> None:
        self.draw, self.text = draw, "assess:\n"
        self.made: dict[tuple[str, str], dict[tuple[str, ...], Fraction]] = {}
        for id in ("annual", "second", "third")[: draw.randint(1, 3)]:
            self._assessment(id)

    def _assessment(self, id: str) -> None:
        own: dict[str, dict[tuple[str, ...], Fraction]] = {"work": {(): Fraction(1)}}
        lines = ["      work: {item: work}"]
        for at in range(self.draw.randint(1, 4)):
            voters = tuple(self.draw.sample(CLASSES, self.draw.choice((1, 1, 1, 2, 3, 4))))
            own[f"b{at}"] = {voters: Fraction(1)}
            lines.append(f"      b{at}: {{ballot: {{voters: [{', '.join(voters)}], {POINTS}}}}}")
        for at in range(self.draw.randint(1, 3)):
            first, second = self.draw.sample(sorted(own), 2)
            weight = self.draw.choice((10, 30, 50, 70))
            parts = {first: Fraction(weight, 100), second: Fraction(100 - weight, 100)}
            own[f"s{at}"] = {}
            for name, share in parts.items():
                for key, times in own[name].items():
                    own[f"s{at}"][key] = own[f"s{at}"].get(key, Fraction(0)) + share * times
            told = ", ".join(f"{{of: {name}, weight: {int(share * 100)}%}}" for name, share in parts.items())
            lines.append(f"      s{at}: {{sum: [{told}], missing: unknown}}")
        if id != "annual":
            taken = self.draw.choice([name for one, name in self.made if one == "annual"])
            own["taken"] = self.made["annual", taken]
            lines.append(f"      taken: {{from: {{assess: annual, number: {taken}}}}}")
        numbers = "\n".join(lines)
        total = "" if self.draw.random() < 0.2 else f"    total: {self.draw.choice(sorted(own))}\n"
        limit = "    anonymous: {at_least: 5}\n" if id == "annual" or self.draw.random() < 0.5 else ""
        self.text += f"  - id: {id}\n{HEAD}{limit}    numbers:\n{numbers}\n{total}"
        self.made |= {(id, name): made for name, made in own.items()}

    def vector(self, id: str, name: str, sizes: Mapping[str, int]) -> Vector:
        """A number as a sum over the classes, each with the share that its ballots have; scored items under `work`."""
        found: dict[str, Fraction] = {}
        for voters, times in self.made[id, name].items():
            cast = sum(sizes[voter] for voter in voters)
            for voter in voters:
                found[voter] = found.get(voter, Fraction(0)) + times * Fraction(sizes[voter], cast)
            if not voters:
                found["work"] = found.get("work", Fraction(0)) + times
        return found


@pytest.mark.parametrize("seed", range(60))
def test_no_figure_of_a_small_class_is_a_sum_of_what_is_shown(seed: int) -> None:
    draw = Random(seed)
    scheme = Scheme(draw)
    sizes = {f"C{at:04}": {voter: draw.choice((1, 2, 3, 4, 5, 6, 20)) for voter in CLASSES} for at in range(1, 9)}
    told = {id: said(**{voter: _votes(draw, cast) for voter, cast in own.items()}) for id, own in sizes.items()}
    clerk = office(
        policy(scheme.text), SCHOOL, people(**dict.fromkeys(sizes, "U001 deputy")), session("U001", 2024, told)
    )
    rows = assess(clerk, ["trial"], 2024)
    assert rows
    for id, own in sizes.items():
        figures = [(row.sheet.assessment.id, name) for row in rows if row.cadre == id for name in shown(row)]
        vectors = [scheme.vector(assessment, name, own) for assessment, name in figures]
        for voter in CLASSES:
            if own[voter] < 5:
                assert not spans([*vectors, {"work": Fraction(1)}], {voter: Fraction(1)}), (id, voter, figures)


def _votes(draw: Random, cast: int) -> str:
    excellent = draw.randint(0, cast)
    return f"{excellent}+{cast - excellent}"
