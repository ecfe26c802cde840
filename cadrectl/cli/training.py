"""`training`: the classes of a year, the needs they answer, how they were received, and the fund that pays for them."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import click

from cadrectl.cli import options
from cadrectl.cli.answer import Answer, Column, answer_options
from cadrectl.cli.commands import ALL
from cadrectl.cli.keeping import give_judged
from cadrectl.cli.session import Session
from cadrectl.cli.words import Command, command, option
from cadrectl.text import Text, render, say, say_count

if TYPE_CHECKING:
    from cadrectl.cli.judging import Bench
    from cadrectl.decide.training import Class, Level, Need, Spending
    from cadrectl.vocabulary import Label


@command("training", about=ALL["training"].about)
@option("--year", type=click.IntRange(1900, 2199), about=say("The training of this year (the last complete year)."))
@options.policy
@options.skip_invalid
@answer_options
@click.pass_obj
def training(session: Session, /, policy: str | None, skip_invalid: bool, **wish: Any) -> None:
    """Print the classes."""
    give_judged(session, policy, skip_invalid, lambda court: _answer(court, wish["year"] or session.as_of.year - 1))


def _answer(court: "Bench", year: int) -> Answer:
    from cadrectl.decide.training import classes, needs, spending

    held = classes(court.clerk, [one.series for one in court.deciding], year)
    wanted, spent = needs(court.book, held, year), spending(court.book, held, year)
    words = _words(court)
    return Answer(
        head={
            **court.head("training", "assessments"),
            "year": year,
            "needs": [_need(one) for one in wanted],
            "fund": [_spending(one) for one in spent],
        },
        columns=_columns(court, words),
        rows=[_row(one, court) for one in held],
        problems=court.reading.problems,
        notes=[*(_need_text(one, words) for one in wanted), *(_spending_text(one) for one in spent)],
    )


def _words(court: "Bench") -> "dict[str, Label]":
    """What the policies call modules and the numbers of an appraisal."""
    numbers = {
        name: entry.label
        for policy in court.deciding
        for one in policy.assessments
        for name, entry in one.numbers.items()
        if entry.label
    }
    return {**numbers, **{word: label for policy in court.deciding for word, label in policy.labels.items()}}


def _row(one: "Class", court: "Bench") -> dict[str, Any]:
    path, line = one.place
    return {
        "class": one.id,
        "title": one.title,
        "tier": one.tier,
        "module": one.module,
        "from": one.begins,
        "until": one.ends or None,
        "hours": _plain(one.hours),
        "credits": _plain(one.credits),
        "people": len(one.people),
        "routes": dict(one.routes),
        "results": dict(one.results),
        "satisfaction": _rounded(one.satisfaction[0]),
        "score": _rounded(one.score[0]),
        "wanted": one.wanted,
        "levels": [_level(level) for level in one.levels],
        "cost": _plain(one.cost),
        "project": one.project,
        "cadres": list(one.people),
        "evidence": [{"path": path, "line": line}],
    }


def _level(level: "Level") -> dict[str, Any]:
    return {
        "assess": level.assess,
        "id": level.number,
        "mean": _rounded(level.mean),
        "known": level.known,
        "of": level.of,
    }


def _need(one: "Need") -> dict[str, Any]:
    return {
        "module": one.module,
        "wanted": one.wanted,
        "classes": one.classes,
        "places": one.places,
        "credits": _plain(one.credits),
    }


def _spending(one: "Spending") -> dict[str, Any]:
    return {
        "project": one.project,
        "purpose": one.purpose,
        "planned": _plain(one.planned),
        "spent": _plain(one.spent),
        "cost": _plain(one.cost),
    }


def _need_text(one: "Need", words: "Mapping[str, Label]") -> Text:
    return say(
        "{module}: wanted by {wanted}; {classes}, {places}, {credits}.",
        module=words.get(one.module, one.module),
        wanted=_shown(one.wanted),
        classes=say_count("{count} class", "{count} classes", count=one.classes),
        places=say_count("{count} place", "{count} places", count=one.places),
        credits=say_count("{count} credit", "{count} credits", count=_shown(_plain(one.credits))),
    )


def _spending_text(one: "Spending") -> Text:
    if one.planned is None:
        return say("{project}: not a project of the fund; its classes cost {cost} yuan.", **_money(one))
    return say("{project}: {planned} yuan planned, {spent} spent; its classes cost {cost}.", **_money(one))


def _money(one: "Spending") -> dict[str, str]:
    numbers = {name: _shown(_plain(getattr(one, name))) for name in ("planned", "spent", "cost")}
    return {"project": one.project, **numbers}


def _columns(court: "Bench", words: "Mapping[str, Label]") -> list[Column]:
    from cadrectl.register import columns

    def of(name: str) -> "Mapping[str, Label]":
        column = columns.table("training.participants").column(name)
        return (column.word_labels if column is not None else None) or {}

    def counted(name: str) -> Any:
        return lambda counts: _counts(counts, of(name), court.session.lang)

    def levels(found: Sequence[Mapping[str, Any]]) -> str:
        known = [(render(words.get(one["id"], one["id"]), court.session.lang), one) for one in found]
        return "; ".join(f"{label} {_shown(one['mean'])} ({one['known']}/{one['of']})" for label, one in known)

    return [
        Column("class", say("class")),
        Column("title", say("title")),
        Column("tier", say("tier"), lambda id: court.register.tiers.get(id, id or ""), optional=True),
        Column("module", say("module"), lambda word: words.get(word, word or ""), optional=True),
        Column("from", say("began")),
        Column("hours", say("hours"), _shown),
        Column("credits", say("credits"), _shown, optional=True),
        Column("people", say("people")),
        Column("routes", say("enrolled"), counted("route")),
        Column("results", say("result"), counted("result")),
        Column("satisfaction", say("satisfaction"), _shown, optional=True),
        Column("levels", say("appraisal"), levels, optional=True),
        Column("wanted", say("wanted by"), _shown, optional=True),
        Column("cost", say("cost, yuan"), _shown, optional=True),
    ]


def _counts(counts: Mapping[str, int], labels: "Mapping[str, Label]", lang: str) -> str:
    return ", ".join(f"{render(labels.get(word, word), lang)} {number}" for word, number in counts.items() if number)


def _shown(value: float | None) -> str:
    return "?" if value is None else str(value)


def _rounded(number: Fraction | None) -> float | int | None:
    """A mean to the hundredth, a half upwards."""
    if number is None:
        return None
    return _plain(float(Fraction(int(number * 100 + Fraction(1, 2)), 100)))


def _plain(number: float | None) -> float | int | None:
    return int(number) if number is not None and float(number).is_integer() else number


COMMANDS: dict[str, Command] = {"training": training}
