"""The changes of yearly results: graded, or a grade on record corrected."""

from collections.abc import Iterator

from cadrectl.review.change import Change
from cadrectl.review.fields import fields
from cadrectl.review.pairs import Entry
from cadrectl.review.subject import Subject, Where, altered
from cadrectl.text import say


def result(subject: Subject, entry: Entry) -> Iterator[Change]:
    """What changed about one person's result in one session."""
    root = fields("evaluations")
    listed = root.members["people"]
    record = subject.pair.record.value
    session = {"kind": subject.words.value(root.members["kind"], record["kind"]), "year": record["year"]}
    what = say("{kind} {year}", **session)
    at = ("people", entry.at)
    if entry.after is None:
        assert entry.before is not None
        text = say("struck from the record: {what}", what=what)
        yield subject.change("struck", text, Where(("people", entry.was_at), item=entry.before, gone=True))
        return
    old, new = entry.before or {}, entry.after
    graded = {"score", "grade", "confirmed"} & new.keys()
    if graded and not {"score", "grade", "confirmed"} & old.keys():
        on = new.get("confirmed", {}).get("date", record["date"])
        told = {key: new[key] for key in ("score", "grade", "confirmed") if key in new}
        text = say("{what}: {values}", what=what, values=subject.words.values(listed, told))
        yield subject.change("graded", text, Where(at, on, {**new, "kind": record["kind"], "year": record["year"]}))
        old = {**old, **told}
    if entry.before is None:
        if not graded:
            yield subject.change("added", say("{what}: evaluated", what=what), Where(at, record["date"], new))
        return
    yield from altered(subject, listed, what, Entry(old, new, entry.was_at, entry.at), at)
