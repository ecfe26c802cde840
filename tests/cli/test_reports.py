"""`report`: what cron needs of it, and that a report is whole or not there."""

import errno
import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from cadrectl.report.folder import publish
from cadrectl.report.lock import locked
from tests.cli.conftest import Cadrectl, Outcome

ROOT = Path(__file__).parents[2]
MONTH = ("report", "monthly", "--month", "2026-01")


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the report of January is kept once it has been made."""
    return tmp_path_factory.mktemp("kept") / "2026-01"


@pytest.fixture
def january(workspace: Path, cadrectl: Cadrectl, kept: Path) -> Path:
    """The report of January in the small workspace, made once and copied for each test."""
    target = workspace / "reports" / "2026-01"
    if kept.exists():
        shutil.copytree(kept, target)
    else:
        assert cadrectl(*MONTH) == Outcome(0, "", "")
        shutil.copytree(target, kept)
    return target


def content(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_report_is_written_in_silence(january: Path) -> None:
    assert {"report.md", "report-annex.md", "manifest.json"} <= set(content(january))


def test_without_a_month_the_last_complete_one_is_meant(workspace: Path, cadrectl: Cadrectl) -> None:
    assert cadrectl("report", "monthly").code == 0
    assert [path.name for path in (workspace / "reports").iterdir()] == ["2026-02"]


def test_the_manifest_says_what_the_report_rests_on(january: Path) -> None:
    manifest = json.loads((january / "manifest.json").read_text("utf-8"))
    assert manifest["schema"] == "cadrectl/report-manifest/1"
    assert (manifest["kind"], manifest["period"], manifest["as_of"]) == ("monthly", "2026-01", "2026-01-31")
    assert "jt-2020" in manifest["policies"]
    assert set(manifest["files"]) == set(content(january)) - {"manifest.json"}
    assert manifest["records"][:12] in (january / "report.md").read_text("utf-8")


def test_a_second_run_leaves_the_folder_untouched(january: Path, cadrectl: Cadrectl) -> None:
    before = january.stat().st_ino, january.stat().st_mtime_ns
    assert cadrectl(*MONTH) == Outcome(0, "", "")
    assert (january.stat().st_ino, january.stat().st_mtime_ns) == before


def test_a_run_from_nothing_gives_the_same_bytes(january: Path, cadrectl: Cadrectl) -> None:
    before = content(january)
    shutil.rmtree(january.parent)
    assert cadrectl(*MONTH).code == 0
    assert content(january) == before


def test_a_month_that_is_not_over_has_no_report(workspace: Path, cadrectl: Cadrectl) -> None:
    outcome = cadrectl("report", "monthly", "--month", "2026-03")
    assert (outcome.code, len(outcome.err.splitlines())) == (2, 1)
    assert not (workspace / "reports").exists()


def test_what_is_no_month_is_wrong_use(workspace: Path, cadrectl: Cadrectl) -> None:
    assert cadrectl("report", "monthly", "--month", "2026-13").code == 2


def test_a_report_that_the_records_give_is_verified(january: Path, cadrectl: Cadrectl) -> None:
    outcome = cadrectl("report", "verify", january, "--format", "json")
    assert outcome.code == 0
    assert {row["state"] for row in json.loads(outcome.out)["rows"]} == {"same"}


def test_a_report_that_somebody_edited_is_found_out(january: Path, cadrectl: Cadrectl) -> None:
    (january / "report.md").write_text("别的", "utf-8")
    (january / "report-annex.md").unlink()
    (january / "note.txt").write_text("", "utf-8")
    outcome = cadrectl("report", "verify", january, "--format", "json")
    assert outcome.code == 1
    states = {row["file"]: row["state"] for row in json.loads(outcome.out)["rows"]}
    assert states["report.md"] == "changed"
    assert states["report-annex.md"] == "missing"
    assert states["note.txt"] == "unexpected"


def test_a_report_of_other_records_is_told_so(january: Path, workspace: Path, cadrectl: Cadrectl) -> None:
    (workspace / "data" / "cadres" / "C0002.yaml").unlink()
    outcome = cadrectl("report", "verify", january)
    assert outcome.code == 1
    assert "made from other records" in outcome.out


@pytest.mark.parametrize("text", ["", "[]", '{"schema": "cadrectl/report-manifest/1"}'])
def test_a_manifest_that_is_none_is_wrong_use(text: str, january: Path, cadrectl: Cadrectl) -> None:
    (january / "manifest.json").write_text(text, "utf-8")
    assert cadrectl("report", "verify", january).code == 2


def test_two_runs_at_once_do_not_write_into_one_another(workspace: Path, cadrectl: Cadrectl) -> None:
    with locked(workspace / "reports"):
        outcome = cadrectl(*MONTH)
    assert (outcome.code, len(outcome.err.splitlines())) == (4, 1)
    assert list((workspace / "reports").iterdir()) == []
    assert cadrectl(*MONTH).code == 0


def test_a_month_before_all_records_has_a_report_too(workspace: Path, cadrectl: Cadrectl) -> None:
    assert cadrectl("report", "monthly", "--month", "2020-12").code == 0
    assert (workspace / "reports" / "2020-12" / "report.md").is_file()


def full_disk(*_: object) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_a_month_before_every_policy_has_a_report_that_says_so_in_silence(workspace: Path, cadrectl: Cadrectl) -> None:
    """The earliest policy of the workspace is of 2008."""
    made = cadrectl("--lang", "en", "report", "monthly", "--month", "2007-05", "--format", "markdown")
    assert made == Outcome(0, "", "")
    page = (workspace / "reports/2007-05/report.md").read_text("utf-8")
    for told in ("no policy in force", "No policy in force on that day has tiers.", "asks for a figure."):
        assert told in page


def test_a_full_disk_leaves_nothing_half_written(
    workspace: Path, cadrectl: Cadrectl, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full_disk)
        outcome = cadrectl(*MONTH)
    assert (outcome.code, len(outcome.err.splitlines())) == (4, 1)
    assert list((workspace / "reports").iterdir()) == []


def test_a_template_of_the_workspace_with_an_error_stops_the_report(workspace: Path, cadrectl: Cadrectl) -> None:
    (workspace / "templates").mkdir()
    (workspace / "templates" / "report.html").write_text("<p>\n{{ nothing.here }}", "utf-8")
    outcome = cadrectl(*MONTH)
    assert (outcome.code, len(outcome.err.splitlines())) == (4, 1)
    assert "templates/report.html:2" in outcome.err
    assert list((workspace / "reports").iterdir()) == []


def test_a_template_that_is_no_text_stops_the_report(workspace: Path, cadrectl: Cadrectl) -> None:
    (workspace / "templates").mkdir()
    (workspace / "templates" / "report.html").write_bytes(b"\xff\xfe<p>")
    outcome = cadrectl(*MONTH)
    assert (outcome.code, len(outcome.err.splitlines())) == (4, 1)
    assert "templates/report.html" in outcome.err


def test_records_that_are_unfit_are_told_in_one_line_with_the_first_place(workspace: Path, cadrectl: Cadrectl) -> None:
    file = workspace / "data" / "cadres" / "C0002.yaml"
    file.write_text(file.read_text("utf-8").replace("gender: ", "gender: x"), "utf-8")
    outcome = cadrectl(*MONTH)
    assert (outcome.code, len(outcome.err.splitlines())) == (3, 1)
    assert "data/cadres/C0002.yaml:" in outcome.err
    assert not list((workspace / "reports").iterdir())


def test_the_workspace_names_the_forms_it_wants_every_month(workspace: Path, cadrectl: Cadrectl) -> None:
    with (workspace / "data" / "workspace.yaml").open("a", encoding="utf-8") as file:
        file.write("\nreports:\n  formats:\n    - html\n    - docx\n")
    assert cadrectl(*MONTH).code == 0
    assert set(content(workspace / "reports" / "2026-01")) == {"report.html", "report.docx", "manifest.json"}
    assert cadrectl(*MONTH, "--format", "xlsx").code == 0
    assert set(content(workspace / "reports" / "2026-01")) == {"report.xlsx", "manifest.json"}


def git(root: Path, *arguments: str) -> str:
    who = ("-c", "user.name=a", "-c", "user.email=a@example.org")
    done = subprocess.run(["git", "-C", root, *who, *arguments], check=True, capture_output=True, text=True)
    return done.stdout


@pytest.fixture
def repository(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The small workspace in git, with a file that is staged and no part of a report."""
    for name in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{name}_NAME", "a")
        monkeypatch.setenv(f"GIT_{name}_EMAIL", "a@example.org")
    git(workspace, "init", "-q")
    git(workspace, "add", "-A")
    git(workspace, "commit", "-q", "-m", "all")
    (workspace / "note.txt").write_text("", "utf-8")
    git(workspace, "add", "note.txt")
    return workspace


