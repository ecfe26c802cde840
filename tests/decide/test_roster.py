"""Rosters: who and what is listed, under which values, and what `where` finds."""

from collections.abc import Callable, Mapping
from datetime import date

import pytest
from msgspec.structs import replace

from cadrectl.decide.roster import Roster, roster
from cadrectl.register import KINDS, Register
from cadrectl.text import Text, render

Make = Callable[[Mapping[str, str]], Register]

DAY = date(2025, 1, 1)
FILES = {
    "data/cadres/C0001.yaml": """\
name: 王某
gender: woman
birth: 1980-05
honours:
- {level: city-backbone, date: 2015-06}
posts:
- {unit: U001, post: deputy head, rank: deputy, kind: appointed, from: 2010-09-01, to: 2025-01-01}
- {unit: U002, post: head, rank: principal, kind: appointed, from: 2025-01-01}
""",
    "data/cadres/C0002.yaml": """\
name: 李某
gender: man
birth: 1975-03-02
posts:
- {unit: U002, post: teacher, rank: staff, kind: appointed, from: 1998-08-01}
""",
    "data/units/U001.yaml": """\
name: 第一小学
kind: nine-year
area: urban
flags: [weak, demonstration]
history:
- {until: 2015-09-01, kind: primary}
""",
    "data/units/U002.yaml": "name: 第二小学\nkind: primary\narea: rural\n",
    "data/reserve/C0001-2024.yaml": """\
cadre: C0001
policy: jt-tiers
tier: tier-1
term: {from: 2024-01-01, until: 2026-12-31}
route: selected
round: 2023-first
mentor: C0002
""",
    "data/rounds/2023-first.yaml": "title: 第一轮遴选\npolicy: jt-tiers\nnotice: {date: 2023-09-01}\n",
    "data/events/2024/E1.yaml": "kind: talk\nyear: 2024\nunit: U001\nentries: [{date: 2024-05-06, cadre: C0001}]\n",
}


@pytest.fixture
def register(register_of: Make) -> Register:
    return register_of(FILES)


def found(register: Register, records: str, where: Mapping[str, str], as_of: date = DAY) -> list[object]:
    answer = roster(register, records, list(where.items()), as_of)
    assert isinstance(answer, Roster)
    return [row["cadre" if records == "cadres" else "unit"] for row in answer.rows]


def test_a_row_about_a_person_starts_with_who_and_where_at_the_date(register: Register) -> None:
    answer = roster(register, "cadres", [], date(2024, 12, 31))
    assert isinstance(answer, Roster)
    assert list(answer.rows[0].items())[:5] == [
        ("cadre", "C0001"),
        ("name", "王某"),
        ("unit", "U001"),
        ("post", "deputy head"),
        ("rank", "deputy"),
    ]
    assert answer.rows[0]["birth"] == "1980-05"
    assert (answer.rows[0]["path"], answer.rows[0]["line"]) == ("data/cadres/C0001.yaml", 1)


def test_people_are_listed_where_they_are_at_the_date(register: Register) -> None:
    assert found(register, "cadres", {"unit": "U002"}, date(2024, 12, 31)) == ["C0002"]
    assert found(register, "cadres", {"unit": "U002"}, date(2025, 1, 1)) == ["C0001", "C0002"]


def test_units_are_listed_as_they_were_at_the_date(register: Register) -> None:
    assert found(register, "units", {"kind": "primary"}, date(2015, 8, 31)) == ["U001", "U002"]
    assert found(register, "units", {"kind": "primary"}, date(2015, 9, 1)) == ["U002"]


def test_a_unit_counts_the_people_at_home_there(register: Register) -> None:
    answer = roster(register, "units", [], date(2024, 12, 31))
    assert isinstance(answer, Roster)
    assert [row["cadres"] for row in answer.rows] == [1, 1]


def test_a_membership_says_whose_it_is(register: Register) -> None:
    answer = roster(register, "reserve", [], DAY)
    assert isinstance(answer, Roster)
    assert [list(row.values())[:4] for row in answer.rows] == [["C0001", "王某", "U002", "C0001-2024"]]


def test_a_record_that_names_a_unit_keeps_it(register: Register) -> None:
    assert found(register, "events", {}) == ["U001"]


def test_words_and_names_fit_in_either_language(register: Register) -> None:
    assert found(register, "cadres", {"gender": "woman"}) == ["C0001"]
    assert found(register, "cadres", {"gender": "女"}) == ["C0001"]
    assert found(register, "cadres", {"unit": "第二小学"}) == ["C0001", "C0002"]


