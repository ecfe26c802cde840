"""What a policy asks of changes, as lines of its page."""

from collections.abc import Callable, Iterator, Mapping

from cadrectl.policy.change_kinds import KINDS
from cadrectl.policy.changes import ChangeRule, Need, column_of
from cadrectl.policy.model import Clause, Policy
from cadrectl.policy.page import section, with_source
from cadrectl.policy.phrases import Said, chain
from cadrectl.text import Text, say

AND, OR = say("{first} and {rest}"), say("{first} or {rest}")


def changed(policy: Policy, clauses: Callable[[Clause], Iterator[Text]]) -> Iterator[Text]:
    """The rules for changes in their order; `clauses` says those that a person must meet."""
    for rule in policy.changes:
        lines = [_taken(rule), *(clauses(rule.asked.clause) if rule.asked is not None else ())]
        if rule.headcount:
            lines.append(with_source(say("- The post lies within the headcount."), rule.headcount))
        lines += [with_source(_need(need), need.source) for need in rule.brings]
        yield from section(with_source(say("Change: {label} ({id})", label=rule.label, id=rule.id), rule.source), lines)


def _taken(rule: ChangeRule) -> Text:
    """Which changes the rule takes."""
    kinds = chain([KINDS[kind] for kind in rule.of], OR)
    if not rule.where:
        return say("- Takes: {kinds}", kinds=kinds)
    words = chain([_asked(rule, key) for key in rule.where], AND)
    return say("- Takes: {kinds}; where {words}", kinds=kinds, words=words)


def _asked(rule: ChangeRule, key: str) -> Text:
    """Which words a field of the entry must have."""
    column = column_of(rule.of[0], key)
    labels: Mapping[str, Said] = (column.word_labels if column is not None else None) or {}
    words = chain([say("{word}", word=labels.get(word, word)) for word in rule.where[key]], OR)
    return say("{field}: {words}", field=column.label if column is not None else key, words=words)


def _need(need: Need) -> Text:
    text: Text = say("{label}", label=need.label)
    if need.lasts is not None:
        text = say("{what}, at least {time}", what=text, time=need.lasts.text)
    if need.within is not None:
        text = say("{what}, not more than {time} before", what=text, time=need.within.text)
    if need.trailer:
        text = say("{what} (named by the commit as {trailer}: …)", what=text, trailer=need.trailer)
    return say("- Must bring: {what}", what=text) if need.must else say("- Should bring: {what}", what=text)

