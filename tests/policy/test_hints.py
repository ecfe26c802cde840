"""A mistake in a policy is answered with what to write instead, once."""

import pytest

from cadrectl.catalogue import policy
from cadrectl.catalogue.remedies import REMEDIES
from cadrectl.text import render
from tests.policy.schemes import problems_of
from tests.policy.test_language import scheme


def hints(text: str) -> list[str]:
    """What the program says is to be done about each problem of a scheme."""
    return [render(one.hint, "en") for one in problems_of(text)]


@pytest.mark.parametrize(
    ("mistake", "answer"),
    [
        ("{age: {at_most: ４５}}", "Write it in half width: 45"),
        ("{age: {at_most: 45周岁}}", "Write a number of years such as 45, or a time such as 18 months."),
        ("{born: {at_least: 2014.11}}", "Write a date such as 2014-11-01 (a year alone in quotes)."),
        ("{gender: 男}", "Did you mean “man” (man)?"),
        ("{party.name: 中共党员}", "Did you mean “cpc” (Communist Party of China)? Known here: cpc ("),
        ("{meets: none-such}", "The policy declares none yet: see the page on writing policies."),
        ("{age: {max: 45}}", "Known here: at, at_least, at_most, has_all, has_any, in, is, less_than, more_than, not,"),
        ("{years: {where: {rank: deputy}, at_least: 2}}", "Known here: admonitions, applications,"),
        ("{years: {of: posts}}", "Compare a number or a time:"),
        ("{post.rank: {is: {at_least: deputy}}}", "Leave out the `is` around it: its comparison follows at once."),
        ("{has: {of: results, within: 3 years}}", "Write {last: 3 years}, {last: 3 records},"),
        ("{number: {at_least: 60}}", "Ask the records instead:"),
        ("{age: {at_most: {cases: [{when: {gender: man}, use: 45}]}}}", "Add a last entry without a condition:"),
        ("[{gender: man}, {age: {at_most: 45}}]", "Write a mapping of keys and values here."),
        ("{any: {gender: man}}", "Write a list here."),
        ("{all: man}", "Write a list here, also of one entry: [man]."),
        (
            "{count: {of: posts, where: {rank: deputy, distinct: unit}, at_least: 2}}",
            "`distinct` stands beside `of`, not inside `where`.",
        ),
        ("{age: {at_most: 45}, at: question}", "`at` stands inside its fact, as in `grade:"),
        ("{has: {of: posts, where: {within: {last: 3 years}}}}", "`within` stands beside `of`, not inside `where`."),
    ],
)
def test_a_mistake_is_answered_once_with_what_to_write(mistake: str, answer: str) -> None:
    [said] = hints(scheme(mistake))
    assert said.startswith(answer)


def test_a_date_in_another_form_is_told_the_forms_of_dates_once() -> None:
    used = scheme("{age: {at: year-end, at_most: 45}}", "dates: {year-end: 12月31日}\n")
    assert [said.partition(",")[2] for said in hints(used)] == [
        " month-end, round.reference, round.notice, round.registration, a day such as 2026-08-31, "
        "--08-31 for that of each year, or next --08-31."
    ]


def test_a_grant_with_a_limit_is_told_to_say_how_far_it_may_go() -> None:
    relaxation = "relaxations: [{id: special, source: '1', label: {zh: 特殊, en: S}, grant: required, to: 48}]\n"
    [said] = hints(scheme("{age: {at_most: 45}}", relaxation))
    assert said.startswith("Write how far a grant may go: `bound: 3 years`")


def test_a_time_where_a_number_of_years_stands_is_said_at_its_place() -> None:
    numbers = "    numbers: {years: {mean: {of: {score: confirmed}, over: years, last: 4 years}, missing: unknown}}\n"
    assess = f"assess:\n  - id: term\n    title: {{zh: 届满, en: Term}}\n    source: '1'\n{numbers}"
    [one] = problems_of(scheme("{gender: man}", assess))
    assert (one.code, render(one.message, "en")) == ("wrong-type", "4 years is not a whole number")


def test_a_clause_with_two_bodies_is_told_to_make_one_a_clause_of_its_own() -> None:
    [said] = hints(scheme("{gender: man}", clause="        any: [{id: way, require: {gender: man}}]\n"))
    assert said.startswith("Keep one, and make each other body a clause of its own")


def test_a_text_where_a_title_stands_is_told_the_keys_of_a_title() -> None:
    [said] = hints(scheme("{gender: man}").replace("title: {zh: 甲, en: One}", "title: 甲"))
    assert said == "Write keys and values here: zh, en."


def test_a_number_where_a_cap_stands_is_told_the_keys_of_a_cap() -> None:
    [said] = hints(scheme("{gender: man}").replace("    all:", "    cap: 20\n    all:"))
    assert said.startswith("Write keys and values here: at_most, at_least,")


@pytest.mark.parametrize(("limit", "answers"), [("25", ["Write a share such as 25% or 1/3."]), ("100%", [])])
def test_a_share_above_the_whole_is_a_share_without_its_sign(limit: str, answers: list[str]) -> None:
    women = "figures:\n  - {id: women, source: '1', label: {zh: 女, en: W}, base: {gender: [man, woman]}, "
    assert (
        hints(scheme("{gender: man}", f"{women}share: {{gender: woman}}, at_least: {limit}, round: exact}}\n"))
        == answers
    )


@pytest.mark.parametrize(
    ("weights", "answers"),
    [
        (("30", "70"), ["Write it as a share: 30%", "Write it as a share: 70%"]),
        (("30", "70%"), ["Write it as a share: 30%"]),
        (("三成", "70%"), ["Write a share such as 25% or 1/3."]),
        (("30%", "60%"), ["Correct the weights. Points beyond the 100 % are a number of their own, added with `add`."]),
        (("30%", "70%"), []),
        (("0.3", "7/10"), []),
    ],
)
def test_weights_without_their_sign_are_shown_with_it_and_only_shares_are_added_up(
    weights: tuple[str, str], answers: list[str]
) -> None:
    first, second = weights
    label = "label: {zh: 甲, en: A}"
    parts = f"{{id: a, {label}, back: 0, weight: {first}}}, {{id: b, {label}, back: 1, weight: {second}}}"
    ranked = f"    rank: {{source: '1', missing: unknown, ties: [a], sum: [{parts}]}}\n    all:"
    assert hints(scheme("{gender: man}").replace("    all:", ranked)) == answers
    number = f"{{{label}, missing: unknown, sum: [{{of: 1, weight: {first}}}, {{of: 2, weight: {second}}}]}}"
    assess = (
        "assess:\n  - {id: annual, title: {zh: 甲, en: A}, source: '1', "
        f"numbers: {{total: {number}}}, total: total}}\n"
    )
    assert hints(scheme("{gender: man}", assess)) == answers


def test_a_superior_is_named_by_its_series_and_the_nearest_is_offered() -> None:
    upper = "policy: upper-2025\nseries: upper\ntitle: {zh: 上, en: U}\nin_force: {from: 2025-01-01}\n"
    upper += "select:\n  - {id: t, title: {zh: 甲, en: A}, source: '1', require: {gender: man}}\n"
    assert hints(upper) == []
    [said] = [
        render(one.hint, "en")
        for one in problems_of(upper, scheme("{gender: man}", "under:\n  - {policy: upper-2025}\n"))
    ]
    assert said == "Did you mean “upper”?"


@pytest.mark.parametrize("code", sorted(REMEDIES))
def test_every_remedy_is_for_a_problem_of_the_policy_language(code: str) -> None:
    assert code in policy.CODES
