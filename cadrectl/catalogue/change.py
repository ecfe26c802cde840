"""Codes of what a review says of a change; which rule it is stands in the message with its source."""

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
    "change-noted": Code(
        "warning",
        say("A change to look at"),
        say("A rule that is no must is not met, or it is not known whether one is. Nothing stops the change."),
    ),
}
