"""What a planted person is: somebody good for a tier in every respect but the one that is planted, so
that the verdict turns on that alone. The persons themselves are in `limits_tier_1` to
`limits_tier_3`."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from msgspec import Struct, field

Value = dict[str, Any]
Edit = Callable[[Value], None]

SCHOOL, KINDERGARTEN, OFFICE, FILED_LIST = "school", "kindergarten", "office", "filed-list"
INTRODUCED = "introduced"


class Spec(Struct, frozen=True):
    """One planted person: what is expected, the clause it turns on, and why in words; then how the
    person differs from one who is good for the tier: birth, start of the post that counts, changes of
    the file, findings (None takes one away), listings as (list, last day or ""), a relaxation as
    (clause, new limit, last day or "") and the day of an examination of health. `joins` is the route by
    which a person is in the pool."""

    tier: str
    verdict: str
    clause: str
    why: str
    where: str = SCHOOL
    birth: date | None = None
    since: date | None = None
    edits: tuple[Edit, ...] = ()
    found: Mapping[str, bool | None] = field(default_factory=dict)
    listed: tuple[str, str] | None = None
    relaxed: tuple[str, int, str] | None = None
    examined: date | None = None
    joins: str = ""


def years_before(day: date, years: int) -> date:
    """The same day so many years earlier; 1 March where that is a 29 February that year has not."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return date(day.year - years, 3, 1)


def months_before(at: date, months: int, day: int) -> date:
    """A day of the month that lies so many months before the month of `at`."""
    year, month = divmod(at.year * 12 + at.month - 1 - months, 12)
    return date(year, month + 1, day)


def day_before(day: date) -> date:
    """The day before."""
    return day - timedelta(days=1)


def put(**parts: Any) -> Edit:
    """Replace whole parts of a file; an empty list takes a part away."""
    return lambda value: value.update(parts)


def put_in_post(**parts: Any) -> Edit:
    """Replace parts of the latest post."""
    return lambda value: value["posts"][-1].update(parts)


def beside_the_home_post(**parts: Any) -> Edit:
    """Replace parts of the latest post and let the one before run on."""

    def edit(value: Value) -> None:
        value["posts"][-2].pop("to")
        value["posts"][-1].update(parts)

    return edit


def seconded(place: str) -> Edit:
    """The latest post is a secondment to somewhere outside; the one before runs on."""

    def edit(value: Value) -> None:
        value["posts"][-2].pop("to")
        value["posts"][-1].pop("unit")
        value["posts"][-1].update(kind="secondment", outside=place)

    return edit


def born_in_month(at: date, years: int) -> Edit:
    """A birth known to the month in which the limit of so many years falls."""
    return put(birth=f"{at.year - years}-{at.month:02d}")


def contested_birth(declared: date, evidence: date) -> Edit:
    """A birth declared on one day, shown as another by a document, and not established."""
    shown = [{"document": "户籍登记表", "value": evidence.isoformat(), "date": f"{evidence.year + 16}-03"}]
    return put(birth={"declared": declared.isoformat(), "evidence": shown})


def settled_birth(declared: date, verified: date) -> Edit:
    """A birth declared on one day and established as another."""
    shown = [{"document": "入党志愿书", "value": verified.isoformat(), "date": f"{verified.year + 22}-06"}]
    return put(birth={"declared": declared.isoformat(), "verified": verified.isoformat(), "evidence": shown})


def known_to_the_year(year: int) -> Edit:
    """Of the latest post the archive knows only the year in which it began; the one before ends in that
    year."""

    def edit(value: Value) -> None:
        post = value["posts"][-1]
        post.pop("letter", None)
        post |= {"from": str(year), "decided": str(year)}
        value["posts"][-2]["to"] = str(year)

    return edit


def honour(level: str, at: date, until: date | None = None, verified: bool = True) -> Edit:
    """One academic honour and no other, given four years ago."""
    last = until or date(at.year + 2, 12, 31)
    body = "education-bureau" if level.startswith("district") else "city-education-bureau"
    entry = {
        "level": level,
        "as": "teacher",
        "bodies": [body],
        "date": f"{at.year - 4}-09-10",
        "until": last.isoformat(),
        "verified": verified,
    }
    return put(honours=[entry])


def schooling(value_of: Value, at: date, age: int) -> Value:
    """A bachelor's schooling of somebody of that age, changed in the parts given."""
    graduated = at.year - age + 22
    base = {
        "level": "bachelor",
        "mode": "full-time",
        "school": "青州学院",
        "double_first_class": False,
        "normal": False,
        "from": f"{graduated - 4}-09",
        "until": f"{graduated}-06-30",
        "verified": True,
    }
    merged = base | value_of
    return {key: part for key, part in merged.items() if part is not None}


def educated(at: date, age: int, **parts: Any) -> Edit:
    """One schooling and no other; a part given as None is not stated."""
    return put(education=[schooling(parts, at, age)], degrees=[])
