"""`headcount`: the authorised posts of units against those who hold them, by unit, rank, domain or post."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

from cadrectl.calendar import code_of
from cadrectl.cli import completing, options
from cadrectl.cli.answer import Answer, Column, answer_options, in_words
from cadrectl.cli.commands import ALL
from cadrectl.cli.keeping import give_judged
from cadrectl.cli.session import Session
from cadrectl.cli.words import Command, Refusal, command, option
from cadrectl.text import Text, render, say

if TYPE_CHECKING:
    from cadrectl.cli.judging import Bench
    from cadrectl.decide.figures import Stand
    from cadrectl.decide.headcount import Effect, Line
    from cadrectl.vocabulary import Label

STATES: Mapping[str, Text] = {
    "over": say("over"),
    "under": say("under"),
    "full": say("full"),
    "unknown": say("unknown"),
}
GROUPS: Mapping[str, Text] = {
    "unit": say("unit"),
    "rank": say("level"),
    "domain": say("domain"),
    "post": say("post"),
}


@command("headcount", about=ALL["headcount"].about)
@option(
    "--by",
    multiple=True,
    type=click.Choice(tuple(GROUPS)),
    default=("unit",),
    about=say("Count by this (unit if left out); may be repeated, as --by unit --by rank."),
)
@option(
    "--unit",
    "units",
    metavar="U",
    multiple=True,
    shell_complete=completing.everything,
    about=say("Only this unit; may be repeated."),
)
@option(
    "--state",
    "states",
    multiple=True,
    type=click.Choice(tuple(STATES)),
    about=say("Only what is in this state; may be repeated."),
)
@options.policy
@options.skip_invalid
@answer_options
@click.pass_obj
def headcount(session: Session, /, policy: str | None, skip_invalid: bool, **wish: Any) -> None:
    """Print the headcount."""
    give_judged(session, policy, skip_invalid, lambda court: _answer(court, wish))


def _answer(court: "Bench", wish: Mapping[str, Any]) -> Answer:
    from cadrectl.decide.headcount import headcount as counted
    from cadrectl.decide.headcount import staffing

    found = staffing(court.book, code_of(court.session.as_of))
    chosen = _units(court, wish["units"])
    by = tuple(dict.fromkeys(wish["by"]))
    lines = [line for line in counted(found.of(chosen), by) if not wish["states"] or line.state in wish["states"]]
    beside = _of_units(court, chosen) if by == ("unit",) else {}
    rows = [_row(line) | beside.get(str(line.group.get("unit")), {}) for line in lines]
    counts = Counter(line.state for line in lines)
    notes = [say("{state}: {count}", state=STATES[state], count=counts[state]) for state in STATES if counts[state]]
    return Answer(court.head("headcount", "figures"), _columns(court, by), rows, court.reading.problems, notes=notes)


def _units(court: "Bench", named: Sequence[str]) -> frozenset[str] | None:
    """The ids of the units asked for; None for all."""
    for one in named:
        if one not in court.units:
            raise Refusal(say("There is no unit {unit}.", unit=one))
    return frozenset(named) or None


def _row(line: "Line") -> dict[str, Any]:
    return {
        **{name: line.group.get(name) for name in GROUPS},
        "authorised": line.authorised,
        "held": line.held,
        "unknown": line.open,
        "concurrent": line.concurrent,
        "acting": line.acting,
        "over": line.over,
        "empty": line.empty,
        "state": line.state,
        "cadres": list(line.cadres),
    }


def _of_units(court: "Bench", chosen: frozenset[str] | None) -> dict[str, dict[str, Any]]:
    """What is said of whole units alone: the staff at large, and the limits that the policies set by size."""
    from cadrectl.decide.figures import figures
    from cadrectl.decide.headcount import staff

    day = code_of(court.session.as_of)
    limits: dict[str, list[dict[str, Any]]] = {}
    for stand in figures(court.book, court.deciding, court.known, day):
        if stand.unit is not None and stand.verdict is not None:
            limits.setdefault(stand.unit, []).append(_limit(stand, court.session.lang))
    return {
        unit: {
            "staff": there,
            "staff_authorised": allowed,
            "staff_over": None if there is None or allowed is None else max(0, there - allowed),
            "limits": limits.get(unit, []),
        }
        for unit, (there, allowed) in staff(court.book, day).items()
        if chosen is None or unit in chosen
    }


def _limit(stand: "Stand", lang: str) -> dict[str, Any]:
    """How a figure stands in a unit; a bound that is not known, or not set, is null."""
    return {
        "id": stand.figure.id,
        "label": render(stand.figure.label, lang),
        "counted": None if stand.part.high is None else stand.part.low,
        "base": stand.sure_base,
        "unknown": len(stand.open),
        **{name: _bound(numbers) for name, numbers in stand.limits},
        "verdict": stand.verdict,
        "severity": stand.figure.severity,
        "source": list(stand.figure.source),
    }


def _bound(numbers: Sequence[Any]) -> float | int | None:
    if len(numbers) != 1 or numbers[0] is None:
        return None
    return int(numbers[0]) if numbers[0].denominator == 1 else round(float(numbers[0]), 4)


def _columns(court: "Bench", by: Sequence[str]) -> list[Column]:
    return [
        *(Column(name, GROUPS[name], _words(court, name)) for name in by),
        Column("authorised", say("authorised")),
        Column("held", say("held")),
        Column("unknown", say("not known"), _number, optional=True),
        Column("concurrent", say("concurrent"), _number, optional=True),
        Column("acting", say("acting or seconded"), _number, optional=True),
        Column("over", say("over"), _number, optional=True),
        Column("empty", say("empty"), _number, optional=True),
        Column("state", say("state"), STATES.__getitem__),
        *_columns_of_units(by),
    ]


def _columns_of_units(by: Sequence[str]) -> list[Column]:
    if tuple(by) != ("unit",):
        return []
    return [
        Column("staff", say("staff"), optional=True),
        Column("staff_authorised", say("authorised staff"), optional=True),
        Column("staff_over", say("staff over"), _number, optional=True),
        Column("limits", say("by size"), _limits, optional=True),
    ]


def _number(value: int) -> str:
    return str(value) if value else ""


def _limits(limits: Sequence[Mapping[str, Any]]) -> str:
    """Figures that are not surely kept, with what was counted and the bounds."""
    signs = {"fail": "✗", "unknown": "?"}
    return "; ".join(
        f"{signs[one['verdict']]} {one['label']} {_counted(one)} ({_bounds(one)})"
        for one in limits
        if one["verdict"] in signs
    )


def _counted(limit: Mapping[str, Any]) -> str:
    counted = "?" if limit["counted"] is None else str(limit["counted"])
    return counted if limit["base"] is None else f"{counted}/{limit['base']}"


def _bounds(limit: Mapping[str, Any]) -> str:
    signs = {"at_least": "≥", "more_than": ">", "at_most": "≤", "less_than": "<"}
    if limit.get("at_least") is not None and limit.get("at_least") == limit.get("at_most"):
        return f"= {limit['at_least']}"
    return ", ".join(f"{sign} {limit[name]}" for name, sign in signs.items() if limit.get(name) is not None) or "?"


def _words(court: "Bench", name: str) -> Any:
    """How people read a unit, a rank, a domain or a post."""
    from cadrectl.register import columns

    if name == "unit":
        return lambda id: court.units.get(id, id)
    if name == "domain":
        found = court.register.vocabularies.get("domains")
        return in_words({id: term.label for id, term in found.terms.items()} if found is not None else {})
    rank = columns.table("units.posts").column("rank")
    labels: Mapping[str, Label] = (rank.word_labels if rank is not None else None) or {}
    return in_words(labels) if name == "rank" else str


def told(court: "Bench", effects: "Sequence[Effect]") -> list[Text]:
    """For people: how places stand before and after an appointment."""
    return [
        say(
            "Headcount of {unit} {post}: {before} of {authorised} before, {after} after{over}.",
            unit=court.units.get(one.place.unit, one.place.unit),
            post=one.place.post or "",
            before=_held(one.before),
            after=_held(one.after),
            authorised="?" if one.before.authorised is None else one.before.authorised,
            over=say(", over") if one.after.state == "over" else "",
        )
        for one in effects
    ]


def _held(line: "Line") -> str:
    return f"{line.held}–{line.held + line.open}" if line.open else str(line.held)


def as_rows(effects: "Sequence[Effect]") -> list[dict[str, Any]]:
    """For machines: the same, with the states."""
    return [
        {
            "unit": one.place.unit,
            "post": one.place.post,
            "rank": one.place.rank,
            "authorised": one.before.authorised,
            **{
                name: {"held": line.held, "unknown": line.open, "state": line.state}
                for name, line in (("before", one.before), ("after", one.after))
            },
        }
        for one in effects
    ]


COMMANDS: dict[str, Command] = {"headcount": headcount}
