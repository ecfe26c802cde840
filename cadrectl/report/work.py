"""What was done with people in the period: sessions of evaluation, talks and other events."""

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from cadrectl.calendar import range_text
from cadrectl.decide.roster import heading
from cadrectl.register import Grid, table
from cadrectl.report.document import Block, Paragraph, Part, Row, Said, Section, Table, dated
from cadrectl.report.ground import Ground
from cadrectl.report.traits import NOT_KNOWN
from cadrectl.text import say

Index = NDArray[np.int64]
NOT_CONFIRMED = say("not confirmed by then")


def evaluated(ground: Ground) -> Part:
    """The sessions of the period: how many people each kind assessed and what grades are on record."""
    frame = ground.book.register.tables["evaluations.people"]
    rows = np.flatnonzero(np.isin(frame["owner"], held(ground, "evaluations", "date")))
    kinds = _worded(ground, "evaluations", "kind", frame["owner"][rows])
    grades = _settled(ground, rows)
    counted = Counter(zip(map(str, kinds), map(str, grades), strict=True))
    labels = {str(one): one for one in (*kinds, *grades)}
    figures = tuple((labels[kind], labels[grade], number) for (kind, grade), number in sorted(counted.items()))
    columns = (say("session"), say("grade"), say("people"))
    blocks: tuple[Block, ...] = (Table("evaluated", say("Grades by session"), columns, figures, "evaluated"),)
    if not figures:
        return Part(Section(say("Evaluation"), (Paragraph(say("No session was held in the period.")),)))
    people = _people(ground, [str(one) for one in frame["cadre"][rows]])
    annex_rows: list[Row] = [(*who, kind, grade) for who, kind, grade in zip(people, kinds, grades, strict=True)]
    annex = Table("evaluated", say("Who was evaluated"), (*_WHO, *columns[:2]), tuple(annex_rows))
    return Part(Section(say("Evaluation"), blocks), (annex,) if ground.profile.people else ())


def _settled(ground: Ground, rows: Index) -> list[Said]:
    """The grades at some rows, as far as they were confirmed by the last day of the period."""
    confirmed = ground.book.dates("evaluations.people", "confirmed.date")[0][rows] <= ground.day
    words = _worded(ground, "evaluations.people", "grade", rows)
    told = zip(words, confirmed.tolist(), strict=True)
    return [word if settled or word is NOT_KNOWN else NOT_CONFIRMED for word, settled in told]


def done(ground: Ground) -> Part:
    """Talks, duty reports, audits, lessons and other events of the period, by kind (JX-10, NT-7, JT-15)."""
    rows, title = entries(ground), say("Talks and duties done")
    if not len(rows):
        return Part(Section(title, (Paragraph(say("No talk and no other duty is on record in the period.")),)))
    frame = ground.book.register.tables["events.entries"].take(rows)
    kinds = _worded(ground, "events", "kind", frame["owner"])
    labels = {str(one): one for one in kinds}
    cadres = [one or "" for one in frame["cadre"].tolist()]
    about = {(str(kind), who) for kind, who in zip(kinds, cadres, strict=True) if who}
    counted, people = Counter(map(str, kinds)), Counter(kind for kind, _ in about)
    figures = tuple((labels[kind], number, people[kind]) for kind, number in sorted(counted.items()))
    columns = (say("event"), say("number"), say("people"))
    blocks = (Table("events", title, columns, figures, "events", ("JX-10", "NT-7")),)
    days = [dated(one) for one in _dates(frame, "date")]
    told = tuple((*who, kind, day) for who, kind, day in zip(_people(ground, cadres), kinds, days, strict=True))
    annex = Table("events", title, (*_WHO, say("event"), say("date")), told)
    return Part(Section(title, blocks), (annex,) if ground.profile.people else ())


def entries(ground: Ground) -> Index:
    """The rows of `events.entries` whose date lies in the period."""
    return _within(ground, "events.entries", "date")


_WHO = (say("cadre"), say("name"))


def held(ground: Ground, name: str, date: str) -> Index:
    """The rows of a root table whose date lies in the period."""
    return _within(ground, name, date)


def _within(ground: Ground, name: str, date: str) -> Index:
    """The rows of a table whose date lies in the period; a vague one by its first day."""
    first, last = ground.book.dates(name, date)
    return np.flatnonzero((last >= 0) & (ground.first_day <= first) & (first <= ground.day))


def _people(ground: Ground, cadres: Sequence[str]) -> list[Row]:
    names = ground.book.register.names("cadres")
    return [(one or None, names.get(one)) for one in cadres]


def _worded(ground: Ground, name: str, column: str, rows: Index) -> list[Said]:
    """The words of a column as people read them."""
    stated = table(name).column(column)
    assert stated is not None
    words = heading(ground.book.register, stated, column).words
    values = ground.book.register.tables[name][column][rows].tolist()
    return [words.get(one, one) if isinstance(one, str) else NOT_KNOWN for one in values]


def _dates(frame: Grid, column: str) -> list[str]:
    ends = zip(frame[f"{column}.first"], frame[f"{column}.last"], strict=True)
    return [range_text(int(first), int(last)) for first, last in ends]
