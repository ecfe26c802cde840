"""Sentences for people, kept apart from the language they are read in.

A `Text` is made where something is found and rendered where it is shown. It is not a template
language: a message is one literal English sentence with named places for values.
"""

import gettext
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path

from msgspec import Struct, field

DOMAIN = "cadrectl"
SOURCE_LANGUAGE = "en"
CATALOGUES = Path(__file__).parent / "locale"


class Text(Struct, frozen=True):
    """A sentence that is not yet in a language: the English msgid and the values of its places."""

    msgid: str
    values: Mapping[str, object] = field(default_factory=dict)
    plural: str = ""  # the sentence for any count but one, where its place {count} is a number of things


def say(msgid: str, /, **values: object) -> Text:
    """A sentence; the msgid is a literal in `str.format` style, so that catalogues can find it."""
    return Text(msgid, values)


def say_count(one: str, many: str, /, *, count: float | str, **values: object) -> Text:
    """A sentence about a number of things, its place {count}: for one of them, and for any other number."""
    return Text(one, {"count": count, **values}, many)


@cache
def _catalogue(lang: str) -> gettext.NullTranslations:
    return gettext.translation(DOMAIN, CATALOGUES, [lang], fallback=True)


def translated(msgid: str, lang: str) -> str:
    """The msgid in `lang`, or itself where the language is English or has no such sentence."""
    if lang == SOURCE_LANGUAGE or not msgid:
        return msgid
    return _catalogue(lang).gettext(msgid)


def render(text: Text | Mapping[str, str] | str, lang: str) -> str:
    """The text in `lang`; a label without that language is given in the one it has."""
    if isinstance(text, str):
        return text
    if isinstance(text, Text):
        values = {name: _rendered(value, lang) for name, value in text.values.items()}
        return _form(text, lang).format(**values)
    return text.get(lang) or next(iter(text.values()), "")


def _form(text: Text, lang: str) -> str:
    """The sentence in `lang`, in the form that its count asks for there."""
    if not text.plural:
        return translated(text.msgid, lang)
    number = 1 if text.values["count"] in (1, "1") else 2  # no language here tells more than one from other numbers
    if lang == SOURCE_LANGUAGE:
        return text.msgid if number == 1 else text.plural
    return _catalogue(lang).ngettext(text.msgid, text.plural, number)


def _rendered(value: object, lang: str) -> object:
    if isinstance(value, (Text, Mapping)):
        return render(value, lang)
    if isinstance(value, date):
        return value.isoformat()
    return value
