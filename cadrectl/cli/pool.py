"""`pool review` and `pool apply`: what is proposed for each reserve after a year, and its carrying out."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cadrectl.cli import options
from cadrectl.cli.answer import Answer, Column, answer_options, bom_option, form_option, give, write
from cadrectl.cli.commands import ALL
from cadrectl.cli.session import Session
from cadrectl.cli.words import Command, Group, Refusal, command, option
from cadrectl.text import Text, render, say, say_count

if TYPE_CHECKING:
    from cadrectl.cli.judging import Bench
    from cadrectl.cli.plans import Edit
    from cadrectl.decide.pool import Decision, Follow, Review
    from cadrectl.decide.pool_reasons import Reason
    from cadrectl.decide.proposal import Change

FOUND = 1


@click.group("pool", cls=Group, about=ALL["pool"].about)
def pool() -> None:
    """The rolling management of the pool."""


@command(
    "review",
    about=say(
        "Propose for each reserve who stays, is warned, leaves, is put forward or enters, with every reason. "
        "With -o the proposal is written as a record."
    ),
)
@options.policy
@option("--year", type=click.IntRange(1900, 2199), about=say("The year that is reviewed (the last complete one)."))
@option("-o", "file", metavar="FILE", type=click.Path(path_type=Path), about=say("Write the proposal to FILE."))
@options.skip_invalid
@form_option
@bom_option
@click.pass_obj
def review(session: Session, /, policy: str | None, skip_invalid: bool, **wish: Any) -> None:
    """Print the decisions."""
    from cadrectl.cli.dividing import as_notes, as_rows
    from cadrectl.cli.judging import bench
    from cadrectl.cli.left_out import marked
    from cadrectl.cli.reading import read_fit
    from cadrectl.decide.pool import divided
    from cadrectl.decide.pool import review as reviewed

    court = bench(session, read_fit(session, skip_invalid), policy, skip_invalid)
    year = wish["year"] or session.as_of.year - 1
    reviews = reviewed(court.clerk, [one.series for one in court.deciding], year)
    if not reviews:
        raise Refusal(say("No policy in force at the end of {year} says how the pool is managed.", year=year))
    rows = [one for each in reviews for one in each.rows]
    even = [one for each in reviews for one in divided(each)]
    answer = Answer(
        head={**court.head("pool-review"), "year": year, "fairness": as_rows(even, session.lang)},
        columns=_columns(court),
        rows=[_row(one, session.lang) for one in rows],
        problems=court.reading.problems,
        notes=[*_notes(reviews, year), *as_notes(even, {"pool": say("put forward")}, court.register.vocabularies)],
    )
    if wish["file"] is not None:
        _propose(court, reviews, wish["file"])
    give(marked(answer, court.reading), {**wish, "file": None}, session.lang)


def _propose(court: "Bench", reviews: "Sequence[Review]", file: Path) -> None:
    """Write the proposal of the one policy that has a pool."""
    from cadrectl.cli.plans import basis, make_folder
    from cadrectl.decide.proposal import Made, proposal
    from cadrectl.records.canonical import canonical

    if len(reviews) > 1:
        raise Refusal(say("Several policies have a pool; name the one to propose for with --policy."))
    head, session = court.head("pool-review"), court.session
    made = Made(session.as_of.isoformat(), basis(court.reading), head["revision"], session.lang)
    make_folder(court.reading.root, file)
    write(file, canonical("plans", proposal(reviews[0], made)).encode())
    session.tell(say("The proposal is in {file}.", file=str(file)))


@command(
    "apply",
    about=say("Carry a proposal out into the records: memberships that end, memberships that begin."),
)
@click.argument("source", metavar="FILE", type=click.Path(path_type=Path))
@option("--on", "on", type=click.DateTime(["%Y-%m-%d"]), about=say("From this day on (today)."))
@option("--confirm", is_flag=True, about=say("Write the changes; without it they are only shown."))
@answer_options
@click.pass_obj
def apply(session: Session, /, **wish: Any) -> int:
    """Exit code 1 where the records are no longer those of the proposal; nothing is written then."""
    from cadrectl.cli.plans import basis, carry_out, read_plan
    from cadrectl.cli.reading import read_fit
    from cadrectl.decide.proposal import changes

    if session.rev is not None or session.known_at is not None:
        raise Refusal(say("A proposal is carried out in the files as they are, not in a revision."))
    plan = read_plan(wish.pop("source"), "pool", session)
    reading = read_fit(session, skip_invalid=False)
    if plan.get("records") != basis(reading):
        raise Refusal(say("The records have changed since the proposal was made; make it anew."), FOUND)
    held = [record for record in reading.of("reserve") if "left" not in record.value]
    on = (wish["on"].date() if wish["on"] else session.as_of).isoformat()
    made = list(changes(plan, {record.id: record.value for record in held}, on))
    carry_out(reading.root, [edit for one in made for edit in _edits(one)], confirmed=wish["confirm"])
    counted = say_count("{count} person's records changed.", "{count} people's records changed.", count=len(made))
    if not wish["confirm"]:
        counted = say_count(
            "{count} person's records would change; --confirm writes them.",
            "{count} people's records would change; --confirm writes them.",
            count=len(made),
        )
    head = {**reading.head("pool-apply", session), "written": bool(wish["confirm"])}
    give(Answer(head, APPLIED, [_applied(one) for one in made], notes=[counted]), wish, session.lang)
    return 0


def _edits(change: "Change") -> "Iterator[Edit]":
    """The files that a change writes: the membership that ends, the one that begins."""
    from cadrectl.cli.plans import Edit
    from cadrectl.records.canonical import canonical

    if change.left is not None:
        yield Edit(f"data/reserve/{change.reserve}.yaml", change.make)
    if change.begins is not None:
        yield Edit(new_membership(change), canonical("reserve", dict(change.begins)))


def new_membership(change: "Change") -> str:
    """The file of a membership that begins, named by the person and the year."""
    assert change.begins is not None  # asked of such only
    return f"data/reserve/{change.cadre}-{change.begins['term']['from'][:4]}.yaml"


def _applied(change: "Change") -> dict[str, Any]:
    return {
        "cadre": change.cadre,
        "ends": change.reserve or None,
        "left": dict(change.left) if change.left is not None else None,
        "begins": change.begins["tier"] if change.begins is not None else None,
        "path": new_membership(change) if change.begins is not None else f"data/reserve/{change.reserve}.yaml",
    }


def _ended(left: Mapping[str, str]) -> Text:
    """When and why a membership ends."""
    from cadrectl.register import table

    reason = table("reserve").column("left.reason")
    assert reason is not None and reason.word_labels is not None  # a field of the schema, with labels
    return say("{date}, {reason}", date=left["date"], reason=reason.word_labels[left["reason"]])


APPLIED = (
    Column("cadre", say("cadre")),
    Column("ends", say("membership that ends")),
    Column("left", say("ends on"), _ended),
    Column("begins", say("membership that begins")),
    Column("path", say("record")),
)


def _row(one: "Decision", lang: str) -> dict[str, Any]:
    row: dict[str, Any] = {
        "cadre": one.cadre,
        "name": one.name,
        "unit": one.unit,
        "tier": one.tier,
        "decision": one.decision,
        "reasons": [_reason(each, lang) for each in one.reasons],
        "follows": [_follow(each, lang) for each in one.follows],
    }
    return row | {key: value for key, value in (("to", one.to), ("round", one.round)) if value}


def _reason(one: "Reason", lang: str) -> dict[str, Any]:
    evidence = [{"path": path, "line": line} for path, line in one.evidence]
    return {"text": render(one.text, lang), "source": list(one.source), "evidence": evidence}


def _follow(one: "Follow", lang: str) -> dict[str, Any]:
    return {"action": one.action.id, "text": render(one.action.label, lang), "source": list(one.source)}


def _columns(court: "Bench") -> list[Column]:
    from cadrectl.decide.pool import decision_label

    def reasons(stated: Any) -> str:
        return "\n".join(f"{one['text']} [{', '.join(one['source'])}]" for one in stated)

    return [
        Column("tier", say("tier"), lambda id: court.tiers[id].title),
        Column("cadre", say("cadre")),
        Column("name", say("name")),
        Column("unit", say("unit"), lambda id: court.units.get(id, id)),
        Column("decision", say("decision"), decision_label),
        Column("to", say("to tier"), lambda id: court.tiers[id].title, optional=True),
        Column("reasons", say("reasons"), reasons),
        Column("follows", say("follows"), lambda stated: ", ".join(one["text"] for one in stated)),
    ]


def _notes(reviews: "Sequence[Review]", year: int) -> Iterator[Text]:
    """For people: how many decisions of each kind, tier by tier."""
    from cadrectl.decide.pool import decision_label

    for one in reviews:
        policy = one.judged.roll.policy
        if not one.rows:
            yield say("{policy} has no members at the end of {year}, and nobody enters.", policy=policy.id, year=year)
        for tier in policy.tiers:
            counts: Mapping[str, int] = Counter(row.decision for row in one.rows if row.tier == tier.id)
            for decision, number in sorted(counts.items()):
                yield say(
                    "{year}, {tier}, {policy}: {decision} {number}",
                    year=year,
                    tier=tier.title,
                    policy=policy.id,
                    decision=decision_label(decision),
                    number=number,
                )


for one in (review, apply):
    pool.add_command(one)

COMMANDS: dict[str, Command] = {"pool": pool}
