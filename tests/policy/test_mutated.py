"""No policy file ends in a traceback: the schemes that we know, changed at random, are refused or can be judged by."""

import copy
from functools import cache
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from cadrectl.decide.eligibility import Question, eligible
from cadrectl.decide.policy_checks import check
from cadrectl.decide.ranking import rank
from cadrectl.facts.kinds import KINDS, person_fields, record_fields
from cadrectl.facts.moment import Book
from cadrectl.policy.grammar import COMPARATORS, FACTS, SELECTION_KEYS
from cadrectl.records.canonical import canonical
from cadrectl.records.read import read_workspace
from cadrectl.records.source import working_tree
from cadrectl.register import build
from tests.examples import examples
from tests.policy.schemes import ROOT, SCHEMES, read, value, words

AS_OF = 2026 * 372 + 8 * 31

KEYS = sorted(
    {
        *COMPARATORS, *FACTS, *SELECTION_KEYS, *(name for form in FACTS.values() for name, _ in form.arguments),
        *person_fields(), *(name for kind in KINDS for name in record_fields(kind)),
        "all", "any", "not", "some", "meets", "cases", "choose", "from", "to", "use", "else", "when", "last",
        "severity", "relax", "printed", "group", "gate", "cap", "each", "rank", "prefer", "require", "text", "then",
    }
)  # fmt: skip
SCALARS = st.sampled_from(
    [0, 1, 3, -2, 10**12, 2.5, True, "none", "3 years", "0 months", "99999 years", "2 records"]
) | (
    st.sampled_from(["30%", "1/3", "2014", "2014-11-01", "2014-13-01", "--08-31", "--02-30", "question", "tier-1"])
    | st.sampled_from(sorted(KINDS))
    | st.sampled_from(["man", "bachelor", "city-backbone", "deputy-posts", "cutoff", "outstanding", "months", "x"])
    | st.sampled_from(KEYS)
)
VALUES = st.recursive(
    SCALARS,
    lambda below: st.lists(below, max_size=3) | st.dictionaries(st.sampled_from(KEYS), below, max_size=3),
    max_leaves=5,
)


@cache
def book() -> Book:
    """A register of a few people of the district in data/, with everything that is about them."""
    found = read_workspace(working_tree(ROOT)).records
    few = {one.id for one in found if one.kind == "cadres"} & {f"C{number:04}" for number in range(1, 400, 16)}
    kept = [one for one in found if one.kind != "cadres" or one.id in few]
    return Book(build(kept, words()))


def places(node: Any, at: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """Every place of a value."""
    members = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    return [at, *(found for key, below in members for found in places(below, (*at, key)))]


def changed(scheme: dict[str, Any], draw: st.DataObject) -> dict[str, Any]:
    """The scheme with a member dropped, renamed or replaced."""
    scheme = copy.deepcopy(scheme)
    *above, last = draw.draw(st.sampled_from(places(scheme)[1:]))
    node: Any = scheme
    for key in above:
        node = node[key]
    how = draw.draw(st.sampled_from(["drop", "rename", "replace", "move", *["exchange"] * 6]))
    if how == "drop":
        del node[last]
    elif how == "rename" and isinstance(node, dict):
        node[draw.draw(st.sampled_from(KEYS))] = node.pop(last)
    elif how == "move":
        node[last] = copy.deepcopy(draw.draw(st.sampled_from([part for _, part in parts()])))
    elif how == "exchange":
        alike = [part for key, part in parts() if key == last] or [last]
        node[last] = copy.deepcopy(draw.draw(st.sampled_from(alike)))
    else:
        node[last] = draw.draw(VALUES)
    return scheme


@cache
def schemes() -> list[dict[str, Any]]:
    return [value(path) for path in SCHEMES]


@cache
def parts() -> list[tuple[str | int, Any]]:
    """Parts of the schemes with the keys that they stand under, to stand where they do not belong."""
    found = []
    for scheme in schemes():
        for place in places(scheme)[1:]:
            node: Any = scheme
            for key in place:
                node = node[key]
            found.append((place[-1], node))
    return found


@examples(300)
@given(st.data())
def test_a_scheme_changed_at_random_is_refused_or_can_be_judged_by(data: st.DataObject) -> None:
    scheme = data.draw(st.sampled_from(schemes()))
    for _ in range(data.draw(st.integers(1, 3))):
        scheme = changed(scheme, data)
    sound, problems, stated = read(canonical("policies", scheme))
    if not sound or stated is None:
        assert problems
        return
    check(sound, words(), {stated.path: stated.place})
    question = Question(AS_OF, explain=True, horizon=AS_OF + 372)
    eligible(book(), sound, sound, question)
    rank(book(), sound, sound, question, 2025)
