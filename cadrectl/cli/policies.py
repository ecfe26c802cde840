"""`policy check`, `policy show`, `policy test` and their kin: the tools of those who write a policy."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from msgspec import Struct

from cadrectl.calendar import code_of
from cadrectl.cli import completing, options
from cadrectl.cli.answer import Answer, Column, answer_options, file_option, give, send
from cadrectl.cli.commands import ALL
from cadrectl.cli.problems import ProblemList, listed, problem_form, tell_problems
from cadrectl.cli.session import Session
from cadrectl.cli.versions import coverage, diff
from cadrectl.cli.words import Command, Group, Refusal, command
from cadrectl.text import Text, render, say, say_count

if TYPE_CHECKING:
    from cadrectl.cli.reading import Reading
    from cadrectl.decide.cases import Outcome
    from cadrectl.policy.model import Policy
    from cadrectl.records.record import Record

FOUND, UNFIT = 1, 3


@click.group("policy", cls=Group, about=ALL["policy"].about)
def policy() -> None:
    """Tools for policies."""


@command("check", about=say("List what is wrong with the policies, or with those named P."))
@options.policies
@problem_form
@click.pass_obj
def check(session: Session, names: Sequence[str], form: str) -> int:
    """Exit code 1 when a policy has errors."""
    from cadrectl.cli.judging import policy_files, policy_problems
    from cadrectl.cli.reading import read

    reading = read(session)
    paths = policy_files(reading, names)
    paths_of_cases = {f"{path.removesuffix('.yaml')}.cases.yaml" for path in paths}
    found_here = [*reading.problems, *policy_problems(reading)]
    problems = [one for one in found_here if one.path in paths | paths_of_cases]
    head = reading.head("policy-check", session)
    found = ProblemList(problems, head, reading.root, reading.source)
    click.echo(listed(found, form, session.lang), nl=False)
    checked = say_count("{count} policy checked", "{count} policies checked", count=len(paths))
    counted = say_count("{count} problem", "{count} problems", count=len(problems))
    session.tell(say("{checked}: {problems}.", checked=checked, problems=counted))
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
    from cadrectl.cli.judging import fit_policies, named
    from cadrectl.cli.left_out import marked
    from cadrectl.cli.reading import read_fit

    reading = read_fit(session, skip_invalid)
    known, reading = fit_policies(reading, session, skip_invalid)
    trial = Trial(session, reading, {one.id: one for one in known})
    chosen = [record for record in named(reading, "cases", names) if record.value["policy"] in trial.policies]
    tried = [one for record in chosen for one in _outcomes(trial, record)]
    rows = [row for _, row in tried]
    wrong = [row for row in rows if not row["passed"]]
    head = reading.head("policy-test", session)
    counted = say_count("{count} expectation", "{count} expectations", count=len(rows))
    summary = say("{expectations}, not met: {wrong}.", expectations=counted, wrong=len(wrong))
    notes = [*_misnamed([outcome for outcome, _ in tried]), summary]
    give(marked(Answer(head, OUTCOME, rows, reading.problems, wrong, notes), reading), wish, session.lang)
    return FOUND if wrong else 0


@command("show", about=say("Say what the policy P asks, clause by clause, in Markdown."))
@click.argument("name", metavar="P", shell_complete=completing.policies)
@file_option
@click.pass_obj
def show(session: Session, name: str, file: Path | None) -> None:
    """Print a policy in words."""
    from cadrectl.cli.judging import no_policy, policy_files, read_policies, read_vocabularies
    from cadrectl.cli.reading import read
    from cadrectl.policy.load import in_force
    from cadrectl.policy.show import shown

    reading = read(session)
    known, unsound = read_policies(reading)
    wanted = [one for one in known if one.id == name] or in_force(known, [name], code_of(session.as_of))
    if not wanted:
        paths = policy_files(reading, [name])
        errors = [one for one in [*reading.problems, *unsound] if one.path in paths and one.is_error]
        tell_problems(errors, reading.source, session.lang)
        if errors:
            raise Refusal(say("The policy {name} cannot be read.", name=name), UNFIT)
        raise no_policy(name, [one.id for one in known])
    lines = [render(line, session.lang).rstrip() for line in shown(wanted[0], read_vocabularies(reading))]
    send("\n".join([*lines, ""]), file)


_VERDICTS = {"pass", "fail", "unknown"}

OUTCOME = (
    Column("policy", say("policy")),
    Column("name", say("case"), lambda name: name),
    Column("clause", say("clause")),
    Column("expected", say("expected")),
    Column("found", say("found")),
    Column("because", say("because of"), ", ".join),
    Column("missing", say("what is missing"), "; ".join, optional=True),
    Column("path", say("record")),
    Column("line", say("line")),
)


class Trial(Struct, frozen=True):
    """What the cases of a run are tried against: the policies by id, and the records that they stand among."""

    session: Session
    reading: "Reading"
    policies: "Mapping[str, Policy]"


def _outcomes(trial: Trial, record: "Record") -> "Iterator[tuple[Outcome, dict[str, Any]]]":
    """Every expectation of a file of cases, with its row."""
    from cadrectl.cli.judging import read_vocabularies
    from cadrectl.decide.cases import run
    from cadrectl.policy.load import superiors
    from cadrectl.records.places import place
    from cadrectl.review.cases import JUDGES

    tested = trial.policies[record.value["policy"]]
    above = superiors(tested, list(trial.policies.values()), code_of(trial.session.as_of))
    for outcome in run(tested, above, record.value, read_vocabularies(trial.reading), JUDGES):
        line, _ = place(record, ("cases", outcome.index, "expect", outcome.clause))
        row = {
            "policy": tested.id,
            "name": outcome.name,
            "clause": outcome.clause,
            "expected": outcome.expected,
            "found": outcome.found,
            "because": list(outcome.because),
            "missing": [render(one, trial.session.lang) for one in outcome.missing],
            "passed": outcome.passed,
            "path": record.path,
            "line": line,
        }
        yield outcome, row


def _misnamed(outcomes: "Sequence[Outcome]") -> Iterator[Text]:
    """For each name that is expected and is not there: that it is not, and which are; for each word, what it may be."""
    from cadrectl.policy.problems import nearest

    for clause, known in {one.clause: one.known for one in outcomes if one.found is None}.items():
        yield say("“{clause}” is nothing that is worked out here. {hint}", clause=clause, hint=nearest(clause, known))
    for word in sorted({one.expected for one in outcomes if one.found in ("pass", "fail")} - _VERDICTS):
        yield say("A verdict is expected as pass, fail or unknown, not as “{word}”.", word=word)


policy.add_command(check)
policy.add_command(show)
policy.add_command(test)
policy.add_command(coverage)
policy.add_command(diff)

COMMANDS: dict[str, Command] = {"policy": policy}
