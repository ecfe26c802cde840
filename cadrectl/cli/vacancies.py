"""`vacancies`: the posts that are or fall empty, month by month, against the confirmed reserves."""

from collections import Counter
from typing import TYPE_CHECKING, Any

import click

from cadrectl.calendar import code_of
from cadrectl.cli import ahead, options
from cadrectl.cli.answer import Answer, Column, answer_options, in_words
from cadrectl.cli.commands import ALL
from cadrectl.cli.pictures import beside, draw, pictures_option
from cadrectl.cli.session import Session
from cadrectl.cli.words import Command, Refusal, command, option
from cadrectl.text import Text, say

if TYPE_CHECKING:
    from cadrectl.cli.judging import Bench
    from cadrectl.rotation.vacancies import Vacancy

HORIZON = (36, "m")
"""How far a look ahead reaches where nobody says so."""


@command("vacancies", about=ALL["vacancies"].about)
@option(
    "--horizon",
    metavar="SPAN",
    type=ahead.Ahead(),
    default="{}{}".format(*HORIZON),
    about=say("Look this far ahead (90d, 12m, 3y; 36m if left out)."),
)
@options.policy
@options.skip_invalid
@pictures_option
@answer_options
@click.pass_obj
def vacancies(session: Session, /, policy: str | None, skip_invalid: bool, **wish: Any) -> None:
    """Print the vacancies."""
    from cadrectl.cli.planning import desk
    from cadrectl.register import columns
    from cadrectl.report.moves import vacancies_against_the_bench
    from cadrectl.rotation.vacancies import REASONS
    from cadrectl.rotation.vacancies import vacancies as found_until

    last_day = ahead.last_day(session.as_of, *wish["horizon"])
    table = desk(session, policy, skip_invalid)
    if table.situation.movement.vacancies is None:
        raise Refusal(say("The policy {policy} does not say how posts fall empty.", policy=table.situation.policy.id))
    found = found_until(table.situation, last_day)
    rank = columns.table("units.posts").column("rank")
    shown = [
        Column("month", say("month")),
        Column("unit", say("unit"), lambda id: table.court.units.get(id, id)),
        Column("post", say("post")),
        Column("rank", say("level"), in_words((rank.word_labels if rank is not None else None) or {})),
        Column("reason", say("reason"), lambda word: REASONS[word]),
        Column("name", say("held by"), optional=True),
        Column("ready_now", say("ready now")),
        Column("ready_later", say("ready later")),
    ]
    names = dict(zip(table.situation.ids, table.situation.names, strict=True))
    rows = [_row(one, names) for one in found]
    counts = Counter(one.reason for one in found)
    notes: list[Text | str] = [
        say("{state}: {count}", state=label, count=counts[word]) for word, label in REASONS.items() if counts[word]
    ]
    if wish["pictures"]:
        chart = vacancies_against_the_bench(found)
        notes += draw([chart], beside(wish), table.court.reading, session.lang)
    table.give(Answer(table.head("vacancies"), shown, rows, notes=notes), wish)


def _row(one: "Vacancy", names: dict[str, str]) -> dict[str, Any]:
    return {
        "unit": one.seat.unit,
        "post": one.seat.post,
        "rank": one.seat.rank,
        "month": one.month,
        "reason": one.reason,
        "ready_now": len(one.ready_now),
        "ready_later": len(one.ready_later),
        "cadre": one.cadre,
        "name": names[one.cadre] if one.cadre is not None else None,
        "candidates": {"now": list(one.ready_now), "later": list(one.ready_later)},
    }


def of_post(court: "Bench", place: str) -> tuple[list[dict[str, Any]], list[Text]]:
    """When and why a post (`U003/副校长`) is or falls empty within the usual horizon: rows, and what people read."""
    from cadrectl.cli.judging import sound_bench
    from cadrectl.rotation.situation import Situation
    from cadrectl.rotation.vacancies import REASONS
    from cadrectl.rotation.vacancies import vacancies as found_until

    session = court.session
    rows: list[dict[str, Any]] = []
    for policy in sound_bench(session, court.reading).deciding:
        if policy.movement is not None and policy.movement.vacancies is not None:
            here = Situation(court.book, policy, court.known, code_of(session.as_of))
            names = dict(zip(here.ids, here.names, strict=True))
            found = found_until(here, ahead.last_day(session.as_of, *HORIZON))
            rows += [_row(one, names) for one in found if one.seat.name == place]
    notes = [
        say("{month}: {post} falls empty ({reason}); reserves ready now {now}, later {later}.", month=row["month"],
            post=place, reason=REASONS[row["reason"]], now=row["ready_now"], later=row["ready_later"])
        for row in rows
    ]
    return rows, notes


COMMANDS: dict[str, Command] = {"vacancies": vacancies}
