"""`policy check`, `policy show`, `policy test` and their kin: the tools of those who write a policy."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cadrectl.calendar import code_of
from cadrectl.cli import completing, options
from cadrectl.cli.answer import Answer, Column, answer_options, file_option, give, send
from cadrectl.cli.problems import ProblemList, list_problems, problem_form
from cadrectl.cli.session import Session
from cadrectl.cli.versions import coverage, diff
from cadrectl.cli.words import Command, Group, Refusal, command
from cadrectl.text import render, say

if TYPE_CHECKING:
    from cadrectl.cli.reading import Reading
    from cadrectl.records import Record

FOUND = 1


@click.group("policy", cls=Group, about=say("Check, show, test and compare the policies of the workspace."))
def policy() -> None:
    """Tools for policies."""


@command("check", about=say("List what is wrong with the policies, or with those named P."))
@options.policies
@problem_form
@click.pass_obj
def check(session: Session, names: Sequence[str], form: str) -> int:
    """Exit code 1 when a policy has errors."""
    from cadrectl.cli.judging import named, policy_problems
    from cadrectl.cli.reading import read

    reading = read(session)
    paths = {record.path for record in named(reading, "policies", names)}
    problems = [one for one in policy_problems(reading) if one.path in paths]
    head = reading.head("policy-check", session)
    list_problems(ProblemList(problems, head, reading.root, reading.source), form, session.lang)
    session.tell(say("{count} policies checked: {found} problems.", count=len(paths), found=len(problems)))
    return FOUND if any(one.is_error for one in problems) else 0


@command(
    "test", about=say("Try the cases of the policies, or of those named P. The table shows those that come out wrong.")
)
@options.policies
@options.skip_invalid
@answer_options
@click.pass_obj
def test(session: Session, /, names: Sequence[str], skip_invalid: bool, **wish: Any) -> int:
    """Exit code 1 when a case does not come out as expected."""
    from cadrectl.cli.judging import named
    from cadrectl.cli.reading import read_fit

    reading = read_fit(session, skip_invalid)
    rows = [row for record in named(reading, "cases", names) for row in _outcomes(reading, record, session)]
    wrong = [row for row in rows if not row["passed"]]
    head = reading.head("policy-test", session)
    notes = [say("{count} expectations: {wrong} come out wrong.", count=len(rows), wrong=len(wrong))]
    give(Answer(head, OUTCOME, rows, reading.problems, wrong, notes), wish, session.lang)
    return FOUND if wrong else 0


@command("show", about=say("Say what the policy P asks, clause by clause, in Markdown."))
@click.argument("name", metavar="P", shell_complete=completing.policies)
@file_option
@click.pass_obj
def show(session: Session, name: str, file: Path | None) -> None:
    """Print a policy in words."""
    from cadrectl.calendar import code_of
    from cadrectl.cli.judging import no_policy, read_policies, read_vocabularies
    from cadrectl.cli.reading import read
    from cadrectl.policy.load import in_force
    from cadrectl.policy.show import shown

    reading = read(session)
    known, _ = read_policies(reading)
    wanted = [one for one in known if one.id == name] or in_force(known, [name], code_of(session.as_of))
    if not wanted:
        raise no_policy(name, [one.id for one in known])
    lines = [render(line, session.lang).rstrip() for line in shown(wanted[0], read_vocabularies(reading))]
    send("\n".join([*lines, ""]), file)


OUTCOME = (
    Column("policy", say("policy")),
    Column("name", say("case"), lambda name: name),
    Column("clause", say("clause")),
    Column("expected", say("expected")),
    Column("found", say("found")),
    Column("path", say("record")),
    Column("line", say("line")),
)


def _outcomes(reading: "Reading", record: "Record", session: Session) -> Iterator[dict[str, Any]]:
    """A row for every expectation of a file of cases."""
    from cadrectl.cli.judging import read_policies, read_vocabularies
    from cadrectl.decide.cases import run
    from cadrectl.policy.load import superiors
    from cadrectl.records import place

    known, _ = read_policies(reading)
    name = record.value["policy"]
    tested = next((one for one in known if one.id == name), None)
    if tested is None:
        raise Refusal(say("{path} tests {policy}, which cannot be read.", path=record.path, policy=name))
    above = superiors(tested, known, code_of(session.as_of))
    for outcome in run(tested, above, record.value, read_vocabularies(reading)):
        line, _ = place(record, ("cases", outcome.index, "expect", outcome.clause))
        yield {
            "policy": tested.id,
            "name": outcome.name,
            "clause": outcome.clause,
            "expected": outcome.expected,
            "found": outcome.found,
            "passed": outcome.passed,
            "path": record.path,
            "line": line,
        }


policy.add_command(check)
policy.add_command(show)
policy.add_command(test)
policy.add_command(coverage)
policy.add_command(diff)

COMMANDS: dict[str, Command] = {"policy": policy}
