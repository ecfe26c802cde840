"""`rotate`: who is due to move, the best plan of moves, its check, its explanation, and carrying it out."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cadrectl.calendar import YEAR
from cadrectl.cli import completing, options
from cadrectl.cli.answer import FORMS, Answer, Column, answer_options, bom_option, file_option, send
from cadrectl.cli.commands import ALL
from cadrectl.cli.pictures import beside, draw, pictures_option
from cadrectl.cli.rotate_due import due
from cadrectl.cli.rotate_explain import apply, explain, insisted, plan_file, rule_labels
from cadrectl.cli.session import Session
from cadrectl.cli.words import Command, Group, Refusal, command, option
from cadrectl.text import Text, render, say, say_count

if TYPE_CHECKING:
    from cadrectl.cli.planning import Desk
    from cadrectl.rotation.conflict import Conflict
    from cadrectl.rotation.plan import Plan
    from cadrectl.vocabulary import Label

FOUND = 1
AHEAD = 3 * YEAR
"""How far ahead vacancies are drawn."""

fixed_option = option(
    "--fix", "fixed", metavar="ID=POST", multiple=True,
    about=say("Insist that a person goes to a post (C0012=U003/deputy) or stays (C0012=stay); may be repeated."),
)
exclude_option = option(
    "--exclude", "excluded", metavar="ID", multiple=True, shell_complete=completing.people,
    about=say("Leave a person out of the plan; may be repeated."),
)
limit_option = option(
    "--time-limit", "seconds", metavar="S", type=click.FloatRange(min=0, min_open=True),
    about=say("Stop after S seconds with the best plan found and how far it may be from the best."),
)


@click.group("rotate", cls=Group, about=ALL["rotate"].about)
def rotate() -> None:
    """Plans of moves."""


@command("plan", about=say("Work out the plan that serves the schools best, with the proof that none is better."))
@options.policy
@fixed_option
@exclude_option
@limit_option
@options.skip_invalid
@option(
    "--format", "form", type=click.Choice(("yaml", *FORMS)), default="yaml",
    about=say("Form of the plan (yaml: a record that can be reviewed)."),
)
@pictures_option
@file_option
@bom_option
@click.pass_obj
def plan(session: Session, /, policy: str | None, skip_invalid: bool, **asked: Any) -> int:
    """Exit code 1 where no plan keeps every limit."""
    from cadrectl.cli.planning import LONG, desk
    from cadrectl.cli.plans import make_folder
    from cadrectl.rotation import plan as plans
    from cadrectl.rotation.conflict import conflict
    from cadrectl.rotation.model import model
    from cadrectl.rotation.solve import solve

    table = desk(session, policy, skip_invalid)
    if asked["file"] is not None:
        make_folder(table.court.reading.root, asked["file"])
    wish, look = table.wish(asked["fixed"], asked["excluded"]), table.search(asked["seconds"])
    problem = model(table.situation, table.situation.movement.limits, wish)
    outcome = solve(problem, look)
    if outcome.status == "none":
        raise Refusal(say("No plan was found in that time."), FOUND)
    if outcome.status == "infeasible":
        session.tell(say("No plan keeps every limit; those that exclude each other are looked for."))
        _give_conflict(conflict(table.situation, wish, table.search(asked["seconds"], LONG)), table, asked)
        return FOUND
    made = plans.plan(problem, outcome)
    insisted = (*asked["fixed"], *(f"{one}=exclude" for one in asked["excluded"]))
    _give_plan(made, table, {**asked, "insisted": insisted})
    return 0


def _give_plan(made: "Plan", table: "Desk", asked: dict[str, Any]) -> None:
    from cadrectl.records.canonical import canonical
    from cadrectl.rotation.record import Heading, as_record

    session, situation = table.court.session, table.situation
    date = session.as_of.isoformat()
    title = f"{render(situation.policy.title, session.lang)} {date}"
    revision = table.head("rotate-plan")["revision"]
    heading = Heading(title, date, table.basis, revision, asked["insisted"])
    value = as_record(made, situation, heading, session.lang)
    pictures = _pictures(made, table, asked) if asked["pictures"] else []
    if asked["form"] == "yaml":
        send(canonical("plans", value), asked["file"])
        return
    names = dict(zip(situation.ids, situation.names, strict=True))
    moves = [{"cadre": move["cadre"], "name": names[move["cadre"]], **move} for move in value.get("moves", [])]
    head = {**table.head("rotate-plan"), **{key: part for key, part in value.items() if key not in _IN_HEAD}}
    table.give(Answer(head, plan_columns(table), moves, notes=[*plan_notes(made, table), *pictures]), asked)


def _pictures(made: "Plan", table: "Desk", asked: dict[str, Any]) -> list[str]:
    """The flows between areas and between units, and vacancies against the bench; the Markdown lines that show them."""
    from cadrectl.register.columns import table as columns_of
    from cadrectl.report.moves import flows, vacancies_against_the_bench
    from cadrectl.rotation.vacancies import vacancies

    unit_table = table.court.register.tables["units"]
    area = {str(id): str(area) for id, area in zip(unit_table["id"], unit_table["area"], strict=True)}
    column = columns_of("units").column("area")
    labels = (column.word_labels if column is not None else None) or {}
    pairs = [(move.present[0], move.to[0]) for move in made.moves if move.present[0] not in ("", move.to[0])]
    areas = [(area[one], area[other]) for one, other in pairs]
    charts = [
        flows("areas", say("Moves from area (rows) to area (columns)"), areas, labels),
        flows("units", say("Moves from unit (rows) to unit (columns)"), pairs, table.court.units),
    ]
    if table.situation.movement.vacancies is not None:
        charts.append(vacancies_against_the_bench(vacancies(table.situation, table.situation.as_of + AHEAD)))
    return draw(charts, beside(asked), table.court.reading, table.court.session.lang)


_IN_HEAD = ("records", "revision", "moves", "policy")


def plan_columns(table: "Desk") -> list[Column]:
    """What people see of a plan's moves."""
    situation = table.situation
    kinds = {kind.id: kind.label for kind in situation.movement.kinds}
    aims = {aim.id: aim.label for aim in situation.movement.aims}
    lang = table.court.session.lang

    def place(where: Any) -> str:
        unit = render(table.court.units.get(where["unit"], where["unit"]), lang)
        return f"{where['unit']} {unit} {where['post']}"

    return [
        Column("cadre", say("cadre")),
        Column("name", say("name")),
        Column("from", say("from post"), place),
        Column("to", say("to post"), place),
        Column("kind", say("kind of move"), lambda kind: kinds[kind]),
        Column("from_date", say("from date")),
        Column("serves", say("serves"), lambda ids: ", ".join(render(aims[id], lang) for id in ids or ())),
    ]


