"""`report roster`, `report card`, `report form` and `schedule`; who may see what."""

import io
import json
import shlex
import stat
from pathlib import Path

import docx
import pytest

from tests.cli.conftest import Cadrectl

PRIVATE = """\
id_number: "32049919830502122X"
phone: "13900000000"
health:
  - date: 2025-06
    text: 一切正常
family:
  - name: 丙某
    relation: 丈夫
    birth: 1982-01
    party: 群众
    work: 某厂工人
"""


@pytest.fixture
def private(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The workspace with a private record; the access log is the file that comes back."""
    folder = workspace / "data" / "cadres-private"
    folder.mkdir()
    (folder / "C0001.yaml").write_text(PRIVATE, "utf-8")
    monkeypatch.setenv("XDG_STATE_HOME", str(workspace / "state"))
    return workspace / "state" / "cadrectl" / "access.log"


def test_a_roster_has_the_columns_asked_for_in_their_order(workspace: Path, cadrectl: Cadrectl) -> None:
    outcome = cadrectl("report", "roster", "--column", "name", "--column", "age", "--column", "cadre")
    assert outcome.code == 0
    assert "| 王某 | 41 to 45 | C0001 |" in outcome.out  # born in May 1983: 42 in March 2026
    assert outcome.err == ""


def test_a_column_that_is_none_lists_those_there_are(workspace: Path, cadrectl: Cadrectl) -> None:
    outcome = cadrectl("report", "roster", "--column", "id_number")
    assert outcome.code == 2
    assert "party.joined" in outcome.err


def test_a_roster_takes_conditions(workspace: Path, cadrectl: Cadrectl) -> None:
    outcome = cadrectl("report", "roster", "--where", "rank=principal", "--column", "cadre")
    assert [line for line in outcome.out.splitlines() if line.startswith("| C")] == ["| C0003 |"]


def test_a_card_is_of_the_person_named_and_a_name_of_several_lists_them(workspace: Path, cadrectl: Cadrectl) -> None:
    assert "data/cadres/C0001.yaml" in cadrectl("report", "card", "王某").out
    assert cadrectl("report", "card", "李某").code == 2


def test_the_ending_of_the_file_says_the_form(workspace: Path, cadrectl: Cadrectl) -> None:
    assert cadrectl("report", "form", "C0001", "-o", "form.docx").code == 0
    grid, back = docx.Document(str(workspace / "form.docx")).tables
    assert [(len(one.rows), len(one.columns)) for one in (grid, back)] == [(10, 7), (13, 7)]
    assert [one.cell(0, 0).text for one in (grid, back)] == ["name", "honours and sanctions"]
    assert grid.cell(0, 1).text == "王某"
    assert grid.cell(0, 5).text == "1983.05 (42)"
    assert grid.cell(0, 6)._tc is grid.cell(3, 6)._tc  # the photograph takes four rows
    assert cadrectl("report", "form", "C0001", "-o", "form.html").code == 0
    assert cadrectl("report", "form", "C0001", "-o", "form.xlsx").code == 0
    assert cadrectl("report", "form", "C0001", "-o", "form.odt").code == 2


def test_family_and_health_come_in_only_under_the_full_profile(private: Path, cadrectl: Cadrectl) -> None:
    internal, full = (cadrectl("report", "form", "C0001", "--profile", name).out for name in ("internal", "full"))
    for word in ("丙某", "一切正常", "某厂工人"):
        assert word not in internal
        assert word in full
    for never in ("32049919830502122X", "13900000000"):
        assert never not in full


def test_the_full_profile_leaves_a_line_in_a_private_log(private: Path, cadrectl: Cadrectl) -> None:
    cadrectl("report", "form", "C0001")
    assert not private.exists()
    cadrectl("report", "form", "C0001", "--profile", "full")
    [line] = private.read_text("utf-8").splitlines()
    noted = json.loads(line)
    assert (noted["command"], noted["subject"]) == ("cadrectl report form", "C0001")
    assert set(noted) == {"at", "user", "command", "subject", "records"}
    assert stat.S_IMODE(private.stat().st_mode) == 0o600
    assert stat.S_IMODE(private.parent.stat().st_mode) == 0o700


def test_a_report_in_full_leaves_a_line_too(private: Path, cadrectl: Cadrectl) -> None:
    assert cadrectl("report", "monthly", "--month", "2026-01", "--profile", "full", "--format", "markdown").code == 0
    noted = json.loads(private.read_text("utf-8"))
    assert (noted["command"], noted["subject"]) == ("cadrectl report monthly", "2026-01")


def test_without_a_log_nothing_is_made_in_full(
    private: Path, cadrectl: Cadrectl, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", "/dev/null")
    outcome = cadrectl("report", "form", "C0001", "--profile", "full")
    assert (outcome.code, outcome.out) == (4, "")


def test_the_schedule_names_this_workspace_and_catches_up(workspace: Path, cadrectl: Cadrectl) -> None:
    outcome = cadrectl("schedule")
    [line] = [text for text in outcome.out.splitlines() if text.startswith("10 5 1 * * ")]
    assert shlex.split(line)[-6:] == ["cadrectl", "-C", str(workspace), "report", "monthly", "--commit"]
    assert "Persistent=true" in outcome.out
    assert "OnCalendar=*-*-01 05:10" in outcome.out


CASE = """\
title: 城南小学副校长选任
unit: U001
post: deputy-principal
rank: deputy
opened: 2026-01-05
method: recommended
candidates:
  - cadre: C0001
steps:
  - step: recommendation
    date: 2026-01-10
"""


def test_a_dossier_holds_the_steps_of_a_case_and_who_stands(workspace: Path, cadrectl: Cadrectl) -> None:
    folder = workspace / "data" / "appointments" / "2026"
    folder.mkdir(parents=True)
    (folder / "U001-2026.yaml").write_text(CASE, "utf-8")
    outcome = cadrectl("report", "dossier", "U001-2026")
    assert outcome.code == 0, outcome.err
    assert "城南小学副校长选任" in outcome.out
    assert "| C0001 | 王某 |" in outcome.out
    assert "data/appointments/2026/U001-2026.yaml:10" in outcome.out
    assert cadrectl("report", "dossier", "2026/U001-2026").out == outcome.out
    assert cadrectl("report", "dossier", "nothing").code == 2


def test_a_document_opens_whose_names_are_awkward(workspace: Path, cadrectl: Cadrectl) -> None:
    file = workspace / "data" / "cadres" / "C0001.yaml"
    _, *rest = file.read_text("utf-8").splitlines(keepends=True)
    for name in ("𬭎䶮", "阿卜杜拉·买买提", "名" * 40, "'=1+1'", "<script>"):
        file.write_text("".join([f"name: {name}\n", *rest]), "utf-8")
        assert cadrectl("report", "form", "C0001", "-o", "form.docx").code == 0
        grid, _ = docx.Document(io.BytesIO((workspace / "form.docx").read_bytes())).tables
        assert grid.cell(0, 1).text == name.strip("'")
