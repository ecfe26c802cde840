"""The `movement` of a policy record to its parts, with every problem at its place; shape is for the schema."""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any as Raw

from msgspec import Struct

from cadrectl.facts.kinds import field_column
from cadrectl.policy.conditions import ConditionReader, is_date_rule
from cadrectl.policy.fitting import NEEDED, check_fact
from cadrectl.policy.literal import duration
from cadrectl.policy.model import Comparison, Condition, Duration, Pointer, Tier
from cadrectl.policy.movement import Across, Aim, Bench, Bounds, Kind, Limit, Movement, Moves, Vacancies
from cadrectl.text import say

ReadTier = Callable[[Mapping[str, Raw], Pointer], Tier]
FORMS = ("headcount", "only", "kin", "moves", "leaving", "arriving", "holding")
AIM_FORMS = ("moves", "filled", "holding")
PER = {"moves": ("move", "km"), "filled": ("post",), "holding": ("person",)}
TAKES = {
    "headcount": (),
    "only": ("kinds", "who"),
    "kin": (),
    "moves": ("of", "base", "at_least", "at_most"),
    "leaving": ("at_least", "at_most"),
    "arriving": ("kinds", "at_most"),
    "holding": ("who", "at_least", "at_most"),
}
"""What each form of limit may say besides itself."""
COMPARED = ("rank", "domain", "post", "unit.id", "unit.kind", "unit.stage", "unit.area", "unit.grade", "unit.group")
"""Of posts what may be compared with that of the present one."""
SUBJECT, TAUGHT = "subject", "taught"
"""What is compared with the person's lessons instead, and the only word for it."""
SHARED = ("id", "label", "source", "reading")
OF_LIMITS = (*SHARED, "severity", "weight")


def read_movement(raw: Mapping[str, Raw], conditions: ConditionReader, tier: ReadTier) -> Movement:
    """The movement that a policy states; `tier` reads the clauses that people are judged by."""
    return _Reader(conditions, tier).movement(raw, ("movement",))


