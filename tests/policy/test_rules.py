"""Policies held against each other, their words and the dates they print: each rule on both sides."""

from cadrectl.text import render
from tests.policy.schemes import codes, problems_of
from tests.policy.test_language import HEAD, scheme

SUPERIOR = """\
policy: national
title: {zh: 国家规定, en: National regulation}
in_force: {from: 2010-01-01}
select:
  - id: one
    title: {zh: 甲, en: One}
    source: '7'
    all:
      - {id: asked, require: {years: {of: posts, at_least: 5}}}
"""
UNDER = "under:\n  - {policy: national, clause: one.asked, stricter: at_least}\n"


def test_fewer_years_than_the_superior_policy_asks_are_looser_and_as_many_are_not() -> None:
    assert codes(SUPERIOR, scheme("{years: {of: posts, at_least: 4}}", UNDER)) == ["looser-than-superior"]
    assert codes(SUPERIOR, scheme("{years: {of: posts, at_least: 5}}", UNDER)) == []


def test_looser_than_a_policy_that_is_followed_by_analogy_is_a_warning() -> None:
    reference = SUPERIOR.replace("select:", "reference: true\nselect:")
    (found,) = problems_of(reference, scheme("{years: {of: posts, at_least: 4}}", UNDER))
    assert (found.code, found.severity) == ("looser-than-reference", "warning")
    assert codes(reference, scheme("{years: {of: posts, at_least: 5}}", UNDER)) == []


def test_a_superior_policy_that_is_not_here_is_a_warning() -> None:
    (found,) = problems_of(scheme("{years: {of: posts, at_least: 4}}", UNDER))
    assert (found.code, found.severity) == ("no-superior", "warning")


def test_a_chosen_value_may_be_an_end_of_its_interval() -> None:
    asked = "{{count: {{of: honours, at_least: {{choose: {}, from: 3, to: 5}}}}}}"
    assert codes(scheme(asked.format(5))) == []
    assert codes(scheme(asked.format(6))) == ["outside-interval"]


def test_limits_that_meet_leave_one_value_and_limits_that_cross_none() -> None:
    assert codes(scheme("{age: {at_least: 45, at_most: 45}}")) == []
    assert codes(scheme("{age: {more_than: 45, at_most: 45}}")) == ["tests-exclude"]
    assert codes(scheme("{age: {at_least: 46, at_most: 45}}")) == ["tests-exclude"]


def test_a_printed_birth_that_includes_the_birthday_goes_with_the_anniversary() -> None:
    """45 at 2020-08-31 reads not past the 45th birthday: born on 1975-08-31 still passes, a day earlier does not."""
    rule, dates = "{age: {at: cutoff, at_most: 45}}", "dates: {cutoff: 2020-08-31}\n"
    included = "        printed: {born: {at_least: 1975-08-31}}\n"
    assert codes(scheme(rule, dates, included)) == []
    assert codes(scheme(rule, dates, included.replace("08-31", "09-01"))) == ["printed-differs"]


def test_the_first_birth_that_differs_is_named() -> None:
    """By completed years 45 lasts until the day before the 46th birthday: the first to pass is born on 1974-09-01."""
    rule, dates = "{age: {at: cutoff, reading: completed, at_most: 45}}", "dates: {cutoff: 2020-08-31}\n"
    (found,) = problems_of(scheme(rule, dates, "        printed: {born: {at_least: 1975-08-31}}\n"))
    assert "1974-09-01" in render(found.message, "en")


def test_a_case_whose_words_are_all_taken_is_never_reached() -> None:
    first = "{{when: {{unit.stage: [primary, none]}}, use: 50}}"
    cases = "{{age: {{at_most: {{cases: [" + first + ", {{when: {{unit.stage: {}}}, use: 45}}, {{else: 40}}]}}}}}}"
    assert codes(scheme(cases.format("primary"))) == ["unreachable-case"]
    assert codes(scheme(cases.format("preschool"))) == []


def test_a_least_number_of_each_gender_must_fit_into_the_whole() -> None:
    whole = "    cap: [{at_most: 5, source: '1'}, {each: gender, at_least: NUMBER, source: '1'}]\n"
    text = scheme("{gender: man}").replace("    all:\n", whole + "    all:\n")
    assert codes(text.replace("NUMBER", "3")) == ["quota-conflict"]
    assert codes(text.replace("NUMBER", "2")) == []


def test_versions_of_a_series_follow_each_other() -> None:
    later = HEAD.replace("policy: scheme", "policy: later\nseries: scheme").replace("2020", "2021")
    assert codes(HEAD, later) == ["versions-overlap"]
    assert codes(HEAD.replace("01-01}", "01-01, until: 2020-12-31}"), later) == []


def test_a_word_that_the_vocabulary_lacks_takes_no_change() -> None:
    rule = "changes:\n  - {{id: told, label: {{zh: 甲, en: One}}, source: '7', of: [honoured], where: {{level: {}}}}}\n"
    assert codes(HEAD + rule.format("[city-backbone, district-backbone]")) == []
    (found,) = problems_of(HEAD + rule.format("[district-backbone, city-backbon]"))
    assert found.code == "word-not-in-vocabulary"
    assert "city-backbone" in render(found.hint, "en")


def test_a_word_that_the_vocabulary_lacks_is_never_met() -> None:
    asked = "{{has: {{of: honours, where: {{level: {}}}}}}}"
    assert codes(scheme(asked.format("city-backbone"))) == []
    (found,) = problems_of(scheme(asked.format("city-backbon")))
    assert found.code == "word-not-in-vocabulary"
    assert "city-backbone" in render(found.hint, "en")
