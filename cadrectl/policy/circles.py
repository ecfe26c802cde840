"""Sets and named conditions that rest on themselves: they would never be worked out, so the policy is not used."""

from collections.abc import Iterable, Mapping

from cadrectl.facts.kinds import KINDS
from cadrectl.policy import walk
from cadrectl.policy.model import Fact, Meets, Policy
from cadrectl.policy.problems import Reporter
from cadrectl.text import say


def check_circles(report: Reporter, policy: Policy) -> None:
    """Report every set and named condition that leads back to itself."""
    uses: dict[str, set[str]] = {
        f"conditions/{name}": set(_used(walk.within(policy, condition)))
        for name, condition in policy.conditions.items()
    }
    for name, selection in policy.sets.items():
        below = set() if selection.of in KINDS else {f"sets/{selection.of}"}
        uses[f"sets/{name}"] = below | set(_used(walk.selected_by(policy, selection)))
    for name in uses:
        if name in _reached(name, uses):
            section, _, key = name.partition("/")
            report.add("circle", (section, key), say("“{name}” rests on itself.", name=key))


def _used(met: Iterable[walk.Met]) -> Iterable[str]:
    """The sets and named conditions that conditions make use of."""
    for one in met:
        if isinstance(one.condition, Meets):
            yield f"conditions/{one.condition.name}"
        if isinstance(one.condition, Fact):
            credits = one.condition.arguments.get("credits", ())
            selections = [selection for selection, _ in credits] if isinstance(credits, tuple) else []
            selections += [one.condition.selection] if one.condition.selection else []
            yield from (f"sets/{selection.of}" for selection in selections if selection.of not in KINDS)


def _reached(start: str, uses: Mapping[str, set[str]]) -> set[str]:
    """All that a name leads to; itself only by a circle."""
    found: set[str] = set()
    waiting = [*uses[start]]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += uses.get(name, ())
    return found
