"""Problems kept by the state in which they were found, so that nothing is read or checked again where nothing changed.

What may be kept, and when it still holds, is in the key; this only makes problems plain and gives them back.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from msgspec.json import decode, encode

from cadrectl.problem import Problem
from cadrectl.records.contents import Contents
from cadrectl.records.store import Store
from cadrectl.text import Text


class Found(NamedTuple):
    """How many records there are, and all that is wrong with them and between them, by path and place.

    `kept`: the digest under which these problems are kept already, if they are.
    """

    number: int
    problems: list[Problem]
    kept: str | None = None


def kept_problems(contents: Contents, store: Store, as_of: date) -> Found | None:
    """What was found wrong with these contents at a day; None where it is not kept."""
    kept = store.get(_problems_key(contents, as_of))
    if kept is None:
        return None
    number, digest = decode(kept)
    problems = store.get(f"found:{digest}")
    return None if problems is None else Found(number, _all_again(problems), digest)


def keep_problems(contents: Contents, store: Store, as_of: date, found: Found) -> None:
    """Keep how many records there are and what is wrong with them, unless a file could not be read this time."""
    if contents.unreadable:
        return
    values, digest = {}, found.kept
    if digest is None:
        packed = _all_plain(found.problems)
        digest = hashlib.sha256(packed).hexdigest()
        values[f"found:{digest}"] = packed
    store.put({**values, _problems_key(contents, as_of): encode([found.number, digest])})


def problems_once(store: Store, key: str, make: Callable[[], Sequence[Problem]]) -> Sequence[Problem]:
    """What `make` finds wrong, or what it found before; the key names everything that this depends on."""
    kept = store.get(key)
    if kept is not None:
        return _all_again(kept)
    made = make()
    store.put({key: _all_plain(made)})
    return made


def _problems_key(contents: Contents, as_of: date) -> str:
    return f"problems:{contents.state}:{as_of.isoformat()}"


def _all_plain(problems: Sequence[Problem]) -> bytes:
    return encode([plain_problem(one) for one in problems])


def _all_again(plain: bytes) -> list[Problem]:
    return [problem_again(one) for one in decode(plain)]


def plain_problem(problem: Problem) -> list[Any]:
    """A problem as plain values, the path first."""
    return [
        problem.path,
        problem.line,
        problem.column,
        problem.code,
        problem.severity,
        _plain(problem.message),
        _plain(problem.hint),
    ]


def problem_again(plain: Sequence[Any]) -> Problem:
    """The problem that was made plain."""
    path, line, column, code, severity, message, hint = plain
    return Problem(path, line, column, code, severity, _again(message), _again(hint))


def _plain(value: object) -> Any:
    """A sentence or one of its values; what JSON has no form for is marked by one key."""
    if isinstance(value, Text):
        return {"say": [value.msgid, {name: _plain(each) for name, each in value.values.items()}, value.plural]}
    if isinstance(value, Mapping):
        return {"label": dict(value)}
    if isinstance(value, date):
        return {"date": value.isoformat()}
    return value


def _again(plain: Any) -> Any:
    if not isinstance(plain, dict):
        return plain
    [(kind, value)] = plain.items()
    if kind == "say":
        return Text(value[0], {name: _again(each) for name, each in value[1].items()}, value[2])
    return date.fromisoformat(value) if kind == "date" else value
