"""Who fills the authorised posts of units: how many are held, over, empty, by unit, rank, domain and post.

A person takes up one place, that of the home post; other posts held at the same time are concurrent and fill no
place of their own. Who acts or is seconded covers a place for a time without taking it up. Posts of rank `staff` are
no headcount of cadres: of the staff at large the sizes on record speak. Rules: QJ-2, NT-8.
"""

from collections.abc import Container, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from cadrectl.decide.eligibility import Question, people_at
from cadrectl.facts import fields, selection
from cadrectl.facts.home import home
from cadrectl.facts.lineage import closed_on
from cadrectl.facts.moment import Book, Moment, Rows
from cadrectl.facts.truth import FAIL, PASS, both

BY = ("unit", "rank", "domain", "post")
"""What places can be counted by."""
HOLDS = ("appointed", "concurrent")
"""The kinds of post that take up a place of the headcount."""
OVER, UNDER, FULL, UNKNOWN = "over", "under", "full", "unknown"


class Place(Struct, frozen=True):
    """A post of a unit. `authorised` is None where the unit lists no posts; 0 where its list does not have this one.

    `line` is the file and line of the list that authorises it, None where none does.
    """

    unit: str
    post: str | None
    rank: str | None
    domain: str | None
    authorised: int | None
    line: tuple[str, int] | None = None


class Holding(Struct, frozen=True):
    """A running post of a person. `sure` says that it surely runs, `first` that the person is counted here."""

    cadre: str
    place: Place
    kind: str
    sure: bool
    first: bool


class Staffing(Struct, frozen=True):
    """The places of all units, and who holds or covers them."""

    places: tuple[Place, ...]
    holdings: tuple[Holding, ...]

    def of(self, units: Container[str] | None) -> "Staffing":
        """That of some units (None: all)."""
        if units is None:
            return self
        return Staffing(
            tuple(one for one in self.places if one.unit in units),
            tuple(one for one in self.holdings if one.place.unit in units),
        )


class Line(Struct, frozen=True):
    """The places of one group. `held` counts people surely counted here, `open` those of whom it is not known.

    `concurrent` and `acting` are posts held beside another and covered for a time. `over` and `empty` are added up
    place by place, so that one too many here does not hide one too few there. `authorised` is None where some unit
    lists no posts.
    """

    group: Mapping[str, str | None]
    authorised: int | None
    held: int
    open: int
    concurrent: int
    acting: int
    over: int
    empty: int
    state: str
    cadres: tuple[str, ...]


def staffing(book: Book, as_of: int) -> Staffing:
    """The places of all units at a day, unit by unit in the order of their lists, and who holds or covers them."""
    own = _own_units(book, as_of)
    places = {(one.unit, one.post): one for one in _listed(book) if one.unit in own}
    listing = {unit for unit, _ in places}
    held = tuple(_holdings(book, as_of, places, listing))
    found = dict.fromkeys([*places.values(), *(one.place for one in held)])
    silent = own - {one.unit for one in found}
    nothing = [Place(unit, None, None, None, None) for unit in silent]
    return Staffing(tuple(sorted((*found, *nothing), key=lambda one: one.unit)), held)


def headcount(found: Staffing, by: Sequence[str]) -> list[Line]:
    """The places in groups, in the order in which units and posts are listed."""
    groups: dict[tuple[str | None, ...], list[Place]] = {}
    for place in found.places:
        groups.setdefault(tuple(getattr(place, name) for name in by), []).append(place)
    holders: dict[Place, list[Holding]] = {}
    for one in found.holdings:
        holders.setdefault(one.place, []).append(one)
    return [
        _line(dict(zip(by, key, strict=True)), [_Filled(place, holders.get(place, [])) for place in places])
        for key, places in groups.items()
    ]


