"""Verdicts at both ends: which rules the people of a change newly meet or break. Nothing is guessed from the text."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from cadrectl.calendar import code_of
from cadrectl.decide.eligibility import ClauseAnswer, Question, Standing, eligible
from cadrectl.decide.policy_diff import by_clauses
from cadrectl.policy.changes import ChangeRule
from cadrectl.policy.model import Policy
from cadrectl.review.change import Change
from cadrectl.review.finding import Rule
from cadrectl.review.state import State, day_of
from cadrectl.text import Text, say

VERDICTS = {"pass": say("pass"), "unknown": say("unknown"), "fail": say("fail")}
ENTERING = ("entered-pool", "changed-tier")


@dataclass(frozen=True, slots=True)
class Stated:
    """A rule of a policy that fits a change, with that policy."""

    policy: Policy
    rule: ChangeRule
    item: "dict[str, object]"


def stated(change: Change, deciding: Sequence[Policy]) -> Iterator[Stated]:
    """The rules for changes of this kind whose words the entry has; a post that ends by it counts as left."""
    for policy in deciding:
        for rule in policy.changes:
            entries = [change.item] if change.kind in rule.of else []
            entries += [change.left] if "left-post" in rule.of and change.left and change.kind != "left-post" else []
            for item in entries:
                if all(item.get(key) in words for key, words in rule.where.items()):
                    yield Stated(policy, rule, dict(item))
                    break


def day_asked(change: Change, as_of: date) -> date:
    """The day at which a change is judged: the day since which it holds, or that of the question where it has none."""
    return day_of(change.on) if change.on else as_of


def tier_rules(before: State, after: State, cadres: Sequence[str], as_of: date) -> dict[str, list[Rule]]:
    """By person the tiers whose verdict is another one now, with the clauses on which it turns."""
    old, new = (_standings(state, Question(code_of(as_of), cadres=tuple(cadres))) for state in (before, after))
    turned = [key for key, standing in new.items() if key in old and old[key].verdict != standing.verdict]
    people = tuple({cadre: None for _, cadre in turned})
    asked = Question(code_of(as_of), cadres=people, explain=True)  # of those only: it takes long
    old, new = (_standings(state, asked) if people else {} for state in (before, after))
    found: dict[str, list[Rule]] = {}
    for tier, cadre in turned:
        found.setdefault(cadre, []).extend(_turned(after, old[tier, cadre], new[tier, cadre]))
    return found


def _turned(after: State, old: Standing, new: Standing) -> Iterator[Rule]:
    title = next(tier.title for policy in after.deciding for tier in policy.tiers if tier.id == new.tier)
    for one in by_clauses(old, new):
        answer = one.after or one.before
        if answer is not None:
            said = {"was": VERDICTS[old.verdict], "now": VERDICTS[new.verdict], "clause": answer.required.text}
            yield Rule(new.verdict, answer.source, say("{tier}: {was} → {now}: {clause}", tier=title, **said))


def _standings(state: State, question: Question) -> dict[tuple[str, str], Standing]:
    judged = eligible(state.book, state.deciding, state.known, question)
    return {(one.tier, one.cadre): one for one in judged}


def entry_rules(change: Change, after: State, as_of: date) -> Iterator[Rule]:
    """Whoever enters a tier must meet its conditions on the day of the approval; who surely does not is stopped."""
    tier, series = change.item.get("tier"), change.item.get("policy")
    policies = [one for one in after.deciding if series in (one.series, one.id)]
    if change.kind not in ENTERING or change.cadre is None or not policies:
        return
    approved = change.item.get("approval", {}).get("date")
    day = code_of(day_of(approved) if approved else day_asked(change, as_of))
    question = Question(day, (str(tier),), (change.cadre,), explain=True)
    for standing in eligible(after.book, policies, after.known, question):
        answers = {answer.id: answer for answer in standing.clauses}
        title = next(one.title for policy in policies for one in policy.tiers if one.id == standing.tier)
        for path in (*standing.failed, *standing.unknown):
            yield _answered(title, answers[path], standing.verdict)


def clause_rules(fitting: Stated, change: Change, after: State, as_of: date) -> Iterator[Rule]:
    """The clauses of a rule for this kind of change that the person does not meet, or may not, on the day."""
    if fitting.rule.asked is None or change.cadre is None:
        return
    policy = replace(fitting.policy, tiers=(fitting.rule.asked,))
    question = Question(code_of(day_asked(change, as_of)), cadres=(change.cadre,), explain=True)
    for standing in eligible(after.book, [policy], after.known, question):
        answers = {answer.id: answer for answer in standing.clauses}
        for path in (*standing.failed, *standing.unknown):
            yield _answered(fitting.rule.label, answers[path], standing.verdict)


def _answered(title: "Text | object", answer: ClauseAnswer, verdict: str) -> Rule:
    text = say("{rule}: {clause}: {found}", rule=title, clause=answer.required.text, found=answer.actual.text)
    return Rule(verdict, answer.source, text, verdict == "fail" and answer.severity == "must")
