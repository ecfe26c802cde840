"""A written answer as it is kept: in pieces by what they hold, so that answers share those in which they agree."""

import hashlib
from collections.abc import Mapping, Sequence

from msgspec import Struct
from msgspec.json import decode, encode

from cadrectl.records.store import Store


class Pieces(Struct, frozen=True):
    """What stands above all rows, blocks of rows, and what stands below; `between` stands between two rows.

    `digests` are of the pieces in their order, `held` is what each of these holds, `fresh` are those not kept yet.
    """

    between: str
    digests: tuple[str, ...]
    held: Mapping[str, bytes]
    fresh: frozenset[str]

    @property
    def text(self) -> str:
        """The whole answer."""
        above, *blocks, below = (self.held[digest] for digest in self.digests)
        return _said(above + self.between.encode().join(blocks) + below)

    @property
    def above(self) -> str:
        """What stands above all rows."""
        return _said(self.held[self.digests[0]])

    def lines(self, place: int) -> list[str]:
        """The rows of the block at a place; 0 is above all rows."""
        return _said(self.held[self.digests[place]]).split(self.between)

    def exchanged(self, others: Mapping[int, str | None]) -> "Pieces":
        """The answer with other pieces at some places, or none there."""
        said = {place: text.encode("utf-8", "surrogatepass") for place, text in others.items() if text is not None}
        made = {place: hashlib.sha256(piece).hexdigest() for place, piece in said.items()}
        digests = [made.get(at, known) for at, known in enumerate(self.digests) if at in made or at not in others]
        fresh = {made[place]: piece for place, piece in said.items()}
        return Pieces(self.between, tuple(digests), {**self.held, **fresh}, self.fresh | fresh.keys())


def in_pieces(pieces: Sequence[str], between: str) -> Pieces:
    """An answer of which nothing is kept yet: what is above all rows, blocks of rows, what is below."""
    return Pieces(between, ("",) * len(pieces), {}, frozenset()).exchanged(dict(enumerate(pieces)))


def keep(pieces: Pieces, store: Store, key: str) -> None:
    """Keep an answer under its key."""
    fresh = {f"piece:{digest}": pieces.held[digest] for digest in pieces.fresh}
    store.put({**fresh, key: encode([pieces.between, pieces.digests])})


def kept_pieces(store: Store, key: str) -> Pieces | None:
    """The answer kept under a key; None where it is not there any more, or not all of it."""
    known = store.get(key)
    if known is None:
        return None
    between, digests = decode(known)
    found = store.get_many({f"piece:{digest}" for digest in digests})
    held = {name.removeprefix("piece:"): piece for name, piece in found.items()}
    return Pieces(between, tuple(digests), held, frozenset()) if held.keys() >= set(digests) else None


def _said(pieces: bytes) -> str:
    return pieces.decode("utf-8", "surrogatepass")
