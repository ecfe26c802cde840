"""`policy coverage` and `policy diff`: what the cases of a policy leave out, and what another version changes."""

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from msgspec import Struct
from msgspec.structs import replace

from cadrectl.calendar import code_of
from cadrectl.cli import completing, options
from cadrectl.cli.answer import Answer, Column, answer_options, give
from cadrectl.cli.clauses import VERDICTS
from cadrectl.cli.problems import tell_problems
from cadrectl.cli.session import Session
from cadrectl.cli.words import Refusal, command, option
from cadrectl.text import Text, render, say, say_count

if TYPE_CHECKING:
    from cadrectl.cli.judging import Bench
    from cadrectl.cli.reading import Reading
    from cadrectl.decide.coverage import Asked
    from cadrectl.decide.eligibility import ClauseAnswer
    from cadrectl.decide.policy_diff import Change, ClauseChange
    from cadrectl.policy.model import Policy
    from cadrectl.policy.phrases import Said
    from cadrectl.policy.sentences import Speaker
    from cadrectl.records.record import Record

FOUND, UNFIT = 1, 3


@command(
    "coverage",
    about=say("Say which clauses of the policies, or of those named P, no case shows met, and which not met."),
)
@options.policies
@option("--strict", is_flag=True, about=say("Exit with 1 where a clause is not shown both ways."))
@options.skip_invalid
@answer_options
@click.pass_obj
def coverage(session: Session, /, names: Sequence[str], strict: bool, skip_invalid: bool, **wish: Any) -> int:
    """Print the clauses with the verdicts that cases expect of them."""
    from cadrectl.cli.judging import fit_policies, named
    from cadrectl.cli.left_out import marked
    from cadrectl.cli.reading import read_fit

    reading = read_fit(session, skip_invalid)
    fit, reading = fit_policies(reading, session, skip_invalid)
    known = {one.id: one for one in fit}
    chosen = [record for record in named(reading, "policies", names) if record.id in known]
    rows = [row for record in chosen for row in _covered(record, known[record.id], reading, session.lang)]
    open_rows = [row for row in rows if not row["shown"]]
    notes = [
        say_count(
            "{count} clause: {open} not shown both ways, of which {never} in no case.",
            "{count} clauses: {open} not shown both ways, of which {never} in no case.",
            count=len(rows),
            open=len(open_rows),
            never=sum(not any(row["cases"].values()) for row in rows),
        )
    ]
    head = reading.head("policy-coverage", session)
    give(marked(Answer(head, COVERED, rows, reading.problems, open_rows, notes), reading), wish, session.lang)
    return FOUND if strict and open_rows else 0


COVERED = (
    Column("policy", say("policy")),
    Column("clause", say("clause")),
    Column("text", say("asks")),
    Column("missing", say("in no case"), lambda words: _in_words(words)),
    Column("path", say("record")),
    Column("line", say("line")),
)


def _in_words(verdicts: Sequence[str]) -> dict[str, str]:
    return {lang: ", ".join(render(VERDICTS[word], lang) for word in verdicts) for lang in ("zh", "en")}


def _covered(record: "Record", policy: "Policy", reading: "Reading", lang: str) -> Iterator[dict[str, Any]]:
    """A row for every clause, limited figure and consequence of a policy."""
    from cadrectl.cli.judging import read_vocabularies
    from cadrectl.decide.coverage import coverage as covered
    from cadrectl.policy.sentences import Speaker
    from cadrectl.records.places import place

    cases = [one.value for one in reading.of("cases") if one.value["policy"] == policy.id]
    speaker = Speaker(
        policy.sets, read_vocabularies(reading), {one.id: one for one in policy.assessments}, policy.labels
    )
    for one in covered(policy, cases):
        yield {
            "policy": policy.id,
            "clause": one.path,
            "text": render(_stated(one.asked, speaker), lang),
            "source": list(one.asked.source),
            "cases": dict(one.cases),
            "missing": one.missing,
            "shown": one.shown,
            "path": record.path,
            "line": place(record, one.asked.at)[0],
        }


def _stated(part: "Asked", speaker: "Speaker") -> "Said":
    """What a part of a policy asks, in words."""
    from cadrectl.policy.model import Clause
    from cadrectl.policy.number_model import Consequence, PoolRule
    from cadrectl.policy.procedures import Step
    from cadrectl.policy.show_procedures import bodies_of, step_text
    from cadrectl.policy.wording import required

    if isinstance(part, Clause):
        return required(part, speaker).text
    if isinstance(part, Consequence | PoolRule):
        return part.label or speaker.sentence(part.when)
    if isinstance(part, Step):
        return step_text(part, bodies_of(speaker.vocabularies))
    return part.label


@command(
    "diff",
    about=say(
        "Say who changes outcome from version A of a policy to version B, and by which clause. "
        "Each is a policy of the workspace or a file; without B, A is held against the version in force."
    ),
)
@click.argument("first", metavar="A", shell_complete=completing.policies_and_files)
@click.argument("second", metavar="[B]", required=False, shell_complete=completing.policies_and_files)
@options.tiers
@options.skip_invalid
@answer_options
@click.pass_obj
def diff(session: Session, /, first: str, second: str | None, skip_invalid: bool, **wish: Any) -> None:
    """Print the people whose verdict differs."""
    from cadrectl.cli.judging import Bench, fit_policies
    from cadrectl.cli.left_out import marked
    from cadrectl.cli.reading import read_fit
    from cadrectl.decide.policy_diff import changes

    reading = read_fit(session, skip_invalid)
    known, reading = fit_policies(reading, session, skip_invalid)
    before, after = _versions(Shelf(session, reading, known), first, second)
    court = Bench(session, reading, known, [before, after])
    found = changes(court.book, (before, after), known, court.question(wish["tiers"], ()))
    answer = Answer(
        head=court.head("policy-diff"),
        columns=_columns(court),
        rows=[_row(one, session.lang) for one in found],
        problems=reading.problems,
        notes=list(_counts(found, court)),
    )
    give(marked(answer, reading), wish, session.lang)


