"""What numbers and grades of an assessment cannot mean together: votes without points, shares beyond the whole.

Single words and circles are found where they are read.
"""

from collections.abc import Iterator
from fractions import Fraction

from cadrectl.facts.kinds import table
from cadrectl.policy import number_walk
from cadrectl.policy.model import Policy
from cadrectl.policy.number_model import Assessment, Ballots, BallotScore, GradeCase, Grades, Mean, VoteShare
from cadrectl.policy.problems import Reporter
from cadrectl.text import say


def check_assessments(report: Reporter, policy: Policy) -> None:
    """Report what is wrong with each assessment as a whole."""
    for one in policy.assessments:
        _check_kinds(report, one)
        _check_votes(report, one)
        if one.grades is not None:
            _check_total(report, one, one.grades)
            _check_ends(report, one.grades)
            _check_shares(report, one.grades)


def _check_kinds(report: Reporter, one: Assessment) -> None:
    """Sessions are of a kind that the records know."""
    column = table("evaluations").column("kind")
    assert column is not None
    if one.kind not in column.words:
        report.unknown_word((*one.at, "kind"), one.kind, column.words)
    for number in one.numbers.values():
        for part in number_walk.below(number):
            if isinstance(part.work, Mean) and part.work.kind and part.work.kind not in column.words:
                report.unknown_word((*part.at, "mean", "kind"), part.work.kind, column.words)


def _check_votes(report: Reporter, one: Assessment) -> None:
    """A vote that the same voters can give on the same question has points wherever their ballots are scored."""
    for number in one.numbers.values():
        for part in number_walk.below(number):
            if not isinstance(part.work, BallotScore):
                continue
            without = sorted(set(_votes(one, part.work.ballots)) - part.work.points.keys())
            if without:
                message = say("These votes have no points: {words}.", words=", ".join(without))
                report.add("vote-without-points", (*part.at, "ballot", "points"), message)


def _votes(one: Assessment, ballots: Ballots) -> Iterator[str]:
    """The votes that an assessment names of ballots of the same voters on the same question."""
    for number in one.numbers.values():
        for part in number_walk.below(number):
            work = part.work
            if not isinstance(work, BallotScore | VoteShare):
                continue
            if (work.ballots.voters, work.ballots.question) != (ballots.voters, ballots.question):
                continue
            yield from work.points if isinstance(work, BallotScore) else work.of
            if work.ballots.each_at_most is not None:
                yield work.ballots.each_at_most.vote


def _check_total(report: Reporter, one: Assessment, grades: Grades) -> None:
    """A share of a group is taken in the order of the total."""
    ranked = grades.partition is not None or any(case.share is not None for case in grades.cases)
    if ranked and not one.total:
        report.add("bad-argument", grades.at, say("Assessment “{id}” has no total: name a number.", id=one.id))


def _check_ends(report: Reporter, grades: Grades) -> None:
    """The last case, and only that, takes everybody who is left."""
    open_ended = [case.when is None and case.share is None for case in grades.cases]
    if not grades.cases:
        return
    if not open_ended[-1]:
        at = (*grades.at, "cases")
        report.add("cases-else", at, say("The last grade has no condition and no share: everybody gets a grade."))
    for case, is_open in zip(grades.cases[:-1], open_ended, strict=False):
        if is_open:
            report.add("unreachable-case", case.at, say("Nobody is left for the grades after this one."))


def _check_shares(report: Reporter, grades: Grades) -> None:
    """Shares of the whole group that everybody competes for leave nobody over, and do not reach beyond the whole."""
    taken = Fraction(0)
    for case in grades.cases:
        taken += _share(case)
        if taken > 1:
            message = say("The shares up to here come to {total} % of the group.", total=str(taken * 100))
            report.add("quota-conflict", case.at, message)
            return


def _share(case: GradeCase) -> Fraction:
    """The share that a case takes of everybody; 0 where a condition narrows it or people are counted."""
    if case.when is not None or case.share is None or case.share.count:
        return Fraction(0)
    return case.share.amount if isinstance(case.share.amount, Fraction) else Fraction(0)
