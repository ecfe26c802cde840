"""How a single text is written so that every reader takes it for that text."""

import re
from functools import lru_cache

from cadrectl.records.characters import FULL_WIDTH, look_alike, unfit
from cadrectl.records.plain import reads_as_text

_CJK = "\u3400-\u4dbf\u4e00-\u9fff"
_CERTAIN = re.compile(rf"[A-Za-z{_CJK}][A-Za-z0-9_./%()·{_CJK}-]*(?: [A-Za-z0-9{_CJK}]+)*").fullmatch
_PLAIN_DATE = re.compile(r"[0-9]{4}-[0-9]{2}(?:-[0-9]{2})?", re.ASCII).fullmatch
_INDICATORS = frozenset("-?:,[]{}#&*!|>'\"%@`")
_NEEDS_QUOTES = re.compile(r"^\s|^\.\.\.|\s$|:\s|:$|\s#|[\n\t\r\x85\u2028\u2029]|[A-Za-z0-9_-]：")
_IN_BRACKETS = re.compile(r"[,\[\]{}:?，、]")
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}
_TRAILING_SPACE = re.compile(r"[ \u3000]$", re.MULTILINE)


@lru_cache(maxsize=1 << 16)
def quoted(text: str) -> str:
    """The text as it stands behind a key: plain where that is safe, else in quotes, on one line."""
    if _PLAIN_DATE(text):
        return text
    is_plain = (_CERTAIN(text) or _is_safe(text)) and reads_as_text(text)
    return text if is_plain else _in_quotes(text)


@lru_cache(maxsize=1 << 16)
def quoted_in_brackets(text: str) -> str:
    """The text as it stands between `[ ]` or `{ }`."""
    written = quoted(text)
    return _in_quotes(text) if written == text and _IN_BRACKETS.search(text) else written


def block_text(text: str, indent: str) -> list[str] | None:
    """A text of several lines as a literal block, indicator first; None where it must be quoted."""
    if "\n" not in text or text[0] in " \n" or text.endswith("\n\n") or "\t" in text:
        return None
    if unfit(text) is not None or _TRAILING_SPACE.search(text):
        return None
    indicator = "|" if text.endswith("\n") else "|-"
    return [indicator, *(f"{indent}{line}" if line else "" for line in text.removesuffix("\n").split("\n"))]


def _is_safe(text: str) -> bool:
    """Whether YAML's syntax and our own reading let the text stand plain."""
    if not text or text[0] in _INDICATORS or _NEEDS_QUOTES.search(text) or unfit(text) is not None:
        return False
    return FULL_WIDTH.search(text) is None or look_alike(text, set()) is None


def _in_quotes(text: str) -> str:
    if ('"' in text or "\\" in text) and "\n" not in text and "\t" not in text and unfit(text) is None:
        return "'" + text.replace("'", "''") + "'"
    return '"' + "".join(_ESCAPES.get(letter) or _escaped(letter) for letter in text) + '"'


def _escaped(letter: str) -> str:
    """The letter, or its escape where it cannot be seen."""
    if unfit(letter) is None:
        return letter
    code = ord(letter)
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
