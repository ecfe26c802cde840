"""Who was assessed where in each year, and what came of it: ballots, marks, totals and grades of the whole
district, so that the best of each rank are found among all. The files are `sessions`."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import Any

from msgspec import Struct, field

from cadrectl.demo.careers import Person
from cadrectl.demo.dice import Dice
from cadrectl.demo.layout import Unit
from cadrectl.demo.scores import Tally, evaluation, low_share, marks_for, rounded, tallies_with_share, tally, total
from cadrectl.demo.stories import LOW, Story

EXCELLENT_ONE_IN = 5
_EXCELLENT_FROM = 8500
_STEADY = 7600
_STEADY_TO = 9390
_ORDER = ("incompetent", "basically-competent", "competent", "excellent")


class Meeting(Struct):
    """The yearly session of a unit: its day, who votes, how many of each class are present, the unit's own
    total with what it is made of, in hundredths."""

    unit: Unit
    year: int
    day: date
    present: dict[str, int]
    due: dict[str, int]
    parts: dict[str, int]
    satisfied: tuple[int, int, int]
    total: int
    results: list["Result"] = field(default_factory=list)


class Result(Struct):
    """What came of a person in a year; `total` is None where no valid ballots of the staff are there."""

    person: Person
    rank: str
    tallies: dict[str, Tally]
    marks: list[int]
    voted: int | None
    total: int | None
    grade: str
    confirmed: str
    veto: bool = False


class Ground(Struct, frozen=True):
    """What results are drawn from: the seed and the three years; by number of the person the stories, the years
    into which a sanction runs and the posts of those whose file has others than the career; the numbers of the members
    of the term that is over; the units by id."""

    seed: int
    years: tuple[int, int, int]
    stories: Mapping[int, Story]
    members: frozenset[int]
    sanctioned: Mapping[int, range]
    homes: Mapping[int, list[dict[str, Any]]]
    units: Mapping[str, Unit]

    def home(self, person: Person, day: date) -> tuple[Unit, str] | None:
        """Unit and rank of the appointed post that a person holds on a day."""
        stint = person.stint_on(day)
        if stint is None or person.number not in self.homes:
            return None if stint is None else (stint.unit, stint.post.rank)
        posts = [
            post
            for post in self.homes[person.number]
            if post["kind"] == "appointed" and post["from"] <= day.isoformat() < post.get("to", "9999")
        ]
        return (self.units[posts[-1]["unit"]], posts[-1]["rank"]) if posts and "unit" in posts[-1] else None


def meetings(people: list[Person], unassessed: Mapping[int, int], ground: Ground) -> dict[int, list[Meeting]]:
    """The sessions of each year, by unit, with the results of everybody who then had a place there."""
    found: dict[int, list[Meeting]] = {}
    for place, year in enumerate(ground.years):
        there: dict[str, Meeting] = {}
        for person in people:
            home = ground.home(person, date(year, 12, 31)) if unassessed.get(person.number) != year else None
            if home is not None:
                meeting = there.get(home[0].id) or _meeting(home[0], year, ground.seed)
                there[meeting.unit.id] = meeting
                meeting.results.append(_result(person, home[1], place, meeting, ground))
        found[year] = [there[id] for id in sorted(there)]
        _grade([result for meeting in found[year] for result in meeting.results], year, place, ground)
    return found


def _meeting(unit: Unit, year: int, seed: int) -> Meeting:
    dice = Dice(seed, "session", year, unit.id)
    due = {
        "leader": dice.between(5, 7),
        "peer": dice.between(5, 9) if unit.kind.is_school else dice.between(3, 6),
        "staff": dice.between(18, 60) if unit.kind.is_school else dice.between(6, 12),
        "masses": dice.between(30, 90),
    }
    away = {"staff": 3, "masses": 6}
    present = {voter: count - (dice.below(away[voter]) if voter in away else 0) for voter, count in due.items()}
    level = Dice(seed, "unit level", unit.id).between(80, 94)
    parts = {part: 100 * (level + dice.between(-4, 4)) for part in ("results", "reserves", "appraisal")}
    unhappy = dice.below(max(1, present["masses"] // 12))
    half = dice.below(present["masses"] // 3)
    satisfied = (present["masses"] - half - unhappy, half, unhappy)
    day = date(year, 12, dice.between(8, 29))
    made = Meeting(unit, year, day, present, due, parts, satisfied, 0)
    made.total = _unit_total(made)
    return made


def _unit_total(meeting: Meeting) -> int:
    """40 % results, 10 % development of reserves, 30 % satisfaction, 20 % appraisal."""
    happy, half, _ = meeting.satisfied
    satisfaction = rounded(100 * (100 * happy + 70 * half), sum(meeting.satisfied))
    parts = meeting.parts
    return rounded(40 * parts["results"] + 10 * parts["reserves"] + 30 * satisfaction + 20 * parts["appraisal"], 100)


def _result(person: Person, rank: str, place: int, meeting: Meeting, ground: Ground) -> Result:
    dice = Dice(ground.seed, "marks", meeting.year, person.number)
    story = ground.stories.get(person.number)
    wanted = _wanted(person, place, dice, ground)
    unit = meeting.total if rank == "principal" else None
    present = {voter: meeting.present[voter] for voter in ("leader", "peer", "staff")}
    if story is not None and place in story.low:
        tallies = tallies_with_share(present, *story.low[place])
    else:
        level = wanted // 100 if story is None and wanted < _STEADY else max(78, min(97, wanted // 100))
        tallies = {voter: tally(count, level + dice.between(0, 2), dice) for voter, count in present.items()}
    if story is not None and story.unvoted == place:
        tallies["staff"] = Tally((0, 0, 0, 0), present["staff"])
        return Result(person, rank, tallies, marks_for(wanted, wanted, unit, dice), None, None, "", "")
    voted = evaluation(tallies)
    marks = marks_for(wanted, voted, unit, dice)
    veto = story is not None and story.veto == place
    return Result(person, rank, tallies, marks, voted, total(voted, marks, unit), "", "", veto)


def _wanted(person: Person, place: int, dice: Dice, ground: Ground) -> int:
    """The total that is wanted: that of the story; else a level of the person's own that lasts and the luck of
    a year. Members of the pool are at ease but where a story says otherwise."""
    story = ground.stories.get(person.number)
    level = Dice(ground.seed, "level", person.number).triangle(78, 87, 95)
    luck = 100 * dice.between(-2, 2) + dice.below(100)
    if person.number in ground.members or story is not None:
        steady = max(_STEADY, min(_STEADY_TO, 100 * level + luck))
        return steady if story is None else story.totals.get(place, steady)
    return 100 * level + luck - (1700 if dice.chance(0.01) else 0)


def _grade(results: list[Result], year: int, place: int, ground: Ground) -> None:
    """Grades in the year: of each rank at most a fifth are excellent, and of equals at the cut nobody is."""
    by_rank: dict[str, list[Result]] = defaultdict(list)
    for result in results:
        by_rank[result.rank].append(result)
    best = {id(result) for rank in by_rank.values() for result in _best(rank)}
    for result in results:
        if result.total is None:
            continue
        result.grade = _of_total(result.total, id(result) in best)
        if year in ground.sanctioned.get(result.person.number, ()):
            result.grade = min(result.grade, "competent", key=_ORDER.index)
        if result.veto:
            result.grade = min(result.grade, "basically-competent", key=_ORDER.index)
        story = ground.stories.get(result.person.number)
        result.confirmed = story.confirmed.get(place, result.grade) if story is not None else result.grade


def _best(results: list[Result]) -> list[Result]:
    quota = len(results) // EXCELLENT_ONE_IN
    able = [result for result in results if result.total is not None and result.total >= _EXCELLENT_FROM]
    able.sort(key=_merit, reverse=True)
    if len(able) > quota:
        cut = _merit(able[quota])
        able = [result for result in able[:quota] if _merit(result) != cut]
    return able


def _merit(result: Result) -> tuple[int, int, int]:
    """The total, and for equals the evaluation and that of the staff."""
    return result.total or 0, result.voted or 0, result.tallies["staff"].score


def _of_total(total: int, best: bool) -> str:
    if total < 6000:
        return "incompetent"
    if total < 7000:
        return "basically-competent"
    return "excellent" if best else "competent"


def low_votes(meetings: Mapping[int, list[Meeting]]) -> dict[str, list[str]]:
    """By year the ids of those of whose valid ballots a fifth or more gave one of the two lowest votes."""
    return {
        str(year): [
            result.person.id
            for result in sorted((one for each in held for one in each.results), key=lambda one: one.person.number)
            if low_share(result.tallies) >= LOW
        ]
        for year, held in meetings.items()
    }


def differences(meetings: Mapping[int, list[Meeting]]) -> list[dict[str, Any]]:
    """Where the confirmed grade is not the one that follows from the records."""
    return [
        {"cadre": one.person.id, "year": year, "computed": one.grade, "confirmed": one.confirmed}
        for year, held in meetings.items()
        for each in held
        for one in each.results
        if one.grade != one.confirmed
    ]
