"""Headcount: places over and empty, concurrent posts once, the open said as open; before and after an appointment."""

from collections.abc import Mapping

import pytest

from cadrectl.calendar import parse_date
from cadrectl.decide.headcount import Line, effects, headcount, staff, staffing
from cadrectl.facts.moment import Book
from cadrectl.register import build
from tests.conftest import record

UNITS = {
    "data/units/U001.yaml": """\
name: 城南小学
kind: primary
size:
- {year: 2024, staff: 60, authorised: 60}
- {year: 2025, staff: 61, authorised: 60}
- {year: 2027, staff: 90, authorised: 60}
posts:
- {post: 书记, rank: principal, domain: party, headcount: 1}
- {post: 校长, rank: principal, domain: overall, headcount: 1}
- {post: 副校长, rank: deputy, domain: teaching, headcount: 2}
- {post: 教师, rank: staff, headcount: 60}
""",
    "data/units/U002.yaml": """\
name: 城北小学
kind: primary
size:
- {year: 2025, staff: 60}
posts:
- {post: 校长, rank: principal, headcount: 1}
""",
}


def post(post: str, rank: str, unit: str = "U001", kind: str = "appointed", since: str = "2020-08-01") -> str:
    return f"- {{unit: {unit}, post: {post}, rank: {rank}, kind: {kind}, from: {since}}}\n"


def until(post: str, day: str) -> str:
    return post.replace("}\n", f", to: {day}}}\n")


def book(people: Mapping[str, str], units: Mapping[str, str] = UNITS) -> Book:
    files = {
        f"data/cadres/{id}.yaml": f"name: {id}\ngender: woman\nbirth: 1980-05-03\nposts:\n{posts}"
        for id, posts in people.items()
    }
    return Book(build([record(path, text) for path, text in {**units, **files}.items()], {}))


def day(text: str) -> int:
    found = parse_date(text)
    assert found is not None
    return found[0]


def lines(found: Book, *by: str, on: str = "2026-09-01") -> dict[str, Line]:
    return {"/".join(str(one) for one in line.group.values()): line for line in headcount(staffing(found, day(on)), by)}


def test_exactly_as_many_as_authorised_are_full_and_one_more_is_over() -> None:
    two = {"C1": post("副校长", "deputy"), "C2": post("副校长", "deputy")}
    assert lines(book(two), "unit", "post")["U001/副校长"].state == "full"
    over = lines(book({**two, "C3": post("副校长", "deputy")}), "unit", "post")["U001/副校长"]
    assert (over.state, over.authorised, over.held, over.over) == ("over", 2, 3, 1)


def test_one_fewer_than_authorised_leaves_a_place_empty() -> None:
    line = lines(book({"C1": post("副校长", "deputy")}), "unit", "post")["U001/副校长"]
    assert (line.state, line.empty) == ("under", 1)


def test_one_too_many_here_does_not_hide_one_too_few_there() -> None:
    three = {f"C{number}": post("副校长", "deputy") for number in range(3)}
    line = lines(book(three), "unit")["U001"]
    assert (line.authorised, line.held, line.over, line.empty, line.state) == (4, 3, 1, 2, "over")


def test_a_principal_who_is_secretary_too_is_counted_once_and_leaves_no_post_empty() -> None:
    found = book({"C1": post("校长", "principal") + post("书记", "principal", kind="concurrent")})
    line = lines(found, "unit", "rank")["U001/principal"]
    assert (line.authorised, line.held, line.concurrent, line.empty, line.state) == (2, 1, 1, 0, "full")


def test_a_principal_of_two_schools_is_counted_in_the_home_unit_alone() -> None:
    found = book({"C1": post("校长", "principal") + post("校长", "principal", "U002", "concurrent")})
    both = lines(found, "unit", "post")
    assert (both["U001/校长"].held, both["U002/校长"].held, both["U002/校长"].concurrent) == (1, 0, 1)
    assert both["U002/校长"].state == "full"
    assert sum(line.held for line in lines(found, "rank").values()) == 1


def test_who_acts_or_is_seconded_covers_a_place_and_does_not_take_it_up() -> None:
    line = lines(book({"C1": post("副校长", "deputy", kind="acting")}), "unit", "post")["U001/副校长"]
    assert (line.held, line.acting, line.empty) == (0, 1, 2)


def test_a_post_is_held_up_to_the_day_before_its_end() -> None:
    found = book({"C1": until(post("校长", "principal"), "2026-09-01")})
    assert lines(found, "unit", "post", on="2026-08-31")["U001/校长"].held == 1
    assert lines(found, "unit", "post", on="2026-09-01")["U001/校长"].held == 0


