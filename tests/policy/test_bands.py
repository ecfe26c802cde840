"""Bands: every number falls into exactly one, and what is written otherwise is found on reading."""

from fractions import Fraction
from typing import Any

import pytest

from cadrectl.policy.bands import Bands, read_bands, rounded
from cadrectl.policy.problems import Reporter
from cadrectl.text import render
from tests.engine.asking import World, ask
from tests.policy.schemes import codes, problems_of
from tests.policy.test_language import scheme


def read(*bands: dict[str, Any], **more: Any) -> tuple[Bands[Any] | None, list[str]]:
    """The bands, and the problems as code and sentence."""
    report = Reporter("scheme.yaml", lambda _: (1, 1))
    found = read_bands(report, {"bands": list(bands), **more}, (), lambda raw, _: raw)
    return found, [f"{one.code}: {render(one.message, 'en')}" for one in report.problems]


def of(*bands: dict[str, Any], **more: Any) -> Bands[Any]:
    found, problems = read(*bands, **more)
    assert problems == []
    assert found is not None
    return found


def test_a_limit_belongs_to_the_band_that_includes_it() -> None:
    """Under 600, 600 to 1200, above 1200."""
    between = {"at_least": 600, "at_most": 1200, "use": 3}
    bands = of({"more_than": 1200, "use": 4}, {"less_than": 600, "use": 2}, between)
    assert [bands.find(Fraction(number)) for number in (599, 600, 1200, 1201)] == [2, 3, 3, 4]


def test_a_number_between_two_limits_that_both_exclude_it_falls_into_no_band() -> None:
    """More than 18 classes, 12 to 17: 18 itself is left out, and nothing else."""
    left_out = {"more_than": 18, "use": 3}, {"at_least": 12, "at_most": 17, "use": 2}, {"less_than": 12, "use": 2}
    assert read(*left_out, step=1) == (None, ["band-gap: 18 falls into no band."])


def test_a_limit_that_two_bands_include_is_named() -> None:
    """40 or more, 40 or fewer."""
    assert read({"at_least": 40, "use": 2}, {"at_most": 40, "use": 1})[1] == ["band-overlap: 40 falls into two bands."]


def test_a_band_inside_another_is_an_overlap_and_no_gap_after_it() -> None:
    found = read({"at_most": 100, "use": 1}, {"at_least": 10, "less_than": 20, "use": 2}, {"more_than": 100, "use": 3})
    assert found[1] == ["band-overlap: 10 falls into two bands."]


def test_both_ends_of_the_line_must_be_taken() -> None:
    assert read({"at_least": 60, "use": "pass"})[1] == ["band-gap: 59 falls into no band."]
    assert read({"less_than": 60, "use": "fail"})[1] == ["band-gap: 60 falls into no band."]


def test_a_scale_may_be_stated_and_then_nothing_beyond_it_is_missed() -> None:
    grades = {"at_least": 60, "at_most": 100, "use": "pass"}, {"at_least": 0, "less_than": 60, "use": "fail"}
    assert read(*grades)[1] != []
    bands = of(*grades, **{"from": 0, "to": 100})
    assert [bands.find(Fraction(score)) for score in (-1, 0, 60, 100, 101)] == [None, "fail", "pass", "pass", None]
    assert read(*grades, **{"from": 0, "to": 105})[1] == ["band-gap: 102.5 falls into no band."]


def test_whole_numbers_leave_nothing_between_twelve_and_thirteen() -> None:
    classes = {"at_most": 12, "use": 1}, {"at_least": 13, "use": 2}
    assert read(*classes)[1] == ["band-gap: 12.5 falls into no band."]
    assert [of(*classes, step=1).find(Fraction(number)) for number in (12, 13)] == [1, 2]
    assert of(*classes, step=1).find(Fraction(25, 2)) is None


@pytest.mark.parametrize(("how", "grade"), [("half-up", "a"), ("floor", "b"), ("ceiling", "a")])
def test_a_score_between_whole_bands_is_rounded_as_stated(how: str, grade: str) -> None:
    """89.5 between 80 to 89 and 90 to 100."""
    bands = of({"at_least": 90, "use": "a"}, {"at_most": 89, "use": "b"}, step=1, round=how)
    assert bands.find(Fraction("89.5")) == grade


