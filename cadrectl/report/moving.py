"""Who is due to move, and which posts fall empty within a year with the reserves who stand ready (NT-8, JT-17)."""

from collections import Counter

from cadrectl.register import table
from cadrectl.report.document import Block, Part, Row, Said, Section, Table, dated
from cadrectl.report.ground import Ground
from cadrectl.report.moves import vacancies_against_the_bench
from cadrectl.report.traits import NOT_KNOWN
from cadrectl.rotation.due import Obligation, obligations
from cadrectl.rotation.vacancies import REASONS, Vacancy
from cadrectl.text import say

DUE, EMPTY = "rotation", "vacancies"
STATES = {"overdue": say("overdue"), "due": say("due"), "unknown": NOT_KNOWN}


def rotating(ground: Ground) -> Part:
    """How many are due to move, and who; nothing where no scheme has people move."""
    found = [one for situation in ground.situations for one in obligations(situation) if one.state in STATES]
    title = say("Rotation due")
    if not found:
        return Part(Section(title, ()))
    counted = Counter(one.state for one in found)
    rows = tuple((label, counted[state]) for state, label in STATES.items())
    figures = Table("rotation", title, (say("state"), say("people")), rows, DUE, ("NT-8",))
    return Part(Section(title, (figures,)), (_due(ground, found),) if ground.profile.people else ())


def _due(ground: Ground, found: list[Obligation]) -> Table:
    columns = (
        *(say("cadre"), say("name"), say("unit"), say("state")),
        *(say("due on"), say("overdue on")),
    )
    rows: tuple[Row, ...] = tuple(
        (
            *(one.cadre, one.name, ground.unit(one.unit), STATES[one.state]),
            *(dated(one.due_on), dated(one.overdue_on)),
        )
        for one in found
    )
    return Table(DUE, say("Who is due to move"), columns, rows)


def vacant(ground: Ground) -> Part:
    """Posts that are or fall empty within a year, by rank and reason, against the reserves ready for them."""
    found = ground.falling_empty
    title = say("Vacancies within a year and the reserves ready")
    if not found:
        return Part(Section(title, ()))
    ranks = _ranks(found)
    counted = Counter((one.seat.rank, one.reason) for one in found)
    rows: list[Row] = []
    for rank, label in ranks.items():
        ready = {cadre for one in found if one.seat.rank == rank for cadre in one.ready_now}
        reasons = [counted[rank, reason] for reason in REASONS]
        rows.append((label, *reasons, sum(reasons), len(ready)))
    columns = (say("level"), *REASONS.values(), say("together"), say("reserves ready now"))
    blocks: tuple[Block, ...] = (Table("vacancies", title, columns, tuple(rows), EMPTY, ("JT-17",)),)
    chart = vacancies_against_the_bench(found)
    return Part(Section(title, (*blocks, chart)), (_empty(ground, found),) if ground.profile.people else ())


def _empty(ground: Ground, found: list[Vacancy]) -> Table:
    names, ranks = ground.book.register.names("cadres"), _ranks(found)
    columns = (
        *(say("month"), say("unit"), say("post"), say("level"), say("reason")),
        *(say("held by"), say("ready now"), say("ready later")),
    )
    rows: tuple[Row, ...] = tuple(
        (
            *(one.month, ground.unit(one.seat.unit), one.seat.post, ranks[one.seat.rank], REASONS[one.reason]),
            *(names.get(one.cadre or ""), len(one.ready_now), len(one.ready_later)),
        )
        for one in found
    )
    return Table(EMPTY, say("Posts that fall empty"), columns, rows)


def _ranks(found: list[Vacancy]) -> dict[str, Said]:
    """The ranks of the posts with their labels, highest first."""
    column = table("units.posts").column("rank")
    assert column is not None
    labels = column.word_labels or {}
    there = {one.seat.rank for one in found}
    return {word: labels.get(word, word) for word in reversed(column.words) if word in there}
