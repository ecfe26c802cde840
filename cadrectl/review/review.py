"""A change with what it means: which rules it touches, what follows, what is missing, and whether it may be merged."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence, Set
from datetime import date

from msgspec import Struct

from cadrectl.calendar import OfficeDays
from cadrectl.problem import Problem
from cadrectl.review import consequences
from cadrectl.review.change import Change
from cadrectl.review.ends import Words, words_of
from cadrectl.review.finding import Finding, Follows, Rule
from cadrectl.review.judging import clause_rules, day_asked, entry_rules, stated, tier_rules, turned_by_policy
from cadrectl.review.needs import Brought, missing
from cadrectl.review.owed import Asked, brought_about
from cadrectl.review.state import Guard, State, Trailers
from cadrectl.text import say

SCHEMES = ("data/policies/", "data/vocabularies/", "data/workspace.yaml")
"""Files of which a change can bring about other outcomes for anybody."""


class Reviewed(Struct, frozen=True):
    """Everything that a review looks at: the changes, both ends, the commits between them, and the guard.

    `unread` are the changed files that cannot be read at one of the ends, so that no change of theirs is told.
    """

    changes: Sequence[Change]
    unread: Set[str]
    before: State
    after: State
    trailers: Trailers
    guard: Guard
    office: OfficeDays
    as_of: date


def review(asked: Reviewed) -> list[Finding]:
    """The changes in their order, each with what is said of it; then problems that no change explains, and the guard.

    Verdicts are computed at both ends, at one date (QJ-1, QJ-2, JT-7, JT-15). What concerns a person as a whole
    stands with the person's first change.
    """
    words = words_of(asked.before.end, asked.after.end)
    findings = [_finding(asked, change, words) for change in asked.changes]
    first: dict[str, Finding] = {}
    for finding in findings:
        first.setdefault(finding.change.cadre or "", finding)
    people = tuple(cadre for cadre in first if cadre)
    for cadre, rules in tier_rules(asked.before, asked.after, people, asked.as_of).items():
        first[cadre].rules.extend(rules)
    by_change = {id(finding.change): finding for finding in findings}
    for change, follows in brought_about(Asked(asked.before, asked.after, asked.changes, asked.as_of)):
        by_change[id(change)].follows.append(follows)
    _told_of_policies(asked, findings, people)
    return [*findings, *_problems(asked, findings), *_guarded(asked)]


def _told_of_policies(asked: Reviewed, findings: Sequence[Finding], apart: Collection[str]) -> None:
    """With each change of a scheme, or of what it rests on, whoever comes out otherwise by it."""
    changed = {finding.change.path: finding for finding in findings if finding.change.path.startswith(SCHEMES)}
    if changed:
        first = next(iter(changed.values()))
        for path, rule in turned_by_policy(asked.before, asked.after, apart, asked.as_of):
            changed.get(path, first).rules.append(rule)


def _finding(asked: Reviewed, change: Change, words: Words) -> Finding:
    brought = Brought(asked.after.end, asked.trailers, asked.office, asked.as_of)
    finding = Finding(change)
    finding.rules += entry_rules(change, asked.after, asked.as_of)
    finding.rules += consequences.quota(change, asked.before, asked.after, asked.as_of)
    headcount: dict[str, None] = {}
    for fitting in stated(change, asked.after.deciding(day_asked(change, asked.as_of))):
        finding.rules += clause_rules(fitting, change, asked.after, asked.as_of)
        finding.missing += [one for need in fitting.rule.brings for one in missing(need, change, brought)]
        headcount.update(dict.fromkeys(fitting.rule.headcount))
    for place in consequences.places(change, asked.before.end, asked.after.end, words):
        if headcount and place.over:
            finding.rules.append(Rule("fail", tuple(headcount), place.text, True))
        else:
            finding.follows.append(Follows(place.text, None, ()))
    finding.follows += consequences.influence(change, asked.after, asked.as_of)
    finding.follows += consequences.bench(change, asked.after, asked.as_of)
    return finding


def _problems(asked: Reviewed, findings: Sequence[Finding]) -> Iterator[Finding]:
    """Problems that only one end has: each with the first change of its file, or by itself.

    Those of a policy that cannot be applied count as new for as long as they last: what it asks is asked of nothing.
    So do those of a changed file that cannot be read: nobody can say what its change means.
    """
    known = [one for one in asked.before.problems if one.path not in asked.after.unfit | asked.unread]
    by_path: dict[str, Finding] = {}
    for finding in findings:
        by_path.setdefault(finding.change.path, finding)
    for verdict, one in (
        *(("fail", one) for one in _only(asked.after.problems, known)),
        *(("pass", one) for one in _only(asked.before.problems, asked.after.problems)),
    ):
        blocks = verdict == "fail" and one.is_error
        if one.path in by_path:
            by_path[one.path].rules.append(Rule(verdict, (one.code,), one.message, blocks))
        elif verdict == "fail":
            change = Change("problem", None, None, None, None, one.message, one.path, max(one.line, 1))
            yield Finding(change, [Rule(verdict, (one.code,), one.hint, blocks)])
    for path in sorted(asked.unread - {one.path for one in asked.after.problems if one.is_error}):
        text = say("what changed in this file cannot be told: it could not be read before")
        yield Finding(Change("problem", None, None, None, None, text, path, 1), [_LOOK])


_LOOK = Rule("unknown", (), say("look at the file as a whole"))


def _only(some: Sequence[Problem], others: Sequence[Problem]) -> Iterator[Problem]:
    """The problems that the others do not have, wherever they stand in their file."""
    known = Counter(map(_identity, others))
    for one in some:
        if known[_identity(one)]:
            known[_identity(one)] -= 1
        else:
            yield one


def _identity(problem: Problem) -> tuple[str, str, str, str]:
    return problem.path, problem.code, problem.message.msgid, repr(sorted(problem.message.values.items(), key=repr))


def _guarded(asked: Reviewed) -> Iterator[Finding]:
    """That more is taken off the register than the workspace allows at once, unless a commit says so in its trailer."""
    guard = asked.guard
    struck = Counter(change.path.split("/")[1] for change in asked.changes if change.whole)
    totals: Mapping[str, int] = {"cadres": guard.people, "reserve": guard.memberships}
    for kind, total in totals.items():
        if guard.share is None or struck[kind] <= guard.share * total:
            continue
        told = {"number": struck[kind], "total": total, "share": f"{guard.share.numerator}/{guard.share.denominator}"}
        text = (
            say("people taken off the register: {number} of {total}, more than {share}", **told)
            if kind == "cadres"
            else say("memberships of the pool taken off the record: {number} of {total}, more than {share}", **told)
        )
        allowed = guard.word in asked.trailers.anywhere
        rule = Rule("fail", ("workspace.yaml",), say("{word}: … in a commit allows it", word=guard.word), not allowed)
        yield Finding(Change("mass-removal", None, None, None, None, text, "data/workspace.yaml", 1), [rule])
