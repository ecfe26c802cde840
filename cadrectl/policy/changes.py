"""What a change of a kind (an appointment, a removal) must meet and bring: read from a policy.

Steps one after another, and what is owed afterwards (`duties`), are not said here.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any as Raw

from msgspec import Struct

from cadrectl.facts.kinds import Column, field_column, person_fields, record_fields
from cadrectl.policy.literal import sources
from cadrectl.policy.model import Pointer, Tier
from cadrectl.policy.problems import Reporter
from cadrectl.policy.span import Span, span_of
from cadrectl.text import say
from cadrectl.vocabulary import Label

HEADCOUNT = "headcount"
"""How a case names that the post must lie within the headcount, beside the ids of what a change must bring."""

POST, MEMBERSHIP = ("posts", ""), ("reserve", "")
ENTRIES: Mapping[str, tuple[str, str]] = {
    **dict.fromkeys(("joined", "appointed", "promoted", "demoted", "moved", "reassigned"), POST),
    **dict.fromkeys(("concurrent", "acting", "seconded", "returned", "left-post"), POST),
    **dict.fromkeys(("entered-pool", "changed-tier"), MEMBERSHIP),
    "left": ("", "left."),
    "left-pool": ("reserve", "left."),
    "graded": ("results", ""),
    "titled": ("titles", ""),
    "honoured": ("honours", ""),
    "sanctioned": ("sanctions", ""),
    "admonished": ("admonitions", ""),
    "proceeding": ("proceedings", ""),
    "relaxed": ("relaxations", ""),
}
"""By kind of change the kind of record that it is about, and the part of it whose fields may be named bare.

What is corrected or struck may be an entry of any kind.
"""


class Need(Struct, frozen=True):
    """Something that a change must bring: a step on the record of the case, a date of its own, an event, or a trailer.

    `lasts` is how long the step must have run, `within` how long before the change the event may lie, `occasion` what
    the event must have been about where that is asked. A need that is no must is asked for and stops nothing.
    """

    id: str
    label: Label
    source: tuple[str, ...]
    step: str
    date: str
    event: str
    occasion: str
    trailer: str
    lasts: Span | None
    within: Span | None
    must: bool
    at: Pointer


class ChangeRule(Struct, frozen=True):
    """What one policy says of some kinds of change; `where` are the words that the entry must have, field by field.

    `asked` holds the clauses that the person must meet on the day, None where there are none; `headcount` is the
    article by which the post must lie within the headcount, empty where none says so.
    """

    id: str
    label: Label
    source: tuple[str, ...]
    of: tuple[str, ...]
    where: Mapping[str, tuple[str, ...]]
    asked: Tier | None
    headcount: tuple[str, ...]
    brings: tuple[Need, ...]
    at: Pointer


def column_of(change: str, key: str) -> Column | None:
    """What the schemas say of a field of the entry that a change of a kind is about; None where they do not say."""
    return _column(ENTRIES[change], key) if change in ENTRIES else None


def _column(entry: tuple[str, str], key: str) -> Column | None:
    kind, part = entry
    return (field_column(kind, f"{part}{key}") if part else None) or field_column(kind, key)


def _fields(entry: tuple[str, str]) -> set[str]:
    kind, part = entry
    known = record_fields(kind) if kind else person_fields()
    return {name.removeprefix(part) for name in known if _column(entry, name.removeprefix(part)) is not None}


class ChangeReader(Struct, frozen=True):
    """Reads `changes`; `tier` reads clauses as those of a tier, which is the same thing to ask of a person."""

    report: Reporter
    tier: Callable[[Mapping[str, Raw], Pointer], Tier]

    def rules(self, stated: Sequence[Mapping[str, Raw]]) -> tuple[ChangeRule, ...]:
        """The rules in their order."""
        self.report.same_ids(stated, ("changes",))
        return tuple(self._rule(raw, ("changes", index)) for index, raw in enumerate(stated))

    def _rule(self, raw: Mapping[str, Raw], at: Pointer) -> ChangeRule:
        asked = {"id": raw["id"], "title": raw["label"], "source": raw["source"], "all": raw.get("all")}
        words = {key: [one] if isinstance(one, str) else one for key, one in raw.get("where", {}).items()}
        self._check(raw["of"], words, (*at, "where"))
        self.report.same_ids(raw.get("brings", ()), (*at, "brings"))
        return ChangeRule(
            id=raw["id"],
            label=raw["label"],
            source=sources(raw),
            of=tuple(raw["of"]),
            where={key: tuple(listed) for key, listed in words.items()},
            asked=self.tier(asked, at) if "all" in raw else None,
            headcount=sources(raw, "headcount"),
            brings=tuple(
                self._need(one, sources(raw), (*at, "brings", index)) for index, one in enumerate(raw.get("brings", ()))
            ),
            at=at,
        )

    def _check(self, of: Sequence[str], where: Mapping[str, Sequence[str]], at: Pointer) -> None:
        """Every field is one of the entries that all these kinds of change are about, and may hold the words."""
        entries = [ENTRIES[kind] for kind in of if kind in ENTRIES]
        for key, words in where.items():
            columns = [_column(entry, key) for entry in entries]
            if None in columns or len(entries) < len(of):
                known = set.intersection(*map(_fields, entries)) if entries else ()
                self.report.unknown_word((*at, key), key, known)
            known_words = {word for column in columns if column is not None for word in column.words}
            for word in (word for word in words if known_words and word not in known_words):
                self.report.unknown_word((*at, key), word, known_words)

    def _need(self, raw: Mapping[str, Raw], source: tuple[str, ...], at: Pointer) -> Need:
        return Need(
            raw["id"],
            raw["label"],
            sources(raw) or source,
            raw.get("step", ""),
            raw.get("date", ""),
            raw.get("event", ""),
            raw.get("occasion", ""),
            raw.get("trailer", ""),
            self._span(raw, "lasts", at) if "lasts" in raw else None,
            self._span(raw, "within", at) if "within" in raw else None,
            raw.get("severity", "must") == "must",
            at,
        )

    def _span(self, raw: Mapping[str, Raw], key: str, at: Pointer) -> Span:
        found = span_of(str(raw[key]))
        if found is None:
            message = say("“{value}” is no value for this.", value=str(raw[key]))
            hint = say("Write a number and working-days, days, months or years.")
            self.report.add("bad-literal", (*at, key), message, hint)
            return Span(1, "day")
        return found
