"""A policy as a page: made from its data, in either language, with labels for people."""

import re

import pytest

from cadrectl.policy.show import shown
from cadrectl.text import render
from tests.policy.schemes import SCHEMES, read, words


def page(path: int, lang: str) -> str:
    (policy,), _, _ = read(SCHEMES[path].read_text("utf-8"))
    return "\n".join(render(line, lang) for line in shown(policy, words()))


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("path", range(len(SCHEMES)), ids=[path.stem for path in SCHEMES])
def test_every_scheme_can_be_shown_with_every_clause_and_source(path: int, lang: str) -> None:
    text = page(path, lang)
    (policy,), _, _ = read(SCHEMES[path].read_text("utf-8"))
    waiting = [tier.clause for tier in policy.tiers]
    while waiting:
        clause = waiting.pop()
        waiting += clause.children
        assert not clause.label or render(clause.label, lang) in text
        assert all(source in text for source in clause.source)


def test_the_page_of_the_scheme_says_limits_and_words_by_their_labels() -> None:
    assert re.search(
        r"1\.3\. \[must\] at most 45 years of age: age at most 45 years \[三\(二\)2, JT-2\]", page(0, "en")
    )
    assert "running is" not in page(0, "en")
    assert re.search(r"1\.3\. .必须.\s*年龄不超过45周岁", page(0, "zh"))


def test_weights_and_what_breaks_a_tie_are_on_the_page() -> None:
    text = page(0, "en")
    assert "- 50 %: latest year" in text
    assert "- Equals, key 1: latest year" in text
