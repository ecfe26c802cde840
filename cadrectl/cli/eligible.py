"""`eligible`: who meets the conditions of each tier, why, and from when."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click
from msgspec import Struct
from msgspec.structs import replace

from cadrectl.cli import ahead, options
from cadrectl.cli.answer import Answer, Column, answer_options
from cadrectl.cli.by_person import Counts, give_by_person
from cadrectl.cli.clauses import VERDICTS, clause_row, explained
from cadrectl.cli.commands import ALL
from cadrectl.cli.session import Session
from cadrectl.cli.words import Command, command, option
from cadrectl.text import Text, render, say

if TYPE_CHECKING:
    from cadrectl.cli.judging import Bench
    from cadrectl.decide.eligibility import Question, Standing


@command("eligible", about=ALL["eligible"].about)
@options.policy
@options.tiers
@options.cadres
@option(
    "--verdict",
    "verdicts",
    type=click.Choice(list(VERDICTS)),
    multiple=True,
    about=say("Only rows with this verdict; may be repeated."),
)
@options.explain
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
    give_by_person(session, policy, skip_invalid, _Asked(wish, last_day))


class _Asked(Struct, frozen=True):
    """What is asked, as the options say."""

    wish: Mapping[str, Any]
    last_day: int | None

    @property
    def of_all(self) -> bool:
        """Whether it is about everybody; explanations stand below the rows."""
        return not self.wish["cadres"] and not self.wish["explain"]

    def parts(self, court: "Bench") -> list[str]:
        """The tiers asked about, in order."""
        wanted = self._question(court).tiers
        return [tier for tier in court.tiers if not wanted or tier in wanted]

    def standings(self, court: "Bench", people: Sequence[str] | None = None) -> "list[Standing]":
        """How those asked about stand, or some of them."""
        from cadrectl.decide.eligibility import eligible as judged

        question = self._question(court)
        some = question if people is None else replace(question, cadres=tuple(people))
        return judged(court.book, court.deciding, court.known, some)

    def _question(self, court: "Bench") -> "Question":
        wish = self.wish
        return court.question(wish["tiers"], wish["cadres"], horizon=self.last_day, explain=wish["explain"])

    def answer(self, court: "Bench", standings: "Sequence[Standing]", counts: Counts) -> Answer:
        """The rows of these standings; `counts` are of all who are asked about."""
        wanted = self.wish["verdicts"] or list(VERDICTS)
        chosen = [one for one in standings if one.verdict in wanted]
        everybody = bool(self.wish["verdicts"] or self.wish["cadres"])  # who is asked for by verdict or name is shown
        shown = [one for one in chosen if everybody or one.verdict != "fail"]
        rows = [_row(one, court, self.wish) for one in chosen]
        several = len({tier for (tier, verdict), number in counts.items() if number and verdict in wanted}) > 1
        return Answer(
            head=court.head("eligible"),
            columns=_columns(court, several, self.last_day is not None),
            rows=rows,
            problems=court.reading.problems,
            listed=rows if everybody else [row for row in rows if row["verdict"] != "fail"],
            notes=[
                *_counted(counts, court),
                *court.terms(self._question(court).tiers),
                *_explanations(shown, court),
            ],
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


def _counted(counts: Counts, court: "Bench") -> Iterator[Text]:
    """How many of the people asked about stand how, tier by tier."""
    for id, tier in court.tiers.items():
        if any(counts[id, verdict] for verdict in VERDICTS):
            yield say(
                "{tier}: {passes} pass, {unknown} unknown, {fails} fail.",
                tier=tier.title,
                passes=counts[id, "pass"],
                unknown=counts[id, "unknown"],
                fails=counts[id, "fail"],
            )


def _explanations(standings: "Sequence[Standing]", court: "Bench") -> Iterator[str]:
    """For people: each person's clauses in a block; nothing where they were not asked for."""
    lang = court.session.lang
    for standing in standings:
        if standing.clauses:
            yield f"\n{explained(standing, court.tiers[standing.tier].title, lang)}"


COMMANDS: dict[str, Command] = {"eligible": eligible}
