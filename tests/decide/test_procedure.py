"""Cases of appointment held against their procedure: both sides of every limit, and each version on its own day."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pytest

from cadrectl.calendar import school_calendar
from cadrectl.decide.funnel import cancelled, funnel
from cadrectl.decide.procedure import Rules, checked, next_step, procedure_of
from cadrectl.policy.load import Stated, policies
from cadrectl.policy.model import Policy

Value = Mapping[str, Any]
ONE = {"zh": "一", "en": "one"}
OFFICE = school_calendar({"holidays": [{"from": "2026-10-01", "until": "2026-10-07"}]}).office
DECISION: Value = {
    "step": "decision",
    "label": ONE,
    "quorum": {"at_least": "2/3", "of": "due"},
    "majority": {"more_than": "1/2", "of": "due"},
}
PUBLICITY: Value = {"step": "publicity", "label": ONE, "lasts": "5 working-days", "objections": "stop"}
FIRST: Value = {"step": "recommendation", "label": ONE, "valid": "1 year", "until": "decision"}
LOCAL: Sequence[Value] = [FIRST, PUBLICITY, DECISION]
NATIONAL: Sequence[Value] = [FIRST, DECISION, PUBLICITY]


def read(steps: Sequence[Value], id: str = "p", **more: Any) -> Policy:
    span = more.pop("in_force", {"from": "2020-01-01"})
    procedure = {
        "id": "x",
        "label": ONE,
        "source": "甲",
        "method": ["recommended", "competition"],
        "steps": steps,
        **more,
    }
    stated = {"policy": id, "series": "s", "title": ONE, "in_force": span, "procedures": [procedure]}
    [policy], problems = policies([Stated(stated, "", lambda _: (1, 1))])
    assert not problems
    return policy


def case(*steps: Value, **more: Any) -> Value:
    return {
        "title": "x",
        "unit": "U1",
        "post": "校长",
        "opened": "2026-01-01",
        "method": "recommended",
        "steps": steps,
        **more,
    }


def states(stated: Value, steps: Sequence[Value] = LOCAL, day: str = "2026-12-01") -> list[str | None]:
    rules = Rules([read(steps)], OFFICE, date.fromisoformat(day))
    return [one.state for one in checked(stated, rules)]


RECOMMENDED: Value = {"step": "recommendation", "date": "2026-09-01"}
SHOWN: Value = {"step": "publicity", "date": "2026-09-07", "until": "2026-09-11"}  # Monday to Friday
DECIDED: Value = {"step": "decision", "date": "2026-09-12", "due": 9, "present": 6, "votes": 5}


def test_a_case_that_went_through_every_step_is_done() -> None:
    assert states(case(RECOMMENDED, SHOWN, DECIDED)) == ["done", "done", "done"]


@pytest.mark.parametrize(
    ("present", "votes", "state"),
    [(6, 5, "done"), (5, 5, "no-quorum"), (9, 4, "no-majority"), (9, 5, "done")],
)
def test_two_thirds_are_present_and_more_than_half_of_those_due_agree(present: int, votes: int, state: str) -> None:
    assert states(case(RECOMMENDED, SHOWN, {**DECIDED, "present": present, "votes": votes}))[2] == state


def test_exactly_half_is_not_more_than_half() -> None:
    assert states(case(RECOMMENDED, SHOWN, {**DECIDED, "due": 10, "present": 10, "votes": 5}))[2] == "no-majority"


def test_numbers_that_are_not_on_record_leave_the_vote_unknown() -> None:
    assert states(case(RECOMMENDED, SHOWN, {"step": "decision", "date": "2026-09-12"}))[2] is None


@pytest.mark.parametrize(("until", "state"), [("2026-09-11", "done"), ("2026-09-10", "too-short")])
def test_publicity_of_five_working_days_counts_its_first_day(until: str, state: str) -> None:
    assert states(case(RECOMMENDED, {**SHOWN, "until": until}))[1] == state


def test_publicity_over_a_holiday_runs_longer_once_the_holiday_is_declared() -> None:
    shown = {"step": "publicity", "date": "2026-09-29", "until": "2026-10-05"}
    assert states(case(RECOMMENDED, shown))[1] == "too-short"
    undeclared = Rules([read(LOCAL)], school_calendar({}).office, date(2026, 12, 1))
    assert checked(case(RECOMMENDED, shown), undeclared)[1].state == "done"


def test_while_an_objection_is_open_nothing_that_follows_may_be_taken() -> None:
    """Five days of publicity were counted before the decision, but the clock stood still from the Wednesday on."""
    stopped = case(RECOMMENDED, SHOWN, DECIDED, objections=[{"date": "2026-09-09"}])
    assert states(stopped)[1:] == ["too-short", "too-early"]
    late = {"date": "2026-09-12"}  # the Saturday after it was over
    assert states(case(RECOMMENDED, SHOWN, DECIDED, objections=[late]))[1:] == ["done", "done"]


def test_an_objection_stops_the_clock_until_it_is_settled() -> None:
    objection = {"date": "2026-09-09"}
    assert states(case(RECOMMENDED, SHOWN, objections=[objection]))[1] == "too-short"
    settled = {**objection, "settled": "2026-09-14"}  # two days counted before, three from the Monday on
    assert states(case(RECOMMENDED, SHOWN, objections=[settled]))[1] == "too-short"
    assert states(case(RECOMMENDED, {**SHOWN, "until": "2026-09-16"}, objections=[settled]))[1] == "done"


def test_a_decision_in_the_publicity_is_too_early() -> None:
    assert states(case(RECOMMENDED, SHOWN, {**DECIDED, "date": "2026-09-11"}))[2] == "too-early"


def test_a_step_that_was_skipped_is_missing_and_one_to_come_is_not_due() -> None:
    assert states(case(RECOMMENDED, DECIDED)) == ["done", "missing", "done"]
    assert states(case(RECOMMENDED)) == ["done", "not-due", "not-due"]


def test_a_case_that_ended_in_an_appointment_lacks_every_step_not_on_record() -> None:
    ended = {"cadre": "C1", "date": "2026-09-01", "outcome": "appointed"}
    assert states(case(RECOMMENDED, result=ended)) == ["done", "missing", "missing"]


@pytest.mark.parametrize(("decided", "state"), [("2027-09-01", "done"), ("2027-09-02", "missing")])
def test_a_recommendation_is_used_within_its_year(decided: str, state: str) -> None:
    found = states(case(RECOMMENDED, SHOWN, {**DECIDED, "date": decided}), day="2028-01-01")
    assert found[0] == state


def test_a_procedure_reopened_counts_the_last_time_and_what_follows_must_be_done_again() -> None:
    again = {"step": "recommendation", "date": "2026-10-12"}
    assert states(case(RECOMMENDED, SHOWN, DECIDED, again)) == ["done", "too-early", "too-early"]


def test_the_order_is_the_policys() -> None:
    found = case(RECOMMENDED, DECIDED, {"step": "publicity", "date": "2026-09-14", "until": "2026-09-18"})
    assert states(found, NATIONAL) == ["done", "done", "done"]
    assert states(found, LOCAL) == ["done", "done", "too-early"]


def test_a_policy_that_changes_in_the_middle_holds_each_step_to_the_version_of_its_day() -> None:
    old = read(LOCAL, "old", in_force={"from": "2020-01-01", "until": "2026-09-30"})
    new = read(
        [FIRST, {**PUBLICITY, "lasts": "7 working-days"}, {**DECISION, "quorum": {"at_least": "3/4", "of": "due"}}],
        "new",
        in_force={"from": "2026-10-01"},
    )
    rules = Rules([old, new], OFFICE, date(2026, 12, 1))
    late = {**DECIDED, "date": "2026-10-12"}
    assert [one.state for one in checked(case(RECOMMENDED, SHOWN, late), rules)] == ["done", "done", "no-quorum"]
    assert [one.state for one in checked(case(RECOMMENDED, SHOWN, DECIDED), rules)] == ["done", "done", "done"]


def test_an_election_needs_its_witnesses() -> None:
    ballot = {"step": "ballot", "label": ONE, "witnesses": ["discipline-inspection", "supervision", "trade-union"]}
    voted = {"step": "ballot", "date": "2026-09-01", "witnesses": ["supervision", "trade-union"]}
    assert states(case(voted), [ballot]) == ["missing"]
    assert states(case({**voted, "witnesses": ["discipline-inspection", *voted["witnesses"]]}), [ballot]) == ["done"]


def test_candidates_who_withdrew_are_not_counted() -> None:
    step = {"step": "recommendation", "label": ONE, "candidates": 2}
    two = [{"cadre": "C1"}, {"cadre": "C2", "withdrawn": "2026-09-02"}]
    assert states(case(RECOMMENDED, candidates=two), [step]) == ["done"]
    assert states(case({**RECOMMENDED, "date": "2026-09-02"}, candidates=two), [step]) == ["missing"]


def test_an_optional_step_is_asked_for_only_where_it_was_taken() -> None:
    appeal = {"step": "appeal", "label": ONE, "optional": True}
    assert states(case(RECOMMENDED), [FIRST, DECISION, appeal]) == ["done", "not-due"]


def test_next_is_the_first_open_step_and_the_first_day_on_which_it_may_be_taken() -> None:
    rules = Rules([read(LOCAL)], OFFICE, date(2026, 9, 8))
    found = next_step(checked(case(RECOMMENDED, {"step": "publicity", "date": "2026-09-07"}), rules), rules)
    assert found is not None
    assert (found.rule.word, found.free) == ("decision", date(2026, 9, 12))
    assert (
        next_step(checked(case(RECOMMENDED, SHOWN, DECIDED), Rules(rules.policies, OFFICE, date(2026, 12, 1))), rules)
        is None
    )


def test_next_has_no_day_while_an_objection_is_open() -> None:
    rules = Rules([read(LOCAL)], OFFICE, date(2026, 9, 30))
    found = next_step(checked(case(RECOMMENDED, SHOWN, objections=[{"date": "2026-09-09"}]), rules), rules)
    assert found is not None
    assert (found.rule.word, found.state, found.free) == ("publicity", "too-short", None)
    running = {"step": "publicity", "date": "2026-09-07"}  # nobody has ended it, so nothing is wrong with it yet
    answers = checked(case(RECOMMENDED, running, objections=[{"date": "2026-09-09"}]), rules)
    assert answers[1].state == "not-due"
    found = next_step(answers, rules)
    assert found is not None
    assert (found.rule.word, found.free) == ("decision", None)


def test_a_procedure_is_chosen_by_method_and_by_the_words_of_the_case() -> None:
    rules = Rules([read(LOCAL, where={"rank": "principal"})], OFFICE, date(2026, 9, 30))
    assert procedure_of(case(rank="principal"), rules, rules.as_of) is not None
    assert procedure_of(case(rank="deputy"), rules, rules.as_of) is None
    assert checked(case(rank="deputy"), rules) == []


STAGES: Sequence[Value] = [
    {"stage": "written", "label": ONE, "weight": "20%", "keep": 3, "else": 2},
    {"stage": "interview", "label": ONE, "weight": "50%", "keep": 2},
    {"stage": "assessment", "label": ONE, "weight": "30%", "keep": 1},
]


def competing(*scores: tuple[float, ...], **more: Any) -> Value:
    words = [stage["stage"] for stage in STAGES]
    people = [
        {
            "cadre": f"C{at}",
            "scores": [{"stage": word, "score": score} for word, score in zip(words, given, strict=False)],
        }
        for at, given in enumerate(scores, 1)
    ]
    return case(candidates=[{**person, **more.get(str(person["cadre"]), {})} for person in people])


def stages(stated: Value) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    procedure = read(LOCAL, funnel=STAGES, cancel=2).procedures[0]
    return [(one.on, one.tied) for one in funnel(procedure, stated, date(2026, 9, 1))]


def test_a_competition_thins_out_its_candidates_by_the_scores_so_far() -> None:
    found = stages(competing((90, 80, 70), (80, 90, 70), (70, 70, 95), (60, 100, 100)))
    assert found == [(("C1", "C2", "C3"), ()), (("C2", "C1"), ()), (("C2",), ())]


def test_equals_at_the_cut_are_named_and_nobody_decides_between_them() -> None:
    assert stages(competing((90,), (80,), (70,), (70,))) == [(("C1", "C2"), ("C3", "C4"))]


def test_where_too_few_stand_the_second_ratio_holds() -> None:
    assert stages(competing((90, 80), (80, 90)))[0] == (("C1", "C2"), ())


def test_a_candidate_who_withdraws_leaves_the_place_to_the_next() -> None:
    gone = {"C1": {"withdrawn": "2026-08-01"}}
    assert stages(competing((90,), (80,), (70,), (60,), **gone))[0] == (("C2", "C3", "C4"), ())


def test_a_competition_with_one_candidate_left_is_cancelled() -> None:
    procedure = read(LOCAL, funnel=STAGES, cancel=2).procedures[0]
    two = competing((90,), (80,), C1={"withdrawn": "2026-08-01"})
    assert cancelled(procedure, two, date(2026, 9, 1))
    assert not cancelled(procedure, two, date(2026, 7, 31))


@pytest.mark.parametrize(
    ("steps", "code"),
    [
        ([{**FIRST, "until": "nothing"}], "unknown-word"),
        ([{"step": "a", "label": ONE, "valid": "1 year"}], "bad-argument"),
        ([{"step": "a", "label": ONE}, {"step": "a", "label": ONE}], "same-id"),
        ([{"step": "a", "label": ONE, "quorum": {"of": "due"}}], "bad-argument"),
        ([{"step": "a", "label": ONE, "quorum": {"at_least": "3", "of": "due"}}], "bad-literal"),
        ([{"step": "a", "label": ONE, "where": {"colour": "red"}}], "unknown-word"),
    ],
)
def test_a_procedure_that_cannot_be_followed_is_refused(steps: Sequence[Value], code: str) -> None:
    procedure = {"id": "x", "label": ONE, "source": "甲", "method": ["elected"], "steps": steps}
    stated = {"policy": "p", "title": ONE, "in_force": {"from": "2020-01-01"}, "procedures": [procedure]}
    known, problems = policies([Stated(stated, "", lambda _: (1, 1))])
    assert known == []
    assert code in {one.code for one in problems}
