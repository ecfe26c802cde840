"""Answers that go person by person: after a change of a few files only those whom it concerns are judged anew.

They are judged twice, as the records were when the kept answer was written and as they are, and their rows in it are
exchanged; everybody else's stay. Where that cannot be said for sure, everybody is judged anew: after a change of many
files or of one on which many rest, where a condition looks beyond a person, where the table gets another layout.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol

import click
from msgspec import Struct
from msgspec.structs import replace

from cadrectl.cli.answer import Answer, rows_told, send, sheet
from cadrectl.cli.keeping import answer_key, give_judged, kept, question
from cadrectl.cli.session import Session

if TYPE_CHECKING:
    from cadrectl.cli.judging import Bench
    from cadrectl.cli.layout import Layout
    from cadrectl.cli.outline import Made, Part
    from cadrectl.cli.pieces import Pieces
    from cadrectl.decide.eligibility import Standing
    from cadrectl.records.record import Record


Counts = Counter[tuple[str, str]]
"""How many people stand how: by tier and verdict."""


class ByPerson(Protocol):
    """A question whose answer goes person by person."""

    @property
    def of_all(self) -> bool:
        """Whether it is about everybody, and says nothing but a row of each."""

    def parts(self, court: "Bench") -> Sequence[str]:
        """The ids of the tiers asked about, in order."""

    def standings(self, court: "Bench", people: Sequence[str] | None = None) -> "list[Standing]":
        """How those stand who are asked about; of some `people`, how these do."""

    def answer(self, court: "Bench", standings: "Sequence[Standing]", counts: Counts) -> Answer:
        """The answer with the rows of some; `counts` are of all who are asked about."""


def give_by_person(session: Session, policy: str | None, skip_invalid: bool, asked: ByPerson) -> None:
    """Write the answer of the running command: kept, put right, or made anew."""
    if skip_invalid or not asked.of_all:
        give_judged(session, policy, skip_invalid, lambda court: _whole(court, asked)[0])
        return
    from cadrectl.cli.reading import read_fit

    reading = read_fit(session, skip_invalid)

    def pieces() -> "Pieces":
        from cadrectl.cli.judging import bench
        from cadrectl.records.bulk import without_garbage_collection

        with without_garbage_collection():
            desk = _Desk(asked, bench(session, reading, policy, skip_invalid), wish)
            return desk.put_right() or desk.anew()

    wish = click.get_current_context().params
    send(kept(reading, session, pieces), wish["file"])


def _whole(court: "Bench", asked: ByPerson) -> tuple[Answer, Counts]:
    standings = asked.standings(court)
    counts = _counts(standings)
    return asked.answer(court, standings, counts), counts


def _counts(standings: "Sequence[Standing]") -> Counts:
    return Counter((one.tier, one.verdict) for one in standings)


class _Desk(Struct, frozen=True):
    """Where a question is answered; `court` has all the records there are now."""

    asked: ByPerson
    court: "Bench"
    wish: Mapping[str, Any]

    def anew(self) -> "Pieces":
        """The answer made of all records; its outline is kept."""
        from cadrectl.cli.outline import Part, outlined
        from cadrectl.cli.pieces import in_pieces

        answer, counts = _whole(self.court, self.asked)
        whole = Part(rows_told(answer, self.wish["form"]), sheet(answer, self.wish, self.court.session.lang))
        if self.court.reading.contents is None:
            return in_pieces([whole.sheet.text, ""], "")
        return self._kept(outlined(self._of, whole, self.asked.parts(self.court), counts))

    def put_right(self) -> "Pieces | None":
        """The answer kept from earlier records with the rows that are others now; None where it takes all records."""
        from cadrectl.calendar import code_of
        from cadrectl.cli.concerned import concerned
        from cadrectl.cli.outline import Known, put_right, unpacked
        from cadrectl.cli.pieces import kept_pieces
        from cadrectl.policy.reach import looks_beyond

        contents, store, as_of = self.court.reading.contents, self.court.reading.store, self.court.session.as_of
        packed = store.get(self._place) if contents is not None else None
        if contents is None or packed is None or looks_beyond(self.court.deciding, self.court.known, code_of(as_of)):
            return None
        known = unpacked(packed)
        pieces, before = kept_pieces(store, known.key), contents.earlier(known.mark.encode())
        touched = concerned(before, contents, store, as_of) if pieces is not None and before is not None else None
        if pieces is None or touched is None:
            return None
        then, now = (_Few(self, self._with(records), touched.people) for records in (touched.before, touched.after))
        counts = known.counts.copy()
        counts.subtract(then.counts)
        if min(counts.values(), default=0) < 0:
            return None
        counts.update(now.counts)
        gone, come = then.rows(known.counts, known.layout), now.part(+counts, known.layout)
        made = put_right(Known(known, pieces, store), touched.people, gone, come)
        if made is None or made.outline is None:
            return None
        key, mark = self._of
        return self._kept(made._replace(outline=replace(made.outline, key=key, mark=mark, counts=+counts)))

    def _with(self, records: "Sequence[Record]") -> "Bench":
        """The same court over some records only."""
        return replace(self.court, reading=replace(self.court.reading, contents=None, _held=records))

    @property
    def _of(self) -> tuple[str, str]:
        """The key of the answer that is made, and the mark of what it is about."""
        assert self.court.reading.contents is not None
        return answer_key(self.court.reading, self.court.session), self.court.reading.contents.mark.decode()

    @property
    def _place(self) -> str:
        assert self.court.reading.contents is not None
        return f"outline:{self.court.reading.contents.place}:{question(self.court.session)}"

    def _kept(self, made: "Made") -> "Pieces":
        if made.outline is not None:
            owners = {f"owners:{digest}": packed for digest, packed in made.owners.items()}
            self.court.reading.store.put({**owners, self._place: made.outline.packed()})
        return made.pieces


class _Few(Struct, frozen=True, dict=True):
    """Some people judged by the records that bear on them."""

    desk: _Desk
    court: "Bench"
    people: Sequence[str]

    @cached_property
    def standings(self) -> "list[Standing]":
        return self.desk.asked.standings(self.court, self.people) if self.people else []

    @property
    def counts(self) -> Counts:
        return _counts(self.standings)

    def part(self, counts: Counts, among: "Layout") -> "Part":
        """Their rows as they stand in the whole answer, with what is above and below all."""
        return self._written(self._answer(counts, among))

    def rows(self, counts: Counts, among: "Layout") -> "Part":
        """Their rows alone."""
        return self._written(replace(self._answer(counts, among), head={}, problems=(), notes=()))

    def _answer(self, counts: Counts, among: "Layout") -> Answer:
        return replace(self.desk.asked.answer(self.court, self.standings, counts), among=among)

    def _written(self, answer: Answer) -> "Part":
        from cadrectl.cli.outline import Part

        wish = self.desk.wish
        return Part(rows_told(answer, wish["form"]), sheet(answer, wish, self.court.session.lang))