def _points(points: int) -> Text:
    return say_count("{count} point", "{count} points", count=points)


def plan_notes(made: "Plan", table: "Desk") -> list[Text]:
    """The proof of a plan and what it leaves empty, for people."""
    outcome = made.outcome
    proof = (
        say_count(
            "Proven best: {count} point, and no plan has more.",
            "Proven best: {count} points, and no plan has more.",
            count=outcome.objective,
        )
        if outcome.status == "optimal"
        else say_count(
            "Stopped by the time limit: {count} point, and no plan has more than {bound}. "
            "Another run may find another plan.",
            "Stopped by the time limit: {count} points, and no plan has more than {bound}. "
            "Another run may find another plan.",
            count=outcome.objective,
            bound=outcome.bound,
        )
    )
    labels = {aim.id: aim.label for aim in table.situation.movement.aims}
    sums = [
        say("{aim}: {times}, {points}", aim=labels[one.aim], times=one.count, points=_points(one.points))
        for one in made.tallies
        if one.count
    ]
    limits = {limit.id: limit.label for limit in table.situation.movement.limits}
    broken = [
        say("In principle kept, broken here: {limit} {about}, by {by}, {points}.",
            limit=limits[one.limit], about=one.about, by=one.by, points=_points(one.points))
        for one in made.breaches
    ]
    empty = [
        say("Stays empty: {post} ({places}), for {why}.", post=one.seat.name, places=one.places, why=one.why)
        for one in made.unfilled
    ]
    among = [] if outcome.canonical or outcome.status != "optimal" else [
        say("Stopped by the time limit before one of the equally good plans was chosen: another run may find another.")
    ]
    return [proof, *among, *sums, *broken, *empty]


