"""How outcomes divide between groups of people, as JSON and as notes; what is compared is for `decide` to say."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from cadrectl.facts.kinds import field_column
from cadrectl.policy.fairness_reader import AGE
from cadrectl.policy.labels import field_label
from cadrectl.policy.phrases import Said, chain
from cadrectl.text import Text, render, say, say_count
from cadrectl.vocabulary import Label

if TYPE_CHECKING:
    from cadrectl.decide.fairness import Division
    from cadrectl.decide.outcomes import Compared
    from cadrectl.vocabulary import Vocabulary


def as_rows(comparisons: "Sequence[Compared]", lang: str) -> list[dict[str, Any]]:
    """The comparisons as JSON says them."""
    return [
        {
            "outcome": one.outcome,
            "by": one.by,
            "unknown": one.unknown,
            "groups": [_group(each, lang) for each in one.divisions],
        }
        for one in comparisons
    ]


def _group(one: "Division", lang: str) -> dict[str, Any]:
    return {
        "group": one.group,
        "people": one.people,
        "favoured": one.favoured,
        "rate": None if one.rate is None else round(float(one.rate), 4),
        "ratio": None if one.ratio is None else round(float(one.ratio), 4),
        "p": None if one.p is None else round(one.p, 4),
        "text": render(one.said, lang),
    }


def as_notes(
    comparisons: "Sequence[Compared]", titles: Mapping[str, Text | Label], words: "Mapping[str, Vocabulary]"
) -> Iterator[Text]:
    """For people: each comparison in a line, with what was found on every group; `words` are the vocabularies."""
    for one in comparisons:
        labels = _labels(one, words)
        alike = [each for each in one.divisions if each.p is not None]
        said = [_said(labels.get(each.group, each.group), each) for each in alike]
        refused = [each.said for each in one.divisions[:1]] or [say("nobody")]
        joined = chain(said or refused, say("{first}; {rest}"))
        yield say("{outcome} by {field}: {groups}", outcome=titles[one.outcome], field=_field(one.by), groups=joined)


def _said(group: Said, one: "Division") -> Text:
    counted = say("{group} {favoured}/{people}", group=group, favoured=one.favoured, people=one.people)
    return say("{group} ({said}, p = {p})", group=counted, said=one.said, p=f"{one.p:.3f}")


def _field(by: str) -> Said:
    return say("age") if by == AGE else field_label(by)


def _labels(one: "Compared", words: "Mapping[str, Vocabulary]") -> Mapping[str, Said]:
    """What the groups by a field are called, by the schemas or the vocabularies."""
    if one.by == AGE:
        return {each.group: _ages(each.group) for each in one.divisions}
    column = field_column("", one.by)
    if column is None:
        return {}
    if column.vocabulary in words:
        return {id: term.label for id, term in words[column.vocabulary].terms.items()}
    return column.word_labels or {}


def _ages(band: str) -> Text:
    """A band of ages in words: `-34`, `35-39` and `50-` are open at the side that says nothing."""
    first, last = band.split("-")
    if not first:
        return say_count("up to {count} year", "up to {count} years", count=last)
    if not last:
        return say_count("{count} year and over", "{count} years and over", count=first)
    return say("{first} to {last} years", first=first, last=last)
