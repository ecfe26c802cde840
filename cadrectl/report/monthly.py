"""The monthly report: its sections in order. A new section is one more function in the tuple."""

from collections.abc import Callable, Sequence

from cadrectl.report.ahead import ahead
from cadrectl.report.body import structure
from cadrectl.report.document import Document, Part, assembled
from cadrectl.report.ground import Ground
from cadrectl.report.happened import happened
from cadrectl.report.outlook import outlook
from cadrectl.report.pool import pool
from cadrectl.report.trouble import trouble
from cadrectl.report.watched import watched
from cadrectl.text import say

SECTIONS: Sequence[Callable[[Ground], Part]] = (structure, watched, happened, pool, outlook, trouble, ahead)


def monthly(ground: Ground) -> Document:
    """The report of a month."""
    sections, annexes = assembled([section(ground) for section in SECTIONS])
    title = say("Monthly report on cadres, {month}", month=ground.period.title)
    return Document("report", title, ground.office, ground.basis, sections, annexes)
