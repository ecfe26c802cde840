"""`appoint candidates`: who qualifies for a post, preferred people first, and whom only a bar excludes."""

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import click

from cadrectl.calendar import code_of
from cadrectl.cli import options
from cadrectl.cli.answer import Answer, Column, answer_options, give
from cadrectl.cli.clauses import VERDICTS
from cadrectl.cli.session import Session
from cadrectl.cli.words import Refusal, command, option
from cadrectl.text import render, say

if TYPE_CHECKING:
    from cadrectl.cli.judging import Bench
    from cadrectl.decide.candidates import Candidate
    from cadrectl.policy.model import Policy, Tier
    from cadrectl.policy.procedures import Procedure


@command(
    "candidates",
    about=say("List who qualifies for the POST (UNIT/POST), preferred people first, and whom only a bar excludes."),
)
@click.argument("place", metavar="UNIT/POST")
@option("--all", "everybody", is_flag=True, about=say("Also those who do not qualify."))
@options.skip_invalid
@answer_options
@click.pass_obj
def candidates(session: Session, /, place: str, everybody: bool, skip_invalid: bool, **wish: Any) -> None:
    """Print the people with their standings for the post."""
    from cadrectl.cli.judging import bench
    from cadrectl.cli.left_out import marked
    from cadrectl.cli.reading import read_fit
    from cadrectl.cli.vacancies import of_post
    from cadrectl.decide.candidates import candidates as ordered

    reading = read_fit(session, skip_invalid)
    court = bench(session, reading, None, skip_invalid)
    policy, tier = _asked_of(court, place)
    found = ordered(court.book, policy, tier, court.known, code_of(session.as_of))
    rows = [_person(one) for one in found]
    shown = [row for row in rows if everybody or row["verdict"] != "fail" or row["only_barred"]]
    counts = Counter(one.standing.verdict for one in found)
    notes = [
        say(
            "{tier}: {passes} pass, {unknown} unknown, {fails} fail.",
            tier=tier.title,
            passes=counts["pass"],
            unknown=counts["unknown"],
            fails=counts["fail"],
        )
    ]
    empty, told = of_post(court, place)
    head = {**court.head("appoint-candidates", "procedures"), "vacancies": empty}
    columns = _people_columns(court, policy, tier)
    answer = Answer(head, columns, rows, reading.problems, shown, [*notes, *told])
    give(marked(answer, court.reading), wish, session.lang)


def _asked_of(court: "Bench", place: str) -> "tuple[Policy, Tier]":
    """The policy and the conditions by which candidates for a post of a unit are judged."""
    unit, _, post = place.partition("/")
    records = [record for record in court.reading.of("units") if record.id == unit]
    posts = [one for record in records for one in record.value.get("posts", ()) if one["post"] == post]
    if not posts:
        raise Refusal(say("No unit has the post {place}; name it as UNIT/POST, such as U001/校长.", place=place))
    wanted = {"unit": unit, "post": post, "rank": posts[0]["rank"]}
    for policy in court.deciding:
        for procedure in policy.procedures:
            if procedure.asked is not None and _meant_for(procedure, wanted):
                return policy, procedure.asked
    told = say("No policy in force says who qualifies for {place}; a procedure does so under `all`.", place=place)
    raise Refusal(told)


def _meant_for(procedure: "Procedure", wanted: Mapping[str, str]) -> bool:
    return all(wanted.get(key) in words for key, words in procedure.where.items() if key in wanted)


def _person(one: "Candidate") -> dict[str, Any]:
    standing = one.standing
    return {
        "cadre": standing.cadre,
        "name": standing.name,
        "unit": standing.unit,
        "verdict": standing.verdict,
        "preferred": list(one.preferred),
        "failed": standing.failed,
        "unknown": standing.unknown,
        "remarks": standing.remarks,
        "only_barred": one.only_barred,
    }


def _people_columns(court: "Bench", policy: "Policy", tier: "Tier") -> list[Column]:
    labels, preferences = court.labels_of([(policy, tier)]), {one.id: one.label or one.id for one in tier.prefer}

    def clauses(paths: Any) -> str:
        return "; ".join(render(labels[path], court.session.lang) for path in paths)

    def preferred(ids: Any) -> str:
        return "; ".join(render(preferences[id], court.session.lang) for id in ids)

    return [
        Column("cadre", say("cadre")),
        Column("name", say("name")),
        Column("unit", say("unit"), lambda id: court.units.get(id, id or "")),
        Column("verdict", say("verdict"), lambda word: VERDICTS[word]),
        Column("preferred", say("preferred"), preferred, optional=True),
        Column("failed", say("fails"), clauses, optional=True),
        Column("unknown", say("not known"), clauses, optional=True),
        Column("remarks", say("not met, but no must"), clauses, optional=True),
    ]
