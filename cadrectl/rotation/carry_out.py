"""What a plan writes into the records once it is decided: posts ended and posts begun, person by person. Nothing is
written here: the changes are given as values, for files to be amended by."""

from collections.abc import Iterator, Mapping, MutableMapping
from typing import Any

from msgspec import Struct

from cadrectl.policy.movement import Kind
from cadrectl.rotation.plan import Move
from cadrectl.rotation.situation import HOLDS, Seat, Situation


class Change(Struct, frozen=True):
    """What a move does to the person's record: from when posts in the present unit end, and what begins."""

    cadre: str
    path: str
    ends: str  # "" where no post ends
    unit: str
    begins: Mapping[str, Any]
    service: Mapping[str, Any] | None

    def make(self, record: MutableMapping[str, Any]) -> None:
        """Make the change in a person's record whose scalars are texts."""
        posts = record["posts"]
        for post in posts:
            held_here = post.get("unit") == self.unit and post.get("kind") in HOLDS and "to" not in post
            if self.ends and held_here:
                post["to"] = self.ends
        posts.append(dict(self.begins))
        if self.service is not None:
            record.setdefault("service", []).append(dict(self.service))


def changes(situation: Situation, moves: list[Move]) -> Iterator[Change]:
    """The changes that sound moves make, in their order."""
    kinds = {kind.id: kind for kind in situation.movement.kinds}
    paths = situation.book.register.tables["cadres"]["path"]
    for move in moves:
        kind, seat = kinds[move.kind], situation.seats[situation.seat_named["/".join(move.to)]]
        yield Change(
            move.cadre,
            str(paths[situation.moment.people[situation.position[move.cadre]]]),
            move.from_date if kind.leaves else "",
            move.present[0],
            _post(move, kind, seat),
            _service(move, kind, seat),
        )


def _post(move: Move, kind: Kind, seat: Seat) -> dict[str, Any]:
    """The post that begins; of one for a time the term says when it is to end."""
    value: dict[str, Any] = {"unit": seat.unit, "post": seat.post, "rank": seat.rank}
    if seat.domain:
        value["domain"] = seat.domain
    value["kind"] = kind.writes
    if move.until:
        value["term"] = {"from": move.from_date, "until": move.until}
    return value | {"from": move.from_date}


def _service(move: Move, kind: Kind, seat: Seat) -> dict[str, Any] | None:
    if not kind.service:
        return None
    return {"kind": kind.service, "unit": seat.unit, "from": move.from_date}
