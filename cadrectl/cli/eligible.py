"""`eligible`: who meets the conditions of each tier, why, and from when."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

from cadrectl.cli import ahead, completing, options
from cadrectl.cli.answer import Answer, Column, answer_options
from cadrectl.cli.clauses import VERDICTS, clause_row, explained
from cadrectl.cli.commands import ALL
from cadrectl.cli.keeping import give_judged
from cadrectl.cli.session import Session
from cadrectl.cli.words import Command, command, option
from cadrectl.text import Text, render, say

if TYPE_CHECKING:
    from cadrectl.cli.judging import Bench
    from cadrectl.decide.eligibility import Standing


@command("eligible", about=ALL["eligible"].about)
@options.policy
@options.tiers
@option(
    "--cadre",
    "cadres",
    metavar="ID",
    multiple=True,
    shell_complete=completing.people,
    about=say("Only this person, by id or name; may be repeated."),
)
@option(
    "--verdict",
    "verdicts",
    type=click.Choice(list(VERDICTS)),
    multiple=True,
    about=say("Only rows with this verdict; may be repeated."),
)
@option(
    "--explain",
    is_flag=True,
    about=say("Give every clause: what it asks, what was found, and where it stands."),
)
@option(
    "--horizon",
    metavar="SPAN",
    type=ahead.Ahead(),
    about=say("Also the first day on which each person passes, all else equal, within SPAN (90d, 12m, 3y)."),
)
@options.skip_invalid
@answer_options
@click.pass_obj
def eligible(session: Session, /, policy: str | None, skip_invalid: bool, **wish: Any) -> None:
    """Print the standings."""
    last_day = ahead.last_day(session.as_of, *wish["horizon"]) if wish["horizon"] else None
    give_judged(session, policy, skip_invalid, lambda court: _answer(court, last_day, wish))


def _answer(court: "Bench", last_day: int | None, wish: Mapping[str, Any]) -> Answer:
    """The standings that were asked for."""
    from cadrectl.decide.eligibility import eligible as judged

    question = court.question(wish["tiers"], wish["cadres"], horizon=last_day, explain=wish["explain"])
    standings = judged(court.book, court.deciding, court.known, question)
    chosen = [one for one in standings if not wish["verdicts"] or one.verdict in wish["verdicts"]]
    everybody = bool(wish["verdicts"] or wish["cadres"])  # who is asked for by verdict or by name is shown
    shown = [one for one in chosen if everybody or one.verdict != "fail"]
    rows = [_row(one, court, wish) for one in chosen]
    return Answer(
        head=court.head("eligible"),
        columns=_columns(court, len({one.tier for one in chosen}) > 1, last_day is not None),
        rows=rows,
        problems=court.reading.problems,
        listed=rows if everybody else [row for row in rows if row["verdict"] != "fail"],
        notes=[*_counts(standings, court), *court.terms(question.tiers), *_explanations(shown, court)],
    )


def _row(standing: "Standing", court: "Bench", wish: Mapping[str, Any]) -> dict[str, Any]:
    row: dict[str, Any] = {
        "cadre": standing.cadre,
        "name": standing.name,
        "unit": standing.unit,
        "tier": standing.tier,
        "verdict": standing.verdict,
        "failed": standing.failed,
        "unknown": standing.unknown,
        "relaxed": standing.relaxed,
        "remarks": standing.remarks,
    }
    if wish["horizon"]:
        row["first_pass_on"] = standing.first_pass_on
    if wish["explain"]:
        row["clauses"] = [clause_row(one, court.session.lang) for one in standing.clauses]
    return row


def _columns(court: "Bench", several: bool, horizon: bool) -> list[Column]:
    labels = court.clause_labels

    def clauses(paths: Any) -> str:
        return "; ".join(render(labels[path], court.session.lang) for path in paths)

    columns = [
        Column("cadre", say("cadre")),
        Column("name", say("name")),
        Column("unit", say("unit"), lambda id: court.units.get(id, id)),
        *([Column("tier", say("tier"), lambda id: court.tiers[id].title)] if several else []),
        Column("verdict", say("verdict"), lambda word: VERDICTS[word]),
        Column("failed", say("fails"), clauses, optional=True),
        Column("unknown", say("not known"), clauses, optional=True),
        Column("relaxed", say("relaxed"), clauses, optional=True),
        Column("remarks", say("not met, but no must"), clauses, optional=True),
    ]
    return [*columns, Column("first_pass_on", say("first passes on"))] if horizon else columns


def _counts(standings: "Sequence[Standing]", court: "Bench") -> Iterator[Text]:
    """How many of the people asked about stand how, tier by tier."""
    for tier in dict.fromkeys(one.tier for one in standings):
        counts = Counter(one.verdict for one in standings if one.tier == tier)
        yield say(
            "{tier}: {passes} pass, {unknown} unknown, {fails} fail.",
            tier=court.tiers[tier].title,
            passes=counts["pass"],
            unknown=counts["unknown"],
            fails=counts["fail"],
        )


def _explanations(standings: "Sequence[Standing]", court: "Bench") -> Iterator[str]:
    """For people: each person's clauses in a block; nothing where they were not asked for."""
    lang = court.session.lang
    for standing in standings:
        if standing.clauses:
            yield f"\n{explained(standing, court.tiers[standing.tier].title, lang)}"


COMMANDS: dict[str, Command] = {"eligible": eligible}
