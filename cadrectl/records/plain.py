"""Which texts may stand in YAML without quotes: those that every reader takes for that text.

YAML 1.1 readers take `no`, `12:30`, `0123` and `2011` for something else, YAML 1.2 readers some of
them. A full date stays plain: nobody takes it for another date.
"""

import re

NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_WORDS = frozenset(
    {
        "~",
        "null",
        "true",
        "false",
        "yes",
        "no",
        "on",
        "off",
        "y",
        "n",
        "=",
        "<<",
        ".inf",
        ".nan",
        "-.inf",
        "+.inf",
    }
)
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}(?:-[0-9]{2})?", re.ASCII).fullmatch
_NUMBER_LIKE = re.compile(r"[-+.]?[0-9][0-9A-Fa-f_.,:xXoObB+\-]*", re.ASCII).fullmatch
_TIMESTAMP = re.compile(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt]|\s)", re.ASCII).match


def reads_as_text(plain: str) -> bool:
    """Whether readers of YAML 1.1 and 1.2 take a plain scalar for text or for a full date."""
    if plain == "" or plain.lower() in _WORDS:
        return False
    if not ("0" <= plain[0] <= "9" or plain[0] in "-+."):
        return True
    if _DATE(plain):
        return True
    return not (_NUMBER_LIKE(plain) or _TIMESTAMP(plain))
