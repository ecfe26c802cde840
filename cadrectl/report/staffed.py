"""The authorised posts against those who hold them, by level, domain and unit, and staff at large (QJ-2, NT-8).

Everybody is counted once, at the home post; how that is done, and what a limit by size says, is not asked here."""

from collections import Counter
from collections.abc import Mapping, Sequence

from cadrectl.decide.headcount import FULL, OVER, UNDER, UNKNOWN, Line, Staffing, headcount, staff, staffing
from cadrectl.register import table
from cadrectl.report.document import Paragraph, Part, Row, Said, Section, Table
from cadrectl.report.ground import Ground
from cadrectl.report.traits import NOT_KNOWN
from cadrectl.text import Text, say

POSTS, UNITS = "posts", "staffing"
"""The annexes: a row for each post of a unit, and one for each unit."""
STATES: Mapping[str, Text] = {OVER: say("over"), FULL: say("full"), UNDER: say("under"), UNKNOWN: NOT_KNOWN}
_COUNTS = (
    *(say("authorised"), say("held"), say("not known"), say("concurrent"), say("acting or seconded")),
    *(say("over"), say("empty")),
)
_STAFF = (say("staff"), say("authorised staff"), say("staff over"))


def staffed(ground: Ground) -> Part:
    """How many of the posts are held, too many and empty, and in how many units; annexes have each post and unit."""
    found = staffing(ground.book, ground.day)
    title = say("Headcount")
    if not found.places:
        return Part(Section(title, (Paragraph(say("No unit lists its posts.")),)))
    ranks, domains = _ranks(), _domains(ground)
    blocks = (
        _counted("headcount-rank", headcount(found, ("rank",)), ranks, ("QJ-2",)),
        _counted("headcount-domain", headcount(found, ("domain",)), domains, ("QJ-2",)),
        _by_state(ground, headcount(found, ("unit",))),
    )
    return Part(Section(title, blocks), (_posts(ground, found, ranks, domains), _units(ground, found)))


def _counted(id: str, lines: Sequence[Line], words: Mapping[str, Said], sources: tuple[str, ...]) -> Table:
    """The lines in the order of the words, and their sum."""
    [by] = lines[0].group
    order = [*words, None]
    listed = sorted(lines, key=lambda one: order.index(one.group[by]) if one.group[by] in order else len(order))
    rows = [(words.get(one.group[by] or "", one.group[by] or say("none")), *_numbers(one)) for one in listed]
    title = {"rank": say("Headcount by level"), "domain": say("Headcount by domain")}[by]
    head = {"rank": say("level"), "domain": say("domain")}[by]
    together: Row = (say("together"), *_sums([_numbers(one) for one in lines]))
    return Table(id, title, (head, *_COUNTS), (*rows, together), POSTS, sources)


def _by_state(ground: Ground, lines: Sequence[Line]) -> Table:
    """How many units are over, full or under, and in how many of each the staff at large is too many."""
    surplus = _surplus(ground)
    units = Counter(one.state for one in lines)
    many = Counter(one.state for one in lines if (surplus.get(str(one.group["unit"])) or 0) > 0)
    rows = tuple((label, units[state], many[state]) for state, label in STATES.items())
    columns = (say("state"), say("units"), say("with too many staff"))
    return Table("headcount-units", say("Units by headcount"), columns, rows, UNITS, ("QJ-2", "NT-8"))


def _posts(ground: Ground, found: Staffing, ranks: Mapping[str, Said], domains: Mapping[str, Said]) -> Table:
    rows: tuple[Row, ...] = tuple(
        (
            *(ground.unit(one.group["unit"]), one.group["post"]),
            *(_said(ranks, one.group["rank"]), _said(domains, one.group["domain"])),
            *(*_numbers(one), STATES[one.state]),
        )
        for one in headcount(found, ("unit", "post", "rank", "domain"))
    )
    columns = (say("unit"), say("post"), say("level"), say("domain"), *_COUNTS, say("state"))
    return Table(POSTS, say("Authorised posts"), columns, rows)


def _units(ground: Ground, found: Staffing) -> Table:
    sizes, surplus = staff(ground.book, ground.day), _surplus(ground)
    rows: tuple[Row, ...] = tuple(
        (
            *(ground.unit(one.group["unit"]), *_numbers(one), STATES[one.state]),
            *(*sizes[str(one.group["unit"])], surplus[str(one.group["unit"])]),
        )
        for one in headcount(found, ("unit",))
    )
    return Table(UNITS, say("Headcount of units"), (say("unit"), *_COUNTS, say("state"), *_STAFF), rows)


def _surplus(ground: Ground) -> dict[str, int | None]:
    """By unit how many staff too many there are; None where the sizes are not on record."""
    return {
        unit: None if there is None or allowed is None else max(0, there - allowed)
        for unit, (there, allowed) in staff(ground.book, ground.day).items()
    }


def _numbers(line: Line) -> tuple[int | None, ...]:
    return (line.authorised, line.held, line.open, line.concurrent, line.acting, line.over, line.empty)


def _sums(rows: Sequence[tuple[int | None, ...]]) -> tuple[int | None, ...]:
    """The sum of each column; what is open in one row leaves it open."""
    columns = list(zip(*rows, strict=True))
    return tuple(None if None in column else sum(one or 0 for one in column) for column in columns)


def _said(words: Mapping[str, Said], word: str | None) -> Said:
    return words.get(word or "", word or "")


def _ranks() -> dict[str, Said]:
    """What levels are called, the highest first."""
    column = table("units.posts").column("rank")
    assert column is not None
    labels = column.word_labels or {}
    return {word: labels.get(word, word) for word in reversed(column.words)}


def _domains(ground: Ground) -> dict[str, Said]:
    """What domains are called, in the order of the bureau's list."""
    found = ground.book.register.vocabularies.get("domains")
    return {} if found is None else {id: term.label for id, term in found.terms.items()}
