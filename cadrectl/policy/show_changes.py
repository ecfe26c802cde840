"""What a policy asks of changes, as lines of its page."""

from collections.abc import Callable, Iterator

from cadrectl.policy.changes import Need
from cadrectl.policy.model import Clause, Policy
from cadrectl.policy.page import section, with_source
from cadrectl.text import Text, say


def changed(policy: Policy, clauses: Callable[[Clause], Iterator[Text]]) -> Iterator[Text]:
    """The rules for changes in their order; `clauses` says those that a person must meet."""
    for rule in policy.changes:
        lines = [*(clauses(rule.asked.clause) if rule.asked is not None else ())]
        if rule.headcount:
            lines.append(with_source(say("- The post lies within the headcount."), rule.headcount))
        lines += [with_source(_need(need), need.source) for need in rule.brings]
        yield from section(with_source(say("Change: {label} ({id})", label=rule.label, id=rule.id), rule.source), lines)


def _need(need: Need) -> Text:
    text: Text = say("{label}", label=need.label)
    if need.lasts is not None:
        text = say("{what}, at least {time}", what=text, time=need.lasts.text)
    if need.within is not None:
        text = say("{what}, not more than {time} before", what=text, time=need.within.text)
    if need.trailer:
        text = say("{what} (named by the commit as {trailer}: …)", what=text, trailer=need.trailer)
    return say("- Must bring: {what}", what=text) if need.must else say("- Should bring: {what}", what=text)

