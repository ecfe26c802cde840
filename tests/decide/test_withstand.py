"""What an assessment must withstand: sessions that are missing or doubled, units and policies that change meanwhile."""

from fractions import Fraction

from cadrectl.text import render
from tests.decide.offices import office, people, policy, results, scores, session, unit

SCHOOL, OTHER = unit("U001"), unit("U002")
ITEM = """\
assess:
  - id: annual
    title: {zh: 年度考核, en: Yearly}
    source: 第一条
    numbers: {total: {label: {zh: 总分, en: Total}, item: work}}
    total: total
"""
DOUBLED = ITEM.replace("item: work", "times: [{item: work}, 2]")


def item(score: int) -> str:
    return f"items: [{{item: work, score: {score}}}]"


def test_someone_assessed_twice_counts_where_the_home_post_is() -> None:
    clerk = office(
        policy(ITEM),
        SCHOOL,
        OTHER,
        people(C0001="U001 principal, U002 principal"),
        session("U001", 2024, {"C0001": item(90)}),
        session("U002", 2024, {"C0001": item(50)}),
    )
    assert scores(clerk, 2024) == {"C0001": 90}


def test_someone_assessed_twice_and_nowhere_at_home_is_unknown_and_keeps_places_open() -> None:
    clerk = office(
        policy(ITEM),
        SCHOOL,
        OTHER,
        unit("U003"),
        people(C0001="U003 principal", C0002="U001 deputy"),
        session("U001", 2024, {"C0001": item(90), "C0002": item(80)}),
        session("U002", 2024, {"C0001": item(50)}),
    )
    rows = results(clerk, 2024)
    assert rows["C0001"].score is None
    said = [render(reason, "en") for reason in rows["C0001"].reasons]
    assert said == ["assessed more than once in the year 2024; nobody can tell which counts"]
    assert (rows["C0002"].placing.best, rows["C0002"].placing.worst) == (1, 2)


def test_a_year_with_no_session_has_no_results() -> None:
    clerk = office(policy(ITEM), SCHOOL, people(C0001="U001 deputy"), session("U001", 2024, {"C0001": item(90)}))
    assert results(clerk, 2023) == {}


def test_whoever_should_be_assessed_and_was_not_is_said() -> None:
    everybody = ITEM.replace("numbers:", "who: {post.rank: deputy}\n    numbers:")
    clerk = office(
        policy(everybody),
        SCHOOL,
        people(C0001="U001 deputy", C0002="U001 deputy", C0003="U001 principal"),
        session("U001", 2024, {"C0001": item(90)}),
    )
    rows = results(clerk, 2024)
    assert sorted(rows) == ["C0001", "C0002"]
    assert [render(reason, "en") for reason in rows["C0002"].reasons] == ["not assessed in the year 2024"]


def test_a_unit_that_changed_its_name_keeps_its_place_and_its_results() -> None:
    renamed = unit("U001", "第一实验小学", "history:\n- {until: 2024-08-01, name: 第一小学}\n")
    fall = """\
assess:
  - id: units
    title: {zh: 单位考核, en: Units}
    source: 第一条
    kind: annual
    subject: unit
    numbers: {rise: {label: {zh: 进步, en: Rise}, minus: [{score: confirmed}, {score: confirmed, back: 1}]}}
    total: rise
"""
    files = [session("U001", year, {"C0001": ""}) for year in (2023, 2024)]
    for year, (path, text) in zip((2023, 2024), [next(iter(one.items())) for one in files], strict=True):
        files[year - 2023] = {path: f"{text}bodies:\n- {{unit: U001, score: {80 + year - 2023}}}\n"}
    clerk = office(policy(fall), renamed, people(C0001="U001 deputy"), *files)
    row = results(clerk, 2024)["U001"]
    assert (row.cadre, row.name, row.score) == (None, "第一实验小学", Fraction(1))


def test_a_leader_who_spans_two_units_gets_the_mean_of_both() -> None:
    spans = """\
assess:
  - id: units
    title: {zh: 单位考核, en: Units}
    source: 第一条
    kind: annual
    subject: unit
    numbers: {score: {label: {zh: 得分, en: Score}, score: confirmed}}
    total: score
  - id: annual
    title: {zh: 年度考核, en: Yearly}
    source: 第二条
    numbers: {total: {label: {zh: 总分, en: Total}, from: {assess: units, take: mean}}}
    total: total
"""
    sessions = []
    for number, score in (("U001", 90), ("U002", 71)):
        ((path, text),) = session(number, 2024, {"C0001": ""}).items()
        sessions.append({path: f"{text}bodies:\n- {{unit: {number}, score: {score}}}\n"})
    clerk = office(policy(spans), SCHOOL, OTHER, people(C0001="U001 principal, U002 principal"), *sessions)
    assert float(scores(clerk, 2024, "annual")["C0001"] or 0) == 80.5


def test_a_policy_replaced_in_mid_year_judges_each_session_by_the_version_of_its_day() -> None:
    clerk = office(
        policy(ITEM, "trial-2020", until="2024-06-30"),
        policy(DOUBLED, "trial-2024", begin="2024-07-01"),
        SCHOOL,
        OTHER,
        people(C0001="U001 deputy", C0002="U002 deputy"),
        session("U001", 2024, {"C0001": item(40)}, day="2024-06-30"),
        session("U002", 2024, {"C0002": item(40)}, day="2024-07-01"),
    )
    rows = results(clerk, 2024)
    assert {id: (row.sheet.policy.id, row.score) for id, row in rows.items()} == {
        "C0001": ("trial-2020", Fraction(40)),
        "C0002": ("trial-2024", Fraction(80)),
    }


def test_a_session_before_any_version_is_judged_by_none() -> None:
    clerk = office(
        policy(ITEM, begin="2024-01-01"),
        SCHOOL,
        people(C0001="U001 deputy"),
        session("U001", 2023, {"C0001": item(40)}),
    )
    assert results(clerk, 2023) == {}
