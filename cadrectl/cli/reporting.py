"""What every command that makes documents shares: the records as they are, the period, fonts and templates."""

import re
import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import click
from msgspec.structs import replace

from cadrectl.cli import access
from cadrectl.cli.session import Session
from cadrectl.cli.words import Refusal, option
from cadrectl.problem import Problem
from cadrectl.records.source import SIZE_LIMIT
from cadrectl.report.privacy import FULL, PROFILES
from cadrectl.text import Text, say

if TYPE_CHECKING:
    from cadrectl.report.ground import Ground, Period, Recorded
    from cadrectl.report.making import Making
    from cadrectl.report.privacy import Profile

ENVIRONMENT = 4
TEMPLATES = "templates"
_TEMPLATE = re.compile(rf"{TEMPLATES}/[^/]+\.html")

profile_option = option(
    "--profile",
    type=click.Choice(list(PROFILES)),
    default="internal",
    about=say(
        "For whom: public has counts (and people as far as the workspace says), internal names people, full may hold "
        "what is sensitive (internal)."
    ),
)


def ground_of(session: Session, period: "Period", wish: Mapping[str, Any]) -> "Ground":
    """The records as they are, and the policies in force on the last day of the period.

    People are called as the profile has it; a range of git (`A..B`) among the wishes adds what was written in it.
    """
    from cadrectl.cli.judging import bench_of_reports
    from cadrectl.cli.reading import read_fit
    from cadrectl.facts.moment import Book
    from cadrectl.report.ground import Ground
    from cadrectl.report.privacy import called, profile_of

    then = replace(session, as_of=period.last)
    court = bench_of_reports(then, read_fit(then, wish["skip_invalid"]), wish["skip_invalid"])
    stated = next((one.value for one in court.reading.of("workspace")), {})
    profile = profile_of(wish["profile"], stated.get("reports", {}).get("names", {}))
    known_as = profile.names == FULL
    book = court.book if known_as else Book(court.register.called(profile.name))
    return Ground(
        book=book,
        duties=replace(court.setting, book=book),
        rules=court.rules,
        in_force=court.deciding,
        known=court.known,
        records=court.reading.records if known_as else called(court.reading.records, profile),
        problems=court.reading.problems,
        period=period,
        profile=profile,
        left_out=court.reading.left_out,
        recorded=_recorded(then, wish["range"], profile) if wish.get("range") else None,
    )


def _recorded(session: Session, text: str, profile: "Profile") -> "Recorded":
    """What was written between the two revisions of `A..B`, people called as the profile has it."""
    from cadrectl.cli.ends import Side, between, pair_of
    from cadrectl.cli.reading import root_of, store_of
    from cadrectl.report.ground import Recorded
    from cadrectl.report.privacy import called
    from cadrectl.review.compare import changes
    from cadrectl.review.ends import End, end_of

    def known(end: End) -> End:
        return end_of(called(list(end.records.values()), profile))

    root, store = root_of(session), store_of(session, time.time_ns())
    old, new = pair_of(root, text)
    asked = between(session, root, Side(old, store), Side(new, store)).comparison
    told = changes(replace(asked, before=known(asked.before), after=known(asked.after)))
    return Recorded((old.commit, new.commit), told)


def making_of(session: Session, ground: "Ground") -> "Making":
    """Fonts as the workspace has them, templates as the revision that is asked has them."""
    from cadrectl.cli.reading import root_of, source_of
    from cadrectl.report.making import Making

    root = root_of(session)
    source = source_of(replace(session, quiet=True), root)
    names = [name for name in source.names(TEMPLATES) if _TEMPLATE.fullmatch(name)]
    templates = {name.removeprefix(f"{TEMPLATES}/"): _text(name, found) for name, found in source.read_many(names)}
    return Making(session.lang, root, ground.settings.get("fonts", {}), templates)


def _text(name: str, found: bytes | Problem) -> str:
    """A template, whole; what the source gives of one that is too large is only its beginning."""
    if isinstance(found, Problem):
        raise _unread(name, found.message)
    if len(found) > SIZE_LIMIT:
        raise _unread(name, "> 1 MiB")
    try:
        return found.decode("utf-8")
    except UnicodeDecodeError:
        raise _unread(name, "UTF-8") from None


def _unread(name: str, reason: Text | str) -> Refusal:
    told = say("{name} cannot be read ({reason}); mend it or move it away.", name=name, reason=reason)
    return Refusal(told, ENVIRONMENT)


def note_access(ground: "Ground", subject: str) -> None:
    """A line in the access log where the profile lets in what is sensitive; without it nothing is made."""
    if ground.profile.sensitive:
        try:
            access.note(click.get_current_context().command_path, subject, ground.basis.digest)
        except OSError as error:
            text = say("The access log cannot be written ({reason}); nothing was made.", reason=error.strerror or error)
            raise Refusal(text, ENVIRONMENT) from None
