"""Ballots of evaluation sessions: counts against voters, raw papers against the people who stand on them.

What the ballots come to is not asked here.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from cadrectl.checks.book import Book, at
from cadrectl.checks.evaluations import assessed
from cadrectl.problem import Problem
from cadrectl.records.places import Pointer
from cadrectl.records.record import Record
from cadrectl.records.schemas import schema
from cadrectl.text import Text, say
from cadrectl.vocabulary import Label


def present_do_not_exceed_due(book: Book, as_of: int) -> Iterator[Problem]:
    """Sessions, or classes of voters, at which more were present than should attend."""
    for session in book.of("evaluations"):
        attendance = session.value.get("attendance", {})
        classes = attendance.get("classes", ())
        counts: list[tuple[Pointer, Mapping[str, Any]]] = [(("attendance",), attendance)]
        counts += [(("attendance", "classes", index), each) for index, each in enumerate(classes)]
        for pointer, count in counts:
            due, present = count.get("due"), count.get("present")
            if due is not None and present is not None and present > due:
                yield at(
                    session,
                    (*pointer, "present"),
                    "present-exceed-due",
                    say("{present} were present, but {due} should attend", present=present, due=due),
                    say("Correct one of the two numbers."),
                )


def ballots_do_not_exceed_voters(book: Book, as_of: int) -> Iterator[Problem]:
    """More ballots on one question than voters were present, in one class of voters or in all."""
    for session in book.of("evaluations"):
        for pointer, cast in _counts(session):
            for place, ballots, most in _against_voters(session, pointer, cast):
                if most is not None and ballots > most:
                    yield at(
                        session,
                        place,
                        "ballots-exceed-voters",
                        say("more ballots ({cast}) than voters ({voters})", cast=ballots, voters=most),
                        say("Count the ballots again, or correct the attendance."),
                    )


Cast = Iterable[tuple[Pointer, str, str, int]]
"""Where it stands, the class of voters, the question ("" the overall judgement) and how many ballots."""


def _counts(session: Record) -> Iterator[tuple[Pointer, Cast]]:
    """The ballots about each person or body, and the papers, with where they stand."""
    for (key, index, _), _, result in assessed(session):
        pointer = (key, index, "ballots")
        yield pointer, [
            ((*pointer, row), each["voter"], each.get("question", ""), _returned(each))
            for row, each in enumerate(result.get("ballots", ()))
        ]
    papers = session.value.get("papers", ())
    number = Counter((paper["voter"], paper.get("question", "")) for paper in papers)
    yield ("papers",), [(("papers",), voter, question, cast) for (voter, question), cast in number.items()]


def _against_voters(session: Record, pointer: Pointer, cast: Cast) -> Iterator[tuple[Pointer, int, int | None]]:
    """The ballots of each class of voters, and those of all on each question, with how many there may be."""
    attendance = session.value.get("attendance", {})
    voters = {each["voter"]: _voters(each) for each in attendance.get("classes", ())}
    together: Counter[str] = Counter()
    for place, voter, question, ballots in cast:
        together[question] += ballots
        yield place, ballots, voters.get(voter)
    for ballots in together.values():
        yield pointer, ballots, _voters(attendance)


def _voters(count: Mapping[str, Any]) -> int | None:
    voters: int | None = count.get("present", count.get("due"))
    return voters


def _returned(ballot: Mapping[str, Any]) -> int:
    returned: int = sum(ballot["votes"].values()) + ballot.get("abstained", 0) + ballot.get("invalid", 0)
    return returned


def somebody_cast_a_valid_ballot(book: Book, as_of: int) -> Iterator[Problem]:
    """Classes of voters without any valid ballot about a person or body: no share of nothing can be taken.

    Of a class with fewer ballots than a policy of the workspace lets anybody see, it is not said how they voted.
    """
    least = _shown_from(book)
    for session in book.of("evaluations"):
        for (key, index, _), id, result in assessed(session):
            for row, ballot in enumerate(result.get("ballots", ())):
                if not any(ballot["votes"].values()) and not 0 < _returned(ballot) < least:
                    yield at(
                        session,
                        (key, index, "ballots", row),
                        "no-valid-ballots",
                        say("no valid ballot of {voter} about {id}", voter=_voter(book, ballot), id=id),
                        say("Enter the votes; without any, what rests on them stays unknown."),
                    )


def _shown_from(book: Book) -> int:
    """From how many ballots on the strictest policy lets people see what they say; 0 where none hides any."""
    stated = [one.get("anonymous", {}) for policy in book.of("policies") for one in policy.value.get("assess", ())]
    return max((one.get("at_least", 0) for one in stated), default=0)


def _voter(book: Book, ballot: Mapping[str, Any]) -> Label | str:
    """What a class of voters is called."""
    return book.label("voters", ballot["voter"])


def row_is_listed_once(book: Book, as_of: int) -> Iterator[Problem]:
    """A class of voters counted twice on one question, in the attendance too, or an item twice by one rater."""
    for session in book.of("evaluations"):
        lists: list[tuple[Pointer, tuple[str, ...], Any]] = [
            (("attendance", "classes"), ("voter",), session.value.get("attendance", {}).get("classes", ()))
        ]
        for (key, index, _), _, result in assessed(session):
            lists += [
                ((key, index, name), names, result.get(name, ()))
                for name, names in (("ballots", ("voter", "question")), ("items", ("item", "by")))
            ]
        for pointer, names, rows in lists:
            yield from _repeated(book, (session, pointer), names, rows)


def _repeated(
    book: Book, place: tuple[Record, Pointer], names: tuple[str, ...], rows: Iterable[Mapping[str, Any]]
) -> Iterator[Problem]:
    (session, pointer), seen = place, set()
    for index, row in enumerate(rows):
        key = tuple(row.get(name, "") for name in names)
        if key in seen:
            yield at(
                session,
                (*pointer, index),
                "counted-twice",
                _twice(book, row, key),
                say("Put the two together, or keep one of them."),
            )
        seen.add(key)


def _twice(book: Book, row: Mapping[str, Any], key: tuple[str, ...]) -> Text:
    """That a class of voters, or an item, is listed twice; the question and the rater are words of the bureau's own."""
    items = schema("evaluations")["$defs"]["items"]["items"]["properties"]["item"]["x-labels"]
    what = _voter(book, row) if "voter" in row else items.get(row["item"], row["item"])
    if key[1:] and key[1]:
        return say("{what} · {of} stands twice in this list", what=what, of=key[1])
    return say("{what} stands twice in this list", what=what)


