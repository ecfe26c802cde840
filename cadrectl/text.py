"""Sentences for people, kept apart from the language they will be read in.

Code below the command line builds a `Text` with `say`; only what prints it chooses the language. English is the
message id, Chinese comes from the gettext catalogue in `locale/`. Not for JSON keys, ids or file contents.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path

DOMAIN = "cadrectl"
LOCALE = Path(__file__).parent / "locale"
LANGUAGES = ("zh", "en")


@dataclass(frozen=True, slots=True)
class Text:
    """A sentence not yet in a language: an English `str.format` template and what fills it."""

    msgid: str
    values: Mapping[str, object]


def say(msgid: str, /, **values: object) -> Text:
    """A sentence to be rendered later; `msgid` must be a literal, for the catalogue is extracted from the calls."""
    return Text(msgid, values)


def render(text: Text | Mapping[str, str] | str, lang: str) -> str:
    """`text` in `lang`. A mapping is a label of the records (`zh`, `en`); a language it lacks gives the other one."""
    if isinstance(text, str):
        return text
    if isinstance(text, Text):
        return translated(text.msgid, lang).format(**{key: _word(value, lang) for key, value in text.values.items()})
    return text.get(lang) or next(iter(text.values()), "")


def translated(msgid: str, lang: str) -> str:
    """The catalogue's template for `msgid`, or `msgid` itself where the catalogue has none."""
    return _catalogue(lang).gettext(msgid) if msgid else ""


def _word(value: object, lang: str) -> object:
    return render(value, lang) if isinstance(value, Text | Mapping) else value


@lru_cache
def _catalogue(lang: str) -> NullTranslations:
    path = LOCALE / lang / "LC_MESSAGES" / f"{DOMAIN}.mo"
    if not path.is_file():
        return NullTranslations()
    with path.open("rb") as file:
        return GNUTranslations(file)
