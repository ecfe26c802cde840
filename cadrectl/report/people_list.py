"""Rosters (花名册): one row a person, the columns chosen by those who ask."""

from collections.abc import Mapping, Sequence

from cadrectl.decide.roster import Roster, Row, Where, roster
from cadrectl.report.document import Cell, Document, Said, Section, Table, dated
from cadrectl.report.ground import Ground
from cadrectl.report.person import said, title_of
from cadrectl.report.traits import Trait, traits
from cadrectl.text import Text, say

USUAL = ("cadre", "name", "unit", "post", "rank", "gender", "birth", "education", "title")
NOT_SHOWN = ("path", "line", "left.date", "left.reason")
"""What rows say of themselves, and of people who are not in the list."""


def people_list(ground: Ground, columns: Sequence[str], where: Where) -> Document | Text:
    """The roster of those on the register on the last day, by id; or what is wrong with a column or condition."""
    found = roster(ground.book.register, "cadres", where, ground.period.last)
    if not isinstance(found, Roster):
        return found
    ids = ground.book.register.tables["cadres"]["id"][ground.moment.people]
    at = {str(id): position for position, id in enumerate(ids)}
    here = sorted((row for row in found.rows if row["cadre"] in at), key=lambda row: str(row["cadre"]))
    sorted_by = {one.id: one for one in traits(ground.moment) if one.id not in ("gender",)}
    known = [*(key for key in (found.rows[0] if found.rows else USUAL) if key not in NOT_SHOWN), *sorted_by]
    wanted = columns or USUAL
    for name in wanted:
        if name not in known:
            return say("There is no column {name}; there are: {names}.", name=name, names=", ".join(known))
    rows = tuple(tuple(_cell(ground, (name, row), sorted_by, at) for name in wanted) for row in here)
    titles = tuple(sorted_by[name].title if name in sorted_by else title_of(name) for name in wanted)
    title: Said = say("Roster of cadres")
    table = Table("roster", title, titles, rows)
    return Document("roster", title, ground.office, ground.basis, (Section(title, (table,)),), signed=False)


def _cell(ground: Ground, at: tuple[str, Row], sorted_by: Mapping[str, Trait], positions: Mapping[str, int]) -> Cell:
    name, row = at
    if name in sorted_by:
        return sorted_by[name].said(positions[str(row["cadre"])])
    value = row[name]
    if value is None:
        return None
    text = said(ground.book.register, name, value)
    return dated(text) if isinstance(text, str) and name in ("birth", "party.joined", "work_start") else text
