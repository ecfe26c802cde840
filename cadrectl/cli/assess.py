"""`assess`: what the assessments of a year come to, for people and units, and how it was worked out."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

from cadrectl.cli import options
from cadrectl.cli.answer import Answer, answer_options
from cadrectl.cli.commands import ALL
from cadrectl.cli.keeping import give_judged
from cadrectl.cli.session import Session
from cadrectl.cli.words import Command, Refusal, command, option
from cadrectl.text import say

if TYPE_CHECKING:
    from cadrectl.cli.judging import Bench
    from cadrectl.decide.assess import Assessed


@command("assess", about=ALL["assess"].about)
@options.policy
@option(
    "--year",
    type=click.IntRange(1900, 2199),
    about=say("The year that is assessed (the last complete one)."),
)
@option(
    "--kind",
    "kinds",
    metavar="KIND",
    multiple=True,
    about=say("Only this assessment, by its id or the kind of its sessions; may be repeated."),
)
@options.cadres
@option("--unit", "units", metavar="ID", multiple=True, about=say("Only this unit, by id; may be repeated."))
@option("--explain", is_flag=True, about=say("Print each computation line by line, as a clerk would on paper."))
@options.skip_invalid
@answer_options
@click.pass_obj
def assess(session: Session, /, policy: str | None, skip_invalid: bool, **wish: Any) -> None:
    """Print the results."""
    give_judged(session, policy, skip_invalid, lambda court: _answer(court, wish))


def _answer(court: "Bench", wish: Mapping[str, Any]) -> Answer:
    """The results that were asked for, and the quotas of those ranked with them."""
    from cadrectl.cli import assessed, rated
    from cadrectl.cli.dividing import as_notes, as_rows
    from cadrectl.decide.assess import assess as results
    from cadrectl.decide.confirmed import of_sheet as contradictions
    from cadrectl.decide.outcomes import of_sheet
    from cadrectl.decide.quotas import quotas
    from cadrectl.decide.raters import raters

    lang = court.session.lang
    clerk = court.clerk
    series = [one.series for one in court.deciding]
    _known_kinds(court, series, wish["kinds"])
    year = wish["year"] or court.session.as_of.year - 1
    chosen = _chosen(results(clerk, series, year, wish["kinds"]), court, wish)
    sheets = list(dict.fromkeys(row.sheet for row in chosen))
    groups, people = {(row.sheet, row.group) for row in chosen}, {(row.sheet, row.at) for row in chosen}
    used = [one for sheet in sheets for one in quotas(clerk, sheet) if (sheet, one.allowed.group) in groups]
    whole = [] if wish["cadres"] or wish["units"] else sheets  # of a part nothing is said about the whole
    even = [one for sheet in whole for one in of_sheet(clerk, sheet)]
    voters = [one for sheet in whole for one in raters(clerk, sheet)]
    titles = {sheet.assessment.id: sheet.assessment.title for sheet in sheets}
    wrong = [one for sheet in sheets for at, one in contradictions(clerk, sheet) if (sheet, at) in people]
    nobody = () if chosen else (say("Nobody was assessed in {year} of those asked for.", year=year),)
    return Answer(
        head={
            **court.head("assess"),
            "quotas": [assessed.quota_shown(one) for one in used],
            "raters": rated.as_rows(voters),
            "fairness": as_rows(even, lang),
        },
        columns=assessed.columns(court, clerk, chosen),
        rows=[assessed.shown(one, clerk, wish["explain"], lang) for one in chosen],
        problems=[*court.reading.problems, *wrong],
        notes=[
            *nobody,
            *(assessed.quota_text(clerk, one) for one in used if one.allowed.amount is not None),
            *(assessed.count(sheet, chosen) for sheet in sheets),
            *rated.as_notes(voters, clerk),
            *as_notes(even, titles, court.register.vocabularies),
            *(problem.message for problem in wrong),
            *(assessed.explanations(chosen, clerk, lang) if wish["explain"] else ()),
        ],
    )


def _known_kinds(court: "Bench", series: Sequence[str], kinds: Sequence[str]) -> None:
    """Refuse a kind that no policy assesses, and policies that assess nothing."""
    assessments = [one for policy in court.known if policy.series in series for one in policy.assessments]
    if not assessments:
        raise Refusal(say("The policies in force assess nothing."))
    known = {word for one in assessments for word in (one.id, one.kind)}
    for kind in kinds:
        if kind not in known:
            there = ", ".join(sorted(known))
            raise Refusal(say("There is no assessment {kind}; there are: {kinds}.", kind=kind, kinds=there))


def _chosen(rows: "Sequence[Assessed]", court: "Bench", wish: Mapping[str, Any]) -> "list[Assessed]":
    from cadrectl.cli.people import person

    people = {person(court.reading.of("cadres"), name) for name in wish["cadres"]}
    for unit in wish["units"]:
        if unit not in court.units:
            raise Refusal(say("There is no unit {unit}.", unit=unit))
    return [
        row for row in rows if (not people or row.cadre in people) and (not wish["units"] or row.unit in wish["units"])
    ]


COMMANDS: dict[str, Command] = {"assess": assess}
