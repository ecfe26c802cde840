"""A register of very many people in memory: a generated district, repeated under new ids.

`python -m tests.bench.crowd DISTRICT PEOPLE` prints the seconds in which all clauses of the policies in force
are judged, the people, and the peak of memory in bytes.
"""

import json
import resource
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from cadrectl.calendar import code_of
from cadrectl.decide.eligibility import verdicts
from cadrectl.facts.moment import Book, Moment
from cadrectl.policy.load import Stated, in_force, policies
from cadrectl.policy.model import Policy
from cadrectl.records.read import read_workspace
from cadrectl.records.source import working_tree
from cadrectl.register import Coded, Grid, Register, build
from cadrectl.vocabulary import vocabularies
from tests.bench.clock import seconds

AS_OF = code_of(date(2026, 9, 15))


def crowded(register: Register, times: int) -> Register:
    """The register with every person `times` over, and with them all rows about them; units stay as they are."""
    people = register.rows("cadres")
    tables = {name: _repeated(name, table, times, people) for name, table in register.tables.items()}
    return Register(tables, register.words, register.vocabularies)


def _repeated(name: str, table: Grid, times: int, people: int) -> Grid:
    if name != "cadres" and not name.startswith("cadres.") and "cadre" not in table:
        return table
    turn = np.repeat(np.arange(times, dtype=np.int32), len(table))
    made = table.take(np.tile(np.arange(len(table)), times))
    if name == "cadres":
        return made.having(id=_numbered(table.words("id"), turn))
    if name.startswith("cadres."):
        return made.having(owner=made["owner"] + turn * np.int32(people))
    return made.having(cadre=_numbered(table.words("cadre"), turn))


def _numbered(ids: Coded, turn: NDArray[np.int32]) -> Coded:
    """Ids with the number of the turn behind them, row by row."""
    times, size = int(turn.max(initial=0)) + 1, np.int32(len(ids.words))
    codes = np.tile(ids.codes, times)
    words = tuple(f"{word}-{n}" for n in range(times) for word in ids.words)
    return Coded(np.where(codes < 0, codes, codes + turn * size), words)


def judged(register: Register, deciding: Sequence[Policy], known: Sequence[Policy]) -> None:
    """Every clause of every tier, about everybody."""
    book = Book(register)
    moment = Moment(book, book.people, np.full(len(book.people), AS_OF, np.int32))
    verdicts([(policy, tier) for policy in deciding for tier in policy.tiers], known, moment)


def main(folder: str, people: int) -> None:
    """Judge a crowd of about so many people."""
    reading = read_workspace(working_tree(Path(folder)))
    words = vocabularies((one.id, one.value) for one in reading.records if one.kind == "vocabularies")
    stated = [Stated(one.value, one.path, lambda pointer: (0, 0)) for one in reading.records if one.kind == "policies"]
    known, _ = policies(stated)
    series = [name for one in reading.records if one.kind == "workspace" for name in one.value["policies"]]
    deciding = in_force(known, series, AS_OF)
    register = build(reading.records, words)
    del reading
    crowd = crowded(register, max(people // register.rows("cadres"), 1))
    taken = seconds(lambda: judged(crowd, deciding, known))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    print(json.dumps([taken, crowd.rows("cadres"), peak]))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
