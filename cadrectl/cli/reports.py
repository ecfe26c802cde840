"""`report`: documents under `reports/`, made for cron: silent, all files of a period or none, the same bytes again."""

import calendar
import re
from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from msgspec.structs import replace

from cadrectl import __version__
from cadrectl.cli import options
from cadrectl.cli.answer import Answer, Column, answer_options, give
from cadrectl.cli.commands import ALL
from cadrectl.cli.papers import card, dossier, form, roster
from cadrectl.cli.reporting import ENVIRONMENT, ground_of, making_of, note_access, profile_option
from cadrectl.cli.session import Session, said
from cadrectl.cli.words import Command, Group, Refusal, command, option
from cadrectl.report.formats import FORMATS
from cadrectl.text import say

if TYPE_CHECKING:
    from cadrectl.report.folder import Manifest
    from cadrectl.report.ground import Period

FOUND = 1
REPORTS = "reports"
LARGE = 1_000
"""Records of which a report takes so long that another process may help with it."""
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


@click.group("report", cls=Group, about=ALL["report"].about)
def report() -> None:
    """Documents under `reports/`."""


commit_option = option(
    "--commit", is_flag=True, about=say("Commit the report to git, with a message of a fixed form; nothing else.")
)
range_option = option(
    "--range",
    metavar="A..B",
    about=say("Also tell, apart, what git saw written between the revisions A and B, whenever it happened."),
)
formats_option = option(
    "--format",
    "formats",
    type=click.Choice(list(FORMATS)),
    multiple=True,
    about=say(
        "Only this form; may be repeated (those that the workspace names, or all but PDF, which needs the extra "
        "cadrectl[pdf])."
    ),
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
@range_option
@formats_option
@commit_option
@options.skip_invalid
@click.pass_obj
def monthly(session: Session, /, month: date | None, **wish: Any) -> None:
    """Say nothing where all went well."""
    from cadrectl.report.ground import Period

    last = month or _month_before(session.as_of)
    if last >= session.as_of:
        raise Refusal(say("{month} is not over; a report is of a complete month or year.", month=f"{last:%Y-%m}"))
    period = Period(f"{last:%Y-%m}", last.replace(day=1), last)
    _write(session, "monthly", period, wish)


@command("annual", about=say("Write the report of a year into reports/YYYY, as `monthly` does for a month."))
@option("--year", type=click.IntRange(1900, 2199), required=True, about=say("The year."))
@profile_option
@range_option
@formats_option
@commit_option
@options.skip_invalid
@click.pass_obj
def annual(session: Session, /, year: int, **wish: Any) -> None:
    """Say nothing where all went well."""
    from cadrectl.report.ground import Period

    if year >= session.as_of.year:
        raise Refusal(say("{month} is not over; a report is of a complete month or year.", month=year))
    _write(session, "annual", Period(f"{year}", date(year, 1, 1), date(year, 12, 31)), wish)


def _month_before(day: date) -> date:
    return _end_of_month(day.year - (day.month == 1), (day.month - 2) % 12 + 1)


def _write(session: Session, kind: str, period: "Period", wish: Mapping[str, Any]) -> None:
    """Make the report and put it in its place, alone. Whatever fails is told in one line, as cron wants it."""
    from cadrectl.cli.reading import root_of
    from cadrectl.report.folder import publish
    from cadrectl.report.lock import Held, locked

    root = root_of(session)
    try:
        with locked(root / REPORTS):
            manifest, files = _made(replace(session, quiet=True), kind, period, wish)
            publish(root / REPORTS / period.name, files)
            if wish["commit"]:
                _commit(root, manifest)
    except Held:
        raise Refusal(say("Another run is writing reports here."), ENVIRONMENT) from None


def _commit(root: Path, manifest: "Manifest") -> None:
    """Commit the folder of a report and nothing else; a report that is committed already is left as it is."""
    from cadrectl.records.git import git

    folder = f"{REPORTS}/{manifest.period}"
    if git(root, "add", "--", folder) is None:
        raise Refusal(say("git does not take up {folder}.", folder=folder), ENVIRONMENT)
    if git(root, "diff", "--cached", "--quiet", "--", folder) is not None:
        return
    told = f"{manifest.kind}, {manifest.profile}, as of {manifest.as_of}, records {manifest.records[:12]}"
    if git(root, "commit", "--quiet", "--message", f"Report {manifest.period} ({told})", "--", folder) is None:
        raise Refusal(say("git does not commit {folder}.", folder=folder), ENVIRONMENT)


def _made(
    session: Session, kind: str, period: "Period", wish: Mapping[str, Any]
) -> "tuple[Manifest, dict[str, bytes]]":
    """The files of a report with its manifest among them, and the manifest."""
    from cadrectl.records.crew import Crew
    from cadrectl.report import formats
    from cadrectl.report.charts import ready
    from cadrectl.report.document import spoken
    from cadrectl.report.failure import CannotMake
    from cadrectl.report.folder import MANIFEST, Manifest, hashes, manifest_text
    from cadrectl.report.periodic import periodic

    ground = ground_of(session, period, wish)
    note_access(ground, period.name)
    wanted = wish["formats"] or ground.settings.get("formats", formats.USUAL)
    chosen = [name for name in FORMATS if name in wanted]
    making = making_of(session, ground)
    with Crew(heavy=len(ground.records) >= LARGE) as crew:
        crew.hand_out(partial(ready, making.named_font), [making.root])  # while the sections are worked out
        document = spoken(periodic(kind, ground), session.lang)
        try:
            files = formats.files(document, making, chosen, crew)
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
        revisions=ground.recorded.revisions if ground.recorded else (),
    )
    return manifest, {**files, MANIFEST: manifest_text(manifest)}


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
    asked = {
        "profile": stated.profile,
        "formats": stated.formats,
        "range": "..".join(stated.revisions),
        "skip_invalid": skip_invalid,
    }
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
report.add_command(annual)
report.add_command(roster)
report.add_command(card)
report.add_command(form)
report.add_command(dossier)
report.add_command(verify)

COMMANDS: dict[str, Command] = {"report": report}
