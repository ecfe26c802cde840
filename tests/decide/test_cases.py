"""Cases of a policy, tried together: what one gives is not seen by another."""

from collections.abc import Mapping

from cadrectl.decide.cases import run
from cadrectl.policy.parse import parse
from cadrectl.review.cases import JUDGES
from cadrectl.text import render

POLICY = {
    "policy": "avoidance",
    "title": {"zh": "回避", "en": "Avoidance"},
    "in_force": {"from": "2020-01-01"},
    "select": [
        {
            "id": "post",
            "title": {"zh": "职务", "en": "Post"},
            "source": "1",
            "require": {"related": {"in": "unit", "where": {"rank": "deputy"}}},
        }
    ],
}


POST = {"post": "副校长", "rank": "deputy", "kind": "appointed", "from": "2019-09-01"}
PROCEDURE = {
    "id": "deputy",
    "label": {"zh": "副校长任职", "en": "Appointing a deputy"},
    "source": "1",
    "method": ["direct"],
    "steps": [{"step": "publicity", "label": {"zh": "公示", "en": "Publicity"}}],
}


def case(rank: str, verdict: str) -> dict[str, object]:
    """A case whose spouse, under the same id in every case, holds a post of this rank in the same unit."""
    post = {"unit": "office", "post": "职员", "kind": "appointed", "from": "2020-09-01"}
    return {
        "name": {"zh": rank, "en": rank},
        "given": {
            "units": {"office": {"name": "教育局", "kind": "bureau-office"}},
            "cadres": {"spouse": {"name": "卫四", "posts": [{**post, "rank": rank}]}},
            "cadre": {"kin": [{"cadre": "spouse", "relation": "spouse"}], "posts": [{**post, "rank": "staff"}]},
        },
        "expect": {"post": verdict},
    }


def test_people_of_the_same_id_in_two_cases_are_two_people() -> None:
    policy, problems = parse(POLICY, "avoidance.yaml", lambda _: (0, 0))
    cases = {"defaults": {"as_of": "2026-09-01"}, "cases": [case("deputy", "pass"), case("staff", "fail")]}
    assert not problems
    assert [outcome.found for outcome in run(policy, (), cases, {}, JUDGES)] == ["pass", "fail"]


def test_posts_of_other_people_lie_in_the_unit_of_the_case_where_they_name_none() -> None:
    policy, _ = parse(POLICY, "avoidance.yaml", lambda _: (0, 0))
    given: dict[str, object] = {
        "cadres": {
            "spouse": {"posts": [{"post": "副校长", "rank": "deputy", "kind": "appointed", "from": "2020-09-01"}]}
        },
        "cadre": {"kin": [{"cadre": "spouse", "relation": "spouse"}], "posts": [POST]},
    }
    stated = {"cases": [{"name": {}, "given": {"as_of": "2026-09-01", **given}, "expect": {"post": "pass"}}]}
    assert [outcome.found for outcome in run(policy, (), stated, {}, JUDGES)] == ["pass"]


def test_of_a_name_that_is_not_there_those_that_are_there_are_known() -> None:
    policy, _ = parse(POLICY, "avoidance.yaml", lambda _: (0, 0))
    stated = {
        "defaults": {"as_of": "2026-09-01"},
        "cases": [{"name": {}, "expect": {"post.spouse": "pass", "post": "fail"}}],
    }
    [there_is_none, there] = run(policy, (), stated, {}, JUDGES)
    assert (there_is_none.found, there_is_none.known) == (None, ("post",))
    assert (there.found, there.known) == ("unknown", ())


def test_an_appointment_that_fits_no_procedure_has_no_steps() -> None:
    policy, problems = parse({**POLICY, "procedures": [PROCEDURE]}, "avoidance.yaml", lambda _: (0, 0))
    assert not problems
    for method, state in (({"method": "direct"}, "done"), ({"method": "elected"}, None), ({}, None)):
        appointment = {**method, "steps": [{"step": "publicity", "date": "2026-08-01", "until": "2026-08-20"}]}
        given = {"as_of": "2026-09-01", "appointment": appointment}
        stated = {"cases": [{"name": {}, "given": given, "expect": {"step.publicity": "done"}}]}
        assert [outcome.found for outcome in run(policy, (), stated, {}, JUDGES)] == [state]


