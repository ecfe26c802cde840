"""The lines of which a policy is made up as a page: headings, leads, sources. What they say is not decided here."""

from collections.abc import Iterator, Mapping, Sequence

from cadrectl.policy.phrases import Said
from cadrectl.text import Text, say

SEVERITY: Mapping[str, Text] = {
    "must": say("must"),
    "should": say("in principle"),
    "reference": say("for reference, by analogy"),
}


def line(lead: str, text: Said) -> Text:
    """A text behind its lead (an indent, a dash, a number)."""
    return say("{lead}{text}", lead=lead, text=text)


def section(title: Text, lines: Sequence[Text]) -> Iterator[Text]:
    """A heading with its lines; nothing where there are none."""
    if lines:
        yield from (line("", ""), line("## ", title), line("", ""), *lines)


def with_source(text: Text, source: tuple[str, ...]) -> Text:
    """A text with its sources behind it, where it has any."""
    return say("{text} [{source}]", text=text, source=", ".join(source)) if source else text
