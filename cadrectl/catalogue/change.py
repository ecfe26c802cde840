"""Codes of what a policy says of changes and cases; which rule it is stands in the message with its source."""

from cadrectl.catalogue.code import Code
from cadrectl.text import say

CODES: dict[str, Code] = {
    "change-blocked": Code(
        "error",
        say("A change that must not be merged as it is"),
        say(
            "The change breaks a rule, makes the records contradict one another, or does not bring what a decision of "
            "its kind must bring. The message names the article."
        ),
    ),
    "procedure-fault": Code(
        "warning",
        say("A step of an appointment that is not in order"),
        say(
            "A step is missing, too early, too short, or without quorum or majority, by the version of the policy in "
            "force on its day. `cadrectl appoint check` lists all steps of a case; `validate --strict` reports these."
        ),
    ),
    "change-noted": Code(
        "warning",
        say("A change to look at"),
        say("A rule that is no must is not met, or it is not known whether one is. Nothing stops the change."),
    ),
}
