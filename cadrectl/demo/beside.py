"""What a few people have beside their career: a second post, kin in the system, a namesake, a private
file, and what stands against them."""

from collections import Counter
from collections.abc import Collection
from datetime import date, timedelta
from typing import Any

from msgspec import Struct, field

from cadrectl.demo.careers import Person, decided_for, moving_day
from cadrectl.demo.dice import Dice
from cadrectl.demo.layout import Post, Unit

Value = dict[str, Any]

_BELOW = {"deputy": "middle-chief", "middle-chief": "middle-deputy"}
_PAIRS = 3
_PRIVATE = 24
_FICTITIOUS_DIVISION = "320499"


class Beside(Struct, frozen=True):
    """By number of the person: posts, kin, the namesake and what stands against the person; and those who
    have a private file."""

    posts: dict[int, Value] = field(default_factory=dict)
    kin: dict[int, Value] = field(default_factory=dict)
    namesakes: dict[int, Person] = field(default_factory=dict)
    blemishes: dict[int, Value] = field(default_factory=dict)
    private: frozenset[int] = frozenset()

    def sanctioned(self) -> dict[int, range]:
        """The years into which a sanction of somebody runs, by number of the person."""
        found = {number: value["sanctions"][0] for number, value in self.blemishes.items() if "sanctions" in value}
        return {
            number: range(int(one["effective"][:4]), int(one.get("lifted", "9999")[:4]) + 1)
            for number, one in found.items()
        }


def beside(people: list[Person], units: list[Unit], as_of: date, seed: int, spotless: Collection[int]) -> Beside:
    """What these people have beside their careers; nobody has two of the second posts, and nothing stands
    against those who must be spotless."""
    dice = Dice(seed, "beside")
    serving = dice.shuffled([person for person in people if person.left is None])
    posts = _stand_ins(serving, units, as_of) | _secondments(serving, units, as_of, dice)
    pairs = _pairs(serving)
    kin: dict[int, Value] = {}
    for one, other in pairs[:_PAIRS]:
        kin[one.number] = {"cadre": other.id, "relation": "spouse"}
        kin[other.number] = {"cadre": one.id, "relation": "spouse"}
    namesakes: dict[int, Person] = {}
    for gender in ("man", "woman"):
        alike = [person for person in serving if person.gender == gender]
        namesakes |= {
            one.number: other for one, other in zip(alike[:_PAIRS], alike[_PAIRS : 2 * _PAIRS], strict=False)
        }
    return Beside(
        posts=posts,
        kin=kin,
        namesakes=namesakes,
        blemishes=_blemishes([person.number for person in people if person.number not in spotless], as_of, seed),
        private=frozenset(person.number for person in serving[:_PRIVATE]),
    )


def _blemishes(numbers: list[int], as_of: date, seed: int) -> dict[int, Value]:
    """An admonition or a sanction for three in a hundred."""
    dice = {number: Dice(seed, "blemish", number) for number in numbers}
    return {number: _blemish(one, as_of) for number, one in dice.items() if one.chance(0.03)}


def _blemish(dice: Dice, as_of: date) -> Value:
    year = as_of.year
    day = dice.day(date(year - 6, 1, 10), date(year - 1, 6, 30))
    if dice.chance(0.5):
        kind = dice.pick(("reminder", "inquiry", "admonition"))
        closed = (day + timedelta(days=182)).isoformat()
        return {"admonitions": [{"kind": kind, "date": day.isoformat(), "closed": closed}]}
    kind = dice.pick(("warning", "demerit", "party-warning"))
    lifted = day + timedelta(days=365 if kind == "party-warning" else 183)
    sanction = {"kind": kind, "decided": day.isoformat(), "effective": day.isoformat()}
    return {"sanctions": [sanction | ({"lifted": lifted.isoformat()} if lifted <= as_of else {})]}


def _pairs(people: list[Person]) -> list[tuple[Person, Person]]:
    """Men and women of about one age who work in different units."""
    men = [person for person in people if person.gender == "man"][: 4 * _PAIRS]
    women = [person for person in people if person.gender == "woman"]
    found: list[tuple[Person, Person]] = []
    for man in men:
        taken = {wife.number for _, wife in found}
        for woman in women:
            close = abs(man.birth.year - woman.birth.year) <= 3 and man.present.unit is not woman.present.unit
            if close and woman.number not in taken:
                found.append((man, woman))
                break
    return found


def _stand_ins(people: list[Person], units: list[Unit], as_of: date) -> dict[int, Value]:
    """Of every six vacant posts two are held in acting capacity by somebody a rank below in the same
    unit, and one concurrently by somebody of that rank in another unit of the group."""
    day = moving_day(as_of.year if moving_day(as_of.year) <= as_of else as_of.year - 1)
    held = Counter((person.present.unit.id, person.present.post.name) for person in people)
    vacant = [
        (unit, post)
        for unit in units
        for post in unit.kind.posts
        if unit.merged is None
        and post.rank in _BELOW
        and held[unit.id, post.name] < post.seats + unit.extra[post.name]
    ]
    below = {(person.present.unit.id, person.present.post.rank): person for person in people}
    peers = {(person.present.unit.group, person.present.post.rank): person for person in people}
    found: dict[int, Value] = {}
    for place, (unit, post) in enumerate(vacant):
        if place % 6 < 2:
            person, kind = below.get((unit.id, _BELOW[post.rank])), "acting"
        elif place % 6 == 2 and unit.group:
            person, kind = peers.get((unit.group, post.rank)), "concurrent"
        else:
            continue
        if person is not None and (kind == "acting" or person.present.unit is not unit):
            found.setdefault(person.number, _post(unit, post, kind, day))
    return found


def _secondments(people: list[Person], units: list[Unit], as_of: date, dice: Dice) -> dict[int, Value]:
    """One in forty leaders and middle managers is or was on secondment in another school for a year."""
    schools = [unit for unit in units if unit.kind.is_school and unit.merged is None]
    able = [person for person in people if person.present.post.rank in ("middle-chief", "deputy")]
    found: dict[int, Value] = {}
    for person in able[: len(people) // 40]:
        year = as_of.year - dice.below(3)
        start = date(year, 2, 24)
        unit = dice.pick(schools)
        if person.present.start >= start or unit is person.present.unit or start > as_of:
            continue
        post = next(post for post in unit.kind.posts if post.rank == "deputy")
        value = _post(unit, post, "secondment", start)
        end = date(year + 1, 1, 20)
        found[person.number] = value if end > as_of else value | {"to": end.isoformat()}
    return found


def _post(unit: Unit, post: Post, kind: str, start: date) -> Value:
    return {
        "unit": unit.id,
        "post": post.name,
        "rank": post.rank,
        "domain": post.domain,
        "kind": kind,
        "from": start.isoformat(),
        "decided": decided_for(start).isoformat(),
    }


def private_file(person: Person) -> Value:
    """The value of `data/cadres-private/<id>.yaml`: a number of the right form in a division that does
    not exist."""
    order = (person.number % 499) * 2 + (person.gender == "man")
    return {"id_number": _with_check(f"{_FICTITIOUS_DIVISION}{person.birth:%Y%m%d}{order:03d}")}


def _with_check(digits: str) -> str:
    """The 17 digits with their check character (GB 11643, MOD 11-2)."""
    total = sum(int(digit) * 2 ** (17 - place) for place, digit in enumerate(digits))
    return digits + "10X98765432"[total % 11]
