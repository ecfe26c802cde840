"""What the sessions of the period come to by the policies in force, and what follows from them (JT-10, JX-1, QJ-4)."""

from collections import Counter
from collections.abc import Sequence

import numpy as np
from msgspec.structs import replace

from cadrectl.decide.assess import Assessed, of_sheet
from cadrectl.decide.consequences import Followed
from cadrectl.policy.clerk import Clerk
from cadrectl.policy.exact import Amount
from cadrectl.report.document import Block, Part, Row, Said, Section, Table, dated
from cadrectl.report.ground import Ground
from cadrectl.report.traits import NOT_KNOWN
from cadrectl.report.work import held
from cadrectl.text import say

RESULTS, FOLLOWS = "results", "consequences"


def assessed(ground: Ground) -> Part:
    """How many have which grade, and how many face what; nothing where no session was held."""
    clerk = Clerk(ground.book, ground.known, ground.day)
    rows = _rows(ground, clerk)
    title = say("Assessments and what follows")
    if not rows:
        return Part(Section(title, ()))
    blocks: tuple[Block, ...] = (_grades(clerk, rows),)
    following = [(row, one) for row in rows for one in row.consequences if one.wins]
    if following:
        blocks = (*blocks, _consequences(following))
    annexes = (_results(ground, clerk, rows), _following(ground, following))
    return Part(Section(title, blocks), annexes if ground.profile.people else ())


def _rows(ground: Ground, clerk: Clerk) -> list[Assessed]:
    """The results of the sessions of the period, as they were known on its last day."""
    years = np.unique(ground.book.column("evaluations", "year")[held(ground, "evaluations", "date")])
    series = [policy.series for policy in ground.in_force]
    sheets = [sheet for year in years.tolist() for sheet in clerk.of_year(series, int(year))]
    found = [row for sheet in sheets if not sheet.earlier for row in of_sheet(clerk, sheet)]
    held_then = (row for row in found if ground.first_day <= int(row.sheet.moment.day[row.at]) <= ground.day)
    return [_known(ground, row) for row in held_then]


def _known(ground: Ground, row: Assessed) -> Assessed:
    """The result without a confirmation after the period: the grade that was worked out, from which nothing follows."""
    entry = int(row.sheet.entry[row.at])
    if not row.grading.confirmed or entry < 0:
        return row
    if ground.book.dates(row.sheet.table, "confirmed.date")[0][entry] <= ground.day:
        return row
    return replace(row, grading=replace(row.grading, grade=row.grading.computed, confirmed=False), consequences=[])


def _grade(clerk: Clerk, row: Assessed) -> Said | None:
    """The grade that stands; None where the assessment gives none."""
    if row.sheet.assessment.grades is None:
        return None
    return NOT_KNOWN if row.grading.grade is None else clerk.speaker(row.sheet).word(row.grading.grade)


def _grades(clerk: Clerk, rows: Sequence[Assessed]) -> Table:
    titles = {row.sheet.assessment.id: row.sheet.assessment for row in rows}
    words = {(row.sheet.assessment.id, row.grading.grade): _grade(clerk, row) for row in rows}
    counted = Counter((row.sheet.assessment.id, row.grading.grade) for row in rows)
    settled = Counter((row.sheet.assessment.id, row.grading.grade) for row in rows if row.grading.confirmed)
    figures = tuple(
        (titles[id].title, words[id, grade], number, settled[id, grade], ", ".join(titles[id].source))
        for (id, grade), number in sorted(counted.items(), key=lambda one: (one[0][0], str(one[0][1])))
    )
    columns = (say("assessment"), say("grade"), say("number"), say("of these confirmed"), say("source"))
    return Table("grades", say("Grades that stand"), columns, figures, RESULTS)


def _consequences(following: Sequence[tuple[Assessed, Followed]]) -> Table:
    kinds = {one.id: one for _, one in following}
    counted = Counter((one.id, one.verdict) for _, one in following)
    rows = tuple(
        (_actions(one), counted[id, "pass"], counted[id, "unknown"], ", ".join(one.source)) for id, one in kinds.items()
    )
    columns = (say("what follows"), say("number"), say("not known"), say("source"))
    return Table("consequences", say("What follows"), columns, rows, FOLLOWS)


def _actions(followed: Followed) -> Said:
    """The actions one after the other; of those of which a body chooses one, the choice."""
    whole: Said = followed.actions[0].label
    for action in followed.actions[1:]:
        joint = say("{one} or {next}", one=whole, next=action.label)
        whole = joint if followed.one_of else say("{one}, {next}", one=whole, next=action.label)
    return whole


def _results(ground: Ground, clerk: Clerk, rows: Sequence[Assessed]) -> Table:
    columns = (
        *(say("cadre"), say("name"), say("unit"), say("assessment")),
        *(say("score"), say("place"), say("grade"), say("confirmed")),
    )
    told: tuple[Row, ...] = tuple(
        (
            *(row.cadre, row.name, ground.unit(row.unit), row.sheet.assessment.title),
            *(_number(row.score), row.placing.rank, _grade(clerk, row)),
            say("yes") if row.grading.confirmed else say("no"),
        )
        for row in rows
    )
    return Table(RESULTS, say("Results one by one"), columns, told)


def _following(ground: Ground, following: Sequence[tuple[Assessed, Followed]]) -> Table:
    columns = (
        *(say("cadre"), say("name"), say("unit"), say("what follows")),
        *(say("standing"), say("until"), say("source")),
    )
    states = {"pass": say("follows"), "unknown": NOT_KNOWN}
    told: tuple[Row, ...] = tuple(
        (
            *(row.cadre, row.name, ground.unit(row.unit), _actions(one)),
            *(states[one.verdict], dated(one.until), ", ".join(one.source)),
        )
        for row, one in following
    )
    return Table(FOLLOWS, say("Who faces what"), columns, told)


def _number(amount: Amount) -> float | None:
    """A score as a number that is shown; it is not computed with any more."""
    return None if amount is None else float(amount)
