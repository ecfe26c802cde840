"""Verdicts at both ends: which rules the people of a change newly meet or break. Nothing is guessed from the text."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date

from msgspec import Struct

from cadrectl.calendar import YEAR, code_of
from cadrectl.decide.eligibility import ClauseAnswer, Question, Standing, eligible
from cadrectl.decide.policy_diff import by_clauses
from cadrectl.policy.changes import ChangeRule
from cadrectl.policy.model import Policy, Tier
from cadrectl.review.change import Change
from cadrectl.review.ends import Said, joined
from cadrectl.review.finding import Rule
from cadrectl.review.state import State, day_of
from cadrectl.text import Text, say, say_count
from cadrectl.vocabulary import Label

VERDICTS = {"pass": say("pass"), "unknown": say("unknown"), "fail": say("fail"), "": say("not asked")}
NAMED = 10
"""So many people are named of those who come out otherwise by a change of a policy; the others are counted."""
FAR = 50 * YEAR
"""No day from which somebody meets what is asked is looked for further ahead."""
ENTERING = ("entered-pool", "changed-tier")


class Stated(Struct, frozen=True):
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
    old, new = (_standings(state, Question(code_of(as_of), cadres=tuple(cadres)), as_of) for state in (before, after))
    turned = [key for key, standing in new.items() if key in old and old[key].verdict != standing.verdict]
    tiers, people = (tuple(dict.fromkeys(names)) for names in zip(*turned, strict=True)) if turned else ((), ())
    asked = Question(code_of(as_of), tiers, people, explain=True, placed=False)  # of those only: it takes long
    old, new = (_standings(state, asked, as_of) if turned else {} for state in (before, after))
    titles = {tier.id: tier.title for _, tier in _tiers(after, as_of)}
    found: dict[str, list[Rule]] = {}
    for tier, cadre in turned:
        found.setdefault(cadre, []).extend(_turned(titles[tier], old[tier, cadre], new[tier, cadre]))
    return found


def turned_by_policy(before: State, after: State, apart: Collection[str], as_of: date) -> Iterator[tuple[str, Rule]]:
    """By path of the policy with the tier: how many people other than those `apart` come out otherwise, and who."""
    old, new = (_standings(state, Question(code_of(as_of)), as_of) for state in (before, after))
    turned: dict[tuple[str, str, str], list[Said]] = {}
    for key, one in (old | new).items():
        was, now = (standings[key].verdict if key in standings else "" for standings in (old, new))
        if was != now and one.cadre not in apart:
            turned.setdefault((one.tier, was, now), []).append(one.name)
    tiers = {tier.id: (policy, tier.title) for state in (before, after) for policy, tier in _tiers(state, as_of)}
    for (tier, was, now), names in turned.items():
        policy, title = tiers[tier]
        who = joined([*names[:NAMED], "…"] if len(names) > NAMED else names)
        text = say_count(
            "{tier}: {count} person {was} → {now}: {who}",
            "{tier}: {count} people {was} → {now}: {who}",
            count=len(names),
            tier=title,
            was=VERDICTS[was],
            now=VERDICTS[now],
            who=who,
        )
        yield policy.path, Rule(now or "unknown", (policy.id,), text)


def _tiers(state: State, as_of: date) -> Iterator[tuple[Policy, Tier]]:
    return ((policy, tier) for policy in state.deciding(as_of) for tier in policy.tiers)


def _turned(title: Label, old: Standing, new: Standing) -> Iterator[Rule]:
    for one in by_clauses(old, new):
        answer = one.after or one.before
        if answer is not None:
            told = _told(answer, (new if one.after else old).clauses)
            said = {"was": VERDICTS[old.verdict], "now": VERDICTS[new.verdict], "clause": told}
            yield Rule(new.verdict, answer.source, say("{tier}: {was} → {now}: {clause}", tier=title, **said))


def _standings(state: State, question: Question, as_of: date) -> dict[tuple[str, str], Standing]:
    judged = eligible(state.book, state.deciding(as_of), state.known, question)
    return {(one.tier, one.cadre): one for one in judged}


def entry_rules(change: Change, after: State, as_of: date) -> Iterator[Rule]:
    """Whoever enters a tier must meet its conditions on the day of the approval; who surely does not is stopped."""
    if change.kind not in ENTERING or change.cadre is None:
        return
    tier, series = change.item.get("tier"), change.item.get("policy")
    approved = change.item.get("approval", {}).get("date")
    day = day_of(approved) if approved else day_asked(change, as_of)
    policies = [one for one in after.deciding(day) if series in (one.series, one.id)]
    far = code_of(day) + FAR
    question = Question(code_of(day), (str(tier),), (change.cadre,), horizon=far, explain=True, placed=False)
    for standing in eligible(after.book, policies, after.known, question):
        title = next(one.title for policy in policies for one in policy.tiers if one.id == standing.tier)
        yield from _unmet(title, standing)


def clause_rules(fitting: Stated, change: Change, after: State, as_of: date) -> Iterator[Rule]:
    """The clauses of a rule for this kind of change that the person does not meet, or may not, on the day."""
    if fitting.rule.asked is None or change.cadre is None:
        return
    policy = fitting.policy.stating(tiers=(fitting.rule.asked,))
    day = code_of(day_asked(change, as_of))
    question = Question(day, cadres=(change.cadre,), horizon=day + FAR, explain=True, placed=False)
    for standing in eligible(after.book, [policy], after.known, question):
        yield from _unmet(fitting.rule.label, standing)


def _unmet(title: "Text | Label", standing: Standing) -> Iterator[Rule]:
    """The clauses that decide against somebody, or may; with the day from which all are met, where one is known."""
    answers = {answer.id: answer for answer in standing.clauses}
    passes = day_of(standing.first_pass_on) if standing.first_pass_on else None
    for path in (*standing.failed, *standing.unknown):
        answer = answers[path]
        blocks = standing.verdict == "fail" and answer.severity == "must"
        text = say("{rule}: {clause}", rule=title, clause=_told(answer, standing.clauses))
        yield Rule(standing.verdict, answer.source, text, blocks, passes if blocks else None)


def _told(answer: ClauseAnswer, clauses: Sequence[ClauseAnswer]) -> Text:
    """What a clause asks and what was found; of one that is made of others, what was found of those not met."""
    inner = [one for one in clauses if one.id.startswith(f"{answer.id}.")]
    found: Said = answer.actual.text
    if inner:
        plain = [one for one in inner if not any(other.id.startswith(f"{one.id}.") for other in inner)]
        unmet = [_told(one, ()) for one in plain if one.verdict != "pass"]
        found = _listed(unmet) if unmet else found
    return say("{clause}: {found}", clause=answer.required.text, found=found)


def _listed(parts: Sequence[Text]) -> Text:
    whole = parts[-1]
    for part in reversed(parts[:-1]):
        whole = say("{first}; {rest}", first=part, rest=whole)
    return whole
