"""The yearly summary in counts (JX-10), and the structure targets (PT-1)."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from cadrectl.calendar import parse_date
from cadrectl.decide.figures import Stand
from cadrectl.register.frame import frame
from cadrectl.report.document import Part, Row, Section, Share, Table, dated
from cadrectl.report.ground import Ground
from cadrectl.report.happened import ANNEX
from cadrectl.report.traits import NOT_KNOWN
from cadrectl.report.work import entries, held
from cadrectl.text import Text, say

FROM_CHANGES: Mapping[str, Text] = {
    "admonished": say("admonished"),
    "left-post": say("removed from a post or left it"),
    "demoted": say("moved down"),
    "promoted": say("promoted"),
    "seconded": say("seconded"),
}
"""What the summary counts of the changes of the period, by their kind; the rows stand in their annex."""


def summary(ground: Ground) -> Part:
    """How many people were evaluated, talked to, admonished, removed, promoted, seconded, trained (JX-10)."""
    counted = Counter(kind for _, kind in {(one.cadre, one.kind) for one in ground.changes})
    rows: tuple[Row, ...] = (
        (say("evaluated"), _people(ground, "evaluations", "date", "evaluations.people"), "evaluated"),
        (say("talked to"), _talked_to(ground), "events"),
        *((label, counted[kind], ANNEX) for kind, label in FROM_CHANGES.items()),
        (say("trained"), _people(ground, "training", "from", "training.participants"), "training"),
    )
    columns = (say("what"), say("people"), say("rows in annex"))
    title = say("The year in figures")
    return Part(Section(title, (Table("summary", title, columns, rows, "", ("JX-10",)),)))


def _people(ground: Ground, name: str, date: str, inside: str) -> int:
    """How many different people are in the lists of the records of the period."""
    rows = frame(ground.book.register.tables[inside])
    return int(rows["cadre"][rows["owner"].isin(held(ground, name, date))].nunique())


def _talked_to(ground: Ground) -> int:
    tables = ground.book.register.tables
    rows = frame(tables["events.entries"].take(entries(ground)))
    talks = frame(tables["events"]).index[tables["events"]["kind"] == "talk"]
    return int(rows["cadre"][rows["owner"].isin(talks)].nunique())


def targets(ground: Ground) -> Part:
    """The targets for the body of cadres that run on the last day, beside the figures of the same name (PT-1)."""
    stands = {one.figure.id: one for one in ground.figures}
    rows = tuple(
        _target(ground, record.value, item, stands)
        for record in ground.records
        if record.kind == "targets" and "cadre" not in record.value and _runs(record.value, ground.day)
        for item in record.value["items"]
        if item.get("year", ground.period.last.year) == ground.period.last.year
    )
    columns = (
        *(say("target"), say("unit"), say("figure"), say("at least"), say("at most"), say("an aim")),
        *(say("by when"), say("reached"), say("of all"), say("share"), say("how it is known")),
    )
    title = say("Structure targets")
    return Part(Section(title, (Table("targets", title, columns, rows, "figures", ("PT-1",)),) if rows else ()))


def _runs(target: Mapping[str, str], day: int) -> bool:
    begins, ends = parse_date(target.get("from", "0001")), parse_date(target["until"])
    return begins is not None and ends is not None and begins[0] <= day <= ends[1]


def _target(ground: Ground, target: Mapping[str, str], item: Mapping[str, Any], stands: Mapping[str, Stand]) -> Row:
    """A row: what a figure comes to by the records, or else what was reported by the last day."""
    stand = stands.get(item["indicator"])
    label = stand.figure.label if stand else item.get("goal", item["indicator"])
    limits = (item.get("at_least"), item.get("at_most"))
    aim = say("yes") if item.get("aim") else say("no")
    named = (target["title"], ground.unit(target.get("unit")), label, *limits, aim, dated(target["until"]))
    if stand is None:
        return (*named, *_reported(item, ground.day))
    part, base = stand.part.low, stand.sure_base
    share = None if stand.share is None else Share(*stand.share)
    return (*named, part, base, share, say("counted in the records"))


def _reported(item: Mapping[str, Any], day: int) -> Row:
    span = parse_date(item["date"]) if "date" in item else None
    if "reached" not in item or span is None or span[0] > day:
        return None, None, None, NOT_KNOWN
    return item["reached"], None, None, say("reported on {day}", day=item["date"])
