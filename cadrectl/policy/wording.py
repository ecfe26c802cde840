"""What a clause asks and what was found, in words for people and as typed values for machines."""

from collections.abc import Mapping
from fractions import Fraction

import numpy as np
from msgspec import Struct

from cadrectl.calendar import YEAR, iso, range_text
from cadrectl.facts.kinds import table
from cadrectl.facts.moment import Book
from cadrectl.policy import model
from cadrectl.policy.fitting import plain_values
from cadrectl.policy.model import Condition, Duration, Fact, Field, Literal, Value
from cadrectl.policy.notes import Note
from cadrectl.policy.phrases import length
from cadrectl.policy.sentences import Speaker
from cadrectl.text import Text, say
from cadrectl.vocabulary import Label


class Measured(Struct, frozen=True):
    """A typed value (JSON-able) with its text for people."""

    value: object
    text: Text | Label


def required(clause: model.Clause, speaker: Speaker) -> Measured:
    """What a clause asks: its tests as values, and its own label or else the tests in words."""
    if clause.require is None:
        return Measured(None, clause.label or _joint(clause))
    return Measured(_tests(clause.require), clause.label or speaker.sentence(clause.require))


def _joint(clause: model.Clause) -> Text:
    if clause.kind == "some":
        return say("at least {number} of the clauses below", number=clause.number)
    return say("all of the clauses below") if clause.kind == "all" else say("one of the clauses below")


def _tests(condition: Condition) -> list[dict[str, object]]:
    """The tests of a condition as plain mappings, fact by fact."""
    match condition:
        case Fact() | Field():
            tests = {test.comparator: _plain(test.value) for test in condition.tests}
            of = {"of": condition.selection.of} if isinstance(condition, Fact) and condition.selection else {}
            named = {key: value for key, value in _arguments(condition).items() if isinstance(value, str | list)}
            return [{"fact": condition.name, **of, **named, **tests}]
        case model.Meets(name):
            return [{"meets": name}]
        case model.Not(part):
            return [{"not": _tests(part)}]
        case model.Some(number, parts):
            return [{"at_least": number, "of": [_tests(part) for part in parts]}]
        case model.Any(parts):
            return [{"any": [_tests(part) for part in parts]}]
        case model.All(parts):
            return [one for part in parts for one in _tests(part)]
    raise AssertionError(condition)


def _arguments(condition: Fact | Field) -> Mapping[str, object]:
    return condition.arguments if isinstance(condition, Fact) else {}


def _plain(value: Value) -> object:
    values = [_plain_literal(one) for one in plain_values(value)]
    return values if isinstance(value, tuple | model.Cases) else values[0]


def _plain_literal(value: Literal) -> object:
    if isinstance(value, Fraction):
        return int(value) if value.denominator == 1 else float(value)
    return value.text if isinstance(value, Duration | model.DateRange) else value


def found(notes: list[Note], position: int, book: Book) -> Measured:
    """What the tests of a clause found about one person."""
    parts = [_found(note, position, book) for note in notes]
    if not parts:
        return Measured(None, say("see the clauses below"))
    text = parts[-1].text
    for part in reversed(parts[:-1]):
        text = say("{first}; {rest}", first=part.text, rest=text)
    return Measured([part.value for part in parts], text)


def _found(note: Note, position: int, book: Book) -> Measured:
    low, high = note.low[position], note.high[position]
    name = {"fact": note.asked.name}
    match note.measure:
        case "span":
            return _found_span(note, position, float(low), float(high))
        case "number" | "records":
            return _dated(note, position, _found_number(note, float(low), float(high)))
        case "finding":
            met = {1: True, 0: False}.get(int(low))
            text = say("found to be met") if met else say("found not met")
            text = say("no finding on record") if met is None else text
            return Measured({**name, "value": met}, text)
        case "date":
            day = range_text(int(low), int(high)) or None
            return Measured({**name, "value": day}, say("{date}", date=day) if day else say("not on record"))
        case "flag":
            flag = {1: True, 0: False}.get(int(low))
            text = say("not on record") if flag is None else say("yes") if flag else say("no")
            return Measured({**name, "value": flag}, text)
        case "words":
            words = [word for bit, word in enumerate(note.words) if int(low) >> bit & 1]
            if bool(high):
                return Measured({**name, "value": None}, say("not known"))
            return Measured({**name, "value": words}, say("{words}", words=", ".join(words)) if words else say("none"))
    word = note.words[int(low)] if int(low) >= 0 else None
    text = say("{word}", word=word_label(book, note.asked.name, word)) if word else say("not known")
    return Measured({**name, "value": word}, text)


def _found_span(note: Note, position: int, low: float, high: float) -> Measured:
    assert note.day is not None
    at = iso(int(note.day[position]))
    top = None if np.isinf(high) else high
    value = {"fact": note.asked.name, "at": at, "years": _years(low, high), "low": low, "high": top}
    if np.isinf(high):
        shown = say("not known") if low == 0 else say("at least {low}, perhaps more", low=length(low))
    elif low == high:
        shown = length(low)
    else:
        shown = say("between {low} and {high}", low=length(low), high=length(high))
    return Measured(value, say("{span} (at {date})", span=shown, date=at))


def _years(low: float, high: float) -> float | None:
    return round(low / YEAR, 4) if low == high else None


def _dated(note: Note, position: int, counted: Measured) -> Measured:
    """What was counted, with the day where that is another one than the day of the question."""
    if note.day is None or not isinstance(note.asked, Fact) or note.asked.date == "question":
        return counted
    assert isinstance(counted.value, dict)
    at = iso(int(note.day[position]))
    return Measured({**counted.value, "at": at}, say("{span} (at {date})", span=counted.text, date=at))


def _found_number(note: Note, low: float, high: float) -> Measured:
    bottom, top = _plain_number(low), _plain_number(high)
    value = {"fact": note.asked.name, "low": bottom, "high": top}
    if top is None:
        nothing = say("none on record, and the record may be incomplete")
        text = say("at least {low}", low=bottom) if bottom else nothing
    elif low == high:
        text = say("{number} on record", number=top) if top else say("none on record")
    else:
        text = say("between {low} and {high}, not all of them certain", low=bottom, high=top)
    return Measured(value, text)


def _plain_number(number: float) -> int | float | None:
    """A number as it is written: whole where it is, to two places else; None where it is open."""
    if not np.isfinite(number):
        return None
    return int(number) if number == int(number) else round(number, 2)


def word_label(book: Book, name: str, word: str) -> Label | str:
    """The label of a word of a field; the word itself where it has none."""
    prefix, _, rest = name.partition(".")
    tables = {"unit": "units", "post": "cadres.posts"}
    column = table(tables.get(prefix, "cadres")).column(rest if prefix in tables else name)
    if column is None:
        return word
    vocabulary = book.register.vocabularies.get(column.vocabulary)
    if vocabulary is not None and word in vocabulary.terms:
        return vocabulary.terms[word].label
    return (column.word_labels or {}).get(word, word)
