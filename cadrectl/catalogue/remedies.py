"""What to do about a problem of the policy language, by code, where the finding itself has no better word.

Not what the code means: that stands beside the code in `policy.py`.
"""

from cadrectl.text import Text, say

REMEDIES: dict[str, Text] = {
    "bad-condition": say(
        "Write a mapping, such as {{age: {{at_most: 45}}}}; `all`, `any` and `some` join a list of them."
    ),
    "bad-literal": say("Write the value so."),
    "bad-argument": say("Write it so, or leave out what does not belong."),
    "bad-figure": say("Write it so, or leave out what does not belong."),
    "bad-comparator": say("Where one of several words will do, write them as a list: [deputy, principal]."),
    "bad-window": say(
        "Write {{last: 3 years}}, {{last: 3 records}}, {{from: 2020-01-01, until: 2022-12-31}} or "
        "{{cycle: 5 years, from: 2021-01-01}}."
    ),
    "fact-test": say(
        "Compare a number or a time: `years: {{of: posts, at_least: 2}}`. `has`, `none` and `finding` hold or do not; "
        "`every` and `latest` say under `is` what must hold."
    ),
    "cases-else": say(
        "Add a last entry without a condition: `{{else: 40}}` for a value, `{{grade: competent}}` for a grade."
    ),
    "clause-body": say(
        "Keep one, and make each other body a clause of its own below an `all`: `- {{id: way, any: […]}}`."
    ),
    "clause-source": say("Add the article, such as `source: 三(二)1`, here or on the clause around it."),
    "when-under-any": say("Put the condition into the way beside its `require`, and the severity on the `any` itself."),
    "weights-total": say("Correct the weights. Points beyond the 100 % are a number of their own, added with `add`."),
    "same-id": say("Give it another id."),
    "circle": say("Say one of them without the other."),
    "not-assessed": say(
        "Ask the records instead: a confirmed grade is `has`, `every` or `count` of `results`, a total their `score`."
    ),
    "unreachable-case": say("Put the narrower case first, or take this one out."),
    "tests-exclude": say("Correct one of the limits."),
    "quota-conflict": say("Correct one of the limits."),
    "outside-interval": say("Choose a value between `from` and `to`, or correct these."),
    "looser-than-superior": say("Make it as strict as there, or correct what it is held against under `under`."),
    "versions-overlap": say("End the earlier version: `in_force: {{from: …, until: …}}`."),
    "printed-differs": say(
        "Correct the rule, its reading or the print; where the source is wrong, say so under `reading`."
    ),
    "vote-without-points": say("Give the vote its points: 0 where it brings none."),
    "movement-form": say("Keep one of them, and make each other one an entry of its own."),
}
