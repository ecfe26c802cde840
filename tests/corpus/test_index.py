"""The index of the corpus accounts for every folder and for every rule of every scheme, and the page says the same."""

import pytest

from tests.corpus.coverage import HERE, Scheme, schemes


def test_there_are_43_schemes_each_once() -> None:
    numbers = [one.number for one in schemes()]
    assert len(numbers) == len(set(numbers)) == 43


def test_every_folder_of_the_corpus_belongs_to_a_scheme_of_the_index() -> None:
    folders = {path.name for path in HERE.iterdir() if path.name[:1].isdigit()}
    assert {folder for one in schemes() for folder in one.folders if folder[:1].isdigit()} == folders


@pytest.mark.parametrize("scheme", schemes(), ids=lambda one: one.number)
def test_every_rule_of_a_scheme_is_cited_by_a_policy_or_left_for_a_stated_reason(scheme: Scheme) -> None:
    left = scheme.later.keys() | scheme.outside.keys()
    assert scheme.cited | left == scheme.rules
    assert not scheme.later.keys() & scheme.outside.keys()


@pytest.mark.parametrize("scheme", schemes(), ids=lambda one: one.number)
def test_no_rule_of_a_scheme_is_both_cited_and_left(scheme: Scheme) -> None:
    assert not scheme.cited & (scheme.later.keys() | scheme.outside.keys())
