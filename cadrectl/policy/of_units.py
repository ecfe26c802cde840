"""What a condition asks that can only be asked of people, where it is meant to be about units."""

from collections.abc import Iterator, Mapping

from cadrectl.policy.model import All, Any, Condition, Fact, Field, Meets, Not, Some
from cadrectl.text import Text, say


def asked_of_people(condition: Condition | None, named: Mapping[str, Condition]) -> Iterator[str]:
    """The facts and fields in a condition that are not declared of units; `named` are conditions that it may name."""
    match condition:
        case Meets(name) if name in named:
            yield from asked_of_people(named[name], {other: named[other] for other in named if other != name})
        case Not(part):
            yield from asked_of_people(part, named)
        case All(parts) | Any(parts) | Some(_, parts):
            for part in parts:
                yield from asked_of_people(part, named)
        case Field(name) | Fact(name) if not name.startswith("unit."):
            yield name


def of_people(name: str) -> Text:
    """That this is asked of people, and what may be asked of units."""
    return say("“{name}” is asked of people; of units ask unit.stage, unit.classes and the like.", name=name)
