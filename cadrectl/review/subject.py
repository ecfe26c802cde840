"""Whom a changed record is about, and how a change of it is made: with its place at the end where it can be seen."""

from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct, field

from cadrectl.calendar import parse_date
from cadrectl.records.places import Pointer, place
from cadrectl.records.record import Record
from cadrectl.review.change import Change
from cadrectl.review.ends import Said, Words
from cadrectl.review.fields import Field, fields
from cadrectl.review.pairs import Entry, Pair
from cadrectl.text import Text, say
from cadrectl.vocabulary import Label

HOME_KINDS = ("acting", "concurrent", "appointed")
"""The kinds of post that can be a home, the weakest claim first."""


class Subject(Struct, frozen=True):
    """A pair of records, the person or unit that it is about, and the words to say it in."""

    pair: Pair
    words: Words
    cadre: str | None = None
    name: str | None = None
    unit: str | None = None

    def change(self, kind: str, text: Text, at: "Where") -> Change:
        """A change of this record."""
        record = self.pair.before if at.gone or self.pair.after is None else self.pair.after
        assert record is not None
        line = max(place(record, at.pointer)[0], 1)
        whole = kind == "struck" and self.pair.after is None
        return Change(kind, self.cadre, self.name, self.unit, at.on, text, record.path, line, at.item, whole=whole)


class Where(Struct, frozen=True):
    """Where a change is written (`gone`: where it was written), the date since which it holds, and its entry."""

    pointer: Pointer
    on: str | None = None
    item: Mapping[str, Any] = field(default_factory=dict)
    gone: bool = False


def person(pair: Pair, words: Words, cadre: str, file: Record | None, day: int) -> Subject:
    """A record as one about a person, of whom this is the file; the unit is that of the home post at the day."""
    return Subject(pair, words, cadre, file.value["name"] if file else None, home_unit(file, day) if file else None)


def home_unit(file: Record, day: int) -> str | None:
    """The unit of the home post at a day: of those held the strongest, then the latest; else of the last held."""
    homes = [post for post in file.value["posts"] if post["kind"] in HOME_KINDS and _begun(post, day)]
    held = [post for post in homes if _held(post, day)]
    last: Mapping[str, Any] = max(homes, key=lambda post: str(post["from"]), default={})
    home = max(held, key=lambda post: (HOME_KINDS.index(post["kind"]), str(post["from"])), default=last)
    return home.get("unit")


def homes_in(file: Record) -> set[str]:
    """The units that can be a person's home on some day of now: those of the posts that still run, and of the last."""
    posts = file.value["posts"]
    return {post["unit"] for post in posts if "unit" in post and ("to" not in post or post is posts[-1])}


def _begun(post: Mapping[str, Any], day: int) -> bool:
    begins = parse_date(post["from"])
    return begins is None or begins[0] <= day


def _held(post: Mapping[str, Any], day: int) -> bool:
    ends = parse_date(post.get("to", ""))
    return ends is None or day < ends[0]


def altered(subject: Subject, listed: Field, what: Said, entry: Entry, at: Pointer) -> Iterator[Change]:
    """The values of one entry that are not what they were: one change a value, flags of checking left out."""
    before, after = entry.before or {}, entry.after or {}
    for key, field_ in listed.members.items():
        old, new = before.get(key), after.get(key)
        if old == new:
            continue
        where = Where((*at, key) if key in after else at, item=after)
        told = {"what": what, "field": field_.label}
        if key == "verified" and new is True:
            yield subject.change("updated", say("{what}: verified", what=what), where)
        elif old is None:
            text = say("{what}: {field} is now on record: {new}", **told, new=subject.words.value(field_, new))
            yield subject.change("updated", text, where)
        elif new is None:
            was = subject.words.value(field_, old)
            text = say("{what}: {field} was {old} and is no longer on record", **told, old=was)
            yield subject.change("corrected", text, where)
        else:
            yield subject.change("corrected", _was_and_is(subject, field_, old, new, what), where)


def _was_and_is(subject: Subject, field_: Field, old: Any, new: Any, what: Said) -> Text:
    """Both values; of lists and mappings that read alike only that they changed."""
    was, now = subject.words.value(field_, old), subject.words.value(field_, new)
    if was == now:
        return say("{what}: {field} changed", what=what, field=field_.label)
    return say("{what}: {field} is {new}, was {old}", what=what, field=field_.label, old=was, new=now)


def named(words: Words, listed: Field, item: Mapping[str, Any]) -> Text:
    """An entry by its list and by what it must have: `academic honours (city backbone teacher, date 2025-09-10)`."""
    essential = {key: item[key] for key, below in listed.members.items() if below.essential and key in item}
    told = {"label": listed.label, "values": words.values(listed, essential) or words.values(listed, item)}
    return say("{label} ({values})", **told) if told["values"] else say("{label}", **told)


def called(record: Record, words: Words) -> Text:
    """What people call a record that is not about one person: its title, else its kind and what tells it from others.

    An event goes by what it is (a talk, an audit); the register of the bureau is the only one of its kind.
    """
    root, value = fields(record.kind), record.value
    if record.kind == "events":
        return say("{label}", label=event(record))
    if record.kind == "workspace":
        return say("{label}", label=root.label)
    if "title" in value:
        return say("{label} {id}", label=root.label, id=say("“{title}”", title=value["title"]))
    return say("{label} {id}", label=root.label, id=words.name(record.kind, record.id))


def event(record: Record) -> Label:
    """What an event is: a talk, an audit."""
    return fields("events").members["kind"].words[record.value["kind"]]
