"""Files in memory, and random changes to them: ids, digits and words; files gone, copied, spoilt, exchanged."""

import hashlib
import random
import re
from collections.abc import Iterable, Iterator

from cadrectl.checks.since import FAR
from cadrectl.problem import Problem
from cadrectl.records.contents import Contents
from cadrectl.records.looking import contents
from cadrectl.records.schemas import kind_and_id
from cadrectl.records.source import Look, unreadable
from cadrectl.records.store import Store

Files = dict[str, bytes]


class InMemory:
    """Files that look like what they hold."""

    place = "memory"
    fixed = None

    def __init__(self, files: Files) -> None:
        self.files = files

    def names(self, folder: str = "data") -> list[str]:
        return sorted(name for name in self.files if name.startswith(f"{folder}/"))

    def look(self, now: int) -> Look:
        lines = [f"{name}\0{hashlib.sha256(self.files[name]).hexdigest()}" for name in self.names()]
        return Look(self.place, lines, True, frozenset())

    def read(self, name: str) -> bytes | Problem:
        return self.files.get(name) or unreadable(name)

    def read_many(self, names: Iterable[str]) -> Iterator[tuple[str, bytes | Problem]]:
        return ((name, self.read(name)) for name in names)


def look(files: Files, store: Store) -> Contents:
    return contents(InMemory(files), store, 0)


def near(name: str) -> bool:
    return (kind_and_id(name) or ("",))[0] not in FAR


IDS, DIGITS, WORDS = (re.compile(form, re.M) for form in (r"\b[CU]\d{3,4}\b", r"\d", r": [a-z-]+$"))


def change(files: Files, dice: random.Random) -> None:
    """Another id, digit or word in a file; a file gone, renamed, copied, spoilt or exchanged with another."""
    name, other = (dice.choice([name for name in files if near(name)]) for _ in range(2))
    elsewhere = re.sub(r"\d(?=\D*$)", dice.choice("0123456789"), name)
    deed = dice.randrange(12)
    if deed < 7:
        files[name] = reworded((IDS, IDS, DIGITS, WORDS)[deed % 4], files[name], files[other], dice)
    elif deed == 7:
        del files[name]
    elif deed == 8:
        files[elsewhere] = files.pop(name)
    elif deed == 9:
        files[elsewhere] = files[name]
    elif deed == 10:
        files[name] += b"name: [\n"
    else:
        files[name], files[other] = files[other], files[name]


def reworded(form: re.Pattern[str], file: bytes, other: bytes, dice: random.Random) -> bytes:
    """A file with one thing of that form exchanged for one of another file that begins alike."""
    text = file.decode()
    old: re.Match[str] | None = dice.choice([*form.finditer(text), None])
    if old is None:
        return file
    new: str = dice.choice([word for word in form.findall(other.decode()) if word[0] == old[0][0]] or [old[0]])
    return (text[: old.start()] + new + text[old.end() :]).encode()
