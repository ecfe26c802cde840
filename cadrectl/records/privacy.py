"""Which files may be quoted to whoever reads a list of problems. What a schema calls sensitive never is.

It looks at no value: a file is shown as a whole or not at all.
"""

import re
from functools import cache

from cadrectl.records.schemas import kind_and_id, kinds, schema


def may_be_quoted(name: str, text: str) -> bool:
    """Whether lines of this file may be shown.

    Not those of a kind that has sensitive values, nor of a file that is no record, nor of one into which a key
    of sensitive values has strayed.
    """
    named = kind_and_id(name)
    return named is not None and not sensitive_keys(named[0]) and not _stray_key().search(text)


@cache
def sensitive_keys(kind: str) -> frozenset[str]:
    """The keys at the top of a record of this kind that are `x-sensitive`."""
    members = schema(kind).get("properties", {})
    return frozenset(key for key, below in members.items() if below.get("x-sensitive"))


@cache
def _stray_key() -> re.Pattern[str]:
    """A key of sensitive values, anywhere on a line."""
    keys = sorted(key for kind in kinds() for key in sensitive_keys(kind))
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, keys))})[\"']?\s*:")