def test_a_report_is_committed_alone_with_a_fixed_message(repository: Path, cadrectl: Cadrectl) -> None:
    outcome = cadrectl(*MONTH, "--commit")
    assert (outcome.code, outcome.out, outcome.err) == (0, "", "")
    records = json.loads((repository / "reports" / "2026-01" / "manifest.json").read_text("utf-8"))["records"]
    message = git(repository, "log", "-1", "--format=%s").strip()
    assert message == f"Report 2026-01 (monthly, internal, as of 2026-01-31, records {records[:12]})"
    assert set(git(repository, "show", "--name-only", "--format=").split()) == {
        f"reports/2026-01/{name}" for name in content(repository / "reports" / "2026-01")
    }
    assert git(repository, "status", "--short").strip() == "A  note.txt"


def test_what_git_saw_written_is_told_apart_from_what_happened(repository: Path, cadrectl: Cadrectl) -> None:
    """One post of the month that is on record before, one of long ago that is written down between two commits."""
    cadre = repository / "data" / "cadres" / "C0002.yaml"
    text = cadre.read_text("utf-8")
    cadre.write_text(f"{text}honours:\n  - level: district-backbone\n    date: 2019-05-10\n", "utf-8")
    git(repository, "commit", "-q", "-m", "late", "data")
    assert cadrectl(*MONTH, "--range", "HEAD~1..HEAD").code == 0
    report = (repository / "reports" / "2026-01" / "report.md").read_text("utf-8")
    assert re.search(r"\| honoured \| 0 \| 1 \| 0 \| 0 \|", report)  # of the period, before, after, undated
    assert "2019-05-10" in report
    assert "2019-05-10" not in report[: report.index("What was written into the records between")]
    manifest = json.loads((repository / "reports" / "2026-01" / "manifest.json").read_text("utf-8"))
    assert manifest["revisions"] == git(repository, "rev-parse", "HEAD~1", "HEAD").split()
    assert cadrectl("report", "verify", repository / "reports" / "2026-01").code == 0
    assert cadrectl(*MONTH, "--range", "HEAD~1..HEAD", "--profile", "public").code == 0
    assert "2019-05-10" not in (repository / "reports" / "2026-01" / "report.md").read_text("utf-8")


