"""The growth file: everything about one person in time order, with places, and nothing about others."""

from collections.abc import Callable, Mapping
from datetime import date

import pytest

from cadrectl.decide.dossier import Entry, contents, dossier
from cadrectl.register import Register

Make = Callable[[Mapping[str, str]], Register]

FILES = {
    "data/cadres/C0001.yaml": """\
name: 王某
gender: woman
birth:
  declared: 1980-05-03
  evidence: [{document: 入团志愿书, value: 1979-11-20}]
education:
- {level: bachelor, mode: full-time, until: 2002-07}
posts:
- {unit: U001, post: teacher, rank: staff, kind: appointed, from: 2002-08-20, to: 2010-09-01}
- {unit: U001, post: head, rank: principal, kind: appointed, from: 2010-09-01}
- {unit: U002, post: adviser, rank: staff, kind: secondment, from: 2030-01-01}
earlier_grades:
- {year: 2009, grade: excellent}
kin:
- {cadre: C0002, relation: spouse}
""",
    "data/cadres/C0002.yaml": "name: 李某\ngender: man\nbirth: 1975\nposts: []\n",
    "data/cadres-private/C0001.yaml": "id_number: 320499198005030021\n",
    "data/units/U001.yaml": "name: 第一小学\nkind: primary\n",
    "data/evaluations/2024/U001-annual.yaml": """\
unit: U001
kind: annual
year: 2024
date: 2025-01-08
attendance: {due: 40, present: 39}
people:
- cadre: C0002
  score: 71
- cadre: C0001
  score: 88.5
  ballots:
  - {voter: staff, votes: {excellent: 61, competent: 9}}
  items: [{item: duty, score: 90}]
""",
    "data/findings/2024/F1.yaml": """\
by: party-committee
date: 2024-03-01
entries:
- {cadre: C0001, what: [law-abiding, sense-of-duty], meets: true, until: 2027-03-01}
- {cadre: C0002, what: [ability], meets: false}
""",
    "data/reserve/C0001-2024.yaml": """\
cadre: C0001
policy: jt-tiers
tier: tier-1
term: {from: 2024-01-01, until: 2026-12-31}
route: selected
mentor: C0002
plan:
- {year: 2025, text: 到乡镇学校任职}
entries:
- {date: 2025-06-20, kind: mentor, by: C0002, text: 工作主动}
- {date: 2025-03-04, kind: project, text: 牵头校本课程建设}
- {date: 2026-03-01, kind: tracking, text: 尚在将来}
""",
}


@pytest.fixture
def entries(register_of: Make) -> list[Entry]:
    found = dossier(register_of(FILES), "C0001", date(2026, 1, 1))
    assert found is not None
    return found


def test_a_growth_file_is_in_time_order_after_what_has_no_date(entries: list[Entry]) -> None:
    assert [(entry.on, entry.section) for entry in entries] == [
        (None, "cadres"),
        (None, "cadres"),
        (None, "cadres.kin"),
        ("1979-11-20/1980-05-03", "cadres"),
        ("2002-07", "cadres.education"),
        ("2002-08-20", "cadres.posts"),
        ("2009", "cadres.earlier_grades"),
        ("2010-09-01", "cadres.posts"),
        ("2024-01-01", "reserve"),
        ("2024-03-01", "findings.entries"),
        ("2025", "reserve.plan"),
        ("2025-01-08", "evaluations.people"),
        ("2025-01-08", "evaluations.people.items"),
        ("2025-03-04", "reserve.entries"),
        ("2025-06-20", "reserve.entries"),
    ]


