"""`record clearing`: outcome, date and legal basis of a clearing of posts, and no place for anything else (JX-8)."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Cadrectl, LaidOut

ROOT = Path(__file__).parents[2]
CADRE = """\
name: {name}
gender: woman
birth: 1983-05
posts:
  - {{unit: U001, post: 教师, rank: staff, kind: appointed, from: 2015-08-20}}
"""
CALENDAR = """\
calendar:
  semesters:
    - {id: 2025-autumn, from: 2025-09-01, until: 2026-01-24}
    - {id: 2026-spring, from: 2026-02-16, until: 2026-06-30}
"""
UNIT = """\
name: 城南小学
kind: primary
stage: primary
posts: [{post: 教师, rank: staff, headcount: 90}]
"""
AUTUMN, SPRING = (f"data/clearings/{year}/U001-{year}-{id}.yaml" for year, id in ((2025, "autumn"), (2026, "spring")))
ONE = ("clearing", "--cadre", "C0001", "--date", "2026-01-20", "--outcome", "transfer", "--basis", "post-agreement")


@pytest.fixture
def district(begun: Path, laid_out: LaidOut) -> Path:
    settings = (begun / "data/workspace.yaml").read_text("utf-8").partition("calendar:")[0] + CALENDAR
    people = {f"cadres/C000{number}.yaml": CADRE.format(name=name) for number, name in ((1, "赵强"), (2, "钱敏"))}
    return laid_out({"workspace.yaml": settings, "units/U001.yaml": UNIT, **people})


def test_a_clearing_goes_to_the_file_of_the_unit_and_the_semester_of_its_day(
    cadrectl: Cadrectl, district: Path
) -> None:
    assert cadrectl("-C", district, "record", *ONE).code == 0
    assert (district / AUTUMN).read_text("utf-8") == (
        "year: 2025\nsemester: 2025-autumn\nunit: U001\ndate: 2026-01-20\n\nentries:\n"
        "  - cadre: C0001\n    date: 2026-01-20\n    outcome: transfer\n    basis: post-agreement\n"
    )
    assert AUTUMN not in cadrectl("-C", district, "fmt", "--check").out
    assert cadrectl("-C", district, "validate").code == 0


def test_a_clearing_of_nobody_is_on_record_too_and_shows_the_duty_done(cadrectl: Cadrectl, district: Path) -> None:
    asked = ("-C", district, "record", "clearing", "--unit", "U001", "--date", "2026-02-20")
    assert cadrectl(*asked).code == 0
    assert (district / SPRING).read_text("utf-8").endswith("entries: []\n")
    assert cadrectl("-C", district, "validate").code == 0
    again = cadrectl(*asked)
    assert (again.code, "on record already" in again.err) == (2, True)


def test_another_person_is_added_with_comments_and_order_kept(cadrectl: Cadrectl, district: Path) -> None:
    cadrectl("-C", district, "record", *ONE)
    file = district / AUTUMN
    file.write_text(file.read_text("utf-8").replace("entries:", "# 学期末\nentries:"), "utf-8")
    other = [{"C0001": "钱敏", "2026-01-20": "2026-01-10"}.get(part, part) for part in ONE]
    assert cadrectl("-C", district, "record", *other).code == 0
    text = file.read_text("utf-8")
    assert "# 学期末\nentries:" in text
    assert text.index("cadre: C0001") < text.index("cadre: C0002")


def test_nobody_is_cleared_twice_in_a_semester(cadrectl: Cadrectl, district: Path) -> None:
    cadrectl("-C", district, "record", *ONE)
    before = (district / AUTUMN).read_text("utf-8")
    refused = cadrectl("-C", district, "--lang", "en", "record", *ONE)
    assert (refused.code, f"C0001 is in {AUTUMN} already." in refused.err) == (2, True)
    assert (district / AUTUMN).read_text("utf-8") == before


@pytest.mark.parametrize("option", ["--topic", "--result", "--by", "--body", "--kind", "--direction"])
def test_there_is_no_place_for_a_word(cadrectl: Cadrectl, district: Path, option: str) -> None:
    refused = cadrectl("-C", district, "--lang", "en", "record", *ONE, option, "因病")
    assert refused.code == 2
    assert "it has unit, semester, cadre, date, outcome, basis." in refused.err
    assert "因病" not in refused.err
    assert not (district / "data/clearings").exists()


def test_an_event_has_no_legal_basis(cadrectl: Cadrectl, district: Path) -> None:
    asked = ("record", "talk", "--cadre", "C0001", "--date", "2026-01-20", "--basis", "post-agreement")
    assert cadrectl("-C", district, *asked).code == 2


@pytest.mark.parametrize(
    ("part", "to", "code"),
    [
        ("C0001", "C0009", 2),
        ("2026-01-20", "2026-03-02", 2),
        ("2026-01-20", "2026.01.20", 2),
        ("2026-01-20", "2026-02-01", 2),
        ("transfer", "dismissed", 3),
        ("post-agreement", "illness", 2),
    ],
)
def test_what_is_wrong_is_refused_before_anything_is_written(
    cadrectl: Cadrectl, district: Path, part: str, to: str, code: int
) -> None:
    assert cadrectl("-C", district, "record", *[to if one == part else one for one in ONE]).code == code
    assert not (district / "data/clearings").exists()


def test_a_day_between_two_semesters_takes_the_semester_that_is_named(cadrectl: Cadrectl, district: Path) -> None:
    asked = [one if one != "2026-01-20" else "2026-02-01" for one in ONE]
    assert cadrectl("-C", district, "record", *asked, "--semester", "2025-autumn").code == 0
    assert (district / AUTUMN).is_file()
    assert cadrectl("-C", district, "record", *asked, "--semester", "2024-autumn").code == 2


@pytest.mark.parametrize("missing", ["--outcome", "--basis", "--date"])
def test_without_a_terminal_what_is_missing_is_refused(cadrectl: Cadrectl, district: Path, missing: str) -> None:
    at = ONE.index(missing)
    assert cadrectl("-C", district, "record", *ONE[:at], *ONE[at + 2 :]).code == 2
    assert not (district / "data/clearings").exists()


def test_a_unit_that_is_not_there_is_refused(cadrectl: Cadrectl, district: Path) -> None:
    assert cadrectl("-C", district, "record", "clearing", "--unit", "U009", "--date", "2026-02-20").code == 2
    assert cadrectl("-C", district, "record", "talk", "--unit", "U009", "--date", "2026-02-20").code == 2


def test_a_table_adds_all_its_clearings_or_none(cadrectl: Cadrectl, district: Path, tmp_path: Path) -> None:
    table = tmp_path / "clearings.csv"
    rows = "C0001,2026-01-20,transfer,post-agreement\nC0002,2026-01-21,leave,public-institutions-16\n"
    table.write_text("cadre,date,outcome,basis\n" + rows, "utf-8-sig")
    asked = ("-C", district, "record", "clearing", "--csv", table)
    dry = cadrectl(*asked, "--dry-run")
    assert (dry.code, (district / AUTUMN).exists(), AUTUMN in dry.err) == (0, False, True)
    table.write_text("cadre,date,outcome,basis\n" + rows.replace("leave", "ill"), "utf-8")
    assert cadrectl(*asked).code == 3
    assert not (district / AUTUMN).exists()
    table.write_text("cadre,date,outcome,basis,reason\nC0001,2026-01-20,transfer,post-agreement,病\n", "utf-8")
    assert cadrectl(*asked).code == 2
    table.write_text("cadre,date,outcome,basis\n" + rows + rows, "utf-8")
    assert cadrectl(*asked).code == 2
    table.write_text("cadre,date,outcome,basis\n" + rows, "utf-8")
    assert cadrectl(*asked).code == 0
    assert (district / AUTUMN).read_text("utf-8").count("- cadre:") == 2


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals")
def test_on_a_terminal_what_is_missing_is_asked_for(district: Path) -> None:
    import pty

    ours, theirs = pty.openpty()
    line = [sys.executable, "-m", "cadrectl", "--as-of", "2026-01-20", "--lang", "en", "-C", str(district)]
    said = subprocess.Popen([*line, "record", "clearing"], cwd=ROOT, stdin=theirs, stderr=subprocess.PIPE, text=True)
    os.write(ours, "赵强\n\nleave\npost-agreement\n".encode())
    _, told = said.communicate(timeout=60)
    os.close(ours)
    os.close(theirs)
    assert said.returncode == 0, told
    assert "The outcome: transfer or leave: " in told
    assert "date: 2026-01-20\n    outcome: leave\n    basis: post-agreement\n" in (district / AUTUMN).read_text("utf-8")


def test_a_school_whose_clearing_was_recorded_owes_none(cadrectl: Cadrectl, district: Path) -> None:
    """The duty of the starter, as `due` tells it before and after."""

    def owed() -> bool:
        told = cadrectl("-C", district, "--as-of", "2026-02-01", "due", "--format", "json").out
        return '"duty": "clearing"' in told

    assert owed()
    assert cadrectl("-C", district, "record", *ONE).code == 0
    assert not owed()
