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
    "movement-form": Code(
        "error",
        say("a limit or an aim of movements that says nothing, or two things"),
        say(
            "A limit bounds one thing: `headcount`, `only`, `kin`, `moves`, `leaving`, `arriving` or `holding`; "
            "an aim counts one: `moves`, `filled` or `holding`."
        ),
    ),
    "bad-literal": Code(
        "error",
        say("a value of the wrong kind"),
        say(
            "Ages and years take numbers of years or times such as 18 months; counts take numbers; weights take shares."
        ),
    ),
    "bad-window": Code(
        "error",
        say("a window that cannot be read"),
        say("A window is `last: 3 years`, `last: 3 records`, or `from:` and `until:` with dates."),
    ),
    "fact-test": Code(
        "error",
        say("a fact without its comparison, or with one that it does not take"),
        say(
            "`age`, `years`, `count`, `run` need a comparison; `has`, `none`, `finding` and the like are true or false."
        ),
    ),
    "cases-else": Code(
        "error",
        say("cases without an end"),
        say("The first case that fits is used. The last one is `else`, so that everybody fits one."),
    ),
    "band-gap": Code(
        "error",
        say("numbers that no band takes"),
        say(
            "Every number falls into exactly one band. What the source leaves out would have no answer: give it to a "
            "band, and say so under `reading`. Whole numbers may leave 12 to 13 open with `step: 1`."
        ),
    ),
    "band-overlap": Code(
        "error",
        say("numbers that two bands take"),
        say(
            "Every number falls into exactly one band. Where the source gives a limit to two of them, one has to be "
            "chosen, with less_than or more_than on the other, and said under `reading`."
        ),
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
        say("The weights of a sum and the shares of a whole total 100 %, or the figure is on no stated scale."),
    ),
    "bad-comparator": Code(
        "error",
        say("a comparison that cannot be made here"),
        say(
            "Numbers, dates and times can be more or less; words only where the schema or a vocabulary orders them. "
            "What is true or false takes `is`."
        ),
    ),
    "bad-argument": Code(
        "error",
        say("an argument that is missing or of the wrong kind"),
        say("A fact is asked with its arguments; without them, or with others, the question has no meaning."),
    ),
    "bad-relax": Code(
        "error",
        say("a relaxation that has nothing to soften"),
        say(
            "A relaxation sets one limit otherwise or waives the clause. The clause that it softens asks one fact "
            "with one comparison."
        ),
    ),
    "some-of": Code(
        "error",
        say("at least so many of fewer"),
        say("`some` asks for at least one and at most all of the parts that follow."),
    ),
    "same-id": Code(
        "error",
        say("an id given twice"),
        say("Relaxations, cases and answers name a clause by its id, so among its neighbours each has its own."),
    ),
    "circle": Code(
        "error",
        say("a set or condition that rests on itself"),
        say("Sets narrow other sets and conditions name other conditions; followed down they must come to an end."),
    ),
    "not-assessed": Code(
        "error",
        say("an outcome asked where nothing is assessed"),
        say("`number`, `grade` and `place` are asked inside `assess` and `pool`, `decided` inside `pool`."),
    ),
    "number-kind": Code(
        "error",
        say("a number that is worked out in no way, or in two"),
        say("Each number names one kind (`ballot`, `sum`, `points` …); more steps get more numbers."),
    ),
    "vote-without-points": Code(
        "error",
        say("a vote that can be given but has no points"),
        say(
            "The assessment asks for a vote elsewhere that this score of the same ballots does not know. "
            "Such ballots would count in the base and bring nothing: say 0 where that is meant."
        ),
    ),
    "share-open": Code(
        "error",
        say("a share of a group that leaves something open"),
        say(
            "20 % of seven people is no whole number, and two may be equal at the cut. A share says of how many it is "
            "(`base`), how it is rounded (`round`) and what happens to equals (`ties`)."
        ),
    ),
    "bad-figure": Code(
        "error",
        say("a figure whose parts do not go together"),
        say(
            "A figure counts people or authorised posts; of people a share is taken, or a ratio to others. A limit on "
            "a share or a ratio says how it is rounded, and one that depends on the unit is for each unit."
        ),
    ),
    "limit-not-kept": Code(
        "warning",
        say("a unit outside the limits of a policy"),
        say(
            "A figure that the policy asks of every unit (leaders by the size of the school, staff against the "
            "authorised number) is surely outside its limits there."
        ),
    ),
    "grade-differs": Code(
        "warning",
        say("a confirmed grade that does not follow from the policy"),
        say(
            "The grade that a body confirmed is the one that counts. Where the policy gives another one from the same "
            "records, either a record is wrong or somebody decided otherwise, and that should be written down."
        ),
    ),
    "quota-exceeded": Code(
        "warning",
        say("more people with a grade than the policy allows"),
        say(
            "The policy limits how many of those assessed together may have this grade or a better one. "
            "More are confirmed than that."
        ),
    ),
    "looser-than-superior": Code(
        "error",
        say("a limit looser than that of the superior policy"),
        say("A policy may be stricter than the one it stands under, never looser."),
    ),
    "looser-than-reference": Code(
        "warning",
        say("a limit looser than that of a policy followed by analogy"),
        say(
            "A policy that says `reference: true` binds nobody by itself. That a limit here is looser than its own is "
            "said, so that the bureau decides it knowingly."
        ),
    ),
    "no-superior": Code(
        "warning",
        say("a superior policy or clause that is not there"),
        say("A limit can be held against the superior policy only where that policy is in the workspace."),
    ),
    "outside-interval": Code(
        "error",
        say("a chosen value outside its interval"),
        say("`choose` names the value that the bureau chose; it lies between `from` and `to`, both included."),
    ),
    "tests-exclude": Code(
        "error",
        say("tests that nothing can meet"),
        say("Two limits on the same fact leave nothing between them, so that everybody would fail."),
    ),
    "printed-differs": Code(
        "warning",
        say("the date printed in the source does not follow from the rule"),
        say(
            "Where a source prints a date of birth beside an age, both are tried on people born around it. "
            "They differ: the reading, the date of reference or the print is wrong, and the clause should say which."
        ),
    ),
    "unreachable-case": Code(
        "error",
        say("a case that is never reached"),
        say("Of several cases the first that fits is used. This one only fits where an earlier one does already."),
    ),
    "quota-conflict": Code(
        "error",
        say("quotas that contradict each other"),
        say(
            "The least number of members, in all or of the groups together, is above the greatest, "
            "or the shares of grades come to more than the group."
        ),
    ),
    "versions-overlap": Code(
        "error",
        say("two versions in force on the same day"),
        say("Of the versions of one scheme at most one is in force on any day; an earlier one ends before the next."),
    ),
    "word-not-in-vocabulary": Code(
        "error",
        say("a word that the vocabulary does not have"),
        say("A policy compares records with words of the workspace's vocabularies. A word that none has is never met."),
    ),
}
