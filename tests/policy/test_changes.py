"""What a policy asks of changes: every word is checked where it stands, and the page says which changes are meant."""

from typing import Any

import pytest

from cadrectl.policy.parse import parse
from cadrectl.policy.show import shown
from cadrectl.text import render

LABEL = {"zh": "任职", "en": "taking up a post"}


def stating(**change: Any) -> dict[str, Any]:
    rule = {"id": "rule", "label": LABEL, "source": "1", **change}
    return {"policy": "p", "title": LABEL, "in_force": {"from": "2020-01-01"}, "changes": [rule]}


@pytest.mark.parametrize(
    ("of", "where"),
    [
        (["promoted"], {"rnak": "deputy"}),
        (["promoted"], {"rank": "deputies"}),
        (["promoted", "sanctioned"], {"rank": "deputy"}),
        (["left-pool"], {"reasons": "veto"}),
        (["left"], {"reason": "retire"}),
        (["struck"], {"rank": "deputy"}),
    ],
)
def test_a_field_or_word_that_the_entry_cannot_have_is_reported_there(of: list[str], where: dict[str, str]) -> None:
    places: dict[Any, tuple[int, int]] = {("changes", 0, "where", *where): (7, 1)}
    _, problems = parse(stating(of=of, where=where), "p.yaml", lambda at: places.get(at, (0, 0)))
    assert [(one.code, one.line) for one in problems] == [("unknown-word", 7)]


@pytest.mark.parametrize(
    ("of", "where"),
    [
        (["promoted", "left-post"], {"rank": ["deputy", "principal"], "post": "校长"}),
        (["sanctioned", "admonished"], {"kind": "warning"}),
        (["left-pool"], {"reason": "veto", "tier": "tier-1"}),
        (["left"], {"reason": "retired"}),
    ],
)
def test_a_field_that_the_entries_have_with_one_of_its_words_is_right(of: list[str], where: dict[str, Any]) -> None:
    assert parse(stating(of=of, where=where), "p.yaml", lambda _: (0, 0))[1] == []


def test_two_needs_of_one_id_are_reported() -> None:
    need = {"id": "letter", "label": LABEL, "trailer": "Approval-Ref"}
    _, problems = parse(stating(of=["promoted"], brings=[need, need]), "p.yaml", lambda _: (0, 0))
    assert [one.code for one in problems] == ["same-id"]


def test_the_page_says_which_changes_a_rule_takes() -> None:
    stated = stating(of=["promoted", "moved"], where={"rank": ["deputy", "principal"]})
    policy, _ = parse(stated, "p.yaml", lambda _: (0, 0))
    assert render(shown(policy, {})[-1], "en") == "- Takes: promoted or moved; where rank: deputy or principal"
