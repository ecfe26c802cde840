"""Adding events: to the files of their units, kinds and years, or as new ones. Nothing is written here.

What is checked is what the files touched can tell: the shape of each event, and that the people it names are there.
"""

import re
from collections.abc import Iterable, Mapping, MutableMapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cadrectl.problem import Problem
from cadrectl.records.amend import amended
from cadrectl.records.form import canonical
from cadrectl.records.read import parse
from cadrectl.records.validation import validate
from cadrectl.records.write import content_hash

Event = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Addition:
    """New texts by file name, the hash of what each was made from (None: a new file), and what is wrong with them."""

    files: Mapping[str, str]
    shown: Mapping[str, str | None]
    problems: Sequence[Problem]


def with_events(root: Path, kind: str, events: Sequence[tuple[str | None, Event]]) -> Addition:
    """The files with events of a kind added, each with the unit (or None) among whose events it belongs."""
    grouped: dict[str, list[tuple[str | None, Event]]] = {}
    for unit, event in events:
        grouped.setdefault(_name(unit, kind, event), []).append((unit, event))
    files: dict[str, str] = {}
    shown: dict[str, str | None] = {}
    problems: list[Problem] = []
    for name, added in grouped.items():
        file = root / name
        data = file.read_bytes() if file.is_file() else None
        shown[name] = None if data is None else content_hash(data)
        text = _new(kind, added) if data is None else _longer(name, data, [event for _, event in added])
        if isinstance(text, str):
            parsed = parse(name, text.encode())
            problems += [*parsed.problems, *validate(name, "events", parsed)]
            files[name] = text
        else:
            problems += text
    return Addition(files, shown, problems)


def _name(unit: str | None, kind: str, event: Event) -> str:
    year = str(event["date"])[:4]
    return f"data/events/{year}/{unit or event.get('cadre', 'general')}-{kind}.yaml"


def _new(kind: str, added: Sequence[tuple[str | None, Event]]) -> str:
    unit, first = added[0]
    head: dict[str, Any] = {"kind": kind, "year": int(str(first["date"])[:4])} | ({"unit": unit} if unit else {})
    return canonical("events", head | {"entries": [dict(event) for _, event in added]})


def _longer(name: str, data: bytes, added: Sequence[Event]) -> str | list[Problem]:
    def change(value: MutableMapping[str, Any]) -> None:
        value["entries"].extend(dict(event) for event in added)

    return amended(name, data, change)


def unit_of(root: Path, cadre: str) -> str | None:
    """The unit of the last post that a person still holds, by the person's own file; None where there is none."""
    file = _file(root, cadre)
    value = parse(f"data/cadres/{cadre}.yaml", file.read_bytes()).value if file.is_file() else None
    posts = value.get("posts", ()) if isinstance(value, dict) else ()
    held = [post["unit"] for post in posts if isinstance(post, dict) and "unit" in post and "to" not in post]
    return str(held[-1]) if held else None


def people_called(root: Path, names: Iterable[str]) -> dict[str, list[str]]:
    """By what people are called, their ids: a name is that of a person's file, or one that files state.

    Only files with one of the names in their text are read as records.
    """
    found = {name: [name] for name in names if _PLAIN.fullmatch(name) and _file(root, name).is_file()}
    sought: dict[str, list[str]] = {name: [] for name in names if name not in found} | found
    words = [name.encode() for name in names if name not in found]
    for file in sorted((root / "data/cadres").glob("*.yaml")) if words else ():
        data = file.read_bytes()
        value = parse(f"data/cadres/{file.name}", data).value if any(word in data for word in words) else None
        if isinstance(value, dict) and value.get("name") in sought.keys() - found.keys():
            sought[value["name"]].append(file.stem)
    return sought


_PLAIN = re.compile(r"[A-Za-z0-9-]+")


def _file(root: Path, cadre: str) -> Path:
    return root / f"data/cadres/{cadre}.yaml"
