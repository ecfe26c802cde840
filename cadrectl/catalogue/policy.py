"""Codes of the policy language: what can be wrong with a scheme beyond its shape."""

from cadrectl.catalogue.code import Code
from cadrectl.text import say

CODES: dict[str, Code] = {
    "unknown-word": Code(
        "error",
        say("a word that the policy language does not know here"),
        say(
            "Facts, fields, comparators, sets, conditions, dates and relaxations are looked up where they stand. "
            "A word that is not known would let everyone pass or fail without saying so, so the policy is not used."
        ),
    ),
    "bad-condition": Code(
        "error",
        say("not a condition"),
        say("A condition maps a fact or a field to a test: {{age: {{at_most: 45}}}}. It is never empty."),
    ),
    "bad-literal": Code(
        "error",
        say("a value of the wrong kind"),
        say("Ages and years take numbers of years or times such as 18 months; counts take numbers; weights take shares."),
    ),
    "bad-window": Code(
        "error",
        say("a window that cannot be read"),
        say("A window is `last: 3 years`, `last: 3 records`, or `from:` and `until:` with dates."),
    ),
    "fact-test": Code(
        "error",
        say("a fact without its comparison, or with one that it does not take"),
        say("`age`, `years`, `count`, `run` need a comparison; `has`, `none`, `finding` and the like are true or false."),
    ),
    "cases-else": Code(
        "error",
        say("cases without an end"),
        say("The first case that fits is used. The last one is `else`, so that everybody fits one."),
    ),
    "clause-body": Code(
        "error",
        say("a clause with no test or with two"),
        say("A clause has exactly one of `require`, `all`, `any`, `some`."),
    ),
    "clause-source": Code(
        "error",
        say("a clause without a source"),
        say("Every clause names the document and article that it restates, itself or through the clause around it."),
    ),
    "when-under-any": Code(
        "error",
        say("`when` or `severity` on a way in"),
        say(
            "Under `any`, one way is enough. A way with `when` passes for everyone to whom it does not apply. "
            "Put the condition into the way, and the severity on the `any`."
        ),
    ),
    "weights-total": Code(
        "error",
        say("weights that do not total 100 %"),
        say("The weights of a sum total 100 %, or the figure is on no stated scale."),
    ),
}