def test_dates_fit_by_their_beginning(register: Register) -> None:
    assert found(register, "cadres", {"birth": "1980"}) == ["C0001"]
    assert found(register, "cadres", {"birth": "1975-03"}) == ["C0002"]
    assert found(register, "cadres", {"birth": "198"}) == []


def test_lists_fit_if_anything_in_them_does(register: Register) -> None:
    assert found(register, "units", {"flags": "weak"}) == ["U001"]
    assert found(register, "cadres", {"posts.rank": "deputy"}) == ["C0001"]
    assert found(register, "cadres", {"honours.level": "市骨干教师"}) == ["C0001"]


def test_what_is_absent_fits_nothing_written(register: Register) -> None:
    assert found(register, "units", {"flags": ""}) == ["U002"]


def test_an_id_beside_a_name_is_read_as_the_id(register: Register) -> None:
    answer = roster(register, "reserve", [], DAY)
    assert isinstance(answer, Roster)
    words = {heading.key: heading.words for heading in answer.headings}
    assert words["cadre"] == {}
    assert words["mentor"]["C0002"]["zh"] == "李某"


def test_several_conditions_must_all_fit(register: Register) -> None:
    assert found(register, "cadres", {"unit": "U002", "gender": "man"}) == ["C0002"]


def test_two_conditions_on_one_field_must_both_fit(register: Register) -> None:
    assert roster_ids(register, ("unit", "U002"), ("unit", "U001")) == []
    assert roster_ids(register, ("posts.rank", "deputy"), ("posts.rank", "principal")) == ["C0001"]


def roster_ids(register: Register, *where: tuple[str, str]) -> list[object]:
    answer = roster(register, "cadres", where, DAY)
    assert isinstance(answer, Roster)
    return [row["cadre"] for row in answer.rows]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("性别", "女"),
        ("Gender", "Woman"),
        ("单位", "第二小学"),
        ("任职经历.层次", "党政正职"),
        ("党派 · 加入日期", ""),
    ],
)
def test_a_field_and_a_word_may_be_named_by_their_labels(register: Register, field: str, value: str) -> None:
    assert "C0001" in roster_ids(register, (field, value))


def test_a_tier_may_be_named_by_its_title(register: Register) -> None:
    titled = replace(register, tiers={"tier-1": {"zh": "第一梯队", "en": "Tier 1"}})
    for tier in ("tier-1", "第一梯队", "tier 1"):
        answer = roster(titled, "reserve", [("梯队", tier)], DAY)
        assert isinstance(answer, Roster)
        assert [row["cadre"] for row in answer.rows] == ["C0001"]
    assert roster(titled, "reserve", [("tier", "第二梯队")], DAY).rows == []  # type: ignore[union-attr]


def test_a_policy_may_be_named_by_its_title(register: Register) -> None:
    titled = replace(register, policies={"jt-tiers": {"zh": "后备人才", "en": "Reserves"}})
    for field, value in (("policy", "jt-tiers"), ("policy", "后备人才"), ("policy", "reserves")):
        answer = roster(titled, "reserve", [(field, value)], DAY)
        assert isinstance(answer, Roster)
        assert [row["policy"] for row in answer.rows] == ["jt-tiers"] * titled.rows("reserve")


def test_a_round_is_read_by_its_title(register: Register) -> None:
    assert register.names("rounds") == {"2023-first": {"zh": "第一轮遴选"}}
    answer = roster(register, "reserve", [("round", "第一轮遴选")], DAY)
    assert isinstance(answer, Roster)
    assert [row["round"] for row in answer.rows] == ["2023-first"]


@pytest.mark.parametrize("field", ["salary", "posts.salary", "posts", "path"])
def test_a_field_that_there_is_not_is_said_with_those_that_there_are(register: Register, field: str) -> None:
    answer = roster(register, "cadres", [(field, "1")], DAY)
    assert isinstance(answer, Text)
    assert f"no field {field}" in render(answer, "en")
    assert "party.joined" in render(answer, "en")


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_headings_in_both_languages_for_values_of_its_rows(
    register: Register, kind: str
) -> None:
    answer = roster(register, kind, [], DAY)
    assert isinstance(answer, Roster)
    assert answer.headings
    for heading in answer.headings:
        assert heading.title.keys() == {"zh", "en"}
        assert all(heading.key in row for row in answer.rows)
