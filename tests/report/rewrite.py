"""Write the reports of the repository's own district anew: `python -m tests.report.rewrite` (or `make reports`)."""

from pathlib import Path

from cadrectl.cli.shell import run

ROOT = Path(__file__).parents[2]
REPORTS = (("monthly", "--month", "2026-07"), ("monthly", "--month", "2026-08"), ("annual", "--year", "2025"))


def rewrite() -> None:
    """Two months and a year, in Chinese, in every form."""
    for arguments in REPORTS:
        code = run(["-C", str(ROOT), "--as-of", "2026-09-15", "--lang", "zh", "report", *arguments])
        assert code == 0, arguments


if __name__ == "__main__":
    rewrite()
