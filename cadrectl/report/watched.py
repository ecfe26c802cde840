"""The figures that the policies in force ask to watch, and how they stand to their limits (JX-2, JT-17, PT-1)."""

from collections import Counter
from collections.abc import Iterator, Sequence

from cadrectl.decide.figures import KEPT, Stand
from cadrectl.report.document import Block, Paragraph, Part, Row, Section, Share, Table
from cadrectl.report.ground import Ground
from cadrectl.report.traits import NOT_KNOWN
from cadrectl.text import say

ANNEX, UNITS = "figures", "units"


def watched(ground: Ground) -> Part:
    """The figures of all, those of units counted by how they stand, and who is behind each."""
    found = ground.figures
    title = say("Figures to watch")
    if not found:
        return Part(Section(title, (Paragraph(say("No policy in force on that day asks for a figure.")),)))
    blocks: tuple[Block, ...] = (_of_all(found), *_of_units(found))
    units = (_by_unit(ground, found),) if any(one.unit is not None for one in found) else ()
    return Part(Section(title, blocks), (*((_people(ground, found),) if ground.profile.people else ()), *units))


def _of_all(found: Sequence[Stand]) -> Table:
    columns = (
        *(say("figure"), say("of these"), say("of all"), say("share")),
        *(say("not known"), say("limit"), say("source")),
    )
    rows = tuple(_stand(one) for one in found if one.unit is None)
    return Table("watched", say("Figures to watch"), columns, rows, ANNEX)


def _stand(stand: Stand) -> Row:
    part, base = stand.part.low, stand.sure_base
    share = None if stand.share is None else Share(*stand.share)
    kept = None if stand.verdict is None else KEPT[stand.verdict]
    return (stand.figure.label, part, base, share, len(stand.open), kept, ", ".join(stand.figure.source))


def _of_units(found: Sequence[Stand]) -> Iterator[Table]:
    """How many units keep the limit of each figure that is asked of every unit."""
    labels = {one.figure.id: one.figure for one in found if one.unit is not None}
    counted = Counter((one.figure.id, one.verdict) for one in found if one.unit is not None)
    rows: tuple[Row, ...] = tuple(
        (figure.label, *(counted[id, verdict] for verdict in KEPT), ", ".join(figure.source))
        for id, figure in labels.items()
    )
    if rows:
        columns = (say("figure"), *KEPT.values(), say("source"))
        yield Table("by-unit", say("Figures of units"), columns, rows, UNITS)


def _by_unit(ground: Ground, found: Sequence[Stand]) -> Table:
    rows = tuple(
        (ground.unit(one.unit), one.figure.label, one.part.low, one.sure_base, one.verdict and KEPT[one.verdict])
        for one in found
        if one.unit is not None
    )
    columns = (say("unit"), say("figure"), say("of these"), say("of all"), say("limit"))
    return Table(UNITS, say("Figures of units"), columns, rows)


def _people(ground: Ground, found: Sequence[Stand]) -> Table:
    """Who is counted in each figure, and of whom that is not known."""
    names = ground.book.register.names("cadres")
    rows: list[Row] = []
    for stand in found:
        for people, state in ((stand.counted, say("counted")), (stand.open, NOT_KNOWN)):
            rows += [(stand.figure.label, ground.unit(stand.unit), one, names[one], state) for one in people]
    columns = (say("figure"), say("unit"), say("cadre"), say("name"), say("standing"))
    return Table(ANNEX, say("Who is behind the figures"), columns, tuple(rows))
