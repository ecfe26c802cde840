"""Sets, named conditions and numbers that rest on themselves: they would never be worked out, so none is used."""

from collections.abc import Iterable, Mapping

from cadrectl.facts.kinds import KINDS
from cadrectl.policy import number_walk, walk
from cadrectl.policy.grammar import OUTCOMES
from cadrectl.policy.model import Clause, Condition, Fact, Meets, Policy
from cadrectl.policy.number_model import From, Name, Number
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
    _check_numbers(report, policy)


def _check_numbers(report: Reporter, policy: Policy) -> None:
    """Report every number and grade that needs itself, through other assessments too; earlier periods are no circle."""
    uses: dict[str, set[str]] = {}
    for one in policy.assessments:
        for name, number in one.numbers.items():
            uses[f"{one.id}.{name}"] = set(_needed(policy, one.id, number))
        if one.grades is not None:
            uses[f"{one.id}.{_GRADE}"] = {f"{one.id}.{one.total}"}.union(
                *(_asked(policy, condition) for condition in number_walk.grade_conditions(one.grades))
            )
    for one in policy.assessments:
        found = [name for name in (*one.numbers, _GRADE) if f"{one.id}.{name}" in _reached(f"{one.id}.{name}", uses)]
        for name in found:
            at = (*one.at, "grades") if name == _GRADE else (*one.at, "numbers", name)
            report.add("circle", at, say("“{name}” rests on itself.", name=name))


_GRADE = "#grade"


def _needed(policy: Policy, assess: str, number: Number) -> Iterable[str]:
    """The numbers and grades of the same period that a number is worked out from."""
    for part in number_walk.below(number, past=False):
        if isinstance(part.work, Name):
            yield f"{assess}.{part.work.name}"
        if isinstance(part.work, From):
            yield f"{part.work.assess}.{part.work.number}"
    for condition in number_walk.conditions(number, past=False):
        yield from _asked(policy, condition)


def _asked(policy: Policy, condition: Condition) -> set[str]:
    """The numbers and grades of the same period that a condition asks for."""
    facts = [met.condition for met in walk.within(policy, condition) if isinstance(met.condition, Fact)]
    return {
        f"{fact.arguments['in']}.{fact.arguments.get('of', _GRADE)}"
        for fact in facts
        if fact.name in OUTCOMES and "in" in fact.arguments and not fact.arguments["back"]
    }


def check_goals(report: Reporter, policy: Policy) -> None:
    """Report every clause of the policy that is looked ahead to and looks ahead itself."""
    for met in walk.conditions(policy):
        fact = met.condition
        if not isinstance(fact, Fact) or fact.name != "time_to":
            continue
        series, path = (fact.arguments.get(key, policy.series) for key in ("policy", "clause"))
        goals = [clause for clause in walk.clauses(policy) if (policy.series, clause.path) == (series, path)]
        if any(_looks_ahead(policy, clause) for clause in goals):
            message = say("A clause that is looked ahead to does not look ahead itself.")
            report.add("circle", (*fact.at, "clause"), message)


def _looks_ahead(policy: Policy, clause: Clause) -> bool:
    asked = [one for one in (clause.when, clause.require) if one is not None]
    met = (one.condition for condition in asked for one in walk.within(policy, condition))
    here = any(isinstance(one, Fact) and one.name == "time_to" for one in met)
    return here or any(_looks_ahead(policy, child) for child in clause.children)


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
    waiting = [*uses.get(start, ())]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += uses.get(name, ())
    return found
