"""The changes of one person's posts: appointed, promoted, moved, seconded, returned, left; or an entry corrected."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from msgspec.structs import replace

from cadrectl.review.change import Change
from cadrectl.review.ends import Said, Words
from cadrectl.review.fields import Field, fields
from cadrectl.review.pairs import Entry, Item, entries
from cadrectl.review.subject import Subject, Where, altered
from cadrectl.text import Text, say

ACTS = ("decided", "letter", "elected", "trial")
"""The dates of an appointment beside the day of taking up the post."""


def career_changes(subject: Subject, before: Sequence[Item], after: Sequence[Item]) -> Iterator[Change]:
    """What changed between two careers. The end of a post that another one follows is told with that one."""
    listed = fields("cadres").members["posts"]
    for entry in entries(before, after, listed.order):
        if entry.before is None:
            assert entry.after is not None
            yield _new(subject, before, after, entry)
        elif entry.after is None:
            text = say("struck from the record: {post}", post=_in_full(subject.words, entry.before))
            yield subject.change("struck", text, Where(("posts", entry.was_at), item=entry.before, gone=True))
        elif entry.before != entry.after:
            yield from _altered(subject, listed, after, entry)


def _new(subject: Subject, before: Sequence[Item], after: Sequence[Item], entry: Entry) -> Change:
    assert entry.after is not None
    post, words = entry.after, subject.words
    where = Where(("posts", entry.at), post["from"], post)
    if post["kind"] == "appointed" and any(one["from"] > post["from"] for one in before if one["kind"] == "appointed"):
        return subject.change("added", say("added to the record: {post}", post=_in_full(words, post)), where)
    was = _previous(after, post)
    kind, text = _taken_up(words, was, post)
    change = subject.change(kind, _with_acts(text, post), where)
    ends_by_it = post["kind"] == "appointed" and was is not None and "to" in was
    return replace(change, left=was) if ends_by_it and was is not None else change


def _taken_up(words: Words, was: Item | None, post: Item) -> tuple[str, Text]:
    """The kind of change that a new post is, and the sentence."""
    told = {"post": _post(words, post), "date": post["from"], "rank": _rank_label(post)}
    if post["kind"] == "secondment":
        return "seconded", say("seconded: {post} from {date}", **told)
    if post["kind"] == "acting":
        return "acting", say("acting: {post} from {date}", **told)
    if post["kind"] == "concurrent":
        return "concurrent", say("also {post} from {date}", **told)
    if was is None:
        return "appointed", say("appointed {post} ({rank}) from {date}", **told)
    told["was"] = _post(words, was)
    step = _grade(post) - _grade(was)
    if step > 0:
        return "promoted", say("promoted from {was} to {post} ({rank}) from {date}", **told)
    if step < 0:
        return "demoted", say("moved down from {was} to {post} ({rank}) from {date}", **told)
    if _place(was) != _place(post):
        return "moved", say("moved from {was} to {post} from {date}", **told)
    return "reassigned", say("reassigned from {was} to {post} from {date}", **told)


def _altered(subject: Subject, listed: Field, after: Sequence[Item], entry: Entry) -> Iterator[Change]:
    """A post that ends now, and whatever else about it changed."""
    assert entry.before is not None
    assert entry.after is not None
    old, new = entry.before, entry.after
    at = ("posts", entry.at)
    ends = "to" not in old and "to" in new
    if ends:
        where = Where((*at, "to"), new["to"], new)
        told = {"post": _post(subject.words, new), "date": new["to"]}
        if new["kind"] == "secondment":
            yield subject.change("returned", say("back from secondment as {post} on {date}", **told), where)
        elif not any(one["kind"] == "appointed" and one["from"] >= new["to"] for one in after):
            change = subject.change("left-post", say("no longer {post} from {date}", **told), where)
            yield replace(change, left=new)
    rest = {key: value for key, value in new.items() if not (ends and key == "to")}
    what = say("{label} ({values})", label=listed.label, values=_in_full(subject.words, old))
    yield from altered(subject, listed, what, Entry(old, rest, entry.was_at, entry.at), at)


def _previous(after: Sequence[Item], post: Item) -> Item | None:
    """The appointment before this one."""
    earlier = [one for one in after if one["kind"] == "appointed" and one is not post and one["from"] < post["from"]]
    return max(earlier, key=lambda one: str(one["from"]), default=None)


def _post(words: Words, post: Item) -> Text:
    return say("{post} of {unit}", post=post["post"], unit=_place_name(words, post))


def _in_full(words: Words, post: Item) -> Text:
    told: dict[str, Said] = {"post": _post(words, post), "from": post["from"]}
    if "to" in post:
        return say("{post}, {start} to {end}", post=told["post"], start=post["from"], end=post["to"])
    return say("{post}, since {start}", post=told["post"], start=post["from"])


def _place(post: Item) -> tuple[str | None, str | None]:
    return post.get("unit"), post.get("outside")


def _place_name(words: Words, post: Item) -> Said:
    return words.name("units", post["unit"]) if "unit" in post else str(post["outside"])


def _grade(post: Item) -> int:
    """How high a rank stands; the schema lists them lowest first."""
    return list(fields("cadres").members["posts"].members["rank"].words).index(post["rank"])


def _rank_label(post: Item) -> Mapping[str, str]:
    return fields("cadres").members["posts"].members["rank"].words[post["rank"]]


def _with_acts(text: Text, post: Mapping[str, Any]) -> Text:
    """The sentence with the other dates of the appointment."""
    members = fields("cadres").members["posts"].members
    for act in ACTS:
        if act in post:
            text = say("{what}, {act} {date}", what=text, act=members[act].label, date=post[act])
    return text
