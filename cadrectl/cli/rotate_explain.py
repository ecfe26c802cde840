"""`rotate explain` and `rotate apply`: why a plan is as it is, what insisting costs; writing it into the records."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cadrectl.cli import completing, options
from cadrectl.cli.answer import Answer, Column, answer_options
from cadrectl.cli.session import Session
from cadrectl.cli.words import Refusal, command, option
from cadrectl.text import Text, render, say, say_count

if TYPE_CHECKING:
    from cadrectl.cli.planning import Desk
    from cadrectl.rotation.carry_out import Change
    from cadrectl.rotation.explain import Account, Alternative, Worth
    from cadrectl.rotation.plan import Move
    from cadrectl.rotation.solver import Search

FOUND = 1
STAY = "stay"
"""What stands for no move at all, here and in --fix."""

RULES = {
    "known": say("people, posts and kinds are known"),
    "present": say("everybody starts from the present post"),
    "once": say("nobody moves twice"),
    "movers": say("whoever moves may be moved"),
    "kinds": say("each move fits its kind"),
    "dates": say("each move begins in time and lasts as its kind says"),
}
"""What the rules that every plan keeps are called."""

plan_file = click.argument("planned", metavar="FILE", type=click.Path(path_type=Path))


@command(
    "explain",
    about=say("Say why somebody is where a plan puts them, why not elsewhere, and what changes if you insist."),
)
@plan_file
@options.policy
@option("--cadre", metavar="ID", shell_complete=completing.people, about=say("About this person, by id or name."))
@option("--to", "elsewhere", metavar="POST", about=say("Why the person does not go to this post (U003/deputy)."))
@option(
    "--fix",
    "fixed",
    metavar="ID=POST",
    multiple=True,
    about=say("What changes if a person goes to a post (C0012=U003/deputy) or stays (C0012=stay)."),
)
@option("--exclude", "excluded", metavar="ID", multiple=True, about=say("What changes if a person is left out."))
@options.skip_invalid
@answer_options
@click.pass_obj
def explain(session: Session, /, planned: Path, policy: str | None, skip_invalid: bool, **wish: Any) -> int:
    """Exit code 1 where what is insisted on leaves no plan."""
    from cadrectl.cli.planning import LONG, desk
    from cadrectl.cli.plans import read_plan
    from cadrectl.rotation.record import moves_of

    value = read_plan(planned, "rotation", session)
    table = desk(session, policy or value.get("policy_version") or value.get("policy"), skip_invalid)
    if wish["fixed"] or wish["excluded"]:
        return _give_changes(table, wish, table.search(None, LONG))
    if not wish["cadre"]:
        raise Refusal(say("Say whom it is about (--cadre), or what you insist on (--fix, --exclude)."))
    _give_account(table, (moves_of(value), wish), table.search(None, LONG))
    return 0


def _give_account(table: "Desk", asked: "tuple[list[Move], dict[str, Any]]", search: "Search") -> None:
    from cadrectl.rotation.explain import account, why_not

    moves, wish = asked
    cadre = table.cadre(wish["cadre"])
    if wish["elsewhere"]:
        found = [why_not(table.situation, cadre, table.seat(wish["elsewhere"]), search)]
        told, notes = None, list(_kept_back(table, cadre))
    else:
        told = account(table.situation, moves, cadre, search)
        found, notes = told.alternatives, list(_why_here(told, table))
    rows = [_alternative(one) for one in found]
    labels = limit_labels(table)
    lang = table.court.session.lang
    columns = [
        Column("post", say("other place"), lambda name: say("stay") if name == STAY else name),
        Column("price", say("price in points"), lambda price: "" if price is None else str(price)),
        Column("against", say("forbidden by"), lambda ids: "; ".join(render(labels.get(id, id), lang) for id in ids)),
    ]
    worth = [] if told is None else [_worth(one) for one in told.worth]
    head = {**table.head("rotate-explain"), "cadre": cadre, "worth": worth}
    table.give(Answer(head, columns, rows, notes=notes), wish)


def _why_here(told: "Account", table: "Desk") -> "list[Text]":
    """The move of a person and what each aim gives for it."""
    situation = table.situation
    name = situation.names[situation.position[told.cadre]]
    if told.move is None:
        stays = say("{cadre} {name} is not moved by this plan.", cadre=told.cadre, name=name)
        return [stays, *_kept_back(table, told.cadre)]
    kinds = {kind.id: kind.label for kind in situation.movement.kinds}
    head = say_count(
        "{cadre} {name}: {kind} from {present} to {to}, {count} point by itself.",
        "{cadre} {name}: {kind} from {present} to {to}, {count} points by itself.",
        cadre=told.cadre,
        name=name,
        kind=kinds.get(told.move.kind, told.move.kind),
        present="/".join(told.move.present),
        to="/".join(told.move.to),
        count=sum(one.points for one in told.worth),
    )
    lines = [
        say(
            "  {points}: {aim} ({source})",
            points=f"{one.points:+}",
            aim=one.part.label,
            source=", ".join(one.part.source),
        )
        for one in told.worth
    ]
    tail = say("A price is by how many points the best plan that puts the person there falls short of the best plan.")
    return [head, *lines, tail]


def _worth(one: "Worth") -> dict[str, Any]:
    return {one.kind: one.part.id, "points": one.points}


def _alternative(one: "Alternative") -> dict[str, Any]:
    return {"post": one.seat or STAY, "price": one.price, "against": list(one.against)}


def limit_labels(table: "Desk") -> dict[str, Any]:
    """What limits and the rules beside them are called."""
    limits = {limit.id: limit.label for limit in table.situation.movement.limits}
    return {"movers": say("may not be moved"), "kinds": say("no kind of movement leads there"), **limits}


def rule_labels(table: "Desk") -> dict[str, Any]:
    """What everything that a plan is checked for is called."""
    return {**RULES, **{limit.id: limit.label for limit in table.situation.movement.limits}}


def insisted(table: "Desk", fixed: Sequence[str]) -> "Iterator[Text]":
    """Of each move that is insisted on what forbids it by itself, whatever else the plan does."""
    from cadrectl.rotation.explain import forbidding

    labels, situation = limit_labels(table), table.situation
    for person, seat in table.wish(fixed, ()).fixed.items():
        against = [] if seat is None else list(forbidding(situation, person, seat))
        if against and seat is not None:
            words = "; ".join(render(labels.get(id, id), table.court.session.lang) for id in against)
            post = situation.seats[seat].name
            yield say("{cadre} does not go to {post}: {limits}.", cadre=situation.ids[person], post=post, limits=words)
            yield from _kept_back(table, situation.ids[person])


def _kept_back(table: "Desk", cadre: str) -> "Iterator[Text]":
    """Why somebody may not be moved at all; nothing of who may."""
    from cadrectl.rotation.obstacles import obstacle

    why = obstacle(table.situation, table.situation.position[cadre])
    if why is not None:
        name = table.situation.names[table.situation.position[cadre]]
        yield say("{cadre} {name} may not be moved ({why}).", cadre=cadre, name=name, why=why)


def _give_changes(table: "Desk", wish: dict[str, Any], search: "Search") -> int:
    """What the plan is like with something insisted on."""
    from cadrectl.rotation.conflict import conflict
    from cadrectl.rotation.explain import changed

    asked = table.wish(wish["fixed"], wish["excluded"])
    best, other, differences = changed(table.situation, asked, search)
    lang = table.court.session.lang
    names = dict(zip(table.situation.ids, table.situation.names, strict=True))
    head = {**table.head("rotate-explain"), "objective": best.objective}
    columns = [
        Column("cadre", say("cadre")),
        Column("name", say("name")),
        Column("before", say("before")),
        Column("after", say("after")),
    ]
    if other.status in ("infeasible", "none"):
        labels = limit_labels(table)
        together = conflict(table.situation, asked, search).together
        words = "; ".join(render(labels.get(id, id), lang) for id in together)
        notes = [
            say("No plan does that: {limits} cannot hold together.", limits=words)
            if len(together) > 1
            else say("No plan does that, whatever else it does: {limits}.", limits=words),
            *insisted(table, wish["fixed"]),
        ]
        table.give(Answer({**head, "together": together}, columns, [], notes=notes), wish)
        return FOUND
    rows = [
        {"cadre": one.cadre, "name": names[one.cadre], "before": one.before, "after": one.after} for one in differences
    ]
    price = best.objective - other.objective
    notes = [
        say_count(
            "The plan has {count} point then, {price} fewer than the best.",
            "The plan has {count} points then, {price} fewer than the best.",
            count=other.objective,
            price=price,
        )
    ]
    head |= {"objective_insisting": other.objective, "price": price}
    table.give(Answer(head, columns, rows, notes=notes), wish)
    return 0


@command("apply", about=say("Write a plan into the records: every move or none, and only with --confirm."))
@plan_file
@options.policy
@option("--confirm", is_flag=True, about=say("Write; without it, only show what would change."))
@options.skip_invalid
@answer_options
@click.pass_obj
def apply(session: Session, /, planned: Path, policy: str | None, skip_invalid: bool, **wish: Any) -> int:
    """Exit code 1 where the plan breaks a limit; nothing is written then."""
    from cadrectl.cli.planning import desk
    from cadrectl.cli.plans import Edit, carry_out, read_plan
    from cadrectl.rotation.carry_out import changes
    from cadrectl.rotation.check import check
    from cadrectl.rotation.record import moves_of

    value = read_plan(planned, "rotation", session)
    table = desk(session, policy or value.get("policy_version") or value.get("policy"), skip_invalid)
    if session.rev is not None or session.known_at is not None:
        raise Refusal(say("A plan is written into the files as they are, not into a revision."))
    if value.get("records") != table.basis:
        raise Refusal(say("The records have changed since the plan was made; make it anew."), FOUND)
    moves = moves_of(value)
    stays = {limit.id for limit in table.situation.movement.limits if not limit.binds}
    broken = [rule for rule, found in check(table.situation, moves).items() if found and rule not in stays]
    if broken:
        labels = rule_labels(table)
        words = "; ".join(render(labels[rule], session.lang) for rule in broken)
        raise Refusal(say("The plan breaks: {limits}. `rotate check` says how.", limits=words), FOUND)
    made = list(changes(table.situation, moves))
    edits = [Edit(one.path, one.make) for one in made]
    carry_out(table.court.reading.root, edits, confirmed=wish["confirm"])
    rows = [_changed(one) for one in made]
    columns = [
        Column("cadre", say("cadre")),
        Column("path", say("record")),
        Column("ends", say("present post ends"), lambda day: day or ""),
        Column("post", say("new post")),
        Column("from", say("from date")),
    ]
    word = say_count("{count} record changed.", "{count} records changed.", count=len(made))
    if not wish["confirm"]:
        word = say_count(
            "{count} record would change; --confirm writes them.",
            "{count} records would change; --confirm writes them.",
            count=len(made),
        )
    head = {**table.head("rotate-apply"), "written": bool(wish["confirm"])}
    table.give(Answer(head, columns, rows, notes=[word]), wish)
    return 0


def _changed(change: "Change") -> dict[str, Any]:
    begins = change.begins
    return {
        "cadre": change.cadre,
        "path": change.path,
        "ends": change.ends or None,
        "post": f"{begins['unit']}/{begins['post']}",
        "kind": begins["kind"],
        "from": begins["from"],
    }
