"""The Chinese catalogue and the messages of the program: `python -m tests.catalogues` brings them into step.

New messages come in untranslated and the test of the translations names them; messages that nobody says go.
"""

import ast
import io
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import click
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

import cadrectl

PACKAGE = Path(cadrectl.__file__).parent
CLICK = Path(click.__file__).parent  # its usage errors and headings are part of what people read
WRITTEN = PACKAGE / "locale" / "zh" / "LC_MESSAGES" / "cadrectl.po"
COMPILED = WRITTEN.with_suffix(".mo")
Msgid = str | tuple[str, ...]

KEYWORDS = {"say": 1, "say_count": 2, "_": 1, "ngettext": 2}  # and how many of the arguments are messages
UNMARKED: set[Msgid] = {"required"}  # click translates it, but not where a search could find it
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)  # a catalogue says the same whenever it is written


def extracted() -> set[Msgid]:
    """Every message of the program and of click; those with a plural as a pair."""
    files = [file for folder in (PACKAGE, CLICK) for file in folder.rglob("*.py")]
    return {message for file in files for message in _said(ast.parse(file.read_text("utf-8")))} | UNMARKED


def _said(tree: ast.Module) -> Iterator[Msgid]:
    """The literals in calls of `say`, `say_count`, `_` and `ngettext`, however deep (Babel misses some)."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in KEYWORDS:
            wanted = node.args[: KEYWORDS[node.func.id]]
            literals = [one.value for one in wanted if isinstance(one, ast.Constant) and isinstance(one.value, str)]
            if len(literals) == KEYWORDS[node.func.id]:
                yield literals[0] if len(literals) == 1 else tuple(literals)


def translations(file: Path = WRITTEN) -> dict[Msgid, str]:
    """The catalogue as it stands: message to translation, "" where there is none."""
    with file.open(encoding="utf-8") as text:
        catalogue = read_po(text, locale="zh")
    return {key(message.id): first(message.string) for message in catalogue if message.id and not message.fuzzy}


def key(msgid: str | list[str] | tuple[str, ...]) -> Msgid:
    """A message id that can be looked up."""
    return msgid if isinstance(msgid, str) else tuple(msgid)


def first(text: str | list[str] | tuple[str, ...] | None) -> str:
    """The translation; Chinese has one form for singular and plural."""
    return text if isinstance(text, str) else next(iter(text or ()), "")


def made(known: dict[Msgid, str]) -> Catalog:
    """A catalogue of the program's messages with the translations that are known."""
    catalogue = Catalog(
        locale="zh",
        project="cadrectl",
        version=cadrectl.__version__,
        msgid_bugs_address="-",
        last_translator="cadrectl",
        language_team="zh",
        creation_date=LONG_AGO,
        revision_date=LONG_AGO,
        fuzzy=False,
        header_comment="# What cadrectl says in Chinese; English is the message id.",
    )
    for message in sorted(extracted(), key=str):
        text = known.get(message, "")
        catalogue.add(message, text if isinstance(message, str) else (text,))
    return catalogue


def written(catalogue: Catalog) -> bytes:
    """The text of a catalogue."""
    file = io.BytesIO()
    write_po(file, catalogue, width=0, no_location=True)
    return file.getvalue()


def compiled(catalogue: Catalog) -> bytes:
    """The form that gettext reads."""
    file = io.BytesIO()
    write_mo(file, catalogue)
    return file.getvalue()


def main() -> None:
    """Write the catalogue anew, keeping what is translated, and compile it."""
    catalogue = made(translations())
    WRITTEN.write_bytes(written(catalogue))
    COMPILED.write_bytes(compiled(catalogue))


if __name__ == "__main__":
    main()
