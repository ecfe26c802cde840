"""What an answer says of the records that were left out of it (`--skip-invalid`): nothing is missing in silence.

What those records hold is not known here. They may be unreadable, so a person rests on one if it names the person
anywhere in its text.
"""

import re
from collections.abc import Sequence

from msgspec.structs import replace

from cadrectl.cli.answer import Answer, Column, Row
from cadrectl.cli.reading import Reading
from cadrectl.text import Text, say, say_count

WORD = re.compile(r"[\w-]+")


def marked(answer: Answer, reading: Reading) -> Answer:
    """The answer with the files left out: in its head, in each row about a person whom they name, below its table."""
    if not reading.left_out:
        return answer
    words = {path: _words(reading, path) for path in reading.left_out}

    def told(rows: Sequence[Row]) -> list[Row]:
        return [{**row, "left_out": [path for path in words if row.get("cadre") in words[path]]} for row in rows]

    named = Column("left_out", say("left out, though it names the person"), ", ".join, optional=True)
    return replace(
        answer,
        head={**answer.head, "left_out": list(reading.left_out)},
        columns=[*answer.columns, named],
        rows=told(answer.rows),
        listed=None if answer.listed is None else told(answer.listed),
        notes=[*answer.notes, _count(reading)],
    )


def _count(reading: Reading) -> Text:
    return say_count(
        "{count} file with errors is left out of this.",
        "{count} files with errors are left out of this.",
        count=len(reading.left_out),
    )


def _words(reading: Reading, path: str) -> frozenset[str]:
    content = reading.source.read(path)
    text = content.decode("utf-8", "replace") if isinstance(content, bytes) else ""
    return frozenset(WORD.findall(f"{path}\n{text}"))