def test_rounding_goes_to_the_step_exactly() -> None:
    assert rounded(Fraction("0.125"), Fraction("0.01"), "half-up") == Fraction("0.13")
    assert rounded(Fraction(7, 4), Fraction(1), "floor") == 1
    assert rounded(Fraction(7, 4), Fraction(1), "ceiling") == 2


def test_a_limit_may_be_a_share_and_is_exact() -> None:
    bands = of({"at_least": "2/3", "use": True}, {"less_than": "2/3", "use": False})
    assert [bands.find(Fraction(votes, 30)) for votes in (20, 19)] == [True, False]


@pytest.mark.parametrize(
    ("wrong", "more"),
    [
        ({"use": 1}, {}),
        ({"at_least": 1}, {}),
        ({"at_least": "many", "use": 1}, {}),
        ({"at_least": 5, "less_than": 5, "use": 1}, {}),
        ({"more_than": 5, "less_than": 6, "use": 1}, {"step": 1}),
        ({"at_least": 5, "use": 1}, {"round": "half-up"}),
        ({"at_least": 5, "use": 1}, {"step": 0}),
    ],
)
def test_what_is_no_band_is_refused(wrong: dict[str, Any], more: dict[str, Any]) -> None:
    found, problems = read(wrong, **more)
    assert found is None
    assert all(problem.startswith("bad-literal") for problem in problems)


def test_bands_depend_on_a_number_and_only_whole_ones_come_in_steps() -> None:
    asked = "{{age: {{at_most: {{of: {}, bands: [{{at_most: 12, use: 45}}, {{more_than: 12, use: 50}}]{}}}}}}}"
    assert codes(scheme(asked.format("unit.classes", ", step: 1"))) == []
    assert codes(scheme(asked.format("{years: {of: posts}}", ""))) == []
    assert codes(scheme(asked.format("{years: {of: posts}}", ", step: 1"))) == ["bad-argument"]
    assert codes(scheme(asked.format("unit.kind", ""))) == ["bad-argument"]
    assert codes(scheme(asked.format("unit.pupils", ""))) == ["unknown-word"]


@pytest.mark.parametrize(
    ("refused", "taken"),
    [
        ("{age: 0}", "age"),
        ("{years: posts}", "{years: {of: posts}}"),
        ("{years: {of: posts, at_least: 3}}", "{years: {of: posts, within: {last: 3 years}}}"),
        ("{age: {unit: month}, years: {of: posts}}", "{age: {unit: month}}"),
        ("[unit.classes]", "unit.classes"),
        ("{some: {of: [{gender: man}]}}", "{count: {of: posts}}"),
    ],
)
def test_bands_say_what_they_part_and_compare_it_themselves(refused: str, taken: str) -> None:
    asked = "{{age: {{at_most: {{of: {}, bands: [{{at_least: 12, use: 45}}, {{less_than: 12, use: 50}}]}}}}}}"
    (found,) = problems_of(scheme(asked.format(refused)))
    assert (found.code, found.line, found.column) == ("bad-argument", 10, 35)
    assert codes(scheme(asked.format(taken))) == []


def test_the_limit_of_each_person_is_that_of_the_band_of_their_unit() -> None:
    """At most 12 classes ask 1 year, more ask 2; a school of unknown size leaves open what lies between the two."""
    limit = {"of": "unit.classes", "step": 1, "bands": [{"at_most": 12, "use": 1}, {"at_least": 13, "use": 2}]}
    sizes: tuple[dict[str, Any], ...] = tuple({"size": [{"year": 2022, "classes": one}]} for one in (12, 13))
    beside = [("units", f"U{at}", {"name": "x", "kind": "primary", **size}) for at, size in enumerate((*sizes, {}))]
    people = [
        {"birth": "1980-01-01", "posts": [{"unit": f"U{at}", "post": "x", "kind": "appointed", "from": began}]}
        for at in range(3)
        for began in ("2022-06-15", "2022-06-16", "2021-06-15")
    ]
    verdicts = ask({"years": {"of": "posts", "at_least": limit}}, World(people, beside)).verdicts
    assert verdicts == ["pass", "fail", "pass", "fail", "fail", "pass", "unknown", "fail", "pass"]