class _Reader(Struct, frozen=True):
    conditions: ConditionReader
    tier: ReadTier

    def movement(self, raw: Mapping[str, Raw], at: Pointer) -> Movement:
        due, overdue, movers = (self._judged(raw, name, at) for name in ("due", "overdue", "movers"))
        starts = raw.get("starts", "question")
        if not is_date_rule(starts):
            self.conditions.report.unknown_word((*at, "starts"), starts, ("question", "--08-25"))
        kinds = [self._kind(one, (*at, "kinds", index)) for index, one in enumerate(raw.get("kinds", []))]
        known = [kind.id for kind in kinds]
        limits = [self._limit(one, (*at, "limits", index)) for index, one in enumerate(raw.get("limits", []))]
        aims = [self._aim(one, (*at, "aims", index)) for index, one in enumerate(raw.get("aims", []))]
        parts: list[Limit | Aim] = [*limits, *aims]
        for part in parts:
            self._check_kinds(part, known)
        for key in ("kinds", "limits", "aims"):
            self._check_ids(raw.get(key, []), (*at, key))
        return Movement(
            starts,
            raw["exempt"]["what"] if "exempt" in raw else "",
            due,
            overdue,
            movers,
            self._seats(raw, "posts", at),
            tuple(kinds),
            tuple(limits),
            tuple(aims),
            self._vacancies(raw["vacancies"], (*at, "vacancies")) if "vacancies" in raw else None,
        )

    def _judged(self, raw: Mapping[str, Raw], name: str, at: Pointer) -> Tier | None:
        return self.tier({"id": name, **raw[name]}, (*at, name)) if name in raw else None

    def _check_ids(self, items: Sequence[Mapping[str, Raw]], at: Pointer) -> None:
        seen: set[str] = set()
        for index, one in enumerate(items):
            if one["id"] in seen:
                message = say("“{id}” is already the id of another.", id=one["id"])
                self.conditions.report.add("same-id", (*at, index, "id"), message)
            seen.add(one["id"])

    def _check_kinds(self, part: Limit | Aim, known: Sequence[str]) -> None:
        base = part.base if isinstance(part, Limit) else None
        own = part.kinds if isinstance(part, Limit) else ()
        for name in (*part.moves.kinds, *own, *(base.kinds if base is not None else ())):
            if name not in known:
                self.conditions.report.unknown_word(part.moves.at, name, known)

    def _seats(self, raw: Mapping[str, Raw], key: str, at: Pointer) -> Condition | None:
        return self.conditions.record(raw[key], (*at, key), "unit-posts") if key in raw else None

    def _who(self, raw: Mapping[str, Raw], at: Pointer) -> Condition | None:
        return self.conditions.person(raw["who"], (*at, "who")) if "who" in raw else None

    def _moves(self, raw: Mapping[str, Raw], at: Pointer) -> Moves:
        return Moves(
            at,
            tuple(raw.get("kinds", ())),
            self._who(raw, at),
            self._seats(raw, "to", at),
            self._across(raw["across"], (*at, "across")) if "across" in raw else None,
            self._distance(raw["distance"], (*at, "distance")) if "distance" in raw else (),
            raw.get("wish", False),
        )

    def _across(self, raw: Mapping[str, Raw], at: Pointer) -> Across:
        for name, asked in raw.items():
            if name not in (*COMPARED, SUBJECT):
                self.conditions.report.unknown_word((*at, name), name, (*COMPARED, SUBJECT))
                continue
            if (name == SUBJECT) != (asked == TAUGHT):
                self._cannot(asked, (*at, name))
            column = field_column("unit-posts", name)
            if asked in ("higher", "lower") and not (column is not None and column.graded):
                self._cannot(asked, (*at, name))
        return {name: asked if isinstance(asked, str) else tuple(map(tuple, asked)) for name, asked in raw.items()}

    def _cannot(self, asked: Raw, at: Pointer) -> None:
        message = say("“{comparator}” cannot be asked here.", comparator=str(asked))
        self.conditions.report.add("bad-comparator", at, message)

    def _distance(self, raw: Raw, at: Pointer) -> tuple[Comparison, ...]:
        tests = self.conditions.tests(raw, at)
        check_fact(self.conditions.report, "number", tests)
        return tests

    def _kind(self, raw: Mapping[str, Raw], at: Pointer) -> Kind:
        lasts = self._length(raw, "lasts", at)
        moves = self._moves({key: raw[key] for key in ("who", "to", "across") if key in raw}, at)
        return Kind(raw["id"], raw["label"], _sources(raw), raw["writes"], lasts, raw.get("service", ""), moves)

    def _length(self, raw: Mapping[str, Raw], key: str, at: Pointer) -> Duration | None:
        found = duration(self.conditions.literal(raw[key])) if key in raw else None
        if key in raw and found is None:
            message = say("“{value}” is no value for this.", value=str(raw[key]))
            self.conditions.report.add("bad-literal", (*at, key), message, NEEDED["span"])
        return found

    def _limit(self, raw: Mapping[str, Raw], at: Pointer) -> Limit:
        form = self._form(raw, at, FORMS)
        known = (*OF_LIMITS, form, *TAKES[form])
        for key in raw:
            if key not in known:
                self.conditions.report.unknown_word((*at, key), key, known)
        severity = raw.get("severity", "must")
        if (severity == "should") != ("weight" in raw):
            message = say("A limit that `should` be kept says by `weight` what breaking it costs; no other does.")
            self.conditions.report.add("bad-argument", at, message)
        stated = raw.get(form, {})
        counts_moves = form in ("only", "moves")
        bounds = self._bounds(raw, at)
        if "at_least" in TAKES[form] and bounds == Bounds():
            self._wrong(at, "limits", "at_least")
        if form == "arriving" and bounds.at_most is None:
            self._wrong(at, "arriving", "at_most")
        return Limit(
            raw["id"],
            raw["label"],
            _sources(raw),
            form,
            at,
            self._moves(stated, (*at, form)) if counts_moves else Moves(at),
            self._limited_seats(raw, form, at),
            self._who(raw, at),
            tuple(raw.get("kinds", ())),
            tuple(stated["relations"]) if form == "kin" else (),
            self._of(raw, at),
            self._moves(raw["base"], (*at, "base")) if "base" in raw else None,
            bounds,
            severity,
            raw.get("weight", 0),
        )

    def _bounds(self, raw: Mapping[str, Raw], at: Pointer) -> Bounds:
        """The bounds of a limit: both are numbers, or both are shares."""
        stated = [raw[key] for key in ("at_least", "at_most") if key in raw]
        shares = [isinstance(one, str) for one in stated]
        if len(set(shares)) > 1:
            self.conditions.report.add("bad-literal", at, say("Both ends are numbers, or both are shares."))
        least, most = (self._bound(raw, key, at) for key in ("at_least", "at_most"))
        return Bounds(least, most, any(shares))

    def _limited_seats(self, raw: Mapping[str, Raw], form: str, at: Pointer) -> Condition | None:
        if form == "kin":
            return self._seats(raw["kin"], "where", (*at, "kin"))
        return self._seats(raw, form, at) if form in ("leaving", "arriving", "holding") else None

    def _of(self, raw: Mapping[str, Raw], at: Pointer) -> str:
        """What a share is of; a share of moves without a base has none."""
        shares = [raw[key] for key in ("at_least", "at_most") if isinstance(raw.get(key), str)]
        if shares and "moves" in raw and "of" not in raw:
            self._wrong(at, "moves", "of")
        return str(raw.get("of", ""))

    def _aim(self, raw: Mapping[str, Raw], at: Pointer) -> Aim:
        form = self._form(raw, at, AIM_FORMS)
        if raw["per"] not in PER[form]:
            self.conditions.report.unknown_word((*at, "per"), raw["per"], PER[form])
        known = (*SHARED, "weight", "per", form, *(("who", "at_least") if form == "holding" else ()))
        for key in raw:
            if key not in known:
                self.conditions.report.unknown_word((*at, key), key, known)
        wanted = self._bound(raw, "at_least", at)
        if form == "holding" and (wanted is None or wanted.denominator != 1):
            self._wrong(at, "holding", "at_least")
        return Aim(
            raw["id"],
            raw["label"],
            _sources(raw),
            raw["weight"],
            raw["per"],
            form,
            self._moves(raw["moves"], (*at, "moves")) if form == "moves" and form in raw else Moves(at),
            self._seats(raw, form, at) if form in ("filled", "holding") else None,
            self._who(raw, at),
            int(wanted or 0),
        )

    def _form(self, raw: Mapping[str, Raw], at: Pointer, forms: Sequence[str]) -> str:
        stated = [name for name in forms if name in raw]
        if len(stated) != 1:
            words = ", ".join(forms)
            self.conditions.report.add("movement-form", at, say("Say exactly one of: {words}.", words=words))
        return stated[0] if stated else forms[0]

    def _bound(self, raw: Mapping[str, Raw], key: str, at: Pointer) -> Fraction | None:
        if key not in raw:
            return None
        value = self.conditions.literal(raw[key]) if isinstance(raw[key], str | int) else None
        share = isinstance(raw[key], str)
        if not isinstance(value, Fraction) or value < 0 or (share and value > 1):
            message = say("“{value}” is no value for this.", value=str(raw[key]))
            self.conditions.report.add("bad-literal", (*at, key), message, NEEDED["number"])
            return None
        return value

    def _vacancies(self, raw: Mapping[str, Raw], at: Pointer) -> Vacancies:
        bench = []
        for index, one in enumerate(raw["bench"]):
            here = (*at, "bench", index)
            who = self.conditions.selection(one["who"], (*here, "who"))
            ready = self.conditions.record(one["ready"], (*here, "ready"), self.conditions.kind(who.of))
            bench.append(Bench(tuple(one["rank"]), who, ready))
        retires = raw["retires"]["policy"], raw["retires"]["tier"]
        term = self._length(raw, "term", at)
        return Vacancies(_sources(raw), self._seats(raw, "posts", at), retires, term, tuple(bench))

    def _wrong(self, at: Pointer, fact: str, argument: str) -> None:
        message = say("`{fact}` needs `{argument}`.", fact=fact, argument=argument)
        self.conditions.report.add("bad-argument", at, message)


def _sources(raw: Mapping[str, Raw]) -> tuple[str, ...]:
    source = raw.get("source", ())
    return (str(source),) if isinstance(source, str | int) else tuple(str(one) for one in source)
