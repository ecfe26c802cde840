"""A real git repository made by a test: who commits and when is fixed, so that it is the same every time."""

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

from cadrectl.records.comments import canonical_text

SETTLED = {
    "PATH": os.environ.get("PATH", ""),
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_AUTHOR_NAME": "组织科",
    "GIT_AUTHOR_EMAIL": "staff@example.org",
    "GIT_COMMITTER_NAME": "组织科",
    "GIT_COMMITTER_EMAIL": "staff@example.org",
}


@dataclass(frozen=True)
class Repository:
    """A folder under git."""

    root: Path

    def git(self, *arguments: str, day: str = "2026-01-01", given: str | None = None) -> str:
        """What git answers; a refusal fails the test."""
        dates = {f"GIT_{who}_DATE": f"{day}T12:00:00+0800" for who in ("AUTHOR", "COMMITTER")}
        line = ["git", "-C", str(self.root), *arguments]
        done = subprocess.run(line, env=SETTLED | dates, input=given, capture_output=True, check=False, text=True)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def put(self, files: dict[str, str]) -> None:
        """Write files as they are given."""
        for name, text in files.items():
            path = self.root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")

    def edit(self, name: str, old: str, new: str) -> None:
        """Replace a text that a file has once."""
        path = self.root / name
        text = path.read_text("utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}"
        path.write_text(text.replace(old, new), "utf-8")

    def append(self, name: str, text: str) -> None:
        """Add to the end of a record and bring it into its canonical form."""
        path = self.root / name
        whole = canonical_text(name, (path.read_text("utf-8") + text).encode())
        assert isinstance(whole, str), whole
        path.write_text(whole, "utf-8")

    def commit(self, message: str, day: str = "2026-01-01") -> str:
        """Commit everything; the commit."""
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", message, day=day)
        return self.git("rev-parse", "HEAD")


def repository(root: Path) -> Repository:
    """A new repository with the branch `main` and no commit."""
    root.mkdir(parents=True, exist_ok=True)
    made = Repository(root)
    made.git("init", "-q", "-b", "main")
    return made
