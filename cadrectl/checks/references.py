"""Names of other records and words of vocabularies, wherever the schema marks a place as one."""

from collections.abc import Collection, Iterator
from difflib import get_close_matches

from cadrectl.checks.book import Book, at
from cadrectl.checks.marked import failing, marked
from cadrectl.problem import Problem
from cadrectl.records.places import Pointer
from cadrectl.records.record import Record
from cadrectl.records.schemas import kind_and_id, schema
from cadrectl.text import Text, say


def reference_names_a_record(book: Book, as_of: int) -> Iterator[Problem]:
    """Ids of which there is no record of the kind that the schema's `x-ref` names, or one version of a scheme.

    Of two compared states, what a file names that is the same in both is there in both, unless its own file differs.
    """
    known, schemes = {kind: book.known(kind) for kind in (*book.kinds, *book.unread)}, book.schemes()

    def fits(kind: str, id: str) -> bool:
        if kind == "policies" and (id in schemes or kind in book.unread):
            return id not in schemes
        return id in known.get(kind, ())

    touched = set(filter(None, map(kind_and_id, book.differing or ())))

    def is_as_before(kind: str, id: str) -> bool:
        return (kind != "policies" and (kind, id) not in touched) or fits(kind, id)

    for kind, records in book.kinds.items():
        branch = marked(kind, "x-ref")
        for record in records if branch else ():
            passes = fits if book.differing is None or record.path in book.differing else is_as_before
            for pointer, id, target in failing(branch, record.value, passes):
                if target == "policies" and id in schemes:
                    yield version_named(record, pointer, id, schemes[id])
                else:
                    hint = say("Correct the id, or add the record.")
                    yield at(record, pointer, "unknown-reference", _missing(target, id), hint)


def version_named(record: Record, pointer: Pointer, policy: str, series: str) -> Problem:
    """That a place names one version of a scheme, where the scheme is meant."""
    return at(
        record,
        pointer,
        "version-named",
        say("{policy} is one version of {series}", policy=policy, series=series),
        say("Name the scheme: {series}. The version in force on the day is used.", series=series),
    )


def word_is_in_its_vocabulary(book: Book, as_of: int) -> Iterator[Problem]:
    """Words that are not in the vocabulary that the schema's `x-vocabulary` names."""
    known = {
        vocabulary.id: {term["id"] for term in vocabulary.value["terms"]}
        for vocabulary in book.of("vocabularies")
    }

    unread = book.unread.get("vocabularies", {})

    def exists(vocabulary: str, word: str) -> bool:
        return word in known.get(vocabulary, ()) or vocabulary in unread

    for kind, records in book.kinds.items():
        branch = marked(kind, "x-vocabulary")
        for record in records if branch else ():
            for pointer, word, vocabulary in failing(branch, record.value, exists):
                message = (
                    say("{word} is not in the vocabulary {vocabulary}", word=word, vocabulary=vocabulary)
                    if vocabulary in known
                    else say("there is no vocabulary {vocabulary}", vocabulary=vocabulary)
                )
                yield at(record, pointer, "not-in-vocabulary", message, nearest(word, known.get(vocabulary, ())))


def private_record_belongs_to_a_cadre(book: Book, as_of: int) -> Iterator[Problem]:
    """Private records of people who are not on the register."""
    people = book.known("cadres")
    for record in book.of("cadres-private"):
        if record.id not in people:
            yield at(
                record,
                (),
                "unknown-reference",
                _missing("cadres", record.id),
                say("Correct the id, or add the record."),
            )


def _missing(kind: str, id: str) -> Text:
    return say("there is no {kind} with the id {id}", kind=schema(kind)["x-label"], id=id)


def nearest(word: str, words: Collection[str]) -> Text:
    """A hint that offers the most similar word, or the words there are."""
    close = get_close_matches(word, sorted(words), 1)
    if close:
        return say("Did you mean {word}?", word=close[0])
    if not words:
        return say("There is no such list of words yet; add it.")
    return say("Use one of: {words}.", words=", ".join(sorted(words)))
