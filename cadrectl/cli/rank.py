"""`rank`: the members of each tier, or those who could enter it, in order within its quota."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

from cadrectl.calendar import code_of
from cadrectl.cli import options
from cadrectl.cli.answer import Answer, Column, answer_options
from cadrectl.cli.commands import ALL
from cadrectl.cli.keeping import give_judged
from cadrectl.cli.session import Session
from cadrectl.cli.words import Command, Refusal, command, option
from cadrectl.text import Text, render, say, say_count

if TYPE_CHECKING:
    from cadrectl.cli.judging import Bench
    from cadrectl.decide.figures import Stand
    from cadrectl.decide.ranking import Order, Part, Placing


@command("rank", about=ALL["rank"].about)
@options.policy
@options.tiers
@option(
    "--year",
    type=click.IntRange(1900, 2199),
    about=say("By the results of this year and those before it (the last complete year)."),
)
@option(
    "--candidates",
    is_flag=True,
    about=say("Not the members but those who qualify and are in no tier, against the free places."),
)
@options.skip_invalid
@answer_options
@click.pass_obj
def rank(session: Session, /, policy: str | None, skip_invalid: bool, **wish: Any) -> None:
    """Print the rankings."""
    give_judged(session, policy, skip_invalid, lambda court: _answer(court, wish))


def _answer(court: "Bench", wish: Mapping[str, Any]) -> Answer:
    """The rankings that were asked for, and the figures to watch."""
    from cadrectl.decide import ranking
    from cadrectl.decide.figures import figures

    session = court.session
    ordered = ranking.candidates if wish["candidates"] else ranking.rank
    year = wish["year"] or session.as_of.year - 1
    orders = ordered(court.book, court.deciding, court.known, court.question(wish["tiers"], ()), year)
    if not orders:
        raise Refusal(say("The policy does not say how these tiers are ranked."))
    stands = figures(court.book, court.deciding, court.known, code_of(session.as_of))
    watched = [one for one in stands if one.unit is None]
    return Answer(
        head={**court.head("rank"), "figures": [_figure(one, session.lang) for one in watched]},
        columns=_columns(court, orders),
        rows=[_row(one, session.lang) for order in orders for one in order.placings],
        problems=court.reading.problems,
        notes=[*(note for order in orders for note in _notes(order, court)), *map(_stand, watched)],
    )


def _row(placing: "Placing", lang: str) -> dict[str, Any]:
    share = placing.top_share
    return {
        "cadre": placing.cadre,
        "name": placing.name,
        "unit": placing.unit,
        "tier": placing.tier,
        "rank": placing.rank,
        "score": _number(placing.score),
        "components": [_component(part, lang) for part in placing.components],
        "tied": placing.tied,
        "top_share": None if share is None else round(float(share), 4),
        "within_quota": placing.within_quota,
        "preferred": placing.preferred,
    }


def _component(part: "Part", lang: str) -> dict[str, Any]:
    path, line = part.place or (None, None)
    return {
        "id": part.id,
        "label": render(part.label, lang),
        "year": part.year,
        "score": _number(part.score),
        "weight": round(float(part.weight), 4),
        "evidence": [] if part.place is None else [{"path": path, "line": line}],
    }


def _figure(stand: "Stand", lang: str) -> dict[str, Any]:
    """A figure and how it stands; `base` is null where nothing is counted beside, or nobody can tell how much."""
    return {
        "id": stand.figure.id,
        "label": render(stand.figure.label, lang),
        "part": stand.part.low,
        "base": stand.sure_base,
        "unknown": len(stand.open),
        "verdict": stand.verdict,
        "source": list(stand.figure.source),
    }


def _stand(stand: "Stand") -> Text:
    """A figure to watch, for people."""
    from cadrectl.decide.figures import KEPT

    base = "?" if stand.sure_base is None else stand.sure_base
    counted = stand.part.low if stand.base is None else say("{part} of {base}", part=stand.part.low, base=base)
    return say(
        "{label}: {counted}, {unknown} unknown{kept} ({source}).",
        label=stand.figure.label,
        counted=counted,
        unknown=len(stand.open),
        kept="" if stand.verdict is None else say(", {kept}", kept=KEPT[stand.verdict]),
        source=", ".join(stand.figure.source),
    )


def _number(score: Any) -> float | int | None:
    """A decimal as a JSON number: an integer where it is one."""
    if score is None:
        return None
    return int(score) if score == int(score) else float(score)


def _columns(court: "Bench", orders: "Sequence[Order]") -> list[Column]:
    def results(parts: Any) -> str:
        return "  ".join(f"{part['year']} {'?' if part['score'] is None else part['score']}" for part in parts)

    tier = [Column("tier", say("tier"), lambda id: court.tiers[id].title)] if len(orders) > 1 else []
    return [
        *tier,
        Column("rank", say("place")),
        Column("cadre", say("cadre")),
        Column("name", say("name")),
        Column("unit", say("unit"), lambda id: court.units.get(id, id)),
        Column("score", say("score")),
        Column("components", say("results"), results),
        Column("top_share", say("top share"), lambda share: f"{share:.0%}"),
        Column("within_quota", say("within quota"), lambda within: say("yes") if within else say("no")),
        Column("tied", say("equal with"), ", ".join, optional=True),
    ]


def _notes(order: "Order", court: "Bench") -> Iterator[Text]:
    """The quota and the cut of a tier in words, and whose total is unknown."""
    title = court.tiers[order.tier].title
    for quota in order.quotas:
        if quota.at_most is not None and order.free is None:
            yield say(
                "{tier}{group}: {members} ranked, at most {most}.",
                tier=title,
                group=f" ({quota.group})" if quota.group else "",
                members=quota.members,
                most=quota.at_most,
            )
    if order.free is not None:
        yield say_count(
            "{tier}: {count} place is free.", "{tier}: {count} places are free.", count=order.free, tier=title
        )
    inside = [one.rank for one in order.placings if one.within_quota and one.rank is not None]
    if len(inside) < sum(one.rank is not None for one in order.placings):
        yield say("{tier}: the cut is after place {place}.", tier=title, place=max(inside, default=0))
    if order.at_the_cut:
        yield say("Equal at the cut, outside until decided: {cadres}.", cadres=", ".join(order.at_the_cut))
    unranked = [one for one in order.placings if one.rank is None]
    if unranked:
        yield say("No place, for a result is missing: {cadres}.", cadres=", ".join(one.cadre for one in unranked))


COMMANDS: dict[str, Command] = {"rank": rank}
