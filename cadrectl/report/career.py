"""A person's résumé as the appointment form has it: to the month, in time order, and no month unaccounted for.

What the records leave open is said to be open in a line of its own; nothing is filled in.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct, field

from cadrectl.calendar import MONTH, parse_date
from cadrectl.report.document import Said
from cadrectl.text import Text, say

ASIDE = ("secondment", "concurrent")
"""Kinds of post that are held beside another; they are told inside its line."""

Names = Mapping[str, Said]
"""The names of the units by id."""


class Stage(Struct):
    """A line of a résumé: from when to when (as records write it), what, and what was done beside it."""

    start: str
    end: str | None
    what: Said
    beside: list["Stage"] = field(default_factory=list)


def resume(cadre: Mapping[str, Any], units: Names) -> list[Text]:
    """The lines of the résumé of a person's record."""
    main = sorted([*_studies(cadre, "full-time"), *_posts(cadre, units, aside=False)], key=_begin)
    for beside in sorted([*_studies(cadre, "in-service"), *_posts(cadre, units, aside=True)], key=_begin):
        around = [one for one in main if _begin(one) <= _begin(beside)]
        (around[-1].beside if around else main).append(beside)
    return [_line(one) for one in _accounted(main)]


def _studies(cadre: Mapping[str, Any], mode: str) -> Iterator[Stage]:
    for one in cadre.get("education", ()):
        if one["mode"] == mode and "from" in one:
            school = one.get("school", say("(school not known)"))
            what = say("student at {school}", school=school)
            if "major" in one:
                what = say("student of {major} at {school}", major=one["major"], school=school)
            yield Stage(one["from"], one.get("until"), what)


def _posts(cadre: Mapping[str, Any], units: Names, *, aside: bool) -> Iterator[Stage]:
    for one in cadre["posts"]:
        if (one["kind"] in ASIDE) == aside:
            unit = units.get(one["unit"], one["unit"]) if "unit" in one else one["outside"]
            text = say("{unit} {post}", unit=unit, post=one["post"])
            what = say("on secondment: {post}", post=text) if one["kind"] == "secondment" else text
            yield Stage(one["from"], one.get("to"), what)


def _begin(stage: Stage) -> int:
    span = parse_date(stage.start)
    return span[0] if span else 0


def _accounted(stages: list[Stage]) -> Iterator[Stage]:
    """The stages with a line for every month between that nothing accounts for."""
    reached: str | None = None
    for one in stages:
        if reached is not None and _apart(reached, one.start):
            yield Stage(reached, one.start, say("nothing on record"))
        yield one
        ends = [end for end in (reached, one.end) if end is not None]
        reached = max(ends, default=None) if one.end is not None else None


def _apart(end: str, start: str) -> bool:
    """Whether a whole month lies between two dates; what is only known to the year leaves no gap to tell."""
    before, after = parse_date(end), parse_date(start)
    return before is not None and after is not None and after[0] // MONTH - before[1] // MONTH > 1


def _line(stage: Stage) -> Text:
    told = {"start": month(stage.start), "end": month(stage.end) if stage.end else "       ", "what": stage.what}
    line = say("{start}—{end}  {what}", **told)
    for beside in stage.beside:
        line = say("{line} (meanwhile: {beside})", line=line, beside=_line(beside))
    return line


def month(date: str) -> str:
    """A date to the month as forms write it: `2004.08`; a year alone stays one."""
    return ".".join(date.split("-")[:2])
