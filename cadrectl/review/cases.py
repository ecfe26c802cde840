"""What a policy says of the change of a case: which rules take it, and what it brings of what each of them asks.

The change is named by comparing the case's records before and after, by the same path as those of two revisions.
"""

from array import array
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain

from cadrectl.calendar import date_of
from cadrectl.decide.cases import CHANGES, Judges, Turn
from cadrectl.policy.changes import HEADCOUNT, ChangeRule
from cadrectl.policy.model import Policy
from cadrectl.records.record import Record
from cadrectl.review.change import Change
from cadrectl.review.compare import Comparison, changes
from cadrectl.review.consequences import places
from cadrectl.review.ends import End, end_of, words_of
from cadrectl.review.judging import stated
from cadrectl.review.needs import Brought, missing
from cadrectl.review.state import Trailers
from cadrectl.rotation.cases import judged as moved


def judged(policy: Policy, turn: Turn) -> Mapping[str, str]:
    """By `changes.RULE` whether the rule takes the change, by `changes.RULE.NEED` whether it brings that.

    `changes.RULE.headcount` is whether the post lies within the headcount. Of a rule that does not take it, no more.
    """
    before, after = (end_of(_records(one)) for one in (turn.before, turn.after))
    keys = [key for key in {**before.records, **after.records} if _value(before, key) != _value(after, key)]
    paths = [record.path for record in after.records.values()]
    trailers = Trailers(dict.fromkeys(paths, turn.trailers), turn.trailers)
    brought = Brought(after, trailers, turn.office, date_of(turn.day))
    found = {f"{CHANGES}.{rule.id}": False for rule in policy.changes}
    for change in changes(Comparison(before, after, keys, turn.day)):
        for fitting in stated(change, [policy]):
            found[f"{CHANGES}.{fitting.rule.id}"] = True
            parts = chain(_brings(fitting.rule, change, brought), _fits(fitting.rule, change, before, after))
            found |= {f"{CHANGES}.{fitting.rule.id}.{part}": holds for part, holds in parts}
    return {path: "pass" if holds else "fail" for path, holds in found.items()}


def _records(values: Iterable[tuple[str, str, dict[str, object]]]) -> Iterator[Record]:
    return (Record(f"{kind}/{id}", kind, id, value, array("I")) for kind, id, value in values)


def _value(end: End, key: tuple[str, str]) -> object:
    record = end.get(*key)
    return None if record is None else record.value


def _brings(rule: ChangeRule, change: Change, brought: Brought) -> Iterator[tuple[str, bool]]:
    return ((need.id, not any(missing(need, change, brought))) for need in rule.brings)


def _fits(rule: ChangeRule, change: Change, before: End, after: End) -> Iterator[tuple[str, bool]]:
    if rule.headcount:
        over = [place.over for place in places(change, before, after, words_of(before, after))]
        yield HEADCOUNT, not any(over)


JUDGES = Judges(moved, judged)
"""Who judges what a case gives that is not a person alone: its moves, and its change."""
