"""Codes of reading: what can be wrong with one file, before it is held against any other."""

from cadrectl.catalogue.code import Code
from cadrectl.text import say

_FILES: dict[str, Code] = {
    "unreadable-file": Code(
        "error",
        say("the file cannot be read"),
        say("The system refused to open the file, or it is not a regular file. Check its permissions."),
    ),
    "symbolic-link": Code(
        "error",
        say("a link stands in place of a file"),
        say(
            "Below data/ every record is a file of its own. A link can lead out of the workspace or "
            "show one record under two names, so links are not followed."
        ),
    ),
    "stray-file": Code(
        "warning",
        say("a file that is no record"),
        say(
            "Records are .yaml files in a known folder of data/, at most one folder (the year) deeper. "
            "Anything else there is not read."
        ),
    ),
    "too-large": Code(
        "error",
        say("the file is larger than 1 MiB"),
        say("One record is a few kilobytes. A file over 1 MiB is not read at all."),
    ),
    "not-utf8": Code(
        "error",
        say("the file is not UTF-8"),
        say("Records are text in UTF-8. Editors on Windows may save as GBK: choose UTF-8 when saving."),
    ),
    "empty-file": Code(
        "error",
        say("the file holds no record"),
        say("The file is empty or holds only comments. Write the record or remove the file."),
    ),
    "too-many-problems": Code(
        "error",
        say("more problems than are listed"),
        say("At most 100 problems are listed for one file. Put those right and validate again."),
    ),
}

_YAML: dict[str, Code] = {
    "tab": Code(
        "error",
        say("a tab character"),
        say("A tab looks like spaces and is not the same. Use spaces; inside quoted text write \\t."),
    ),
    "invisible-character": Code(
        "error",
        say("a character that cannot be seen"),
        say(
            "Byte order marks, zero-width and no-break spaces, direction marks and control characters make "
            "two equal-looking texts differ. They often come with text pasted from other programs."
        ),
    ),
    "look-alike": Code(
        "error",
        say("a character that looks like another"),
        say(
            "Keys and punctuation are written in half width: a colon is : and not ：, a comma between "
            "entries is , and not ，. A full-width mark is text there and changes what the line says."
        ),
    ),
    "yaml-syntax": Code(
        "error",
        say("not valid YAML"),
        say("The file cannot be read as YAML from this place on. The place is where reading had to stop."),
    ),
    "too-deep": Code(
        "error",
        say("nested over 32 levels deep"),
        say("No record needs such depth. Reading stops before anything is built."),
    ),
    "anchor": Code(
        "error",
        say("a YAML anchor (&name)"),
        say("Every record says what it says in full. Anchors are not used."),
    ),
    "alias": Code(
        "error",
        say("a YAML alias (*name)"),
        say("Every record says what it says in full. Repeat the value, or quote a text that begins with *."),
    ),
    "merge-key": Code(
        "error",
        say("a YAML merge key (<<)"),
        say("Every record says what it says in full. Write out the members that were to be merged."),
    ),
    "tag": Code(
        "error",
        say("a YAML tag (!name)"),
        say("The schema says of what type a value is. Remove the tag, or quote a text that begins with !."),
    ),
    "directive": Code(
        "error",
        say("a YAML directive (%NAME)"),
        say("Directives change how a file is read. Records do without; remove the line."),
    ),
    "several-documents": Code(
        "error",
        say("several documents in one file"),
        say("One subject, one file. Move what stands after --- to a file of its own."),
    ),
    "non-text-key": Code(
        "error",
        say("a key that is not text"),
        say("Keys are words. A number, a date, yes, no, on, off or a list is not a key unless quoted."),
    ),
    "duplicate-key": Code(
        "error",
        say("a key given twice"),
        say("Other readers silently keep the last of the two. Keep one."),
    ),
    "null-value": Code(
        "error",
        say("a key without a value"),
        say("An empty value, ~ or null says neither yes nor no. Leave the key out, or give its value."),
    ),
}

_SCHEMA: dict[str, Code] = {
    "unknown-key": Code(
        "error",
        say("a key that this kind of record does not have"),
        say("The schema of the kind lists the keys it knows. Often a key is misspelt or stands a level off."),
    ),
    "missing-key": Code(
        "error",
        say("a required key is missing"),
        say("The schema of the kind requires this key."),
    ),
    "wrong-type": Code(
        "error",
        say("a value of the wrong type"),
        say("The schema asks here for another type: text, a number, true or false, a list, or a mapping."),
    ),
    "not-a-date": Code(
        "error",
        say("not written as a date"),
        say(
            "Dates are YYYY-MM-DD or, where archives know no more, YYYY-MM or YYYY: 2011-10, "
            "not 2011.10, 2011/10 or 2011年10月."
        ),
    ),
    "impossible-date": Code(
        "error",
        say("a date that does not exist"),
        say("The calendar has no such day or month, for instance 2023-02-30."),
    ),
    "day-unknown": Code(
        "error",
        say("the day must be known here"),
        say("This date opens or ends a period or proves an act: year and month alone do not do."),
    ),
    "not-one-of": Code(
        "error",
        say("not one of the words allowed here"),
        say("The schema lists the words that may stand here."),
    ),
    "wrong-form": Code(
        "error",
        say("a text of the wrong form"),
        say("The schema says what the text must look like, for instance an id or a word in lower case."),
    ),
    "wrong-length": Code(
        "error",
        say("a text or list too short or too long"),
        say("The schema limits how long a text, or how many the entries, may be."),
    ),
    "out-of-range": Code(
        "error",
        say("a number out of range"),
        say("The schema limits the number that may stand here."),
    ),
    "repeated-entry": Code(
        "error",
        say("an entry given twice in a list"),
        say("The entries of this list must differ. Keep one."),
    ),
    "no-alternative": Code(
        "error",
        say("none or several of the forms allowed here"),
        say("The schema allows one of several forms here, and the value fits none, or more than one."),
    ),
    "schema-older": Code(
        "warning",
        say("records of an older schema version"),
        say(
            "The records are read as if written in the current version. Bring them up to it when convenient."
        ),
    ),
    "schema-newer": Code(
        "error",
        say("records of a newer schema version"),
        say("The records were written for a newer cadrectl. Install that version to read them."),
    ),
}

CODES: dict[str, Code] = {**_FILES, **_YAML, **_SCHEMA}
