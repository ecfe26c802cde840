"""The reports in `reports/` are those that the records in `data/` give, byte for byte; `make reports` writes them."""

import json
from pathlib import Path

import pytest

from cadrectl.cli.shell import run
from tests.report.rewrite import REPORTS

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("period", [arguments[-1] for arguments in REPORTS])
def test_a_published_report_is_what_the_records_give(period: str, tmp_path: Path) -> None:
    answer = tmp_path / "answer.json"
    folder = str(ROOT / "reports" / period)
    code = run(["-C", str(ROOT), "--lang", "en", "report", "verify", folder, "--format", "json", "-o", str(answer)])
    states = {row["file"]: row["state"] for row in json.loads(answer.read_text("utf-8"))["rows"]}
    assert {name for name, state in states.items() if state != "same"} == set()
    assert code == 0
    assert {"report.md", "report.html", "report.docx", "report.xlsx", "manifest.json"} <= states.keys()
