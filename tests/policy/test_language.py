"""What a policy cannot mean is refused where it is read, and what comes nearest to it is not."""

import pytest

from tests.policy.schemes import codes, problems_of

HEAD = """\
policy: scheme
title: {zh: 方案, en: A scheme}
in_force: {from: 2020-01-01}
"""


def scheme(require: str, more: str = "", clause: str = "") -> str:
    """A scheme of one clause; `more` stands before its tiers, `clause` beside the requirement."""
    tier = "select:\n  - id: one\n    title: {zh: 甲, en: One}\n    source: '1'\n    all:\n"
    return f"{HEAD}{more}{tier}      - id: asked\n        require: {require}\n{clause}"


@pytest.mark.parametrize(
    ("refused", "code", "taken"),
    [
        ("{gender: 1}", "bad-literal", "{gender: man}"),
        ("{gender: female}", "unknown-word", "{gender: woman}"),
        ("{gender: {at_least: man}}", "bad-comparator", "{gender: {has_any: [man]}}"),
        ("{birth: {at_least: young}}", "bad-literal", "{birth: {at_least: 1980-05}}"),
        ("{unit.staff: {more_than: many}}", "bad-literal", "{unit.staff: {more_than: 50}}"),
        ("{post.leading: 1}", "bad-literal", "{post.leading: true}"),
        ("{post.rank: {at_least: 2}}", "bad-literal", "{post.rank: {at_least: deputy}}"),
        ("{unit.flags: {at_least: weak}}", "bad-comparator", "{unit.flags: {has_any: [weak]}}"),
        ("{age: {at_least: [40, 45]}}", "bad-comparator", "{age: {at_least: 40, at_most: 45}}"),
        ("{age: {not: 45}}", "bad-comparator", "{age: {less_than: 45}}"),
        ("{age: {at_most: 12345 years}}", "bad-literal", "{age: {at_most: 40 years}}"),
        ("{has: {of: posts, where: {running: still}}}", "bad-literal", "{has: {of: posts, where: {running: true}}}"),
        ("{has: {of: posts, where: {meets: x}}}", "unknown-word", "{has: {of: posts, where: {not: {kind: acting}}}}"),
        ("{finding: {is: meets}}", "bad-argument", "{finding: {what: ability}}"),
        ("{barred: {at: question}}", "bad-argument", "{barred: {from: promotion}}"),
        ("{terms: {of: posts, at_least: 1}}", "bad-argument", "{terms: {of: posts, length: 3 years, at_least: 1}}"),
        ("{since: {at_least: 2}}", "bad-argument", "{since: {date: party.joined, at_least: 2}}"),
        ("{since: {date: gender, at_least: 2}}", "unknown-word", "{since: {date: work_start, at_least: 2}}"),
        ("{total: {of: training, at_least: 2}}", "bad-argument", "{total: {of: training, field: hours, at_least: 2}}"),
        (
            "{mean: {of: results, field: grade, at_least: 2}}",
            "unknown-word",
            "{mean: {of: results, field: score, at_least: 2}}",
        ),
        (
            "{has: {of: training, within: {cycle: 5 years}}}",
            "bad-window",
            "{has: {of: training, within: {cycle: 5 years, from: 2020-01-01}}}",
        ),
        ("{run: {of: honours, at_least: 2}}", "bad-argument", "{run: {of: results, at_least: 2}}"),
        (
            "{years: {of: posts, same: unit, seconded: excluded, at_least: 2}}",
            "bad-argument",
            "{years: {of: posts, seconded: excluded, at_least: 2}}",
        ),
        (
            "{some: {at_least: 3, of: [{gender: man}, {age: {at_most: 40}}]}}",
            "some-of",
            "{some: {at_least: 2, of: [{gender: man}, {age: {at_most: 40}}]}}",
        ),
    ],
)
def test_what_cannot_be_asked_is_refused_and_its_neighbour_is_not(refused: str, code: str, taken: str) -> None:
    assert code in codes(scheme(refused))
    assert codes(scheme(taken)) == []


def test_a_problem_stands_at_the_key_that_it_is_about() -> None:
    (found,) = problems_of(scheme("{gender: female}"))
    assert (found.line, found.column) == (10, 19)


def test_conditions_that_meet_each_other_are_a_circle_and_a_chain_is_none() -> None:
    circle = "conditions:\n  a: {meets: b}\n  b: {not: {meets: a}}\n"
    chain = "conditions:\n  a: {meets: b}\n  b: {gender: man}\n"
    assert codes(scheme("{meets: a}", circle)) == ["circle", "circle"]
    assert codes(scheme("{meets: a}", chain)) == []


OLD = "      - {id: old, require: {age: {at_least: 60}}}\n"


@pytest.mark.parametrize(
    ("refused", "code"),
    [
        ("less_than: 5", "bad-argument"),
        ("clause: one.young, less_than: 5", "unknown-word"),
        ("policy: retirement, clause: one.old, less_than: 5", "unknown-word"),
        ("clause: one, less_than: 5", "circle"),
        ("clause: one.asked, less_than: 5", "circle"),
    ],
)
def test_time_is_counted_to_a_clause_that_is_there_and_does_not_look_ahead_itself(refused: str, code: str) -> None:
    assert codes(scheme(f"{{time_to: {{{refused}}}}}", clause=OLD)) == [code]
    assert codes(scheme("{time_to: {clause: one.old, less_than: 5}}", clause=OLD)) == []
    assert codes(scheme("{time_to: {policy: scheme, clause: one.old, less_than: 5}}", clause=OLD)) == []


def test_a_set_that_narrows_itself_is_a_circle() -> None:
    assert codes(scheme("{has: {of: a}}", "sets:\n  a: {of: a}\n")) == ["circle"]
    assert codes(scheme("{has: {of: a}}", "sets:\n  a: {of: b}\n  b: {of: posts}\n")) == []


def test_a_severity_is_one_of_three_words_in_cases_too() -> None:
    by_case = "        severity: {cases: [{when: {gender: man}, use: WORD}, {else: must}]}\n"
    assert codes(scheme("{gender: man}", clause=by_case.replace("WORD", "ought"))) == ["unknown-word"]
    assert codes(scheme("{gender: man}", clause=by_case.replace("WORD", "should"))) == []


def test_a_relaxed_clause_has_one_limit() -> None:
    granted = "relaxations:\n  - {id: by-name, source: '2', grant: required}\n"
    relaxed = "        relax: [by-name]\n"
    assert codes(scheme("{age: {at_least: 30, at_most: 45}}", granted, relaxed)) == ["bad-relax"]
    assert codes(scheme("{age: {at_most: 45}}", granted, relaxed)) == []
