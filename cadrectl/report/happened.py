"""What happened in a period, in words, from the dates in the records; what was only written down then is not meant."""

from collections import Counter
from collections.abc import Sequence

from cadrectl.report.document import Paragraph, Part, Points, Section, Table, dated
from cadrectl.report.ground import Ground
from cadrectl.review.change import KINDS, Change
from cadrectl.text import Text, say

ANNEX = "changes"
TOLD_IN_THE_ANNEX = frozenset({"graded", "added", "updated"})
"""Kinds of change that a period has by the hundred: the text gives their number."""
_KINDS = tuple(KINDS)


def happened(ground: Ground) -> Part:
    """The changes counted by kind, and told one by one where the profile allows rows about people."""
    found = ground.changes
    counted = Counter(one.kind for one in found)
    rows = tuple((KINDS[kind], counted[kind]) for kind in _KINDS if counted[kind])
    table = Table("happened", say("Changes by kind"), (say("change"), say("number")), rows, ANNEX)
    title = say("What changed in {period}", period=ground.period.title)
    if not found:
        return Part(Section(title, (Paragraph(say("Nothing that the records date changed.")),)))
    if not ground.profile.people:
        return Part(Section(title, (table,)))
    told = sorted((one for one in found if one.kind not in TOLD_IN_THE_ANNEX), key=lambda one: _KINDS.index(one.kind))
    points = Points(tuple(_sentence(ground, one) for one in told))
    return Part(Section(title, (table, points)), (_rows(ground, found),))


def _sentence(ground: Ground, change: Change) -> Text:
    return say("{unit} {name}: {text}", unit=ground.unit(change.unit), name=change.name or "", text=change.text)


def _rows(ground: Ground, found: Sequence[Change]) -> Table:
    columns = (
        *(say("cadre"), say("name"), say("unit"), say("change"), say("since")),
        *(say("content"), say("record"), say("line")),
    )
    rows = tuple(
        (one.cadre, one.name, ground.unit(one.unit), KINDS[one.kind], dated(one.on), one.text, one.path, one.line)
        for one in found
    )
    return Table(ANNEX, say("Changes of the period"), columns, rows)
