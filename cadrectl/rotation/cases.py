"""What a policy says of the moves of a case: which limits they keep together, and whether each fits its kind."""

from collections.abc import Mapping, Sequence
from typing import Any

from cadrectl.facts.moment import Book
from cadrectl.policy.model import Policy
from cadrectl.rotation.check import Board, check, kinds_fit
from cadrectl.rotation.record import moves_of
from cadrectl.rotation.situation import Situation


def judged(book: Book, policies: Sequence[Policy], moves: Sequence[Mapping[str, Any]], day: int) -> Mapping[str, str]:
    """By `limits.ID` and, for the kinds that are among the moves, by `kinds.ID` whether the first policy allows them.

    Beside the limits of the policy there are those of every plan, as `limits.movers`.
    """
    if policies[0].movement is None:
        return {}
    situation = Situation(book, policies[0], policies, day)
    planned = moves_of({"moves": moves})
    found = {f"limits.{name}": bool(broken) for name, broken in check(situation, planned).items()}
    for kind in sorted({move.kind for move in planned}):
        of_kind = [move for move in planned if move.kind == kind]
        found[f"kinds.{kind}"] = any(kinds_fit(Board(situation, of_kind)))
    return {name: "fail" if broken else "pass" for name, broken in found.items()}
