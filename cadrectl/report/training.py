"""The classes that began in a period with those who took part, and the earmarked fund of its year (JT-14, PT-9)."""

from cadrectl.calendar import parse_date
from cadrectl.decide.training import Class, Spending, classes, spending
from cadrectl.policy.clerk import Clerk
from cadrectl.register import table
from cadrectl.report.document import Block, Paragraph, Part, Row, Said, Section, Table, dated
from cadrectl.report.ground import Ground
from cadrectl.report.traits import NOT_KNOWN
from cadrectl.text import say

ANNEX = "training"


def trained(ground: Ground) -> Part:
    """The classes that began in the period, and who took part in them."""
    held = [one for one in _of_the_year(ground) if _began(ground, one)]
    title = say("Training")
    if not held:
        return Part(Section(title, (Paragraph(say("No class began in the period.")),)))
    tiers = ground.book.register.tiers
    rows: tuple[Row, ...] = tuple(
        (
            *(one.title, tiers.get(one.tier or "", one.tier), dated(one.begins)),
            *(_plain(one.hours), _plain(one.credits)),
            *(len(one.people), one.results.get("passed", 0), _plain(one.cost)),
        )
        for one in held
    )
    columns = (
        *(say("class"), say("tier"), say("began"), say("hours"), say("credits")),
        *(say("people"), say("passed"), say("cost, yuan")),
    )
    blocks = (Table("training", title, columns, rows, ANNEX, ("JT-14",)),)
    return Part(Section(title, blocks), (_people(ground, held),) if ground.profile.people else ())


def _of_the_year(ground: Ground) -> list[Class]:
    series = [policy.series for policy in ground.in_force]
    return classes(Clerk(ground.book, ground.known), series, ground.period.last.year)


def _began(ground: Ground, held: Class) -> bool:
    """Whether it began in the period; a vague day by its first."""
    span = parse_date(held.begins)
    return span is not None and ground.first_day <= span[0] <= ground.day


def _people(ground: Ground, held: list[Class]) -> Table:
    """A row for everybody in each class, with the result."""
    column = table("training.participants").column("result")
    assert column is not None
    labels = column.word_labels or {}
    frame = ground.book.register.tables["training.participants"]
    owners = ground.book.register.tables["training"]["id"][frame["owner"]]
    inside = zip(owners.tolist(), frame["cadre"].tolist(), frame["result"].tolist(), strict=True)
    results = {(str(id), str(cadre)): word for id, cadre, word in inside}
    names = ground.book.register.names("cadres")

    def result(one: Class, cadre: str) -> Said:
        word = results[one.id, cadre]
        return labels.get(word, word) if isinstance(word, str) else NOT_KNOWN

    rows: tuple[Row, ...] = tuple(
        (cadre, names.get(cadre), one.title, result(one, cadre)) for one in held for cadre in one.people
    )
    columns = (say("cadre"), say("name"), say("class"), say("result"))
    return Table(ANNEX, say("Who was trained"), columns, rows)


def fund(ground: Ground) -> Part:
    """The fund of the year by project: planned, spent, left, and what the classes that name it cost."""
    found = spending(ground.book, _of_the_year(ground), ground.period.last.year)
    title = say("The earmarked fund")
    if not found:
        return Part(Section(title, (Paragraph(say("No fund of the year is on record.")),)))
    amounts = [
        one.value["amount"]
        for one in ground.records
        if one.kind == "funds" and one.value["year"] == ground.period.last.year
    ]
    together = say("together, of {amount} yuan", amount=", ".join(map(str, amounts)) or NOT_KNOWN)
    columns = (
        *(say("project"), say("planned, yuan"), say("spent, yuan"), say("left over, yuan")),
        say("cost of its classes, yuan"),
    )
    rows = (*map(_project, found), (together, *_sums(found)))
    blocks: tuple[Block, ...] = (Table("fund", title, columns, rows, "", ("PT-9",)),)
    return Part(Section(title, blocks))


def _project(one: Spending) -> Row:
    left = None if one.planned is None or one.spent is None else one.planned - one.spent
    return one.project, *map(_plain, (one.planned, one.spent, left, one.cost))


def _plain(number: float | None) -> float | int | None:
    """A whole number without a decimal point."""
    return int(number) if number is not None and number.is_integer() else number


def _sums(found: list[Spending]) -> Row:
    """The sum of each column; what is open about one project leaves the sum open."""
    rows = list(map(_project, found))
    columns = [[row[at] for row in rows] for at in range(1, 5)]
    return tuple(None if None in column else sum(column) for column in columns)  # type: ignore[arg-type]
