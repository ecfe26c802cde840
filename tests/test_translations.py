"""Every message of the program stands in the Chinese catalogue, and the compiled catalogue is that one."""

import io
from pathlib import Path
from string import Formatter

import click
import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

import cadrectl

PACKAGE = Path(cadrectl.__file__).parent
FOLDER = PACKAGE / "locale" / "zh" / "LC_MESSAGES"
KEYWORDS = {"say": None, "_": None, "ngettext": (1, 2)}

Msgid = str | tuple[str, ...]


@pytest.fixture(scope="module")
def catalogue() -> Catalog:
    with (FOLDER / "cadrectl.po").open(encoding="utf-8") as file:
        return read_po(file, locale="zh", domain="cadrectl")


def extracted(folder: Path) -> set[Msgid]:
    return {message for _, _, message, _, _ in extract_from_dir(folder, keywords=KEYWORDS)}


def messages(catalogue: Catalog) -> dict[Msgid, Message]:
    return {key(message.id): message for message in catalogue if message.id}


def key(msgid: str | list[str] | tuple[str, ...]) -> Msgid:
    return msgid if isinstance(msgid, str) else tuple(msgid)


def texts(translation: str | list[str] | tuple[str, ...]) -> list[str]:
    return [translation] if isinstance(translation, str) else list(translation)


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def test_every_message_of_the_program_is_translated(catalogue: Catalog) -> None:
    known = messages(catalogue)
    missing = [msgid for msgid in extracted(PACKAGE) if msgid not in known or not all(texts(known[msgid].string))]
    assert sorted(map(str, missing)) == []


def test_every_message_of_the_command_line_library_is_translated(catalogue: Catalog) -> None:
    missing = extracted(Path(click.__file__).parent) - set(messages(catalogue))
    assert sorted(map(str, missing)) == []


def test_the_catalogue_holds_no_message_that_nobody_says(catalogue: Catalog) -> None:
    said = extracted(PACKAGE) | extracted(Path(click.__file__).parent)
    assert sorted(str(msgid) for msgid in messages(catalogue) if msgid not in said) == []
    assert not catalogue.obsolete


def test_no_translation_is_a_guess(catalogue: Catalog) -> None:
    assert [message.id for message in catalogue if message.id and message.fuzzy] == []


def test_a_translation_fills_the_same_places_as_its_message(catalogue: Catalog) -> None:
    different = [
        message.id
        for msgid, message in messages(catalogue).items()
        for text in texts(message.string)
        if "%" not in text and not places(text) <= places(" ".join(texts(msgid)))
    ]
    assert different == []


def test_the_compiled_catalogue_is_the_written_one(catalogue: Catalog) -> None:
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    assert (FOLDER / "cadrectl.mo").read_bytes() == compiled.getvalue()