def staff(book: Book, as_of: int) -> dict[str, tuple[int | None, int | None]]:
    """By unit the staff at large: how many there are and may be, by the latest year on record (None: not known)."""
    units = Moment.of_units(book, as_of)
    names = map(str, book.register.tables["units"]["id"].tolist())
    there, allowed = (_size(book, name, units) for name in ("staff", "authorised"))
    return dict(zip(names, zip(there, allowed, strict=True), strict=True))


def moved(found: Staffing, cadre: str | None, to: Place) -> Staffing:
    """The staffing after a person (None: nobody known) has left every place held and taken up another."""
    kept = tuple(one for one in found.holdings if one.cadre != cadre or one.kind not in HOLDS)
    return replace(found, holdings=(*kept, Holding(cadre or "", to, "appointed", sure=True, first=True)))


def removed(found: Staffing, cadre: str | None, place: Place) -> Staffing:
    """The staffing after a person has left one place; any other that the person holds is kept."""
    left = [one for one in found.holdings if (one.cadre, one.place) == (cadre, place) and one.kind in HOLDS]
    return replace(found, holdings=tuple(one for one in found.holdings if one not in left))


def place_named(found: Staffing, case: Mapping[str, Any]) -> Place:
    """The place that a case of appointment is about."""
    named = [one for one in found.places if (one.unit, one.post) == (case["unit"], case["post"])]
    listed = any(one.unit == case["unit"] and one.authorised is not None for one in found.places)
    return named[0] if named else Place(case["unit"], case["post"], case.get("rank"), None, 0 if listed else None)


class Effect(Struct, frozen=True):
    """What a case of appointment would change: how a place stands before and after."""

    place: Place
    before: Line
    after: Line


def effects(found: Staffing, case: Mapping[str, Any], standing: Sequence[str]) -> list[Effect]:
    """How the place of a case and those that the person leaves stand before and after it; none once it has ended. A
    removal leaves the place of the case and no other.

    `standing` are the candidates who have not withdrawn. While there are several, nobody leaves a place yet.
    """
    if "result" in case:
        return []
    cadre = standing[0] if len(standing) == 1 else None
    to = place_named(found, case)
    if case["method"] == "removal":
        return [Effect(to, _of(found, to), _of(removed(found, cadre, to), to))]
    left = [one.place for one in found.holdings if one.cadre == cadre and one.kind in HOLDS]
    after = moved(found, cadre, to)
    return [Effect(place, _of(found, place), _of(after, place)) for place in dict.fromkeys([to, *left])]


def _of(found: Staffing, place: Place) -> Line:
    group = {name: getattr(place, name) for name in ("unit", "post")}
    return _line(group, [_Filled(place, [one for one in found.holdings if one.place == place])])


def _listed(book: Book) -> Iterator[Place]:
    """The posts that units list, but those of the staff at large."""
    owner = book.column("units.posts", "owner").astype(np.int64)
    units = book.register.tables["units"]["id"][owner].tolist()
    table = book.register.tables["units.posts"]
    columns = [table[name].tolist() for name in ("post", "rank", "domain", "headcount", "path", "line")]
    for unit, post, rank, domain, number, path, line in zip(units, *columns, strict=True):
        if rank != "staff":
            yield Place(str(unit), str(post), str(rank), _word(domain), int(number), (str(path), int(line)))


def _own_units(book: Book, as_of: int) -> frozenset[str]:
    """The units that are their own at a day: none has taken them over, or that is still to come."""
    ids = book.register.tables["units"]["id"][closed_on(book) > as_of]
    return frozenset(str(id) for id in ids)


def _size(book: Book, name: str, moment: Moment) -> list[int | None]:
    assert moment.units is not None
    values = fields.unit_field(book, name, moment.units, moment.day)
    assert isinstance(values, fields.Numbers)
    return [None if np.isnan(one) else int(one) for one in values.values.tolist()]


