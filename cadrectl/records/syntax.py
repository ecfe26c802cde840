"""The words of the YAML parser, turned into sentences for people in both languages."""

import re

from yaml import YAMLError
from yaml.error import MarkedYAMLError

from cadrectl.problem import WHOLE
from cadrectl.records.findings import Findings
from cadrectl.text import Text, say

_LOOK_ALIKE_KEY = re.compile(r"\s*(?:- +)?[A-Za-z_][A-Za-z0-9_-]*(：)")
_LOOK_ALIKE_COMMA = re.compile(r"[，、](?=\s*[A-Za-z_][A-Za-z0-9_.-]*\s*$)")

# The parser's words, and what they mean to somebody who writes a record. First match counts.
_SENTENCES: tuple[tuple[str, Text, Text], ...] = (
    (
        "mapping values are not allowed",
        say("a colon stands where no key can be"),
        say("Check the indentation, and put a text that holds ': ' in quotes."),
    ),
    (
        "could not find expected ':'",
        say("this line is no key and value"),
        say("Write 'key: value' with a space after the colon, or indent a continued text."),
    ),
    (
        "found unexpected end of stream",
        say("the file ends inside a quoted text"),
        say("Close the quotation mark."),
    ),
    (
        "did not find expected key",
        say("the line does not fit the lines above it"),
        say("Entries of one level begin in the same column; close quotes and brackets."),
    ),
    (
        "did not find expected '-' indicator",
        say("the line does not fit the list above it"),
        say("Entries of a list begin with '- ' in the same column."),
    ),
    (
        "did not find expected ',' or",
        say("a bracket is not closed or a comma is missing"),
        say("Put a comma between entries and close [ with ] and {{ with }}."),
    ),
    (
        "block sequence entries are not allowed",
        say("a list entry stands where none can be"),
        say("Begin the list on a line of its own, below its key."),
    ),
    (
        "found character that cannot start any token",
        say("this character cannot begin a value"),
        say("Put the text in quotes."),
    ),
    (
        "found unknown escape character",
        say("the quoted text holds an unknown escape"),
        say("Write a backslash twice, or use single quotes."),
    ),
    (
        "invalid unicode character escape",
        say("the quoted text escapes a character that does not exist"),
        say("Correct the escape after the backslash."),
    ),
    (
        "found undefined tag handle",
        say("a tag stands here"),
        say("Put a text that begins with ! in quotes."),
    ),
    (
        "did not find expected <document start>",
        say("something stands after the end of the record"),
        say("Check the indentation of this line and the lines above."),
    ),
    (
        "incompatible yaml document",
        say("the file asks for another version of YAML"),
        say("Remove the line with %."),
    ),
)
_OTHERWISE = (
    say("the file cannot be read as YAML from here on"),
    say("Check quotes, brackets and indentation here and on the line above."),
)


def note_syntax_error(error: YAMLError, text: str, findings: Findings) -> None:
    """Note where and why the parser stopped; a look-alike colon that caused it is named instead."""
    line, column = _place(error)
    lines = text.split("\n")
    for number in (line - 1, line):
        colon = _LOOK_ALIKE_KEY.match(lines[number - 1]) if 0 < number <= len(lines) else None
        if colon:
            _note_look_alike(findings, (number, colon.start(1) + 1), "：", ":")
            return
    comma = _LOOK_ALIKE_COMMA.search(lines[line - 1][: column - 1]) if 0 < line <= len(lines) else None
    if comma:
        _note_look_alike(findings, (line, comma.start() + 1), comma.group(), ",")
        return
    if findings.lines() & {line - 1, line}:
        return  # a tab or a hidden character there is what the parser stumbled over
    message, hint = _sentence(str(error).lower())
    findings.add("yaml-syntax", (line, column), message, hint)


def _note_look_alike(findings: Findings, place: tuple[int, int], wrong: str, right: str) -> None:
    findings.add(
        "look-alike",
        place,
        say("the full-width {wrong} stands where {right} is meant", wrong=wrong, right=right),
        say("Type it in half width; where it belongs to the text, put the whole text in quotes."),
    )


def _place(error: YAMLError) -> tuple[int, int]:
    """Where the parser stopped; of a text that is never closed, where it was opened."""
    if not isinstance(error, MarkedYAMLError):
        return WHOLE
    unclosed = error.context_mark is not None and "quoted scalar" in str(error.context)
    mark = error.context_mark if unclosed else error.problem_mark
    return (mark.line + 1, mark.column + 1) if mark is not None else WHOLE


def _sentence(words: str) -> tuple[Text, Text]:
    for known, message, hint in _SENTENCES:
        if known in words:
            return message, hint
    return _OTHERWISE
