"""Naming a person on the command line: by id, or by a name that only one person has."""

from collections.abc import Sequence

from cadrectl.cli.words import Refusal
from cadrectl.records.record import Record
from cadrectl.text import say


def person(known: Sequence[Record], named: str) -> str:
    """The id of the person `named`; a name that nobody or several have ends the run, and lists those."""
    cadres = [record for record in known if record.kind == "cadres"]
    if any(record.id == named for record in cadres):
        return named
    fitting = [record.id for record in cadres if record.value["name"] == named]
    if len(fitting) == 1:
        return fitting[0]
    if not fitting:
        raise Refusal(say("Nobody on the register is called {name}.", name=named))
    raise Refusal(
        say(
            "{count} people are called {name}: {ids}. Give the id.",
            count=len(fitting),
            name=named,
            ids=", ".join(fitting),
        )
    )
