"""`review`: what the changes between two revisions mean, and whether they may be merged."""

import json
import time
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click
from msgspec import Struct

from cadrectl.cli.answer import FORMS, Answer, file_option, in_markdown, printable, send
from cadrectl.cli.changes import COLUMNS, grouped, headline, in_code, names_of, row
from cadrectl.cli.commands import ALL
from cadrectl.cli.problem_forms import FORMS as PROBLEM_FORMS
from cadrectl.cli.problem_forms import OF_A_REPOSITORY, seen_from
from cadrectl.cli.session import Session
from cadrectl.cli.words import Command, Refusal, command, option
from cadrectl.problem import Problem, problem
from cadrectl.text import Text, render, say, say_count

if TYPE_CHECKING:
    from cadrectl.cli.ends import Compared
    from cadrectl.records.revisions import Revision
    from cadrectl.review.finding import Finding, Follows, Missing, Rule
    from cadrectl.review.review import Reviewed

BLOCKED = 1
ANNOTATIONS = ("github", "gitlab", "sarif")
MARKS = {"pass": "✓", "fail": "✗", "unknown": "?"}


@command("review", about=ALL["review"].about)
@click.argument("revisions", metavar="A..B")
@option(
    "--format",
    "form",
    type=click.Choice(("text", "json", *PROBLEM_FORMS)),
    default="text",
    about=say("Form of the answer (text): JSON, a comment in Markdown, annotations for GitHub or GitLab, SARIF."),
)
@file_option
@click.pass_obj
def review(session: Session, /, revisions: str, form: str, file: Any) -> int:
    """Exit code 1 where something blocks."""
    from cadrectl.cli.ends import pair_of
    from cadrectl.cli.reading import root_of
    from cadrectl.records.log import common_ancestor
    from cadrectl.records.revisions import Revision

    if session.rev is not None or session.known_at:
        raise Refusal(say("review names its two revisions itself; --rev and --known-at are for questions about one."))
    root = root_of(session, past=True)
    old, new = pair_of(root, revisions)
    parted = common_ancestor(root, old.commit, new.commit)
    if parted is None:
        session.tell(say("The two revisions have no history in common here; the first itself is compared."))
    said = _said_of(session, (Revision(root, parted or old.commit), new), form)
    send(said.text, file)
    counted = say_count("{count} change", "{count} changes", count=said.count)
    session.tell(say("{counted}; blocking: {blocking}.", counted=counted, blocking=said.blocking))
    return BLOCKED if said.blocking else 0


class Said(Struct, frozen=True):
    """A review as it was written, how many changes it is of, and how many of them block."""

    text: str
    count: int
    blocking: int


def _said_of(session: Session, ends: "tuple[Revision, Revision]", form: str) -> Said:
    """The review of two commits, which never change: what this program said of them before is said again."""
    from cadrectl.cli.ends import Side, apart_in
    from cadrectl.cli.reading import store_of
    from cadrectl.records.difference import files_since, records_in
    from cadrectl.records.looking import contents, contents_since
    from cadrectl.records.stamp import looks

    old, new = ends
    now = time.time_ns()
    store = store_of(session, now)
    question = f"{session.as_of.isoformat()}:{session.lang}:{form}"
    key = f"review:{looks()}:{old.fixed}:{new.commit}:{question}"
    kept = store.get(key)
    if kept is not None:
        return Said(*json.loads(kept))
    was = contents(old, store, now)
    files = files_since(old.root, old.commit, new.commit)
    there = None if files is None else {one.name: one.is_ for one in files}
    is_now = contents_since(new, was, there, store) or contents(new, store, now)
    found = apart_in(session, old.root, (Side(old, store, was), Side(new, store, is_now)), records_in(files or ()))
    made = _made(session, found, form)
    store.put({key: json.dumps([made.text, made.count, made.blocking]).encode()})
    return made


def _made(session: Session, found: "Compared", form: str) -> Said:
    from cadrectl.cli.ends import head
    from cadrectl.records.bulk import without_garbage_collection
    from cadrectl.review.review import review as reviewed

    with without_garbage_collection():
        asked = _asked(session, found)
        findings = reviewed(asked)
    if form == "json":
        rows = [_row(finding, session.lang) for finding in findings]
        about = head(session, found, "review", asked.after.deciding(session.as_of))
        answer = Answer(about, COLUMNS, rows, found.problems)
        text = FORMS["json"](answer, session.lang).text
    else:
        text = _said(session, found, findings, form)
    return Said(text, len(findings), sum(finding.blocks for finding in findings))


def _asked(session: Session, found: "Compared") -> "Reviewed":
    """What there is to review between the two ends."""
    from cadrectl.cli.touched import states
    from cadrectl.records.log import commits
    from cadrectl.review.compare import changes
    from cadrectl.review.review import Reviewed
    from cadrectl.review.state import Trailers, guard_of, office_days

    assert found.before.commit is not None
    assert found.after.commit is not None
    told = changes(found.comparison)
    before, after = states(session, found, told)
    log = list(commits(found.root, found.before.commit, found.after.commit))
    of_path: dict[str, frozenset[str]] = {}
    for commit in log:
        for name in commit.names:
            of_path[name] = of_path.get(name, frozenset()) | commit.trailers
    trailers = Trailers(of_path, frozenset(key for commit in log for key in commit.trailers))
    workspace = after.end.get("workspace", "workspace")
    people, members = (found.before.number(f"data/{kind}") for kind in ("cadres", "reserve"))
    guard = guard_of(before.end.get("workspace", "workspace") or workspace, people, members)
    return Reviewed(told, found.unread, before, after, trailers, guard, office_days(workspace), session.as_of)


