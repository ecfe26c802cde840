"""What the options before the command settle for the whole run: language, folder, date, revision."""

import os
from datetime import date
from pathlib import Path
from typing import Any

import click
from msgspec import Struct

from cadrectl.text import Text, render, say
from cadrectl.workspace import WORKSPACE_FILE, find_workspace, glance

LANGUAGES = ("zh", "en")


class Session(Struct, frozen=True):
    """One run of the program: where it looks, as of when, and how it speaks."""

    lang: str
    directory: Path
    as_of: date
    rev: str | None
    known_at: date | None
    quiet: bool
    cache: bool = True

    def tell(self, text: Text) -> None:
        """Say something beside the answer, on stderr; nothing when asked to be quiet."""
        if not self.quiet:
            click.echo(render(text, self.lang), err=True)


class Day(click.ParamType[date]):
    """A full date, `YYYY-MM-DD`."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The date that was written, or a usage error."""
        if isinstance(value, date):
            return value
        try:
            if len(value) != len("YYYY-MM-DD"):
                raise ValueError(value)
            return date.fromisoformat(value)
        except ValueError:
            self.fail(said(say("{value} is not a date of the form YYYY-MM-DD", value=repr(value))), param, ctx)


def said(text: Text) -> str:
    """`text` in the language of the run, for the sentences that click prints itself."""
    return render(text, os.environ.get("LANGUAGE", "en"))


def choose_language(asked: str | None, directory: Path) -> str:
    """`--lang` or CADRECTL_LANG (`asked`), then the workspace's language, then that of the locale."""
    return asked or _workspace_language(directory) or _locale_language()


def _workspace_language(directory: Path) -> str | None:
    root = find_workspace(directory)
    language = glance(root / WORKSPACE_FILE, "language") if root else None
    return language if language in LANGUAGES else None


def _locale_language() -> str:
    import locale

    names = [os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG")]
    name = next((name for name in names if name), None) or locale.getlocale()[0] or ""
    return "zh" if name.lower().startswith(("zh", "chinese")) else "en"
