"""What can happen to a record, by the words that policies and reviews use; how it is found out is not said here."""

from collections.abc import Mapping

from cadrectl.text import Text, say

KINDS: Mapping[str, Text] = {
    "joined": say("joined the register"),
    "appointed": say("appointed"),
    "promoted": say("promoted"),
    "demoted": say("demoted"),
    "moved": say("moved"),
    "reassigned": say("reassigned"),
    "concurrent": say("concurrent post"),
    "acting": say("acting post"),
    "seconded": say("seconded"),
    "returned": say("returned from secondment"),
    "left-post": say("left a post"),
    "left": say("left"),
    "entered-pool": say("entered the pool"),
    "changed-tier": say("tier changed"),
    "left-pool": say("left the pool"),
    "graded": say("graded"),
    "titled": say("professional title"),
    "honoured": say("honoured"),
    "sanctioned": say("sanctioned"),
    "admonished": say("admonished"),
    "proceeding": say("proceedings"),
    "relaxed": say("relaxation granted"),
    "renamed": say("renamed"),
    "re-keyed": say("id changed"),
    "added": say("added"),
    "updated": say("updated"),
    "corrected": say("corrected"),
    "struck": say("struck from the record"),
    "private": say("sensitive record"),
    "policy": say("policy"),
    "problem": say("problem"),
    "mass-removal": say("mass removal"),
}
"""Every kind of change, in the order in which those of one person and day are told.

`added` and `updated` are new facts (a record more; a value that was open); `corrected` and `struck` change facts
that were on record.
"""
