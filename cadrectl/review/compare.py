"""All changes between two states, record by record: each kind of record says its own, the rest by its schema."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from cadrectl.calendar import NEVER, parse_date
from cadrectl.review import pool, results
from cadrectl.review.careers import career_changes
from cadrectl.review.change import KINDS, Change
from cadrectl.review.ends import End, Key, Said, Words, words_of
from cadrectl.review.fields import OPAQUE, Field, fields
from cadrectl.review.pairs import Entry, Pair, entries, pairs
from cadrectl.review.subject import Subject, Where, altered, called, event, named, person
from cadrectl.text import Text, say

ACHIEVED = {
    "titles": ("titled", say("professional title: {values}")),
    "honours": ("honoured", say("honoured: {values}")),
    "sanctions": ("sanctioned", say("sanctioned: {values}")),
    "admonitions": ("admonished", say("admonished: {values}")),
    "proceedings": ("proceeding", say("under proceedings: {values}")),
}
"""Lists of a person's file whose new entries are an event of their own: the kind of change, and the sentence."""

OWN = ("cadres", "reserve", "units", "events")
"""Records whose entries say by themselves what they are: the headline says whose, and an event is one of its kind."""

DATES = ("date", "decided", "from", "opened", "passed", "engaged", "until", "since")


class Comparison(Struct, frozen=True):
    """Two states, the keys of the records that differ, and the day at which a person's unit is asked for.

    `known` is the day of the earlier state: whoever comes on the register with a post that begins later takes it up by
    the change; with one that began before only the register is new.
    """

    before: End
    after: End
    changed: Sequence[Key]
    day: int
    known: int = NEVER


def changes(asked: Comparison) -> list[Change]:
    """Every change, by unit and person (else by file), then by date; what only looks different in its file is none."""
    found, ids = pairs(asked.before, asked.after, asked.changed)
    words = words_of(asked.before, asked.after)
    told = [change for pair in found for change in _of_pair(_Telling(asked, words, ids), pair)]
    return sorted(pool.joined_moves(told, words), key=_order)


def _order(change: Change) -> tuple[str, str, str, str, int, str, int]:
    unit, cadre = change.unit or "", change.cadre or ""
    file = "" if unit or cadre else change.path
    return unit, cadre, file, change.on or "", list(KINDS).index(change.kind), change.path, change.line


class _Telling(Struct, frozen=True):
    """What every record is told with."""

    asked: Comparison
    words: Words
    ids: Mapping[str, str]

    def about(self, pair: Pair, cadre: str) -> Subject:
        """The record as one about this person."""
        file = self.asked.after.get("cadres", cadre) or self.asked.before.get("cadres", cadre)
        return person(pair, self.words, cadre, file, self.asked.day)


def _of_pair(telling: _Telling, pair: Pair) -> Iterator[Change]:
    record = pair.record
    if record.kind in OPAQUE:
        yield from _opaque(telling, pair)
    elif record.kind == "cadres":
        yield from _cadre(telling, pair)
    elif record.kind == "reserve":
        subject = telling.about(pair, record.value["cadre"])
        yield from pool.membership(subject)
        if pair.value is not None and pair.after is not None:
            yield from _lists(subject, pair.value, pair.after.value)
    else:
        yield from _other(telling, pair)


def _opaque(telling: _Telling, pair: Pair) -> Iterator[Change]:
    """That the record changed, and nothing of what it says."""
    if pair.before and pair.after and pair.value == pair.after.value:
        return
    record = pair.record
    what = say("{label} {id}", label=fields(record.kind).label, id=record.id)
    if record.kind == "policies":
        what = say("{what} ({title})", what=what, title=record.value["title"])
    if record.kind == "cadres-private":
        yield telling.about(pair, record.id).change("private", _came_or_went(pair, what), Where(()))
    else:
        yield Subject(pair, telling.words).change("policy", _came_or_went(pair, what), Where(()))


def _came_or_went(pair: Pair, what: Text) -> Text:
    if pair.before is None:
        return say("{what}: new", what=what)
    return say("{what}: removed", what=what) if pair.after is None else say("{what}: changed", what=what)


def _cadre(telling: _Telling, pair: Pair) -> Iterator[Change]:
    subject = telling.about(pair, pair.record.id)
    if pair.value is None:
        assert pair.after is not None
        posts = pair.after.value["posts"]
        held = [post for post in posts if _begins(post) <= telling.asked.known]
        yield _joined(subject, held)
        yield from career_changes(subject, held, posts)
        return
    if pair.after is None:
        text = say("the file of {name} was removed", name=pair.record.value["name"])
        yield subject.change("struck", text, Where((), gone=True))
        return
    old, new = pair.value, pair.after.value
    assert pair.before is not None
    if pair.before.id != pair.after.id:
        text = say("kept as {new}, was {old}", new=pair.after.id, old=pair.before.id)
        yield subject.change("re-keyed", text, Where(()))
    if old["name"] != new["name"]:
        text = say("the name is {new}, was {old}", new=new["name"], old=old["name"])
        yield subject.change("renamed", text, Where(("name",)))
    if "left" in new and "left" not in old:
        reason = telling.words.value(fields("cadres").members["left"].members["reason"], new["left"]["reason"])
        text = say("left on {date}: {reason}", date=new["left"]["date"], reason=reason)
        yield subject.change("left", text, Where(("left",), new["left"]["date"], new["left"]))
        old = {**old, "left": new["left"]}
    yield from career_changes(subject, old["posts"], new["posts"])
    yield from _members(telling, subject, {**old, "name": new["name"], "posts": new["posts"]}, new)


