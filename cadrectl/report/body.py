"""The body of cadres in figures (QJ-10)."""

from cadrectl.facts.home import home
from cadrectl.report.document import Cell, Chart, Part, Row, Section, Share, Table
from cadrectl.report.ground import Ground
from cadrectl.report.traits import NOT_KNOWN, Trait, rank, traits
from cadrectl.text import say

PEOPLE = "people"
"""The annex with a row for everybody on the register."""


def structure(ground: Ground) -> Part:
    """One table a trait, its classes against the ranks; the annex has each person's class of every trait."""
    ranks, found = rank(ground.moment), traits(ground.moment)
    tables = tuple(_crossed(trait, ranks) for trait in found)
    section = Section(say("The body of cadres"), (*tables, _pyramid(found)))
    return Part(section, (_everybody(ground, [ranks, *found]),) if ground.profile.people else ())


def _crossed(trait: Trait, ranks: Trait) -> Table:
    """How many people of each class hold each rank, and how many of all people are of the class."""
    everybody = len(trait.by_person)
    rows: list[Row] = []
    for code, label in trait.used:
        inside = trait.by_person == code
        by_rank = (int((inside & (ranks.by_person == each)).sum()) for each, _ in ranks.used)
        rows.append((label, *by_rank, int(inside.sum()), Share(int(inside.sum()), everybody)))
    totals = (int((ranks.by_person == each).sum()) for each, _ in ranks.used)
    rows.append((say("together"), *totals, everybody, Share(everybody, everybody)))
    columns = (trait.title, *(label for _, label in ranks.used), say("together"), say("share"))
    return Table(trait.id, trait.title, columns, tuple(rows), PEOPLE, ("QJ-10",))


def _pyramid(found: list[Trait]) -> Chart:
    """Men and women by class of age, the oldest on top."""
    ages, genders = (next(one for one in found if one.id == id) for id in ("age", "gender"))
    labels = tuple(label for _, label in ages.used)
    series = tuple(
        (title, tuple(int(((ages.by_person == age) & (genders.by_person == gender)).sum()) for age, _ in ages.used))
        for gender, title in enumerate(genders.classes)
    )
    return Chart("ages", say("Ages of men and women"), "pyramid", labels, series)


def _everybody(ground: Ground, found: list[Trait]) -> Table:
    register, moment = ground.book.register, ground.moment
    ids, names = (register.tables["cadres"][column].tolist() for column in ("id", "name"))
    units, homes = register.tables["units"]["id"].tolist(), home(moment)
    posts = register.tables["cadres.posts"]["post"].tolist()
    rows: list[Row] = []
    for at, person in enumerate(moment.people.tolist()):
        unit, post = int(homes.unit[at]), int(homes.post[at])
        own: tuple[Cell, ...] = (
            ids[person],
            names[person],
            NOT_KNOWN if unit < 0 else ground.unit(units[unit]),
            NOT_KNOWN if post < 0 else posts[post],
        )
        rows.append((*own, *(trait.said(at) for trait in found)))
    columns = (say("cadre"), say("name"), say("unit"), say("post"), *(trait.title for trait in found))
    return Table(PEOPLE, say("Everybody on the register"), columns, tuple(rows))
