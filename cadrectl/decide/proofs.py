"""Which records show a claim met: those of its person, unit or pair that fall into its time, counted or added up.

Nothing is said here of when something is due (`claims`) or late (`duties`).
"""

from collections.abc import Callable, Sequence

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from cadrectl.decide.claims import Claims, Codes
from cadrectl.facts import fields
from cadrectl.facts.moment import Index, Moment, Rows
from cadrectl.facts.truth import FAIL, PASS, UNKNOWN
from cadrectl.policy.duties import Proof
from cadrectl.policy.evaluate import Evaluator
from cadrectl.policy.notes import Place

Numbers = NDArray[np.float64]


class Proofs(Struct, frozen=True):
    """Pairs of a claim and a record that counts for it, surely or perhaps; pairs of one claim stand together."""

    rows: Rows
    claim: Index
    row: Index
    surely: NDArray[np.bool_]

    def renumbered(self, kept: Index) -> "Proofs":
        """Those of the claims that are kept (places in order), numbered by their new places."""
        here = np.isin(self.claim, kept)
        return Proofs(self.rows, np.searchsorted(kept, self.claim[here]), self.row[here], self.surely[here])


class Candidates(Struct, frozen=True):
    """Records that may count, each and each claim with a key: a record counts for claims of its own key only.

    `on_file` says of each claim whether no more records can exist than are there.
    """

    rows: Rows
    truth: Codes
    of_row: Index
    of_claim: Index
    on_file: Codes


def candidates(proof: Proof, made: Claims, evaluator: Evaluator, moment: Moment) -> Candidates:
    """The records of the people or units of the claims."""
    assert proof.selection is not None  # asked only of proofs by records
    rows, truth, on_file = evaluator.select(proof.selection, moment)
    return Candidates(rows, truth.now, rows.holder, made.holder, on_file.now[made.holder])


def met(proof: Proof, made: Claims, found: Candidates, then: Moment) -> tuple[Codes, Proofs]:
    """Whether each claim is met, and by which records; `then` are those who are bound, at the day of each claim."""
    proofs = _in_time(found, made)
    low, high = sums(proof, proofs, len(made.holder))
    high = np.where(found.on_file == PASS, high, np.inf)
    need = needed(proof, then)
    scale = proof.at_least.denominator
    yes, no = low * scale >= need, high * scale < need
    return np.where(yes, PASS, np.where(no, FAIL, UNKNOWN)).astype(np.int8), proofs


def stated(proof: Proof, rows: Rows) -> Codes:
    """Whether the record that brought the duty about states a field."""
    match fields.record_field(rows, proof.states):
        case fields.Words(codes, _, _):
            there = codes >= 0
        case fields.Numbers(numbers):
            there = ~np.isnan(numbers)
        case fields.Dates(_, last):
            there = last >= 0
        case fields.Flags(flags):
            there = flags >= 0
        case fields.Lists(bits, _, _):
            there = bits != 0
    return np.where(there, PASS, FAIL).astype(np.int8)


def _in_time(found: Candidates, made: Claims) -> Proofs:
    """Every record with a claim's key that falls, or may fall, into the time in which the duty can be done."""
    chosen = found.truth != FAIL
    order = np.argsort(found.of_row[chosen], kind="stable")
    rows, truth = found.rows.only(np.flatnonzero(chosen)[order]), found.truth[chosen][order]
    keys = found.of_row[chosen][order]
    first = np.searchsorted(keys, found.of_claim)
    counts = np.searchsorted(keys, found.of_claim, side="right") - first
    claim = np.repeat(np.arange(len(made.holder)), counts)
    row = np.arange(len(claim)) - np.repeat(np.cumsum(counts) - counts, counts) + first[claim]
    begins, begun = rows.starts()
    ends, ended = rows.stops() if rows.kind.ends else (begins, begun)  # what lasts counts while it lasts
    surely = (ends[row] >= made.since[1][claim]) & (begun[row] < made.until[claim]) & (truth[row] == PASS)
    maybe = (ended[row] >= made.since[0][claim]) & (begins[row] < made.until[claim])
    return Proofs(rows, claim[maybe], row[maybe], surely[maybe])


def amounts(proof: Proof, rows: Rows) -> tuple[Numbers, Numbers]:
    """What each record counts at least and at most: one, or its number; one without its number may come to anything."""
    if not proof.field:
        return np.ones(len(rows.index)), np.ones(len(rows.index))
    numbers = fields.record_field(rows, proof.field)
    assert isinstance(numbers, fields.Numbers)  # the parser has checked the field
    unknown = np.isnan(numbers.values)
    return np.where(unknown, 0, numbers.values), np.where(unknown, np.inf, numbers.values)


def sums(proof: Proof, proofs: Proofs, size: int) -> tuple[Numbers, Numbers]:
    """What the records of each claim come to, at least and at most."""
    least, most = amounts(proof, proofs.rows)
    low = np.bincount(proofs.claim, np.where(proofs.surely, least[proofs.row], 0.0), size).astype(np.float64)
    return low, np.bincount(proofs.claim, most[proofs.row], size).astype(np.float64)


def needed(proof: Proof, people: Moment) -> Numbers:
    """How much each claim asks for, times the denominator of the share; NaN where its base is not known."""
    whole = float(proof.at_least.numerator)
    if not proof.base:
        return np.full(len(people.people), whole)
    base, _ = fields.person_field(people, proof.base)
    assert isinstance(base, fields.Numbers)
    return base.values * whole


def places_of(rows: Rows) -> Callable[[int], Place]:
    """Where each of some records stands, by its place among them."""
    table = rows.moment.book.register.tables[rows.kind.table]

    def place(at: int) -> Place:
        row = int(rows.index[at])
        return str(table["path"][row]), max(int(table["line"][row]), 1)

    return place


class Evidence:
    """The records behind the claims of one duty; their places are looked up for the claims that are shown."""

    def __init__(self, made: Claims, proofs: Sequence[Proofs]) -> None:
        self._occasion = places_of(made.rows) if made.rows is not None else None
        self._proofs = [(one, places_of(one.rows)) for one in proofs]

    def of(self, at: int) -> list[Place]:
        """What brought a claim about and what shows it done; none where there is neither."""
        places = {self._occasion(at)} if self._occasion is not None else set()
        for proofs, place in self._proofs:
            first, last = np.searchsorted(proofs.claim, [at, at + 1])
            places |= {place(row) for row in proofs.row[first:last].tolist()}
        return sorted(places)