def test_every_entry_opens_at_the_line_that_says_it(entries: list[Entry]) -> None:
    places = {entry.section: (entry.path, entry.line) for entry in entries}
    assert places["cadres"] == ("data/cadres/C0001.yaml", 3)
    assert places["cadres.kin"] == ("data/cadres/C0001.yaml", 15)
    assert places["evaluations.people"] == ("data/evaluations/2024/U001-annual.yaml", 9)
    assert places["evaluations.people.items"] == ("data/evaluations/2024/U001-annual.yaml", 13)
    assert places["findings.entries"] == ("data/findings/2024/F1.yaml", 4)
    assert places["reserve.plan"] == ("data/reserve/C0001-2024.yaml", 8)


def test_a_row_of_a_session_says_which_session_it_was(entries: list[Entry]) -> None:
    [session] = [entry for entry in entries if entry.section == "evaluations.people"]
    values = {heading.key: value for heading, value in session.values}
    assert values == {"unit": "U001", "kind": "annual", "year": 2024, "date": "2025-01-08", "score": 88.5}
    assert session.label["zh"] == "考核"


def test_headings_read_ids_as_names(entries: list[Entry]) -> None:
    [kin] = [entry for entry in entries if entry.section == "cadres.kin"]
    [membership] = [entry for entry in entries if entry.section == "reserve"]
    words = {heading.key: heading.words for heading, _ in (*kin.values, *membership.values)}
    assert words["cadre"]["C0002"]["zh"] == "李某"
    assert words["mentor"]["C0002"]["zh"] == "李某"
    assert words["route"]["selected"]["en"] == "selected"


def test_what_is_about_others_or_the_session_as_a_whole_is_left_out(entries: list[Entry]) -> None:
    values = [value for entry in entries for _, value in entry.values]
    assert 71 not in values
    assert 39 not in values
    assert ["ability"] not in values


def test_what_begins_after_the_date_is_left_out(register_of: Make, entries: list[Entry]) -> None:
    assert not any(value == "adviser" for entry in entries for _, value in entry.values)
    early = dossier(register_of(FILES), "C0001", date(2010, 8, 31))
    assert early is not None
    assert early[-1].on == "2009"
    assert all(entry.path == "data/cadres/C0001.yaml" for entry in early)


def test_sensitive_fields_are_in_no_growth_file(entries: list[Entry]) -> None:
    assert "320499198005030021" not in str(entries)


def test_nobody_of_that_id_has_no_growth_file(register_of: Make) -> None:
    assert dossier(register_of(FILES), "C9999", date(2026, 1, 1)) is None


def test_votes_are_in_no_growth_file(entries: list[Entry]) -> None:
    assert not {61, 9} & {value for entry in entries for _, value in entry.values if isinstance(value, int)}


def test_what_the_mentor_notes_stands_among_the_rest_with_who_wrote_it(entries: list[Entry]) -> None:
    project, note = (entry for entry in entries if entry.section == "reserve.entries")
    assert [value for _, value in project.values] == ["2025-03-04", "project", "牵头校本课程建设"]
    values = {heading.key: value for heading, value in note.values}
    assert (values["kind"], values["by"]) == ("mentor", "C0002")
    assert next(heading.words["C0002"]["zh"] for heading, _ in note.values if heading.key == "by") == "李某"


def test_a_unit_is_named_as_it_was_then_and_says_in_which_it_went_on(register_of: Make) -> None:
    files = {
        "data/cadres/C0001.yaml": """\
name: 王某
gender: woman
birth: 1980-05-03
posts:
- {unit: U001, post: teacher, rank: staff, kind: appointed, from: 2002-08-20, to: 2008-09-01}
- {unit: U001, post: head, rank: principal, kind: appointed, from: 2008-09-01, to: 2018-09-01}
- {unit: U002, post: head, rank: principal, kind: appointed, from: 2018-09-01}
""",
        "data/units/U001.yaml": """\
name: 东街小学
kind: primary
former_names:
- {name: 东街初级小学, until: 2005-09-01}
- {name: 东街完全小学, until: 2008-09-01}
succeeded_by: [U002]
closed: 2018-09-01
""",
        "data/units/U002.yaml": "name: 第一小学\nkind: primary\n",
    }
    found = dossier(register_of(files), "C0001", date(2026, 1, 1))
    assert found is not None
    told = [{heading.key: value for heading, value in entry.values} for entry in found if "posts" in entry.section]
    assert [(one["unit"], one.get("unit.then"), one.get("unit.now")) for one in told] == [
        ("U001", "东街初级小学", ["U002"]),
        ("U001", None, ["U002"]),
        ("U002", None, None),
    ]


