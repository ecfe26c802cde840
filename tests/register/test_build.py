"""Records as tables: what becomes of every type of value, and where each row stands."""

from collections.abc import Callable, Mapping
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cadrectl.calendar import NEVER, code_of, parse_date
from cadrectl.records.places import place
from cadrectl.records.read import parse
from cadrectl.records.record import Record
from cadrectl.records.schemas import kind_and_id
from cadrectl.register import KINDS, Register, build, plain, plan, table
from cadrectl.register.frame import frame
from tests.register.tables import assert_same

Make = Callable[[Mapping[str, str]], Register]

WANG = """\
name: 王某
gender: woman
birth:
  declared: 1980-05-03
  evidence:
  - {document: 入团志愿书, value: 1979-11}
  - {document: 履历表}
party: {name: cpc, joined: 2003-07}
work_start:
  declared: 2002-09
  verified: 2002-08-20
education:
- level: bachelor
  mode: full-time
  until: 2002
  verified: false
honours:
- level: city-backbone
  bodies: [city-bureau, city-government]
  date: 2015-06

- level: district-backbone
  bodies: [city-bureau]
  date: 2012-06
posts:
- unit: U001
  post: teacher
  rank: staff
  kind: appointed
  from: 2002-08-20
  to: 2010-09-01
- unit: U001
  post: principal
  rank: principal
  kind: appointed
  leading: true
  term: {from: 2010-09, until: 2013-08}
  from: 2010-09-01
"""
LI = "name: 李某\ngender: man\nbirth: 1975\nposts: []\n"
SCHOOL = """\
name: 第一小学
kind: primary
size:
- {year: 2024, staff: 80, classes: 24, students: 1005}
succeeded_by: [U002]
"""
SESSION = """\
unit: U001
kind: annual
year: 2024
date: 2025-01-08
attendance:
  due: 80
  classes:
  - {voter: staff, due: 75}
people:
- cadre: C0002
  score: 88.5
- cadre: C0001
  ballots:
  - {voter: leaders, votes: {excellent: 3}}
  - voter: staff
    votes:
      excellent: 61
      competent: 9
    abstained: 1
  items:
  - {item: virtue, score: 9}
"""
FILES = {
    "data/cadres/C0001.yaml": WANG,
    "data/cadres/C0002.yaml": LI,
    "data/units/U001.yaml": SCHOOL,
    "data/evaluations/2024/U001-annual.yaml": SESSION,
}


def code(text: str) -> int:
    return code_of(date.fromisoformat(text))


@pytest.fixture
def register(register_of: Make) -> Register:
    return register_of(FILES)


def test_a_kind_and_a_list_without_records_have_empty_tables_with_all_their_columns(
    register_of: Make,
) -> None:
    empty = register_of({}).tables
    full = register_of(FILES).tables
    assert empty.keys() == full.keys()
    assert all(list(empty[name].columns) == list(full[name].columns) for name in full)
    assert not any(len(empty[name]) for name in empty)
    assert {"tier", "tier@line", "approval.date.first", "approval.date@line"} <= set(empty["reserve"].columns)


def test_a_date_is_the_first_and_the_last_day_that_it_may_be(register: Register) -> None:
    honours = register.tables["cadres.honours"]
    assert honours["date.first"].tolist() == [code("2015-06-01"), code("2012-06-01")]
    assert honours["date.last"].tolist() == [code("2015-06-30"), code("2012-06-30")]
    assert honours["date.first"].dtype == "int32"


def test_a_date_that_is_absent_is_no_day_at_all(register: Register) -> None:
    posts = register.tables["cadres.posts"]
    assert posts["to.first"].tolist() == [code("2010-09-01"), NEVER]
    assert posts["to.last"].tolist() == [code("2010-09-01"), -1]


def test_an_unsettled_date_is_every_day_between_those_that_are_stated(register: Register) -> None:
    wang = register.tables["cadres"].row(0)
    assert (wang["birth.first"], wang["birth.last"]) == (code("1979-11-01"), code("1980-05-03"))
    assert wang["birth.settled"] == 0


def test_a_verified_date_counts_whatever_was_declared(register: Register) -> None:
    wang = register.tables["cadres"].row(0)
    assert (wang["work_start.first"], wang["work_start.last"]) == (code("2002-08-20"), code("2002-08-20"))
    assert wang["work_start.settled"] == 1


def test_a_plain_value_is_settled_and_an_absent_one_is_neither(register: Register) -> None:
    cadres = register.tables["cadres"]
    assert cadres["party.joined.settled"].tolist() == [1, -1]
    assert cadres["birth.settled"].tolist() == [0, 1]
    assert (cadres["birth.first"][1], cadres["birth.last"][1]) == parse_date("1975")


def test_flags_numbers_and_texts_keep_what_is_absent_apart(register: Register) -> None:
    assert register.tables["cadres.education"]["verified"].tolist() == [0]
    assert register.tables["cadres.posts"]["leading"].tolist() == [-1, 1]
    size = register.tables["units.size"]
    assert size["students"].tolist() == [1005.0]
    assert np.isnan(size["authorised"]).all()
    assert register.tables["cadres.posts"]["outside"].tolist() == [None, None]


def test_graded_words_are_in_the_order_of_their_grades(register: Register) -> None:
    levels = register.tables["cadres.education"].words("level")
    assert levels.graded
    assert levels.words == ("secondary", "associate", "bachelor", "master", "doctor")


def test_words_of_a_vocabulary_are_known_whether_or_not_they_occur(register_of: Make) -> None:
    stray = LI.replace("posts: []", "posts: []\nhonours: [{level: county-star, date: 2010}]")
    levels = register_of({"data/cadres/C0002.yaml": stray}).tables["cadres.honours"].words("level")
    assert levels.words == ("city-backbone", "district-backbone", "county-star")


