"""What needs a decision in the month after the period.

Terms and exceptions that end, posts that fall empty, cases that wait for their next step, people who come to qualify
and members who qualify no longer.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta

import numpy as np
from msgspec import Struct

from cadrectl.calendar import MONTH, iso, month_of
from cadrectl.decide.eligibility import tiers_of
from cadrectl.decide.procedure import checked, next_step
from cadrectl.report.dated import known_at
from cadrectl.report.document import Block, Paragraph, Part, Said, Section, Table, dated
from cadrectl.report.ground import Ground
from cadrectl.report.outlook import FALLEN, LATER, states
from cadrectl.rotation.vacancies import REASONS
from cadrectl.text import say

ANNEX = "next-month"


class Decision(Struct, frozen=True):
    """Something that somebody must decide: by when, about whom (if about one), what, by which clause, and its place."""

    by: str
    cadre: str
    what: Said
    source: str = ""
    place: str = ""


def ahead(ground: Ground) -> Part:
    """The decisions due in the next month counted by kind, and one by one."""
    found = sorted((one for find in SOURCES for one in find(ground)), key=lambda one: (one.by, one.cadre))
    title = say("Decisions of the next month")
    if not found:
        return Part(Section(title, (Paragraph(say("Nothing on record ends or begins in the next month.")),)))
    numbers = Counter(str(one.what) for one in found)
    kinds = {str(one.what): one for one in found}
    columns = (say("decision"), say("number"), say("source"))
    rows = tuple((one.what, numbers[key], one.source) for key, one in kinds.items())
    blocks: tuple[Block, ...] = (Table("next-month", title, columns, rows, ANNEX),)
    return Part(Section(title, blocks), (_rows(ground, found),) if ground.profile.people else ())


def _rows(ground: Ground, found: list[Decision]) -> Table:
    names = ground.book.register.names("cadres")
    columns = (say("by when"), say("cadre"), say("name"), say("decision"), say("source"), say("record"))
    rows = tuple((dated(one.by), one.cadre, names.get(one.cadre), one.what, one.source, one.place) for one in found)
    return Table(ANNEX, say("What is to be decided"), columns, rows)


def _next_month(ground: Ground) -> tuple[int, int]:
    """The first and the last code of the month after the last day; computed, so that no day is missed."""
    first = month_of(month_of(ground.day) + MONTH)
    return first, first + MONTH - 1


def _end(ground: Ground) -> str:
    """The last day of the next month."""
    after = date.fromisoformat(iso(_next_month(ground)[0] + MONTH))
    return (after - timedelta(days=1)).isoformat()


def _pool_terms(ground: Ground) -> Iterator[Decision]:
    """Memberships whose term ends: the summative assessment and what follows from it (JT-10)."""
    rows = ground.moment.rows("reserve")
    last = rows.dates("term.until")[1]
    gone = rows.dates("left.date")[0]
    first, end = _next_month(ground)
    for at in np.flatnonzero((first <= last) & (last <= end) & (gone > last)).tolist():
        yield _decision(ground, "reserve", int(rows.index[at]), iso(int(last[at])))


def _decision(ground: Ground, table: str, row: int, by: str) -> Decision:
    told = ground.book.register.tables[table].row(row)
    what, source = WORDS[table]
    return Decision(by, str(told["cadre"]), what, source, f"{told['path']}:{told['line']}")


WORDS = {
    "reserve": (say("a term in the pool ends: summative assessment"), "JT-10"),
    "relaxations": (say("a relaxation ends"), "JT-5"),
}


def _relaxations(ground: Ground) -> Iterator[Decision]:
    """Exceptions that end (JT-5)."""
    rows = ground.moment.rows("relaxations")
    last = rows.dates("until")[1]
    first, end = _next_month(ground)
    for at in np.flatnonzero((first <= last) & (last <= end)).tolist():
        yield _decision(ground, "relaxations", int(rows.index[at]), iso(int(last[at])))


def _post_terms(ground: Ground) -> Iterator[Decision]:
    """Terms of posts that end."""
    posts, register = ground.moment.rows("posts"), ground.book.register
    last, left = posts.dates("term.until")[1], posts.dates("to")[0]
    first, end = _next_month(ground)
    ids = register.tables["cadres"]["id"]
    for at in np.flatnonzero((first <= last) & (last <= end) & (left > last)).tolist():
        row = register.tables["cadres.posts"].row(int(posts.index[at]))
        person = ground.moment.people[posts.holder[at]]
        place = f"{row['path']}:{row['line']}"
        yield Decision(iso(int(last[at])), str(ids[person]), say("the term of a post ends"), "", place)


def _first_passes(ground: Ground) -> Iterator[Decision]:
    """People who come to qualify in the month and are in no tier."""
    first, end = iso(_next_month(ground)[0]), _end(ground)
    tiers = {tier.id: tier for _, tier in tiers_of(ground.in_force, ())}
    for one, state in states(ground):
        if state is LATER and one.first_pass_on is not None and first <= one.first_pass_on <= end:
            what = say("comes to qualify for {tier}", tier=tiers[one.tier].title)
            yield Decision(one.first_pass_on, one.cadre, what, ", ".join(tiers[one.tier].clause.source))


def _no_longer(ground: Ground) -> Iterator[Decision]:
    """Members of the pool who qualify no longer."""
    end = _end(ground)
    tiers = {tier.id: tier for _, tier in tiers_of(ground.in_force, ())}
    for one, state in states(ground):
        if state is FALLEN:
            what = say("in {tier}, qualifies no longer: whether to leave it", tier=tiers[one.tier].title)
            yield Decision(end, one.cadre, what, ", ".join(tiers[one.tier].clause.source))


def _empty_posts(ground: Ground) -> Iterator[Decision]:
    """Posts that fall empty in the month (JT-17)."""
    month = iso(_next_month(ground)[0])[: len("YYYY-MM")]
    for one in ground.falling_empty:
        if one.month == month:
            what = say("a post falls empty ({reason}): who follows", reason=REASONS[one.reason])
            yield Decision(month, one.cadre or "", what, "JT-17")


def _cases(ground: Ground) -> Iterator[Decision]:
    """Appointment cases without a result whose next step may be taken by the end of the month (QJ-1, PT-4)."""
    end = _end(ground)
    for record in ground.records:
        case = known_at(record, ground.day) if record.kind == "appointments" else None
        if case is None or "result" in case.value:
            continue
        step = next_step(checked(case.value, ground.rules), ground.rules)
        if step is not None and (step.free is None or step.free.isoformat() <= end):
            by = end if step.free is None else step.free.isoformat()
            what = say("an appointment case waits for: {step}", step=step.rule.label)
            yield Decision(by, "", what, ", ".join(step.rule.source), f"{record.path}:1")


SOURCES = (_pool_terms, _relaxations, _post_terms, _empty_posts, _cases, _first_passes, _no_longer)
