"""`history`: since when things were so, and since when they are on record; and every question of a past state."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Outcome
from tests.repository import Repository
from tests.review import deeds
from tests.review.conftest import Ask, Rows
from tests.review.town import RESERVE

HONOUR = "    date: 2018-09-10\n", "    date: 2018-09-10\n  - level: district-backbone\n    date: 2026-01-05\n"


@pytest.fixture
def year(repo: Repository) -> Repository:
    """Zhao Qiang is honoured, becomes a reserve and is promoted; each is on record some days after it was so."""
    repo.edit("data/cadres/C0003.yaml", *HONOUR)
    repo.commit("表彰", "2026-01-20")
    repo.put({"data/reserve/C0003-2026.yaml": RESERVE.format(cadre="C0003", tier="tier-2")})
    repo.commit("入库", "2026-03-10")
    deeds.promotion(repo)
    repo.commit("提任", "2026-03-20")
    return repo


def told(rows: list[dict[str, Any]]) -> list[tuple[str, str, str]]:
    return [(row["known_on"], row["on"], row["change"]) for row in rows if row["change"] != "added"]


def test_every_change_has_the_day_since_which_it_was_so_and_that_on_which_it_became_known(
    year: Repository, rows: Rows
) -> None:
    found = rows("--as-of", "2026-12-31", "history", "C0003")
    assert told(found) == [
        ("2026-01-01", "2015-08-20", "joined"),
        ("2026-01-20", "2026-01-05", "honoured"),
        ("2026-03-10", "2026-03-01", "entered-pool"),
        ("2026-03-20", "2026-03-01", "promoted"),
    ]
    assert found[-1]["revision"] == year.git("rev-parse", "HEAD")
    assert found[-1]["unit"] == "U002"


def test_as_of_leaves_out_what_was_not_yet_so_and_known_at_what_nobody_knew(year: Repository, rows: Rows) -> None:
    as_of = [change for _, _, change in told(rows("--as-of", "2026-02-01", "history", "C0003"))]
    assert as_of == ["joined", "honoured"]
    known = rows("--as-of", "2026-12-31", "--known-at", "2026-03-10", "history", "C0003")
    assert [change for _, _, change in told(known)] == ["joined", "honoured", "entered-pool"]
    assert known == rows("--as-of", "2026-12-31", "--rev", "HEAD~1", "history", "C0003")


def test_what_is_not_yet_committed_is_known_to_nobody_but_told(year: Repository, rows: Rows) -> None:
    year.edit("data/cadres/C0003.yaml", "gender: woman", "gender: man")
    last = rows("--as-of", "2026-12-31", "history", "C0003")[-1]
    assert (last["change"], last["known_on"], last["revision"]) == ("corrected", None, None)


def test_a_person_is_followed_under_an_earlier_id_and_named_by_name(year: Repository, rows: Rows) -> None:
    before = told(rows("--as-of", "2026-12-31", "history", "赵强"))
    year.git("mv", "data/cadres/C0003.yaml", "data/cadres/C0033.yaml")
    year.git("mv", "data/reserve/C0003-2026.yaml", "data/reserve/C0033-2026.yaml")
    year.edit("data/reserve/C0033-2026.yaml", "cadre: C0003", "cadre: C0033")
    year.commit("改编号", "2026-04-01")
    after = rows("--as-of", "2026-12-31", "history", "C0033")
    assert told(after) == [*before, ("2026-04-01", None, "re-keyed")]


def test_somebody_who_is_no_longer_on_the_register_still_has_a_history(year: Repository, rows: Rows) -> None:
    year.git("rm", "-q", "data/cadres/C0004.yaml")
    year.commit("删除", "2026-04-01")
    assert [change for _, _, change in told(rows("history", "C0004"))] == ["joined", "struck"]


def test_of_whom_there_never_was_a_record_there_is_no_history(year: Repository, ask: Ask) -> None:
    for id in ("C9999", "无此人", "--help=1"):
        assert ask("history", id).code == 2


@pytest.mark.parametrize(
    "question",
    [
        ("list", "cadres"),
        ("show", "C0003"),
        ("eligible", "--explain"),
        ("rank", "--tier", "1", "--year", "2025"),
        ("policy", "coverage"),
        ("policy", "test", "qj-2008"),
        ("policy", "check"),
        ("validate",),
        ("history", "C0003"),
        ("assess", "--year", "2025"),
        ("due", "--within", "1y"),
        ("headcount",),
        ("pool", "review", "--year", "2025"),
        ("rotate", "due"),
        ("terms",),
        ("training", "--year", "2025"),
        ("vacancies",),
        ("appoint", "candidates", "U001/副校长"),
        ("policy", "diff", "qj-2008", "national-appointment-2019"),
    ],
    ids=lambda question: "-".join(question[:2]),
)
def test_any_question_can_be_asked_of_a_past_state_without_touching_the_files(
    year: Repository, ask: Ask, question: tuple[str, ...]
) -> None:
    def answered(*options: str) -> Outcome:
        outcome = ask("--as-of", "2026-12-31", *options, *question, "--format", "json")
        assert outcome.code in (0, 1), outcome.err
        return outcome

    year.git("checkout", "-q", "HEAD~2")
    was = json.loads(answered().out)
    year.git("checkout", "-q", "main")
    for option in (("--rev", "main~2"), ("--known-at", "2026-01-31")):
        for _ in range(2):  # read, then found in the snapshot
            assert json.loads(answered(*option).out) == was
    assert year.git("status", "--porcelain") == ""


@pytest.mark.parametrize("paper", [("card", "C0003"), ("form", "C0003"), ("roster",)], ids=lambda paper: paper[0])
def test_a_paper_of_a_past_state_is_made_of_its_records_and_its_templates(
    year: Repository, ask: Ask, tmp_path: Path, paper: tuple[str, ...]
) -> None:
    def made(name: str, *options: str) -> str:
        file = tmp_path / f"{name}.html"
        asked = ask("--as-of", "2026-12-31", *options, "report", *paper, "-o", str(file))
        assert asked.code == 0, asked.err
        return file.read_text("utf-8")

    year.put({"templates/report.html": "<p>{{ document.title }} {{ document.sections | length }} 旧</p>"})
    year.commit("模板", "2026-12-30")
    was = made("was")
    assert "旧</p>" in was
    year.put({"templates/report.html": "<p>新</p>"})
    shutil.rmtree(year.root / "data/cadres")
    assert made("past", "--rev", "HEAD") == was
    shutil.rmtree(year.root / "templates")
    assert made("known", "--known-at", "2026-12-30") == was


def test_the_month_of_a_past_state_is_reported_from_its_records_alone(year: Repository, ask: Ask) -> None:
    question = ("--as-of", "2026-12-31", "report", "monthly", "--month", "2026-06", "--format", "markdown")
    folder = year.root / "reports/2026-06"
    assert ask(*question).code == 0
    was = {path.name: path.read_bytes() for path in folder.iterdir()}
    for gone in (year.root / "data/cadres", folder):
        shutil.rmtree(gone)
    changes = year.git("status", "--porcelain")
    made = ask("--rev", "HEAD", *question)
    assert (made.code, made.out, made.err) == (0, "", ""), "silent, as cron wants it"
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == was
    assert year.git("status", "--porcelain", "--", "data") == changes
    assert ask("--rev", "HEAD", "report", "verify", str(folder)).code == 0


def test_an_answer_about_a_past_state_says_which_revision_that_is(year: Repository, ask: Ask) -> None:
    told = ask("--known-at", "2026-01-31", "list", "cadres").err
    commit = json.loads(ask("--known-at", "2026-01-31", "list", "cadres", "--format", "json").out)["revision"]
    assert told == f"The records are those of revision {commit[:10]}.\n"
    assert ask("-q", "--known-at", "2026-01-31", "list", "cadres").err == ""
    assert ask("list", "cadres").err == ""
    assert ask("--rev", commit, "history", "赵强").err == told
