"""Codes of what is wrong between records (`checks/`)."""

from cadrectl.catalogue.code import Code
from cadrectl.text import say

CODES: dict[str, Code] = {
    "file-name": Code(
        "error",
        say("File name of another form"),
        say(
            "Other records name a record by its file name, so the name has the form of its kind: "
            "C0001 for a cadre, U001 for a unit."
        ),
    ),
    "misnamed-record": Code(
        "error",
        say("File name says something else"),
        say(
            "A membership is named after the person and the first year of the term, a session after "
            "its unit and kind; a number may follow. A policy is named after its own id."
        ),
    ),
    "year-folder": Code(
        "error",
        say("In the folder of another year"),
        say(
            "Evaluations, events, training, appointments and findings lie in a folder named after the "
            "year of the record."
        ),
    ),
    "duplicate-id": Code(
        "error",
        say("Id used twice"),
        say("Two files of one kind have the same name, so that nothing can tell which one is meant."),
    ),
    "unknown-reference": Code(
        "error",
        say("Names a record that is not there"),
        say("A record names a cadre, unit, policy or round of which there is no valid record."),
    ),
    "version-named": Code(
        "error",
        say("Names a version, not the scheme"),
        say(
            "A policy record is one version of a scheme, its series. Relaxations, rounds, memberships and the "
            "workspace name the scheme; what named one version would be without effect."
        ),
    ),
    "cleared-twice": Code(
        "error",
        say("Clearing recorded twice"),
        say("One person's clearing from a teaching post stands in two entries of one semester, or of one day."),
    ),
    "not-in-vocabulary": Code(
        "error",
        say("Word of no vocabulary"),
        say("The word is not in the vocabulary that the bureau keeps for it in data/vocabularies."),
    ),
    "duplicate-term": Code(
        "error",
        say("Term listed twice"),
        say("A vocabulary lists one word twice."),
    ),
    "unknown-term": Code(
        "error",
        say("Term that is not listed"),
        say("A term is said to stand above, or to be the same as, a word that its vocabulary does not have."),
    ),
    "vocabulary-circle": Code(
        "error",
        say("Order in a circle"),
        say("Following what stands above what leads back to the start, so that the words cannot be ordered."),
    ),
    "id-number": Code(
        "error",
        say("ID number does not check out"),
        say(
            "The citizen identity number has a wrong check character or an impossible date of birth "
            "(GB 11643, ISO 7064 MOD 11-2). The number itself is never shown."
        ),
    ),
    "id-number-birth": Code(
        "error",
        say("ID number against date of birth"),
        say(
            "The date of birth in the identity number is none that the cadre's record allows. A "
            "verified date counts alone; without one, every declared or documented date is allowed."
        ),
    ),
    "id-number-gender": Code(
        "error",
        say("ID number against gender"),
        say("The identity number is of a man and the record of a woman, or the other way round."),
    ),
    "duplicate-person": Code(
        "error",
        say("One person with two files"),
        say("Two private records hold the same identity number."),
    ),
    "declared-differs": Code(
        "warning",
        say("Declared against verified"),
        say(
            "What a person declares differs from what the organisation has verified. The verified "
            "value counts; the difference is listed so that it stays known."
        ),
    ),
    "unsettled-value": Code(
        "warning",
        say("Evidence against declaration"),
        say(
            "A document differs from what the person declares, and nothing is verified. Until it is, "
            "every stated value may be true, and answers may be unknown."
        ),
    ),
    "interval-reversed": Code(
        "error",
        say("Ends before it begins"),
        say(
            "The second date lies surely before the first; for posts and other times whose last day "
            "is not counted, also on the same day."
        ),
    ),
    "future-fact": Code(
        "warning",
        say("Fact in the future"),
        say(
            "Something that cannot be planned, such as a birth, an honour or a finding, is dated "
            "surely after the date of the question."
        ),
    ),
    "posts-out-of-order": Code(
        "warning",
        say("Posts out of time order"),
        say("A career is read from top to bottom; a post began surely before the one above it."),
    ),
    "posts-overlap": Code(
        "error",
        say("Two appointed posts at once"),
        say(
            "Two appointed posts of one person surely ran at the same time. A second post is "
            "concurrent, acting or a secondment."
        ),
    ),
    "career-gap": Code(
        "warning",
        say("Unexplained gap in the career"),
        say("For surely more than two months there is no post, no full-time study and no recorded absence."),
    ),
    "post-not-in-unit": Code(
        "error",
        say("Post that the unit does not have"),
        say("A post above the staff is still held, but the unit's list of posts does not have it."),
    ),
    "rank-differs": Code(
        "warning",
        say("Rank of another post"),
        say("The rank of a post still held is not the one in the unit's list of posts."),
    ),
    "left-but-in-post": Code(
        "error",
        say("Left, but still in post"),
        say("The person has left the system, and a post has no end or ends later."),
    ),
    "duplicate-post": Code(
        "error",
        say("Post listed twice"),
        say("A unit lists one post twice, so that its headcount is unclear."),
    ),
    "over-headcount": Code(
        "warning",
        say("More people than headcount"),
        say(
            "More people surely hold a post by appointment than the unit's headcount allows. Acting "
            "and concurrent posts and secondments are not counted."
        ),
    ),
    "succession-circle": Code(
        "error",
        say("Succession in a circle"),
        say("Following which unit took over from which leads back to the start."),
    ),
    "posts-of-closed-unit": Code(
        "warning",
        say("Posts of a unit that is closed"),
        say("A unit has been merged, split or closed and still lists posts, which would count as empty."),
    ),
    "post-in-closed-unit": Code(
        "error",
        say("Post in a unit that is closed"),
        say("A unit has been merged, split or closed, and somebody's post there has not ended by then."),
    ),
    "goal-outside-term": Code(
        "error",
        say("Goal of no term"),
        say("Goals of a person run for a term that a post of that person states, and yearly ones lie in its years."),
    ),
    "project-not-in-fund": Code(
        "warning",
        say("Project that the fund does not have"),
        say("A class is paid for by a project of the fund of its year, under the name that the fund gives it."),
    ),
    "policy-not-in-force": Code(
        "error",
        say("Policy not in force"),
        say("No version of the policy is in force during the term of the membership."),
    ),
    "unknown-tier": Code(
        "error",
        say("Tier that the policy does not have"),
        say("The record names a tier that the policy does not have."),
    ),
    "outside-term": Code(
        "error",
        say("Outside the term"),
        say("Approval, leaving or a yearly plan lies surely outside the term of the membership."),
    ),
    "two-tiers": Code(
        "error",
        say("In two tiers at once"),
        say("Two memberships of one person surely run at the same time."),
    ),
    "mentor-not-leader": Code(
        "warning",
        say("Mentor leads another unit"),
        say("Every reserve has one leader of the same unit as mentor; this one is none, or is the reserve."),
    ),
    "left-but-in-tier": Code(
        "error",
        say("Left, but still in the tier"),
        say("The person has left the system, and the membership runs on."),
    ),
    "present-exceed-due": Code(
        "error",
        say("More present than due"),
        say("More people were present than should attend."),
    ),
    "ballots-exceed-voters": Code(
        "error",
        say("More ballots than voters"),
        say(
            "There are more ballots on a person, body or question than voters were present, in one class of "
            "voters or in all."
        ),
    ),
    "no-valid-ballots": Code(
        "warning",
        say("No valid ballot"),
        say(
            "A class of voters is listed for a person or body, but none of its ballots is valid. No share of "
            "nothing can be taken, so what rests on it is unknown, never zero."
        ),
    ),
    "counted-twice": Code(
        "error",
        say("Counted twice"),
        say("A class of voters is listed twice for one question, or an item twice by the same rater."),
    ),
    "mark-for-nobody": Code(
        "error",
        say("Mark for somebody not assessed"),
        say("A raw paper marks a person or unit whom its session does not list."),
    ),
    "papers-and-ballots": Code(
        "error",
        say("Raw papers and counts of the same voters"),
        say(
            "Where a session has the raw papers of a class of voters, the counts follow from them; a count "
            "beside them could only differ."
        ),
    ),
    "assessed-twice": Code(
        "error",
        say("Assessed twice"),
        say(
            "A person stands twice in one session, or in two annual or two summative sessions of one year without "
            "holding a post in both units."
        ),
    ),
    "assessed-elsewhere": Code(
        "warning",
        say("Assessed in another unit"),
        say("The person surely held no post in the unit between the start of the year and the session."),
    ),
    "confirmed-too-early": Code(
        "error",
        say("Confirmed before the session"),
        say("A result was surely confirmed before the session took place."),
    ),
    "decision-incomplete": Code(
        "error",
        say("Decision that cannot be carried out"),
        say(
            "A decision of a proposal names the membership that it is about; one to leave says why, one to change "
            "the tier into which, one to enter for which term."
        ),
    ),
    "other-membership": Code(
        "error",
        say("Membership of somebody else"),
        say("The membership that a decision names belongs to another person or another tier."),
    ),
    "same-tier": Code(
        "error",
        say("Change into the same tier"),
        say("A decision changes somebody's tier into the one in which the person is."),
    ),
    "kin-one-sided": Code(
        "warning",
        say("Kin named on one side"),
        say(
            "One person names another as kin, but not the other way round, so that avoidance would be "
            "seen from one side only."
        ),
    ),
    "kin-avoidance": Code(
        "warning",
        say("Kin in linked posts"),
        say("Kin surely hold posts in one leading team of a unit, or one works directly below the other."),
    ),
    "unknown-clause": Code(
        "error",
        say("Clause that the policy does not have"),
        say("A relaxation names a clause that no version of the policy has."),
    ),
}
