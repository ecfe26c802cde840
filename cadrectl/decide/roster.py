"""Rosters: the records of one kind as rows, with what is known of people and units at a date.

Nothing is judged here. Values are plain, as in the records; a heading says how people read them.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import compress

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from cadrectl.calendar import code_of
from cadrectl.register import Column, Plain, Register, plain, plan, table
from cadrectl.text import Text, render, say
from cadrectl.vocabulary import Label

Row = Mapping[str, Plain]
Where = Sequence[tuple[str, str]]
Values = dict[str, list[Plain]]

AT_A_DATE = ("kind", "stage", "area", "grade")
"""What a unit's history tells of it."""

SHOWN = {
    "cadres": ("cadre", "name", "unit", "post", "rank", "gender", "birth"),
    "units": ("unit", "name", "kind", "stage", "area", "group", "cadres"),
    "reserve": ("cadre", "name", "unit", "tier", "term.from", "term.until", "route", "mentor", "left.date"),
    "evaluations": ("id", "unit", "kind", "year", "date"),
    "events": ("id", "kind", "year", "unit"),
    "surveys": ("id", "title", "year", "date", "asked", "answered"),
    "training": ("id", "title", "tier", "module", "from", "until", "hours", "credits"),
    "appointments": ("id", "title", "unit", "post", "opened", "result.cadre", "result.date"),
    "clearings": ("id", "year", "semester", "unit", "date"),
    "rounds": ("id", "title", "notice.date", "reference", "closed"),
    "relaxations": ("cadre", "name", "unit", "clause", "to", "waive", "from", "until", "reason"),
}
"""What a table for people shows of the kinds that have more; the rows hold everything."""
NAMED = ("cadres", "units", "policies", "rounds", "surveys", "training")
"""The kinds of record that have a name or a title."""


class Heading(Struct, frozen=True):
    """A value of each row by its key: what people call it and its words (or the ids in it)."""

    key: str
    title: Label
    words: Mapping[str, Label]


class Roster(Struct, frozen=True):
    """The rows in the order of their files, and the headings of the values that a table for people shows.

    A row has every value of the record under its dotted name, with `path` and `line`; a row about a person
    starts with `cadre`, `name`, `unit` (the home unit at the date, where the record names none).
    """

    headings: tuple[Heading, ...]
    rows: list[Row]


def roster(register: Register, kind: str, where: Where, as_of: date) -> Roster | Text:
    """The records of a kind that are as all of `where` says, or what is wrong with `where`.

    A field may be named by its label too, a word fits under its id or any label, a date under its beginning
    (`1980`), a list if it has the word, an absent value under "". A field of a list (`posts.rank`) fits if any of
    the list's rows does.
    """
    values = _values(register, kind, code_of(as_of))
    headings = {key: _heading(register, kind, key) for key in values if key not in ("path", "line")}
    keep = np.full(register.rows(kind), True)
    shown = [headings[key] for key in SHOWN.get(kind, headings)]
    for field, wanted in where:
        # what a table shows comes first: there a label means the column above which it stands
        named = next((one for one in (*shown, *headings.values()) if _is_named(field, one.key, one.title)), None)
        fitting = (
            np.array([_fits(value, wanted, named) for value in values[named.key]], bool)
            if named is not None
            else _having(register, kind, field, wanted)
        )
        if fitting is None:
            return _no_field(kind, field, headings)
        keep &= fitting
    rows = (dict(zip(values, row, strict=True)) for row in zip(*values.values(), strict=True))
    return Roster(tuple(shown), list(compress(rows, keep)))


def _is_named(field: str, key: str, label: Label) -> bool:
    """Whether a field was named by its key or by its label in either language."""
    return field == key or field.casefold() in (text.casefold() for text in label.values())


def _no_field(kind: str, field: str, headings: Mapping[str, Heading]) -> Text:
    fields = {"en": ", ".join(headings), "zh": "、".join(one.title["zh"] for one in headings.values())}
    return say("{kind} have no field {field}; they have {fields}", kind=table(kind).label, field=field, fields=fields)


def _having(register: Register, kind: str, field: str, wanted: str) -> NDArray[np.bool_] | None:
    """Which records have a row in a list that fits; None if there is no such list or field."""
    for listed in plan(kind).nested:
        for column in listed.columns:
            key = f"{listed.name.removeprefix(f'{kind}.')}.{column.name}"
            label = {lang: f"{text}.{column.label.get(lang, column.name)}" for lang, text in listed.label.items()}
            if _is_named(field, key, label):
                shown = heading(register, column, key)
                fitting = [_fits(value, wanted, shown) for value in values_of(register, listed.name, column)]
                having = np.full(register.rows(kind), False)
                having[register.tables[listed.name]["owner"][np.array(fitting, bool)]] = True
                return having
    return None


