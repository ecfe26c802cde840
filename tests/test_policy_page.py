"""The page on writing policies: every example in it is read by the program without a problem."""

import re
from pathlib import Path
from typing import Any

import pytest

import cadrectl
from cadrectl.decide.cases import run
from cadrectl.policy.grammar import COMPARATORS, FACTS, OUTCOMES
from cadrectl.policy.number_reader import WORKS
from cadrectl.policy.parse import parse
from cadrectl.records.canonical import canonical
from cadrectl.records.read import parse as read
from cadrectl.records.validation import validate
from cadrectl.review.cases import JUDGES
from tests.policy.schemes import read as scheme
from tests.policy.schemes import words

PAGE = (Path(cadrectl.__file__).parent / "docs" / "policy.md").read_text("utf-8")
EXAMPLES = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
FRAME = EXAMPLES[0]
NAMED = [
    example for example in EXAMPLES if re.match(r"(groups|sets|relaxations|dates|missing_means):", example)
]


def keys(example: str) -> set[str]:
    """What it states at the top of a policy."""
    return set(re.findall(r"^(\w+):", example, re.MULTILINE))


def as_policy(example: str) -> str:
    """A whole policy around an example; what others define is there, unless this one says it itself."""
    if example.startswith("- "):
        clauses = "".join(f"      {line}\n" for line in example.splitlines())
        example = "select:\n  - id: tier-1\n    title: {zh: 甲, en: A}\n    all:\n" + clauses
    parts = [example]
    for part in (FRAME, *NAMED):
        if not any(keys(part) & keys(other) for other in parts):
            parts.append(part)
    return "".join(parts)


@pytest.mark.parametrize("example", [example for example in EXAMPLES if not example.startswith("# cases")])
def test_an_example_of_a_policy_has_no_problem(example: str) -> None:
    name = "data/policies/example-2026.yaml"
    parsed = read(name, as_policy(example).encode())
    assert [*parsed.problems, *validate(name, "policies", parsed)] == []
    value: dict[str, Any] = dict(parsed.value)
    assert parse(value, name, lambda _: (0, 0))[1] == []
    assert canonical("policies", value)


@pytest.mark.parametrize("example", [example for example in EXAMPLES if example.startswith("# cases")])
def test_an_example_of_cases_has_no_problem(example: str) -> None:
    name = "data/policies/example-2026.cases.yaml"
    parsed = read(name, example.encode())
    assert [*parsed.problems, *validate(name, "cases", parsed)] == []


def test_the_cases_on_the_page_come_out_of_its_examples() -> None:
    starts = ("dates:", "select:", "figures:", "actions:", "movement:", "changes:", "sets:", "procedures:")
    parts = [next(example for example in EXAMPLES if example.startswith(start)) for start in starts]
    [policy], problems, _ = scheme("".join([FRAME, *parts]))
    assert problems == []
    stated = [read("data/policies/c.cases.yaml", one.encode()).value for one in EXAMPLES if one.startswith("# cases")]
    assert [one for cases in stated for one in run(policy, (), cases, words(), JUDGES) if not one.passed] == []


@pytest.mark.parametrize("word", [*FACTS, *OUTCOMES, *COMPARATORS, *WORKS])
def test_every_fact_comparator_and_kind_of_number_is_on_the_page(word: str) -> None:
    assert f"`{word}`" in PAGE
