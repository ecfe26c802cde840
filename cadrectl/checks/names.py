"""File names and folders: a record's id is its file name, and the name says what the record says."""

import re
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath
from typing import Any

from cadrectl.checks.book import Book, at
from cadrectl.problem import WHOLE, Problem, problem
from cadrectl.records.schemas import schema
from cadrectl.text import say


def file_name_has_the_form_of_its_kind(book: Book, as_of: int) -> Iterator[Problem]:
    """Names unlike the form that the schema's `x-file-id` gives, of files that could not be read too."""
    for kind in {*book.kinds, *book.unread}:
        form = re.compile(schema(kind).get("x-file-id", ""))
        named = [(record.id, record.path) for record in book.of(kind)]
        for id, path in [*named, *book.unread.get(kind, {}).items()]:
            if not form.search(id):
                yield problem(
                    "file-name",
                    path,
                    WHOLE,
                    say("the file name {name} has not the form of its kind", name=id),
                    say("Rename it; the form is: {form}.", form=schema(kind)["x-file-form"]),
                )


def _membership(value: dict[str, Any]) -> str:
    return f"{value['cadre']}-{value['term']['from'][:4]}"


def _policy(value: dict[str, Any]) -> str:
    return str(value["policy"])


def _session(value: dict[str, Any]) -> str:
    return f"{value['unit']}-{value['kind']}"


_TOLD: dict[str, Callable[[dict[str, Any]], str]] = {
    "reserve": _membership,
    "evaluations": _session,
    "policies": _policy,
}
"""The kinds whose file name repeats what stands in the record."""
_NUMBERED = ("reserve", "evaluations")
"""Those of which there may be several; a number follows the name."""


def file_name_says_what_the_record_says(book: Book, as_of: int) -> Iterator[Problem]:
    """Memberships named after another person or year, sessions after another unit, policies after another."""
    for kind, told in _TOLD.items():
        for record in book.of(kind):
            name = told(record.value)
            number = record.id.removeprefix(name)
            if number and not (kind in _NUMBERED and re.fullmatch("-[0-9]+", number)):
                yield at(
                    record,
                    (),
                    "misnamed-record",
                    say("the record is {name}, but its file is named {id}", name=name, id=record.id),
                    say("Rename the file, or correct what the record says."),
                )


def folder_is_the_year_of_the_record(book: Book, as_of: int) -> Iterator[Problem]:
    """Records of a kind kept by year that lie in the folder of another year."""
    for kind, records in book.kinds.items():
        field = schema(kind).get("x-folder", "")
        for record in records if field else ():
            year = str(record.value[field])[:4]
            folder = PurePosixPath(record.path).parent.name
            if folder != year:
                yield at(
                    record,
                    (field,),
                    "year-folder",
                    say("the record is of {year}, but lies in the folder {folder}", year=year, folder=folder),
                    say("Move the file to the folder of its year, or correct the date."),
                )


def id_is_used_once(book: Book, as_of: int) -> Iterator[Problem]:
    """Files with the id of an earlier one; kinds kept by year may repeat an id in another year."""
    for record in book.repeated:
        first = book.ids[record.kind][record.id]
        yield problem(
            "duplicate-id",
            record.path,
            WHOLE,
            say("{id} is already the id of {path}", id=record.id, path=first.path),
            say("Give one of them another id, or join the two files."),
        )