def _said(session: Session, found: "Compared", findings: "Sequence[Finding]", form: str) -> str:
    lang = session.lang
    if form in ANNOTATIONS:
        from cadrectl.records.revisions import folder_in_repository

        folder = folder_in_repository(found.root) if form in OF_A_REPOSITORY else ""
        return PROBLEM_FORMS[form](seen_from(folder, list(_as_problems(findings))), lang)
    lines = _as_markdown if form == "markdown" else _as_text
    return "".join(f"{line}\n" for line in lines(findings, names_of(found), lang))


def _row(finding: "Finding", lang: str) -> dict[str, Any]:
    return {
        **row(finding.change, lang),
        "blocks": finding.blocks,
        "rules": [
            {"verdict": one.verdict, "source": list(one.source), "text": render(one.text, lang), "blocks": one.blocks}
            for one in finding.rules
        ],
        "follows": [
            {
                "duty": render(one.duty, lang),
                "due_on": one.due_on.isoformat() if one.due_on else None,
                "source": list(one.source),
            }
            for one in finding.follows
        ],
        "missing": [
            {"text": render(need.text, lang), "source": list(need.source), "blocks": need.blocks}
            for need in finding.missing
        ],
        "earliest": finding.earliest.isoformat() if finding.earliest else None,
    }


def _as_problems(findings: "Sequence[Finding]") -> Iterator[Problem]:
    """What is broken or missing, as annotations at the line of the change."""
    for finding in findings:
        place = (finding.change.line, 1)
        broken: list[Rule | Missing] = [rule for rule in finding.rules if rule.verdict != "pass"]
        for one in [*broken, *finding.missing]:
            code = "change-blocked" if one.blocks else "change-noted"
            message = say("{change}: {text}", change=finding.change.text, text=_sourced(one.text, one.source))
            yield problem(code, finding.change.path, place, message, _hint(finding))


def _hint(finding: "Finding") -> Text:
    if finding.earliest:
        return say("It can take effect on {day} at the earliest.", day=finding.earliest)
    return say("Bring what is missing, or take the change back.")


def _sourced(text: Text, source: Sequence[str]) -> Text:
    return say("{text} ({source})", text=text, source=", ".join(source)) if source else text


def _parts(finding: "Finding") -> "Iterator[tuple[str, Text]]":
    """What is said of a change, each with its mark: rules, what is missing, what follows."""
    for rule in finding.rules:
        yield MARKS[rule.verdict], _rule_text(rule)
    for need in finding.missing:
        yield MARKS["fail"] if need.blocks else "!", _missing_text(need)
    if finding.earliest:
        yield "→", say("takes effect on {day} at the earliest", day=finding.earliest)
    for duty in finding.follows:
        yield "→", _duty_text(duty)


def _rule_text(rule: "Rule") -> Text:
    text = _sourced(rule.text, rule.source)
    return say("blocks: {text}", text=text) if rule.blocks else text


def _missing_text(need: "Missing") -> Text:
    text = _sourced(need.text, need.source)
    return say("blocks: {text}", text=text) if need.blocks else text


def _duty_text(duty: "Follows") -> Text:
    text = say("{duty}, due on {day}", duty=duty.duty, day=duty.due_on) if duty.due_on else duty.duty
    return _sourced(text, duty.source)


def _as_text(findings: "Sequence[Finding]", units: Mapping[str, str], lang: str) -> Iterator[str]:
    from cadrectl.review.change import KINDS

    for some in _together(findings):
        yield printable(headline(some[0].change.unit, some[0].change, units))
        for finding in some:
            one = finding.change
            said = f"{render(KINDS[one.kind], lang)} · {render(one.text, lang)}"
            yield f"  {printable(said)}  {one.path}:{one.line}"
            yield from (f"    {mark} {printable(render(text, lang))}" for mark, text in _parts(finding))
        yield ""
    yield render(_verdict(findings), lang)


def _as_markdown(findings: "Sequence[Finding]", units: Mapping[str, str], lang: str) -> Iterator[str]:
    from cadrectl.review.change import KINDS

    yield f"### {in_markdown(render(_verdict(findings), lang))}\n"
    for some in _together(findings):
        yield f"**{in_markdown(headline(some[0].change.unit, some[0].change, units))}**\n"
        for finding in some:
            one = finding.change
            said = f"{render(KINDS[one.kind], lang)} · {render(one.text, lang)}"
            yield f"- {in_markdown(said)} ({in_code(f'{one.path}:{one.line}')})"
            yield from (f"  - {mark} {in_markdown(render(text, lang))}" for mark, text in _parts(finding))
        yield ""


def _together(findings: "Sequence[Finding]") -> "Iterator[list[Finding]]":
    """The findings by unit and person."""
    waiting = iter(findings)
    for _, _, some in grouped([finding.change for finding in findings]):
        yield [next(waiting) for _ in some]


def _verdict(findings: "Sequence[Finding]") -> Text:
    if not findings:
        return say("Nothing changed.")
    blocking = sum(finding.blocks for finding in findings)
    if blocking:
        return say_count(
            "Blocked: {blocking} of {count} change must not be merged as it is.",
            "Blocked: {blocking} of {count} changes must not be merged as they are.",
            count=len(findings),
            blocking=blocking,
        )
    return say_count("{count} change; nothing blocks.", "{count} changes; nothing blocks.", count=len(findings))


COMMANDS: dict[str, Command] = {"review": review}