def test_a_list_of_words_is_a_mask_over_named_bits(register: Register) -> None:
    assert register.words["cadres.honours.bodies"] == ("city-bureau", "city-government")
    assert register.tables["cadres.honours"]["bodies"].tolist() == [0b11, 0b01]


def test_more_words_than_bits_still_have_a_mask(register_of: Make) -> None:
    words = [f"body-{n:02}" for n in range(70)]
    honour = f"posts: []\nhonours: [{{level: city-backbone, bodies: [{', '.join(words)}], date: 2010}}]"
    register = register_of({"data/cadres/C0002.yaml": LI.replace("posts: []", honour)})
    bodies = table("cadres.honours").column("bodies")
    assert bodies is not None
    honours = register.tables["cadres.honours"]
    assert plain(honours, bodies, register.words["cadres.honours.bodies"]) == [words]


def test_a_list_of_ids_is_a_table_of_its_own(register: Register) -> None:
    assert register.tables["units.succeeded_by"]["value"].tolist() == ["U002"]


def test_nested_rows_know_their_record_and_the_row_around_them(register: Register) -> None:
    people = register.tables["evaluations.people"]
    ballots = register.tables["evaluations.people.ballots"]
    assert people["owner"].tolist() == [0, 0]
    assert "parent" not in people
    assert (ballots["owner"].tolist(), ballots["parent"].tolist()) == ([0, 0], [1, 1])
    assert np.nan_to_num(ballots["abstained"]).tolist() == [0, 1]
    assert register.tables["evaluations.attendance.classes"]["owner"].tolist() == [0]


def test_an_open_map_is_a_table_of_keys_and_values(register: Register) -> None:
    votes = register.tables["evaluations.people.ballots.votes"]
    assert (votes["owner"].tolist(), votes["parent"].tolist()) == ([0, 0, 0], [0, 1, 1])
    assert votes["key"].tolist() == ["excellent", "excellent", "competent"]
    assert votes["value"].tolist() == [3, 61, 9]


def test_every_row_stands_at_the_line_where_reading_found_it(register: Register) -> None:
    for path, text in FILES.items():
        parsed = parse(path, text.encode())
        named = kind_and_id(path)
        assert named is not None
        record = Record(path, *named, parsed.value, parsed.marks)
        for plan_of_table in plan(record.kind).all():
            rows = register.tables[plan_of_table.name]
            expected = [place(record, pointer)[0] for pointer in pointers(record.value, plan_of_table.name)]
            assert rows["line"][rows["path"] == path].tolist() == expected


def pointers(value: dict[str, object], name: str) -> list[tuple[str | int, ...]]:
    """The way to every row of a table, in document order."""
    open_maps = ("votes", "marks")
    ways: list[tuple[tuple[str | int, ...], object]] = [((), value)]
    for key in name.split(".")[1:]:
        members = [((*way, key), at[key]) for way, at in ways if isinstance(at, dict) and key in at]
        ways = []
        for way, member in members:
            if isinstance(member, list):
                ways += [((*way, n), item) for n, item in enumerate(member)]
            elif isinstance(member, dict) and key in open_maps:
                ways += [((*way, own), item) for own, item in member.items()]
            else:
                ways.append((way, member))
    return [way for way, _ in ways]


def test_every_value_of_a_record_stands_at_the_line_of_its_key(register: Register) -> None:
    wang, li = register.tables["cadres"].rows()
    lines = {
        name: wang[f"{name}@line"] for name in ("name", "birth", "party.joined", "work_start", "left.date")
    }
    assert lines == {"name": 1, "birth": 3, "party.joined": 8, "work_start": 9, "left.date": 0}
    assert li["birth@line"] == 3


def test_parts_of_a_record_without_places_build_with_line_nought() -> None:
    part = parse("data/cadres/C0001.yaml", b"honours: [{date: 2012}]\n").value
    assert isinstance(part, dict)
    register = build([Record("data/cadres/C0001.yaml", "cadres", "C0001", part, type(MARKS)("I"))], {})
    assert register.tables["cadres.honours"]["line"].tolist() == [0]
    assert register.tables["cadres"]["birth.first"].tolist() == [NEVER]
    assert register.home_posts(code("2020-01-01")).tolist() == [-1]


MARKS = parse("data/cadres/C0001.yaml", b"name: x\n").marks


@given(order=st.permutations(sorted(FILES)))
def test_the_order_of_files_changes_nothing(order: list[str]) -> None:
    def built(paths: list[str]) -> Register:
        records = []
        for path in paths:
            parsed, named = parse(path, FILES[path].encode()), kind_and_id(path)
            assert named is not None
            records.append(Record(path, *named, parsed.value, parsed.marks))
        return build(records, {})

    assert_same(built(sorted(FILES)), built(order))


def test_sensitive_fields_never_reach_the_register(register_of: Make) -> None:
    private = "id_number: 320499198005030021\nphone: '13800000000'\n"
    register = register_of({**FILES, "data/cadres-private/C0001.yaml": private})
    assert "cadres-private" not in KINDS
    shown = "\n".join(str(row) for table in register.tables.values() for row in table.rows())
    assert "320499198005030021" not in shown
    assert "13800000000" not in shown


def test_a_table_in_pandas_has_the_same_values_with_grades_in_their_order(register: Register) -> None:
    education = register.tables["cadres.education"]
    told = frame(education)
    assert list(told.columns) == list(education.columns)
    assert told["level"].tolist() == education["level"].tolist()
    assert (told["level"] < "master").tolist() == [True]
    assert (told["level"] < "associate").tolist() == [False]
    assert told["from.first"].tolist() == education["from.first"].tolist()
