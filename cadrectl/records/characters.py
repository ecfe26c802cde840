"""Which characters may stand in a record, and which only look as if they could.

Works on the text of a file as a whole, before YAML is parsed, and on single scalars. It knows
nothing of schemas.
"""

import re
import unicodedata
from bisect import bisect_right

from cadrectl.records.findings import Findings
from cadrectl.text import say

_INVISIBLE = (
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"  # control characters
    "\u00a0\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e"
    "\u2000-\u200f\u2028-\u202f\u205f-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff"
    "\U0001fffe\U0001ffff\U000e0000-\U000e0fff"
)
_HAZARD = re.compile(f"[\t{_INVISIBLE}]|\r(?!\n)")
_UNFIT = re.compile(f"[{_INVISIBLE}\r]")
_BREAKS_LINES = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]|\r(?!\n)")

# Printable ASCII but for & ! \\, and the line feed: taken away first, they leave little to look at.
_ORDINARY = bytes(code for code in (0x0A, *range(0x20, 0x7F)) if code not in b"&!\\")

FULL_WIDTH = re.compile("[\u3000\uff01-\uff5e\u2018\u2019\u201c\u201d\u3001]")
_CAREFUL = re.compile(f"[&!\\\\]|{FULL_WIDTH.pattern}")
_FOREIGN_LETTER = re.compile("[\u0370-\u052f\u1d00-\u1dbf]")  # Greek, Cyrillic and phonetic letters
_OPENERS = {"－": "-", "［": "[", "｛": "{", "＃": "#", "｜": "|", "＂": '"', "＇": "'", "？": "?"}


def unfit(text: str) -> re.Match[str] | None:
    """The first character of a value that no record may hold, escaped or not."""
    return _UNFIT.search(text)


def name_of(character: str) -> str:
    """`U+200B ZERO WIDTH SPACE`."""
    code = f"U+{ord(character):04X}"
    return f"{code} {unicodedata.name(character, '')}".rstrip()


def half_width(text: str) -> str:
    """The text with its look-alikes replaced by the characters they look like."""
    return unicodedata.normalize("NFKC", text).replace("、", ",")


def is_look_alike(key: str) -> bool:
    """Whether a key holds a character that could be taken for another."""
    return bool(FULL_WIDTH.search(key) or _FOREIGN_LETTER.search(key)) or half_width(key) != key


def look_alike(scalar: str, keys: set[str]) -> tuple[str, str] | None:
    """The full-width mark that a plain scalar uses as YAML punctuation, and the mark that is meant.

    `keys` are the words that a colon may follow here; full-width marks inside prose are text.
    """
    first = scalar[:1]
    if first in _OPENERS:
        return first, _OPENERS[first]
    if first in "“‘" and scalar[-1:] in "”’":
        return first, '"'
    if "\u3000" in scalar:
        return "U+3000", "U+0020"
    colon = re.search(r"(?:^|\s)([A-Za-z_][A-Za-z0-9_-]*)：", scalar)
    if colon and colon.group(1) in keys:
        return "：", ":"
    return ("＃", "#") if " ＃" in scalar else None


def remarkable(text: str) -> str:
    """The characters of a text that need looking at: a short text in place of a long one."""
    return text.encode().translate(None, _ORDINARY).decode()


def needs_care(characters: str) -> bool:
    """Whether one of the remarkable characters could begin a YAML property, an escape or a look-alike."""
    return _CAREFUL.search(characters) is not None


def note_hazards(text: str, characters: str, findings: Findings) -> bool:
    """Note tabs and invisible characters among the remarkable ones.

    True where lines can still be counted and parsed.
    """
    if _HAZARD.search(characters) is None:
        return True
    starts = [0, *(match.end() for match in re.finditer("\n", text))]
    for match in _HAZARD.finditer(text):
        line = bisect_right(starts, match.start())
        place = (line, match.start() - starts[line - 1] + 1)
        if match.group() == "\t":
            findings.add("tab", place, say("there is a tab here"), say("Use spaces instead."))
        else:
            findings.add(
                "invisible-character",
                place,
                say("there is an invisible character here: {name}", name=name_of(match.group())),
                say("Delete it, or type an ordinary space."),
            )
    return _BREAKS_LINES.search(text) is None
