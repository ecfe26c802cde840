"""What happened in a period, in words: by the dates in the records, and apart from it by what git saw written.

The two are not the same: what happened in the period may be written down later, and what was written down in it may
have happened long before.
"""

from collections import Counter
from collections.abc import Sequence

from msgspec import Struct

from cadrectl.calendar import parse_date
from cadrectl.report.document import Block, Paragraph, Part, Points, Row, Section, Table, dated
from cadrectl.report.ground import Ground
from cadrectl.review.change import KINDS, Change
from cadrectl.text import Text, say

ANNEX, WRITTEN = "changes", "recorded"
TOLD_IN_THE_ANNEX = frozenset({"graded", "added", "updated"})
MANY = 20
"""Of these kinds of change, and of any with more changes than so many, the text gives the number only."""
SHORT = 12
"""So many digits of the id of a commit name it."""
_KINDS = tuple(KINDS)

TIMES = {
    "period": say("of the period"),
    "before": say("of an earlier day"),
    "after": say("of a later day"),
    "undated": say("without a date"),
}


def happened(ground: Ground) -> Part:
    """The changes counted by kind, and told one by one where the profile allows the words of records."""
    found = ground.changes
    counted = Counter(one.kind for one in found)
    rows = tuple((KINDS[kind], counted[kind]) for kind in _KINDS if counted[kind])
    table = Table("happened", say("Changes by kind"), (say("change"), say("number")), rows, ANNEX)
    title = say("What changed in {period}", period=ground.period.title)
    if not found:
        return Part(Section(title, (Paragraph(say("Nothing that the records date changed.")),)))
    return _told(ground, title, table, Changes(ANNEX, say("Changes of the period"), found, found))


def recorded(ground: Ground) -> Part:
    """What was written between two revisions, by when it happened; one by one what did not happen in the period."""
    if ground.recorded is None:
        return Part(Section("", ()))
    first, last = (commit[:SHORT] for commit in ground.recorded.revisions)
    title = say("What was written into the records between {first} and {last}", first=first, last=last)
    found = ground.recorded.changes
    if not found:
        return Part(Section(title, (Paragraph(say("Nothing was written.")),)))
    when = [_when(ground, one) for one in found]
    counted = Counter((one.kind, time) for one, time in zip(found, when, strict=True))
    kinds = [kind for kind in _KINDS if any(counted[kind, time] for time in TIMES)]
    rows: tuple[Row, ...] = tuple((KINDS[kind], *(counted[kind, time] for time in TIMES)) for kind in kinds)
    table = Table(WRITTEN, say("Written down, by kind"), (say("change"), *TIMES.values()), rows, WRITTEN)
    apart = [one for one, time in zip(found, when, strict=True) if time != "period"]
    return _told(ground, title, table, Changes(WRITTEN, say("What was written down"), found, apart))


def _when(ground: Ground, change: Change) -> str:
    """The key in `TIMES`; a vague date that reaches into the period is of the period."""
    span = parse_date(change.on) if change.on else None
    if span is None:
        return "undated"
    return "before" if span[1] < ground.first_day else "after" if span[0] > ground.day else "period"


class Changes(Struct, frozen=True):
    """An annex of changes by its id and title, and those among them that the text tells."""

    annex: str
    title: Text
    found: Sequence[Change]
    told: Sequence[Change]


def _told(ground: Ground, title: Text, table: Table, changes: Changes) -> Part:
    """The table, and below it the sentences, where the readers may have the words of records."""
    if not (ground.profile.people and ground.profile.quoted):
        return Part(Section(title, (table,)))
    often = {kind for kind, number in Counter(one.kind for one in changes.told).items() if number > MANY}
    told = (one for one in changes.told if one.kind not in TOLD_IN_THE_ANNEX | often)
    sentences = tuple(_sentence(ground, one) for one in sorted(told, key=lambda one: _KINDS.index(one.kind)))
    blocks: tuple[Block, ...] = (table, Points(sentences)) if sentences else (table,)
    return Part(Section(title, blocks), (_rows(ground, changes),))


def _sentence(ground: Ground, change: Change) -> Text:
    return say("{unit} {name}: {text}", unit=ground.unit(change.unit), name=change.name or "", text=change.text)


def _rows(ground: Ground, changes: Changes) -> Table:
    columns = (
        *(say("cadre"), say("name"), say("unit"), say("change"), say("since")),
        *(say("content"), say("record"), say("line")),
    )
    rows = tuple(
        (one.cadre, one.name, ground.unit(one.unit), KINDS[one.kind], dated(one.on), one.text, one.path, one.line)
        for one in changes.found
    )
    return Table(changes.annex, changes.title, columns, rows)
