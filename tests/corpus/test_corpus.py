"""Real schemes of other bureaus, and the one that the program comes with: each is sound, and its cases come out.

`vocabularies/` holds the words that the schemes of other bureaus need, in place of the starter's.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest

from cadrectl.decide.cases import run
from cadrectl.decide.coverage import coverage
from cadrectl.decide.policy_checks import check
from cadrectl.policy.load import Stated
from cadrectl.policy.model import Policy, clauses
from cadrectl.records.read import parse
from cadrectl.records.validation import validate
from cadrectl.review.cases import JUDGES
from cadrectl.vocabulary import Vocabulary, vocabularies
from tests.policy.schemes import ROOT, SCHEMES, known, value

STARTER = ROOT / "cadrectl" / "starter"


def words(scheme: Path) -> Mapping[str, Vocabulary]:
    """The vocabularies of the starter; of other bureaus, their own where they have some."""
    return _words(of_others=not scheme.is_relative_to(STARTER))


@cache
def _words(of_others: bool) -> Mapping[str, Vocabulary]:
    folders = [STARTER / "vocabularies"]
    if of_others:
        folders.append(Path(__file__).parent / "vocabularies")
    files = {path.stem: path for folder in folders for path in sorted(folder.glob("*.yaml"))}
    return vocabularies((name, value(path, "vocabularies")) for name, path in files.items())


def named(scheme: Path) -> str:
    return scheme.stem


def cases(scheme: Path) -> dict[str, object]:
    """The cases beside a scheme, in the form that the schema asks for; one that asks nothing of people has none."""
    path = scheme.with_name(f"{scheme.stem}.cases.yaml")
    if not path.exists():
        return {"cases": []}
    name = f"data/policies/{path.name}"
    parsed = parse(name, path.read_bytes())
    assert [*parsed.problems, *validate(name, "cases", parsed)] == []
    assert isinstance(parsed.value, dict)
    return parsed.value


@cache
def corpus() -> dict[str, tuple[Policy, Stated]]:
    """Every scheme that can be read, by its series."""
    found = {}
    for scheme in SCHEMES:
        policies, _, stated = known(scheme)
        if policies and stated is not None:
            found[policies[0].series] = policies[0], stated
    return found


@pytest.mark.parametrize("scheme", SCHEMES, ids=named)
def test_a_scheme_is_sound_and_what_it_prints_follows_from_its_rules(scheme: Path) -> None:
    [policy], problems, stated = known(scheme)
    assert problems == []
    assert stated is not None
    together = [(policy, stated), *(corpus()[name] for name in policy.superiors)]
    places = {stated.path: stated.place for _, stated in together}
    assert check([policy for policy, _ in together], words(scheme), places) == []


@pytest.mark.parametrize("scheme", SCHEMES, ids=named)
def test_the_cases_of_a_scheme_come_out_as_its_author_expects(scheme: Path) -> None:
    [policy], _, _ = known(scheme)
    superiors = [corpus()[name][0] for name in policy.superiors]
    wrong = [one for one in run(policy, superiors, cases(scheme), words(scheme), JUDGES) if not one.passed]
    assert [(one.name["en"], one.clause, one.expected, one.found) for one in wrong] == []


@pytest.mark.parametrize("scheme", SCHEMES, ids=named)
def test_the_cases_of_a_scheme_show_every_clause_met_and_not_met(scheme: Path) -> None:
    [policy], _, _ = known(scheme)
    assert [one.path for one in coverage(policy, [cases(scheme)]) if not one.shown] == []


@pytest.mark.parametrize("scheme", SCHEMES, ids=named)
def test_every_clause_of_a_scheme_has_a_source(scheme: Path) -> None:
    [policy], _, _ = known(scheme)
    leaves = [one for tier in policy.tiers for one in clauses(tier.clause) if one.require is not None]
    assert [one.path for one in leaves if not one.source] == []
