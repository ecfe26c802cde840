"""Plans as files: read to be carried out, held against the records that they rest on, carried out all or none."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from cadrectl.cli.problems import tell_problems
from cadrectl.cli.reading import ENVIRONMENT, UNFIT, WRONG_USE, Reading
from cadrectl.cli.session import Session
from cadrectl.cli.words import Refusal
from cadrectl.records.amend import Change, amended
from cadrectl.records.read import parse
from cadrectl.records.schemas import kind_and_id
from cadrectl.records.validation import validate
from cadrectl.records.write import content_hash, write_all
from cadrectl.text import say

PLANS = "data/plans/"


def basis(reading: Reading) -> str:
    """A digest of the records that a plan rests on: all but the plans themselves."""
    digest = hashlib.sha256()
    for name, data in reading.source.read_many([name for name in reading.source.names() if not name.startswith(PLANS)]):
        if isinstance(data, bytes) and kind_and_id(name) is not None:
            digest.update(f"{name}\0{content_hash(data)}\n".encode())
    return digest.hexdigest()


def read_plan(file: Path, kind: str, session: Session) -> Mapping[str, Any]:
    """The value of a plan's file; one that cannot be read, or is of another kind, ends the run."""
    try:
        data = file.read_bytes()
    except OSError as error:
        reason = say("{path} cannot be read: {reason}", path=str(file), reason=error.strerror or "")
        raise Refusal(reason, WRONG_USE) from error
    parsed = parse(f"{PLANS}plan.yaml", data)
    found = [*parsed.problems, *(() if parsed.problems else validate(str(file), "plans", parsed))]
    problems = [replace(one, path=str(file)) for one in found]
    if problems or parsed.value.get("kind") != kind:
        tell_problems(problems, _One(str(file), data), session.lang)
        raise Refusal(say("{path} is no plan of this kind ({kind}).", path=str(file), kind=kind), UNFIT)
    value: Mapping[str, Any] = parsed.value
    return value


class Edit(Struct, frozen=True):
    """What becomes of one file: a change to the record in it, or the text of a new one."""

    path: str
    make: Change | str


def make_folder(root: Path, file: Path) -> None:
    """Make the folder of plans, where that is where a file shall be and the workspace has none yet."""
    if file.resolve().parent == (root / PLANS).resolve():
        file.resolve().parent.mkdir(exist_ok=True)


def carry_out(root: Path, edits: Iterable[Edit], *, confirmed: bool) -> None:
    """Write all edits or none, or without `confirmed` only see that they could be written.

    A file that cannot be changed, is no longer what was read, or is there already, stops all.
    """
    texts: dict[str, str] = {}
    shown: dict[str, str | None] = {}
    for edit in edits:
        if isinstance(edit.make, str):
            if (root / edit.path).exists():
                raise Refusal(say("{path} is there already; nothing was written.", path=edit.path), UNFIT)
            texts[edit.path], shown[edit.path] = edit.make, None
            continue
        data = (root / edit.path).read_bytes()
        text = amended(edit.path, data, edit.make)
        if not isinstance(text, str):
            raise Refusal(say("{path} cannot be changed.", path=edit.path), UNFIT)
        texts[edit.path], shown[edit.path] = text, content_hash(data)
    refused = write_all(root, texts, shown) if confirmed else None
    if refused is not None:
        raise Refusal(refused, ENVIRONMENT)


class _One(Struct, frozen=True):
    """A source of one file, to quote its lines from."""

    name: str
    data: bytes

    def names(self) -> list[str]:
        """Its name."""
        return [self.name]

    def read(self, name: str) -> bytes:
        """Its content."""
        return self.data

    def read_many(self, names: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        """Its content beside its name."""
        return ((name, self.data) for name in names)
