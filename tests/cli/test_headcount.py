"""`headcount` on a small workspace, and what `appoint` says of the headcount before and after a case."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Cadrectl, LaidOut

UNIT = """\
name: 城南小学
kind: primary
stage: primary
area: urban
size:
  - {year: 2025, staff: 41, authorised: 40, classes: 12}
posts:
  - {post: 校长, rank: principal, domain: overall, headcount: 1}
  - {post: 副校长, rank: deputy, domain: teaching, headcount: 1}
"""
CADRE = """\
name: {name}
gender: woman
birth: 1983-05
posts:
  - {{unit: U001, post: {post}, rank: deputy, kind: appointed, from: 2015-08-20}}
"""
CASE = """\
title: 城南小学校长
unit: U001
post: 校长
rank: principal
opened: 2026-01-05
method: recommended
candidates:
  - cadre: C0001
"""
LIMIT = """\
policy: size
title: {zh: 职数, en: Size}
issuer: {zh: 局, en: Bureau}
in_force: {from: 2003-01-01}
figures:
  - id: leaders
    source: '2'
    label: {zh: 学校领导, en: leaders}
    each: unit
    base: {post.rank: {at_least: deputy}}
    at_most:
      of: unit.classes
      step: 1
      bands:
        - {at_most: 12, use: 1}
        - {at_least: 13, use: 3}
"""


@pytest.fixture
def district(laid_out: LaidOut) -> Path:
    return laid_out(
        {
            "units/U001.yaml": UNIT,
            "cadres/C0001.yaml": CADRE.format(name="赵强", post="副校长"),
            "cadres/C0002.yaml": CADRE.format(name="钱敏", post="副校长"),
            "appointments/2026/U001-1.yaml": CASE,
            "policies/size.yaml": LIMIT,
        }
    )


def answer(cadrectl: Cadrectl, root: Path, *words: str) -> Any:
    return json.loads(cadrectl("-C", root, *words, "--format", "json").out)


def test_a_unit_shows_its_posts_its_staff_and_what_its_size_allows(cadrectl: Cadrectl, district: Path) -> None:
    [row] = answer(cadrectl, district, "headcount", "--policy", "size")["rows"]
    assert {key: row[key] for key in ("unit", "authorised", "held", "over", "empty", "state")} == {
        "unit": "U001",
        "authorised": 2,
        "held": 2,
        "over": 1,
        "empty": 1,
        "state": "over",
    }
    assert (row["staff"], row["staff_authorised"], row["staff_over"]) == (41, 40, 1)
    [limit] = row["limits"]
    assert (limit["id"], limit["counted"], limit["at_most"], limit["verdict"]) == ("leaders", 2, 1, "fail")


def test_validate_strict_names_the_unit_that_has_more_staff_than_it_may(cadrectl: Cadrectl, district: Path) -> None:
    found = json.loads(cadrectl("-C", district, "validate", "--strict", "--format", "json").out)["problems"]
    assert [one["path"] for one in found if one["code"] == "limit-not-kept"] == ["data/units/U001.yaml"]
    usual = json.loads(cadrectl("-C", district, "validate", "--format", "json").out)["problems"]
    assert "limit-not-kept" not in {one["code"] for one in usual}


def test_the_tables_of_other_places_come_with_a_workspace(cadrectl: Cadrectl, district: Path) -> None:
    said = cadrectl("-C", district, "--lang", "en", "headcount", "--policy", "headcount").out
    assert "✗ mid-level posts of a primary school 0 (= 2)" in said


def test_places_are_counted_by_rank_and_domain_together(cadrectl: Cadrectl, district: Path) -> None:
    rows = answer(cadrectl, district, "headcount", "--by", "rank", "--by", "domain")["rows"]
    assert [(row["unit"], row["rank"], row["domain"], row["authorised"], row["held"]) for row in rows] == [
        (None, "principal", "overall", 1, 0),
        (None, "deputy", "teaching", 1, 2),
    ]


def test_only_what_is_in_the_state_asked_for_is_listed(cadrectl: Cadrectl, district: Path) -> None:
    rows = answer(cadrectl, district, "headcount", "--by", "post", "--state", "under")["rows"]
    assert [row["post"] for row in rows] == ["校长"]


def test_a_unit_that_there_is_not_is_said(cadrectl: Cadrectl, district: Path) -> None:
    said = cadrectl("-C", district, "--lang", "en", "headcount", "--unit", "U999")
    assert said.code == 2
    assert "There is no unit U999." in said.err


@pytest.mark.parametrize("what", ["check", "next"])
def test_a_proposed_appointment_shows_before_and_after(cadrectl: Cadrectl, district: Path, what: str) -> None:
    shown = answer(cadrectl, district, "appoint", what, "U001-1")["headcount"]
    states = {one["post"]: (one["before"]["held"], one["after"]["held"], one["after"]["state"]) for one in shown}
    assert states == {"校长": (0, 1, "full"), "副校长": (2, 1, "full")}
    said = cadrectl("-C", district, "--lang", "en", "appoint", what, "U001-1").out
    assert "Headcount of 城南小学 校长: 0 of 1 before, 1 after." in said