def _holdings(
    book: Book, as_of: int, places: Mapping[tuple[str, str | None], Place], listing: set[str]
) -> Iterator[Holding]:
    """The posts in units that run, or may, at the day."""
    people = people_at(book, Question(as_of))
    moment = Moment(book, people, np.full(len(people), as_of, np.int32))
    rows = moment.rows("posts")
    runs = both(selection.begun(rows), selection.running(rows)).now
    units = book.register.link("cadres.posts", "unit")[rows.index]
    counted = _counted(moment, rows, (runs != FAIL) & (units >= 0))
    ids, names = (book.register.tables[kind]["id"] for kind in ("cadres", "units"))
    table = book.register.tables["cadres.posts"]
    posts, ranks, domains, kinds = (table[name] for name in ("post", "rank", "domain", "kind"))
    for at in np.flatnonzero((runs != FAIL) & (units >= 0)).tolist():
        row, unit = int(rows.index[at]), str(names[units[at]])
        if ranks[row] != "staff":
            authorised = 0 if unit in listing else None
            held = Place(unit, str(posts[row]), str(ranks[row]), _word(domains[row]), authorised)
            place = places.get((unit, held.post), held)
            cadre = str(ids[people[rows.holder[at]]])
            yield Holding(cadre, place, str(kinds[row]), bool(runs[at] == PASS), row in counted)


def _counted(moment: Moment, rows: Rows, here: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> set[int]:
    """The row of `cadres.posts` by which each person is counted: the home post, or else the last appointment."""
    kinds = fields.record_field(rows, "kind")
    assert isinstance(kinds, fields.Words)
    homes = home(moment).post
    found: dict[int, tuple[bool, bool, int]] = {}
    for at in np.flatnonzero(here & kinds.test("in", HOLDS)[0]).tolist():
        row, holder = int(rows.index[at]), int(rows.holder[at])
        claim = (row == homes[holder], kinds.words[kinds.codes[at]] == "appointed", row)
        found[holder] = max(found.get(holder, claim), claim)
    return {row for _, _, row in found.values()}


def _word(value: object) -> str | None:
    return value if isinstance(value, str) else None


class _Filled(Struct, frozen=True):
    """A place and those who hold or cover it."""

    place: Place
    holdings: Sequence[Holding]

    def count(self, *, first: bool, sure: bool) -> int:
        """How many hold it as the place where they are counted, or beside another; those surely, or all who may."""
        return sum(one.kind in HOLDS and one.first == first and (one.sure or not sure) for one in self.holdings)

    def over(self, *, sure: bool) -> int:
        """How many too many hold it: surely, or at most."""
        return max(0, self.count(first=True, sure=sure) - (self.place.authorised or 0))

    def empty(self, *, sure: bool) -> int:
        """How many are missing: surely, or at most."""
        taken = sum(self.count(first=first, sure=not sure) for first in (True, False))
        return max(0, (self.place.authorised or 0) - taken)


def _line(group: Mapping[str, str | None], filled: Sequence[_Filled]) -> Line:
    listed = [one.place.authorised for one in filled if one.place.authorised is not None]
    complete = len(listed) == len(filled)
    known = [one for one in filled if one.place.authorised is not None]
    over, may_be_over = (sum(one.over(sure=sure) for one in known) for sure in (True, False))
    empty, may_be_empty = (sum(one.empty(sure=sure) for one in known) for sure in (True, False))
    settled = complete and (over, empty) == (may_be_over, may_be_empty)
    state = OVER if over else UNKNOWN if not settled else UNDER if empty else FULL
    counted = [one for place in filled for one in place.holdings if one.first and one.kind in HOLDS]
    return Line(
        group=group,
        authorised=sum(listed) if complete else None,
        held=sum(one.sure for one in counted),
        open=sum(not one.sure for one in counted),
        concurrent=sum(place.count(first=False, sure=False) for place in filled),
        acting=sum(one.kind not in HOLDS for place in filled for one in place.holdings),
        over=over,
        empty=empty,
        state=state,
        cadres=tuple(one.cadre for one in counted),
    )
