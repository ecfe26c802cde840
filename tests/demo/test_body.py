"""What a district has of terms, training, clearings and headcount: worked out again from its files by a plain reading,
and asked of the program, and both held against what the generator has written down."""

from collections import Counter, defaultdict
from datetime import date
from functools import partial
from typing import Any

import pytest

from cadrectl.calendar import code_of
from cadrectl.decide.eligibility import Question, eligible
from cadrectl.decide.figures import figures
from cadrectl.decide.headcount import effects, staff, staffing
from cadrectl.decide.terms import terms
from cadrectl.decide.training import classes, needs, spending
from cadrectl.demo import AS_OF
from cadrectl.facts.moment import Book
from cadrectl.policy.clerk import Clerk
from cadrectl.policy.load import Stated, in_force, policies
from cadrectl.policy.model import Policy
from cadrectl.records.places import place
from cadrectl.register import build
from cadrectl.vocabulary import vocabularies
from tests.demo.districts import District, Value, read_district

SIZES = [(400, 7, AS_OF), (300, 3, AS_OF), (400, 7, date(2028, 2, 28)), (400, 5, date(2027, 1, 1)), (50, 7, AS_OF)]
MODULES = {
    *("curriculum", "staff-building", "culture", "planning", "problem-solving", "exchange"),
    *("integrity", "profession"),
}
SERIES = "pt-principals"


@pytest.fixture(scope="module", params=SIZES, ids=lambda size: f"{size[0]}-{size[1]}-{size[2].year}")
def town(request: pytest.FixtureRequest) -> District:
    """A district of each size, seed and date."""
    return read_district(*request.param)


def the_district() -> District:
    return read_district(400)


def bench(town: District) -> tuple[Clerk, list[Policy]]:
    """The program's own view: its register, and the policies."""
    words = vocabularies((one.id, one.value) for one in town.records if one.kind == "vocabularies")
    stated = [
        Stated(one.value, one.path, partial(place, one)) for one in town.records if one.kind == "policies"
    ]
    known, problems = policies(stated)
    assert not problems
    return Clerk(Book(build(town.records, words)), known), known


def as_of(town: District) -> date:
    return date.fromisoformat(town.planted["as_of"])


def state(item: Value, until: str, today: str) -> str:
    """How a goal stands, by its numbers and what is reported of it."""
    if "reached" in item:
        kept = item["reached"] >= item.get("at_least", 0) and item["reached"] <= item.get("at_most", 100)
        return "met" if kept else "missed"
    if "met" in item:
        return "met" if item["met"] else "missed"
    ends = min(until, f"{item['year']}-12-31") if "year" in item else until
    return "unknown" if ends < today else "open"


def test_the_goals_on_record_stand_as_written_down(town: District) -> None:
    found = {
        one["cadre"]: dict(Counter(state(item, one["until"], town.planted["as_of"]) for item in one["items"]))
        for one in town.of("targets").values()
        if "cadre" in one
    }
    assert found == {one["cadre"]: one["goals"] for one in town.planted["terms"]}


def test_whoever_has_a_term_has_goals_for_it(town: District) -> None:
    stated = {
        (id, post["term"]["from"], post["term"]["until"])
        for id, value in town.of("cadres").items()
        for post in value["posts"]
        if "term" in post and "to" not in post
    }
    goals = [one for one in town.of("targets").values() if "cadre" in one]
    assert stated == {(one["cadre"], one["from"], one["until"]) for one in goals}


def test_there_are_targets_for_the_body_of_cadres_that_run_at_the_date(town: District) -> None:
    today = town.planted["as_of"]
    [body] = [one for one in town.of("targets").values() if "cadre" not in one]
    assert body["from"] <= today <= body["until"]
    assert next(one["indicator"] for one in body["items"] if "reached" not in one) == "bachelors"
    assert all(one["date"] <= today for one in body["items"] if "date" in one)


def test_the_program_says_of_every_term_what_is_written_down(town: District) -> None:
    clerk, _ = bench(town)
    found = []
    for term in sorted(terms(clerk, [SERIES], code_of(as_of(town))), key=lambda one: one.cadre):
        one: dict[str, Any] = {
            "cadre": term.cadre,
            "goals": dict(sorted(Counter(goal.state for goal in term.goals).items())),
        }
        for row in term.assessed:
            followed = {(each.id, each.verdict) for each in row.consequences}
            if row.sheet.assessment.kind == "mid-term":
                assert followed <= {("behind", "pass")}
                one["correct"] = bool(followed)
            else:
                assert followed in ({("again", "pass")}, {("never-again", "pass")})
                one["again"] = followed == {("again", "pass")}
        found.append(one)
    assert found == town.planted["terms"]


