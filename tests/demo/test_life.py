"""What makes a district life-like and free of contradictions, at several sizes."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

import pytest

from cadrectl.demo import AS_OF
from cadrectl.demo.careers import retirement
from tests.demo.districts import District, Value, read_district

RANKS = ["staff", "middle-deputy", "middle-chief", "deputy", "principal"]
NOT_ENDED = "9999"


@pytest.fixture(scope="module", params=[50, 400, 3000])
def place(request: pytest.FixtureRequest) -> District:
    """A district of each size."""
    return read_district(request.param)


def annual(place: District) -> dict[str, Value]:
    """The yearly sessions of the years of which more than the totals are kept."""
    return {id: value for id, value in place.of("evaluations").items() if "bodies" in value}


def home_posts(cadre: Value) -> list[Value]:
    return [post for post in cadre["posts"] if post["kind"] == "appointed"]


def test_a_career_runs_from_the_first_job_to_now_without_a_gap(place: District) -> None:
    for id, cadre in place.of("cadres").items():
        posts = home_posts(cadre)
        assert posts[0]["from"] == cadre["work_start"], id
        for post, following in pairwise(posts):
            assert post.get("to", NOT_ENDED) == following["from"], id
        assert posts[-1].get("to") == (cadre["left"]["date"] if "left" in cadre else None), id


def test_nobody_begins_work_as_a_child_or_serves_past_retirement(place: District) -> None:
    for id, cadre in place.of("cadres").items():
        birth = cadre["birth"]
        born = int((birth if isinstance(birth, str) else birth.get("verified", birth["declared"]))[:4])
        assert 18 <= int(cadre["work_start"][:4]) - born <= 24, id
        if "left" not in cadre and isinstance(birth, str) and len(birth) == 10:
            assert retirement(date.fromisoformat(birth), cadre["gender"]) > AS_OF, id


@pytest.mark.parametrize(
    ("birth", "gender", "day"),
    [
        (date(1964, 12, 9), "man", "2024-12"),
        (date(1965, 1, 9), "man", "2025-02"),
        (date(1965, 4, 9), "man", "2025-05"),
        (date(1965, 5, 9), "man", "2025-07"),
        (date(1970, 1, 9), "woman", "2025-02"),
        (date(1970, 12, 9), "woman", "2026-03"),
    ],
)
def test_retirement_moves_a_month_for_every_four_months_begun(birth: date, gender: str, day: str) -> None:
    """The first rows of the tables of 2025 for men at 60 and women cadres at 55."""
    assert retirement(birth, gender).isoformat()[:7] == day


def test_no_post_above_the_staff_is_ever_held_by_more_than_its_headcount(place: District) -> None:
    moves: dict[tuple[str, str], list[tuple[str, int]]] = defaultdict(list)
    for cadre in place.of("cadres").values():
        for post in home_posts(cadre):
            if "unit" in post and post["rank"] != "staff":
                moves[post["unit"], post["post"]] += [(post["from"], 1), (post.get("to", NOT_ENDED), -1)]
    for unit, value in place.of("units").items():
        for post in value["posts"]:
            holders = highest = 0
            for _, change in sorted(moves.pop((unit, post["post"]), [])):
                holders += change
                highest = max(highest, holders)
            assert highest <= post["headcount"], (unit, post["post"])
    assert not moves, "every post held above the staff is one of its unit's"


def test_every_unit_that_runs_has_a_head(place: District) -> None:
    heads = {
        post["unit"]
        for cadre in place.of("cadres").values()
        for post in home_posts(cadre)
        if post["rank"] == "principal" and "to" not in post
    }
    for unit, value in place.of("units").items():
        if "succeeded_by" not in value and value["kind"] != "bureau-office":
            assert unit in heads


def test_no_tier_exceeds_its_cap_and_nobody_is_in_two(place: District) -> None:
    running = place.running()
    counts = Counter(value["tier"] for value in running)
    assert counts["tier-1"] <= 20
    assert counts["tier-2"] <= 35
    assert counts["tier-3"] <= 50
    assert len({value["cadre"] for value in running}) == len(running)


def test_a_mentor_is_a_leader_of_the_same_unit(place: District) -> None:
    cadres = place.of("cadres")
    for value in place.running():
        id = value["cadre"]
        units = {post["unit"] for post in home_posts(cadres[id]) if "to" not in post}
        leading = [post for post in home_posts(cadres[value["mentor"]]) if "to" not in post]
        assert value["mentor"] != value["cadre"]
        assert leading[-1]["unit"] in units, id
        assert leading[-1]["rank"] in ("deputy", "principal"), id


def test_three_complete_years_are_evaluated_and_confirmed_in_the_first_quarter_after(place: District) -> None:
    sessions = annual(place)
    assert {value["year"] for value in sessions.values()} == {2023, 2024, 2025}
    for id, value in sessions.items():
        year = value["year"]
        assert date(year, 1, 1) <= date.fromisoformat(value["date"]) <= date(year, 12, 31)
        for person in value["people"]:
            confirmed = date.fromisoformat(person["confirmed"]["date"])
            assert date(year + 1, 1, 1) <= confirmed <= date(year + 1, 3, 31), id


def test_a_session_counts_up(place: District) -> None:
    for id, value in annual(place).items():
        present = {voters["voter"]: voters["present"] for voters in value["attendance"]["classes"]}
        assert sum(present.values()) == value["attendance"]["present"] <= value["attendance"]["due"], id
        for person in value["people"]:
            for ballot in person["ballots"]:
                cast = sum(ballot["votes"].values()) + ballot.get("abstained", 0)
                assert cast == present[ballot["voter"]], id
        papers = value.get("papers", [])
        assert len(papers) in (0, present["staff"]), id


def test_everybody_who_had_a_post_all_year_has_a_result_but_those_written_down(place: District) -> None:
    missing = place.planted["unassessed"]
    results: dict[str, set[int]] = defaultdict(set)
    for value in annual(place).values():
        for person in value["people"]:
            results[person["cadre"]].add(value["year"])
    for id, cadre in place.of("cadres").items():
        started = min(int(post["from"][:4]) for post in cadre["posts"] if "unit" in post)
        ended = int(cadre["left"]["date"][:4]) if "left" in cadre else 9999
        expected = {year for year in (2023, 2024, 2025) if started <= year < ended} - {missing.get(id)}
        assert results[id] == expected, id


def test_an_id_number_has_the_birth_the_gender_and_the_check_character_of_its_holder() -> None:
    place = read_district(400)
    cadres = place.of("cadres")
    private = {id: value for id, value in place.of("cadres-private").items() if "id_number" in value}
    assert len(private) == 24
    for id, value in private.items():
        number, birth = value["id_number"], cadres[id]["birth"]
        born = birth if isinstance(birth, str) else birth["verified"]
        assert number[:6] == "320499"
        assert number[6:14].startswith(born.replace("-", ""))
        assert (int(number[16]) % 2 == 1) == (cadres[id]["gender"] == "man")
        digits = [10 if sign == "X" else int(sign) for sign in number]
        # ISO 7064 MOD 11-2: weights are powers of two from the right, and the whole is 1 modulo 11.
        assert sum(digit * pow(2, 17 - place, 11) for place, digit in enumerate(digits)) % 11 == 1


def test_the_district_of_400_has_something_of_everything() -> None:
    place = read_district(400)
    units, cadres = place.of("units"), place.of("cadres")
    kinds = (
        "kindergarten primary junior-high nine-year senior-high vocational special bureau-office institution"
    )
    assert {value["kind"] for value in units.values()} == set(kinds.split())
    assert len(units) == 30
    assert {value["area"] for value in units.values()} == {"urban", "suburban", "rural"}
    assert sum("filed-list" in value.get("flags", []) for value in units.values()) == 1
    assert any("succeeded_by" in value for value in units.values())
    assert any("former_names" in value for value in units.values())
    posts = [post for cadre in cadres.values() for post in cadre["posts"]]
    assert {post["kind"] for post in posts} == {"appointed", "acting", "secondment", "concurrent"}
    assert {post["rank"] for post in posts} == set(RANKS)
    honours = [honour for cadre in cadres.values() for honour in cadre.get("honours", [])]
    assert {honour["level"] for honour in honours} > {
        "city-backbone",
        "district-backbone",
        "city-teaching-expert",
    }
    assert any(honour["until"] < AS_OF.isoformat() for honour in honours)
    tiers = Counter(value["tier"] for value in place.running())
    assert tiers == {"tier-1": 20, "tier-2": 34, "tier-3": 50}
    routes = {value["route"] for value in place.of("reserve").values()}
    assert routes == {"selected", "filed-list", "legacy-list", "introduced"}
    assert {value["left"]["reason"] for value in place.of("reserve").values() if "left" in value} > {"used"}
    assert all(place.planted["waiting"].values())
    for part in ("sanctions", "admonitions", "kin", "service", "scholarships", "student_posts", "left"):
        assert any(part in cadre for cadre in cadres.values()), part


def test_names_are_as_names_are() -> None:
    names = [cadre["name"] for cadre in read_district(3000).of("cadres").values()]
    surnames = Counter(name[0] for name in names)
    assert {surname for surname, _ in surnames.most_common(5)} == set("王李张刘陈")
    assert any("·" in name for name in names)
    assert any(name.startswith(("欧阳", "上官", "司马", "诸葛", "夏侯")) for name in names)
    assert any(ord(sign) > 0xFFFF or sign in "㛃䶮" for name in names for sign in name)
    common = Counter(cadre["name"] for cadre in read_district(400).of("cadres").values())
    assert common.most_common(3)[-1][1] >= 2


def test_each_round_was_agreed_before_its_notice_and_is_closed() -> None:
    place = read_district(400)
    rounds = place.of("rounds")
    assert len(rounds) == 2
    for value in rounds.values():
        assert value["agreement"]["by"] == "organisation-department"
        assert value["agreement"]["date"] < value["notice"]["date"] < value["registration"]["from"]
        assert value["registration"]["until"] < value["reference"] < value["closed"]
    for one in place.of("reserve").values():
        if one["route"] == "selected":
            applied = {each["cadre"]: each["tier"] for each in rounds[one["round"]]["applications"]}
            assert applied[one["cadre"]] == one["tier"]
            assert one["approval"]["date"] == rounds[one["round"]]["closed"]
    selected = {one["cadre"] for one in place.running() if one["route"] == "selected"}
    assert selected < {one["cadre"] for one in rounds["2025-selection"]["applications"]}


def dates_in(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for part in value.values():
            yield from dates_in(part)
    elif isinstance(value, list):
        for part in value:
            yield from dates_in(part)
    elif isinstance(value, str) and len(value) == 10 and value[4] == value[7] == "-":
        yield value


def test_nothing_on_a_person_is_later_than_the_date_of_the_district_but_ends_and_terms(
    place: District,
) -> None:
    latest = (AS_OF + timedelta(days=1)).isoformat()
    for id, cadre in place.of("cadres").items():
        plain = {key: part for key, part in cadre.items() if key not in ("honours", "posts")}
        starts = [post["from"] for post in cadre["posts"]] + [one["date"] for one in cadre.get("honours", [])]
        assert max([*dates_in(plain), *starts]) < latest, id
