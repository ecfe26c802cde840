"""Who a person is: the citizen identity number, and what is declared against what is verified.

An identity number is never put into a message, nor any part of it.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from cadrectl.calendar import parse_date
from cadrectl.checks.book import Book, at, span, stated, stated_span
from cadrectl.checks.marked import failing, marked
from cadrectl.problem import Problem
from cadrectl.records.places import Pointer
from cadrectl.records.record import Record
from cadrectl.text import say

_CHECK_CHARACTERS = "10X98765432"
"""GB 11643-1999, ISO 7064 MOD 11-2: the check character for each remainder."""
_NUMBER: Pointer = ("id_number",)


def id_number_is_well_formed(book: Book, as_of: int) -> Iterator[Problem]:
    """Numbers whose check character is wrong or whose date of birth is no date (GB 11643)."""
    for record, number in _numbers(book):
        if not number_checks_out(number):
            yield at(
                record,
                _NUMBER,
                "id-number",
                say("the ID number does not check out"),
                say("Compare it with the identity card, character by character."),
            )


def number_checks_out(number: str) -> bool:
    """Whether 18 characters hold a real date of birth and the right check character (GB 11643, MOD 11-2)."""
    weighted = sum(int(digit) * pow(2, 17 - place, 11) for place, digit in enumerate(number[:17]))
    return _born(number) is not None and _CHECK_CHARACTERS[weighted % 11] == number[17]


def _born(number: str) -> int | None:
    days = parse_date(f"{number[6:10]}-{number[10:12]}-{number[12:14]}")
    return days[0] if days else None


def id_number_agrees_with_birth(book: Book, as_of: int) -> Iterator[Problem]:
    """Numbers of a day that is neither verified nor, where nothing is ruled, declared or in evidence."""
    for record, number in _numbers(book):
        born, cadre = _born(number), book.get("cadres", record.id)
        if born is None or cadre is None:
            continue
        birth = stated_span(cadre.value["birth"])
        if not birth.first <= born <= birth.last:
            yield at(
                record,
                _NUMBER,
                "id-number-birth",
                say("the ID number has another date of birth than {path}", path=cadre.path),
                say("Correct whichever is wrong, or record what the organisation has verified."),
            )


def id_number_agrees_with_gender(book: Book, as_of: int) -> Iterator[Problem]:
    """Numbers whose 17th digit, odd for men and even for women, is not that of the cadre's gender."""
    for record, number in _numbers(book):
        cadre = book.get("cadres", record.id)
        if cadre is not None and (int(number[16]) % 2 == 1) != (cadre.value["gender"] == "man"):
            yield at(
                record,
                _NUMBER,
                "id-number-gender",
                say("the ID number has another gender than {path}", path=cadre.path),
                say("Correct whichever is wrong."),
            )


def id_number_belongs_to_one_person(book: Book, as_of: int) -> Iterator[Problem]:
    """Files with the same number as an earlier one: one person with two files."""
    first: dict[str, Record] = {}
    for record, number in _numbers(book):
        other = first.setdefault(number, record)
        if other is not record:
            yield at(
                record,
                _NUMBER,
                "duplicate-person",
                say("{path} has the same ID number", path=other.path),
                say("Join the two files of one person, or correct the number."),
            )


def _numbers(book: Book) -> Iterator[tuple[Record, str]]:
    for record in book.of("cadres-private"):
        if "id_number" in record.value:
            yield record, record.value["id_number"]


def verified_value_is_the_declared_one(book: Book, as_of: int) -> Iterator[Problem]:
    """Declared values that differ from what the organisation has verified; a vaguer one does not differ."""
    for record, pointer, value in _attested(book, _verified_differs):
        yield at(
            record,
            (*pointer, "declared"),
            "declared-differs",
            say(
                "declared {declared}, verified {verified}",
                declared=value["declared"],
                verified=value["verified"],
            ),
            say("The verified value counts; make sure that the person has been told."),
        )


def unruled_values_agree(book: Book, as_of: int) -> Iterator[Problem]:
    """Values where the evidence contradicts the declaration and nothing is verified yet."""
    for record, pointer, _ in _attested(book, _evidence_differs):
        yield at(
            record,
            (*pointer, "declared"),
            "unsettled-value",
            say("the evidence differs from what is declared, and nothing is verified"),
            say("Record what the organisation rules; until then every stated value may be true."),
        )


Attested = Mapping[str, Any]


def _attested(
    book: Book, differs: Callable[[str, Attested], bool]
) -> Iterator[tuple[Record, Pointer, Attested]]:
    branch = marked("cadres", "x-attested")

    def agrees(kind: str, value: str | Attested) -> bool:
        return isinstance(value, str) or not differs(kind, value)

    for record in book.of("cadres"):
        for pointer, value, _ in failing(branch, record.value, agrees):
            yield record, pointer, value


def _verified_differs(kind: str, value: Attested) -> bool:
    return "verified" in value and _differ(kind, value["declared"], value["verified"])


def _evidence_differs(kind: str, value: Attested) -> bool:
    return "verified" not in value and any(_differ(kind, value["declared"], text) for text in stated(value))


def _differ(kind: str, one: str, other: str) -> bool:
    if kind != "date":
        return one != other
    return span(one).last < span(other).first or span(other).last < span(one).first