def _begins(post: Mapping[str, Any]) -> int:
    begins = parse_date(post["from"])
    return begins[0] if begins else 0


def _joined(subject: Subject, held: Sequence[Mapping[str, Any]]) -> Change:
    if not held:
        return subject.change("joined", say("on the register now"), Where(()))
    post = held[-1]
    unit = subject.words.name("units", post["unit"]) if "unit" in post else post["outside"]
    text = say("on the register now: {post} of {unit} since {date}", post=post["post"], unit=unit, date=post["from"])
    return subject.change("joined", text, Where(("posts", len(held) - 1), post["from"], post))


def _other(telling: _Telling, pair: Pair) -> Iterator[Change]:
    """A record of any other kind: what it says itself, and its entries about people."""
    record = pair.record
    root = fields(record.kind)
    cadre, unit = record.value.get("cadre"), record.value.get("unit")
    about = telling.about(pair, cadre) if cadre else Subject(pair, telling.words)
    subject = replace(about, unit=about.unit or (record.id if record.kind == "units" else unit))
    old, new = pair.value, None if pair.after is None else pair.after.value
    listed = [key for key, below in root.members.items() if below.of_people]
    if old is None or new is None:
        if record.kind != "events" or not any(record.value.get(key) for key in listed):
            yield _came(subject, root, record.value)
    else:
        yield from _members(telling, subject, old, new, listed)
    for key in listed:
        yield from _people(telling, pair, key)


def _came(subject: Subject, root: Field, value: Mapping[str, Any]) -> Change:
    """A whole record that is new or was removed."""
    told = {"label": root.label, "values": subject.words.values(root, value)}
    on = next((str(value[key]) for key in DATES if isinstance(value.get(key), str)), None)
    if subject.pair.after is None:
        return subject.change("struck", say("{label} removed: {values}", **told), Where((), on, value, gone=True))
    kind = "relaxed" if subject.pair.after.kind == "relaxations" else "added"
    return subject.change(kind, say("{label} added: {values}", **told), Where((), on, value))


def _people(telling: _Telling, pair: Pair, key: str) -> Iterator[Change]:
    """The entries of a list that are each about one person."""
    old = (pair.value or {}).get(key, [])
    new = [] if pair.after is None else pair.after.value.get(key, [])
    listed = fields(pair.record.kind).members[key]
    if pair.record.kind == "events":
        listed = replace(listed, label=event(pair.record))
    for entry in entries(old, new, listed.order):
        if entry.before == entry.after:
            continue
        about = (entry.after or entry.before or {}).get("cadre")
        bare = Subject(pair, telling.words, unit=pair.record.value.get("unit"))
        subject = telling.about(pair, about) if about else bare
        if pair.record.kind == "evaluations":
            yield from results.result(subject, entry)
        else:
            yield from _entry(subject, key, listed, entry)


def _members(
    telling: _Telling, subject: Subject, old: Mapping[str, Any], new: Mapping[str, Any], apart: Sequence[str] = ()
) -> Iterator[Change]:
    """The members of a record: lists entry by entry, all else as values; `apart` are told elsewhere."""
    yield from _lists(subject, old, new, apart)
    record = subject.pair.record
    root = fields(record.kind)
    what: Said = root.label if record.kind == "cadres" else called(record, telling.words)
    yield from altered(subject, replace(root, members=root.plain), what, Entry(old, new, 0, 0), ())


def _lists(
    subject: Subject, old: Mapping[str, Any], new: Mapping[str, Any], apart: Sequence[str] = ()
) -> Iterator[Change]:
    """The lists of a record, entry by entry."""
    root = fields(subject.pair.record.kind)
    for key, listed in root.members.items():
        if key in apart or key in root.plain:
            continue
        for entry in entries(old.get(key, []), new.get(key, []), listed.order):
            if entry.before != entry.after:
                yield from _entry(subject, key, listed, entry)


def _entry(subject: Subject, key: str, listed: Field, entry: Entry) -> Iterator[Change]:
    """One entry of a list that is new, gone or not what it was."""
    words, at = subject.words, (key, entry.at)
    if entry.before is None:
        assert entry.after is not None
        kind, sentence = ACHIEVED.get(key, ("added", say("{label} added: {values}")))
        told = {name: value for name, value in entry.after.items() if name != "cadre"}
        text = Text(sentence.msgid, {"label": listed.label, "values": words.values(listed, told or entry.after)})
        on = next((str(entry.after[date]) for date in DATES if date in entry.after), None)
        yield subject.change(kind, _within(subject, text), Where(at, on, entry.after))
    elif entry.after is None:
        text = say("struck from the record: {what}", what=named(words, listed, entry.before))
        where = Where((key, entry.was_at), item=entry.before, gone=True)
        yield subject.change("struck", _within(subject, text), where)
    else:
        what = _within(subject, named(words, listed, entry.before))
        yield from altered(subject, listed, what, entry, at)


def _within(subject: Subject, text: Text) -> Text:
    """What is said of an entry, with the record that it stands in where that is not the person's or the unit's own."""
    record = subject.pair.record
    if record.kind in OWN:
        return text
    return say("{record} · {text}", record=called(record, subject.words), text=text)