def _give_conflict(found: "Conflict", table: "Desk", asked: dict[str, Any]) -> None:
    """That there is no plan, the limits that exclude each other, and the cheapest way to give way."""
    from cadrectl.rotation.model import FIXED

    session = table.court.session
    labels: dict[str, Text | Label] = {FIXED: say("insisted on")}
    labels |= {limit.id: limit.label for limit in table.situation.movement.limits}
    head = {**table.head("rotate-plan"), "status": "infeasible", "together": found.together}
    rows = [{"limit": one.limit, "about": one.about, "by": one.by} for one in found.breaches]
    columns = [
        Column("limit", say("limit"), lambda id: labels.get(id, id)),
        Column("about", say("about")),
        Column("by", say("broken by")),
    ]
    names = "; ".join(render(labels.get(id, id), session.lang) for id in found.together)
    notes = [
        say("There is no plan. These cannot hold together, and without any one of them there would be one: {limits}.",
            limits=names)
        if len(found.together) > 1
        else say("There is no plan with this, and without it there would be one: {limits}.", limits=names),
        say("The table is the least that would have to give."),
        *insisted(table, asked["fixed"]),
    ]
    form = "table" if asked["form"] == "yaml" else asked["form"]
    table.give(Answer(head, columns, rows, notes=notes), {**asked, "form": form})


@command("check", about=say("Check a plan, also one edited by hand, against every limit; nothing is solved."))
@plan_file
@options.policy
@options.skip_invalid
@answer_options
@click.pass_obj
def check(session: Session, /, planned: Path, policy: str | None, skip_invalid: bool, **wish: Any) -> int:
    """Exit code 1 where a limit is broken that must be kept."""
    from cadrectl.cli.planning import desk
    from cadrectl.cli.plans import read_plan
    from cadrectl.policy.page import SEVERITY
    from cadrectl.rotation.check import check as checked
    from cadrectl.rotation.record import moves_of

    value = read_plan(planned, "rotation", session)
    table = desk(session, policy or value.get("policy_version") or value.get("policy"), skip_invalid)
    found = checked(table.situation, moves_of(value))
    limits = {limit.id: limit for limit in table.situation.movement.limits}
    rows = [
        {
            "rule": rule,
            "verdict": "fail",
            "severity": limits[rule].severity if rule in limits else "must",
            "about": one.about,
            "required": render(one.required, session.lang),
            "actual": render(one.actual, session.lang),
            "cadres": list(one.cadres),
            "source": list(limits[rule].source) if rule in limits else [],
        }
        for rule, broken in found.items()
        for one in broken
    ]
    kept = [rule for rule, broken in found.items() if not broken]
    head = {**table.head("rotate-check"), "kept": kept}
    names = rule_labels(table)
    columns = [
        Column("rule", say("limit"), lambda id: names[id]),
        Column("severity", say("severity"), lambda word: SEVERITY[word]),
        Column("about", say("about")),
        Column("required", say("required")),
        Column("actual", say("found")),
        Column("cadres", say("cadres"), ", ".join),
        Column("source", say("source"), ", ".join),
    ]
    notes = [say("limits kept: {kept} of {all}; found broken: {broken}.",
                 kept=len(kept), all=len(found), broken=len(rows))]
    table.give(Answer(head, columns, rows, notes=notes), wish)
    return FOUND if any(row["severity"] == "must" for row in rows) else 0


for one in (due, plan, check, explain, apply):
    rotate.add_command(one)

COMMANDS: dict[str, Command] = {"rotate": rotate}
