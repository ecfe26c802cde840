"""What is wrong with the records that the report rests on, by kind and one by one."""

from collections import Counter

from cadrectl.problem import CATALOGUE
from cadrectl.report.document import Block, Paragraph, Part, Points, Section, Table
from cadrectl.report.ground import Ground
from cadrectl.report.privacy import FULL
from cadrectl.text import say, say_count

ANNEX = "problems"
NOT_YET = "future-fact"
"""A fact after the last day of the period is none of its problems: the report is written later."""
SEVERITIES = {"error": say("error"), "warning": say("warning")}


def trouble(ground: Ground) -> Part:
    """The problems counted by code, with the files that were left out for them."""
    found = [one for one in ground.problems if one.code != NOT_YET]
    counted = Counter((one.severity, one.code) for one in found)
    rows = tuple(
        (SEVERITIES[severity], CATALOGUE[code].title, number) for (severity, code), number in sorted(counted.items())
    )
    table = Table("problems", say("Problems by kind"), (say("severity"), say("problem"), say("number")), rows, ANNEX)
    blocks: tuple[Block, ...] = (table,) if rows else (Paragraph(say("The records have no problem.")),)
    if ground.left_out:
        told = say_count(
            "{count} file with errors is left out of this report:",
            "{count} files with errors are left out of this report:",
            count=len(ground.left_out),
        )
        blocks = (*blocks, Paragraph(told), Points(ground.left_out))
    columns = (say("record"), say("line"), say("severity"), say("problem"), say("what"))
    annex = Table(
        ANNEX,
        say("Problems in the records"),
        columns,
        tuple(
            (one.path, one.line, SEVERITIES[one.severity], CATALOGUE[one.code].title, one.message) for one in found
        ),
    )
    shown = rows and ground.profile.quoted and ground.profile.names == FULL  # a message may hold a name
    return Part(Section(say("Problems in the records"), blocks), (annex,) if shown else ())
