"""One person's card: who it is and everything known, in time order (the growth file, NT-2)."""

from collections.abc import Mapping, Sequence

from cadrectl.decide.dossier import Entry, dossier
from cadrectl.decide.roster import Roster, heading, roster
from cadrectl.register import Column, Plain, Register, table
from cadrectl.report.document import Document, Field, Form, Row, Said, Section, Table, dated
from cadrectl.report.ground import Ground
from cadrectl.text import say
from cadrectl.vocabulary import Label

CARD = ("cadre", "unit", "post", "rank", "gender", "birth", "ethnicity", "party.name", "party.joined", "work_start")
"""What stands at the head of a card, below the name."""
NOT_SHOWN = ("evaluations.people.ballots", "evaluations.papers")
"""How few people voted is nobody's to read off a card."""


def card(ground: Ground, cadre: str) -> Document:
    """The card of a person as of the last day."""
    register = ground.book.register
    found = roster(register, "cadres", [("cadre", cadre)], ground.period.last)
    assert isinstance(found, Roster)
    [about] = found.rows
    filled = [(title_of(key), said(register, key, about[key])) for key in CARD if about[key] is not None]
    pairs = [filled[at : at + 2] for at in range(0, len(filled), 2)]
    entries = dossier(register, cadre, ground.period.last) or ()
    rows = tuple(_row(one) for one in entries if one.section not in NOT_SHOWN)
    known = say("Everything on record")
    columns = (say("date"), say("what"), say("content"), say("record"))
    sections = (
        Section(say("The person"), (Form("card", (1, 2, 1, 2), tuple(map(_boxes, pairs))),)),
        Section(known, (Table("known", known, columns, rows, "", ("NT-2",)),)),
    )
    title = say("Card of {name}", name=about["name"])
    return Document(f"card-{cadre}", title, ground.office, ground.basis, sections, signed=False)


def _row(entry: Entry) -> Row:
    values: list[Said] = [
        say("{label} {value}", label=heading.title, value=worded(value, heading.words))
        for heading, value in entry.values
    ]
    if len(entry.values) == 1:  # its label says again what it is
        [(only, value)] = entry.values
        values = [worded(value, only.words)]
    return dated(entry.on), entry.label, _joined(values), f"{entry.path}:{entry.line}"


def _boxes(pairs: Sequence[tuple[Said, Said]]) -> tuple[Field, ...]:
    fields = [field for title, text in pairs for field in (Field(title, head=True), Field(text))]
    return (*fields[:-1], Field(fields[-1].text, across=4 - len(fields) + 1))


def title_of(key: str) -> Label:
    """What a value of a person's row in a roster is called."""
    return table("cadres").label if key == "cadre" else _column(key).label


def said(register: Register, key: str, value: Plain) -> Said:
    """A value of a person's row in a roster as people read it."""
    return worded(value, {} if key == "cadre" else heading(register, _column(key), key).words)


def worded(value: Plain, words: Mapping[str, Label]) -> Said:
    """A plain value in its words; lists word by word."""
    if isinstance(value, bool):
        return say("yes") if value else say("no")
    if isinstance(value, list):
        return _joined([worded(one, words) for one in value])
    return words.get(str(value), str(value))


def _column(key: str) -> Column:
    """The column of a value of a person's row: their own, or that of the home post."""
    column = table("cadres").column(key) or table("cadres.posts").column(key)
    assert column is not None
    return column


def _joined(parts: Sequence[Said]) -> Said:
    whole: Said = parts[0] if parts else ""
    for part in parts[1:]:
        whole = say("{one}, {next}", one=whole, next=part)
    return whole
