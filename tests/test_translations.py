"""Every message of the program is translated, and the compiled catalogue is the written one."""

import re
from string import Formatter

from tests import catalogues

NEVER_ONE = {
    "Nobody looks more than {years} years ahead.",
    "at least {number} of the clauses below",
    "{count} people are called {name}: {ids}. Give the id.",
    "{count} records are called {id}: {names}.",
    "{first} to {last} years",
    "{path}: both sides changed {member} and people must decide",
}
"""Messages whose number is never one, or that only look as if they had one."""


def places(text: str) -> set[str]:
    """The names of the values that a message takes."""
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def test_every_message_of_the_program_is_translated() -> None:
    known = catalogues.translations()
    assert sorted(str(message) for message in catalogues.extracted() if not known.get(message)) == []


def test_the_catalogue_holds_no_message_that_nobody_says() -> None:
    assert sorted(map(str, catalogues.translations().keys() - catalogues.extracted())) == []


def test_a_translation_takes_the_same_values_as_its_message() -> None:
    different = [
        message
        for message, text in catalogues.translations().items()
        if not places(text) <= places(message if isinstance(message, str) else " ".join(message))
    ]
    assert different == []


def test_the_catalogue_is_written_and_compiled_as_make_catalogues_does_it() -> None:
    catalogue = catalogues.made(catalogues.translations())
    assert catalogues.WRITTEN.read_bytes() == catalogues.written(catalogue)
    assert catalogues.COMPILED.read_bytes() == catalogues.compiled(catalogue)


def test_a_number_of_things_has_a_form_for_one_of_them() -> None:
    """What is counted anywhere with a form for one is counted with it everywhere."""
    messages = catalogues.translations()
    pairs = [message for message in messages if isinstance(message, tuple) and "{count}" in message[1]]
    counted = {noun for _, plural in pairs for noun in re.findall(r"\{count\} (?:[a-z]+ )?([a-z]+s|people)\b", plural)}
    after_a_number = re.compile(rf"\{{[a-z]+\}} (?:[a-z]+ )?(?:{'|'.join(sorted(counted))})\b")
    alone = {message for message in messages if isinstance(message, str) and after_a_number.search(message)}
    assert {"days", "people", "errors"} <= counted
    assert sorted(alone - NEVER_ONE) == []
