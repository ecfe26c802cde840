"""The duties that are overdue on the last day, or due by the end of the next month (JT-15, NT-1, PT-7)."""

from collections import Counter
from collections.abc import Mapping

from cadrectl.calendar import MONTH, month_of
from cadrectl.decide.dated import TITLES
from cadrectl.decide.duties import titles
from cadrectl.decide.owing import Asked, owing
from cadrectl.report.document import Paragraph, Part, Row, Said, Section, Table, dated
from cadrectl.report.ground import Ground
from cadrectl.report.traits import NOT_KNOWN
from cadrectl.text import say

ANNEX = "due"
STATES = {"overdue": say("overdue"), "due": say("due"), "unknown": NOT_KNOWN}


def owed(ground: Ground) -> Part:
    """The duties counted by how they stand, and one by one."""
    horizon = month_of(month_of(ground.day) + MONTH) + MONTH - 1
    cases = [(one.path, one.value) for one in ground.records if one.kind == "appointments"]
    found = owing(ground.duties, ground.rules, cases, Asked(None, ground.day, horizon, tuple(STATES)))
    title = say("Duties due by the end of the next month")
    if not found:
        return Part(Section(title, (Paragraph(say("No duty is due.")),)))
    labels: Mapping[str, Said] = {**TITLES, **titles(ground.duties.policies)}
    counted = Counter((one.duty, one.state) for one in found)
    sources = {one.duty: ", ".join(one.source) for one in found}
    rows: tuple[Row, ...] = tuple(
        (labels[id], *(counted[id, state] for state in STATES), source) for id, source in sources.items()
    )
    columns = (say("duty"), *STATES.values(), say("source"))
    table = Table("due", title, columns, rows, ANNEX)
    told: tuple[Row, ...] = tuple(
        (
            *(one.cadre, one.name, ground.unit(one.unit), labels[one.duty], STATES[one.state]),
            *(dated(one.due_on), dated(one.overdue_on), ", ".join(one.source)),
        )
        for one in found
    )
    heads = (
        *(say("cadre"), say("name"), say("unit"), say("duty"), say("state")),
        *(say("due on"), say("overdue on"), say("source")),
    )
    annex = Table(ANNEX, say("Who owes what"), heads, told)
    return Part(Section(title, (table,)), (annex,) if ground.profile.people else ())