def test_whether_a_vaguely_dated_post_has_ended_leaves_open_how_many_hold_it() -> None:
    found = book({"C1": until(post("校长", "principal"), "2026-09")})
    line = lines(found, "unit", "post", on="2026-09-15")["U001/校长"]
    assert (line.held, line.open, line.empty, line.state) == (0, 1, 0, "unknown")


def test_a_unit_without_a_list_of_posts_has_unknown_headcount() -> None:
    units = {"data/units/U001.yaml": "name: 城南小学\nkind: primary\n"}
    line = lines(book({"C1": post("校长", "principal")}, units), "unit")["U001"]
    assert (line.authorised, line.held, line.state) == (None, 1, "unknown")
    assert lines(book({}, units), "unit")["U001"].state == "unknown"


def test_units_stand_by_id_whether_or_not_they_list_posts() -> None:
    units = {"data/units/U000.yaml": "name: 城西小学\nkind: primary\n", **UNITS}
    assert list(lines(book({"C1": post("校长", "principal", "U000")}, units), "unit")) == ["U000", "U001", "U002"]


def test_a_post_that_the_list_does_not_have_is_one_too_many() -> None:
    line = lines(book({"C1": post("督导", "deputy")}), "unit", "post")["U001/督导"]
    assert (line.authorised, line.held, line.state) == (0, 1, "over")


def test_teachers_are_no_headcount_of_cadres() -> None:
    found = book({"C1": post("教师", "staff")})
    assert "staff" not in lines(found, "rank")


def test_the_staff_at_large_is_that_of_the_latest_year_that_has_begun() -> None:
    assert staff(book({}), day("2026-09-01"))["U001"] == (61, 60)
    assert staff(book({}), day("2024-12-31"))["U001"] == (60, 60)


def test_authorised_staff_that_are_not_on_record_are_unknown() -> None:
    assert staff(book({}), day("2026-09-01"))["U002"] == (60, None)


CASE = {"unit": "U001", "post": "校长", "method": "recommended", "opened": "2026-08-01"}


@pytest.mark.parametrize(("standing", "left"), [(["C1"], 0), (["C1", "C2"], 1)])
def test_an_appointment_shows_the_place_left_once_one_candidate_remains(standing: list[str], left: int) -> None:
    found = staffing(book({"C1": post("副校长", "deputy"), "C2": post("校长", "principal", "U002")}), day("2026-09-01"))
    shown = {one.place.post: (one.before.held, one.after.held) for one in effects(found, CASE, standing)}
    assert shown["校长"] == (0, 1)
    assert shown.get("副校长", (1, 1)) == (1, left)


def test_an_appointment_to_a_full_post_is_over() -> None:
    found = staffing(book({"C1": post("校长", "principal")}), day("2026-09-01"))
    [effect] = effects(found, CASE, ())
    assert (effect.before.state, effect.after.state, effect.after.over) == ("full", "over", 1)


def test_who_is_appointed_again_changes_nothing() -> None:
    found = staffing(book({"C1": post("校长", "principal")}), day("2026-09-01"))
    [effect] = effects(found, CASE, ["C1"])
    assert effect.before == effect.after


def test_a_removal_leaves_the_place_empty() -> None:
    found = staffing(book({"C1": post("校长", "principal")}), day("2026-09-01"))
    [effect] = effects(found, {**CASE, "method": "removal"}, ["C1"])
    assert (effect.before.held, effect.after.held, effect.after.empty) == (1, 0, 1)


def test_a_removal_from_one_of_two_posts_leaves_the_other_held() -> None:
    both = post("校长", "principal") + post("书记", "principal", kind="concurrent")
    found = staffing(book({"C1": both}), day("2026-09-01"))
    [effect] = effects(found, {**CASE, "method": "removal"}, ["C1"])
    assert (effect.place.post, effect.before.held, effect.after.held) == ("校长", 1, 0)


def test_a_removal_of_somebody_who_holds_another_post_changes_nothing() -> None:
    found = staffing(book({"C1": post("校长", "principal"), "C2": post("副校长", "deputy")}), day("2026-09-01"))
    [effect] = effects(found, {**CASE, "method": "removal"}, ["C2"])
    assert effect.before == effect.after


def test_a_case_that_has_ended_proposes_nothing() -> None:
    found = staffing(book({}), day("2026-09-01"))
    assert effects(found, {**CASE, "result": {"outcome": "cancelled", "date": "2026-08-20"}}, ["C1"]) == []


def test_a_unit_counts_until_the_day_before_it_is_closed() -> None:
    merged = UNITS["data/units/U002.yaml"] + "closed: 2026-09-01\nsucceeded_by: [U001]\n"
    found = book({}, {**UNITS, "data/units/U002.yaml": merged})
    assert "U002" in lines(found, "unit", on="2026-08-31")
    assert "U002" not in lines(found, "unit", on="2026-09-01")
