"""Vocabularies: terms once, known, and in an order without circles."""

from itertools import pairwise

from tests.checks.district import Files, codes, label, said, sound

PATH = "data/vocabularies/honours.yaml"


def with_terms(*terms: Files) -> Files:
    files = sound()
    files[PATH]["terms"] = [{"label": label(term["id"]), **term} for term in terms]
    files["data/cadres/C0002.yaml"].pop("honours")
    return files


def test_a_term_listed_twice_is_said_at_the_second() -> None:
    files = with_terms({"id": "low"}, {"id": "low"})
    assert [code for code, *_ in said(files)] == ["duplicate-term"]


def test_a_term_above_an_unknown_one_is_said() -> None:
    files = with_terms({"id": "low"}, {"id": "high", "above": ["low", "lower"]})
    assert said(files) == [("unknown-term", PATH, "lower")]


def test_a_term_the_same_as_an_unknown_one_is_said() -> None:
    files = with_terms({"id": "low", "same_as": "lo"})
    assert said(files) == [("unknown-term", PATH, "same_as: lo")]


def test_two_terms_above_each_other_are_a_circle() -> None:
    files = with_terms({"id": "low", "above": ["high"]}, {"id": "high", "above": ["low"]})
    assert codes(files) == ["vocabulary-circle"]


def test_a_term_above_itself_is_a_circle() -> None:
    assert codes(with_terms({"id": "low", "above": ["low"]})) == ["vocabulary-circle"]


def test_a_term_the_same_as_itself_is_a_circle() -> None:
    assert codes(with_terms({"id": "low", "same_as": "low"})) == ["vocabulary-circle"]


def test_a_term_above_another_name_of_itself_is_a_circle() -> None:
    files = with_terms({"id": "low"}, {"id": "lower", "same_as": "low", "above": ["low"]})
    assert codes(files) == ["vocabulary-circle"]


def test_two_ways_down_to_one_term_are_no_circle() -> None:
    files = with_terms(
        {"id": "low"},
        {"id": "left", "above": ["low"]},
        {"id": "right", "above": ["low"]},
        {"id": "high", "above": ["left", "right"]},
    )
    assert codes(files) == []


def test_a_long_order_is_walked_without_recursion() -> None:
    names = [f"t{number}" for number in range(3000)]
    chain: list[Files] = [{"id": name, "above": [below]} for below, name in pairwise(names)]
    assert codes(with_terms({"id": "t0"}, *chain)) == []
