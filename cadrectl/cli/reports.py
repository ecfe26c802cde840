"""`report`: documents under `reports/`, made for cron: silent, all files of a period or none, the same bytes again."""

import calendar
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cadrectl import __version__
from cadrectl.cli import options
from cadrectl.cli.answer import Answer, Column, answer_options, give
from cadrectl.cli.session import Session, said
from cadrectl.cli.words import Command, Group, Refusal, command, option
from cadrectl.report.formats import FORMATS
from cadrectl.report.privacy import PROFILES
from cadrectl.text import say

if TYPE_CHECKING:
    from cadrectl.report.folder import Manifest
    from cadrectl.report.ground import Ground, Period
    from cadrectl.report.making import Making

FOUND, ENVIRONMENT = 1, 4
REPORTS, TEMPLATES = "reports", "templates"
STATES = {
    "same": say("the same"),
    "changed": say("not what the records give"),
    "missing": say("missing"),
    "unexpected": say("not part of the report"),
}


class Month(click.ParamType[date]):
    """A month, `YYYY-MM`, as its last day."""

    name = "month"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The last day of the month that was written, or a usage error."""
        if isinstance(value, date):
            return value
        written = re.fullmatch(r"([12][0-9]{3})-(0[1-9]|1[0-2])", value)
        if written is None:
            self.fail(said(say("{value} is not a month of the form YYYY-MM", value=repr(value))), param, ctx)
        return _end_of_month(int(written[1]), int(written[2]))


def _end_of_month(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


@click.group("report", cls=Group, about=say("Write the reports that an office can sign, and verify them."))
def report() -> None:
    """Documents under `reports/`."""


profile_option = option(
    "--profile",
    type=click.Choice(list(PROFILES)),
    default="internal",
    about=say("For whom: public has counts only, internal names people, full may hold what is sensitive (internal)."),
)
formats_option = option(
    "--format",
    "formats",
    type=click.Choice(list(FORMATS)),
    multiple=True,
    about=say("Only this form; may be repeated (all of them)."),
)


@command(
    "monthly",
    about=say(
        "Write the report of a month into reports/YYYY-MM. "
        "The same records give the same bytes; nothing is written where nothing changed."
    ),
)
@option("--month", metavar="YYYY-MM", type=Month(), about=say("The month (the last complete one)."))
@profile_option
@formats_option
@options.skip_invalid
@click.pass_obj
def monthly(session: Session, /, month: date | None, **wish: Any) -> None:
    """Say nothing where all went well."""
    from cadrectl.report.ground import Period

    last = month or _month_before(session.as_of)
    if last >= session.as_of:
        raise Refusal(say("{month} is not over; a report is of a complete month.", month=f"{last:%Y-%m}"))
    period = Period(f"{last:%Y-%m}", last.replace(day=1), last)
    _write(session, "monthly", period, wish)


def _month_before(day: date) -> date:
    return _end_of_month(day.year - (day.month == 1), (day.month - 2) % 12 + 1)


def _write(session: Session, kind: str, period: "Period", wish: Mapping[str, Any]) -> None:
    """Make the report and put it in its place, alone."""
    from cadrectl.cli.reading import root_of
    from cadrectl.report.folder import publish
    from cadrectl.report.lock import Held, locked

    folder = root_of(session) / REPORTS
    try:
        with locked(folder):
            publish(folder / period.name, _made(session, kind, period, wish)[1])
    except Held:
        raise Refusal(say("Another run is writing reports here."), ENVIRONMENT) from None


def _made(
    session: Session, kind: str, period: "Period", wish: Mapping[str, Any]
) -> "tuple[Manifest, dict[str, bytes]]":
    """The files of a report with its manifest among them, and the manifest."""
    from cadrectl.report import formats
    from cadrectl.report.document import spoken
    from cadrectl.report.failure import CannotMake
    from cadrectl.report.folder import MANIFEST, Manifest, hashes, manifest_text
    from cadrectl.report.monthly import monthly as monthly_report

    ground = _ground(session, period, wish)
    document = spoken(monthly_report(ground), session.lang)
    chosen = [name for name in FORMATS if not wish["formats"] or name in wish["formats"]]
    try:
        files = formats.files(document, _making(session, ground), chosen)
    except CannotMake as failure:
        raise Refusal(failure.text, ENVIRONMENT) from None
    manifest = Manifest(
        kind=kind,
        period=period.name,
        as_of=period.last.isoformat(),
        profile=wish["profile"],
        language=session.lang,
        formats=tuple(chosen),
        records=ground.basis.digest,
        policies=ground.basis.policies,
        program=__version__,
        files=hashes(files),
    )
    return manifest, {**files, MANIFEST: manifest_text(manifest)}


def _making(session: Session, ground: "Ground") -> "Making":
    """Fonts and templates as the workspace has them."""
    from cadrectl.cli.reading import root_of
    from cadrectl.report.making import Making

    root = root_of(session)
    templates = {path.name: path.read_text("utf-8") for path in sorted((root / TEMPLATES).glob("*.html"))}
    return Making(session.lang, root, ground.settings.get("fonts", {}), templates)


def _ground(session: Session, period: "Period", wish: Mapping[str, Any]) -> "Ground":
    """The records as they are, and the policies in force on the last day of the period."""
    from cadrectl.cli.judging import bench
    from cadrectl.cli.reading import read_fit
    from cadrectl.report.ground import Ground

    then = replace(session, as_of=period.last)
    court = bench(then, read_fit(then, wish["skip_invalid"]), None, wish["skip_invalid"])
    return Ground(
        book=court.book,
        in_force=court.deciding,
        known=court.known,
        records=court.reading.records,
        problems=court.reading.problems,
        period=period,
        profile=PROFILES[wish["profile"]],
        left_out=court.reading.left_out,
    )


@command("verify", about=say("Make the report in DIR anew from the records and compare it, file by file."))
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, exists=True, file_okay=False))
@options.skip_invalid
@answer_options
@click.pass_obj
def verify(session: Session, /, folder: Path, skip_invalid: bool, **wish: Any) -> int:
    """Exit code 1 where the folder is not what the records give."""
    from cadrectl.report.folder import read_manifest
    from cadrectl.text import Text

    stated = read_manifest(folder)
    if isinstance(stated, Text):
        raise Refusal(stated)
    then = replace(session, lang=stated.language)
    asked = {"profile": stated.profile, "formats": stated.formats, "skip_invalid": skip_invalid}
    manifest, files = _made(then, stated.kind, _period(stated), asked)
    rows = _compared(folder, files)
    head = {"schema": "cadrectl/report-verify/1", "as_of": stated.as_of, "records": manifest.records}
    notes = []
    if stated.records != manifest.records:
        notes.append(say("The report was made from other records ({digest}).", digest=stated.records[:12]))
    if stated.program != manifest.program:
        notes.append(say("The report was made by version {version} of cadrectl.", version=stated.program))
    columns = (Column("file", say("file")), Column("state", say("state"), lambda word: STATES[word]))
    give(Answer(head, columns, rows, notes=notes), wish, session.lang)
    return FOUND if any(row["state"] != "same" for row in rows) else 0


def _period(stated: "Manifest") -> "Period":
    from cadrectl.report.ground import Period

    last = date.fromisoformat(stated.as_of)
    first = last.replace(day=1) if "-" in stated.period else last.replace(month=1, day=1)
    return Period(stated.period, first, last)


def _compared(folder: Path, files: Mapping[str, bytes]) -> Sequence[Mapping[str, str]]:
    """By file how it stands to what it should be."""
    there = {path.name: path for path in folder.iterdir()}
    rows = []
    for name in sorted({*there, *files}):
        if name not in files:
            state = "unexpected"
        elif name not in there:
            state = "missing"
        else:
            state = "same" if there[name].is_file() and there[name].read_bytes() == files[name] else "changed"
        rows.append({"file": name, "state": state})
    return rows


report.add_command(monthly)
report.add_command(verify)

COMMANDS: dict[str, Command] = {"report": report}
