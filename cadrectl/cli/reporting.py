"""What every command that makes documents shares: the records as they are, the period, fonts and templates."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from cadrectl.cli import access
from cadrectl.cli.session import Session
from cadrectl.cli.words import Refusal, option
from cadrectl.report.privacy import PROFILES
from cadrectl.text import say

if TYPE_CHECKING:
    from cadrectl.report.ground import Ground, Period
    from cadrectl.report.making import Making

ENVIRONMENT = 4
TEMPLATES = "templates"

profile_option = option(
    "--profile",
    type=click.Choice(list(PROFILES)),
    default="internal",
    about=say("For whom: public has counts only, internal names people, full may hold what is sensitive (internal)."),
)


def ground_of(session: Session, period: "Period", wish: Mapping[str, Any]) -> "Ground":
    """The records as they are, and the policies in force on the last day of the period."""
    from cadrectl.cli.judging import bench
    from cadrectl.cli.reading import read_fit
    from cadrectl.report.ground import Ground

    then = replace(session, as_of=period.last)
    court = bench(then, read_fit(then, wish["skip_invalid"]), None, wish["skip_invalid"])
    return Ground(
        book=court.book,
        duties=court.setting,
        rules=court.rules,
        in_force=court.deciding,
        known=court.known,
        records=court.reading.records,
        problems=court.reading.problems,
        period=period,
        profile=PROFILES[wish["profile"]],
        left_out=court.reading.left_out,
    )


def making_of(session: Session, ground: "Ground") -> "Making":
    """Fonts and templates as the workspace has them."""
    from cadrectl.cli.reading import root_of
    from cadrectl.report.making import Making

    root = root_of(session)
    templates = {path.name: path.read_text("utf-8") for path in sorted((root / TEMPLATES).glob("*.html"))}
    return Making(session.lang, root, ground.settings.get("fonts", {}), templates)


def note_access(ground: "Ground", subject: str) -> None:
    """A line in the access log where the profile lets in what is sensitive; without it nothing is made."""
    if ground.profile.sensitive:
        try:
            access.note(click.get_current_context().command_path, subject, ground.basis.digest)
        except OSError as error:
            text = say("The access log cannot be written ({reason}); nothing was made.", reason=error.strerror or error)
            raise Refusal(text, ENVIRONMENT) from None