class Shelf(Struct, frozen=True):
    """Where policies that are named on the command line are looked for."""

    session: Session
    reading: "Reading"
    known: "Sequence[Policy]"

    def in_force(self, series: str) -> "list[Policy]":
        """The version in force of a series, if there is one."""
        from cadrectl.policy.load import in_force

        return in_force(self.known, [series], code_of(self.session.as_of))


def _versions(shelf: Shelf, first: str, second: str | None) -> "tuple[Policy, Policy]":
    """The version before and the version after."""
    named = _version(shelf, first)
    if second is not None:
        return named, _version(shelf, second)
    current = shelf.in_force(named.series)
    if not current:
        raise Refusal(say("No version of {series} is in force on {day}.", series=named.series, day=shelf.session.as_of))
    return current[0], named


def _version(shelf: Shelf, name: str) -> "Policy":
    """The policy of this id, the version in force of this series, or what the file of this name says."""
    from cadrectl.cli.judging import no_policy

    found = [one for one in shelf.known if one.id == name] or shelf.in_force(name)
    if found:
        return found[0]
    files = [file for file in (Path(name), shelf.session.directory / name) if file.is_file()]
    if files:
        return _in_file(shelf, files[0])
    raise no_policy(name, [one.id for one in shelf.known])


def _in_file(shelf: Shelf, file: Path) -> "Policy":
    """The policy that a file states; one with errors ends the run."""
    from cadrectl.cli.judging import not_applicable
    from cadrectl.policy.load import Stated, policies
    from cadrectl.records.places import place
    from cadrectl.records.read import parse
    from cadrectl.records.record import Record
    from cadrectl.records.validation import validate

    path = f"data/policies/{file.stem}.yaml"  # where it would stand says what kind of record it is
    parsed = parse(path, file.read_bytes())
    problems = [*parsed.problems, *validate(path, "policies", parsed)]
    found: list[Policy] = []
    if not problems:
        record = Record(path, "policies", file.stem, parsed.value, parsed.marks)
        found, problems = policies([Stated(parsed.value, str(file), partial(place, record))])
    errors = [replace(one, path=str(file)) for one in problems if one.is_error]
    if errors:
        tell_problems(errors, shelf.reading.source, shelf.session.lang)
        raise Refusal(not_applicable(len(errors)), UNFIT)
    return found[0]


def _columns(court: "Bench") -> list[Column]:
    return [
        Column("cadre", say("cadre")),
        Column("name", say("name")),
        Column("unit", say("unit"), lambda id: court.units.get(id, id)),
        Column("tier", say("tier"), lambda id: court.tiers[id].title),
        Column("before", say("before"), lambda word: VERDICTS[word]),
        Column("after", say("after"), lambda word: VERDICTS[word]),
        Column("clauses", say("by which clause"), lambda clauses: "; ".join(map(_asked, clauses))),
    ]


def _asked(clause: dict[str, Any]) -> str:
    """What a clause asked and asks; figures that differ under one label are named."""
    sides = [side for side in (clause["required_before"], clause["required_after"]) if side]
    texts = dict.fromkeys(side["text"] for side in sides)
    figures = [list(_leaves(side["value"])) for side in sides]
    if len(texts) > 1 or len(sides) == 1 or len(figures[0]) != len(figures[1]):
        return " → ".join(texts)
    differing = [f"{old} → {new}" for old, new in zip(*figures, strict=True) if old != new]
    return f"{next(iter(texts))} ({', '.join(differing)})" if differing else next(iter(texts))


def _leaves(value: Any) -> Iterator[Any]:
    """The words and figures of a requirement, in order."""
    if isinstance(value, dict):
        value = list(value.values())
    if not isinstance(value, list):
        yield value
        return
    for item in value:
        yield from _leaves(item)


def _row(change: "Change", lang: str) -> dict[str, Any]:
    return {
        "cadre": change.cadre,
        "name": change.name,
        "unit": change.unit,
        "tier": change.tier,
        "before": change.before,
        "after": change.after,
        "clauses": [_clause(one, lang) for one in change.clauses],
    }


def _clause(change: "ClauseChange", lang: str) -> dict[str, Any]:
    one = change.after or change.before
    return {
        "id": change.id,
        "before": None if change.before is None else change.before.verdict,
        "after": None if change.after is None else change.after.verdict,
        "required_before": _required(change.before, lang),
        "required_after": _required(change.after, lang),
        "source": [] if one is None else list(one.source),
    }


def _required(answer: "ClauseAnswer | None", lang: str) -> dict[str, Any] | None:
    if answer is None:
        return None
    return {"value": answer.required.value, "text": render(answer.required.text, lang)}


def _counts(found: "Sequence[Change]", court: "Bench") -> Iterator[Text]:
    """How many people change how, tier by tier."""
    before, after = court.deciding
    yield say_count(
        "From {before} to {after}: {count} outcome changes.",
        "From {before} to {after}: {count} outcomes change.",
        count=len(found),
        before=before.id,
        after=after.id,
    )
    counts = Counter((one.tier, one.before, one.after) for one in found)
    for (tier, old, new), number in counts.items():
        yield say(
            "{tier}: {count} from {old} to {new}.",
            tier=court.tiers[tier].title,
            count=number,
            old=_said(old),
            new=_said(new),
        )


def _said(verdict: str | None) -> Text:
    return say("not asked") if verdict is None else VERDICTS[verdict]
