"""Everything that is due: duties of people and units, dates that stand on record, days of cases of appointment.

One answer for all who ask: `due`, `show` and the reports, so that none of them counts otherwise.
"""

from collections.abc import Sequence

import numpy as np
from msgspec import Struct

from cadrectl.decide.dated import Ahead, dated, of_case, retiring
from cadrectl.decide.duties import Owed, Setting, duties
from cadrectl.decide.eligibility import Question, everybody, people_at
from cadrectl.decide.procedure import Rules, Value
from cadrectl.facts.moment import Moment


class Asked(Struct, frozen=True):
    """Who is asked about (ids; None: everybody, the units and what concerns nobody in particular), at which day, up to
    which day it is looked ahead (codes), and in which states."""

    cadres: tuple[str, ...] | None
    day: int
    horizon: int
    states: Sequence[str]


def owing(setting: Setting, rules: Rules, cases: Sequence[tuple[str, Value]], asked: Asked) -> list[Owed]:
    """What is owed in these states: by due date, person, unit and duty. Cases of appointment come with their paths."""
    people = everybody(setting.book, asked.cadres)
    found = _duties(setting, Moment(setting.book, people, np.full(len(people), asked.day, np.int32)), asked)
    here = people_at(setting.book, Question(asked.day, cadres=asked.cadres))
    present = Moment(setting.book, here, np.full(len(here), asked.day, np.int32))
    dates = dated(setting, Ahead(present, asked.day, asked.horizon, retiring(setting.known)))
    if asked.cadres is None:
        found += _duties(setting, Moment.of_units(setting.book, asked.day), asked)
        for path, case in cases:
            dates += of_case(case, path, rules, asked.horizon)
    told = [one for one in dates if one.state in asked.states and (asked.cadres is None or one.cadre is not None)]
    return sorted([*found, *told], key=lambda one: one.order)


def _duties(setting: Setting, moment: Moment, asked: Asked) -> list[Owed]:
    return duties(setting, moment, np.full(len(moment.day), asked.horizon, np.int32), asked.states)