SCORED = {
    "policy": "scored",
    "title": {"zh": "考核", "en": "Assessment"},
    "in_force": {"from": "2020-01-01"},
    "actions": [{"id": "talks", "ladder": [{"id": "talk", "label": {"zh": "谈话", "en": "talk"}}]}],
    "assess": [
        {
            "id": "units",
            "title": {"zh": "单位", "en": "Units"},
            "source": "1",
            "kind": "annual",
            "subject": "unit",
            "numbers": {"score": {"label": {"zh": "得分", "en": "Score"}, "score": "confirmed"}},
            "total": "score",
        },
        {
            "id": "annual",
            "title": {"zh": "年度", "en": "Yearly"},
            "source": "2",
            "numbers": {
                "share": {
                    "label": {"zh": "低票率", "en": "Low votes"},
                    "share": {"of": ["incompetent"], "base": "valid"},
                },
                "total": {"label": {"zh": "总分", "en": "Total"}, "item": "work"},
            },
            "total": "total",
            "grades": {
                "order": ["competent", "excellent"],
                "cases": [
                    {"grade": "excellent", "top": "50%", "base": "assessed", "round": "floor", "ties": "out"},
                    {"grade": "competent"},
                ],
            },
            "consequences": [
                {"id": "low", "source": "3", "when": {"number": {"of": "share", "at_least": "1/3"}}, "then": "talk"}
            ],
        },
    ],
}


def scored(score: float) -> dict[str, object]:
    return {"kind": "annual", "year": 2025, "items": [{"item": "work", "score": score}]}


def found(given: Mapping[str, object], *asked: str) -> dict[str, str | None]:
    """What one case finds of the names asked."""
    policy, problems = parse(SCORED, "scored.yaml", lambda _: (0, 0))
    assert not problems
    name = {"zh": "一", "en": "one"}
    cases = {"cases": [{"name": name, "given": {"as_of": "2025-12-31", **given}, "expect": dict.fromkeys(asked, "")}]}
    return {outcome.clause: outcome.found for outcome in run(policy, (), cases, {}, JUDGES)}


def test_a_result_is_found_among_the_others_of_the_case() -> None:
    others = [{"times": 3, "evaluations": [scored(80)]}]
    given = {"evaluations": [scored(90.5)], "others": others}
    assert found(given, "annual.total", "annual.rank", "annual.grade") == {
        "annual.total": "90.5",
        "annual.rank": "1",
        "annual.grade": "excellent",
    }


def test_the_year_is_that_of_the_case_before_that_of_its_day() -> None:
    given: dict[str, object] = {"evaluations": [scored(90)]}
    assert found({**given, "year": 2024}, "annual.total") == {"annual.total": "none"}
    assert found(given, "annual.total") == {"annual.total": "90"}


def test_a_session_of_bodies_is_about_the_unit_once_for_all_people() -> None:
    bodies = {"kind": "annual", "year": 2025, "bodies": [{"score": 77}]}
    given = {"evaluations": [scored(90), bodies], "others": [{"times": 2}]}
    assert found(given, "units.score", "units.rank") == {"units.score": "77", "units.rank": "1"}


def test_shares_are_expected_as_fractions_or_in_hundredths() -> None:
    policy, _ = parse(SCORED, "scored.yaml", lambda _: (0, 0))
    ballots = [{"voter": "staff", "votes": {"competent": 3, "incompetent": 1}}]
    given = {"as_of": "2025-12-31", "evaluations": [{"kind": "annual", "year": 2025, "ballots": ballots}]}
    expect = {"annual.share": "25%", "annual.total": "unknown", "annual.low": "fail"}
    cases = {"cases": [{"name": {"zh": "一", "en": "one"}, "given": given, "expect": expect}]}
    assert [outcome.passed for outcome in run(policy, (), cases, {}, JUDGES)] == [True, True, True]


