"""`due` on a small workspace: what is listed, what `--strict`, `--within` and `--ical` do, and what stays private."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Cadrectl, LaidOut

CADRE = """\
name: {name}
gender: woman
birth: 1983-05
party: {{name: cpc}}
posts:
  - {{unit: U001, post: 副校长, rank: deputy, kind: appointed, from: {since}}}
"""
UNIT = """\
name: 城南小学
kind: primary
stage: primary
area: urban
posts:
  - {post: 副校长, rank: deputy, headcount: 3}
"""
TALK = "kind: talk\nyear: 2026\nentries:\n  - {cadre: C0001, date: 2026-01-20, by: C0002, occasion: promotion}\n"
EXEMPT = "exemptions:\n  - {what: talk-post-change, from: 2026-01-01, ground: 长期病假}\n"


@pytest.fixture
def district(laid_out: LaidOut) -> Path:
    return laid_out(
        {
            "units/U001.yaml": UNIT,
            "cadres/C0001.yaml": CADRE.format(name="赵强", since="2026-01-10"),
            "cadres/C0002.yaml": CADRE.format(name="钱敏", since="2010-08-20"),
        }
    )


def put(root: Path, name: str, text: str) -> None:
    (root / "data" / name).parent.mkdir(parents=True, exist_ok=True)
    (root / "data" / name).write_text(text, "utf-8")


def talks(cadrectl: Cadrectl, root: Path, *more: str) -> list[dict[str, object]]:
    answer = json.loads(cadrectl("-C", root, "due", "--format", "json", *more).out)
    return [row for row in answer["rows"] if row["duty"] == "talk-post-change"]


def test_a_talk_that_did_not_take_place_is_overdue_with_its_article_and_the_line_of_the_post(
    cadrectl: Cadrectl, district: Path
) -> None:
    [row] = talks(cadrectl, district)
    assert row == {
        "cadre": "C0001",
        "name": "赵强",
        "unit": "U001",
        "duty": "talk-post-change",
        "with": None,
        "due_on": "2026-02-09",
        "overdue_on": "2026-02-10",
        "state": "overdue",
        "severity": "must",
        "source": ["六(二)", "JT-15"],
        "evidence": [{"path": "data/cadres/C0001.yaml", "line": 6}],
    }


def test_a_talk_on_record_takes_it_off_the_list(cadrectl: Cadrectl, district: Path) -> None:
    put(district, "events/2026/talk-1.yaml", TALK)
    assert talks(cadrectl, district) == []
    [row] = talks(cadrectl, district, "--state", "done")
    assert row["evidence"] == [
        {"path": "data/cadres/C0001.yaml", "line": 6},
        {"path": "data/events/2026/talk-1.yaml", "line": 4},
    ]


def test_events_of_the_first_schema_version_are_still_read(cadrectl: Cadrectl, district: Path) -> None:
    put(district, "events/2026/talk-1.yaml", "kind: talk\ndate: 2026-01-20\ncadre: C0001\noccasion: promotion\n")
    file = district / "data/workspace.yaml"
    file.write_text(file.read_text("utf-8") + "\nschemas: {events: 1}\n", "utf-8")
    assert talks(cadrectl, district) == []


def test_an_exemption_takes_it_off_and_its_ground_is_never_said(cadrectl: Cadrectl, district: Path) -> None:
    put(district, "cadres-private/C0001.yaml", EXEMPT)
    assert talks(cadrectl, district) == []
    for form in ("table", "json"):
        found = cadrectl("-C", district, "due", "--format", form)
        assert "病假" not in found.out + found.err


def test_strict_exits_with_one_where_something_is_overdue(cadrectl: Cadrectl, district: Path) -> None:
    asked = ("-C", district, "due", "--cadre", "C0001")
    assert cadrectl(*asked).code == 0
    assert cadrectl(*asked, "--strict").code == 1
    put(district, "events/2026/talk-1.yaml", TALK)
    put(district, "events/2026/talk-2.yaml", TALK.replace("promotion", "integrity").replace("01-20", "01-05"))
    assert cadrectl(*asked, "--strict").code == 0


def test_within_looks_ahead_and_units_and_people_narrow(cadrectl: Cadrectl, district: Path) -> None:
    def duties(*more: str) -> set[str]:
        answer = json.loads(cadrectl("-C", district, "due", "--format", "json", *more).out)
        return {row["duty"] for row in answer["rows"] if row["cadre"] == "C0001"}

    assert "party-lesson" not in duties("--within", "9m")
    assert "party-lesson" in duties("--within", "10m")
    assert duties("--unit", "U009") == duties("--cadre", "C0002") == set()


def test_show_says_what_is_due_for_a_person(cadrectl: Cadrectl, district: Path) -> None:
    rows = json.loads(cadrectl("-C", district, "show", "C0001", "--format", "json").out)["rows"]
    assert ("2026-02-09", "talk at a change of post or a promotion", "overdue") in [
        (row["date"], row["what"], row["text"]) for row in rows
    ]


def test_the_calendar_file_keeps_its_ids(cadrectl: Cadrectl, district: Path, tmp_path: Path) -> None:
    file = tmp_path / "due.ics"
    for more in ((), ("--within", "1m")):
        assert cadrectl("-C", district, "due", "--ical", file, *more).code == 0
        assert "UID:talk-post-change-C0001-2026-01-10-1@cadrectl" in file.read_text("utf-8")
