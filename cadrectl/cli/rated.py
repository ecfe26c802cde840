"""How the classes of voters took part and scored, as answers give it: rows of data, and sentences below a table."""

from collections.abc import Iterator, Sequence
from typing import Any

from cadrectl.decide.raters import Raters
from cadrectl.policy.clerk import Clerk
from cadrectl.policy.phrases import percent
from cadrectl.text import Text, say, say_count


def as_rows(found: Sequence[Raters]) -> list[dict[str, Any]]:
    """Each class of voters as data; leniency in points, rounded to hundredths."""
    return [
        {
            "assess": one.sheet.assessment.id,
            "year": one.sheet.period.year,
            "number": one.number,
            "subjects": one.subjects,
            "ballots": one.ballots,
            "turnout": None if one.turnout is None else round(float(one.turnout), 4),
            "leniency": None if one.leniency is None else round(float(one.leniency), 2),
            "not_shown": one.unseen,
        }
        for one in found
    ]


def as_notes(found: Sequence[Raters], clerk: Clerk) -> Iterator[Text]:
    """Each class of voters in a sentence."""
    for one in found:
        turnout = say("turnout not on record") if one.turnout is None else say("turnout {share}", share=_share(one))
        text = say_count(
            "{number}: {count} ballot on {subjects}, {turnout}",
            "{number}: {count} ballots on {subjects}, {turnout}",
            count=one.ballots,
            number=clerk.speaker(one.sheet).number("", one.number),
            subjects=one.subjects,
            turnout=turnout,
        )
        if one.leniency is not None:
            points = f"{float(one.leniency):+.2f}"
            text = say("{text}, points against the mean of the classes: {points}", text=text, points=points)
        if one.unseen:
            text = say(
                "{text}, not shown on {number} where a class of voters is too small", text=text, number=one.unseen
            )
        yield say("{text}.", text=text)


def _share(one: Raters) -> Text | str:
    assert one.turnout is not None  # asked before
    return percent(round(one.turnout, 3))