def test_a_range_that_is_none_is_wrong_use(repository: Path, cadrectl: Cadrectl) -> None:
    assert cadrectl(*MONTH, "--range", "HEAD").code == 2
    assert cadrectl(*MONTH, "--range", "nothing..HEAD").code == 2
    assert not (repository / "reports" / "2026-01").exists()


def test_a_report_that_is_committed_already_makes_no_commit(repository: Path, cadrectl: Cadrectl) -> None:
    cadrectl(*MONTH, "--commit")
    before = git(repository, "rev-parse", "HEAD")
    assert cadrectl(*MONTH, "--commit").code == 0
    assert git(repository, "rev-parse", "HEAD") == before


def test_a_report_that_cannot_be_committed_says_so_in_one_line(workspace: Path, cadrectl: Cadrectl) -> None:
    outcome = cadrectl(*MONTH, "--commit")
    assert (outcome.code, len(outcome.err.splitlines())) == (4, 1)


def test_the_yearly_report_is_of_a_complete_year(workspace: Path, cadrectl: Cadrectl) -> None:
    assert cadrectl("report", "annual", "--year", "2026").code == 2
    assert cadrectl("report", "annual", "--year", "2025").code == 0
    assert (workspace / "reports" / "2025" / "report.xlsx").is_file()


OLD, NEW = {"a": b"old", "manifest.json": b"1"}, {"a": b"new", "b": b"", "manifest.json": b"2"}


class Killed(BaseException):
    """The run ends here, as under SIGKILL: nothing after it is done."""


def die_after(steps: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the run die at its next touch of the disk after so many."""
    done = 0

    def dying(real: Callable[..., object]) -> Callable[..., object]:
        def step(*arguments: object, **more: object) -> object:
            nonlocal done
            done += 1
            if done > steps:
                raise Killed
            return real(*arguments, **more)

        return step

    for owner, name in ((Path, "mkdir"), (Path, "rename"), (Path, "open"), (os, "fsync"), (shutil, "rmtree")):
        monkeypatch.setattr(owner, name, dying(getattr(owner, name)))


@pytest.mark.parametrize("steps", range(16))
def test_killed_at_any_point_the_old_report_or_the_new_one_is_there_after_the_next_run(
    steps: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "2026-01"
    publish(target, OLD)
    with monkeypatch.context() as patch:
        die_after(steps, patch)
        with suppress(Killed):
            publish(target, NEW)
    if target.exists():
        assert content(target) in (OLD, NEW)
    publish(target, NEW)
    assert content(target) == NEW
    assert [path.name for path in tmp_path.iterdir()] == ["2026-01"]
