"""`verify`: that every commit is signed by who committed it, while that was allowed, and states what it must."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cadrectl.cli.answer import Answer, Column, answer_options, give
from cadrectl.cli.commands import ALL
from cadrectl.cli.session import Session
from cadrectl.cli.words import Command, Refusal, command, option
from cadrectl.text import Text, render, say, say_count
from cadrectl.workspace import DATA, WORKSPACE_FILE

if TYPE_CHECKING:
    from cadrectl.records.signatures import Signed

FOUND = 1
SHORT = 10
GOOD = "G"
LETTERS = {
    "N": say("not signed"),
    "B": say("the signature is bad, or its key was revoked or not allowed at that time"),
    "U": say("signed by a key that is none of an allowed signer, or was none at that time"),
    "X": say("the signature has expired"),
    "Y": say("signed by a key that has expired"),
    "R": say("signed by a key that was revoked"),
    "E": say("the signature cannot be checked here"),
}
COLUMNS = (
    Column("commit", say("revision"), lambda commit: commit[:SHORT]),
    Column("day", say("day")),
    Column("committer", say("committer")),
    Column("principal", say("signed by")),
    Column("text", say("what is wrong")),
)


@command("verify", about=ALL["verify"].about)
@click.argument("revisions", metavar="A..B")
@option(
    "--signers",
    metavar="FILE",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    about=say("The file of allowed signers, else what git knows as gpg.ssh.allowedSignersFile."),
)
@answer_options
@click.pass_obj
def verify(session: Session, /, revisions: str, signers: Path | None, **wish: Any) -> int:
    """Exit code 1 where a commit is not in order."""
    from cadrectl.cli.ends import pair_of
    from cadrectl.cli.reading import head_of, root_of
    from cadrectl.records.log import common_ancestor
    from cadrectl.records.shelf import excerpt
    from cadrectl.records.signatures import signatures, signers_named

    root = root_of(session, past=True)
    old, new = pair_of(root, revisions)
    common = common_ancestor(root, old.commit, new.commit)
    if common is None:
        raise Refusal(say("The two revisions have no history in common here; a shallow clone must be deepened first."))
    if common == new.commit != old.commit:
        raise Refusal(say("{text} is the wrong way round: B is a part of A, and nothing was verified.", text=revisions))
    required = excerpt(old, [WORKSPACE_FILE]).records
    trailers = required[0].value.get("review", {}).get("trailers", []) if required else []
    if signers is None and not signers_named(root):
        session.tell(say("No file of allowed signers is named (--signers): SSH signatures count as none."))
    found = list(signatures(root, old.commit, new.commit, signers))
    rows = [_row(one, list(wrong(one, trailers)), session.lang) for one in found]
    bad = sum(row["verdict"] == "fail" for row in rows)
    counted = say_count("{count} commit", "{count} commits", count=len(rows))
    notes = [say("{commits}, not in order: {bad}.", commits=counted, bad=bad)]
    head = head_of(new, root, "verify", session)
    give(Answer(head, COLUMNS, rows, listed=[row for row in rows if row["text"]], notes=notes), wish, session.lang)
    return FOUND if bad else 0


def wrong(one: "Signed", required: Sequence[str]) -> Iterator[Text]:
    """What is wrong with a commit; only those that change records must state something."""
    if one.letter != GOOD:
        yield LETTERS.get(one.letter, LETTERS["E"])
    elif one.committer.casefold() not in _addresses(one.principal):
        yield say("signed by {principal}, committed as {committer}", principal=one.principal, committer=one.committer)
    if any(f"{DATA}/" in name for name in one.changes):
        yield from (say("no trailer {key}", key=key) for key in required if key not in one.trailers)


def _addresses(principal: str) -> set[str]:
    """The addresses of a signer: of `Name <address>` what is in the brackets, else of several each."""
    return {part.strip().casefold() for part in re.findall("<([^<>]*)>", principal) or principal.split(",")}


def _row(one: "Signed", wrong: Sequence[Text], lang: str) -> dict[str, Any]:
    return {
        "commit": one.commit,
        "day": one.day,
        "committer": one.committer,
        "principal": one.principal or None,
        "verdict": "fail" if wrong else "pass",
        "text": "; ".join(render(text, lang) for text in wrong),
    }


COMMANDS: dict[str, Command] = {"verify": verify}
