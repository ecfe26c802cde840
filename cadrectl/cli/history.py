"""`history`: a person's record through both times, when things were and when they became known here."""

import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from msgspec import Struct
from msgspec.structs import replace

from cadrectl.cli import completing
from cadrectl.cli.answer import Answer, Column, answer_options, give
from cadrectl.cli.changes import row
from cadrectl.cli.commands import ALL
from cadrectl.cli.session import Session
from cadrectl.cli.words import Command, Refusal, command
from cadrectl.text import say

if TYPE_CHECKING:
    from cadrectl.records.log import Step
    from cadrectl.records.record import Record
    from cadrectl.records.source import WatchedSource
    from cadrectl.records.store import Store
    from cadrectl.review.change import Change

PEOPLE = "data/cadres/"
SHORT = 10  # so many digits of a commit are enough for people


@command("history", about=ALL["history"].about)
@click.argument("id", metavar="ID", shell_complete=completing.people)
@answer_options
@click.pass_obj
def history(session: Session, /, id: str, **wish: Any) -> None:
    """Print the history of one person."""
    from cadrectl.cli.reading import head_of, root_of, source_of, store_of

    root = root_of(session)
    past = Past(session, root, source_of(session, root), store_of(session, time.time_ns()))
    told = [one for one in past.told(_cadre(session, id)) if one.known_by(session)]
    if not told:
        raise Refusal(say("There is nothing about {id} in the history.", id=id))
    rows = [one.row(session.lang) for one in told]
    give(Answer(head_of(past.source, root, "history", session), _columns(), rows), wish, session.lang)


def _cadre(session: Session, named: str) -> str:
    """The id that was given, also of somebody who is no longer on the register; else that of the name."""
    from cadrectl.cli.people import person
    from cadrectl.cli.reading import read
    from cadrectl.records.schemas import schema

    if re.fullmatch(schema("cadres")["x-file-id"], named):
        return named
    return person(read(replace(session, quiet=True)).of("cadres"), named)


def _columns() -> tuple[Column, ...]:
    from cadrectl.review.change import KINDS

    return (
        Column("known_on", say("known since")),
        Column("on", say("since")),
        Column("change", say("change"), lambda kind: KINDS[kind]),
        Column("text", say("content")),
        Column("revision", say("revision"), lambda commit: commit[:SHORT]),
        Column("path", say("record")),
        Column("line", say("line")),
    )


class Told(Struct, frozen=True):
    """A change with the step by which it became known."""

    step: "Step"
    change: "Change"

    def known_by(self, session: Session) -> bool:
        """Whether it was so by the day of the question; what has no day always was."""
        from cadrectl.review.state import day_of

        return self.change.on is None or day_of(self.change.on) <= session.as_of

    def row(self, lang: str) -> dict[str, Any]:
        """The change as JSON says it, with the day and the commit by which it is known."""
        return {**row(self.change, lang), "known_on": self.step.day, "revision": self.step.commit}


class Ends(Struct, frozen=True):
    """The records of a step's files before and after it, and which of these cannot be read at one of the two."""

    was: "list[Record]"
    now: "list[Record]"
    unread: set[str]


class Past(Struct, frozen=True):
    """The past of a workspace as it is seen from one of its states; everything is said in the words of that state."""

    session: Session
    root: Path
    source: "WatchedSource"
    store: "Store"

    def told(self, cadre: str) -> "Iterator[Told]":
        """What became known of the person, the first thing first."""
        from cadrectl.calendar import code_of
        from cadrectl.cli.ends import Side, around
        from cadrectl.records.schemas import kind_and_id
        from cadrectl.review.compare import Comparison, changes
        from cadrectl.review.ends import end_of

        found = [(step, id, self._ends(step)) for step, id in self._steps(cadre)]
        seen = [record for _, _, ends in found for record in (*ends.was, *ends.now)]
        context = around(Side(self.source, self.store), seen)
        for step, id, ends in reversed(found):
            names = {file.name for file in step.files}
            for name in sorted(ends.unread):
                told = {"path": name, "commit": step.commit or say("the working tree")}
                self.session.tell(say("{path} cannot be read at {commit} or before it; its change is left out", **told))
            keys = [key for name in sorted(names - ends.unread) if (key := kind_and_id(name))]
            after = end_of([*ends.now, *(record for record in context if record.path not in names)])
            asked = Comparison(end_of(ends.was), after, keys, code_of(self.session.as_of))
            yield from (Told(step, one) for one in changes(asked) if one.cadre == id)

    def _steps(self, cadre: str) -> "Iterator[tuple[Step, str]]":
        """The steps that may concern the person, the latest first, each with the id that they lead to."""
        from cadrectl.cli.ends import revision_of
        from cadrectl.records.difference import changed
        from cadrectl.records.log import Step
        from cadrectl.records.revisions import Revision

        if isinstance(self.source, Revision):
            yield from self._committed(cadre, self.source.commit)
            return
        tip = revision_of(self.root, "HEAD")
        yield Step(None, None, tip.commit, tuple(changed(self.root, tip.commit, None))), cadre
        yield from self._committed(cadre, tip.commit)

    def _committed(self, cadre: str, tip: str) -> "Iterator[tuple[Step, str]]":
        """The steps up to a commit; on under an earlier id where the person had one."""
        from cadrectl.records.log import steps

        for step in steps(self.root, tip, cadre):
            older = self._older_id(step, cadre)
            yield (step if older is None else self._with_all(step)), cadre
            if older is not None and step.before is not None:
                yield from self._committed(older, step.before)
                return

    def _ends(self, step: "Step") -> "Ends":
        """The records of the files before and after the step."""
        from cadrectl.records.revisions import Revision
        from cadrectl.records.shelf import excerpt

        names = [file.name for file in step.files if file.was] if step.before else []
        was = excerpt(Revision(self.root, step.before or ""), names, self.store)
        after = self.source if step.commit is None else Revision(self.root, step.commit)
        now = excerpt(after, [file.name for file in step.files if file.is_], self.store)
        wrong = [one for one in (*was.problems, *now.problems) if one.is_error]
        unread = {one.path for one in wrong} & {file.name for file in step.files}
        return Ends(was.records, now.records, unread)

    def _older_id(self, step: "Step", cadre: str) -> str | None:
        """The id that the person had before a step which gave them another one."""
        from cadrectl.records.schemas import kind_and_id
        from cadrectl.review.ends import end_of
        from cadrectl.review.pairs import re_keyed

        if step.before is None or not any(one.name == f"{PEOPLE}{cadre}.yaml" and not one.was for one in step.files):
            return None
        people = [one for one in self._with_all(step).files if one.was != one.is_ and one.name.startswith(PEOPLE)]
        ends = self._ends(replace(step, files=tuple(people)))
        keys = [key for one in people if (key := kind_and_id(one.name))]
        ids = re_keyed(end_of(ends.was), end_of(ends.now), keys)
        return next((old for old, new in ids.items() if new == cadre), None)

    def _with_all(self, step: "Step") -> "Step":
        """The step with every file that its commit changes."""
        from cadrectl.records.difference import changed

        assert step.before is not None
        assert step.commit is not None
        return replace(step, files=tuple(changed(self.root, step.before, step.commit)))


COMMANDS: dict[str, Command] = {"history": history}