SUCCESSION = {
    "data/cadres/C0001.yaml": """\
name: 王某
gender: woman
birth: 1980-05-03
posts:
- {unit: U001, post: teacher, rank: staff, kind: appointed, from: 2002-08-20, to: 2018-09-01}
- {unit: U003, post: head, rank: principal, kind: appointed, from: 2018-09-01}
- {unit: U003, post: adviser, rank: staff, kind: secondment, from: 2027-01-01}
""",
    "data/cadres/C0002.yaml": """\
name: 李某
gender: man
birth: 1975
posts:
- {unit: U002, post: teacher, rank: staff, kind: appointed, from: 2000-08-20}
- {unit: U009, post: teacher, rank: staff, kind: appointed, from: 2001-08-20}
""",
    "data/units/U001.yaml": "name: 东街小学\nkind: primary\nsucceeded_by: [U002]\nclosed: 2010-09-01\n",
    "data/units/U002.yaml": "name: 西街小学\nkind: primary\nsucceeded_by: [U003]\nclosed: 2018-09-01\n",
    "data/units/U003.yaml": """\
name: 第一小学
kind: primary
former_names: [{name: 新街小学, until: 2020-09-01}]
posts: [{post: head, rank: principal, headcount: 1}]
""",
    "data/units/U009.yaml": "name: 别处小学\nkind: primary\n",
}


def values(entry: Entry) -> dict[str, object]:
    return {heading.key: value for heading, value in entry.values}


def test_a_unit_tells_the_units_that_went_on_in_it_and_who_served_in_any_of_them(register_of: Make) -> None:
    found = contents(register_of(SUCCESSION), "units", "data/units/U003.yaml", date(2026, 1, 1))
    went_on = [(entry.on, values(entry)["unit"]) for entry in found if entry.section == "units.succeeded_by"]
    assert went_on == [("2018-09-01", "U002"), ("2010-09-01", "U001")]
    served = [(entry.on, values(entry)["cadre"], values(entry)["unit"]) for entry in found if "cadres" in entry.section]
    assert served == [
        ("2000-08-20", "C0002", "U002"),
        ("2002-08-20", "C0001", "U001"),
        ("2018-09-01", "C0001", "U003"),
    ]
    assert "新街小学" in [values(entry).get("name") for entry in found if entry.section == "units.former_names"]


def test_a_unit_that_went_on_in_another_does_not_tell_who_serves_there_now(register_of: Make) -> None:
    found = contents(register_of(SUCCESSION), "units", "data/units/U001.yaml", date(2026, 1, 1))
    assert [values(entry)["cadre"] for entry in found if "cadres" in entry.section] == ["C0001"]
    assert [values(entry)["value"] for entry in found if entry.section == "units.succeeded_by"] == ["U002"]


def test_a_record_shows_the_rows_of_its_lists_with_those_whom_they_are_about_and_no_votes(register_of: Make) -> None:
    found = contents(register_of(FILES), "evaluations", "data/evaluations/2024/U001-annual.yaml", date(2026, 1, 1))
    told = [values(entry) for entry in found if entry.section == "evaluations.people"]
    assert [(one["cadre"], one["score"]) for one in told] == [("C0002", 71), ("C0001", 88.5)]
    assert {entry.section for entry in found if entry.section.startswith("evaluations.")} == {
        "evaluations.people",
        "evaluations.people.items",
    }
    assert next(entry.line for entry in found) == 1
