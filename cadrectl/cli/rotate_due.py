"""`rotate due`: who is due to move, since when or from when, who may be moved, and why."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import click

from cadrectl.cli import options
from cadrectl.cli.answer import Answer, Column, answer_options
from cadrectl.cli.clauses import clause_row, explained
from cadrectl.cli.session import Session
from cadrectl.cli.words import command, option
from cadrectl.text import Text, say

if TYPE_CHECKING:
    from cadrectl.cli.planning import Desk
    from cadrectl.decide.eligibility import Standing
    from cadrectl.policy.model import Policy
    from cadrectl.rotation.due import Obligation

STATES = {
    "overdue": say("overdue"),
    "due": say("due"),
    "open": say("not yet"),
    "exempt": say("exempt"),
    "unknown": say("unknown"),
}
MAY = {"pass": say("yes"), "fail": say("no"), "unknown": say("unknown")}


@command("due", about=say("Say who is due to move, since when, and from when those who are not yet."))
@options.policy
@options.cadres
@option("--all", "everybody", is_flag=True, about=say("Also those who will be due only later."))
@options.explain
@options.skip_invalid
@answer_options
@click.pass_obj
def due(session: Session, /, policy: str | None, skip_invalid: bool, **wish: Any) -> None:
    """Print who is due."""
    from cadrectl.cli.planning import desk
    from cadrectl.rotation.due import by_analogy, obligations

    table = desk(session, policy, skip_invalid)
    named = [table.cadre(one) for one in wish["cadres"]]
    found = [
        one
        for one in obligations(table.situation)
        if (one.cadre in named if named else wish["everybody"] or one.state != "open")
    ]
    standings = _standings(table, found) if wish["explain"] else []
    rows = [_row(one, standings, session.lang) for one in found]
    columns = [
        Column("cadre", say("cadre")),
        Column("name", say("name")),
        Column("unit", say("unit"), lambda id: table.court.units.get(id, id)),
        Column("state", say("state"), lambda word: STATES[word]),
        Column("due_on", say("due on"), lambda day: day or ""),
        Column("overdue_on", say("overdue on"), lambda day: day or ""),
        Column("may_move", say("may be moved"), lambda word: MAY[word]),
    ]
    counts = {state: sum(row["state"] == state for row in rows) for state in STATES}
    notes = [say("{state}: {count}", state=STATES[state], count=count) for state, count in counts.items() if count]
    beside = [(stated, one) for stated, one in by_analogy(table.situation) if not named or one.cadre in named]
    head = {**table.head("rotate-due"), "references": [_beside(*pair) for pair in beside]}
    answer = Answer(head, columns, rows, notes=[*notes, *_told_beside(beside), *_explanations(table, standings)])
    table.give(answer, wish)


def _beside(policy: "Policy", one: "Obligation") -> dict[str, Any]:
    """Whom a policy that is followed by analogy would have moved, since when, and by which article."""
    movement = policy.movement
    assert movement is not None  # it is told only where it says how people are moved
    asked = movement.overdue if one.state == "overdue" and movement.overdue is not None else movement.due
    row = {**_row(one, [], ""), "severity": "reference", "policy": dict(policy.title)}
    return row | {"source": list(asked.clause.source if asked is not None else ())}


def _told_beside(beside: "Sequence[tuple[Policy, Obligation]]") -> Iterator[Text]:
    """For people: the same, a line for each policy and state."""
    for policy in {policy.id: policy for policy, _ in beside}.values():
        for state in ("overdue", "due"):
            rows = [_beside(*pair) for pair in beside if pair[0] is policy and pair[1].state == state]
            people = ", ".join(f"{row['cadre']} {row['name']}" for row in rows)
            if rows:
                told = {"policy": policy.title, "state": STATES[state], "people": people}
                yield say("For reference, {policy}: {state}: {people}. [{source}]", source=rows[0]["source"][0], **told)


def _standings(table: "Desk", found: "Sequence[Obligation]") -> "list[Standing]":
    """How people stand to what makes them due, overdue and movable, person by person; of who is exempt nothing."""
    from cadrectl.decide.eligibility import Question, eligible

    situation = table.situation
    asked = situation.policy.stating(tiers=situation.movement.tiers)
    people = tuple(one.cadre for one in found if one.state != "exempt")
    question = Question(situation.as_of, cadres=people, explain=True)
    standings = eligible(situation.book, [asked], situation.known, question)
    return sorted(standings, key=lambda one: one.cadre)


def _row(one: "Obligation", standings: "Sequence[Standing]", lang: str) -> dict[str, Any]:
    row: dict[str, Any] = {
        "cadre": one.cadre,
        "name": one.name,
        "unit": one.unit,
        "state": one.state,
        "due_on": one.due_on,
        "overdue_on": one.overdue_on,
        "may_move": one.may_move,
    }
    mine = [standing for standing in standings if standing.cadre == one.cadre]
    if mine:
        row["clauses"] = [clause_row(clause, lang) for standing in mine for clause in standing.clauses]
    return row


def _explanations(table: "Desk", standings: "Sequence[Standing]") -> Iterator[Text | str]:
    """For people: each person's clauses in blocks."""
    titles = {tier.id: tier.title for tier in table.situation.movement.tiers}
    for standing in standings:
        yield f"\n{explained(standing, titles[standing.tier], table.court.session.lang)}"
