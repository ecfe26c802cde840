"""The reports of a month and of a year: their sections in order. A new section is one more function in a tuple."""

from collections.abc import Callable, Mapping, Sequence

from cadrectl.report.ahead import ahead
from cadrectl.report.assessed import assessed
from cadrectl.report.body import structure
from cadrectl.report.decided import decided
from cadrectl.report.document import Document, Part, assembled
from cadrectl.report.ground import Ground
from cadrectl.report.happened import happened, recorded
from cadrectl.report.moving import rotating, vacant
from cadrectl.report.outlook import outlook
from cadrectl.report.owed import owed
from cadrectl.report.pool import pool
from cadrectl.report.staffed import staffed
from cadrectl.report.summary import summary, targets
from cadrectl.report.training import fund, trained
from cadrectl.report.trouble import trouble
from cadrectl.report.watched import watched
from cadrectl.report.work import done, evaluated
from cadrectl.text import Text, say

Sections = Sequence[Callable[[Ground], Part]]

MONTHLY: Sections = (
    structure,
    watched,
    targets,
    happened,
    recorded,
    pool,
    outlook,
    evaluated,
    assessed,
    done,
    owed,
    trained,
    staffed,
    vacant,
    rotating,
    trouble,
    ahead,
)
ANNUAL: Sections = (
    summary,
    structure,
    watched,
    targets,
    happened,
    recorded,
    pool,
    evaluated,
    assessed,
    decided,
    done,
    trained,
    staffed,
    vacant,
    rotating,
    fund,
    trouble,
)

KINDS: Mapping[str, tuple[Text, Sections]] = {
    "monthly": (say("Monthly report on cadres, {period}"), MONTHLY),
    "annual": (say("Yearly report on cadres, {period}"), ANNUAL),
}


def periodic(kind: str, ground: Ground) -> Document:
    """The report of a period."""
    title, functions = KINDS[kind]
    sections, annexes = assembled([section(ground) for section in functions])
    told = Text(title.msgid, {"period": ground.period.title})
    return Document("report", told, ground.office, ground.basis, sections, annexes)