LABEL = {"zh": "统计", "en": "figure"}
ADULT = {"age": {"at_least": 18}}
COUNTED = {
    "policy": "counted",
    "title": {"zh": "统计", "en": "Figures"},
    "in_force": {"from": "2020-01-01"},
    "figures": [
        {"id": "women", "label": LABEL, "source": "1", "base": ADULT, "share": {"gender": "woman"}},
        {"id": "grown", "label": LABEL, "source": "1", "base": ADULT},
    ],
}


def counted(cadre: Mapping[str, str], others: list[Mapping[str, object]]) -> dict[str, str | None]:
    """What the figures come to of a person and others, on the day on which whoever was born on 2008-09-01 is 18."""
    policy, problems = parse(COUNTED, "counted.yaml", lambda _: (0, 0))
    assert not problems
    names = ("figures.women", "figures.grown")
    tried = {
        "name": {"zh": "例", "en": "case"},
        "given": {"as_of": "2026-09-01", "cadre": cadre, "others": others},
        "expect": dict.fromkeys(names, "?"),
    }
    return {one.clause: one.found for one in run(policy, (), {"cases": [tried]}, {}, JUDGES)}


def test_a_figure_without_limits_is_what_it_comes_to() -> None:
    men, minor = {"times": 2, "cadre": {"gender": "man"}}, {"cadre": {"birth": "2008-09-02"}}
    found = counted({"birth": "2008-09-01", "gender": "woman"}, [men, minor])
    assert found == {"figures.women": "1/3", "figures.grown": "3"}


def test_a_share_of_nobody_is_none_and_their_number_is_nought() -> None:
    assert counted({"birth": "2008-09-02", "gender": "woman"}, []) == {"figures.women": "none", "figures.grown": "0"}


def test_a_figure_is_unknown_where_somebody_may_or_may_not_count() -> None:
    found = counted({"birth": "2008-09", "gender": "woman"}, [{"cadre": {"birth": "1990-01-01"}}])
    assert found == {"figures.women": "unknown", "figures.grown": "unknown"}


OWED = {
    "policy": "talks",
    "title": {"zh": "谈话", "en": "Talks"},
    "in_force": {"from": "2020-01-01"},
    "duties": [
        {
            "id": "talk",
            "label": {"zh": "谈话", "en": "talk"},
            "source": "1",
            "each": "semester",
            "done": {"of": "events", "where": {"kind": "talk"}},
        }
    ],
}


def test_a_case_that_names_its_own_people_means_those_of_no_other() -> None:
    """In the second the colleague, who is `case-0-0-0` in each, was the one whom the person married."""
    policy, problems = parse(POLICY, "avoidance.yaml", lambda _: (0, 0))
    assert not problems
    post = {"post": "校长", "kind": "appointed", "from": "2020-09-01"}
    other = {"cadre": {"posts": [{**post, "rank": "deputy"}], "kin": []}}
    stated = [
        {
            "name": {"zh": who, "en": who},
            "given": {
                "cadre": {"posts": [{**post, "rank": "staff"}], "kin": [{"cadre": who, "relation": "spouse"}]},
                "others": [other],
            },
            "expect": {"post": verdict},
        }
        for who, verdict in (("C9999", "fail"), ("case-0-0-0", "pass"))
    ]
    found = run(policy, (), {"defaults": {"as_of": "2026-09-01"}, "cases": stated}, {}, JUDGES)
    assert [outcome.found for outcome in found] == ["fail", "pass"]


def semester(ends: str, state: str) -> dict[str, object]:
    """A case of somebody in a post since long ago, without a talk in the one semester of its calendar."""
    post = {"post": "校长", "kind": "appointed", "from": "2015-09-01"}
    calendar = {"semesters": [{"id": "2026-autumn", "from": "2026-09-01", "until": ends}]}
    given = {"cadre": {"posts": [post]}, "calendar": calendar}
    return {"name": {"zh": ends, "en": ends}, "given": given, "expect": {"talk": state}}


