"""Answers kept with the records that they rest on: the same question of the same records is answered at once.

What is kept is the text as it was written, in the snapshot, under everything that could change it.
"""

import hashlib
import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from cadrectl.cli.answer import Answer, send, written
from cadrectl.cli.pieces import Pieces, in_pieces, keep, kept_pieces
from cadrectl.cli.session import Session

if TYPE_CHECKING:
    from cadrectl.cli.judging import Bench
    from cadrectl.cli.reading import Reading


def give_kept(reading: "Reading", session: Session, make: Callable[[], Answer]) -> None:
    """Write the answer of the running command to its options, `make` being called where none is kept.

    `make` says nothing beside the answer (but what `--skip-invalid` leaves out), and what it refuses to answer is
    not kept.
    """
    wish = _wish()

    def text() -> str:
        from cadrectl.records.bulk import without_garbage_collection

        with without_garbage_collection():
            return written(make(), wish, session.lang)

    send(text() if wish["skip_invalid"] else kept_text(reading, session, text), wish["file"])


def give_judged(session: Session, policy: str | None, skip_invalid: bool, make: "Callable[[Bench], Answer]") -> None:
    """Write the kept answer of the running command, or what `make` says of the records read and fit for judging."""
    from cadrectl.cli.reading import read_fit

    reading = read_fit(session, skip_invalid)

    def answer() -> Answer:
        from cadrectl.cli.judging import bench
        from cadrectl.cli.left_out import marked

        court = bench(session, reading, policy, skip_invalid)
        return marked(make(court), court.reading)

    give_kept(reading, session, answer)


def kept(reading: "Reading", session: Session, make: Callable[[], Pieces]) -> str:
    """What the running command says with its options about these records: kept from before, or made and kept."""
    if reading.contents is None:
        return make().text
    key = answer_key(reading, session)
    found = kept_pieces(reading.store, key)
    if found is None:
        found = make()
        keep(found, reading.store, key)
    return found.text


def kept_text(reading: "Reading", session: Session, make: Callable[[], str]) -> str:
    """The same of a text that stands in one piece."""
    return kept(reading, session, lambda: in_pieces([make(), ""], ""))


def answer_key(reading: "Reading", session: Session) -> str:
    """Where the answer of the running command about these records is kept."""
    assert reading.contents is not None
    commit = reading.head("", session)["revision"] if _wish()["form"] == "json" else None
    return f"answer:{reading.contents.state}:{question(session, commit)}"


def question(session: Session, commit: str | None = None) -> str:
    """The hash of all that an answer depends on beside the records: the command, its options, session and program."""
    from cadrectl.records.stamp import looks

    options = {name: value for name, value in _wish().items() if name != "file"}
    command = click.get_current_context().command_path
    asked = [command, options, session.as_of.isoformat(), session.lang, commit, looks()]
    return hashlib.sha256(json.dumps(asked, default=str).encode()).hexdigest()


def _wish() -> dict[str, Any]:
    return click.get_current_context().params