def test_terms_are_planted_on_both_sides_of_each_limit() -> None:
    counts: Counter[str] = Counter()
    for one in the_district().planted["terms"]:
        counts.update(one["goals"])
        counts.update(f"{key} {one[key]}" for key in ("correct", "again") if key in one)
    assert (counts["missed"], counts["unknown"], counts["correct True"], counts["again False"]) == (2, 1, 1, 1)
    assert counts["met"] > 50
    assert counts["again True"] == 3


def passed(town: District) -> dict[str, set[tuple[str, int]]]:
    """By person the modules passed, with the year."""
    found: dict[str, set[tuple[str, int]]] = defaultdict(set)
    for value in town.of("training").values():
        for one in value.get("participants", ()):
            if "module" in value and one["result"] != "failed":
                found[one["cadre"]].add((value["module"], int(value["from"][:4])))
    return found


def test_who_passed_all_eight_modules_is_written_down(town: District) -> None:
    found = passed(town)
    years = {year for modules in found.values() for _, year in modules}
    complete = [id for id in found for year in years if {(one, year) for one in MODULES} <= found[id]]
    assert sorted(set(complete)) == town.planted["completed"]


def test_the_curriculum_is_complete_for_those_written_down_and_nobody_else(town: District) -> None:
    clerk, known = bench(town)
    day = code_of(as_of(town))
    deciding = in_force(known, ["pt-posts"], day)
    rows = eligible(clerk.book, deciding, known, Question(day))
    assert sorted(row.cadre for row in rows if row.tier == "pre-post" and row.verdict == "pass") == [
        id for id in town.planted["completed"] if "left" not in town.of("cadres")[id]
    ]


def test_the_classes_of_the_curriculum_have_all_that_is_asked_of_a_class() -> None:
    """Three ways to enrol, marks with their results, satisfaction, credits, the survey that they answer, the fund."""
    place = the_district()
    held = [one for one in place.of("training").values() if "module" in one]
    assert {one["module"] for one in held} == MODULES
    people = [one for value in held for one in value["participants"]]
    assert {one["route"] for one in people} == {"own-wish", "recommended", "named"}
    assert {one["result"] for one in people} == {"passed", "excellent", "failed"}
    assert all((one["score"] < 60) == (one["result"] == "failed") for one in people)
    assert all((one["score"] >= 90) == (one["result"] == "excellent") for one in people)
    asked = {id.rpartition("/")[2]: value for id, value in place.of("surveys").items()}
    for value in held:
        survey = asked[value["survey"]]
        assert survey["year"] == int(value["from"][:4])
        assert {one["module"] for one in survey["needs"]} == MODULES
        assert all(one["votes"] <= survey["answered"] <= survey["asked"] for one in survey["needs"])


def test_the_program_lists_classes_needs_levels_and_costs_as_the_files_have_them(town: District) -> None:
    clerk, _ = bench(town)
    for year in (as_of(town).year - 1, as_of(town).year):
        files = {
            id.rpartition("/")[2]: one for id, one in town.of("training").items() if one["from"][:4] == str(year)
        }
        held = classes(clerk, [SERIES], year)
        assert {one.id: len(one.people) for one in held} == {
            id: len(one.get("participants", ())) for id, one in files.items()
        }
        wanted = [value["needs"] for value in town.of("surveys").values() if value["year"] == year]
        assert {one.module: one.wanted for one in needs(clerk.book, held, year)} == {
            one["module"]: one["votes"] for listed in wanted for one in listed
        }
        cost = sum(one["cost"] for one in files.values() if "project" in one)
        assert sum(one.cost or 0 for one in spending(clerk.book, held, year)) == cost
        appraised = {one["training"] for one in town.of("evaluations").values() if one["kind"] == "training"}
        assert {one.id for one in held if one.levels} == appraised & files.keys()


def test_the_fund_of_each_year_is_kept_or_not_as_written_down(town: District) -> None:
    clerk, known = bench(town)
    found: dict[str, str | None] = {}
    plain: dict[str, str] = {}
    for value in town.of("funds").values():
        spent = [one.get("spent") for one in value["projects"]]
        planned = sum(one["planned"] for one in value["projects"])
        assert planned == value["amount"] == 2000000
        plain[str(value["year"])] = "unknown" if None in spent else "pass" if sum(spent) <= planned else "fail"
        day = code_of(date(value["year"], 12, 31))
        stands = figures(clerk.book, in_force(known, [SERIES], day), known, day)
        found |= {str(value["year"]): one.verdict for one in stands if one.figure.id == "fund-spent"}
    assert plain == found == town.planted["spending"]