def mark_is_for_somebody_listed(book: Book, as_of: int) -> Iterator[Problem]:
    """Marks on raw papers for people or bodies whom the session does not assess."""
    for session in book.of("evaluations"):
        listed = {id for _, id, _ in assessed(session)}
        for index, paper in enumerate(session.value.get("papers", ())):
            for id in paper["marks"]:
                if id not in listed:
                    yield at(
                        session,
                        ("papers", index, "marks", id),
                        "mark-for-nobody",
                        say("{id} is not assessed in this session", id=id),
                        say("Correct the id, or list the person or unit."),
                    )


def papers_or_ballots(book: Book, as_of: int) -> Iterator[Problem]:
    """Ballot counts of a class of voters and question of which the session has the raw papers too."""
    for session in book.of("evaluations"):
        papers = {(paper["voter"], paper.get("question", "")) for paper in session.value.get("papers", ())}
        for (key, index, _), _, result in assessed(session):
            for row, ballot in enumerate(result.get("ballots", ())):
                if (ballot["voter"], ballot.get("question", "")) in papers:
                    yield at(
                        session,
                        (key, index, "ballots", row),
                        "papers-and-ballots",
                        say("the raw papers of {voter} are in this session too", voter=_voter(book, ballot)),
                        say("Keep the papers, from which the counts follow, or the counts."),
                    )
