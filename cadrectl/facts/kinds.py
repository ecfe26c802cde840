"""The kinds of records that a policy may select, and how each stands in time; not what a policy asks of them.

A kind names its table, the date from which a record counts, and the date at which it ends: `ends` is the day
on which it is over (posts: the day of leaving), `last` the last day on which it still holds (honours).
"""

from functools import lru_cache

from msgspec import Struct

from cadrectl.register import Column as Column
from cadrectl.register import table as table
from cadrectl.vocabulary import Label


class Kind(Struct, frozen=True):
    """Where the records of a kind lie and when one counts; `starts` are tried in order.

    `undated` says of a record that states none of its `starts` whether it is `there`, not there (`absent`) or
    `unknown`; `unended` of one without an end whether it `runs` or that is `unknown`; `absence` what it means that a
    person has no record (of a list, its schema says so). `of_units` is the table of the same records of units.
    Of a part of the rows of a table, `stated` is the date that makes a row one of these, and `label` what they are
    called.
    """

    table: str
    starts: tuple[str, ...] = ()
    ends: str = ""
    last: str = ""
    year: str = ""
    undated: str = "unknown"
    unended: str = "runs"
    absence: str = ""
    of_units: str = ""
    stated: str = ""
    label: Label | None = None


KINDS: dict[str, Kind] = {
    "posts": Kind("cadres.posts", ("from",), ends="to"),
    "office-terms": Kind(
        "cadres.posts",
        ("term.from",),
        ends="to",
        last="term.until",
        stated="term.from",
        label={"zh": "任期", "en": "terms of office"},
    ),
    "education": Kind("cadres.education", ("until",)),
    "degrees": Kind("cadres.degrees", ("date",)),
    "titles": Kind("cadres.titles", ("passed", "engaged"), last="until"),
    "honours": Kind("cadres.honours", ("date",), last="until"),
    "class-work": Kind("cadres.class_work", ("from",), ends="to"),
    "certificates": Kind("cadres.certificates", ("date",), last="until"),
    "teaching": Kind("cadres.teaching", ("from",), ends="to"),
    "service": Kind("cadres.service", ("from",), ends="to"),
    "prizes": Kind("cadres.prizes", ("date",)),
    "scholarships": Kind("cadres.scholarships", ("date",)),
    "student-posts": Kind("cadres.student_posts", ("from",), ends="to", undated="there"),
    "sanctions": Kind("cadres.sanctions", ("effective", "decided"), ends="lifted"),
    "admonitions": Kind("cadres.admonitions", ("date",), ends="closed"),
    "proceedings": Kind("cadres.proceedings", ("opened",), ends="closed"),
    "principal-ranks": Kind("cadres.principal_ranks", ("from",)),
    "earlier-grades": Kind("cadres.earlier_grades", year="year"),
    "kin": Kind("cadres.kin"),
    "results": Kind("results", ("confirmed.date",), year="year", undated="absent", absence="unknown"),
    "vetoes": Kind(
        "evaluations.people.veto",
        ("date",),
        of_units="evaluations.bodies.veto",
        label={"zh": "一票否决事项", "en": "vetoes"},
    ),
    "reserve": Kind("reserve", ("term.from",), ends="left.date", last="term.until"),
    "findings": Kind("findings.entries", ("date",), last="until", absence="unknown"),
    "listings": Kind("listings.entries", ("since", "date"), last="until"),
    "applications": Kind(
        "rounds.applications", ("date",), ends="withdrawn", label={"zh": "报名", "en": "applications"}
    ),
    "scores": Kind("rounds.scores", label={"zh": "遴选成绩", "en": "scores of rounds"}),
    "relaxations": Kind("relaxations", ("from",), last="until"),
    "events": Kind("events.entries", ("date",), last="until", of_units="events.entries"),
    "clearings": Kind("clearings.entries", ("date",), of_units="clearings"),
    "plans": Kind("plans", ("date",), of_units="plans"),
    "training": Kind("training.participants", ("from",), last="until", unended="unknown"),
}


OF_UNITS_ONLY = ("plans",)
"""Kinds of record that are about units and nobody in particular."""

UNIT_KINDS: dict[str, Kind] = {"unit-posts": Kind("units.posts")}
"""The records of units that conditions may be about; nobody's, so that no selection finds them."""


def absence(kind: str) -> str:
    """What it means that a person has no record of a kind: `none` or `unknown`."""
    return KINDS[kind].absence or table(KINDS[kind].table).absence


UNIT_FIELDS = ("kind", "stage", "area", "grade", "group", "flags")
SIZE_FIELDS = ("staff", "authorised", "classes", "students")
TARGET_FIELDS = ("rank", "post", "grade", "stage", "readiness")


@lru_cache
def person_fields() -> frozenset[str]:
    """What a condition may ask of a person directly: own fields, those of the unit and of the post held, the target."""
    own = {column.name for column in table("cadres").columns}
    post = {f"post.{column.name}" for column in table("cadres.posts").columns}
    unit = {f"unit.{name}" for name in ("id", *UNIT_FIELDS, *SIZE_FIELDS)}
    return frozenset(own | post | unit | {f"target.{name}" for name in TARGET_FIELDS})


@lru_cache
def record_fields(kind: str) -> frozenset[str]:
    """What may be asked of a record of a kind: its fields, those of the record around it, its unit's, `running`."""
    if kind in UNIT_KINDS:
        of_unit = {f"unit.{name}" for name in ("id", *UNIT_FIELDS)}
        return frozenset({column.name for column in table(UNIT_KINDS[kind].table).columns} | of_unit)
    name = KINDS[kind].table
    fields = {column.name for column in table(name).columns} | {"running"}
    if not name.startswith("cadres.") and "." in name:
        fields |= {column.name for column in table(name.split(".")[0]).columns}
    if KINDS[kind].ends or KINDS[kind].last:
        fields.add("lasting")
    if "unit" in fields:
        fields |= {f"unit.{field}" for field in UNIT_FIELDS} | {"here"}
    return frozenset(fields)


def field_column(kind: str, name: str) -> Column | None:
    """What the schemas say of a field of a record of a kind, or (kind "") of people, their unit, post and target.

    None for what no file states: `running`, `lasting`, `here`, `unit.id`.
    """
    for place, column in _sources(kind, name):
        found = table(place).column(column)
        if found is not None:
            return found
    return None


def _sources(kind: str, name: str) -> list[tuple[str, str]]:
    """The tables in which a field is looked for, in order, and its name there."""
    prefix, _, rest = name.partition(".")
    of_unit = [("units", rest), ("units.size", rest)] if prefix == "unit" else []
    if kind in UNIT_KINDS:
        return [(UNIT_KINDS[kind].table, name), *of_unit]
    if kind:
        own = KINDS[kind].table
        around = [(own.split(".")[0], name)] if not own.startswith("cadres.") and "." in own else []
        return [(own, name), *around, *of_unit]
    of_post = [("cadres.posts", rest)] if prefix in ("post", "target") else []
    of_target = [("units", rest), ("reserve", rest)] if prefix == "target" else []
    return [*of_unit, *of_post, *of_target] or [("cadres", name)]