def test_cases_are_judged_by_the_calendar_that_each_gives() -> None:
    policy, problems = parse(OWED, "talks.yaml", lambda _: (0, 0))
    assert not problems
    ends = {"2026-12-31": "overdue", "2027-01-01": "due", "2027-01-02": "open"}
    stated = [semester(end, state) for end, state in (*ends.items(), *ends.items())]
    cases = {"defaults": {"as_of": "2027-01-01"}, "cases": stated}
    found = [outcome.found for outcome in run(policy, (), cases, {}, JUDGES)]
    assert found == [*ends.values(), *ends.values()]


def test_of_a_duty_that_is_not_there_those_that_are_there_are_known() -> None:
    policy, _ = parse(OWED, "talks.yaml", lambda _: (0, 0))
    mistyped = {**semester("2026-12-31", "due"), "expect": {"tolk": "due"}}
    cases = {"defaults": {"as_of": "2027-01-01"}, "cases": [mistyped]}
    [found] = run(policy, (), cases, {}, JUDGES)
    assert (found.found, found.known) == (None, ("talk",))


TIER = {
    "id": "tier",
    "title": {"zh": "梯队", "en": "Tier"},
    "source": "1",
    "all": [
        {"id": "age", "label": {"zh": "年龄", "en": "at most 45"}, "source": "1", "require": {"age": {"at_most": 45}}},
        {
            "id": "honest",
            "label": {"zh": "廉洁", "en": "honest"},
            "source": "2",
            "require": {"finding": {"what": "honest", "is": "meets"}},
        },
        {"id": "prizes", "source": "3", "require": {"count": {"of": "prizes", "at_least": 1}}},
    ],
}


def missed(given: Mapping[str, object], expect: Mapping[str, object], **more: object) -> list[list[str]]:
    """By expectation of a case what is said to be missing."""
    stated = {**POLICY, "select": [TIER], "missing_means": {"prizes": "unknown"}, **more}
    policy, problems = parse(stated, "avoidance.yaml", lambda _: (0, 0))
    assert not problems
    cases = {"defaults": {"as_of": "2026-09-01"}, "cases": [{"name": "", "given": given, "expect": expect}]}
    return [[render(one, "en") for one in outcome.missing] for outcome in run(policy, (), cases, {}, JUDGES)]


def test_of_a_clause_that_is_unknown_against_what_is_expected_it_is_said_what_is_missing() -> None:
    given = {"cadre": {"birth": "1981"}}
    assert missed(given, {"tier.honest": "pass", "tier.age": "fail"}) == [
        ["honest: no finding on record"],
        ["at most 45: between 44 years 8 months 1 day and 45 years 8 months (at 2026-09-01)"],
    ]


def test_of_a_clause_above_others_what_each_of_those_lacks_is_said_with_the_kind_of_record() -> None:
    [[honest, prizes]] = missed({"cadre": {"birth": "1990-01-01"}}, {"tier": "pass"})
    assert honest == "honest: no finding on record"
    assert prizes.endswith(": none on record, and the record may be incomplete (prizes)")


def test_of_what_comes_out_as_expected_nothing_is_said_to_be_missing() -> None:
    assert missed({"cadre": {"birth": "1990-01-01"}}, {"tier": "unknown", "tier.age": "fail"}) == [[], []]


def test_of_a_result_that_is_unknown_against_what_is_expected_it_is_said_what_is_missing() -> None:
    ballot = {"voters": "staff", "points": {"excellent": 100}, "base": "valid"}
    numbers = {"staff": {"label": {"zh": "测评", "en": "ballots"}, "ballot": ballot}}
    assess = {"id": "annual", "title": {"zh": "考核", "en": "Assessment"}, "source": "3", "numbers": numbers}
    given = {"year": 2025, "evaluations": [{"kind": "annual", "year": 2025}]}
    assert missed(given, {"annual.staff": 90}, assess=[{**assess, "total": "staff"}]) == [["no ballots of staff"]]
