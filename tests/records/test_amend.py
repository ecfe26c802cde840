"""Changing a record in its file: what is not changed stays as it is written, comments and order included."""

from collections.abc import MutableMapping
from pathlib import Path
from typing import Any

import pytest

from cadrectl.records.amend import amended

ROOT = Path(__file__).parents[2]
MEMBERSHIP = "data/reserve/C0003-2024.yaml"


def leave(value: MutableMapping[str, Any]) -> None:
    value["left"] = {"date": "2026-01-31", "reason": "veto"}


def as_it_is(value: MutableMapping[str, Any]) -> None:
    """Change nothing."""


def test_a_member_is_added_where_the_canonical_form_has_it_and_comments_stay() -> None:
    text = """\
# From the archive.

cadre: C0003  # as of the list
policy: jt-tiers
tier: tier-1

term:
  from: 2024-09-01
  # to be confirmed
  until: 2027-08-31

route: selected
"""
    assert amended(MEMBERSHIP, text.encode(), leave) == text + "\nleft:\n  date: 2026-01-31\n  reason: veto\n"


def test_a_file_in_a_form_of_its_own_keeps_it() -> None:
    text = 'route: "selected"\ncadre: C0003 # who\nterm: {from: 2024-09-01, until: "2027-08-31"}\n'
    assert amended(MEMBERSHIP, text.encode(), leave) == text + "left:\n  date: 2026-01-31\n  reason: veto\n"


@pytest.mark.parametrize("scalar", ["2011.10", "0123", "12:30", "no", "1e3", "0x1f", "11010519491231002X", "1_000"])
def test_no_scalar_changes_on_the_way(scalar: str) -> None:
    text = f"cadre: C0003\npolicy: {scalar}\n"
    assert amended(MEMBERSHIP, text.encode(), as_it_is) == text


@pytest.mark.parametrize("folder", ["cadres", "reserve", "evaluations/2025", "rounds", "units", "policies"])
def test_a_file_to_which_nothing_is_done_stays_byte_for_byte(folder: str) -> None:
    for file in sorted((ROOT / "data" / folder).glob("*.yaml"))[:20]:
        path = file.relative_to(ROOT).as_posix()
        assert amended(path, file.read_bytes(), as_it_is) == file.read_text("utf-8")


def test_a_file_that_cannot_be_read_is_not_changed_but_its_problems_come_back() -> None:
    found = amended(MEMBERSHIP, b"cadre: C0003\ncadre: C0004\n", leave)
    assert [one.code for one in found if not isinstance(one, str)] == ["duplicate-key"]
