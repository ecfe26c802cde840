"""The changes of the reserve pool: entered, left, changed tier."""

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from cadrectl.review.change import Change
from cadrectl.review.ends import Words
from cadrectl.review.fields import fields
from cadrectl.review.pairs import Entry
from cadrectl.review.subject import Subject, Where, altered
from cadrectl.text import say


def membership(subject: Subject) -> Iterator[Change]:
    """What changed about one membership of one tier for one term, but for its lists of entries (JT-9, JT-10)."""
    old, new = subject.pair.value, None if subject.pair.after is None else subject.pair.after.value
    stated = new or old
    assert stated is not None
    root = fields("reserve")
    tier = subject.words.name("tiers", stated["tier"])
    told = {"tier": tier, "start": stated["term"]["from"], "until": stated["term"]["until"]}
    if new is None:
        text = say("the membership of {tier}, {start} to {until}, was removed from the record", **told)
        yield subject.change("struck", text, Where((), item=stated, gone=True))
        return
    if old is None:
        route = subject.words.value(root.members["route"], new["route"])
        text = say("entered {tier} of the pool for {start} to {until}: {route}", **told, route=route)
        yield subject.change("entered-pool", text, Where((), new["term"]["from"], new))
        old = {key: value for key, value in new.items() if key != "left"}
    if "left" in new and "left" not in old:
        left = new["left"]
        reason = subject.words.value(root.members["left"].members["reason"], left["reason"])
        text = say("left {tier} of the pool on {date}: {reason}", tier=tier, date=left["date"], reason=reason)
        yield subject.change("left-pool", text, Where(("left",), left["date"], {**new, **left}))
        old = {**old, "left": left}
    what = say("membership of {tier}", tier=tier)
    yield from altered(subject, replace(root, members=root.plain), what, Entry(old, new, 0, 0), ())


def joined_moves(changes: Sequence[Change], words: Words) -> Iterator[Change]:
    """The changes, with whoever leaves one tier and enters another as one change of tier."""
    left = {
        change.cadre: change
        for change in changes
        if change.kind == "left-pool" and change.item.get("reason") == "changed-tier"
    }
    entered = {change.cadre for change in changes if change.kind == "entered-pool" and change.cadre in left}
    for change in changes:
        if change.kind == "left-pool" and change.cadre in entered and change is left[change.cadre]:
            continue
        if change.kind == "entered-pool" and change.cadre in entered:
            was, tier = (words.name("tiers", one.item["tier"]) for one in (left[change.cadre], change))
            text = say("from {was} to {tier} of the pool on {date}", was=was, tier=tier, date=change.on)
            yield replace(change, kind="changed-tier", text=text)
        else:
            yield change
