"""By what records of a person are told apart or put together: each kind of sanction, each unit, each year."""

import numpy as np

from cadrectl.facts import fields
from cadrectl.facts.lineage import counted_as
from cadrectl.facts.moment import Index, Rows


def groups(rows: Rows, name: str) -> Index:
    """A field of records as codes, -1 where it is not on record; a unit that went on in another is the same."""
    values = fields.record_field(rows, name)
    if isinstance(values, fields.Words):
        codes = values.codes.astype(np.int64)
        return _gone_on(rows, codes, values.words) if name == "unit" else codes
    if isinstance(values, fields.Dates):
        return np.where(values.last < 0, -1, values.first).astype(np.int64)
    assert isinstance(values, fields.Numbers)
    codes = np.unique(values.values, return_inverse=True)[1].astype(np.int64)
    return np.where(np.isnan(values.values), -1, codes)


def _gone_on(rows: Rows, codes: Index, ids: tuple[str, ...]) -> Index:
    """The codes of units, with that of an earlier one for those that went on from it; no record of it is needed."""
    source = rows.source("unit")
    assert source is not None  # the parser has checked the name
    register = rows.moment.book.register
    units = register.link(source[0], "unit")[source[1]].astype(np.int64)
    meant = counted_as(rows.moment.book, rows.moment.people[rows.holder], units)
    found = codes.copy()
    for at in np.flatnonzero(meant != units).tolist():
        id = str(register.tables["units"]["id"][int(meant[at])])
        found[at] = ids.index(id) if id in ids else len(ids) + int(meant[at])
    return found
