"""Every rule of the requirements is cited by a policy of the starter and tried by a case of that policy.

A case tries a rule if it expects something of a part of the policy that cites the rule, or lies in one that does.
"""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

STARTER = Path(__file__).parents[1] / "cadrectl" / "starter" / "policies"
RULE = re.compile(r"(?:JT|JX|NT|QJ|PT)-[0-9]+")

ASSESSMENT = "JT-6 JT-9 JT-10 JT-11 JT-12 JT-16 JT-17 JX-1 JX-2 JX-7 JX-9 JX-10 NT-2 NT-3 NT-5 NT-6 QJ-4 QJ-5 QJ-10"
TRAINING = "PT-2 PT-3 PT-6 PT-7 PT-8 PT-11"
ROTATION = "JT-13 JX-6 NT-8 QJ-2 QJ-7"
BODY = "JX-8 NT-4 PT-1 PT-4 PT-5 PT-9"
CHANGES = "QJ-1 PT-10"
DUTIES = "JT-14 JT-15 JX-3 JX-4 JX-5 NT-1 NT-4 NT-7 QJ-3 QJ-6 QJ-8 QJ-9 PT-4 PT-5"
RULES = f"JT-2 JT-3 JT-4 JT-5 JT-7 JT-8 {ASSESSMENT} {TRAINING} {ROTATION} {BODY} {CHANGES} {DUTIES}".split()

Part = tuple[tuple[str, ...], frozenset[str]]
"""The ids and keys that lead to a part of a policy, and the rules cited there or around it."""


def parts(node: Any, path: tuple[str, ...], above: frozenset[str]) -> Iterator[Part]:
    """Every part of a policy as it is written."""
    if isinstance(node, list):
        for item in node:
            yield from parts(item, path, above)
    if isinstance(node, dict):
        cited = frozenset(RULE.findall(str(node.get("source", "")))) or above
        here = (*path, str(node["id"])) if "id" in node else path
        yield here, cited
        for key, value in node.items():
            yield from parts(value, (*here, key) if isinstance(value, dict) else here, cited)


def read(path: Path) -> Any:
    return yaml.load(path.read_text("utf-8"), yaml.CBaseLoader)


@cache
def tried() -> frozenset[str]:
    """The rules that some case of the starter's policies tries."""
    found: set[str] = set()
    for path in STARTER.glob("*.cases.yaml"):
        policy = list(parts(read(path.with_name(path.name.replace(".cases", ""))), (), frozenset()))
        asked = {name for case in read(path)["cases"] for name in case["expect"]}
        for name in asked:
            steps = [step for step in name.split(".") if step not in ("grade", "rank", "figures", "step", "pool")]
            found |= {rule for ids, rules in policy for rule in rules if ids and steps and ids[-1] == steps[-1]}
        found |= set(stepped(path))
    return frozenset(found)


def stepped(path: Path) -> Iterator[str]:
    """The rules of the steps of procedures that some case of a policy tries, each by the method of its case."""
    procedures = read(path.with_name(path.name.replace(".cases", ""))).get("procedures", ())
    for case in read(path)["cases"]:
        method = case.get("given", {}).get("appointment", {}).get("method")
        words = {name.removeprefix("step.") for name in case["expect"] if name.startswith("step.")}
        for procedure in procedures:
            for step in procedure["steps"]:
                if method in procedure["method"] and step["step"] in words:
                    yield from RULE.findall(str(step.get("source", procedure["source"])))


@pytest.mark.parametrize("rule", RULES)
def test_the_rule_is_cited_by_a_policy_and_tried_by_a_case(rule: str) -> None:
    assert rule in tried()


def test_a_rule_that_nobody_cites_is_not_tried() -> None:
    assert "JT-99" not in tried()
