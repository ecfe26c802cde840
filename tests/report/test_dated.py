"""The records as they were at an earlier day, by the dates that they state."""

from cadrectl.calendar import parse_date
from cadrectl.records.places import place
from cadrectl.records.record import Record
from cadrectl.report.dated import known_at
from tests.conftest import record

CADRE = """\
name: 甲某
gender: woman
birth: 1983-05-02
titles:
  - level: senior
    passed: 2026-08-03
posts:
  - unit: U001
    post: 副校长
    rank: deputy
    kind: appointed
    from: 2015-08-20
    to: 2026-08-20
  - unit: U001
    post: 校长
    rank: principal
    kind: appointed
    from: 2026-08-20
    term:
      from: 2026-09-01
      until: 2029-08-31
sanctions:
  - kind: warning
    decided: 2026-09-09
left:
  date: 2026-12-01
  reason: retired
"""
SESSION = """\
unit: U001
kind: annual
year: 2025
date: 2025-12-20
people:
  - cadre: C0001
    score: 88
    grade: competent
    confirmed:
      date: 2026-01-15
      body: party-committee
"""


def day(text: str) -> int:
    span = parse_date(text)
    assert span is not None
    return span[0]


def cadre_at(text: str) -> Record:
    found = known_at(record("data/cadres/C0001.yaml", CADRE), day(text))
    assert found is not None
    return found


def test_before_its_day_a_post_is_not_held_and_the_one_before_has_no_end() -> None:
    posts = cadre_at("2026-08-19").value["posts"]
    assert [one["post"] for one in posts] == ["副校长"]
    assert "to" not in posts[0]


def test_on_its_day_a_post_is_held_and_the_one_before_has_ended() -> None:
    posts = cadre_at("2026-08-20").value["posts"]
    assert [one["post"] for one in posts] == ["副校长", "校长"]
    assert posts[0]["to"] == "2026-08-20"
    assert posts[1]["term"]["until"] == "2029-08-31"


def test_a_leaving_that_is_still_to_come_is_not_known() -> None:
    assert "left" not in cadre_at("2026-11-30").value
    assert cadre_at("2026-12-01").value["left"]["reason"] == "retired"


def test_what_stays_keeps_its_place_in_the_file() -> None:
    lines = CADRE.splitlines()
    for when in ("2026-08-01", "2026-08-19", "2026-10-01", "2026-12-31"):
        found = cadre_at(when)
        for number, post in enumerate(found.value["posts"]):
            line, _ = place(found, ("posts", number, "post"))
            assert lines[line - 1].strip() == f"post: {post['post']}"
        assert lines[place(found, ("posts",))[0] - 1] == "posts:"


def test_a_result_is_there_once_it_is_confirmed() -> None:
    session = record("data/evaluations/2025/U001-annual.yaml", SESSION)
    assert known_at(session, day("2025-12-19")) is None
    held = known_at(session, day("2026-01-14"))
    assert held is not None
    assert held.value["people"] == [{"cadre": "C0001"}]
    confirmed = known_at(session, day("2026-01-15"))
    assert confirmed is not None
    assert confirmed.value == session.value
    assert confirmed.marks == session.marks