def test_projects_of_a_fund_have_spent_what_their_classes_cost(town: District) -> None:
    for value in town.of("funds").values():
        for project in value["projects"]:
            held = [one for one in town.of("training").values() if one.get("project") == project["project"]]
            cost = sum(one["cost"] for one in held if one["from"][:4] == str(value["year"]))
            assert cost <= project.get("spent", cost)


def test_staff_are_too_many_where_that_is_written_down_and_nowhere_else(town: District) -> None:
    plain = {}
    for id, value in town.of("units").items():
        latest = max(value.get("size", ()), key=lambda one: int(one["year"]), default=None)
        if latest is not None and latest["staff"] > latest["authorised"]:
            plain[id] = latest["staff"] - latest["authorised"]
    counted = staff(bench(town)[0].book, code_of(as_of(town)))
    over = {id: (there or 0) - (allowed or 0) for id, (there, allowed) in counted.items()}
    assert plain == {id: number for id, number in over.items() if number > 0} == town.planted["overstaffed"]


def test_one_school_has_just_as_many_staff_as_it_may() -> None:
    sizes = [value["size"][-1] for value in the_district().of("units").values() if "size" in value]
    assert sum(one["staff"] == one["authorised"] for one in sizes) == 1
    assert len(the_district().planted["overstaffed"]) == 2


def test_only_the_cases_written_down_would_make_a_post_held_by_one_too_many(town: District) -> None:
    found = staffing(bench(town)[0].book, code_of(as_of(town)))
    over = []
    for name, case in town.of("appointments").items():
        people = [one["cadre"] for one in case.get("candidates", ())]
        changed = effects(found, case, people)
        assert changed[0].before.state != "over"
        over += [name] if changed[0].after.state == "over" else []
    assert over == town.planted["too_many"]


def test_who_is_proposed_for_a_full_post_leaves_a_place_behind() -> None:
    place = the_district()
    [name] = place.planted["too_many"]
    case = place.of("appointments")[name]
    there, left = effects(staffing(bench(place)[0].book, code_of(AS_OF)), case, [case["candidates"][0]["cadre"]])
    assert (there.after.held - there.before.held, left.after.held - left.before.held) == (1, -1)


def test_every_school_cleared_its_posts_in_every_semester_but_for_what_is_written_down(town: District) -> None:
    [workspace] = [one.value for one in town.records if one.kind == "workspace"]
    today = town.planted["as_of"]
    first = f"{int(today[:4]) - 1}-01-01"
    over = [one for one in workspace["calendar"]["semesters"] if first <= one["from"] and one["until"] < today]
    schools = {
        id
        for id, one in town.of("units").items()
        if "succeeded_by" not in one and one["kind"] not in ("bureau-office", "institution")
    }
    held = {(one["unit"], one["semester"]): one["date"] for one in town.of("clearings").values()}
    late = {
        (unit, one["until"])
        for unit in schools
        for one in over
        if not one["from"] <= held.get((unit, one["id"]), "") <= one["until"]
    }
    planted = [one for one in town.planted["duties"] if one["duty"] == "clearing"]
    assert late == {(one["unit"], one["due_on"]) for one in planted if one["state"] == "overdue"}
    assert {one["unit"] for one in planted if one["state"] == "done"} == {
        unit for (unit, id), day in held.items() for one in over if one["id"] == id and one["until"] == day
    } & {one["unit"] for one in planted}


def test_whoever_was_cleared_from_a_post_teaches_no_more() -> None:
    place = the_district()
    entries = [one for value in place.of("clearings").values() for one in value["entries"]]
    assert entries
    for one in entries:
        assert set(one) == {"cadre", "date", "outcome", "basis"}
        assert all("to" in lessons for lessons in place.of("cadres")[one["cadre"]]["teaching"])


def test_a_closed_unit_says_when_and_nobody_served_there_later(town: District) -> None:
    for id, unit in town.of("units").items():
        assert ("succeeded_by" in unit) == ("closed" in unit)
        if "closed" in unit:
            ends = [
                post["to"]
                for value in town.of("cadres").values()
                for post in value["posts"]
                if post.get("unit") == id
            ]
            assert all(day <= unit["closed"] for day in ends)


def test_the_posts_that_ask_for_a_subject_are_held_by_somebody_who_taught_it() -> None:
    place = the_district()
    asked = {
        (id, post["post"]): post["subject"]
        for id, unit in place.of("units").items()
        for post in unit["posts"]
        if "subject" in post
    }
    assert len(asked) == 2
    for value in place.of("cadres").values():
        for post in value["posts"]:
            subject = asked.get((post.get("unit", ""), post["post"])) if "to" not in post else None
            assert subject is None or subject in [one["subject"] for one in value["teaching"]]
