"""Adding events to the files of their units, kinds and years, and clearings to those of their units and semesters; or
as new files. Nothing is written here.

What is checked is what the files touched can tell: the shape of each entry, and that the people it names are there.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, MutableMapping, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct

from cadrectl.problem import Problem
from cadrectl.records.amend import amended
from cadrectl.records.canonical import canonical
from cadrectl.records.read import parse
from cadrectl.records.validation import validate
from cadrectl.records.write import content_hash

Event = Mapping[str, Any]


class Semester(Struct, frozen=True):
    """A semester with its first and last day."""

    id: str
    first: str
    last: str

    @property
    def year(self) -> int:
        """The year in which it begins."""
        return int(self.first[:4])


class Addition(Struct, frozen=True):
    """New texts by file name, the hash of what each was made from (None: a new file), and what is wrong with them."""

    files: Mapping[str, str]
    shown: Mapping[str, str | None]
    problems: Sequence[Problem]


class Entry(Struct, frozen=True):
    """What is to be added: the file and its kind of record, what a file that is not there yet says first, and the item
    of its `entries`; None adds the file alone."""

    file: str
    kind: str
    head: Mapping[str, Any]
    item: Mapping[str, Any] | None


def of_event(unit: str | None, kind: str, event: Event) -> Entry:
    """An event of a kind, among those of a unit (None: of the person) in its year."""
    year = str(event["date"])[:4]
    file = f"data/events/{year}/{unit or event.get('cadre', 'general')}-{kind}.yaml"
    head: dict[str, Any] = {"kind": kind, "year": int(year)} | ({"unit": unit} if unit else {})
    return Entry(file, "events", head, event)


def of_clearing(unit: str, semester: Semester, day: str, item: Mapping[str, str] | None) -> Entry:
    """The clearing of the posts of a unit in a semester, and whom it concerned (None: nobody)."""
    head = {"year": semester.year, "semester": semester.id, "unit": unit, "date": day}
    return Entry(f"data/clearings/{semester.year}/{unit}-{semester.id}.yaml", "clearings", head, item)


def with_entries(root: Path, entries: Sequence[Entry]) -> Addition:
    """The files with these entries added, those of one file in the order in which they are given."""
    grouped: dict[str, list[Entry]] = {}
    for one in entries:
        grouped.setdefault(one.file, []).append(one)
    files: dict[str, str] = {}
    shown: dict[str, str | None] = {}
    problems: list[Problem] = []
    for name, added in grouped.items():
        file = root / name
        data = file.read_bytes() if file.is_file() else None
        shown[name] = None if data is None else content_hash(data)
        items = [dict(one.item) for one in added if one.item is not None]
        kind, head = added[0].kind, added[0].head
        text = canonical(kind, {**head, "entries": items}) if data is None else _longer(name, data, items)
        if isinstance(text, str):
            parsed = parse(name, text.encode())
            problems += [*parsed.problems, *validate(name, kind, parsed)]
            files[name] = text
        else:
            problems += text
    return Addition(files, shown, problems)


def _longer(name: str, data: bytes, items: Sequence[Event]) -> str | list[Problem]:
    def change(value: MutableMapping[str, Any]) -> None:
        value["entries"].extend(items)

    return amended(name, data, change)


def people_in(root: Path, file: str) -> list[str]:
    """Whom the entries of a file name, one by one; nobody where there is no such file."""
    return [str(id) for (id,) in _each(_stated(root, file).get("entries"), ("cadre",))]


def semesters(root: Path) -> list[Semester]:
    """The semesters of the workspace's calendar, in its order."""
    calendar = _stated(root, "data/workspace.yaml").get("calendar")
    stated = calendar.get("semesters") if isinstance(calendar, dict) else None
    return [Semester(*map(str, one)) for one in _each(stated, ("id", "from", "until"))]


def words_of(root: Path, vocabulary: str) -> list[str]:
    """The words of a vocabulary of the workspace, in its order; none where there is no such file."""
    return [str(id) for (id,) in _each(_stated(root, f"data/vocabularies/{vocabulary}.yaml").get("terms"), ("id",))]


def _each(items: Any, keys: Sequence[str]) -> Iterator[list[Any]]:
    """What each item of a list states under these keys; what is no list, or lacks one of them, is passed over."""
    for item in items if isinstance(items, list) else ():
        if isinstance(item, dict) and item.keys() >= set(keys):
            yield [item[key] for key in keys]


def _stated(root: Path, name: str) -> Mapping[str, Any]:
    """The value of a file; nothing where there is none."""
    file = root / name
    value = parse(name, file.read_bytes()).value if file.is_file() else None
    return value if isinstance(value, dict) else {}


def unit_of(root: Path, cadre: str) -> str | None:
    """The unit of the last post that a person still holds, by the person's own file; None where there is none."""
    posts = _stated(root, f"data/cadres/{cadre}.yaml").get("posts", ())
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
