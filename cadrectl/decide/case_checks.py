"""Whether every case of a policy is reached: of values, numbers, points, grades and groups."""

from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from cadrectl.decide.bench import HIGH, LOW, Bench, bare, figure, place, values
from cadrectl.policy import number_walk
from cadrectl.policy.fitting import plain_values
from cadrectl.policy.model import Cases, Condition, Fact, Field, Literal, Policy
from cadrectl.text import say


def cases_are_reached(bench: Bench) -> None:
    """No case asks what an earlier one has asked already, in full or word by word of one field."""
    for whens in _branchings(bench.policy):
        seen: list[_Asked] = []
        covered: dict[str, set[Literal]] = {}
        for when in whens:
            words = _words_asked(when)
            name = when.name if isinstance(when, Field) else ""
            asked = _asked(when)
            if any(_takes(one, asked) for one in seen) or (words and words <= covered.get(name, set())):
                bench.report.add(
                    "unreachable-case", place(when), say("An earlier case takes everyone who fits this one.")
                )
            seen.append(asked)
            covered.setdefault(name, set()).update(words)


def _branchings(policy: Policy) -> Iterator[list[Condition]]:
    """The conditions of every choice of which the first that holds is taken."""
    for value in values(policy):
        if isinstance(value, Cases):
            yield [when for when, _ in value.branches if when is not None]
    for assessment in policy.assessments:
        yield from number_walk.branchings(assessment)


class _Asked(Struct, frozen=True):
    """A condition, with what it asks wherever it stands, and the fact or field it asks of where it has limits."""

    when: Condition
    bare: object
    of: object


def _asked(when: Condition) -> _Asked:
    return _Asked(when, bare(when), bare(replace(when, tests=())) if isinstance(when, Fact | Field) else None)


def _takes(one: _Asked, other: _Asked) -> bool:
    """Whether the earlier one holds wherever the later does: it asks the same, or of the same fact a lower limit."""
    if one.bare == other.bare:
        return True
    earlier, later = one.when, other.when
    if not isinstance(earlier, Fact | Field) or not isinstance(later, Fact | Field):
        return False
    tests = (*earlier.tests, *later.tests)
    if one.of != other.of or len(earlier.tests) != 1 or len(tests) != 2:
        return False
    wide, narrow = (figure(test.value) for test in tests)
    under, over = (test.comparator for test in tests)
    if wide is None or narrow is None:
        return False
    strict = under in ("more_than", "less_than") and over in ("at_least", "at_most")
    if {under, over} <= {*LOW}:
        return narrow > wide if strict else narrow >= wide
    return {under, over} <= {*HIGH} and (narrow < wide if strict else narrow <= wide)


def _words_asked(when: Condition | None) -> set[Literal]:
    """The words that a case of one field lets in; empty for any other condition."""
    if not isinstance(when, Field) or len(when.tests) != 1 or when.tests[0].comparator not in ("is", "in"):
        return set()
    return {word for word in plain_values(when.tests[0].value) if isinstance(word, str)}
