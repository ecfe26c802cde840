"""From what an effect can bar somebody, in words. A word that is not here is said as it is written."""

from collections.abc import Mapping

from cadrectl.text import Text, say

BARS: Mapping[str, Text] = {
    "promotion": say("promotion"),
    "higher-post": say("a higher post"),
    "equal-or-higher-post": say("a post of the same or a higher level"),
    "leading-post": say("a leading post"),
    "recommendation": say("recommendation"),
    "vote-and-candidacy": say("voting and standing for election"),
    "movement": say("moving to another unit"),
    "pay-step": say("a rise in pay"),
    "honours": say("honours"),
    "honours-of-the-term": say("the honours of the term"),
    "qualified": say("the grade “qualified”"),
    "basically-qualified": say("the grade “basically qualified”"),
    "readmission": say("being admitted again"),
}


def bar(word: str) -> Text:
    """What somebody is barred from."""
    return BARS.get(word, say("{word}", word=word))
