"""The commands in the order of work: what each is for, and the module that holds it.

They stand here so that the list of commands is shown without importing any of them.
"""

from typing import NamedTuple

from cadrectl.text import Text, say


class Entry(NamedTuple):
    """The module in `cli/` that holds a command, and what the command does."""

    module: str
    about: Text


ALL: dict[str, Entry] = {
    "init": Entry(
        "start",
        say(
            "Make a new workspace in DIR. It holds a district's vocabularies and the scheme of the three reserve "
            "tiers, and no people yet."
        ),
    ),
    "demo": Entry(
        "start",
        say("Write a life-like fictitious district into DIR. The same seed gives the same bytes; nobody in it exists."),
    ),
    "editors": Entry(
        "start",
        say(
            "Write the schemas and the settings by which editors complete and check records. Run it again after "
            "an update of the program."
        ),
    ),
    "validate": Entry(
        "checking",
        say(
            "List every problem of the records, or of those in PATH. Records are always read together, for one "
            "can contradict another."
        ),
    ),
    "explain": Entry("checking", say("Say what a problem code means and what to do about it.")),
    "fmt": Entry(
        "checking", say("Write every record in its canonical form: the order of keys and lists, quotes, blank lines.")
    ),
    "list": Entry(
        "rosters",
        say("List the records of one KIND: cadres, units, reserve and so on. JSON and --where know every field."),
    ),
    "show": Entry(
        "rosters",
        say("Show one record by ID. Of a person, named by id or name, everything known is shown in time order."),
    ),
    "eligible": Entry(
        "eligible",
        say("Say for every person and tier whether they qualify, and why. The table leaves out who does not."),
    ),
    "rank": Entry(
        "rank", say("Rank the members of each tier by confirmed results. Equals share a place, and the cut is named.")
    ),
    "assess": Entry(
        "assess", say("Work out the assessments of a year: scores, places, grades, and what follows from them.")
    ),
    "due": Entry(
        "due",
        say("List what is due and overdue, for whom and since when. Says unknown where the records leave it open."),
    ),
    "rotate": Entry("rotate", say("Plan rotations and secondments: who is due, the best plan, and why.")),
    "pool": Entry("pool", say("Review the reserve pool after a year, and carry the decisions out.")),
    "vacancies": Entry(
        "vacancies", say("List the posts that are or fall empty, month by month, and the reserves ready for them.")
    ),
    "headcount": Entry(
        "headcount",
        say("Count who fills the authorised posts of units: over, under, and what the size of a school allows."),
    ),
    "terms": Entry(
        "terms", say("List the terms of office, how their goals stand, and what the result of a term proposes.")
    ),
    "training": Entry(
        "training", say("List the classes of a year, the needs they answer, what came of them, and the fund they cost.")
    ),
    "appoint": Entry("appoint", say("Check appointment cases, say what comes next, and who qualifies for a post.")),
    "record": Entry(
        "recording",
        say(
            "Add an event of KIND (talk, audit, party-lesson …) or the clearing of posts (clearing), or many from a "
            "CSV, all or none."
        ),
    ),
    "policy": Entry("policies", say("Check, show, test and compare the policies of the workspace.")),
    "diff": Entry(
        "changes",
        say(
            "Say what changed in the records from revision A (HEAD) to B (the working tree), person by person. "
            "Moved lines and another layout are no change."
        ),
    ),
    "review": Entry(
        "reviewing",
        say(
            "Say what the changes from revision A to B mean: rules newly met or broken, what follows, what is "
            "missing. Where the histories have parted, A is where they did."
        ),
    ),
    "history": Entry(
        "history",
        say(
            "Tell what became known of the person ID, commit by commit: since when each thing was so, and since "
            "when it is on record. --as-of leaves out what was not yet so, --rev and --known-at what was not yet "
            "known."
        ),
    ),
    "verify": Entry(
        "verifying",
        say(
            "Check every commit from revision A to B: its signature, that its signer is its committer and was "
            "allowed to sign at that time, and the trailers that the workspace requires."
        ),
    ),
    "git": Entry("in_git", say("Have git show, merge and check records as records.")),
    "report": Entry("reports", say("Write the reports that an office can sign, and verify them.")),
    "schedule": Entry(
        "scheduling", say("Print a crontab line and a systemd timer that write the report of every month.")
    ),
    "completion": Entry(
        "completing",
        say(
            "Print the script by which a shell completes commands, ids and names. Install it as a file where the "
            "shell looks for such scripts."
        ),
    ),
}
