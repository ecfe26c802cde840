"""What sentences are put together from: lengths of time, numbers, shares, and several texts as one."""

from collections.abc import Sequence
from fractions import Fraction

from cadrectl.calendar import MONTH, YEAR
from cadrectl.text import Text, say, say_count
from cadrectl.vocabulary import Label

Said = Text | Label | str


def length(codes: float) -> Text:
    """A length of time in codes as years, months and days."""
    years, rest = divmod(int(codes), YEAR)
    months, days = divmod(rest, MONTH)
    parts = [
        text
        for number, text in (
            (years, say_count("{count} year", "{count} years", count=years)),
            (months, say_count("{count} month", "{count} months", count=months)),
            (days, say_count("{count} day", "{count} days", count=days)),
        )
        if number
    ]
    return chain(parts, say("{first} {rest}")) if parts else say_count("{count} day", "{count} days", count=0)


def earlier(text: Text, back: int) -> Text:
    """What was so many periods ago."""
    if back == 1:
        return say("{fact} in the period before", fact=text)
    return say("{fact}, {number} ago", fact=text, number=periods(back)) if back else text


def periods(number: int) -> Text:
    """A number of periods of an assessment."""
    return say_count("{count} period", "{count} periods", count=number)


def figure(number: Fraction) -> str:
    """A number as it is written: whole, with decimals, or as a fraction where decimals never end."""
    text = f"{float(number):.9f}".rstrip("0").rstrip(".")
    return text if Fraction(text) == number else str(number)


def percent(share: Fraction) -> Text | str:
    """A share in hundredths, or as a fraction where those never end."""
    text = figure(share * 100)
    return str(share) if "/" in text else say("{number} %", number=text)


def chain(parts: Sequence[Text], link: Text) -> Text:
    """Several texts as one; nothing as “nothing”."""
    text = parts[-1] if parts else say("nothing")
    for part in reversed(parts[:-1]):
        text = Text(link.msgid, {"first": part, "rest": text})
    return text
