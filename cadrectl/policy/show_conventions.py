"""What a policy agrees once on how ages and years are counted, as lines of its page."""

from collections.abc import Iterator, Mapping

from cadrectl.policy.labels import DATES
from cadrectl.policy.phrases import chain
from cadrectl.policy.sentences import FACT_NAMES
from cadrectl.text import Text, say

COUNTED_SO: Mapping[tuple[str, str], Text] = {
    ("reading", "anniversary"): say("at most N until the day of the Nth birthday"),
    ("reading", "completed"): say("at most N until the day before the birthday after the Nth"),
    ("counting", "total"): say("periods added up"),
    ("counting", "longest"): say("the longest unbroken time"),
    ("counting", "current"): say("the present unbroken time"),
    ("unit", "day"): say("by the day"),
    ("unit", "month"): say("by the month"),
    ("start", "from"): say("from taking up the post"),
    ("start", "decision"): say("from the decision"),
    ("start", "letter"): say("from the letter of appointment"),
    ("start", "trial"): say("from the start of the trial"),
    ("start", "election"): say("from the election"),
    ("start", "engaged"): say("from the engagement"),
    ("seconded", "counts"): say("secondments count"),
    ("seconded", "excluded"): say("secondments are left out"),
}


def convention(name: str, stated: Mapping[str, object]) -> Iterator[Text]:
    """How a fact is counted wherever a clause does not say otherwise, and what the policy says about it."""
    so = [COUNTED_SO[key, str(word)] for key, word in stated.items() if (key, str(word)) in COUNTED_SO]
    at = [say("as of {date}", date=DATES.get(str(stated["at"]), f"“{stated['at']}”"))] if "at" in stated else []
    called = say("time served") if name == "years" else _fact_name(name)
    if at or so:
        yield say("- {fact}: {text}", fact=called, text=chain([*at, *so], say("{first}; {rest}")))
    if isinstance(text := stated.get("text"), Mapping):
        yield say("- {fact}: {text}", fact=called, text=text)


def _fact_name(name: str) -> Text:
    return Text(FACT_NAMES[name].msgid, dict.fromkeys(("records", "what", "time", "policy", "tier"), "…"))
