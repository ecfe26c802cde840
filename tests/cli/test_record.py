"""`record`: events added to the files where they belong, validated first, all of them or none."""

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
  - {{unit: U001, post: 副校长, rank: deputy, kind: appointed, from: 2015-08-20}}
"""
UNIT = """\
name: 城南小学
kind: primary
stage: primary
area: urban
posts:
  - {post: 副校长, rank: deputy, headcount: 9}
"""
FILE = "data/events/2026/U001-talk.yaml"
ONE = ("record", "talk", "--cadre", "C0001", "--by", "C0002", "--kind", "post-change", "--date", "2026-02-03")


@pytest.fixture
def district(laid_out: LaidOut) -> Path:
    people = {"cadres/C0001.yaml": CADRE.format(name="赵强"), "cadres/C0002.yaml": CADRE.format(name="钱敏")}
    return laid_out({"units/U001.yaml": UNIT, **people})


def test_an_event_begins_a_file_of_the_unit_its_kind_and_year(cadrectl: Cadrectl, district: Path) -> None:
    assert cadrectl("-C", district, *ONE).code == 0
    text = (district / FILE).read_text("utf-8")
    assert text.startswith("kind: talk\nyear: 2026\nunit: U001\n")
    assert "- cadre: C0001\n    date: 2026-02-03\n    by: C0002\n    occasion: post-change\n" in text
    assert FILE not in cadrectl("-C", district, "fmt", "--check").out
    assert cadrectl("-C", district, "validate", FILE).code == 0


def test_another_event_keeps_the_comments_and_the_order_of_time(cadrectl: Cadrectl, district: Path) -> None:
    cadrectl("-C", district, *ONE)
    file = district / FILE
    file.write_text(file.read_text("utf-8").replace("entries:", "# 本学期谈话\nentries:"), "utf-8")
    assert cadrectl("-C", district, "record", "talk", "--cadre", "C0002", "--date", "2026-01-05").code == 0
    text = file.read_text("utf-8")
    assert "# 本学期谈话\nentries:" in text
    assert text.index("2026-01-05") < text.index("2026-02-03")


def test_a_dry_run_says_what_would_be_written_and_writes_nothing(cadrectl: Cadrectl, district: Path) -> None:
    found = cadrectl("-C", district, *ONE, "--dry-run")
    assert (found.code, (district / FILE).exists()) == (0, False)
    assert f"would write {FILE}" in found.err


@pytest.mark.parametrize(
    ("changed", "to", "code"),
    [
        ("C0001", "C0009", 2),
        ("C0002", "C0009", 2),
        ("2026-02-03", "2026-03-02", 2),
        ("2026-02-03", "2026.02.03", 3),
        ("post-change", "Post Change", 3),
        ("talk", "chat", 2),
    ],
)
def test_what_is_wrong_is_refused_before_anything_is_written(
    cadrectl: Cadrectl, district: Path, changed: str, to: str, code: int
) -> None:
    asked = [to if part == changed else part for part in ONE]
    assert cadrectl("-C", district, *asked).code == code
    assert not (district / "data/events").exists()


def test_an_event_without_date_or_person_is_refused(cadrectl: Cadrectl, district: Path) -> None:
    assert cadrectl("-C", district, "record", "talk", "--cadre", "C0001").code == 2
    assert cadrectl("-C", district, "record", "talk", "--date", "2026-02-03").code == 2


def test_a_table_adds_all_its_rows_or_none(cadrectl: Cadrectl, district: Path, tmp_path: Path) -> None:
    table = tmp_path / "talks.csv"
    table.write_text("cadre,date,staff\nC0001,2026-02-03,12\nC0002,2026-02-04,\n", "utf-8-sig")
    asked = ("-C", district, "record", "staff-talks", "--csv", table)
    assert cadrectl(*asked).code == 0
    file = district / "data/events/2026/U001-staff-talks.yaml"
    before = file.read_text("utf-8")
    assert (before.count("- cadre:"), before.count("staff: 12")) == (2, 1)
    table.write_text("cadre,date,staff\nC0001,2026-02-05,12\nC0009,2026-02-06,3\n", "utf-8")
    assert cadrectl(*asked).code == 2
    assert file.read_text("utf-8") == before
    table.write_text("cadre,day\nC0001,2026-02-05\n", "utf-8")
    assert cadrectl(*asked).code == 2


def test_people_may_be_named_where_nobody_else_has_the_name(cadrectl: Cadrectl, district: Path) -> None:
    asked = ("-C", district, "record", "talk", "--cadre", "赵强", "--by", "钱敏", "--date", "2026-02-03")
    assert cadrectl(*asked).code == 0
    assert "- cadre: C0001\n    date: 2026-02-03\n    by: C0002\n" in (district / FILE).read_text("utf-8")
    (district / "data/cadres/C0003.yaml").write_text(CADRE.format(name="钱敏"), "utf-8")
    refused = cadrectl(*asked)
    assert refused.code == 2
    assert "Several people are called 钱敏: C0002, C0003." in refused.err
    assert cadrectl("-C", district, "record", "talk", "--cadre", "孙丽", "--date", "2026-02-03").code == 2


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals")
def test_on_a_terminal_what_is_missing_is_asked_for(district: Path) -> None:
    import pty

    ours, theirs = pty.openpty()
    line = [sys.executable, "-m", "cadrectl", "--as-of", "2026-03-01", "--lang", "en", "-C", str(district)]
    said = subprocess.Popen([*line, "record", "talk"], cwd=ROOT, stdin=theirs, stderr=subprocess.PIPE, text=True)
    os.write(ours, "赵强\n".encode() + b"\n")
    _, told = said.communicate(timeout=60)
    os.close(ours)
    os.close(theirs)
    assert said.returncode == 0, told
    assert "Whom it concerns, by id or name: " in told
    assert "When it took place [2026-03-01]: " in told
    assert "- cadre: C0001\n    date: 2026-03-01\n" in (district / FILE).read_text("utf-8")


def test_what_is_given_is_not_asked_for_and_without_a_terminal_nothing_is(district: Path) -> None:
    line = [sys.executable, "-m", "cadrectl", "--as-of", "2026-03-01", "-C", str(district), "record", "talk"]
    said = subprocess.run([*line, "--cadre", "C0001"], cwd=ROOT, input="2026-02-03\n", capture_output=True, text=True)
    assert said.returncode == 2
    assert not (district / "data/events").exists()


def test_nothing_else_is_read(cadrectl: Cadrectl, district: Path) -> None:
    (district / "data/cadres/C0003.yaml").write_text("not: [valid", "utf-8")
    assert cadrectl("-C", district, *ONE).code == 0
