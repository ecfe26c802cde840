"""What fields, words, kinds of record and dates are called, in the words of the schemas and of the starter."""

from collections.abc import Mapping

from cadrectl.facts.kinds import KINDS, field_column, table
from cadrectl.text import Text, say
from cadrectl.vocabulary import Label

DATES: Mapping[str, Text] = {
    "question": say("the day of the question"),
    "month-end": say("the end of the month of the question"),
    "round.reference": say("the reference date of the running round, else the day of the question"),
    "round.notice": say("the notice of the running round, else the day of the question"),
    "round.registration": say("the start of registration of the running round, else the day of the question"),
}


def date_label(rule: str) -> Text | str:
    """What a rule of `dates:` says, in words; a full date as it is."""
    month, _, day = (part.lstrip("0") for part in rule.partition("--")[2].partition("-"))
    if rule.startswith("next"):
        return say("the next {month}-{day} (month and day)", month=month, day=day)
    if day:
        return say("{month}-{day} (month and day) of the year of the question", month=month, day=day)
    return DATES.get(rule, rule)


def field_label(name: str, kind: str = "") -> Label | str:
    """The label of a field of people, of their unit or post, or of records; the name itself where it has none."""
    column = field_column(kind, name)
    return column.label if column is not None else name


def kind_label(kind: str) -> Label:
    """What records of a kind are called: lists of a person by the list, others by the record that they stand in."""
    name, own = KINDS[kind].table, KINDS[kind].label
    if own is not None:
        return own
    root = {"cadres": name, "results": "evaluations"}.get(name.split(".")[0], name.split(".")[0])
    return table(root).label


def schema_word(of: str, name: str, word: str) -> Label | str:
    """What the schema calls a word in a column of a table; the word itself where it does not say."""
    column = table(of).column(name)
    return (column.word_labels if column is not None and column.word_labels else {}).get(word, word)