def heading(register: Register, column: Column, key: str) -> Heading:
    """The heading of a column of the register; ids of people, units, tiers, … are read as their names."""
    if column.vocabulary in register.vocabularies:
        terms = register.vocabularies[column.vocabulary].terms
        return Heading(key, column.label, {word: term.label for word, term in terms.items()})
    if column.is_tier:
        return Heading(key, column.label, register.tiers)
    if column.is_clause:
        return Heading(key, column.label, register.clauses)
    if column.refers_to in NAMED:
        return Heading(key, column.label, register.names(column.refers_to))
    return Heading(key, column.label, column.word_labels or {})


def _values(register: Register, kind: str, day: int) -> Values:
    rows = register.tables[kind]
    own = {column.name: values_of(register, kind, column) for column in table(kind).columns}
    place: Values = {"path": rows["path"].tolist(), "line": rows["line"].tolist()}
    if kind == "cadres":
        everyone = np.arange(len(rows), dtype=np.int32)
        return {**_people(register, everyone, day), **_posts(register, day), **own, **place}
    if kind == "units":
        return {"unit": rows["id"].tolist(), **own, **_units(register, day), **place}
    if "cadre" in own:
        about = _people(register, register.link(kind, "cadre"), day)
        stated = {"cadre": own["cadre"], "unit": _first(own.get("unit", about["unit"]), about["unit"])}
        return {**about, "id": rows["id"].tolist(), **own, **stated, **place}
    return {"id": rows["id"].tolist(), **own, **place}


def values_of(register: Register, name: str, column: Column) -> list[Plain]:
    """The plain values of a column of a table."""
    return plain(register.tables[name], column, register.words.get(f"{name}.{column.name}", ()))


def _people(register: Register, people: NDArray[np.int32], day: int) -> Values:
    """Id, name and home unit of people by row number; None for -1."""
    cadres, posts = register.tables["cadres"], register.tables["cadres.posts"]
    homes = np.append(register.home_posts(day), -1)[people]
    return {
        "cadre": _taken(cadres["id"].tolist(), people),
        "name": _taken(cadres["name"].tolist(), people),
        "unit": _taken(posts["unit"].tolist(), homes),
    }


def _posts(register: Register, day: int) -> Values:
    """Post and rank of everybody's home post."""
    homes = register.home_posts(day)
    posts = register.tables["cadres.posts"]
    return {key: _taken(posts[key].tolist(), homes) for key in ("post", "rank")}


def _units(register: Register, day: int) -> Values:
    """The units as they were at the day, and how many people had their home there."""
    everyone = np.arange(register.rows("units"), dtype=np.int32)
    told: Values = {key: register.unit_at(key, everyone, day).told.tolist() for key in AT_A_DATE}
    homes = register.home_posts(day)
    units = register.link("cadres.posts", "unit")[homes[homes >= 0]]
    told["cadres"] = np.bincount(units[units >= 0], minlength=len(everyone)).tolist()
    return told


def _first(values: Sequence[Plain], others: list[Plain]) -> list[Plain]:
    """The values, with the others where they are absent."""
    return [other if value is None else value for value, other in zip(values, others, strict=True)]


def _taken(values: Sequence[Plain], rows: NDArray[np.int32]) -> list[Plain]:
    return [values[row] if row >= 0 else None for row in rows.tolist()]


def _heading(register: Register, kind: str, key: str) -> Heading:
    if key in ("cadre", "cadres"):  # an id stands beside its name
        return Heading(key, table("cadres").label, {})
    column = table(kind).column(key)
    if key == "id" or (key == "unit" and kind == "units"):
        return Heading(key, table(kind).label, {})
    if column is None:
        column = table("cadres").column(key) or table("cadres.posts").column(key)
    assert column is not None
    return heading(register, column, key)


def _fits(value: Plain, wanted: str, heading: Heading) -> bool:
    if isinstance(value, list):
        return any(_fits(each, wanted, heading) for each in value)
    if isinstance(value, bool):
        said = say("yes") if value else say("no")
        return wanted in (str(value).lower(), render(said, "zh"), render(said, "en"))
    text = "" if value is None else str(value)
    labels = heading.words.get(text, {}).values()
    return wanted == text or wanted.casefold() in map(str.casefold, labels) or _is_beginning(wanted, text)


def _is_beginning(wanted: str, text: str) -> bool:
    """Whether a date begins with what is wanted: a year or a month."""
    return wanted != "" and text[:5].rstrip("-").isdigit() and text.startswith(f"{wanted}-")
