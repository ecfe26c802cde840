"""`policy check` and its kin: the tools of those who write a policy."""

from collections.abc import Sequence
from functools import partial

import click

from cadrectl.cli.problems import list_problems, problem_form
from cadrectl.cli.session import Session
from cadrectl.cli.words import Command, Group, Refusal, command
from cadrectl.text import say
from cadrectl.vocabulary import vocabularies

FOUND = 1


@click.group("policy", cls=Group, about=say("Check, show and test the policies of the workspace."))
def policy() -> None:
    """Tools for policies."""


@command(
    "check",
    cls=Command,
    about=say("List what is wrong with the policies, or with those named P."),
)
@click.argument("names", metavar="[P]...", nargs=-1)
@problem_form
@click.pass_obj
def check(session: Session, names: Sequence[str], form: str) -> int:
    """Exit code 1 when a policy has errors."""
    from cadrectl import records
    from cadrectl.cli.judging import read_policies
    from cadrectl.cli.reading import read
    from cadrectl.decide.policy_checks import check as rules

    reading = read(session)
    files = {record.path: record for record in reading.records if record.kind == "policies"}
    unknown = set(names) - {record.id for record in files.values()}
    if unknown:
        raise Refusal(
            say(
                "There is no policy {name}; there are: {names}.",
                name=min(unknown),
                names=", ".join(r.id for r in files.values()),
            )
        )
    sound, problems = read_policies(reading)
    words = vocabularies((record.id, record.value) for record in reading.records if record.kind == "vocabularies")
    places = {path: partial(records.place, record) for path, record in files.items()}
    problems = [*problems, *rules(sound, words, places)]
    chosen = [one for one in problems if not names or (one.path in files and files[one.path].id in names)]
    list_problems(chosen, reading.head("policy-check", session), form, session.lang)
    return FOUND if any(one.is_error for one in chosen) else 0


policy.add_command(check)

COMMANDS: dict[str, click.Command] = {"policy": policy}
